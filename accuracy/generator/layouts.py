"""How a page lays out the cells of one table: whole, split, in blocks, with labels broken over cells.

These are changes of the grid, which every format can print. What only markup can do (nesting, hidden cells, th, odd
spans) is in `markup`.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from accuracy.generator.values import Cell, Grid, PrintedTable, placed

_HEADER_ROWS = {"applications": 3, "statistics": 1}
_BROKEN = {
    "商业企业": ("商业企", "业"),
    "科研机构": ("科研机", "构"),
    "社会公益组织": ("社会公", "益组织"),
    "法律服务机构": ("法律服", "务机构"),
}


def laid_out(table: PrintedTable, layout: str, source: random.Random) -> tuple[Grid, ...]:
    """The grids that the page prints for one table, in order."""
    if layout in ("split_with_header", "split_without_header"):
        return _split(table, layout == "split_with_header", source)
    if layout == "four_tables" and table.name == "proactive":
        return _blocks(table.grid)
    if layout == "broken_headers" and table.name == "applications":
        return (_broken_headers(table.grid),)
    return (table.grid,)


def rows_between(grid: Grid, first: int, end: int, repeat: bool) -> list[list[Cell]]:
    """The part of a grid from row `first` to before `end`; a cell that began above goes on, with its words if
    `repeat`."""
    rows: list[list[Cell]] = [[] for _ in range(first, end)]
    for cell in (cell for row in grid for cell in row):
        top, bottom = max(cell.row, first), min(cell.row + cell.row_span, end)
        if top < bottom:
            text = cell.text if cell.row >= first or repeat else ""
            rows[top - first].append(replace(cell, text=text, row_span=bottom - top))
    return [sorted(row, key=lambda cell: cell.column) for row in rows]


def _split(table: PrintedTable, with_header: bool, source: random.Random) -> tuple[Grid, ...]:
    if table.name == "proactive":
        blocks = _blocks(table.grid)
        place = source.randrange(1, len(blocks))
        return (_joined(blocks[:place]), _joined(blocks[place:]))
    if table.name == "review":
        return _review_halves(table.grid) if with_header else (table.grid,)
    header = _HEADER_ROWS[table.name]
    row = source.choice((11, 15, 18) if table.name == "applications" else (11, 20, 31))
    second = rows_between(table.grid, row, len(table.grid), repeat=with_header)
    top = rows_between(table.grid, 0, header, repeat=False) if with_header else []
    return (placed(rows_between(table.grid, 0, row, repeat=False)), placed([*top, *second]))


def _blocks(grid: Grid) -> tuple[Grid, ...]:
    """第二十条 cut before each of its clauses."""
    starts = [row for row, cells in enumerate(grid) if len(cells) == 1]
    ends = [*starts[1:], len(grid)]
    return tuple(placed(grid[start:end]) for start, end in zip(starts, ends, strict=True))


def _joined(grids: Sequence[Grid]) -> Grid:
    return placed([row for grid in grids for row in grid])


def _review_halves(grid: Grid) -> tuple[Grid, ...]:
    """行政复议 and 行政诉讼 as tables of their own."""
    left = [[cell for cell in row if cell.column < 5] for row in grid]
    right = [[cell for cell in row if cell.column >= 5] for row in grid]
    flattened = [[replace(cell, row_span=1) for cell in row] for row in left if row]
    return (placed(flattened), placed(right))


def _broken_headers(grid: Grid) -> Grid:
    """法律服 / 务机构: each label of the third header row in two cells, one above the other (上海市科委 2024)."""
    rows = [list(row) for row in grid]
    upper, lower = [], []
    for cell in rows[2]:
        first, second = _BROKEN.get(cell.key, (cell.text, ""))
        upper.append(replace(cell, text=first))
        lower.append(replace(cell, text=second))
    top = [replace(cell, row_span=4) if cell.row_span == 3 else cell for cell in rows[0]]
    middle = [replace(cell, row_span=3) if cell.row_span == 2 else cell for cell in rows[1]]
    return placed([top, middle, upper, lower, *rows[3:]])
