"""The numbered migrations of both files. A new one is added at the end; none is ever edited or taken away."""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from crawler.store import schema_1, schema_2, schema_3, schema_4
from crawler.store.errors import StoreError

SCHEMA_VERSION = 4
"""How many migrations each file has: the two halves of a pair are always migrated together."""

browse_migrations = Migrations("nianbao")
raw_migrations = Migrations("nianbao-raw")


@browse_migrations(name="1")
def _browse_1(database: Database) -> None:
    database.executescript(schema_1.BROWSE)


@raw_migrations(name="1")
def _raw_1(database: Database) -> None:
    database.executescript(schema_1.RAW)


@browse_migrations(name="2")
def _browse_2(database: Database) -> None:
    database.executescript(schema_2.BROWSE)


@raw_migrations(name="2")
def _raw_2(_database: Database) -> None:
    """Nothing changes in the raw file; its number keeps step with the other half's."""


@browse_migrations(name="3")
def _browse_3(database: Database) -> None:
    database.executescript(schema_3.BROWSE)


@raw_migrations(name="3")
def _raw_3(_database: Database) -> None:
    """Nothing changes in the raw file; its number keeps step with the other half's."""


@browse_migrations(name="4")
def _browse_4(database: Database) -> None:
    database.executescript(schema_4.BROWSE)


@raw_migrations(name="4")
def _raw_4(_database: Database) -> None:
    """Nothing changes in the raw file; its number keeps step with the other half's."""


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
