"""The whole road, as a user walks it: the command line in a process of its own, the replica, real SQLite."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest
from filelock import FileLock

from tests.road.command_line import PROJECT, Answer, fingerprint_of, nianbao


@dataclass(frozen=True)
class Demo:
    database: Path
    log: Path
    answer: Answer


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Demo:
    """One undisturbed demonstration crawl. Tests read it; those that change a database make their own.

    With several test processes the first to come makes it, and the others wait for it.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "undisturbed-demo"
    database, log, said = folder / "demo.db", folder / "requests.jsonl", folder / "answer.json"
    with FileLock(f"{folder}.lock"):
        if not said.is_file():
            folder.mkdir()
            registry = PROJECT / "data" / "sources.csv"
            answer = nianbao(
                *("crawl", "--replica", "--registry", registry, "--replica-log", log),
                environment={"NIANBAO_DATA": str(folder)},
            )
            said.write_text(json.dumps(asdict(answer)), encoding="utf-8")
    return Demo(database, log, Answer(**json.loads(said.read_text(encoding="utf-8"))))


@pytest.fixture(scope="session")
def demo_fingerprint(demo: Demo) -> str:
    return fingerprint_of(demo.database)
