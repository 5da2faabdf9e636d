"""The pair of files: NAME.db, which is browsed, and NAME-raw.db, which holds the bytes."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, cast

from sqlite_utils import Database, Migrations

from crawler.store.errors import StoreError
from crawler.store.migrations import SCHEMA_VERSION, applied_version, browse_migrations, raw_migrations
from crawler.store.moments import stored_moment
from crawler.store.search.index import ensure_index
from crawler.store.transactions import transaction

Origin = Literal["live", "replica"]

_RESERVED: dict[Origin, str] = {"live": "demo.db", "replica": "reports.db"}
"""The file that a run of this origin never writes: demonstration data never enters a real corpus."""
_OLDEST_SQLITE = (3, 37, 0)
"""STRICT tables."""
_RAW = "-raw"
_BUSY_TIMEOUT_MS = 5000


@dataclass(frozen=True, slots=True)
class Pair:
    path: Path
    """NAME.db."""
    browse: Database
    raw: Database
    origin: Origin


@dataclass(frozen=True, slots=True)
class _StoreInfo:
    pair: str
    origin: Origin
    created: str


def raw_path(path: Path) -> Path:
    """`data/reports.db` → `data/reports-raw.db`."""
    return path.with_name(f"{path.stem}{_RAW}{path.suffix}")


def check_target(path: Path, origin: Origin) -> None:
    """Raises StoreError where a run of this origin may not write, or cannot: asked before anything is made there."""
    if path.name == _RESERVED[origin]:
        raise StoreError(f"{path}: a {origin} run never writes {path.name}; name another file with --database")
    _check_place(path)


def open_pair(path: Path, *, origin: Origin, read_only: bool = False, make_index: bool = True) -> Pair:
    """The pair at `path`, made when it is absent, brought to today's schema when it is older (a copy stays beside it).
    With `make_index`, a search index of other tokens than today's is made anew at once.

    Raises StoreError for what DESIGN.md ("The store") refuses: a replica run on a live store or on reports.db, a live
    run on a replica store or on demo.db, a newer schema, a place that cannot be written, a file that is no database,
    half a pair.
    """
    if read_only:
        pair = read_pair(path)
        if pair.origin != origin:
            close_pair(pair)
            raise _wrong_origin(path, pair.origin, origin)
        return pair
    check_target(path, origin)
    _check_halves(path)
    # The raw half is made first: a browsing file without its bytes is then always a loss, never an unfinished start.
    raw = _connect(raw_path(path), synchronous="FULL")
    try:
        browse = _connect(path, synchronous="NORMAL")
    except StoreError:
        raw.close()
        raise
    try:
        _refuse_other_origin(path, browse, raw, origin)
        _migrate(raw_path(path), raw, raw_migrations)
        _migrate(path, browse, browse_migrations)
        raw_info = _ensure_info(raw, _StoreInfo(secrets.token_hex(8), origin, stored_moment(datetime.now(UTC))))
        browse_info = _ensure_info(browse, raw_info)
        _check_same_pair(path, browse_info, raw_info)
        if make_index:
            ensure_index(browse)
    except BaseException:
        browse.close()
        raw.close()
        raise
    return Pair(path=path, browse=browse, raw=raw, origin=browse_info.origin)


def read_pair(path: Path) -> Pair:
    """The pair at `path`, whatever its origin, for reading only: nothing can be written through it.

    Raises StoreError when it is not there, is no store, or has another schema than this program's.
    """
    for file in (path, raw_path(path)):
        if not file.is_file():
            raise StoreError(f"{file}: no such database; `make demo` or `make crawl` writes one")
    browse = _connect(path, synchronous="NORMAL", read_only=True)
    raw = _connect(raw_path(path), synchronous="NORMAL", read_only=True)
    try:
        for file, database, migrations in ((path, browse, browse_migrations), (raw_path(path), raw, raw_migrations)):
            version = applied_version(database, migrations, str(file))
            if version < SCHEMA_VERSION:
                raise StoreError(
                    f"{file}: schema {version}, this nianbao reads {SCHEMA_VERSION}; a crawl or an import upgrades it"
                )
        browse_info, raw_info = _info(browse), _info(raw)
        if browse_info is None or raw_info is None:
            raise StoreError(f"{path}: this database was never finished; run the crawl or the import again")
        _check_same_pair(path, browse_info, raw_info)
    except BaseException:
        browse.close()
        raw.close()
        raise
    return Pair(path=path, browse=browse, raw=raw, origin=browse_info.origin)


def close_pair(pair: Pair) -> None:
    pair.browse.close()
    pair.raw.close()


@contextmanager
def beside(browse: Database) -> Iterator[Pair]:
    """The pair of an open browsing file, its other half for reading only: for who was given the one and needs bytes."""
    path = Path(browse.execute("PRAGMA database_list").fetchone()[2])
    raw = _connect(raw_path(path), synchronous="NORMAL", read_only=True)
    try:
        yield Pair(path=path, browse=browse, raw=raw, origin=_origin_of(raw, path))
    finally:
        raw.close()


def _origin_of(raw: Database, path: Path) -> Origin:
    info = _info(raw)
    if info is None:
        raise StoreError(f"{path}: this database was never finished; run the crawl or the import again")
    return info.origin


def stored_schema(path: Path) -> tuple[int, Origin]:
    """The schema of the pair at `path`, today's or an older one (the smaller where a migration was interrupted between
    its halves), and whose pages it holds. Nothing is changed.

    Raises StoreError for what is no pair, or written by a newer nianbao.
    """
    with _halves(path) as (browse, raw):
        browse_info, raw_info = _info(browse), _info(raw)
        if browse_info is None or raw_info is None:
            raise StoreError(f"{path}: no database of Nianbao's, or one that was never finished; name another file")
        _check_same_pair(path, browse_info, raw_info)
        version = min(
            applied_version(browse, browse_migrations, str(path)),
            applied_version(raw, raw_migrations, str(raw_path(path))),
        )
        return version, browse_info.origin


def copy_to_migrate(path: Path, copy: Path) -> None:
    """Both halves of a pair of any schema, each as it is at one moment; the browsing half first, since what it names
    was written into the other before."""
    with _halves(path) as halves:
        for database, target in zip(halves, (copy, raw_path(copy)), strict=True):
            connection = sqlite3.connect(target)
            try:
                database.conn.backup(connection)
            finally:
                connection.close()


@contextmanager
def _halves(path: Path) -> Iterator[tuple[Database, Database]]:
    """Both files, for reading only, whatever they hold."""
    for file in (path, raw_path(path)):
        if not file.is_file():
            raise StoreError(f"{file}: no such database; a store is the pair of {path.name} and {raw_path(path).name}")
    browse = _connect(path, synchronous="NORMAL", read_only=True)
    try:
        raw = _connect(raw_path(path), synchronous="NORMAL", read_only=True)
    except StoreError:
        browse.close()
        raise
    try:
        yield browse, raw
    finally:
        browse.close()
        raw.close()


def _check_place(path: Path) -> None:
    folder = path.parent
    if path.suffix != ".db":
        raise StoreError(f"{path}: a database is called NAME.db; name such a file")
    if path.stem.endswith(_RAW):
        raise StoreError(f"{path}: so the half with the bytes is called; name the file without {_RAW}, or another one")
    if not folder.is_dir():
        raise StoreError(f"{folder}: no such directory; make it, or name another file")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise StoreError(f"{folder}: this directory cannot be written; change its rights or name another file")
    for file in (path, raw_path(path)):
        if file.exists() and not os.access(file, os.W_OK):
            raise StoreError(f"{file}: this file cannot be written; change its rights or name another one")


def _check_halves(path: Path) -> None:
    raw = raw_path(path)
    if path.exists() and not raw.exists():
        raise StoreError(f"{raw}: missing, while its other half {path.name} is there; put it back beside it")
    if raw.exists() and not path.exists() and _holds_blobs(raw):
        raise StoreError(f"{path}: missing, while its other half {raw.name} holds captures; put it back beside it")


def _holds_blobs(raw: Path) -> bool:
    """False for a raw half that a killed run had only just made: then its other half may still be made."""
    database = _connect(raw, synchronous="FULL")
    try:
        if not database["blobs"].exists():
            return False
        return database.execute("SELECT 1 FROM blobs LIMIT 1").fetchone() is not None
    finally:
        database.close()


def _connect(file: Path, *, synchronous: Literal["FULL", "NORMAL"], read_only: bool = False) -> Database:
    if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
        oldest = ".".join(str(part) for part in _OLDEST_SQLITE)
        raise StoreError(f"SQLite {sqlite3.sqlite_version} is too old; use a Python with SQLite {oldest} or later")
    address = f"{file.absolute().as_uri()}?mode={'ro' if read_only else 'rwc'}"
    try:
        connection = sqlite3.connect(address, uri=True, timeout=_BUSY_TIMEOUT_MS / 1000)
    except sqlite3.OperationalError as error:
        raise StoreError(f"{file}: cannot be opened ({error}); check that the place can be written") from error
    database = Database(connection)
    try:
        database.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
        database.execute("PRAGMA foreign_keys = ON")
        if not read_only:
            database.enable_wal()
        database.execute(f"PRAGMA synchronous = {synchronous}")
        database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        database.close()
        reason = "is not an SQLite database" if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB else str(error)
        raise StoreError(f"{file}: {reason}; move it away or name another file with --database") from error
    return database


def _migrate(file: Path, database: Database, migrations: Migrations) -> None:
    """Bring one file to today's schema; an older one is copied first, to NAME.db.before-vN."""
    version = applied_version(database, migrations, str(file))
    if version == SCHEMA_VERSION:
        return
    if version:
        copy = file.with_name(f"{file.name}.before-v{SCHEMA_VERSION}")
        # An earlier copy is the older and better one, and is kept. Half of one, which a kill left, has another name.
        if not copy.exists():
            unfinished = copy.with_name(f"{copy.name}.unfinished")
            for left in (unfinished, unfinished.with_name(f"{unfinished.name}-journal")):
                left.unlink(missing_ok=True)
            database.execute("VACUUM INTO ?", [str(unfinished)])
            unfinished.replace(copy)
    elif database.table_names() and database.table_names() != [migrations.migrations_table]:
        raise StoreError(f"{file}: an SQLite database of another program; name another file with --database")
    migrations.apply(database)
    with transaction(database):
        database.execute("UPDATE store_info SET schema_version = ?", [SCHEMA_VERSION])


