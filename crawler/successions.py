"""Which body took over from which: data/successions.csv, stated row by row and never guessed from names.

A body is named by its id: its division's six digits (000000 = the whole country), '-' and its full name, as the
registry's `division` and `body` make it (`530000-云南省工业和信息化厅`). One body may follow several (the mergers of
2018 and 2019), and several may follow one that was split. `year` is the first report year that is the successor's: the
year before is the last one that the predecessor reports on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path

from crawler.registry_csv import RegistryRow, read_registry_file, stated_rows

_BODY = re.compile(r"(?:\d{6}|unregistered)-\S(?:.*\S)?")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_BODY_ID = "a body's id: six digits of GB/T 2260 (000000 for a central body), '-' and its full name"


@dataclass(frozen=True, slots=True)
class Succession:
    predecessor: str
    successor: str
    year: int
    evidence: str
    """Where it is stated: a document, an address."""
    line: int = field(default=0, compare=False)


COLUMNS = tuple(one.name for one in fields(Succession) if one.name != "line")


def load_successions(path: Path) -> tuple[Succession, ...]:
    """The rows of the file. Raises RegistryError."""
    return parse_successions(read_registry_file(path), path.name)


def parse_successions(text: str, name: str = "successions.csv") -> tuple[Succession, ...]:
    """Raises RegistryError, which names every bad cell, a row said twice, and a body that would follow itself."""
    return stated_rows(text, name, COLUMNS, _problems, _succession, lambda rows: [*_said_twice(rows), *_circles(rows)])


def _succession(row: RegistryRow) -> Succession:
    cells = row.cells
    return Succession(cells["predecessor"], cells["successor"], int(cells["year"]), cells["evidence"], row.line)


def _problems(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    for column in ("predecessor", "successor"):
        if not _BODY.fullmatch(cells[column]):
            yield column, _BODY_ID
    if not _YEAR.fullmatch(cells["year"]):
        yield "year", "the first report year of the successor"
    if not cells["evidence"]:
        yield "evidence", "where this is stated"


def _said_twice(rows: Sequence[Succession]) -> Iterator[str]:
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        first = seen.setdefault((row.predecessor, row.successor), row.line)
        if first != row.line:
            yield f"line {row.line}: line {first} already says that {row.successor} followed {row.predecessor}"


def _circles(rows: Sequence[Succession]) -> Iterator[str]:
    """A row whose predecessor follows, by the rows above it, from its successor."""
    before: dict[str, set[str]] = {}
    """Body → all that it follows, as far as the rows so far say."""
    for row in rows:
        ancestors = {row.predecessor} | before.get(row.predecessor, set())
        if row.successor in ancestors:
            yield f"line {row.line}: {row.successor} would follow itself, by way of {row.predecessor}"
            continue
        before.setdefault(row.successor, set())
        for body, followed in before.items():
            if body == row.successor or row.successor in followed:
                followed.update(ancestors)
