"""Datasette itself over a store that the store's own functions wrote: no mocks, and no part of either left out."""

from __future__ import annotations

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml
from datasette.app import Datasette

from crawler.browse.metadata import METADATA
from crawler.browse.server import PLUGINS, SETTINGS, TEMPLATES
from tests.browse.corpus import PROJECT, build_corpus

_LISTENS = re.compile(r"running on http://[\d.]+:(\d+)")


@dataclass(frozen=True)
class Page:
    status: int
    html: str

    @property
    def words(self) -> str:
        """The page as a reader has it: no tags, no style, no entities."""
        without_code = re.sub(r"<(style|script)\b.*?</\1>", "", self.html, flags=re.DOTALL)
        return unescape(re.sub(r"<[^>]+>", "", without_code))


class Browser:
    """Datasette, set up as `nianbao browse` does it, asked without a socket."""

    def __init__(self, database: Path) -> None:
        # One event loop for all questions: Datasette's write queue belongs to the loop that it was first used in.
        self._runner = asyncio.Runner()
        self.datasette = Datasette(
            [str(database)],
            metadata=yaml.safe_load(METADATA.read_text(encoding="utf-8")),
            template_dir=str(TEMPLATES),
            plugins_dir=str(PLUGINS),
            settings=SETTINGS,
        )
        self._runner.run(self.datasette.invoke_startup())

    def get(self, path: str) -> Page:
        answer = self._runner.run(self.datasette.client.get(path))
        return Page(answer.status_code, answer.text)

    def post(self, path: str, data: dict[str, str]) -> Page:
        answer = self._runner.run(self.datasette.client.post(path, data=data))
        return Page(answer.status_code, answer.text)

    def json(self, path: str) -> Any:
        answer = self._runner.run(self.datasette.client.get(path))
        assert answer.status_code == 200, f"{path}: {answer.status_code} {answer.text[:500]}"
        return answer.json()

    def close(self) -> None:
        self._runner.close()
        for database in self.datasette.databases.values():
            database.close()
        self.datasette.executor.shutdown()


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real store's pair under a name of its own. Read only."""
    database = tmp_path_factory.mktemp("browse") / "mine.db"
    build_corpus(database, "live")
    return database


@pytest.fixture(scope="session")
def replica_corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("browse") / "demo.db"
    build_corpus(database, "replica")
    return database


@pytest.fixture(scope="session")
def browser(corpus: Path) -> Iterator[Browser]:
    opened = Browser(corpus)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def replica_browser(replica_corpus: Path) -> Iterator[Browser]:
    opened = Browser(replica_corpus)
    yield opened
    opened.close()


@dataclass(frozen=True)
class Server:
    port: int
    said: list[str]
    """What the command has printed so far, line by line."""


@pytest.fixture(scope="session")
def server(replica_corpus: Path) -> Iterator[Server]:
    """`nianbao browse` itself, on a free port of its own."""
    command = [sys.executable, "-m", "crawler", "browse", "--database", str(replica_corpus), "--port", "0"]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        try:
            assert process.stdout is not None
            said: list[str] = []
            for line in process.stdout:
                said.append(line)
                if found := _LISTENS.search(line):
                    break
            else:
                pytest.fail(f"the server ended: {''.join(said)}")
            reading = Thread(target=said.extend, args=(process.stdout,))
            reading.start()
            yield Server(int(found[1]), said)
        finally:
            process.terminate()
        process.wait(timeout=30)
        reading.join(timeout=30)