def _info(database: Database) -> _StoreInfo | None:
    if not database["store_info"].exists():
        return None
    row = database.execute("SELECT pair, origin, created FROM store_info").fetchone()
    return None if row is None else _StoreInfo(pair=row[0], origin=cast(Origin, row[1]), created=row[2])


def _ensure_info(database: Database, fresh: _StoreInfo) -> _StoreInfo:
    info = _info(database)
    if info is not None:
        return info
    with transaction(database):
        database.execute(
            "INSERT INTO store_info (pair, origin, schema_version, created) VALUES (?, ?, ?, ?)",
            [fresh.pair, fresh.origin, SCHEMA_VERSION, fresh.created],
        )
    return fresh


def _refuse_other_origin(path: Path, browse: Database, raw: Database, origin: Origin) -> None:
    """Asked of both halves before anything is written into either."""
    for database in (browse, raw):
        info = _info(database)
        if info is not None and info.origin != origin:
            raise _wrong_origin(path, info.origin, origin)


def _wrong_origin(path: Path, stored: Origin, asked: Origin) -> StoreError:
    return StoreError(f"{path}: a {stored} store, and this is a {asked} run; name another file with --database")


def _check_same_pair(path: Path, browse_info: _StoreInfo, raw_info: _StoreInfo) -> None:
    if browse_info.pair != raw_info.pair:
        raise StoreError(f"{path}: it and {raw_path(path).name} are halves of two stores; put the right one back")
