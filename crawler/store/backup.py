"""A copy of a pair that is whole whenever it is taken, also while a crawl writes.

A run commits bytes first and the rows that name them after them (crawler.store.archive.captures). So the browsing file
is copied first: whatever it names was in the raw file before, and is in that file's copy, which is made later. The
other way round, a row written between the two copies would have no bytes.
"""

from __future__ import annotations

import glob
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlite_utils import Database

from crawler.store.database import Pair, check_target, close_pair, raw_path, read_pair
from crawler.store.errors import StoreError
from crawler.store.run_lock import run_lock

_SIDES = ("-wal", "-shm")


@dataclass(frozen=True, slots=True)
class BackedUp:
    captures: int
    size: int
    """Bytes of both files."""


def back_up(
    pair: Pair, target: Path, *, force: bool = False, copied: Callable[[Path], None] = lambda half: None
) -> BackedUp:
    """Copy the pair to `target` and `target`-raw, proved before they get their names; both names change at the end.

    `force`: put them in the place of a store that is there. `copied` is told of each half that is copied.

    Raises StoreError where `target` is taken or in use, cannot be written, or has no room; and where the copy is
    damaged, or lacks the bytes of a row: then the store does, too.
    """
    check_target(target, pair.origin)
    own = {file.resolve() for file in (pair.path, raw_path(pair.path))}
    if not own.isdisjoint(file.resolve() for file in (target, raw_path(target))):
        raise StoreError(f"{target}: the store itself, or a half of it; name another file")
    check_room(
        target.parent,
        needed=sum(file.stat().st_size for file in (pair.path, raw_path(pair.path))),
        free=shutil.disk_usage(target.parent).free,
    )
    with run_lock(target, "nianbao backup"):
        taken = [file for file in (target, raw_path(target)) if file.exists()]
        if taken and not force:
            raise StoreError(f"{taken[0]}: is there already; name another file, or replace it with --force")
        take_away_leftovers(target, "backup")
        with TemporaryDirectory(prefix=f".{target.name}.backup-", dir=target.parent) as folder:
            copy = Path(folder) / target.name
            for database, half in ((pair.browse, copy), (pair.raw, raw_path(copy))):
                _copy(database, half)
                copied(half)
            done = _proved(copy, target)
            _put_in_place(copy, target)
    return done


def take_away_leftovers(target: Path, what: str) -> None:
    """The copies beside `target` that killed runs have left. To be called while its run lock is held."""
    for folder in target.parent.glob(f".{glob.escape(target.name)}.{what}-*"):
        if folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder, ignore_errors=True)


def check_room(folder: Path, *, needed: int, free: int) -> None:
    """Raises StoreError where so many bytes do not fit. Pages in the write-ahead logs are not counted: this refuses
    what cannot fit, and promises nothing."""
    if free < needed:
        raise StoreError(
            f"{folder}: {free / 1e9:.1f} GB are free, a copy needs {needed / 1e9:.1f}; name another place with room"
        )


def _copy(source: Database, file: Path) -> None:
    """All pages in one step: a read transaction, which in WAL mode keeps no writer waiting."""
    connection = sqlite3.connect(file)
    try:
        source.conn.backup(connection)
        # Without the log's mark in its header the copy can be read where nothing can be written.
        connection.execute("PRAGMA journal_mode = DELETE")
    finally:
        connection.close()


def _proved(copy: Path, target: Path) -> BackedUp:
    with _opened(copy) as pair:
        for file, database in ((target, pair.browse), (raw_path(target), pair.raw)):
            found = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if found != "ok":
                raise StoreError(f"{file}: the copy is damaged ({' '.join(found.split())}), and so is the store")
        captures = 0
        for capture, sha256 in pair.browse.execute("SELECT id, sha256 FROM captures"):
            captures += 1
            if pair.raw.execute("SELECT 1 FROM blobs WHERE sha256 = ?", [sha256]).fetchone() is None:
                raise StoreError(f"{target}: capture {capture} has no bytes under {sha256}; the store lacks them too")
    return BackedUp(captures, sum(file.stat().st_size for file in (copy, raw_path(copy))))


@contextmanager
def _opened(path: Path) -> Iterator[Pair]:
    pair = read_pair(path)
    try:
        yield pair
    finally:
        close_pair(pair)


def _put_in_place(copy: Path, target: Path) -> None:
    """The raw half first: a pair in the middle of this has more bytes than rows, never the reverse."""
    for file in (raw_path(copy), copy):
        with file.open("rb") as written:
            os.fsync(written.fileno())
    for file, place in ((raw_path(copy), raw_path(target)), (copy, target)):
        for side in _SIDES:
            # A log that stayed beside another file would be played into it.
            place.with_name(place.name + side).unlink(missing_ok=True)
        file.replace(place)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
