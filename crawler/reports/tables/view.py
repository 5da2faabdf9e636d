"""A table as its readers need it: what a browser shows of it, each row's cells once, and what each of them can be.

It is made once for every table and shared by the readers of the three forms. In a browser a cell that its markup hides
takes no place in its row, so the cells right of it stand one column further left than they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from crawler.documents.grid import SpannedCell, expand
from crawler.documents.model import Cell, Table
from crawler.reports.tables.printed import Axis, Printed, read_printed

JOINED = " | "
"""Between the cells of a row where a flag quotes a whole row."""


@dataclass(frozen=True, slots=True)
class TableView:
    table: Table
    """Without the cells that are hidden from a reader, unless the whole table is."""
    width: int
    is_hidden: bool
    """Every cell is hidden: a twin for another screen, or what an editor left behind."""
    cells: tuple[tuple[Cell, ...], ...]
    """Row → the cells that cover it, each once, left to right, continuations included."""
    printed: tuple[tuple[Printed, ...], ...]
    """The same, as what their texts can be."""
    axes: frozenset[Axis]
    """What of the forms is printed in it at all."""

    def row_text(self, row: int) -> str:
        return row_text(self.cells[row])


def row_text(cells: Iterable[Cell]) -> str:
    return JOINED.join(cell.text for cell in cells if cell.text)


def views_of(tables: Iterable[Table]) -> tuple[TableView, ...]:
    """The tables as views in document order, those that the markup hides from readers last."""
    views = [view_of(table) for table in tables]
    return tuple(sorted(views, key=lambda view: view.is_hidden))


def view_of(table: Table) -> TableView:
    cells = _cells(table.rows)
    hidden = [cell.hidden for row in cells for cell in row]
    is_hidden = bool(hidden) and all(hidden)
    if any(hidden) and not is_hidden:
        table = _visible(table)
        cells = _cells(table.rows)
    printed = tuple([tuple([read_printed(cell.text) for cell in row]) for row in cells])
    axes: set[Axis] = set()
    for row in printed:
        for known in row:
            if known.axes:
                axes |= known.axes
    return TableView(table, table.width, is_hidden, cells, printed, frozenset(axes))


def _cells(rows: Sequence[Sequence[Cell | None]]) -> tuple[tuple[Cell, ...], ...]:
    found = []
    for row in rows:
        cells = []
        last = None
        for cell in row:
            if cell is not None and cell is not last:
                cells.append(cell)
                last = cell
        found.append(tuple(cells))
    return tuple(found)


def _visible(table: Table) -> Table:
    """The grid without its hidden cells; where only their words are hidden and not their places
    (visibility:hidden), which shows in rows that would become too short, the grid with blanks instead."""
    without = _without_hidden(table)
    if _is_full(without) or not _is_full(table):
        return without
    blanked = {
        id(cell): replace(cell, text="") for row in table.rows for cell in row if cell is not None and cell.hidden
    }
    rows = tuple(tuple(blanked.get(id(cell), cell) for cell in row) for row in table.rows)
    return replace(table, rows=rows)


def _without_hidden(table: Table) -> Table:
    origins = [list(table.origins(row)) for row in range(len(table.rows))]
    kept = [row for row, cells in enumerate(origins) if not cells or not all(cell.hidden for cell in cells)]
    group = [
        [
            SpannedCell(
                cell.text,
                sum(row <= other < row + cell.row_span for other in kept),
                cell.column_span,
            )
            for cell in origins[row]
            if not cell.hidden
        ]
        for row in kept
    ]
    return replace(expand([group], number=table.number), aligned=table.aligned, page=table.page)


def _is_full(table: Table) -> bool:
    return all(cell is not None for row in table.rows for cell in row)
