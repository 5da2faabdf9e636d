"""A version's reading as rows, and the reading again from the rows alone.

A form says which cells a table has, so a NULL on the form is a blank and a NULL elsewhere is no cell. Where a table
does not hold exactly its form's cells (a row was torn off, a cell of the other form was printed), the version lists the
cells that it holds (`proactive_cells`, `applications_rows`, `review_cells`); else these columns are NULL.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlite_utils import Database

from crawler.reports.checks import is_failure
from crawler.reports.model import (
    APPLICANTS,
    REVIEW_CHANNELS,
    REVIEW_OUTCOMES,
    Check,
    Contact,
    Flag,
    Forms,
    Number,
    Period,
    Reading,
    Report,
    Section,
)
from crawler.store.errors import StoreError
from crawler.store.readings.columns import APPLICATION_ROWS, PROACTIVE_CELLS, application_rows, proactive_rows
from crawler.store.readings.number_columns import ColumnNumber, from_column, to_column

Cells = Mapping[str, Mapping[str, Number | None]]
Row = tuple[ColumnNumber | str | None, ...]
_CONTACT = ("unit", "address", "postcode", "phone", "fax", "email")
_STANDARD_REVIEW = dict.fromkeys(REVIEW_CHANNELS, REVIEW_OUTCOMES)


def check_storable(report: Report) -> None:
    """Raises StoreError naming the first thing that the tables cannot hold: a cell without a column, broken text."""
    try:
        "".join(_texts(report)).encode()
    except UnicodeEncodeError as error:
        raise StoreError(
            f"half a surrogate pair in the text ({error.reason}); the document's encoding is broken"
        ) from error
    known = {
        "proactive": {f"{row}.{column}" for row, column in PROACTIVE_CELLS},
        "review": {f"{channel}.{outcome}" for channel in REVIEW_CHANNELS for outcome in REVIEW_OUTCOMES},
    }
    for table, rows in (("proactive", report.proactive), ("review", report.review)):
        names = {row for row, _ in PROACTIVE_CELLS} if table == "proactive" else set(REVIEW_CHANNELS)
        for row, cells in (rows or {}).items():
            if row not in names or any(f"{row}.{column}" not in known[table] for column in cells):
                raise StoreError(
                    f"{table}.{row}: the store has no such row or column; add a migration for the new form"
                )
    for row, values in (report.applications or {}).items():
        if row not in APPLICATION_ROWS or len(values) != len(APPLICANTS):
            raise StoreError(f"applications.{row}: the store has no such row of {len(values)}; add a migration for it")


def _texts(report: Report) -> Iterable[str]:
    yield from (report.title or "", report.agency or "", report.index_number or "")
    for label, value in report.metadata.items():
        yield from (label, value)
    for section in report.sections.values():
        yield from (section.heading, section.text)
    for flag in report.flags:
        yield from (flag.where, flag.raw, flag.note)
    yield from (getattr(report.contact, name) or "" for name in _CONTACT)
    yield from report.statistics or ()
    yield from (check.note for check in report.checks)
    if report.period:
        yield report.period.raw


def insert_reading(browse: Database, version: str, reading: Reading, ordinal: int) -> None:
    """Write all rows of a version but its own (version_columns is that one)."""
    for table, rows in _rows_of(version, reading, ordinal).items():
        _insert(browse, table, rows)


def replace_reading(browse: Database, version: str, reading: Reading, ordinal: int) -> None:
    """Bring the rows of a stored version to a reading; a table that holds just these rows already is not written."""
    for table, rows in _rows_of(version, reading, ordinal).items():
        if not _holds(browse, table, version, rows):
            browse.execute(f"DELETE FROM {table} WHERE version = ?", [version])
            _insert(browse, table, rows)


def holds_reading(browse: Database, version: str, reading: Reading, ordinal: int) -> bool:
    """Whether a version's stored rows are what this reading would write; its parser version apart."""
    return next(other_rows(browse, version, reading, ordinal), None) is None


