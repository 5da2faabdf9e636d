"""Values of a row of a table, each under the header that it stands under.

A cell lost, or one too many, moves every value right of it. The sums of the form do not notice where cells are blank,
and the 第二十条 table has none at all; so a row whose cells do not stand as its header does is never read in silence:
its values are read by their order where it has exactly one cell a column, and else not at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from crawler.documents.model import Cell
from crawler.reports.model import FlagKind, Number
from crawler.reports.tables.columns import Frame, Span
from crawler.reports.tables.findings import Findings
from crawler.reports.tables.view import TableView, row_text
from crawler.reports.words.numbers import Unit, read_number

Values = dict[str, Number | None]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the form under its header."""

    key: str
    start: int
    stop: int
    unit: Unit
    header_unit: str | None


class Columns:
    """The columns of one axis of the form, as one header places them; a key whose span is None has no header."""

    __slots__ = ("frame", "is_complete", "keys", "placed", "start")

    def __init__(self, spans: Mapping[str, Span | None], frame: Frame, units: Mapping[str, Unit] | None = None) -> None:
        self.keys = tuple(spans)
        self.frame = frame
        known = [(key, span) for key, span in spans.items() if span is not None]
        self.placed = tuple(
            Column(key, span.start, span.stop, (units or {}).get(key, "count"), span.header_unit)
            for key, span in sorted(known, key=lambda item: item[1].start)
        )
        self.is_complete = len(known) == len(spans)
        first = min((span.start for _, span in known), default=frame.stop)
        self.start = first if frame.start is None else frame.start


def read_row(
    view: TableView,
    row: int,
    label_cells: int,
    columns: Columns,
    where: str,
    findings: Findings,
    data_rows: frozenset[int],
) -> Values:
    """The values of a row of a grid, by column. `label_cells` of its cells are its label. A column without a header
    has no value that could be known: it is None (the caller flags the header, once)."""
    cells = view.cells[row][label_cells:]
    if _fits(cells, columns):
        return {
            column.key: read_cell(view, cell, f"{where}.{column.key}", findings, column)
            for cell, column in zip(cells, columns.placed, strict=True)
        }
    note = _misfit(view, row, cells, columns)
    if note is None:
        return _read_slots(view, row, columns, where, findings, data_rows)
    raw = row_text(cells)
    if columns.is_complete and _is_one_a_column(view, row, label_cells, columns):
        findings.flag(where, "unknown_column", raw, f"{note}: read by the order of its cells")
        ordered = zip(cells, columns.placed, strict=True)
        return {
            column.key: read_cell(view, cell, f"{where}.{column.key}", findings, column) for cell, column in ordered
        }
    kind: FlagKind = "unknown_column" if raw else "short_row"
    findings.flag(where, kind, raw, f"{note}: its values may belong to other columns")
    if _covers(view, row, columns):
        return _read_slots(view, row, columns, where, findings, data_rows)
    for cell in cells:
        if cell.text:
            findings.places.append((where, view.table, cell))
    return dict.fromkeys(columns.keys)


def _fits(cells: Sequence[Cell], columns: Columns) -> bool:
    """The usual row: exactly one cell under each header, as wide as the header."""
    placed = columns.placed
    if len(cells) != len(placed) or not columns.is_complete:
        return False
    for cell, column in zip(cells, placed, strict=True):
        if cell.column != column.start or cell.row_span != 1 or cell.column_span != column.stop - column.start:
            return False
    return True


def _misfit(view: TableView, row: int, cells: Sequence[Cell], columns: Columns) -> str | None:
    """Why the cells of a row may stand under headers that are not theirs; None where they fit."""
    covered = view.table.rows[row]
    frame = columns.frame
    if any(all(cell is None for cell in covered[column.start : column.stop]) for column in columns.placed):
        return "the row has fewer cells than its header"
    if any(cell is not None for cell in covered[frame.stop :]):
        return "the row has more cells than its header"
    if any(cell.text and cell.column + cell.column_span <= columns.start for cell in cells):
        return "a value of the row stands left of the headers"
    for cell in cells:
        stop = cell.column + cell.column_span
        if (
            cell.column_span > 1
            and sum(cell.column < known.stop and known.start < stop for known in columns.placed) > 1
        ):
            return "a cell of the row spans several columns"
    printed = view.printed[row][len(view.cells[row]) - len(cells) :]
    for cell, known in zip(cells, printed, strict=True):
        if known.is_value and cell.column in frame.untitled:
            return "a value of the row stands under a blank header"
    return None


