"""`nianbao reparse`: from the bytes alone, as often as one likes, stopped or not, to the same database."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.road.command_line import fingerprint_of, nianbao
from tests.road.conftest import Demo
from tests.road.test_killed import kill_at


@pytest.fixture
def database(demo: Demo, tmp_path: Path) -> Path:
    for name in ("demo.db", "demo-raw.db"):
        shutil.copy(demo.database.with_name(name), tmp_path / name)
    return tmp_path / "demo.db"


def candidates_of(database: Path) -> int:
    with closing(sqlite3.connect(database)) as connection:
        return int(connection.execute("SELECT count(*) FROM candidates").fetchone()[0])


def test_killed_and_then_twice_it_gives_the_same_database(database: Path, demo_fingerprint: str) -> None:
    """The kill comes when the first readings are about to be stored, the others are still with the processes."""
    kill_at("pipelines.read:apply_readings:1:before", "reparse", "--database", database)
    for _ in range(2):
        answer = nianbao("reparse", "--database", database)
        assert answer.code == 0, answer.err
        assert f"reading {candidates_of(database)} candidates" in answer.err
        assert fingerprint_of(database) == demo_fingerprint


def test_stale_reads_only_what_another_parser_version_has_read(database: Path, demo_fingerprint: str) -> None:
    answer = nianbao("reparse", "--stale", "--database", database)
    assert answer.code == 0, answer.err
    assert "reading 0 candidates" in answer.err
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE candidates SET parser_version = '0' WHERE sequence <= 2")
    answer = nianbao("reparse", "--stale", "--database", database)
    assert answer.code == 0, answer.err
    assert "reading 2 candidates" in answer.err
    assert fingerprint_of(database) == demo_fingerprint