def other_rows(browse: Database, version: str, reading: Reading, ordinal: int) -> Iterator[str]:
    """Where a version's stored rows are not what this reading would write: a column of its own row, or a table. Its
    parser version is not compared."""
    columns = {name: value for name, value in version_columns(reading, ordinal).items() if name != "parser_version"}
    stored = browse.execute(f"SELECT {', '.join(columns)} FROM versions WHERE id = ?", [version]).fetchone()
    if stored is None:
        yield "versions"
        return
    yield from (f"versions.{name}" for (name, now), own in zip(columns.items(), stored, strict=True) if own != now)
    for table, rows in _rows_of(version, reading, ordinal).items():
        if not _holds(browse, table, version, rows):
            yield table


_TABLES = {
    "metadata": "version, position, label, value",
    "sections": "version, number, heading, text",
    "proactive": f"version, form, {', '.join(f'{row}_{column}' for row, column in PROACTIVE_CELLS)}",
    "applications": f"version, applicant, form, {', '.join(APPLICATION_ROWS)}",
    "reviews": f"version, channel, form, {', '.join(REVIEW_OUTCOMES)}",
    "statistics": "version, indicator, form, value, position",
    "flags": "version, position, location, kind, raw, note",
    "checks": "version, position, rule, location, outcome, expected, found, note",
}
"""Table → the columns that a reading fills: all that it has. The first, or the first two, are its key."""


def _rows_of(version: str, reading: Reading, ordinal: int) -> dict[str, list[Row]]:
    """Table of _TABLES → its rows; [] where the reading has none."""
    report = reading.reports[ordinal]
    proactive, applications = report.proactive, report.applications
    blank: tuple[None, ...] = (None,) * len(APPLICANTS)
    return {
        "metadata": [(version, at, *pair) for at, pair in enumerate(report.metadata.items())],
        "sections": [(version, number, part.heading, part.text) for number, part in report.sections.items()],
        "proactive": []
        if proactive is None
        else [
            (
                version,
                report.forms.proactive,
                *(to_column(proactive.get(row, {}).get(column)) for row, column in PROACTIVE_CELLS),
            )
        ],
        "applications": []
        if applications is None
        else [
            (
                version,
                applicant,
                report.forms.applications,
                *(to_column(applications.get(row, blank)[at]) for row in APPLICATION_ROWS),
            )
            for at, applicant in enumerate(APPLICANTS)
        ],
        "reviews": [
            (version, channel, report.forms.review, *(to_column(cells.get(outcome)) for outcome in REVIEW_OUTCOMES))
            for channel, cells in (report.review or {}).items()
        ],
        "statistics": [
            (version, indicator, report.forms.statistics, to_column(value), at)
            for at, (indicator, value) in enumerate((report.statistics or {}).items())
        ],
        "flags": [(version, at, flag.where, flag.kind, flag.raw, flag.note) for at, flag in enumerate(report.flags)],
        "checks": [
            (version, at, one.rule, one.where, one.outcome, to_column(one.expected), to_column(one.found), one.note)
            for at, one in enumerate(report.checks)
        ],
    }


def _insert(browse: Database, table: str, rows: Sequence[Row]) -> None:
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        browse.conn.executemany(f"INSERT INTO {table} ({_TABLES[table]}) VALUES ({marks})", rows)


def _holds(browse: Database, table: str, version: str, rows: Sequence[Row]) -> bool:
    stored = browse.execute(f"SELECT {_TABLES[table]} FROM {table} WHERE version = ?", [version]).fetchall()
    # Written out, since 1 and 1.0 are equal in Python and two values in a column; texts are compared as they are.
    return len(stored) == len(rows) and sorted(map(repr, stored)) == sorted(map(repr, rows))


