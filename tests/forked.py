"""Runs a program in a fork of a process that has it in memory (see warm_start): `subprocess.run` without a start."""

from __future__ import annotations

import os
import selectors
import signal
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import monotonic

from tests.warm_start import Order

PROJECT = Path(__file__).resolve().parents[1]
SECONDS = 240
"""A bound for a hanging process, far above what any of them needs."""


@dataclass(frozen=True)
class Answer:
    code: int
    """Below 0: the signal that ended it."""
    out: str
    err: str


def run_forked(order: Order, words: str = "") -> Answer:
    """Returns when the program has ended and nobody holds its streams any more. `words`: its standard input.

    Raises TimeoutError.
    """
    return _warm_start().run(order, words)


class _WarmStart:
    """The process that forks: one for each test process, and it ends with that."""

    def __init__(self) -> None:
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, str(Path(__file__).with_name("warm_start.py")), str(theirs.fileno())],
                cwd=PROJECT,
                env={**os.environ, "COLUMNS": "250"},  # how wide the tables are is settled as the program is loaded
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )

    def run(self, order: Order, words: str) -> Answer:
        with tempfile.TemporaryFile() as standard_input:
            standard_input.write(words.encode())
            standard_input.seek(0)
            output, their_output = os.pipe()
            errors, their_errors = os.pipe()
            streams = [standard_input.fileno(), their_output, their_errors]
            socket.send_fds(self._orders, [order.to_json()], streams)
            os.close(their_output)
            os.close(their_errors)
            out, err = _read_all(output, errors, child=int(self._answer()))
        return Answer(int(self._answer()), out.decode(), err.decode())

    def _answer(self) -> bytes:
        answer = self._orders.recv(100)
        if not answer:
            raise RuntimeError(f"the process that forks has ended (exit code {self._process.wait()})")
        return answer


@cache
def _warm_start() -> _WarmStart:
    return _WarmStart()


def _read_all(output: int, errors: int, child: int) -> tuple[bytes, bytes]:
    """What comes out of two pipes until their ends. Ends a program that hangs."""
    read = {output: b"", errors: b""}
    until = monotonic() + SECONDS
    with selectors.DefaultSelector() as selector:
        for stream in read:
            selector.register(stream, selectors.EVENT_READ)
        while selector.get_map():
            for key, _ in selector.select(until - monotonic()):
                piece = os.read(key.fd, 1 << 16)
                read[key.fd] += piece
                if not piece:
                    selector.unregister(key.fd)
                    os.close(key.fd)
            if selector.get_map() and monotonic() > until:
                os.kill(child, signal.SIGKILL)
                raise TimeoutError(f"a program did not end within {SECONDS} s: {read[errors].decode()}")
    return read[output], read[errors]
