"""The pieces of a table on consecutive pages → one Table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from crawler.documents.model import Cell, Table
from crawler.documents.pdf.rules import TOLERANCE, edge_index, merged_edges
from crawler.documents.pdf.tables import TablePiece

_NUMBERED = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}\s*、|[（(]\s*[一二三四五六七八九十]{1,3}\s*[）)]|\d{1,2}\s*[.．、])"
)
_ITEM = re.compile(r"(\d{1,2})\s*[.．、](?!\d)")
_NO_VALUE = frozenset({"无", "空", "不适用", "无此项"})
"""Words that stand where a value does."""
_FIGURE = re.compile(r"[-+−－]?[\d.,，\s%]*\d|[-—–－/]+")


def continues(pieces: Sequence[TablePiece], below: TablePiece) -> bool:
    """Whether `below`, the first thing on the next page, can be the same table as `pieces`, the last on theirs.

    The outer edges must be the same, and the column edges of one must all be among the other's: where every row of a
    piece has merged cells, some columns are not drawn on its page. A piece with a header of its own is another table.
    """
    above = pieces[-1]
    if below.page != above.page + 1:
        return False
    if abs(above.edges[0] - below.edges[0]) > TOLERANCE or abs(above.edges[-1] - below.edges[-1]) > TOLERANCE:
        return False
    if not (_are_among(above.edges, below.edges) or _are_among(below.edges, above.edges)):
        return False
    return not _has_other_header(pieces, below)


def _has_other_header(pieces: Sequence[TablePiece], below: TablePiece) -> bool:
    """Whether `below` begins with names of columns, over figures, none of which is printed in the rows above.

    A table whose header the break has torn has no figures yet; one with a header for each of its blocks repeats a name
    of its columns in each (信息内容).
    """
    above = [cell for piece in pieces for cell in piece.cells]
    if not any(_FIGURE.fullmatch(cell.text) for cell in above):
        return False
    first = [cell for cell in below.cells if cell.row == 0]
    if len(first) < 2 or not all(_is_column_name(cell.text) for cell in first):
        return False
    if not any(_FIGURE.fullmatch(cell.text) for cell in below.cells):
        return False
    known = {"".join(cell.text.split()) for cell in above}
    return not any("".join(cell.text.split()) in known for cell in first)


def _is_column_name(text: str) -> bool:
    return text != "" and _NUMBERED.match(text) is None and _FIGURE.fullmatch(text) is None and text not in _NO_VALUE


def _are_among(edges: Sequence[float], others: Sequence[float]) -> bool:
    return all(min(abs(edge - other) for other in others) <= TOLERANCE for edge in edges)


def join_pieces(pieces: Sequence[TablePiece], number: int) -> Table:
    """Put the pieces under one another on the columns of all of them; aligned, `page` set on every cell."""
    edges = merged_edges(edge for piece in pieces for edge in piece.edges)
    first = _on_columns(pieces[0], edges)
    joined = list(first)
    row_count = pieces[0].row_count
    for piece in pieces[1:]:
        cells = _on_columns(piece, edges)
        dropped = _repeated_header_rows(first, cells)
        below = [replace(cell, row=cell.row - dropped) for cell in cells if cell.row >= dropped]
        joined, row_count = _stacked(joined, row_count, below, piece.row_count - dropped)
    rows: list[list[Cell | None]] = [[None] * (len(edges) - 1) for _ in range(row_count)]
    for cell in joined:
        for row in range(cell.row, min(cell.row + cell.row_span, row_count)):
            for column in range(cell.column, min(cell.column + cell.column_span, len(edges) - 1)):
                rows[row][column] = cell
    return Table(tuple(tuple(row) for row in rows), aligned=True, number=number, page=pieces[0].page)


def _on_columns(piece: TablePiece, edges: Sequence[float]) -> list[Cell]:
    columns = [edge_index(edges, place) for place in piece.edges]
    return [
        replace(
            cell,
            column=columns[cell.column],
            column_span=columns[cell.column + cell.column_span] - columns[cell.column],
        )
        for cell in piece.cells
    ]


def _repeated_header_rows(first: Sequence[Cell], below: Sequence[Cell]) -> int:
    """How many rows at the head of a further piece repeat the head of the first, word by word.

    A row that holds a figure is no header: equal data rows are data twice.
    """
    shown, repeated = _by_row(first), _by_row(below)
    count = 0
    while count in repeated and repeated[count] == shown.get(count):
        if any(_FIGURE.fullmatch(text) for _, _, _, text in repeated[count]):
            break
        if not any(text for _, _, _, text in repeated[count]):
            break
        count += 1
    while count and any(cell.row < count < cell.row + cell.row_span for cell in below):
        count -= 1
    return count


def _by_row(cells: Sequence[Cell]) -> dict[int, list[tuple[int, int, int, str]]]:
    rows: dict[int, list[tuple[int, int, int, str]]] = {}
    for cell in sorted(cells, key=lambda cell: (cell.row, cell.column)):
        rows.setdefault(cell.row, []).append((cell.column, cell.column_span, cell.row_span, "".join(cell.text.split())))
    return rows


def _stacked(above: Sequence[Cell], row_count: int, below: Sequence[Cell], below_count: int) -> tuple[list[Cell], int]:
    """`below` under `above`, the cells that the page break has torn joined again."""
    if not below:
        return list(above), row_count
    last = {cell.column: cell for cell in above if cell.row + cell.row_span == row_count}
    head = {cell.column: cell for cell in below if cell.row == 0}
    pairs = {
        column: (last[column], cell)
        for column, cell in head.items()
        if column in last and last[column].column_span == cell.column_span
    }
    if _row_is_torn(pairs, head):
        torn, overlap = set(pairs), 1
    else:
        counts_on = _counts_on(last, head)
        torn = {c for c, pair in pairs.items() if _label_is_torn(*pair, head, counts_on)}
        overlap = 0
    offset = row_count - overlap
    joined = [
        _joined(cell, head[cell.column], overlap) if cell.column in torn and last.get(cell.column) is cell else cell
        for cell in above
    ]
    joined.extend(replace(cell, row=cell.row + offset) for cell in below if not (cell.row == 0 and cell.column in torn))
    return joined, offset + below_count


def _joined(above: Cell, below: Cell, overlap: int) -> Cell:
    text = "\n".join(part for part in (above.text, below.text) if part)
    return replace(above, text=text, row_span=above.row_span + below.row_span - overlap)


def _is_torn_text(above: Cell, below: Cell) -> bool:
    """A numbered label that goes on in words which begin no label of their own: （四）无 | 法提供."""
    return (
        _NUMBERED.match(above.text) is not None
        and below.text != ""
        and _NUMBERED.match(below.text) is None
        and _FIGURE.fullmatch(below.text) is None
    )


def _label_is_torn(above: Cell, below: Cell, head: dict[int, Cell], counts_on: int | None) -> bool:
    """Whether a group's label goes on below: only left of another label can a cell be one.

    `counts_on` is the column in which the rows' own numbers go on over the break (2. | 3.): the groups left of it are
    the same, however their labels are torn.
    """
    leads_labels = any(
        cell.column > below.column and cell.text and _FIGURE.fullmatch(cell.text) is None for cell in head.values()
    )
    if not leads_labels or above.text == "":
        return False
    is_same_group = counts_on is not None and below.column < counts_on and _NUMBERED.match(below.text) is None
    return below.text == "" or _is_torn_text(above, below) or is_same_group


def _counts_on(last: dict[int, Cell], head: dict[int, Cell]) -> int | None:
    """The column in which the label below the break has the number that follows the one above it."""
    for column, cell in head.items():
        below = _ITEM.match(cell.text)
        above = _ITEM.match(last[column].text) if column in last else None
        if above and below and int(below.group(1)) == int(above.group(1)) + 1:
            return column
    return None


def _row_is_torn(pairs: dict[int, tuple[Cell, Cell]], head: dict[int, Cell]) -> bool:
    """Whether the break goes through a row: each cell stands whole on one side, or is a label torn in two."""
    if len(pairs) != len(head):
        return False
    labels = [column for column, (above, below) in pairs.items() if _is_torn_text(above, below) and below.row_span == 1]
    whole = all(column in labels or not (above.text and below.text) for column, (above, below) in pairs.items())
    return whole and bool(labels)
