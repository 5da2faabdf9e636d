"""The chosen versions with all that is stored of them, read in runs: what each exported table is made from."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from crawler.reports.model import REVIEW_OUTCOMES, Flag, Number
from crawler.store.database import Pair
from crawler.store.export.selection import CHOSEN, NOT_WITHHELD
from crawler.store.readings.columns import APPLICATION_ROWS, PROACTIVE_CELLS, application_rows, proactive_rows
from crawler.store.readings.number_columns import from_column

RUN = 200
"""Versions that are in memory at a time: about 15 KB of text and 300 figures each."""
DEMONSTRATION = "【演示数据】"
"""Before every title that comes from a replica store, so that no row of it passes for a report."""

Cell = tuple[str, str, str]
"""(table, row, column) of the contract, as crawler.store.export.figures has them."""

_HEAD = {
    "report": "reports.id",
    "version": "versions.id",
    "is_current": "chosen.is_current",
    "in_panel": "chosen.in_panel",
    "kind": "reports.kind",
    "body": "bodies.id",
    "body_name": "bodies.name",
    "body_kind": "bodies.kind",
    "registered": "bodies.registered",
    "division": "bodies.division",
    "report_year": "reports.report_year",
    "title": "versions.title",
    "agency": "versions.agency",
    "index_number": "versions.index_number",
    "published": "versions.published",
    "period_start": "versions.period_start",
    "period_end": "versions.period_end",
    "url": "reports.url",
    "same_body_year": "reports.same_body_year",
    "collision": "reports.collision",
    "panel_reason": "reports.panel_reason",
    "version_count": "reports.version_count",
    "version_position": "versions.position",
    "parser_version": "versions.parser_version",
    "body_origin": "versions.body_origin",
    "characters": "versions.characters",
    "flag_count": "versions.flag_count",
    "failed_checks": "versions.failed_checks",
    "proactive_form": "versions.proactive_form",
    "applications_form": "versions.applications_form",
    "review_form": "versions.review_form",
    "statistics_form": "versions.statistics_form",
    "proactive_cells": "versions.proactive_cells",
    "applications_rows": "versions.applications_rows",
    "review_cells": "versions.review_cells",
    "statistics_count": "versions.statistics_count",
}
"""What a version's `head` holds, and where it stands in the store."""
_CAPTURE = ("capture", "capture_url", "capture_name", "captured_at", "page_sha256")
_DIVISION = ("division_name", "province_name", "prefecture_name")


@dataclass(slots=True)
class StoredReport:
    """One chosen version."""

    head: dict[str, Any]
    """Its row's values by the names of _HEAD, _CAPTURE, _DIVISION, `series` and `demonstration`."""
    cells: dict[Cell, Number | None] = field(default_factory=dict)
    """The cells that the document's tables hold; the value None is a cell without a figure."""
    flags: list[Flag] = field(default_factory=list)
    sections: list[tuple[str, str, str]] = field(default_factory=list)
    """(number, heading, text)."""
    metadata: list[tuple[str, str]] = field(default_factory=list)
    """(label, value)."""
    sheet: StoredReport | None = None
    """The body's sheet of statistics of the same year, where it was published as a document of its own and this report
    prints no appendix."""

    @property
    def forms(self) -> dict[str, str | None]:
        """The form of each table of the contract; None = the document has no such table."""
        return {table: self.head[f"{table}_form"] for table in ("proactive", "applications", "review", "statistics")}


def stored_reports(pair: Pair, count: int) -> Iterator[list[StoredReport]]:
    """The `count` chosen versions in order, in runs of at most RUN. Only inside `chosen_reports`."""
    divisions = {row[0]: row[1:] for row in pair.browse.execute("SELECT code, name, level, parent FROM divisions")}
    series = _series_of_predecessors(pair)
    for first in range(1, count + 1, RUN):
        reports = _read_run(pair.browse.conn, CHOSEN, first, first + RUN - 1)
        _add_sheets(pair.browse.conn, reports)
        for one in reports:
            one.head["series"] = series.get(one.head["report"], one.head["body"])
            one.head["demonstration"] = int(pair.origin == "replica")
            if pair.origin == "replica":
                one.head["title"] = DEMONSTRATION + (one.head["title"] or "")
            one.head.update(zip(_DIVISION, _division_names(one.head["division"], divisions), strict=True))
        yield reports


