"""How a damage changes a draft: cell by cell, with what the cell states afterwards and the flag that is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from accuracy.generator.values import Cell, Draft, Grid, Number, PrintedTable, cells_of
from accuracy.model import ExpectedFlag


def map_tables(draft: Draft, change: Callable[[PrintedTable], PrintedTable]) -> Draft:
    sections = tuple(
        replace(section, tables=tuple(change(table) for table in section.tables)) for section in draft.sections
    )
    return replace(draft, sections=sections)


def map_cells(draft: Draft, change: Callable[[Cell], Cell]) -> Draft:
    """The draft with every cell of every table changed; spans and places stay."""

    def changed(grid: Grid) -> Grid:
        return tuple(tuple(change(cell) for cell in row) for row in grid)

    return map_tables(draft, lambda table: replace(table, grid=changed(table.grid)))


def value_cells(draft: Draft, *tables: str) -> list[Cell]:
    """The value cells of the named tables (of all, where none is named), in print order."""
    return [
        cell
        for table in draft.tables()
        if not tables or table.name in tables
        for cell in cells_of(table.grid)
        if cell.kind == "value"
    ]


def label_cells(draft: Draft) -> list[Cell]:
    return [cell for table in draft.tables() for cell in cells_of(table.grid) if cell.kind == "label"]


def print_values(draft: Draft, printed: Mapping[str, tuple[str, Number | None]]) -> Draft:
    """`printed`: `where` of a value cell → its text and what that states."""

    def change(cell: Cell) -> Cell:
        if cell.kind != "value" or cell.where not in printed:
            return cell
        text, states = printed[cell.where]
        return replace(cell, text=text, states=states)

    return map_cells(draft, change)


def print_labels(draft: Draft, texts: Mapping[str, str]) -> Draft:
    """`texts`: official wording of a label or head → what is printed instead."""
    return map_cells(draft, lambda cell: replace(cell, text=texts[cell.key]) if cell.key in texts else cell)


def with_flags(draft: Draft, kind: str, wheres: Iterable[str]) -> Draft:
    return replace(draft, flags=(*draft.flags, *(ExpectedFlag(kind, where) for where in wheres)))


def row_of(where: str) -> str:
    """applications.granted.total → applications.granted"""
    return ".".join(where.split(".")[:2])
