"""The one place where a busy database is waited for.

In WAL mode only the start of a writing transaction can find the database busy, so only that is retried: the work of a
transaction runs once. `busy_timeout` covers a short wait, tenacity a longer one (a backup, another writing program).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_exponential, wait_random

from crawler.store.errors import StoreError

_ATTEMPTS = 5
"""With busy_timeout 5 s: about half a minute before a run gives up."""


def is_busy(error: BaseException) -> bool:
    """SQLITE_BUSY or SQLITE_LOCKED, in any of their extended forms (the low byte is the primary code)."""
    return isinstance(error, sqlite3.OperationalError) and error.sqlite_errorcode & 0xFF in (
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
    )


@contextmanager
def transaction(database: Database) -> Iterator[None]:
    """All or nothing; inside another transaction it is a part of that one.

    Raises StoreError when another program holds the database for longer than about half a minute.
    """
    if database.conn.in_transaction:
        with database.atomic():
            yield
        return
    try:
        for attempt in Retrying(
            retry=retry_if_exception(is_busy),
            stop=stop_after_attempt(_ATTEMPTS),
            wait=wait_exponential(multiplier=0.05, max=2) + wait_random(0, 0.05),
            reraise=True,
        ):
            with attempt:
                database.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if not is_busy(error):
            raise
        raise StoreError(
            f"{_file_of(database)}: another program keeps the database locked ({error}); end it and run again"
        ) from error
    try:
        yield
    except BaseException:
        database.rollback()
        raise
    try:
        database.commit()
    except BaseException:
        database.rollback()
        raise


def _file_of(database: Database) -> str:
    return str(database.execute("PRAGMA database_list").fetchone()[2])
