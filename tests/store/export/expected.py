"""What the store says, by queries of this file's own, and the comparison with what an export says."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas

from crawler.reports.model import APPLICANTS, REVIEW_CHANNELS, REVIEW_OUTCOMES
from crawler.store.readings.columns import APPLICATION_ROWS, PROACTIVE_CELLS
from crawler.store.readings.number_columns import from_column

Rows = list[dict[str, Any]]


def assert_is_the_stores(store: Path, loaded: Mapping[str, Rows]) -> dict[str, int]:
    """`loaded`: tables of an export of everything, the codebook among them. Returns how many rows were compared."""
    with sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True) as database:
        questions = {"panel": panel, "long": long, "texts": texts}
        expected = {table: list(ask(database)) for table, ask in questions.items() if table in loaded}
    database.close()
    for table, rows in expected.items():
        kinds = kinds_of(loaded["codebook"], table)
        found = [{name: plain(row[name], kinds[name]) for name in row} for row in loaded[table]]
        assert [list(row) for row in found] == [list(kinds)] * len(rows)
        for one, wanted in zip(found, rows, strict=True):
            for name, value in wanted.items():
                assert one[name] == value, (table, wanted["version" if "version" in wanted else "id"], name)
    return {table: len(rows) for table, rows in expected.items()}


def plain(value: Any, kind: str) -> Any:
    """A loaded value as the store writes it."""
    if value is None:
        return None
    if kind == "records":
        listed = json.loads(value) if isinstance(value, str) else value
        return [dict(one) for one in listed]
    if kind == "moment":
        return pandas.Timestamp(value).tz_convert("UTC").isoformat(timespec="microseconds")
    if kind == "date":
        return pandas.Timestamp(value).date().isoformat()
    if kind in ("integer", "number"):
        assert not isinstance(value, str | bool)
        assert kind == "number" or value == int(value)
        return float(value)
    assert isinstance(value, str)
    return value


def kinds_of(codebook: Rows, table: str) -> dict[str, str]:
    return {row["column_name"]: row["type"] for row in codebook if row["table_name"] == table and row["column_name"]}


def answers(database: sqlite3.Connection, sql: str, *values: object) -> Rows:
    cursor = database.execute(sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


ORDER = "ORDER BY reports.body, reports.report_year, reports.number"
PAGE = """(SELECT {} FROM identity_decisions AS d JOIN candidate_facts AS f ON f.candidate = d.candidate
    AND f.ordinal = d.ordinal JOIN candidates ON candidates.id = d.candidate JOIN captures ON captures.id = page
    WHERE d.version = versions.id AND f.byte_identity = versions.byte_identity ORDER BY captures.fetched_at, captures.id
    LIMIT 1)"""
DEMONSTRATION = "(SELECT origin = 'replica' FROM store_info)"
TITLE = f"iif({DEMONSTRATION}, '【演示数据】' || coalesce(versions.title, ''), versions.title) AS title"
PROVENANCE = f"""{PAGE.format("captures.id")} AS capture, {PAGE.format("captures.url")} AS capture_url,
    {PAGE.format("captures.name")} AS capture_name, {PAGE.format("captures.fetched_at")} AS captured_at,
    {PAGE.format("captures.sha256")} AS page_sha256"""


def number(value: Any, *, money: bool) -> float | None:
    figure = from_column(value)
    if figure is None or (isinstance(figure, Decimal) and not money):
        return None
    limit = 2**53 if money else 2**63
    return float(figure) if abs(figure) < limit else None


def panel(database: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    for row in answers(
        database,
        f"""SELECT reports.id AS report, body, bodies.name AS body_name, bodies.kind AS body_kind, registered, division,
            (SELECT name FROM divisions WHERE code = division) AS division_name, reports.report_year, reports.kind,
            versions.id AS version, versions.position AS version_position, version_count, 1 AS is_current,
            {TITLE}, agency, versions.index_number, versions.published, period_start, period_end, reports.url,
            {PROVENANCE}, parser_version, body_origin, flag_count, failed_checks, same_body_year, collision,
            panel_reason, {DEMONSTRATION} AS demonstration, proactive_form, applications_form, review_form,
            proactive_cells, applications_rows, review_cells, body AS series
        FROM reports JOIN versions ON versions.id = current_version JOIN bodies ON bodies.id = body
        WHERE in_panel = 1 {ORDER}""",
    ):
        yield {**{name: as_float(value) for name, value in row.items()}, **figures(database, row)}


def as_float(value: Any) -> Any:
    return float(value) if isinstance(value, int) else value


def figures(database: sqlite3.Connection, row: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    proactive = answers(database, "SELECT * FROM proactive WHERE version = ?", row["version"])
    for name in (f"{line}_{column}" for line, column in PROACTIVE_CELLS):
        value = number(proactive[0][name], money=name.endswith(("yuan", "wanyuan"))) if proactive else None
        found["proactive", name] = value
    for one in answers(database, "SELECT * FROM applications WHERE version = ?", row["version"]):
        for line in APPLICATION_ROWS:
            found["applications", f"{line}_{one['applicant']}"] = number(one[line], money=False)
    for one in answers(database, "SELECT * FROM reviews WHERE version = ?", row["version"]):
        for outcome in REVIEW_OUTCOMES:
            found["review", f"{one['channel']}_{outcome}"] = number(one[outcome], money=False)
    sheets = answers(
        database,
        "SELECT statistics.* FROM statistics JOIN reports ON version = current_version WHERE body = ? "
        "AND report_year = ?",
        row["body"],
        row["report_year"],
    )
    for one in sheets:
        if one["indicator"].isascii():
            money = one["indicator"].endswith("wanyuan")
            found["statistics_2014", one["indicator"]] = number(one["value"], money=money)
    return {panel_name(table, name): value for (table, name), value in found.items()}


def panel_name(table: str, name: str) -> str:
    """The 2019 form's own cells and the 2021 form's say so in their names."""
    only = {
        "proactive": {
            "2021": ("_issued", "_abolished", "_in_force", "_amount_wanyuan"),
            "2019": ("_produced", "_newly_published", "_total_published", "_prev_year_items", "_change"),
        },
        "applications": {"2021": ("other_overdue", "other_other"), "2019": ("other_handling",)},
    }.get(table, {})
    for form, marks in only.items():
        if any(name.endswith(mark) if table == "proactive" else name.startswith(mark) for mark in marks):
            return f"{table}_{form}_{name}"
    if table == "proactive" and name.startswith(("procurement_", "other_services_")):
        return f"{table}_2019_{name}"
    return f"{table}_{name}"


def long(database: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """In the order of the forms, the cells of both of them for each table that is there."""
    for row in answers(database, f"SELECT reports.id AS report, current_version AS version, body FROM reports {ORDER}"):
        for where, value in stored_cells(database, row["version"]):
            figure = from_column(value)
            exact = figure is None or abs(figure) < 2**53
            yield {
                **row,
                "location": where,
                "value": float(figure) if figure is not None and exact else None,
                "exact_figure": None if exact else str(figure),
            }


def stored_cells(database: sqlite3.Connection, version: str) -> Iterator[tuple[str, Any]]:
    for one in answers(database, "SELECT * FROM proactive WHERE version = ?", version):
        for line, column in PROACTIVE_CELLS:
            yield f"proactive.{line}.{column}", one[f"{line}_{column}"]
    applications = answers(database, "SELECT * FROM applications WHERE version = ?", version)
    by_applicant = {one["applicant"]: one for one in applications}
    for line in APPLICATION_ROWS if applications else ():
        for applicant in APPLICANTS:
            yield f"applications.{line}.{applicant}", by_applicant[applicant][line]
    reviews = {one["channel"]: one for one in answers(database, "SELECT * FROM reviews WHERE version = ?", version)}
    for channel in REVIEW_CHANNELS if reviews else ():
        for outcome in REVIEW_OUTCOMES:
            yield f"review.{channel}.{outcome}", reviews[channel][outcome]
    stored = answers(database, "SELECT * FROM statistics WHERE version = ? ORDER BY position", version)
    if stored:
        values = {one["indicator"]: one["value"] for one in stored}
        official = [row[1] for row in database.execute("PRAGMA table_info(current_statistics_2014)")][5:]
        for indicator in (*official, *(name for name in values if name not in official)):
            yield f"statistics.{indicator}", values.get(indicator)


def texts(database: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    for row in answers(
        database,
        f"""SELECT versions.id, reports.id AS report, body, {TITLE}, reports.url, {PROVENANCE}, parser_version,
            body_origin, division, versions.published FROM reports JOIN versions ON versions.id = current_version
            JOIN bodies ON bodies.id = body {ORDER}""",
    ):
        key = row["id"]
        yield {
            **row,
            "sections": answers(database, "SELECT number, heading, text FROM sections WHERE version = ?", key),
            "metadata": answers(database, "SELECT label, value FROM metadata WHERE version = ? ORDER BY position", key),
        }
