"""The whole road, as a user walks it: the command line in a process of its own, the replica, real SQLite."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest
from filelock import FileLock

from tests.road.command_line import PROJECT, Answer, fingerprint_of, nianbao

FAMILIES_AND_TRAPS = ("families", "traps")


@dataclass(frozen=True)
class Demo:
    """A crawl that is over: what it left, what it asked, and what it said. Read only, or copied."""

    database: Path
    log: Path
    answer: Answer

    def copy_to(self, folder: Path) -> Path:
        """The pair of files in another folder. Returns the database's path there."""
        for name in (self.database.name, f"{self.database.stem}-raw.db"):
            shutil.copy(self.database.with_name(name), folder / name)
        return folder / self.database.name


def made_once(
    tmp_path_factory: pytest.TempPathFactory, worker_id: str, name: str, crawl: Callable[[Path], Answer]
) -> Demo:
    """A crawl in a folder of its own, into `demo.db` and `requests.jsonl` there. Tests read it, or copy it.

    With several test processes the first to come makes it, and the others wait for it.
    """
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / name
    said = folder / "answer.json"
    with FileLock(f"{folder}.lock"):
        if not said.is_file():
            folder.mkdir()
            said.write_text(json.dumps(asdict(crawl(folder))), encoding="utf-8")
    answer = Answer(**json.loads(said.read_text(encoding="utf-8")))
    return Demo(folder / "demo.db", folder / "requests.jsonl", answer)


def crawled_once(tmp_path_factory: pytest.TempPathFactory, worker_id: str, name: str, *words: str) -> Demo:
    """One undisturbed crawl of the replica. `words`: what is given to --replica-with."""

    def crawl(folder: Path) -> Answer:
        registry = PROJECT / "data" / "sources.csv"
        with_words = [argument for word in words for argument in ("--replica-with", word)]
        return nianbao(
            *("crawl", "--replica", *with_words, "--registry", registry, "--replica-log", folder / "requests.jsonl"),
            environment={"NIANBAO_DATA": str(folder)},
            cold=True,
        )

    return made_once(tmp_path_factory, worker_id, name, crawl)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Demo:
    """The five sites."""
    return crawled_once(tmp_path_factory, worker_id, "undisturbed-demo")


@pytest.fixture(scope="session")
def demo_fingerprint(demo: Demo) -> str:
    return fingerprint_of(demo.database)


@pytest.fixture(scope="session")
def whole_replica(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Demo:
    """The five sites, a site of every family and one of every trap."""
    return crawled_once(tmp_path_factory, worker_id, "whole-replica", *FAMILIES_AND_TRAPS)
