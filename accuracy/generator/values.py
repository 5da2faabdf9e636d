"""The values that a generated document is made of: cells, grids, figures, and the draft of a document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from accuracy.model import ExpectedFlag

Number = int | Decimal
CellKind = Literal["head", "label", "value"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell at its origin; row and column count from 0."""

    text: str
    column_span: int = 1
    row_span: int = 1
    kind: CellKind = "head"
    where: str = ""
    """value: its cell in the contract; label: its row; head: its column or table."""
    states: Number | None = None
    """What the text of a value cell states."""
    key: str = ""
    """Which label of the form a head or label cell prints (the official wording)."""
    row: int = 0
    column: int = 0


Grid = tuple[tuple[Cell, ...], ...]
"""Rows of the cells that begin in them, left to right."""


def placed(rows: Iterable[Iterable[Cell]]) -> Grid:
    """The cells with row and column, found as a browser finds them: the first free place of their row."""
    taken: set[tuple[int, int]] = set()
    grid = []
    for row, cells in enumerate(rows):
        column, done = 0, []
        for cell in cells:
            while (row, column) in taken:
                column += 1
            done.append(replace(cell, row=row, column=column))
            spanned = range(column, column + cell.column_span)
            taken.update((row + down, across) for down in range(1, cell.row_span) for across in spanned)
            column += cell.column_span
        grid.append(tuple(done))
    return tuple(grid)


def width(grid: Grid) -> int:
    return max(cell.column + cell.column_span for row in grid for cell in row)


def cells_of(grid: Grid) -> Iterator[Cell]:
    return (cell for row in grid for cell in row)


def printed_number(value: Number | None) -> str:
    """A plain number as a cell prints it; "" for a blank."""
    if value is None:
        return ""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


Proactive = dict[str, dict[str, Number | None]]
Applications = dict[str, list[Number | None]]


@dataclass(frozen=True, slots=True)
class Figures:
    """What the three standard tables hold before any damage; all sums of the form hold."""

    proactive_form: str
    applications_form: str
    proactive: Proactive
    applications: Applications
    review: Proactive


TableName = Literal["proactive", "applications", "review", "statistics"]


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """One table of the forms, as one grid; a layout may print it in parts."""

    name: TableName
    grid: Grid


@dataclass(frozen=True, slots=True)
class SectionDraft:
    key: str
    """Its key in the answer: "1" … "6" as on the form, "N+01" for a section that the form does not know, after N;
    "" for words that are no section (the appendix)."""
    heading: str
    paragraphs: tuple[str, ...]
    tables: tuple[PrintedTable, ...] = ()
    after: tuple[str, ...] = ()
    """Paragraphs below the tables."""
    images: tuple[str, ...] = ()
    """Addresses of pictures that stand where the tables should."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above and around the report's own text."""

    shape: str
    """table, pairs, definition_list, one_line, meta_tags, none."""
    pairs: tuple[tuple[str, str], ...] = ()
    """Labels as printed (索 引 号) with their values."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A document before it is written in a format. Its truth stands in the cells and in `words`."""

    form: str
    title: str
    agency: str
    year: int
    head: Head
    introduction: tuple[str, ...]
    sections: tuple[SectionDraft, ...]
    signature: tuple[str, ...]
    site: Mapping[str, str]
    words: Mapping[str, object]
    """The part of the answer that is no table: title, agency, report_year, period, contact …"""
    forms: Mapping[str, str | None]
    document_class: str = "report"
    flags: tuple[ExpectedFlag, ...] = ()
    unknowable: frozenset[str] = frozenset()
    attachments: tuple[str, ...] = ()
    """Addresses of files that the page links to."""

    def tables(self) -> Iterator[PrintedTable]:
        return (table for section in self.sections for table in section.tables)
