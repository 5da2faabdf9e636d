"""What the store refuses to open, and what it makes."""

from __future__ import annotations

import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from crawler.store.archive.captures import ImportedFile, archive_files
from crawler.store.database import close_pair, open_pair, raw_path, read_pair
from crawler.store.errors import StoreError


def made(path: Path, origin: str = "live") -> Path:
    close_pair(open_pair(path, origin=origin))  # type: ignore[arg-type]
    return path


def test_both_files_are_made_with_their_settings(tmp_path: Path) -> None:
    pair = open_pair(tmp_path / "reports.db", origin="live")
    settings = {
        name: tuple(db.execute(f"PRAGMA {name}").fetchone()[0] for db in (pair.browse, pair.raw))
        for name in ("journal_mode", "busy_timeout", "foreign_keys", "synchronous")
    }
    assert settings == {
        "journal_mode": ("wal", "wal"),
        "busy_timeout": (5000, 5000),
        "foreign_keys": (1, 1),
        "synchronous": (1, 2),  # NORMAL, FULL
    }
    assert sorted(file.name for file in tmp_path.glob("*.db")) == ["reports-raw.db", "reports.db"]
    info = "SELECT pair, origin, schema_version FROM store_info"
    assert pair.browse.execute(info).fetchall() == pair.raw.execute(info).fetchall()
    strict = "SELECT count(*) FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict = 0 "
    assert pair.browse.execute(strict + "AND name NOT LIKE '%sqlite_%'").fetchone() == (0,)
    close_pair(pair)


def test_a_store_is_opened_again_as_it_was(tmp_path: Path) -> None:
    path = made(tmp_path / "demo.db", "replica")
    with read_or_close(path) as pair:
        assert pair.origin == "replica"
    made(path, "replica")


def read_or_close(path: Path):  # type: ignore[no-untyped-def]
    from contextlib import contextmanager

    @contextmanager
    def opened():  # type: ignore[no-untyped-def]
        pair = read_pair(path)
        try:
            yield pair
        finally:
            close_pair(pair)

    return opened()


def newer_schema(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO _sqlite_migrations VALUES (NULL, 'nianbao', '999', 'tomorrow')")
    connection.close()


def other_half(path: Path) -> None:
    made(path.with_name("other.db"))
    shutil.copy(raw_path(path.with_name("other.db")), raw_path(path))


def foreign_program(path: Path) -> None:
    for file in (path, raw_path(path)):
        file.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE songs (title TEXT)")
    connection.close()
    sqlite3.connect(raw_path(path)).close()
    raw_path(path).touch()


def blob_without_browse(path: Path) -> None:
    pair = open_pair(path, origin="live")
    from datetime import UTC, datetime

    archive_files(pair, [ImportedFile("a", b"a", datetime(2024, 1, 1, tzinfo=UTC))])
    close_pair(pair)
    path.unlink()


@pytest.mark.parametrize(
    ("name", "spoil", "origin", "words"),
    [
        ("reports.db", lambda path: None, "replica", "replica run never writes reports.db"),
        ("demo.db", lambda path: None, "live", "live run never writes demo.db"),
        ("x.db", made, "replica", "a live store, and this is a replica run"),
        ("x.db", lambda path: made(path, "replica"), "live", "a replica store, and this is a live run"),
        ("x.db", lambda path: newer_schema(made(path)), "live", "newer nianbao"),
        ("x.db", lambda path: path.write_text("not a database " * 100), "live", "missing, while its other half"),
        (
            "x.db",
            lambda path: (path.write_text("no database " * 100), raw_path(path).touch()),
            "live",
            "is not an SQLite database",
        ),
        ("x.db", lambda path: raw_path(made(path)).unlink(), "live", "missing, while its other half x.db"),
        ("x.db", blob_without_browse, "live", "missing, while its other half x-raw.db holds captures"),
        ("x.db", lambda path: other_half(made(path)), "live", "halves of two stores"),
        ("x.db", lambda path: foreign_program(made(path)), "live", "an SQLite database of another program"),
        ("missing/x.db", lambda path: None, "live", "no such directory"),
        ("x.sqlite", lambda path: None, "live", "a database is called NAME.db"),
        # It is, or would be, the half of x.db that holds the bytes.
        ("x-raw.db", lambda path: None, "live", "so the half with the bytes is called"),
    ],
)
def test_refusals(tmp_path: Path, name: str, spoil, origin: str, words: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / name
    spoil(path)
    before = {file.name for file in tmp_path.iterdir()}
    size = path.stat().st_size if path.exists() else None
    with pytest.raises(StoreError, match=words) as refused:
        open_pair(path, origin=origin)  # type: ignore[arg-type]
    assert "\n" not in str(refused.value)
    assert {file.name for file in tmp_path.iterdir()} == before
    assert (path.stat().st_size if path.exists() else None) == size


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere, so no directory refuses it")
def test_a_directory_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StoreError, match="cannot be written"):
            open_pair(tmp_path / "x.db", origin="live")
    finally:
        tmp_path.chmod(0o700)


def test_a_raw_half_that_a_killed_run_had_just_made_is_completed(tmp_path: Path) -> None:
    path = made(tmp_path / "x.db")
    path.unlink()
    made(path)
    close_pair(read_pair(path))


def test_a_reader_writes_nothing(tmp_path: Path) -> None:
    pair = read_pair(made(tmp_path / "x.db"))
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        pair.browse.execute("DELETE FROM bodies")
    close_pair(pair)
    with pytest.raises(StoreError, match="no such database"):
        read_pair(tmp_path / "none.db")
    with pytest.raises(StoreError, match="a live store, and this is a replica run"):
        open_pair(tmp_path / "x.db", origin="replica", read_only=True)
