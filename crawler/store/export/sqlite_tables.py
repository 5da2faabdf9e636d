"""One SQLite file with all tables: STRICT, keyed, without a write-ahead log beside it, opened by any tool."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from crawler.store.errors import StoreError
from crawler.store.export.tables import ExportTable, Row
from crawler.store.export.writers import flat

_TYPES = {"integer": "INTEGER", "number": "REAL"}


class SqliteFile:
    """The file that the tables of one export share."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection = sqlite3.connect(path, isolation_level=None)
        # It is written under a temporary name and is whole or not there: a journal would only be in the way.
        self._connection.execute("PRAGMA journal_mode = OFF")
        self._connection.execute("PRAGMA synchronous = OFF")
        self._connection.execute("BEGIN")

    def table(self, table: ExportTable) -> SqliteTable:
        return SqliteTable(self._connection, table, self._path)

    def close(self) -> None:
        """Raises StoreError where the disk does not take it."""
        try:
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            raise _cannot_write(self._path, error) from error
        finally:
            self._connection.close()


class SqliteTable:
    def __init__(self, connection: sqlite3.Connection, table: ExportTable, path: Path) -> None:
        self._connection = connection
        self._columns = table.columns
        self._path = path
        columns = ", ".join(
            f'"{column.name}" {_TYPES.get(column.kind, "TEXT")}{" NOT NULL" if column.required else ""}'
            for column in table.columns
        )

        key = f", PRIMARY KEY ({', '.join(table.primary_key)})" if table.primary_key else ""
        connection.execute(f'CREATE TABLE "{table.name}" ({columns}{key}) STRICT')
        self._insert = f'INSERT INTO "{table.name}" VALUES ({", ".join("?" * len(table.columns))})'

    def write(self, rows: Sequence[Row]) -> None:
        flattened = (
            tuple(flat(column, value) for column, value in zip(self._columns, row, strict=True)) for row in rows
        )
        try:
            self._connection.executemany(self._insert, flattened)
        except sqlite3.OperationalError as error:
            raise _cannot_write(self._path, error) from error

    def close(self) -> None:
        """The file is closed as a whole."""


def _cannot_write(path: Path, error: sqlite3.Error) -> StoreError:
    return StoreError(f"{path.name}: cannot be written ({error}); free space there, or name another --output")
