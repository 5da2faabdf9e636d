"""The command line as a user has it, in a process of its own, and how its answers are read."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SECONDS = 240
"""A bound for a hanging process, far above what any of them needs."""


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


def nianbao(
    *arguments: object, environment: Mapping[str, str] | None = None, largest_file: int | None = None
) -> Answer:
    """Run the command line as a user would; nothing of the caller's NIANBAO_ variables reaches it.

    `largest_file`: a limit in bytes on what it may write to one file, as a full disk would set it.
    """

    def limit_files() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    clean = {name: value for name, value in os.environ.items() if not name.startswith("NIANBAO_")}
    process = subprocess.run(
        [sys.executable, "-m", "crawler", *map(str, arguments)],
        cwd=PROJECT,
        env={**clean, "COLUMNS": "250", **(environment or {})},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        stdin=subprocess.DEVNULL,
        check=False,
        preexec_fn=limit_files,
    )
    return Answer(process.returncode, process.stdout, process.stderr)


def closing_lines(answer: Answer) -> dict[str, list[str]]:
    """source → the cells of its line in the closing table."""
    lines = [line.split() for line in answer.out.splitlines()]
    return {line[0]: line[1:] for line in lines if len(line) >= 9 and "-" in line[0]}


def fingerprint_of(database: Path) -> str:
    answer = nianbao("fingerprint", "--database", database)
    assert answer.code == 0, answer.err
    return answer.out.strip()


def requests_of(log: Path) -> Sequence[dict[str, object]]:
    return [json.loads(line) for line in log.read_text().splitlines()]