def _read_run(connection: sqlite3.Connection, chosen: str, first: int, last: int) -> list[StoredReport]:
    run = f"FROM {chosen} AS chosen "
    within = "WHERE chosen.position BETWEEN ? AND ? "
    span = (first, last)
    by_version: dict[str, StoredReport] = {}
    for row in connection.execute(
        f"SELECT {', '.join(_HEAD.values())} {run} JOIN versions ON versions.id = chosen.version "
        f"JOIN reports ON reports.id = versions.report JOIN bodies ON bodies.id = reports.body {within}"
        "ORDER BY chosen.position",
        span,
    ):
        head = {**dict(zip(_HEAD, row, strict=True)), **dict.fromkeys(_CAPTURE)}
        by_version[head["version"]] = StoredReport(head)

    def rows(columns: str, table: str, order: str) -> Iterator[tuple[StoredReport, tuple[Any, ...]]]:
        for version, *values in connection.execute(
            f"SELECT chosen.version, {columns} {run} JOIN {table} ON {table}.version = chosen.version {within}"
            f"ORDER BY chosen.position, {table}.{order}",
            span,
        ):
            yield by_version[version], tuple(values)

    names = ", ".join(f"{row}_{column}" for row, column in PROACTIVE_CELLS)
    for report, values in rows(names, "proactive", "version"):
        _add_proactive(report, values)
    for report, (applicant, *numbers) in rows(f"applicant, {', '.join(APPLICATION_ROWS)}", "applications", "applicant"):
        _add_applications(report, applicant, numbers)
    for report, (channel, *numbers) in rows(f"channel, {', '.join(REVIEW_OUTCOMES)}", "reviews", "channel"):
        _add_review(report, channel, numbers)
    for report, (indicator, value) in rows("indicator, value", "statistics", "position"):
        report.cells["statistics", indicator, ""] = from_column(value)
    for report, (location, kind, raw, note) in rows("location, kind, raw, note", "flags", "position"):
        report.flags.append(Flag(location, kind, raw, note))
    for report, (number, heading, text) in rows("number, heading, text", "sections", "number"):
        report.sections.append((number, heading, text))
    for report, (label, value) in rows("label, value", "metadata", "position"):
        report.metadata.append((label, value))
    _add_captures(connection, run, within, span, by_version)
    return list(by_version.values())


def _add_proactive(report: StoredReport, values: tuple[Any, ...]) -> None:
    stored = dict(zip(PROACTIVE_CELLS, values, strict=True))
    listed = report.head["proactive_cells"]
    if listed is None:
        form = proactive_rows(report.head["proactive_form"])
        held = [(row, column) for row, columns in form.items() for column in columns]
    else:
        held = _listed_cells(listed)
    for row, column in held:
        report.cells["proactive", row, column] = from_column(stored[row, column])


def _add_applications(report: StoredReport, applicant: str, numbers: list[Any]) -> None:
    stored = dict(zip(APPLICATION_ROWS, numbers, strict=True))
    listed = report.head["applications_rows"]
    held = application_rows(report.head["applications_form"]) if listed is None else tuple(listed.split())
    for row in held:
        report.cells["applications", row, applicant] = from_column(stored[row])


def _add_review(report: StoredReport, channel: str, numbers: list[Any]) -> None:
    stored = dict(zip(REVIEW_OUTCOMES, numbers, strict=True))
    listed = report.head["review_cells"]
    if listed is None:
        held = [(channel, outcome) for outcome in REVIEW_OUTCOMES if report.head["review_form"]]
    else:
        held = [cell for cell in _listed_cells(listed) if cell[0] == channel]
    for _, outcome in held:
        report.cells["review", channel, outcome] = from_column(stored[outcome])


