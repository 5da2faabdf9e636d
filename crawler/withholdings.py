"""Requests to keep something out of sight: data/withheld.csv says which report, or whose contact data, is not shown.

| column | what stands there |
|---|---|
| report | a report's id (`530100-昆明市政务服务管理局/2023`) or the address of one of its pages |
| scope | `report`: nothing of it is shown; `contact`: its contact data is not |
| requested_on | the day of the request |
| reference | where the request is kept in your own files; never a person's name or address |
| reason | in a few words; it can be read by everybody who browses |

An address stands for the report whatever number it has among several of its body and year; an id follows the number.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Literal, cast, get_args

from crawler.overrides import address_forms, named_page
from crawler.registry_csv import RegistryError, read_registry_file, registry_rows

Scope = Literal["report", "contact"]


@dataclass(frozen=True, slots=True)
class Withholding:
    """One row of the file."""

    report: str
    """A report's id, or an address without its `#…`."""
    scope: Scope
    requested_on: str
    """ISO date."""
    reference: str
    reason: str


COLUMNS = tuple(one.name for one in fields(Withholding))


def load_withholdings(path: Path) -> tuple[Withholding, ...]:
    """The rows of the file. Raises RegistryError."""
    return parse_withholdings(read_registry_file(path), path.name)


def parse_withholdings(text: str, name: str = "withheld.csv") -> tuple[Withholding, ...]:
    """Raises RegistryError, which names every bad cell; a file with one bad row is not used at all: what it no longer
    named would be shown again."""
    problems: list[str] = []
    rows: dict[tuple[str, str], Withholding] = {}
    for row in registry_rows(text, name, COLUMNS):
        if isinstance(row, str):
            problems.append(row)
            continue
        found = [row.problem(column, expected) for column, expected in _problems(row.cells)]
        problems += found
        if found:
            continue
        cells = row.cells
        asked = Withholding(
            named_page(cells["report"]) or cells["report"],
            cast(Scope, cells["scope"]),
            cells["requested_on"],
            cells["reference"],
            cells["reason"],
        )
        if rows.setdefault((asked.report, asked.scope), asked) is not asked:
            problems.append(f"line {row.line}: another line already withholds the {asked.scope} of {asked.report}")
    if problems:
        raise RegistryError(name, problems)
    return tuple(rows.values())


def _problems(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    if not _is_address(cells["report"]) and not _is_report_id(cells["report"]):
        yield "report", "a report's id (body/year, or body/year/2) or an address with http:// or https://"
    if cells["scope"] not in get_args(Scope):
        yield "scope", "report or contact"
    if not _is_day(cells["requested_on"]):
        yield "requested_on", "the day of the request (2024-01-31)"
    if not cells["reason"]:
        yield "reason", "why, in a few words"


def _is_address(text: str) -> bool:
    return not text.lower().startswith("sha256:") and named_page(text) is not None


def _is_report_id(text: str) -> bool:
    body, _, rest = text.partition("/")
    year, _, number = rest.partition("/")
    return bool(body) and len(year) == 4 and year.isdigit() and (number.isdigit() or not rest[4:])


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:  # no day of the calendar
        return False


def addresses_of(report: str) -> tuple[str, ...]:
    """The addresses that a row's `report` names: none where it is an id."""
    return address_forms(report) if _is_address(report) else ()
