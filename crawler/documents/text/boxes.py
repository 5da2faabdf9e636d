"""Tables drawn with `+---+---+` or with box characters (┌─┬─┐) → grids, spans and cells of several lines included.

The drawing itself says which columns and rows a cell covers: a grid column begins wherever a junction is drawn, a row
ends wherever a rule is, and a cell goes on where the rule leaves it out. Chinese characters take two places of the
fixed pitch. A drawing whose bars do not stand under its junctions (the pitch was lost) is read by the order of its
bars; a drawing with a rule only around it and below its header has a row a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.documents.limits import MAX_TABLE_SLOTS
from crawler.documents.model import Cell, DocumentError, Table
from crawler.documents.text.inline import plain_text
from crawler.documents.text.lines import TextLine, display_width
from crawler.documents.text.rows import TextRow, table_of_rows

_HORIZONTAL = dict.fromkeys(map(ord, "─━═┄┈╌╍"), "-")
_VERTICAL = dict.fromkeys(map(ord, "│┃║｜┆┊"), "|")
_JUNCTION = dict.fromkeys([*range(0x250C, 0x254C), *range(0x2552, 0x2571)], "+")
_DRAWN = {**_JUNCTION, **_HORIZONTAL, **_VERTICAL}
_BORDER = re.compile(r"\+(?:[-=:]{2,}\+)+")
_RULED = re.compile(r"[-=:+\s]*[-=]{2}[-=:+\s]*")
_LEAST_LINES = 3
_LEAST_INNER_RULES = 2


@dataclass(slots=True)
class _Drawn:
    """A cell being drawn: rows and columns of the grid that it covers, and its lines."""

    row: int
    last_row: int
    column: int
    stop: int
    line: int
    lines: list[str] = field(default_factory=list)


def box_end(lines: Sequence[TextLine], start: int) -> int:
    """Where the drawn table that begins at `start` ends; `start` where none begins."""
    if _BORDER.fullmatch(_plain(lines[start].text)) is None:
        return start
    stop = start
    while stop < len(lines) and _plain(lines[stop].text)[:1] in ("+", "|"):
        stop += 1
    return stop if stop - start >= _LEAST_LINES else start


def read_box(lines: Sequence[TextLine], number: int) -> Table:
    """The table of a drawing. Raises DocumentError where it has more than MAX_TABLE_SLOTS places."""
    drawn = [(line.number, _places(_plain(line.raw.expandtabs()))) for line in lines]
    edges = sorted(
        {place for _, row in drawn for place, mark in enumerate(row) if mark == "+" and _is_junction(row, place)}
    )
    bars = {place for _, row in drawn for place, mark in enumerate(row) if mark == "|"}
    if len(edges) * len(lines) > MAX_TABLE_SLOTS:
        raise DocumentError(f"table {number} has more than {MAX_TABLE_SLOTS:,} places: no report has such a table")
    if len(edges) < 2 or not bars <= set(edges):
        return _by_order(lines, number)
    inner_rules = sum(_BORDER.fullmatch("".join(row).strip()) is not None for _, row in drawn) - 2
    return _by_place(drawn, edges, inner_rules >= _LEAST_INNER_RULES, number)


def _plain(text: str) -> str:
    return text.translate(_DRAWN)


def _places(text: str) -> list[str]:
    """One entry a place of the fixed pitch: a wide character is followed by an empty one."""
    places: list[str] = []
    for character in text:
        places.append(character)
        places.extend([""] * (display_width(character) - 1))
    return places


def _is_junction(row: Sequence[str], place: int) -> bool:
    """Whether a `+` is a corner of the drawing: a signed value (+3) has no rule beside it."""
    return any(0 <= beside < len(row) and row[beside] in ("-", "=", ":") for beside in (place - 1, place + 1))


def _by_place(drawn: Sequence[tuple[int, list[str]]], edges: Sequence[int], ruled: bool, number: int) -> Table:
    cells: list[_Drawn] = []
    active: dict[tuple[int, int], _Drawn] = {}
    row = 0
    rows_begun = False
    for line, places in drawn:
        segments = _segments(places, edges)
        has_rule = any(_RULED.fullmatch(text) for _, _, text in segments)
        if has_rule and rows_begun:
            row += 1
            rows_begun = False
        for column, stop, text in segments:
            is_rule = _RULED.fullmatch(text) is not None
            known = None if is_rule else active.get((column, stop))
            for key in [key for key in active if key[0] < stop and column < key[1]]:
                if active[key] is not known:
                    del active[key]
            if is_rule:
                continue
            if known is None:
                known = _Drawn(row, row, column, stop, line)
                cells.append(known)
                active[column, stop] = known
            known.last_row = max(known.last_row, row)
            if text.strip():
                known.lines.append(text.strip())
            rows_begun = rows_begun or not has_rule
        if not ruled and not has_rule:
            row += 1
            rows_begun = False
            active.clear()
    return _grid(cells, len(edges) - 1, number)


def _segments(places: Sequence[str], edges: Sequence[int]) -> list[tuple[int, int, str]]:
    """(first column, column after the last, text) of each cell that a line crosses: bars stand only at its ends."""
    segments: list[tuple[int, int, str]] = []
    first = 0
    for column in range(1, len(edges)):
        edge = edges[column]
        mark = places[edge] if edge < len(places) else "|"
        inner = "".join(places[edges[first] + 1 : edge])
        if mark in ("|", "+") or _RULED.fullmatch(inner):
            segments.append((first, column, inner))
            first = column
    return segments


def _grid(cells: Sequence[_Drawn], width: int, number: int) -> Table:
    height = max((cell.last_row for cell in cells), default=-1) + 1
    rows: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    for drawn in cells:
        span = drawn.last_row - drawn.row + 1
        text = "\n".join(plain_text(line) for line in drawn.lines)
        cell = Cell(text, drawn.row, drawn.column, span, drawn.stop - drawn.column, line=drawn.line)
        for row in range(drawn.row, drawn.last_row + 1):
            for column in range(drawn.column, drawn.stop):
                if rows[row][column] is None:
                    rows[row][column] = cell
    return Table(rows=tuple(tuple(row) for row in rows), number=number)


def _by_order(lines: Sequence[TextLine], number: int) -> Table:
    """A drawing out of its pitch: cells by the order of their bars, a row from rule to rule if rules part all rows."""
    groups: list[list[TextRow]] = [[]]
    rules = 0
    for line in lines:
        text = _plain(line.text)
        if _BORDER.fullmatch(text):
            rules += 1
            groups.append([])
            continue
        groups[-1].append(TextRow(line.number, tuple(plain_text(piece) for piece in text.strip("|").split("|"))))
    filled = [group for group in groups if group]
    if rules - 2 >= _LEAST_INNER_RULES:
        filled = [[_joined(group)] if len({len(row.cells) for row in group}) == 1 else group for group in filled]
    return table_of_rows([row for group in filled for row in group], number, keeps_blanks=True)


def _joined(group: Sequence[TextRow]) -> TextRow:
    columns = zip(*(row.cells for row in group), strict=True)
    return TextRow(group[0].line, tuple("\n".join(part for part in column if part) for column in columns))
