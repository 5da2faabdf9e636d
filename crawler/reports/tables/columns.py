"""Columns of a table: which grid columns stand under which header.

In a grid a value belongs to the header that it stands under, whatever its index in the row: on a real 2019 page the
block with three columns sits in a grid of five, and its middle column is two grid columns wide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from crawler.documents.model import Cell
from crawler.reports.tables.view import TableView
from crawler.reports.words.matching import Match
from crawler.reports.words.normalise import fold_blanks

MOST_HEADER_ROWS = 12
"""The forms' headers have three rows; above them stand at most a caption, a unit and a blank line or two. Trying every
stack of a longer one would grow with the square of its rows."""

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


def header_stacks(view: TableView, rows: Sequence[int]) -> list[Stack]:
    """For every grid column the distinct, non-blank header cells that stand above each other in it, top to bottom."""
    stacks: list[Stack] = []
    grid = view.table.rows
    for column in range(view.width):
        stack: list[Cell] = []
        for row in rows:
            cell = grid[row][column] if column < len(grid[row]) else None
            if cell is not None and cell.text and (not stack or stack[-1] is not cell):
                stack.append(cell)
        stacks.append(tuple(stack))
    return stacks


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


def find_spans(stacks: Sequence[Stack], match: Callable[[Stack], Match | None]) -> dict[str, tuple[Span, Match, str]]:
    """Column key → its grid columns, the match and the printed label; of two runs with one label the first is kept."""
    found: dict[str, tuple[Span, Match, str]] = {}
    for column, stack in enumerate(stacks):
        label = match(stack) if stack else None
        if label is None:
            continue
        known = found.get(label.key)
        if known is None:
            found[label.key] = (Span(column, column + 1), label, stack[-1].text)
        elif known[0].stop == column:
            found[label.key] = (Span(known[0].start, column + 1), known[1], known[2])
    return found


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
    """元 or 万元 where a header names its unit of money."""
    folded = fold_blanks(header)
    if "万元" in folded:
        return "万元"
    return "元" if "元" in folded else None
