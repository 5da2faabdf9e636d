"""The whole road, as a user walks it: the command line in a process of its own, the replica, real SQLite."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.road.command_line import Answer, fingerprint_of, nianbao


@dataclass(frozen=True)
class Demo:
    database: Path
    log: Path
    answer: Answer


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """One undisturbed demonstration crawl. Tests read it; those that change a database make their own."""
    folder = tmp_path_factory.mktemp("demo")
    database, log = folder / "demo.db", folder / "requests.jsonl"
    answer = nianbao("crawl", "--replica", "--database", database, "--replica-log", log)
    return Demo(database, log, answer)


@pytest.fixture(scope="session")
def demo_fingerprint(demo: Demo) -> str:
    return fingerprint_of(demo.database)
