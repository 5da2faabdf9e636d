"""The stores that are merged into another: opened for reading only, and proved before anything is written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.store.database import Pair, close_pair, copy_to_migrate, open_pair, raw_path, read_pair, stored_schema
from crawler.store.errors import StoreError
from crawler.store.migrations import SCHEMA_VERSION
from crawler.store.raw.blobs import load_blob
from crawler.store.withheld.withholding import in_force
from crawler.withholdings import Withholding


def refuse_same(target: Path, others: Sequence[Path]) -> None:
    """Raises StoreError where the target stands among the others, or one of them twice."""
    seen = {target.resolve(): "the target itself"}
    for other in others:
        place = other.resolve()
        if place in seen:
            raise StoreError(f"{other}: {seen[place]}; name each store that is to be merged once")
        seen[place] = "named twice"


@contextmanager
def opened_other(path: Path, target: Path) -> Iterator[Pair]:
    """The store at `path` with today's schema. An older one is read through a migrated copy beside the target, which
    is taken away again; the store itself is not changed.

    Raises StoreError for what is no store of today's or an older schema, is half a pair, or is not of the live web.
    """
    version, origin = stored_schema(path)
    if origin == "replica":
        raise StoreError(f"{path}: a replica store; demonstration data is never merged into a real corpus")
    with TemporaryDirectory(prefix=f".{target.name}.merge-", dir=target.parent) as folder:
        readable = path
        if version < SCHEMA_VERSION:
            readable = Path(folder) / path.name
            copy_to_migrate(path, readable)
            close_pair(open_pair(readable, origin="live"))
        pair = read_pair(readable)
        try:
            yield pair
        finally:
            close_pair(pair)


def prove(other: Pair, path: Path) -> None:
    """Raises StoreError when `other` is damaged: a page of its files, a row that leads nowhere, or the bytes of any
    capture. Nothing has been written by then."""
    for file, database in ((path, other.browse), (raw_path(path), other.raw)):
        found = database.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if found != "ok":
            raise StoreError(f"{file}: damaged ({' '.join(found.split())}); restore it from a backup")
    loose = other.browse.execute("PRAGMA foreign_key_check").fetchone()
    if loose is not None:
        raise StoreError(f"{path}: damaged (a row of {loose[0]} names a missing one of {loose[2]}); restore a backup")
    for (sha256,) in other.browse.execute("SELECT DISTINCT sha256 FROM captures ORDER BY sha256"):
        load_blob(other, sha256)


def refuse_what_is_withheld(rows: Sequence[Withholding], other: Pair, path: Path) -> None:
    """Raises StoreError where `other` withholds what the rows of data/withheld.csv do not name: the merge would show it
    again."""
    here = {(row.report, row.scope) for row in rows}
    lacking = [
        f"{one.asked.report} ({one.asked.scope})"
        for one in in_force(other)
        if not {(one.asked.report, one.asked.scope), (one.asked.report, "report")} & here
    ]
    if lacking:
        raise StoreError(
            f"{path}: withholds what data/withheld.csv here does not: {', '.join(lacking)}; add the lines of "
            f"`nianbao withhold list --database {path}` to it"
        )
