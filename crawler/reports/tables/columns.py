"""Columns of a table: which grid columns stand under which header.

In a grid a value belongs to the header that it stands under, whatever its index in the row: on a real 2019 page the
block with three columns sits in a grid of five, and its middle column is two grid columns wide.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from crawler.documents.model import Cell
from crawler.reports.tables.view import TableView
from crawler.reports.words.matching import Match
from crawler.reports.words.normalise import fold_blanks

MOST_HEADER_ROWS = 12
"""The forms' headers have three rows; above them stand at most a caption, a unit and a blank line or two. Trying every
stack of a longer one would grow with the square of its rows."""

_UNITS_OF_MONEY = ("百万元", "万元", "千元", "亿元", "元")
"""The longest first: 元 is the end of each."""

_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
_THIS_YEAR = re.compile(r"\(?(?:本年度?|今年|本期)")

Stack = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """Grid columns [start, stop) that one header covers, and the unit of money that the header prints."""

    start: int
    stop: int
    header_unit: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """The room that a header gives the rows below it: `stop` grid columns, of which it leaves `untitled` blank."""

    stop: int
    untitled: frozenset[int] = frozenset()
    is_even: bool = True
    """False: its rows end at different columns, so that at least one of them has lost or won a cell."""
    start: int | None = None
    """Where its columns begin, if columns that are not read stand left of those that are."""


@dataclass(frozen=True, slots=True)
class Run:
    """One print of a column's label in a header."""

    span: Span
    match: Match
    printed: str
    stack: Stack
    """The header cells over it, itself the last."""


def header_stacks(view: TableView, rows: Sequence[int]) -> list[Stack]:
    """For every grid column the distinct, non-blank header cells that stand above each other in it, top to bottom."""
    stacks: list[list[Cell]] = [[] for _ in range(view.width)]
    for row in rows:
        # A row may end before the grid does.
        for stack, cell in zip(stacks, view.table.rows[row], strict=False):
            if cell is not None and cell.text and (not stack or stack[-1] is not cell):
                stack.append(cell)
    return list(map(tuple, stacks))


def frame_of(view: TableView, rows: Sequence[int]) -> Frame:
    """The frame of a header; a line above it that fills its row as one cell (a caption) is no part of it."""
    header = [row for row in rows if len([cell for cell in view.cells[row] if cell.text]) > 1] or list(rows)
    covered = [[column for column, cell in enumerate(view.table.rows[row]) if cell is not None] for row in header]
    ends = [columns[-1] + 1 if columns else 0 for columns in covered]
    stop = max(ends, default=view.width)
    stacks = header_stacks(view, header)
    untitled = frozenset(column for column in range(stop) if not stacks[column])
    return Frame(stop, untitled, all(len(columns) == stop for columns in covered))


def follows_order(found: Iterable[str], order: Sequence[str]) -> bool:
    """Whether keys stand in the form's order; a key that is found again right away (two lines of one row) is in it."""
    places = [order.index(key) for key in found]
    return places == sorted(places)


def match_stack(stack: Stack, match: Callable[[str], Match | None]) -> Match | None:
    """The column label of a header stack: its lowest cell, or that cell with those above it where a word was broken
    over cells (法律服 / 务机构), or the lowest cell above it that is a label (自然人 over an empty row)."""
    for first in range(len(stack) - 1, -1, -1):
        found = match("".join(cell.text for cell in stack[first:]))
        if found is not None:
            return found
    for cell in reversed(stack[:-1]):
        found = match(cell.text)
        if found is not None:
            return found
    return None


def find_runs(stacks: Sequence[Stack], match: Callable[[Stack], Match | None]) -> dict[str, list[Run]]:
    """Column key → where the header prints it, left to right: twice where it has two years side by side. A misprint is
    no run where the label itself is printed too."""
    found: dict[str, list[Run]] = {}
    for column, stack in enumerate(stacks):
        label = match(stack) if stack else None
        if label is None:
            continue
        runs = found.setdefault(label.key, [])
        if runs and runs[-1].span.stop == column:
            runs[-1] = replace(runs[-1], span=Span(runs[-1].span.start, column + 1))
        else:
            runs.append(Run(Span(column, column + 1), label, stack[-1].text, stack))
    for key, runs in found.items():
        if len(runs) > 1 and any(run.match.exact for run in runs):
            found[key] = [run for run in runs if run.match.exact]
    return found


def of_the_year(runs: Sequence[Run], year: int | None) -> Run | None:
    """The one run of several that the header ascribes to the report's year; None where none or more than one is.

    year: the report's, None = not known: then only 本年 tells."""
    named = [run for run in runs if any(names_year(cell.text, year) for cell in run.stack[:-1])]
    return named[0] if len(named) == 1 else None


def names_year(text: str, year: int | None) -> bool:
    """Whether a text above a column, or beside a row, says that it is of the report's year, and of no other one."""
    folded = fold_blanks(text)
    years = set(_YEAR.findall(folded))
    if years:
        return year is not None and years == {str(year)}
    return _THIS_YEAR.match(folded) is not None


def fill_gaps(
    spans: Mapping[str, Span], order: Sequence[str], width: int, may_be: Callable[[int, str], bool]
) -> dict[str, Span]:
    """Give unnamed columns between, or after, named ones to the keys that are missing there, where exactly as many
    grid columns are left as keys are missing, and the named ones stand in the form's order. Else nothing is added.

    may_be(column, key): whether what the header prints there, if anything, can be what is left of the key's label.
    """
    filled = dict(spans)
    positions = [spans[key].start for key in order if key in spans]
    if not positions or positions != sorted(positions):
        return filled
    missing: list[str] = []
    left = None
    for key in [*order, None]:
        if key is not None and key not in spans:
            missing.append(key)
            continue
        right = spans[key].start if key is not None else width
        if missing and left is not None and right - left == len(missing):
            gap = {name: left + place for place, name in enumerate(missing)}
            if all(may_be(column, name) for name, column in gap.items()):
                filled.update({name: Span(column, column + 1) for name, column in gap.items()})
        missing = []
        left = spans[key].stop if key is not None else None
    return filled


def printed_unit(header: str) -> str | None:
    """元, 万元 … where a header names its unit of money."""
    folded = fold_blanks(header)
    return next((unit for unit in _UNITS_OF_MONEY if unit in folded), None)
