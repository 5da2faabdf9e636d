"""Rows of cells with spans → a grid, as the HTML standard's table model forms one.

Source of the rules: HTML standard, "The table model", "Forming a table". Two points are the browsers' and not the
algorithm's letter: a row span ends with its row group, and a place that two cells claim belongs to the one above.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from crawler.documents.limits import MAX_COLUMN_SPAN, MAX_ROW_SPAN, MAX_TABLE_SLOTS
from crawler.documents.model import Cell, DocumentError, Table

_DIGITS = re.compile(r"[ \t\n\f\r]*\+?([0-9]+)")


class SpannedCell(NamedTuple):
    """A cell as written: not yet at a column."""

    text: str
    row_span: int = 1
    """0 = to the end of its row group."""
    column_span: int = 1
    hidden: bool = False


def column_span(written: str | None) -> int:
    """The colspan attribute by the standard's rule: 1 if absent, 0 or no number; at most 1000. ("9e15" begins with a
    9.)"""
    return min(_number(written) or 1, MAX_COLUMN_SPAN)


def row_span(written: str | None) -> int:
    """The rowspan attribute by the standard's rule: 1 if absent or no number; 0 = to the end of the group; at most
    65534."""
    number = _number(written)
    return 1 if number is None else min(number, MAX_ROW_SPAN)


def _number(written: str | None) -> int | None:
    match = _DIGITS.match(written or "")
    if match is None:
        return None
    # int() of a million digits would take seconds: anything beyond six is over every bound anyway.
    digits = match.group(1).lstrip("0")
    return int(digits[:6] or "0") if len(digits) <= 6 else MAX_ROW_SPAN


def expand(groups: Sequence[Sequence[Sequence[SpannedCell]]], *, number: int = 1) -> Table:
    """Row groups (thead, tbody, tfoot, in order) of rows of cells → a Table whose rows are all equally long.

    Raises DocumentError when the grid would have more than MAX_TABLE_SLOTS places.
    """
    rows: list[list[Cell | None]] = []
    filled = 0
    for group in groups:
        first = len(rows)
        rows.extend([] for _ in group)
        for offset, cells in enumerate(group):
            y = first + offset
            row = rows[y]
            x = 0
            for text, written_span, width, hidden in cells:
                while x < len(row) and row[x] is not None:
                    x += 1
                if written_span == width == 1 and x == len(row):
                    # Nearly every cell. Its place is counted with the grid's, below.
                    row.append(Cell(text, y, x, 1, 1, None, None, hidden))
                    x += 1
                    continue
                height = 1 if written_span == 1 else min(written_span or len(group), len(group) - offset)
                filled += height * width
                if filled > MAX_TABLE_SLOTS:
                    raise _too_large(number)
                _cover(rows, Cell(text, y, x, height, width, None, None, hidden))
                x += width
    longest = max(map(len, rows), default=0)
    if longest * len(rows) > MAX_TABLE_SLOTS:
        raise _too_large(number)
    return Table(rows=tuple((*row, *([None] * (longest - len(row)))) for row in rows), number=number)


def _cover(rows: list[list[Cell | None]], cell: Cell) -> None:
    end = cell.column + cell.column_span
    for y in range(cell.row, cell.row + cell.row_span):
        row = rows[y]
        if len(row) < end:
            row.extend([None] * (end - len(row)))
        for x in range(cell.column, end):
            if row[x] is None:
                row[x] = cell


def _too_large(number: int) -> DocumentError:
    return DocumentError(
        f"table {number} has more than {MAX_TABLE_SLOTS:,} places: "
        "no report has such a table, the page is broken or hostile"
    )