def _covers(view: TableView, row: int, columns: Columns) -> bool:
    """The row ends where its header ends: a merged cell in it moves no other."""
    covered = view.table.rows[row]
    return not any(cell is not None for cell in covered[columns.frame.stop :]) and not any(
        cell is None for cell in covered[columns.start : columns.frame.stop]
    )


def _is_one_a_column(view: TableView, row: int, label_cells: int, columns: Columns) -> bool:
    cells, printed = view.cells[row][label_cells:], view.printed[row][label_cells:]
    return len(cells) == len(columns.placed) and all(
        cell.row == row and cell.row_span == 1 and (known.is_value or not cell.text)
        for cell, known in zip(cells, printed, strict=True)
    )


def _read_slots(
    view: TableView, row: int, columns: Columns, where: str, findings: Findings, data_rows: frozenset[int]
) -> Values:
    """The one cell that states a value under each header, or why there is none."""
    values: Values = dict.fromkeys(columns.keys)
    for column in columns.placed:
        filled: list[Cell] = []
        for cell in view.table.rows[row][column.start : column.stop]:
            if cell is not None and cell.text and not (filled and filled[-1] is cell):
                filled.append(cell)
        if not filled:
            continue
        cell = filled[0]
        note = ""
        if len(filled) > 1:
            note = "several values stand under one header"
        elif cell.column < column.start or cell.column + cell.column_span > column.stop:
            note = "the cell spans several columns"
        elif any(covered in data_rows for covered in range(cell.row, cell.row + cell.row_span) if covered != row):
            note = "the cell spans several rows"
        if note:
            findings.flag(f"{where}.{column.key}", "unknown_column", row_text(filled), note)
        else:
            values[column.key] = read_cell(view, cell, f"{where}.{column.key}", findings, column)
    return values


def read_cell(view: TableView, cell: Cell, where: str, findings: Findings, column: Column) -> Number | None:
    """The number of a cell; its place and, where it is no plain number, a flag go to the findings."""
    is_set = cell.page is not None or cell.line is not None
    number = read_number(cell.text, column.unit, column.header_unit, may_wrap=is_set)
    if cell.text:
        findings.places.append((where, view.table, cell))
    if number.flag is not None:
        findings.flag(where, number.flag, cell.text, number.note)
    return number.value


def read_ordered_row(
    view: TableView,
    cells: Sequence[Cell],
    spans: Mapping[str, Span | None],
    where: str,
    findings: Findings,
    units: Mapping[str, Unit] | None = None,
) -> Values:
    """The values of a row of text that lost its blank cells: all of its columns or none of them."""
    values: Values = dict.fromkeys(spans)
    if not cells:
        return values
    if len(cells) != len(spans):
        note = f"{len(cells)} of {len(spans)} values, the text does not keep blank cells"
        findings.flag(where, "unknown_column", row_text(cells), note)
        for cell in cells:
            findings.places.append((where, view.table, cell))
        return values
    for (key, span), cell in zip(spans.items(), cells, strict=True):
        column = Column(key, 0, 0, (units or {}).get(key, "count"), span.header_unit if span else None)
        values[key] = read_cell(view, cell, f"{where}.{key}", findings, column)
    return values


def split_ordered_row(view: TableView, row: int) -> tuple[list[Cell], list[Cell]]:
    """Labels and values of a row of text without blank cells: the labels are all that stands before the first value."""
    found = [(cell, known) for cell, known in zip(view.cells[row], view.printed[row], strict=True) if cell.text]
    labels = next((place for place, (_, known) in enumerate(found) if known.is_value), len(found))
    cells = [cell for cell, _ in found]
    return cells[:labels], cells[labels:]
