"""Another store's browsing file beside the target's, on one connection: rows are copied by SQLite itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database


@contextmanager
def attached(browse: Database, other: Path) -> Iterator[None]:
    """`other`'s tables are `other.…` until the end, for reading only. No transaction may be open."""
    browse.execute("ATTACH DATABASE ? AS other", [f"{other.absolute().as_uri()}?mode=ro"])
    try:
        yield
    finally:
        browse.execute("DETACH DATABASE other")


def columns(browse: Database, table: str) -> list[str]:
    return [row[1] for row in browse.execute(f"PRAGMA main.table_info([{table}])").fetchall()]