def _listed_cells(listed: str) -> list[tuple[str, str]]:
    """`row.column` words; `row.` is a row that holds no cell (crawler.store.readings.reading_rows)."""
    words = [word.partition(".") for word in listed.split()]
    return [(row, column) for row, _, column in words if column]


def _add_captures(
    connection: sqlite3.Connection, run: str, within: str, span: tuple[int, int], by_version: dict[str, StoredReport]
) -> None:
    """Of the pages whose bytes the stored reading was made from, the one that was fetched first."""
    for version, *values in connection.execute(
        f"SELECT chosen.version, captures.id, captures.url, captures.name, captures.fetched_at, captures.sha256 {run} "
        "JOIN versions ON versions.id = chosen.version "
        "JOIN identity_decisions AS decided ON decided.version = chosen.version "
        "JOIN candidate_facts AS facts ON facts.candidate = decided.candidate AND facts.ordinal = decided.ordinal "
        "AND facts.byte_identity = versions.byte_identity JOIN candidates ON candidates.id = facts.candidate "
        f"JOIN captures ON captures.id = candidates.page {within}"
        "ORDER BY chosen.position, captures.fetched_at, captures.id",
        span,
    ):
        head = by_version[version].head
        if head["capture"] is None:
            head.update(zip(_CAPTURE, values, strict=True))


def _add_sheets(connection: sqlite3.Connection, reports: list[StoredReport]) -> None:
    """From 2014 to 2018 many bodies published the 统计表 as a page of its own: another document of the same year."""
    lacking: dict[tuple[str, int], list[StoredReport]] = {}
    for one in reports:
        if one.head["in_panel"] and one.head["statistics_count"] is None:
            lacking.setdefault((one.head["body"], one.head["report_year"]), []).append(one)
    if not lacking:
        return
    connection.execute(
        "CREATE TEMPORARY TABLE sheets (position INTEGER PRIMARY KEY, version TEXT, is_current, in_panel)"
    )
    try:
        for body, year in lacking:
            connection.execute(
                "INSERT INTO temp.sheets (version, is_current, in_panel) SELECT current_version, 1, 0 FROM reports "
                "JOIN versions ON versions.id = current_version WHERE reports.body = ? AND reports.report_year = ? "
                f"AND reports.kind = 'statistics' AND versions.statistics_count IS NOT NULL AND {NOT_WITHHELD} "
                "ORDER BY reports.number LIMIT 1",
                [body, year],
            )
        for sheet in _read_run(connection, "temp.sheets", 1, len(lacking)):
            for one in lacking[sheet.head["body"], sheet.head["report_year"]]:
                one.sheet = sheet
    finally:
        connection.execute("DROP TABLE temp.sheets")


def _series_of_predecessors(pair: Pair) -> dict[str, str]:
    """Report → the body in whose series it ends up, where a stated succession leads on from its own body; several
    bodies, where it was divided, stand behind one another."""
    ends: dict[str, str] = {}
    for report, body in pair.browse.execute(
        "SELECT report, body FROM series WHERE how = 'predecessor' AND NOT EXISTS (SELECT 1 FROM successions "
        "WHERE successions.predecessor = series.body AND successions.year > series.report_year) ORDER BY report, body"
    ):
        ends[report] = f"{ends[report]}; {body}" if report in ends else body
    return ends


def _division_names(code: str | None, divisions: Mapping[str, tuple[Any, ...]]) -> tuple[str | None, ...]:
    """The division's own name, and those of the province and the prefecture that it is or lies in."""
    above: dict[str, str | None] = {}
    at = code
    while at is not None and at in divisions:
        name, level, parent = divisions[at]
        above[level] = name
        at = parent
    own = divisions[code][0] if code is not None and code in divisions else None
    return own, above.get("province"), above.get("prefecture")
