"""Which reports a search looks through: filters on a report's body, division, year and section."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlite_utils import Database

from crawler.divisions import lies_in
from crawler.store.bodies.registry import name_key
from crawler.store.errors import StoreError
from crawler.store.search.fields import Field


@dataclass(frozen=True, slots=True)
class SearchSelection:
    """A filter that is not given keeps nothing out."""

    body: str | None = None
    """A body's name, another name of it, or its key."""
    division: str | None = None
    """A GB/T 2260 code; trailing zeros stand for all below (530000 = all of Yunnan)."""
    year: int | None = None
    section: str | None = None
    """"1" … "6": all words must stand in this section."""

    def includes(self, field: Field) -> bool:
        # "4+01" is a part of the fourth that the page prints under a heading of its own.
        return self.section is None or field.where.partition("+")[0] == f"section.{self.section}"


def conditions(browse: Database, selection: SearchSelection) -> tuple[str, dict[str, object]]:
    """The filters on rows of `reports`, as SQL that begins with AND, and its named values.

    Raises StoreError for a body or a division of which the store has none: no hits would look like an answer.
    """
    sql = ""
    values: dict[str, object] = {}
    if selection.body is not None:
        sql += " AND reports.body IN (SELECT value FROM json_each(:bodies_called))"
        values["bodies_called"] = json.dumps(_bodies_called(browse, selection.body))
    if selection.division is not None:
        sql += " AND reports.body IN (SELECT value FROM json_each(:bodies_there))"
        values["bodies_there"] = json.dumps(_bodies_in(browse, selection.division))
    if selection.year is not None:
        sql += " AND reports.report_year = :report_year"
        values["report_year"] = selection.year
    return sql, values


def _bodies_called(browse: Database, name: str) -> list[str]:
    rows = browse.execute(
        "SELECT body FROM body_names WHERE name = ? UNION SELECT id FROM bodies WHERE id = ?", [name_key(name), name]
    ).fetchall()
    if not rows:
        raise StoreError(f"{name}: no body of this store has this name; `nianbao sources` lists those of the registry")
    return [row[0] for row in rows]


def _bodies_in(browse: Database, division: str) -> list[str]:
    rows = browse.execute("SELECT id, division FROM bodies WHERE division IS NOT NULL").fetchall()
    bodies = [body for body, code in rows if lies_in(code, division)]
    if not bodies:
        raise StoreError(f"{division}: no body of this store lies there; give the six digits of GB/T 2260")
    return bodies
