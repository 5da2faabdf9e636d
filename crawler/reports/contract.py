"""The JSON of `nianbao parse FILE --json`, to the letter of DESIGN.md, and back.

Keys stand in the order in which DESIGN.md prints them. A Decimal becomes a JSON number without loss: the reader admits
no number of more than 15 significant digits, and a double prints those as they were.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from crawler.reports.model import (
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

_CONTACT = ("unit", "address", "postcode", "phone", "fax", "email")
_FORMS = ("proactive", "applications", "review", "statistics")


def dumps(reading: Reading) -> str:
    """The contract as text: UTF-8 as it is, two blanks of indent, no line break at the end."""
    return json.dumps(reading_to_json(reading), ensure_ascii=False, indent=2)


def reading_to_json(reading: Reading) -> dict[str, Any]:
    """The contract as a value for json.dumps: only dict, list, str, int, float and None.

    ValueError: a number has more digits than a double keeps (no number that the reader gives has).
    """
    return {
        "class": reading.document_class,
        "class_reasons": list(reading.class_reasons),
        "reports": [report_to_json(report) for report in reading.reports],
        "parser_version": reading.parser_version,
    }


def report_to_json(report: Report) -> dict[str, Any]:
    """One report of the contract."""
    return {
        "title": report.title,
        "agency": report.agency,
        "report_year": report.report_year,
        "index_number": report.index_number,
        "metadata": dict(report.metadata),
        "period": _period_to_json(report.period),
        "contact": {name: getattr(report.contact, name) for name in _CONTACT},
        "sections": {
            number: {"heading": section.heading, "text": section.text}
            for number, section in sorted(report.sections.items())
        },
        "forms": {name: getattr(report.forms, name) for name in _FORMS},
        "proactive": _numbers_by_name(report.proactive),
        "applications": None
        if report.applications is None
        else {row: [number_to_json(value) for value in values] for row, values in report.applications.items()},
        "review": None
        if report.review is None
        else {
            channel: {outcome: number_to_json(report.review[channel][outcome]) for outcome in REVIEW_OUTCOMES}
            for channel in REVIEW_CHANNELS
        },
        "statistics": None
        if report.statistics is None
        else {name: number_to_json(value) for name, value in report.statistics.items()},
        "flags": [
            {"where": flag.where, "kind": flag.kind, "raw": flag.raw, "note": flag.note} for flag in report.flags
        ],
        "checks": [
            {
                "rule": check.rule,
                "where": check.where,
                "outcome": check.outcome,
                "expected": number_to_json(check.expected),
                "found": number_to_json(check.found),
                "note": check.note,
            }
            for check in report.checks
        ],
        "body_origin": report.body_origin,
    }


def reading_from_json(value: Mapping[str, Any]) -> Reading:
    """The reading that the contract describes; what the contract leaves out (published, places) is not there.

    KeyError, TypeError or ValueError: the value is not of the contract's shape.
    """
    return Reading(
        document_class=value["class"],
        class_reasons=tuple(value["class_reasons"]),
        reports=tuple(report_from_json(report) for report in value["reports"]),
        parser_version=value["parser_version"],
    )


def report_from_json(value: Mapping[str, Any]) -> Report:
    """One report of the contract, without published and places."""
    applications = value["applications"]
    statistics = value["statistics"]
    return Report(
        title=value["title"],
        agency=value["agency"],
        report_year=value["report_year"],
        index_number=value["index_number"],
        metadata=dict(value["metadata"]),
        period=_period_from_json(value["period"]),
        contact=Contact(**{name: value["contact"][name] for name in _CONTACT}),
        sections={
            number: Section(section["heading"], section["text"]) for number, section in value["sections"].items()
        },
        forms=Forms(**{name: value["forms"][name] for name in _FORMS}),
        proactive=_names_from_json(value["proactive"]),
        applications=None
        if applications is None
        else {row: tuple(number_from_json(number) for number in numbers) for row, numbers in applications.items()},
        review=_names_from_json(value["review"]),
        statistics=None
        if statistics is None
        else {name: number_from_json(number) for name, number in statistics.items()},
        flags=tuple(Flag(flag["where"], flag["kind"], flag["raw"], flag["note"]) for flag in value["flags"]),
        checks=tuple(
            Check(
                check["rule"],
                check["where"],
                check["outcome"],
                number_from_json(check["expected"]),
                number_from_json(check["found"]),
                check["note"],
            )
            for check in value["checks"]
        ),
        body_origin=value["body_origin"],
    )


def number_to_json(value: Number | None) -> int | float | None:
    """An int as it is, a Decimal as the double that prints the same; ValueError where none does."""
    if value is None or isinstance(value, int):
        return value
    printed = float(value)
    if Decimal(repr(printed)) != value:
        raise ValueError(f"{value} has more digits than a JSON number keeps")
    return printed


def number_from_json(value: float | Decimal | None) -> Number | None:
    """An int as it is, a double as the Decimal that prints the same."""
    if value is None or isinstance(value, int):
        return value
    return Decimal(repr(value)) if isinstance(value, float) else value


def _period_to_json(period: Period | None) -> dict[str, str] | None:
    if period is None:
        return None
    return {"start": period.start.isoformat(), "end": period.end.isoformat(), "raw": period.raw}


def _period_from_json(value: Mapping[str, str] | None) -> Period | None:
    if value is None:
        return None
    return Period(date.fromisoformat(value["start"]), date.fromisoformat(value["end"]), value["raw"])


def _numbers_by_name(
    table: Mapping[str, Mapping[str, Number | None]] | None,
) -> dict[str, dict[str, int | float | None]] | None:
    if table is None:
        return None
    return {row: {name: number_to_json(value) for name, value in values.items()} for row, values in table.items()}


def _names_from_json(table: Mapping[str, Mapping[str, Any]] | None) -> dict[str, dict[str, Number | None]] | None:
    if table is None:
        return None
    return {row: {name: number_from_json(value) for name, value in values.items()} for row, values in table.items()}
