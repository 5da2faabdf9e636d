"""Which reports an export holds, as a temporary table of their versions: nothing is written into the store.

The table lies in SQLite's own temporary place, so that a million reports cost no memory, and it numbers the versions
from 1: an export reads them in runs of numbers. Reports that are withheld are in no selection.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from crawler.store.bodies.registry import name_key
from crawler.store.database import Pair
from crawler.store.errors import StoreError

CHOSEN = "temp.exported"
NOT_WITHHELD = "NOT EXISTS (SELECT 1 FROM versions AS own WHERE own.report = reports.id AND own.withheld = 'report')"


@dataclass(frozen=True, slots=True)
class Selection:
    """Of each what is given must hold; nothing given: every report. What is given several times is any of them."""

    bodies: tuple[str, ...] = ()
    """Ids, names or aliases."""
    divisions: tuple[str, ...] = ()
    """GB/T 2260 codes; trailing zeros stand for all below."""
    years: tuple[tuple[int, int], ...] = ()
    """Report years, from and to, both within."""
    sources: tuple[str, ...] = ()
    reports: tuple[str, ...] = ()
    """Report ids."""
    all_versions: bool = False
    """Every version of a report in place of the current one."""

    @property
    def is_everything(self) -> bool:
        return not (self.bodies or self.divisions or self.years or self.sources or self.reports)

    def described(self) -> dict[str, Any]:
        """As an export's package states it: what was not asked for is left out."""
        asked: dict[str, Any] = {
            "bodies": list(self.bodies),
            "divisions": list(self.divisions),
            "years": [f"{first}-{last}" if first != last else str(first) for first, last in self.years],
            "sources": list(self.sources),
            "reports": list(self.reports),
        }
        return {**{name: values for name, values in asked.items() if values}, "all_versions": self.all_versions}


EVERY_REPORT = Selection()


@contextmanager
def chosen_reports(pair: Pair, selection: Selection) -> Iterator[int]:
    """One state of the store for as long as it lasts, a writing crawl or not, with the chosen versions in `CHOSEN`
    (position, version, report, is_current, in_panel), by body, year, number and version. Gives their number.

    Raises StoreError for a body, a division or a source that the store does not know.
    """
    connection = pair.browse.conn
    conditions, values = _conditions(pair, selection)
    connection.execute("BEGIN")
    try:
        connection.execute(
            f"CREATE TEMPORARY TABLE {CHOSEN} (position INTEGER PRIMARY KEY, version TEXT NOT NULL, "
            "report TEXT NOT NULL, is_current INTEGER NOT NULL, in_panel INTEGER NOT NULL)"
        )
        versions = "versions.report = reports.id" if selection.all_versions else "versions.id = reports.current_version"
        # A body and year has one report in the panel; were there one of each kind, the report's would stand for it.
        panel = (
            "reports.in_panel = 1 AND (reports.kind = 'report' OR NOT EXISTS (SELECT 1 FROM reports AS other "
            "WHERE other.body = reports.body AND other.report_year = reports.report_year AND other.in_panel = 1 "
            "AND other.kind = 'report'))"
        )
        connection.execute(
            f"INSERT INTO {CHOSEN} (version, report, is_current, in_panel) "
            f"SELECT versions.id, reports.id, versions.id = reports.current_version, {panel} "
            f"FROM reports JOIN versions ON {versions} JOIN bodies ON bodies.id = reports.body "
            f"WHERE {' AND '.join((NOT_WITHHELD, *conditions))} "
            "ORDER BY reports.body, reports.report_year, reports.number, versions.position",
            values,
        )
        yield int(connection.execute(f"SELECT count(*) FROM {CHOSEN}").fetchone()[0])
    finally:
        connection.rollback()


def _conditions(pair: Pair, selection: Selection) -> tuple[list[str], list[object]]:
    conditions, values = list[str](), list[object]()

    def listed(condition: str, wanted: Sequence[str]) -> None:
        conditions.append(condition.format("(SELECT value FROM json_each(?))"))
        values.append(json.dumps(wanted))

    if selection.bodies:
        listed("reports.body IN {}", [_body_id(pair, name) for name in selection.bodies])
    if selection.divisions:
        whole = [code.rstrip("0") for code in selection.divisions]
        # 530000 → 53, 530100 → 5301, 110000 → 11: pairs of digits, so that a zero that belongs to a pair stays.
        prefixes = [code + "0" * (len(code) % 2) for code in whole]
        conditions.append(f"({' OR '.join('substr(bodies.division, 1, ?) = ?' for _ in prefixes)})")
        values += [part for prefix in prefixes for part in (len(prefix), prefix)]
    if selection.years:
        conditions.append(f"({' OR '.join('reports.report_year BETWEEN ? AND ?' for _ in selection.years)})")
        values += [year for span in selection.years for year in span]
    if selection.sources:
        for source in selection.sources:
            if pair.browse.execute("SELECT 1 FROM sources WHERE id = ?", [source]).fetchone() is None:
                raise StoreError(f"--source {source}: no such source in {pair.path.name}; `nianbao sources list`")
        listed(
            "reports.id IN (SELECT report FROM identity_decisions JOIN candidates "
            "ON candidates.id = identity_decisions.candidate WHERE candidates.source IN {})",
            selection.sources,
        )
    if selection.reports:
        listed("reports.id IN {}", selection.reports)
    return conditions, values


def _body_id(pair: Pair, asked: str) -> str:
    found = [
        row[0]
        for row in pair.browse.execute(
            "SELECT id FROM bodies WHERE id = ? UNION SELECT body FROM body_names WHERE name = ? ORDER BY 1",
            [asked, name_key(asked)],
        ).fetchall()
    ]
    if not found:
        raise StoreError(f"--body {asked}: no such body in {pair.path.name}; give its name, an alias or its id")
    if len(found) > 1:
        raise StoreError(f"--body {asked}: several bodies are called so; give the id of one: {', '.join(found)}")
    return str(found[0])
