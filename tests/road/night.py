"""One more run of a source on a copy of what an earlier crawl left, and what it asked, kept and said."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from tests.road.command_line import Answer, nianbao, requests_of
from tests.road.conftest import Demo


class Night:
    def __init__(self, earlier: Demo, folder: Path, source: str) -> None:
        self.database, self.log, self.source = earlier.copy_to(folder), folder / "requests.jsonl", source

    def write(self, statement: str, *values: object) -> int:
        with closing(sqlite3.connect(self.database)) as connection, connection:
            return connection.execute(statement, values).rowcount

    def ask(self, question: str, *values: object) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.database)) as connection:
            return connection.execute(question, values).fetchall()

    def run(self, *arguments: str) -> Answer:
        self.log.unlink(missing_ok=True)
        answer = nianbao(
            *("crawl", "--replica", "--source", self.source, "--database", self.database),
            *("--replica-log", self.log, *arguments),
        )
        assert answer.code == 0, answer.out + answer.err
        return answer

    def requests(self) -> Sequence[dict[str, object]]:
        """What the newest run asked the replica for."""
        return [request for request in requests_of(self.log) if request["method"] != "CONNECT"]
