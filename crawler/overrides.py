"""Corrections by hand: data/overrides.csv says what a report is where the rules of identity decide wrongly.

| action | `what` | `value` |
|---|---|---|
| body | a page or file, or `name:` and a printed name | the body's id: this is its report |
| report_year | a page or file | the year that the report is about |
| same_report | a page or file | another one: the two are one report, if their body and year agree |
| apart | a page or file | another one: the two are two reports, whatever they have in common |
| not_a_report | a page or file | nothing |

A page is named by its address (http and https are one page, what follows a `#` is none of it), a file or a page by
`sha256:` and the SHA-256 of its bytes. A row of a page or file is believed before everything else. A `name:` row says
whose a printed name is where the name decides: for files, shared columns, and lines that do not say whose a page is.
It does not touch what a body's own column vouches for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import date as calendar_date
from pathlib import Path
from typing import Literal, cast, get_args
from urllib.parse import urldefrag, urlsplit

from crawler.registry_csv import RegistryRow, read_registry_file, stated_rows

Action = Literal["body", "report_year", "same_report", "apart", "not_a_report"]
PAIRING: tuple[Action, ...] = ("same_report", "apart")
"""The actions whose value names another page or file."""

NAME = "name:"
SHA256 = "sha256:"
_SHA256 = re.compile(r"sha256:[0-9a-f]{64}")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_BODY = re.compile(r"(?:\d{6}|unregistered)-\S(?:.*\S)?")
_PAGE = "an address with http:// or https://, or sha256: and 64 hexadecimal digits"


@dataclass(frozen=True, slots=True)
class Override:
    """One row; `what` and a value that names a page as `named_page` writes them."""

    what: str
    action: Action
    value: str
    date: str
    """When it was decided, ISO."""
    by: str
    reason: str
    line: int = field(default=0, compare=False)


COLUMNS = tuple(one.name for one in fields(Override) if one.name != "line")


def named_page(text: str) -> str | None:
    """A page's or file's name as overrides keep it: `sha256:` in lower case, an address without its `#…`; None where
    the text is neither."""
    if text.lower().startswith(SHA256):
        lower = text.lower()
        return lower if _SHA256.fullmatch(lower) else None
    try:
        address = urlsplit(text)
        usable = address.scheme in ("http", "https") and bool(address.hostname)
    except ValueError:  # "http://[年报"
        return None
    return urldefrag(text)[0] if usable else None


def address_forms(address: str) -> tuple[str, ...]:
    """The addresses that are the same page as this one: without its `#…`, by http and by https."""
    plain = urldefrag(address)[0]
    scheme, separator, rest = plain.partition("://")
    if not separator or scheme.lower() not in ("http", "https"):
        return (plain,)
    return (f"https://{rest}", f"http://{rest}")


def load_overrides(path: Path) -> tuple[Override, ...]:
    """The rows of the file. Raises RegistryError."""
    return parse_overrides(read_registry_file(path), path.name)


def parse_overrides(text: str, name: str = "overrides.csv") -> tuple[Override, ...]:
    """Raises RegistryError, which names every bad cell; a file with one bad row is not used at all."""
    return stated_rows(text, name, COLUMNS, _problems, _override, _contradictions)


def _problems(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    what, action, value = cells["what"], cells["action"], cells["value"]
    if action not in get_args(Action):
        yield "action", "one of " + ", ".join(get_args(Action))
    elif action == "body":
        if not (what.startswith(NAME) and what.removeprefix(NAME).strip()) and named_page(what) is None:
            yield "what", f"{_PAGE}, or name: and a printed name"
        if not _BODY.fullmatch(value):
            yield "value", "a body's id: six digits (or the word unregistered), '-' and its name"
    elif named_page(what) is None:
        yield "what", _PAGE
    if action == "report_year" and not _YEAR.fullmatch(value):
        yield "value", "a year"
    if action in PAIRING and named_page(value) is None:
        yield "value", _PAGE
    if action == "not_a_report" and value:
        yield "value", "nothing"
    if not _is_date(cells["date"]):
        yield "date", "the day of the decision (2024-01-31)"
    if not cells["by"]:
        yield "by", "who decided it"
    if not cells["reason"]:
        yield "reason", "why: it is kept with every decision that follows from the row"


def dense(printed: str) -> str:
    """A printed name for comparison: NFKC, without any blank."""
    return "".join(unicodedata.normalize("NFKC", printed).split())


def _is_date(text: str) -> bool:
    try:
        return calendar_date.fromisoformat(text).isoformat() == text
    except ValueError:  # no day of the calendar
        return False


def _override(row: RegistryRow) -> Override:
    cells = row.cells
    what, value = cells["what"], cells["value"]
    return Override(
        what=NAME + dense(what.removeprefix(NAME)) if what.startswith(NAME) else named_page(what) or what,
        action=cast(Action, cells["action"]),
        value=(named_page(value) or value) if cells["action"] in PAIRING else value,
        date=cells["date"],
        by=cells["by"],
        reason=cells["reason"],
        line=row.line,
    )


def _page_key(what: str) -> str:
    """One key for the two schemes of an address."""
    return what if what.startswith((SHA256, NAME)) else address_forms(what)[0]


def _contradictions(rows: Sequence[Override]) -> Iterator[str]:
    """Rows that cannot all be true, or that say the same twice: told with the line of the earlier one."""
    single: dict[tuple[str, str], Override] = {}
    paired: dict[frozenset[str], Override] = {}
    for row in rows:
        if row.action in PAIRING:
            key = frozenset({_page_key(row.what), _page_key(row.value)})
            if len(key) == 1:
                yield f"line {row.line}, column value: expected another page than {row.what}"
            elif (first := paired.setdefault(key, row)) is not row:
                yield f"line {row.line}: line {first.line} already says {first.action} of these two"
        elif (first := single.setdefault((_page_key(row.what), row.action), row)) is not row:
            yield f"line {row.line}: line {first.line} already states {row.action} of {row.what}"
    for row in rows:
        for page in (row.what, row.value) if row.action in PAIRING else (row.what,):
            no_report = single.get((_page_key(page), "not_a_report"))
            if no_report is not None and row.action != "not_a_report":
                yield f"line {row.line}: line {no_report.line} says that {page} is not a report"
    yield from _joined_and_apart(tuple(paired.values()))


def _joined_and_apart(rows: Sequence[Override]) -> Iterator[str]:
    """A and B one report, B and C one report, A and C apart: no decision can follow that."""
    one_report: dict[str, set[str]] = {}
    for row in rows:
        if row.action == "same_report":
            left, right = _page_key(row.what), _page_key(row.value)
            joined = one_report.get(left, {left}) | one_report.get(right, {right})
            one_report |= dict.fromkeys(joined, joined)
    for row in rows:
        if row.action == "apart" and _page_key(row.value) in one_report.get(_page_key(row.what), ()):
            yield f"line {row.line}: other rows say that {row.what} and {row.value} are one report"