def version_columns(reading: Reading, ordinal: int) -> dict[str, str | int | None]:
    """The columns of a version's own row that come from its reading."""
    report = reading.reports[ordinal]
    columns: dict[str, str | int | None] = {
        "ordinal": ordinal,
        "reports_in_reading": len(reading.reports),
        "parser_version": reading.parser_version,
        "document_class": reading.document_class,
        "class_reasons": json.dumps(reading.class_reasons, ensure_ascii=False),
        "title": report.title,
        "agency": report.agency,
        "report_year": report.report_year,
        "index_number": report.index_number,
        "published": report.published.isoformat() if report.published else None,
        "period_start": report.period.start.isoformat() if report.period else None,
        "period_end": report.period.end.isoformat() if report.period else None,
        "period_raw": report.period.raw if report.period else None,
        "proactive_form": report.forms.proactive,
        "applications_form": report.forms.applications,
        "review_form": report.forms.review,
        "statistics_form": report.forms.statistics,
        "proactive_cells": _exceptional(report.proactive, proactive_rows(report.forms.proactive)),
        "applications_rows": _exceptional_rows(report.applications, report.forms.applications),
        "review_cells": _exceptional(report.review, _STANDARD_REVIEW if report.forms.review else {}),
        "statistics_count": None if report.statistics is None else len(report.statistics),
        "body_origin": report.body_origin,
        "characters": sum(len(section.text) for section in report.sections.values()),
        "flag_count": len(report.flags),
        "failed_checks": sum(map(is_failure, report.checks)),
    }
    for name in _CONTACT:
        columns[f"contact_{name}"] = getattr(report.contact, name)
    return columns


def load_report(browse: Database, version: str) -> Report:
    """The report of a version, rebuilt from its rows; `places` is empty, since places are not stored.

    Raises StoreError when there is no such version, and where one of its rows is missing.
    """
    row = _version_row(browse, version)
    return Report(
        title=row["title"],
        agency=row["agency"],
        report_year=row["report_year"],
        index_number=row["index_number"],
        metadata=dict(_rows(browse, "SELECT label, value FROM metadata WHERE version = ? ORDER BY position", version)),
        period=None
        if row["period_raw"] is None
        else Period(date.fromisoformat(row["period_start"]), date.fromisoformat(row["period_end"]), row["period_raw"]),
        contact=Contact(**{name: row[f"contact_{name}"] for name in _CONTACT}),
        sections={
            number: Section(heading, text)
            for number, heading, text in _rows(
                browse, "SELECT number, heading, text FROM sections WHERE version = ? ORDER BY number", version
            )
        },
        forms=Forms(row["proactive_form"], row["applications_form"], row["review_form"], row["statistics_form"]),
        proactive=_load_proactive(browse, version, row),
        applications=_load_applications(browse, version, row),
        review=_load_review(browse, version, row),
        statistics=None
        if row["statistics_count"] is None
        else {
            indicator: from_column(value)
            for indicator, value in _rows(
                browse, "SELECT indicator, value FROM statistics WHERE version = ? ORDER BY position", version
            )
        },
        flags=tuple(
            Flag(*flag)
            for flag in _rows(
                browse, "SELECT location, kind, raw, note FROM flags WHERE version = ? ORDER BY position", version
            )
        ),
        checks=tuple(
            Check(rule, where, outcome, from_column(expected), from_column(found), note)
            for rule, where, outcome, expected, found, note in _rows(
                browse,
                "SELECT rule, location, outcome, expected, found, note FROM checks WHERE version = ? ORDER BY position",
                version,
            )
        ),
        body_origin=row["body_origin"],
        published=date.fromisoformat(row["published"]) if row["published"] else None,
    )


def load_reading(browse: Database, version: str) -> Reading:
    """The whole reading that a version belongs to: the other reports of the same candidate included.

    Raises StoreError when there is no such version.
    """
    row = _version_row(browse, version)
    siblings = {row["ordinal"]: version}
    if row["reports_in_reading"] > 1:
        siblings.update(
            _rows(
                browse,
                "SELECT other.ordinal, other.version FROM identity_decisions AS one "
                "JOIN identity_decisions AS other ON other.candidate = one.candidate "
                "JOIN candidate_facts ON candidate_facts.candidate = one.candidate "
                "AND candidate_facts.ordinal = one.ordinal "
                "JOIN versions ON versions.id = one.version AND versions.byte_identity = candidate_facts.byte_identity "
                "WHERE one.version = ?",
                version,
            )
        )
    return Reading(
        document_class=row["document_class"],
        class_reasons=tuple(json.loads(row["class_reasons"])),
        reports=tuple(load_report(browse, siblings[ordinal]) for ordinal in sorted(siblings)),
        parser_version=row["parser_version"],
    )


