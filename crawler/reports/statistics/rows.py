"""The rows of a table of the 2014–2018 statistics, each as label, unit and value.

In a grid the columns go by their heads (统计指标, 单位, 统计数, and again where two halves stand side by side). A grid
whose head is lost or does not fit it, and text, are read by what a cell is: a unit is one of a few words, a value is a
figure, and what stands before them is the label.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from crawler.documents.model import Cell
from crawler.reports.model import FlagKind
from crawler.reports.statistics.labels import header_role, is_heading, is_indicator, is_unit, is_value, place_in_form
from crawler.reports.tables.view import TableView, row_text

LEAST_INDICATORS = 4
"""So many indicators of the form in one table are no chance; a table with the form's head needs one."""
_MOST_JOINED = 4
_MOST_HEADER_ROWS = 12
"""Above the head stand at most a caption, the body that fills the table in, and a blank line or two."""


class Problem(NamedTuple):
    kind: FlagKind
    raw: str
    note: str


@dataclass(frozen=True, slots=True)
class Record:
    """One row of one half of the table."""

    view: TableView
    labels: tuple[Cell, ...]
    """The cells of its label: the group's title may stand before the indicator's."""
    unit: str
    """As printed; "" = none."""
    values: tuple[Cell, ...]
    """What is printed as its value: none where it is blank, more than one where the row does not say which."""
    problem: Problem | None = None
    """Why the value cannot be known, or is in doubt."""
    ordinal: int | None = None
    """The running number that is printed before the label."""

    @property
    def is_title(self) -> bool:
        """A row that prints neither unit nor value."""
        return not self.unit and not self.values and self.problem is None

    def raw(self) -> str:
        return row_text((*self.labels, *self.values))


