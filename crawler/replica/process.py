"""The replica as a child process, for the crawl, the tests and the benchmarks."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Self

from crawler.replica.values import ReplicaError

PROJECT = Path(__file__).resolve().parents[2]
SECONDS_TO_END = 10.0


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    host: str
    method: str
    path: str
    status: int
    started: float
    """Monotonic seconds of the machine, as `ended`."""
    ended: float


class ReplicaProcess:
    """Starts `python -m crawler.replica`, waits for its ready line, and stops it at the end.

    The child ends when this process does, however that comes: it watches its standard input. Raises ReplicaError if it
    cannot start.
    """

    def __init__(
        self,
        sites: int = 0,
        reports: int = 20,
        faults: Sequence[str] = (),
        log: Path | None = None,
        port: int = 0,
        prepare: bool = False,
        extra: Sequence[str] = (),
    ) -> None:
        self._words = ["--sites", str(sites), "--reports", str(reports), "--port", str(port)]
        for fault in faults:
            self._words += ["--fault", fault]
        for word in extra:
            self._words += ["--with", word]
        if prepare:
            self._words.append("--prepare")
        if log is not None:
            self._words += ["--log", str(log.resolve())]
        self._log = Path()
        self._requests: tuple[LoggedRequest, ...] = ()
        self._process: subprocess.Popen[str] | None = None
        self.proxy = ""
        """The proxy's address, `http://127.0.0.1:PORT`."""
        self.certificate_authority = Path()
        """The PEM file of the authority to trust."""
        self.pid = 0

    def __enter__(self) -> Self:
        with TemporaryFile("w+", encoding="utf-8") as complaints:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "crawler.replica", *self._words],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=complaints,
                text=True,
                cwd=PROJECT,
            )
            line = self._process.stdout.readline() if self._process.stdout else ""
            if not line:
                self.stop()
                complaints.seek(0)
                reason = complaints.read().strip().rpartition("\n")[2]
                raise ReplicaError(f"the replica did not start: {reason or 'it ended without a word'}")
        ready = json.loads(line)
        self.proxy = ready["proxy"]
        self.certificate_authority = Path(ready["certificate_authority"])
        self.pid = ready["pid"]
        self._log = Path(ready["log"])
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Closes the child's standard input and waits; a child that does not end is killed."""
        process = self._process
        if process is None:
            return
        self._requests = self.log
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()
        try:
            process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        self._process = None

    @property
    def log(self) -> tuple[LoggedRequest, ...]:
        """The requests so far, in the order in which they ended."""
        if self._process is None or not self._log.is_file():
            return self._requests
        lines = self._log.read_text(encoding="utf-8").splitlines()
        return tuple(LoggedRequest(**json.loads(line)) for line in lines)
