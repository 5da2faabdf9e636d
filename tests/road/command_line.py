"""The command line as a user has it, in a process of its own, and how its answers are read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from crawler.store.database import close_pair, read_pair
from crawler.store.fingerprint import fingerprint
from tests.forked import PROJECT, SECONDS, Answer, run_forked
from tests.warm_start import Order

__all__ = ["PROJECT", "SECONDS", "Answer", "closing_lines", "fingerprint_of", "nianbao", "requests_of"]


def _clean_environment() -> dict[str, str]:
    """Nothing of the caller's NIANBAO_ variables reaches a command."""
    return {name: value for name, value in os.environ.items() if not name.startswith("NIANBAO_")} | {"COLUMNS": "250"}


def nianbao(
    *arguments: object,
    environment: Mapping[str, str] | None = None,
    largest_file: int | None = None,
    moment: str | None = None,
    cold: bool = False,
) -> Answer:
    """Run the command line as a user would; nothing of the caller's NIANBAO_ variables reaches it.

    `largest_file`: a limit in bytes on what it may write to one file, as a full disk would set it.
    `moment`: when it gets which signals (killed_run). `cold`: started by itself, as `python -m crawler`.
    """
    words = tuple(map(str, arguments))
    whole_environment = {**_clean_environment(), **(environment or {})}
    if not cold:
        return run_forked(Order("crawler.cli", words, whole_environment, str(PROJECT), largest_file, moment))
    if largest_file is not None or moment is not None:
        raise ValueError("a limit and a moment are for a warm start")
    process = subprocess.run(
        [sys.executable, "-m", "crawler", *words],
        cwd=PROJECT,
        env=whole_environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    return Answer(process.returncode, process.stdout, process.stderr)


def closing_lines(answer: Answer) -> dict[str, list[str]]:
    """source → the cells of its line in the closing table."""
    lines = [line.split() for line in answer.out.splitlines()]
    return {line[0]: line[1:] for line in lines if len(line) >= 9 and "-" in line[0]}


def fingerprint_of(database: Path) -> str:
    """What `nianbao fingerprint` prints (test_demo.py), without its start."""
    pair = read_pair(database)
    try:
        return fingerprint(pair)
    finally:
        close_pair(pair)


def requests_of(log: Path) -> Sequence[dict[str, object]]:
    return [json.loads(line) for line in log.read_text().splitlines()]