@dataclass(frozen=True, slots=True)
class _Span:
    """Grid columns [start, stop)."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class _Half:
    """The columns of one half of the table."""

    label: _Span
    unit: _Span | None
    value: _Span
    number: _Span | None
    """序号."""
    is_ambiguous: bool
    """A second column of figures stands beside 统计数 (another year's)."""


def is_statistics_table(view: TableView, least: int = LEAST_INDICATORS) -> bool:
    """Whether a table is the form's: by its head and an indicator, or by as many of its indicators."""
    found = {cell.text for row in view.cells for cell in row if is_indicator(cell.text)}
    return len(found) >= least or (bool(found) and _header(view) is not None)


def records_of(view: TableView) -> list[Record]:
    """The rows in the form's order: one half after the other, or across, where the labels run so."""
    header = _header(view) if view.table.aligned else None
    if header is not None:
        halves = _halves(view, header)
        if halves and _fits(view, header):
            rows = range(header + 1, len(view.cells))
            down = [record for half in halves for row in rows for record in _aligned(view, row, half)]
            across = [record for row in rows for half in halves for record in _aligned(view, row, half)]
            return _mended(_numbered(_better_order(down, across) if len(halves) > 1 else down))
    return _mended(_numbered([record for row in range(len(view.cells)) for record in _ordered(view, row)]))


def label_text(cells: Sequence[Cell]) -> str:
    return "".join(cell.text for cell in cells)


def _header(view: TableView) -> int | None:
    """The row that names the columns: 统计指标 and 统计数 at least."""
    for row in range(min(len(view.cells), _MOST_HEADER_ROWS)):
        roles = {header_role(cell.text) for cell in view.cells[row] if cell.text}
        if {"label", "value"} <= roles:
            return row
    return None


def _fits(view: TableView, header: int) -> bool:
    """Whether the head has as many columns as the rows below it: else it has lost or won a cell."""
    width = _length(view, header)
    lengths = [_length(view, row) for row in range(header + 1, len(view.cells))]
    return sum(length == width for length in lengths) * 2 > len(lengths)


def _length(view: TableView, row: int) -> int:
    return max((column + 1 for column, cell in enumerate(view.table.rows[row]) if cell is not None), default=0)


def _halves(view: TableView, header: int) -> list[_Half]:
    cells = [(cell, header_role(cell.text)) for cell in view.cells[header]]
    starts = [place for place, (_, role) in enumerate(cells) if role == "label"]
    halves: list[_Half] = []
    for number, place in enumerate(starts):
        stop = starts[number + 1] if number + 1 < len(starts) else len(cells)
        named = [(cell, role) for cell, role in cells[place + 1 : stop] if role is not None]
        values = [cell for cell, role in named if role == "value"]
        units = [cell for cell, role in named if role == "unit"]
        if not values:
            return []
        label = cells[place][0]
        before = cells[place - 1] if place else None
        halves.append(
            _Half(
                label=_Span(label.column, named[0][0].column),
                unit=_span(units[0]) if units else None,
                value=_span(values[0]),
                number=_span(before[0]) if before is not None and before[1] == "number" else None,
                is_ambiguous=len(values) > 1,
            )
        )
    return halves


def _span(cell: Cell) -> _Span:
    return _Span(cell.column, cell.column + cell.column_span)


def _aligned(view: TableView, row: int, half: _Half) -> Iterator[Record]:
    labels = tuple(cell for cell in _under(view, row, half.label) if cell.text)
    filled = [cell for cell in view.cells[row] if cell.text]
    if not filled or (labels and header_role(labels[-1].text) == "label"):
        return  # a blank row, or the head again at the top of a page
    unit = ""
    if half.unit is not None:
        printed = [cell for cell in _under(view, row, half.unit) if cell.text and cell not in labels]
        unit = row_text(printed) if any(character.isalnum() for cell in printed for character in cell.text) else ""
    values = tuple(cell for cell in _under(view, row, half.value) if cell.text)
    ordinal = _ordinal(_under(view, row, half.number)) if half.number is not None else None
    if all(cell in labels for cell in values) and len(filled) == len(labels):
        yield Record(view, labels, "", (), None, ordinal)
        return
    problem = _problem(view, row, half, labels, values)
    if problem is not None:
        yield Record(view, labels, unit, (), Problem(problem[0], row_text(filled), problem[1]), ordinal)
    elif labels or values:
        yield Record(view, labels, unit, values, None, ordinal)


def _problem(
    view: TableView, row: int, half: _Half, labels: Sequence[Cell], values: Sequence[Cell]
) -> tuple[FlagKind, str] | None:
    """Why the value of a row cannot be known."""
    covered = view.table.rows[row]
    if half.value.start >= len(covered) or all(cell is None for cell in covered[half.value.start : half.value.stop]):
        return "short_row", "the row ends before this column"
    if half.is_ambiguous and values:
        return "unknown_column", "two columns of figures stand under one head"
    for cell in values:
        if cell.column < half.value.start or cell.column + cell.column_span > half.value.stop or cell in labels:
            return "unknown_column", "the cell spans several columns"
        if cell.row_span > 1:
            return "unknown_column", "the cell spans several rows"
    return None


def _under(view: TableView, row: int, span: _Span) -> list[Cell]:
    """The cells of a row that cover a part of the span, each once."""
    cells = [cell for cell in view.table.rows[row][span.start : span.stop] if cell is not None]
    return [cell for place, cell in enumerate(cells) if place == 0 or cell is not cells[place - 1]]


def _ordered(view: TableView, row: int) -> Iterator[Record]:
    """Label, unit, value, and again where two halves stand side by side; an ordinal before a label is passed over."""
    cells = [cell for cell in view.cells[row] if cell.text.strip()]
    if {"label", "value"} <= {header_role(cell.text) for cell in cells}:
        return
    place = 0
    while place < len(cells):
        start = place
        if _is_value(cells[place]) and place + 1 < len(cells) and _is_label(cells[place + 1]):
            place += 1
        first = place
        while place < len(cells) and _is_label(cells[place]):
            place += 1
        labels = tuple(cells[first:place])
        unit = ""
        if place < len(cells) and is_unit(cells[place].text):
            unit = cells[place].text
            place += 1
        begin = place
        while place < len(cells) and _is_value(cells[place]) and not _is_ordinal(cells, begin, place):
            place += 1
        ordinal = _ordinal(cells[start:first])
        yield Record(view, labels, unit, tuple(cells[begin:place]), None, ordinal)
        if place == start:
            place += 1


def _is_ordinal(cells: Sequence[Cell], begin: int, place: int) -> bool:
    """Whether a figure behind a row's value is the number of the row beside it."""
    return place > begin and place + 1 < len(cells) and _is_label(cells[place + 1])


def _ordinal(cells: Sequence[Cell]) -> int | None:
    return int(cells[0].text) if len(cells) == 1 and re.fullmatch(r"[0-9]{1,3}", cells[0].text) else None


def _numbered(records: list[Record]) -> list[Record]:
    """Rows with their running numbers tried: where these run through the table, one that fits neither of its neighbours
    may have changed places with the row's value."""
    known = [place for place, record in enumerate(records) if record.ordinal is not None]
    numbers = [records[place].ordinal or 0 for place in known]
    running = sum(after - before == 1 for before, after in itertools.pairwise(numbers))
    if 5 * running < 4 * (len(numbers) - 1) or len(numbers) < LEAST_INDICATORS:
        return records
    tried = list(records)
    for at, place in enumerate(known):
        record = records[place]
        follows = at > 0 and numbers[at] == numbers[at - 1] + 1
        leads = at + 1 < len(numbers) and numbers[at] == numbers[at + 1] - 1
        if not follows and not leads and numbers[at] != 1 and record.problem is None and record.values:
            note = "the row's running number does not fit; it may have changed places with the value"
            tried[place] = replace(record, problem=Problem("unknown_column", f"{numbers[at]} | {record.raw()}", note))
    return tried


def _is_value(cell: Cell) -> bool:
    return is_value(cell.text)


def _is_label(cell: Cell) -> bool:
    return not is_unit(cell.text) and not is_value(cell.text)


def _better_order(down: list[Record], across: list[Record]) -> list[Record]:
    """Two halves are read one after the other, unless the group titles run across."""
    return across if _steps_back(across) < _steps_back(down) else down


def _steps_back(records: Sequence[Record]) -> int:
    places = [place for record in records if (place := place_in_form(label_text(record.labels[-1:]))) is not None]
    return sum(after < before for before, after in itertools.pairwise(places))


def _mended(records: Sequence[Record]) -> list[Record]:
    return _join_torn(_part_merged(records))


def _part_merged(records: Sequence[Record]) -> list[Record]:
    """Rows whose labels came out of a PDF in the cell of the first of them, each given its own again: only where every
    line there is a label of the form, and just as many rows follow that have a value and no label."""
    parted = list(records)
    for place, record in enumerate(records):
        lines = label_text(record.labels).split("\n")
        below = records[place + 1 : place + len(lines)]
        if len(lines) < 2 or len(record.labels) > 1 or not all(map(is_indicator, lines)):
            continue
        if len(below) < len(lines) - 1 or any(own.labels or not own.values for own in below):
            continue
        for own, (line, written) in enumerate(zip(lines, (record, *below), strict=True)):
            parted[place + own] = replace(written, labels=(replace(record.labels[0], text=line),))
    return parted


def _join_torn(records: Sequence[Record]) -> list[Record]:
    """Rows whose label was broken over several (a wrapped line of a text, a page's end) put together again: only where
    the whole is a label of the form, and only one of the rows holds a value."""
    joined: list[Record] = []
    place = 0
    while place < len(records):
        record = records[place]
        taken = 1
        for count in range(2, _MOST_JOINED + 1):
            parts = records[place : place + count]
            whole = tuple(cell for part in parts for cell in part.labels)
            if len(parts) < count or sum(not part.is_title for part in parts) != 1:
                continue
            if any(is_heading(label_text(part.labels)) for part in parts) or not is_indicator(label_text(whole)):
                continue
            holding = next(part for part in parts if not part.is_title)
            record = replace(holding, labels=whole)
            taken = count
        joined.append(record)
        place += taken
    return joined
