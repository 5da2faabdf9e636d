"""Text that keeps a page's columns by blanks (`pdftotext -layout`) → printed lines with a place for each piece.

Two blanks or more part two cells. Which printed lines are one row of the author's table cannot be known here: a label
broken over three lines has its values beside the middle one. So the lines are kept as they stand, each piece at its
place of the fixed pitch, for whoever knows the labels (`reports.lift_layout`). What a Chinese character takes of the
pitch depends on the tool: one place in pdftotext's (poppler pads by characters), two in those that pad for a screen.
The figures tell: they stand below each other in the right one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from crawler.documents.model import Cell, Table
from crawler.documents.text.inline import plain_text
from crawler.documents.text.lines import TextLine, display_width
from crawler.documents.text.rows import is_figure

_GAP = re.compile(r"\u3000+\s*|\s{2,}\u3000*|\s*\u3000\s*")
_FIGURES = re.compile(r"[+\-]?\d[\d,.]*(?: [+\-]?\d[\d,.]*)+")
"""Figures with one blank between them: narrow columns. No report prints thousands so."""
_SENTENCE = re.compile(r"[。；!！?？]")
_DRAWN = re.compile(r"^[|｜│┃║┌┏╔├┠╠]|[|｜│┃║]$")
"""A row between pipes, or in a drawn frame, however wide the blanks in it are."""
_WIDEST_LABEL = 64
"""Places; the longest label, 2.申请人逾期未按收费通知要求缴纳费用…, is broken long before."""
_LEAST_LINES = 3
_MOST_BLANK_LINES = 12
_MOST_PLACES = 400
_MOST_LINES = 500
"""The three tables together take some 150 lines; a longer stretch is read in parts."""
_LONGEST_TAIL = 3
"""Lines of a label that may go on below the last values."""


@dataclass(frozen=True, slots=True)
class Piece:
    start: int
    stop: int
    text: str


Measure = Callable[[str], int]
"""How many places of the pitch a text takes."""


def pieces_of(raw: str, measure: Measure = len) -> tuple[Piece, ...]:
    """The pieces of a printed line with the places where they begin and end."""
    pieces: list[Piece] = []
    place = 0
    raw = raw.expandtabs()
    for part in re.split(f"({_GAP.pattern})", raw):
        if part.strip():
            if _FIGURES.fullmatch(part):
                inner = place
                for figure in part.split(" "):
                    pieces.append(Piece(inner, inner + len(figure), figure))
                    inner += len(figure) + 1
            else:
                pieces.append(Piece(place, place + measure(part), plain_text(part)))
        place += measure(part)
    return tuple(pieces)


def columns_end(lines: Sequence[TextLine], start: int) -> tuple[int, bool]:
    """Where the stretch of lines with several pieces that begins at `start` ends (the line after it), and whether it is
    a table: at least three of its lines have a figure beside other pieces. `start` itself where no such line begins.

    A table goes on over short lines and blank ones, and ends at prose, and where one that is drawn begins.
    """
    if not _has_pieces(lines[start]):
        return start, False
    last = start
    figures = 0
    blank = 0
    for index in range(start, min(len(lines), start + _MOST_LINES)):
        line = lines[index]
        if not line.text:
            blank += 1
            if blank > _MOST_BLANK_LINES:
                break
            continue
        blank = 0
        if _DRAWN.search(line.text) is not None:
            break
        pieces = pieces_of(line.raw) if len(line.raw) <= _MOST_PLACES else ()
        if len(pieces) < 2 and _is_prose(line):
            break
        if len(pieces) >= 2:
            if sum(display_width(piece.text) for piece in pieces) > 2 * _WIDEST_LABEL:
                break
            last = index
            figures += any(is_figure(piece.text) for piece in pieces[1:])
        elif is_figure(line.text):
            last = index
    stop = last + 1
    if figures < _LEAST_LINES:
        return stop, False
    while stop < min(len(lines), last + 1 + _LONGEST_TAIL) and lines[stop].text and not _is_prose(lines[stop]):
        stop += 1
    return stop, True


def _has_pieces(line: TextLine) -> bool:
    return 0 < len(line.raw) <= _MOST_PLACES and _GAP.search(line.raw.strip()) is not None


def _is_prose(line: TextLine) -> bool:
    return _SENTENCE.search(line.text) is not None or display_width(line.text) > _WIDEST_LABEL


def printed_table(lines: Sequence[TextLine], number: int) -> Table:
    """The lines as a grid whose columns are places of the pitch."""
    measure = max((len, display_width), key=lambda candidate: _alignment(lines, candidate))
    rows: list[tuple[Cell | None, ...]] = []
    page: int | None = None
    for line in lines:
        if not line.text:
            continue
        page = page if page is not None else line.page
        row: list[Cell | None] = []
        for piece in pieces_of(line.raw, measure):
            row.extend([None] * (piece.start - len(row)))
            span = piece.stop - piece.start
            cell = Cell(piece.text, len(rows), len(row), column_span=span, page=line.page, line=line.number)
            row.extend([cell] * span)
        rows.append(tuple(row))
    return Table(rows=tuple(rows), number=number, page=page, printed_lines=True)


def _alignment(lines: Sequence[TextLine], measure: Measure) -> int:
    """How well the figures stand below each other: pairs of them on one page that begin or end at one place."""
    places = Counter(
        (line.page, edge, place)
        for line in lines
        for piece in pieces_of(line.raw, measure)[1:]
        if is_figure(piece.text)
        for edge, place in (("start", piece.start), ("stop", piece.stop))
    )
    return sum(count * count for count in places.values())
