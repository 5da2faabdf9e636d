"""Rows of cells as a text prints them → a Table: a grid where every cell's column is known, else rows in order.

Three cases. Blank cells were kept and all rows are equally long: a grid. Blank cells were dropped: rows whose cells
count in their order only (`aligned=False`). Blank cells were kept but rows are not equally long, as character
recognition prints them: rows of the common length are the grid; of the others the values that fill all value columns
stand in them, and what may have moved is one cell over all of them, so that no column can claim it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawler.documents.limits import MAX_TABLE_SLOTS
from crawler.documents.model import Cell, DocumentError, Table

_FIGURE = re.compile(
    r"[+\-−－＋]?\s*[0-9０-９](?:[0-9０-９,，.．\s]*[0-9０-９])?\s*(?:[件项条万元亿个]{1,2}|[（(][^（()）]*[)）])?"
    r"|[/／\-—－–*]+|无|空|不适用"
)
"""What stands in a value cell: a number with its unit or note, or a mark for none."""
_WIDE_TABLE = 6
"""Columns from which on a short header row says nothing of where its labels stand (the applications table has 10)."""
_JOINED = " | "


@dataclass(frozen=True, slots=True)
class TextRow:
    line: int
    cells: tuple[str, ...]

    @property
    def has_figure(self) -> bool:
        return any(is_figure(cell) for cell in self.cells)

    @property
    def keeps_inner_blank(self) -> bool:
        """Whether a blank cell stands before a filled one."""
        filled = [place for place, cell in enumerate(self.cells) if cell]
        return bool(filled) and len(filled) < filled[-1] + 1


def is_figure(text: str) -> bool:
    """Whether a text is what value cells hold, and no label."""
    return _FIGURE.fullmatch(text.strip()) is not None


def ordered_table(rows: Sequence[TextRow], number: int, page: int | None = None) -> Table:
    """Rows whose blank cells are lost: a cell's column is its order in the row."""
    return Table(
        rows=tuple(
            tuple(
                Cell(text, row, column, page=page, line=written.line)
                for column, text in enumerate(cell for cell in written.cells if cell)
            )
            for row, written in enumerate(rows)
        ),
        aligned=False,
        number=number,
        page=page,
    )


def grid_table(rows: Sequence[TextRow], number: int) -> Table:
    """Rows whose every cell stands in its column."""
    return Table(rows=tuple(_plain_row(row, index) for index, row in enumerate(rows)), number=number)


def table_of_rows(rows: Sequence[TextRow], number: int, *, keeps_blanks: bool) -> Table:
    """The table of a text's rows. `keeps_blanks`: what is known of how it was printed, see `text_pipes`."""
    if not keeps_blanks:
        return ordered_table(rows, number)
    if len({len(row.cells) for row in rows}) == 1:
        return grid_table(rows, number)
    if not any(row.keeps_inner_blank for row in rows):
        return ordered_table(rows, number)
    return _mended_table(rows, number)


def _mended_table(rows: Sequence[TextRow], number: int) -> Table:
    width = _common_width(rows)
    if width * len(rows) > MAX_TABLE_SLOTS:
        raise DocumentError(f"a table has more than {MAX_TABLE_SLOTS:,} places: it is broken or hostile")
    first_value = _first_value_column([row for row in rows if len(row.cells) == width], width)
    mended: list[tuple[Cell | None, ...]] = []
    header = 0
    for index, row in enumerate(rows):
        if not row.has_figure:
            if sum(map(bool, row.cells)) > 1:
                header = len(row.cells)
            mended.append(_header_row(row, index, width))
        elif len(row.cells) == width:
            mended.append(_placed(row, index, row.cells[:first_value], row.cells[first_value:], first_value))
        elif len(row.cells) == header and width < _WIDE_TABLE:
            mended.append(_plain_row(row, index))
        else:
            mended.append(_ragged_row(row, index, first_value, width))
    return Table(rows=tuple(mended), number=number)


def _common_width(rows: Sequence[TextRow]) -> int:
    lengths = Counter(len(row.cells) for row in rows if row.has_figure) or Counter(len(row.cells) for row in rows)
    return max(lengths, key=lambda length: (lengths[length], length))


def _first_value_column(rows: Iterable[TextRow], width: int) -> int:
    """Where the labels end: right of every word in the rows that hold figures."""
    first = 1
    for row in rows:
        words = [place for place, cell in enumerate(row.cells) if cell and not is_figure(cell)]
        if row.has_figure and words and words[-1] + 1 < width:
            first = max(first, words[-1] + 1)
    return first


def _header_row(row: TextRow, index: int, width: int) -> tuple[Cell | None, ...]:
    filled = [cell for cell in row.cells if cell]
    if len(row.cells) == width or len(filled) < 3 or width < _WIDE_TABLE:
        return _plain_row(row, index)
    return (Cell(_JOINED.join(filled), index, 0, column_span=width, line=row.line),) * width


def _ragged_row(row: TextRow, index: int, first_value: int, width: int) -> tuple[Cell | None, ...]:
    """A row of another length. Its values are known where just as many cells as there are value columns follow its
    label; a blank cell among them proves nothing where the first is blank, for that may be a label's own."""
    words = [place for place, cell in enumerate(row.cells) if cell and not is_figure(cell)]
    labels = row.cells[: words[-1] + 1] if words else ()
    values = row.cells[len(labels) :]
    filled = tuple(cell for cell in values if cell)
    wanted = width - first_value
    if len(filled) == wanted:
        values = filled
    if len(values) == wanted and len(labels) <= first_value and values[0]:
        return _placed(row, index, labels, values, first_value)
    lost = Cell(_JOINED.join(filled), index, first_value, column_span=wanted, line=row.line)
    return (*_labels(row, index, labels[:first_value], first_value), *((lost,) * wanted))


def _placed(
    row: TextRow, index: int, labels: Sequence[str], values: Sequence[str], first_value: int
) -> tuple[Cell | None, ...]:
    placed = (Cell(text, index, first_value + place, line=row.line) for place, text in enumerate(values))
    return (*_labels(row, index, labels, first_value), *placed)


def _labels(row: TextRow, index: int, labels: Sequence[str], first_value: int) -> tuple[Cell | None, ...]:
    """Label cells, the last of them over the blank ones up to the values: its span was lost, and is known here."""
    last = max((place for place, text in enumerate(labels) if text), default=0)
    cells = [Cell(labels[place], index, place, line=row.line) for place in range(last)]
    own = Cell(labels[last] if labels else "", index, last, column_span=first_value - last, line=row.line)
    return (*cells, *((own,) * own.column_span))


def _plain_row(row: TextRow, index: int) -> tuple[Cell | None, ...]:
    return tuple(Cell(text, index, column, line=row.line) for column, text in enumerate(row.cells))