def _version_row(browse: Database, version: str) -> dict[str, Any]:
    cursor = browse.execute("SELECT * FROM versions WHERE id = ?", [version])
    row = cursor.fetchone()
    if row is None:
        raise StoreError(f"no version {version} in this store; `nianbao show REPORT` lists a report's versions")
    return dict(zip((column[0] for column in cursor.description), row, strict=True))


def _load_proactive(
    browse: Database, version: str, row: Mapping[str, Any]
) -> dict[str, dict[str, Number | None]] | None:
    names = ", ".join(f"{one}_{column}" for one, column in PROACTIVE_CELLS)
    stored = browse.execute(f"SELECT {names} FROM proactive WHERE version = ?", [version]).fetchone()
    if stored is None:
        return None
    values = dict(zip(PROACTIVE_CELLS, stored, strict=True))
    cells = _cells(row["proactive_cells"], proactive_rows(row["proactive_form"]))
    return {one: {column: from_column(values[one, column]) for column in columns} for one, columns in cells.items()}


def _load_applications(
    browse: Database, version: str, row: Mapping[str, Any]
) -> dict[str, tuple[Number | None, ...]] | None:
    names = ", ".join(APPLICATION_ROWS)
    stored = {
        applicant: dict(zip(APPLICATION_ROWS, values, strict=True))
        for applicant, *values in _rows(
            browse, f"SELECT applicant, {names} FROM applications WHERE version = ?", version
        )
    }
    if not stored:
        return None
    listed = row["applications_rows"]
    rows: Sequence[str] = application_rows(row["applications_form"]) if listed is None else listed.split()
    _require(version, "applications", APPLICANTS, stored)
    return {one: tuple(from_column(stored[applicant][one]) for applicant in APPLICANTS) for one in rows}


def _load_review(browse: Database, version: str, row: Mapping[str, Any]) -> dict[str, dict[str, Number | None]] | None:
    names = ", ".join(REVIEW_OUTCOMES)
    stored = {
        channel: dict(zip(REVIEW_OUTCOMES, values, strict=True))
        for channel, *values in _rows(browse, f"SELECT channel, {names} FROM reviews WHERE version = ?", version)
    }
    if not stored and row["review_cells"] is None:
        return None
    cells = _cells(row["review_cells"], _STANDARD_REVIEW if row["review_form"] else {})
    _require(version, "reviews", cells, stored)
    return {
        channel: {one: from_column(stored[channel][one]) for one in outcomes} for channel, outcomes in cells.items()
    }


def _require(version: str, table: str, keys: Iterable[str], stored: Mapping[str, object]) -> None:
    missing = [key for key in keys if key not in stored]
    if missing:
        raise StoreError(
            f"version {version}: {table} has no row {', '.join(missing)}; `nianbao verify` names all that is damaged"
        )


def _exceptional(rows: Cells | None, form: Mapping[str, Sequence[str]]) -> str | None:
    """The cells of a table as `row.column` words (`row.` = a row without a cell), where they are not just the form's.

    A table without any cell is "": that is not the same as no table.
    """
    if rows is None or (rows and {row: set(cells) for row, cells in rows.items()} == _sets(form)):
        return None
    return " ".join(f"{row}.{column}" for row, cells in rows.items() for column in (cells or ("",)))


def _exceptional_rows(rows: Mapping[str, object] | None, form: str | None) -> str | None:
    if rows is None or set(rows) == set(application_rows(form)):
        return None
    return " ".join(rows)


def _cells(listed: str | None, form: Mapping[str, Sequence[str]]) -> Mapping[str, Sequence[str]]:
    if listed is None:
        return form
    cells: dict[str, list[str]] = {}
    for word in listed.split():
        row, _, column = word.partition(".")
        cells.setdefault(row, []).extend([column] if column else [])
    return cells


def _sets(form: Mapping[str, Sequence[str]]) -> dict[str, set[str]]:
    return {row: set(columns) for row, columns in form.items()}


def _rows(browse: Database, sql: str, version: str) -> list[Any]:
    return browse.execute(sql, [version]).fetchall()
