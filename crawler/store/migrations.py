"""The numbered migrations of both files. A new one is added at the end; none is ever edited or taken away."""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

from crawler.store.errors import StoreError
from crawler.store.schema import (
    version_1,
    version_2,
    version_3,
    version_4,
    version_5,
    version_5_replacements,
    version_5_search,
    version_5_series,
    version_5_withholding,
)

SCHEMA_VERSION = 5
"""How many migrations each file has: the two halves of a pair are always migrated together."""

browse_migrations = Migrations("nianbao")
raw_migrations = Migrations("nianbao-raw")


def run_script(database: Database, script: str) -> None:
    """Run the statements of a script inside the migration's transaction.

    sqlite-utils asks after each character whether a statement is complete, which takes the square of its length: five
    seconds for the views of schema 5. A statement can end at a semicolon alone, so only there it is asked.
    """
    statement = ""
    for piece in script.split(";"):
        statement += piece
        if not statement.strip():
            continue
        statement += ";"
        if sqlite3.complete_statement(statement):
            database.execute(statement)
            statement = ""
    if statement.removesuffix(";").strip():
        raise ValueError(f"a migration ends within a statement: {statement[:60]!r}")


@browse_migrations(name="1")
def _browse_1(database: Database) -> None:
    run_script(database, version_1.BROWSE)


@raw_migrations(name="1")
def _raw_1(database: Database) -> None:
    run_script(database, version_1.RAW)


@browse_migrations(name="2")
def _browse_2(database: Database) -> None:
    run_script(database, version_2.BROWSE)


@raw_migrations(name="2")
def _raw_2(_database: Database) -> None:
    """Nothing changes in the raw file; its number keeps step with the other half's."""


@browse_migrations(name="3")
def _browse_3(database: Database) -> None:
    run_script(database, version_3.BROWSE)


@raw_migrations(name="3")
def _raw_3(_database: Database) -> None:
    """Nothing changes in the raw file; its number keeps step with the other half's."""


@browse_migrations(name="4")
def _browse_4(database: Database) -> None:
    run_script(database, version_4.BROWSE)


@raw_migrations(name="4")
def _raw_4(_database: Database) -> None:
    """Nothing changes in the raw file; its number keeps step with the other half's."""


@browse_migrations(name="5")
def _browse_5(database: Database) -> None:
    for part in (version_5, version_5_series, version_5_replacements, version_5_search, version_5_withholding):
        run_script(database, part.BROWSE)


@raw_migrations(name="5")
def _raw_5(database: Database) -> None:
    run_script(database, version_5.RAW)


def applied_version(database: Database, migrations: Migrations, name: str) -> int:
    """How many of the migrations this file has had. Raises StoreError when it has had one that is not known here."""
    applied = {migration.name for migration in migrations.applied(database)}
    known = {str(number) for number in range(1, SCHEMA_VERSION + 1)}
    if applied - known:
        raise StoreError(
            f"{name}: written by a newer nianbao (schema {max(applied - known, key=_number)}, this one knows "
            f"{SCHEMA_VERSION}); upgrade nianbao, or use another --database"
        )
    return len(applied)


def _number(name: str) -> tuple[int, str]:
    return (int(name), name) if name.isdigit() else (0, name)
