"""The numbers of a report as one flat table: `where` of the contract → value. And what of it a flag or check covers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from crawler.reports.checks import is_failure
from crawler.reports.contract import number_from_json
from crawler.reports.explain import matches
from crawler.reports.model import APPLICANTS, Number, Report

TABLES = ("proactive", "applications", "review", "statistics")
Cells = dict[str, Number | None]


def cells_of_report(report: Report) -> Cells:
    """Every cell that the reading has, blank ones as None; a row or table that is not there has no cells."""
    cells: Cells = {}
    for table in ("proactive", "review"):
        for row, values in (getattr(report, table) or {}).items():
            cells.update({f"{table}.{row}.{column}": value for column, value in values.items()})
    for row, numbers in (report.applications or {}).items():
        cells.update(zip(_applicants_of(row), numbers, strict=True))
    cells.update({f"statistics.{name}": value for name, value in (report.statistics or {}).items()})
    return cells


def cells_of_answer(answer: Mapping[str, Any]) -> Cells:
    """The same of an answer in the contract's JSON shape, as far as it has the tables."""
    cells: Cells = {}
    for table in ("proactive", "review"):
        for row, values in (answer.get(table) or {}).items():
            cells.update({f"{table}.{row}.{column}": _number(value) for column, value in values.items()})
    for row, numbers in (answer.get("applications") or {}).items():
        cells.update(zip(_applicants_of(row), map(_number, numbers), strict=True))
    cells.update({f"statistics.{name}": _number(value) for name, value in (answer.get("statistics") or {}).items()})
    return cells


def _applicants_of(row: str) -> Iterator[str]:
    return (f"applications.{row}.{applicant}" for applicant in APPLICANTS)


def _number(value: float | Decimal | None) -> Number | None:
    """An answer's number; 96171.60 of a Decimal and 96171.6 of JSON are the same number."""
    number = number_from_json(value)
    return int(number) if isinstance(number, Decimal) and number == number.to_integral_value() else number


def covers(where: str, cell: str) -> bool:
    """Whether a flag or check at `where` speaks of the cell: it lies at, above or below it; `*` is a whole axis."""
    return matches(where.split("."), cell.split("."))


def covering_flags(report: Report, cell: str) -> list[str]:
    """The kinds of the flags on a cell."""
    return [flag.kind for flag in report.flags if covers(flag.where, cell)]


def covering_failures(report: Report, cell: str) -> list[str]:
    """The rules of the failed checks on a cell's row, column or table. An informational one (S, T1) clears nobody."""
    return [check.rule for check in report.checks if is_failure(check) and covers(check.where, cell)]


def is_covered(reports: Iterable[Report], cell: str) -> bool:
    """Whether any of the reports tells its reader to look at this cell."""
    return any(covering_flags(report, cell) or covering_failures(report, cell) for report in reports)
