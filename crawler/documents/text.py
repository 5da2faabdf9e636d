"""Plain text, as an extractor prints a page → Document.

Three shapes are met (the seeds): a table row a line with `|` after each cell; a cell a line with `|` after it; a cell a
line between blank lines. The third carries no markup at all: its cells stay paragraphs here, and whoever knows the
forms' labels lifts them (crawler.reports.lift_tables).

The extractors that printed the first two dropped blank cells and padded the row's end with bare pipes, so a cell's
column is only its order in the row: such a table is `aligned=False`. Newer ones keep blank cells in their place, which
shows (a blank cell before a filled one, every row equally long): that table is a grid.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawler.documents.head_labels import labels_of_lines
from crawler.documents.limits import MAX_TEXT_LINES
from crawler.documents.model import Block, Cell, Document, DocumentError, Heading, Label, Paragraph, Table, TableBlock

_HEADING = re.compile(r"(#{1,6})\s+(\S.*)")
_RULE = re.compile(r"[\s:|-]*-{2,}[\s:|-]*")
"""The line below the header of a Markdown table."""
_LONE_CELL = re.compile(r"[^|]*[^|\s][^|]*\|")
_ONLY_PIPES = re.compile(r"\|[\s|]*")
_HEAD_LINES = 12
"""How far down the line with 来源 and 时间 may stand, in paragraphs."""
_LONGEST_HEAD_LINE = 120


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str


def read_text(text: str, encoding: str) -> Document:
    """Read the text of a report. `encoding` is the codec it was decoded with, for the Document to name.

    Text without any structure is a Document of paragraphs, one a line. Raises DocumentError for more than
    MAX_TEXT_LINES lines.
    """
    lines = [_Line(number, _clean(line)) for number, line in enumerate(re.split(r"\r\n|\r|\n|\f", text), start=1)]
    lines = [line for line in lines if line.text]
    if len(lines) > MAX_TEXT_LINES:
        raise DocumentError(f"the text has {len(lines):,} lines, more than the {MAX_TEXT_LINES:,} that are read")
    blocks: list[Block] = []
    labels: list[Label] = []
    tables = 0
    start = 0
    while start < len(lines):
        stop = start
        while stop < len(lines) and lines[stop].text.endswith("|"):
            stop += 1
        if stop == start:
            blocks.append(_prose(lines[start]))
            start += 1
            continue
        run = lines[start:stop]
        head = _head_rows(run)
        labels.extend(label for row in run[:head] for label in _head_labels(_pieces(row.text)))
        read = _read_run(run[head:], tables + 1)
        tables += sum(isinstance(block, TableBlock) for block in read)
        blocks.extend(read)
        start = stop
    below_title = _lift_head_lines(blocks)
    return Document(
        format="text", encoding=encoding, blocks=tuple(blocks), labels=(*labels, *below_title), body_origin="page"
    )


def _clean(line: str) -> str:
    """NFC, inner blanks folded to one space (the byte order mark and zero-width characters are none of the text)."""
    normal = unicodedata.normalize("NFC", line).translate(dict.fromkeys((0x200B, 0x200C, 0x200D, 0xFEFF)))
    return " ".join(normal.split())


def _prose(line: _Line) -> Block:
    heading = _HEADING.fullmatch(line.text)
    if heading is not None:
        return Heading(heading[2].rstrip("# "), len(heading[1]), line=line.number)
    return Paragraph(line.text, line=line.number)


def _pieces(row: str) -> list[str]:
    """The cells of a piped row, the blank ones included; the pipe at the row's end closes the last of them."""
    pieces = [piece.strip() for piece in row.split("|")]
    return pieces[1:-1] if row.startswith("|") and pieces[1:-1] and any(pieces) else pieces[:-1]


# The page's head -----------------------------------------------------------------------------------------------------


def _is_label(piece: str) -> bool:
    return len(piece) > 1 and len(piece) <= 20 and piece[-1] in ":："


def _head_rows(run: Sequence[_Line]) -> int:
    """How many lines at the start of a run are rows of the head: label, value, label, value … (a value may be lost)."""
    count = 0
    for line in run:
        pieces = _pieces(line.text)
        filled = [piece for piece in pieces if piece]
        if not filled or not _is_label(filled[0]):
            break
        if any(not _is_label(piece) and not _is_label(before) for before, piece in itertools.pairwise(filled)):
            break
        count += 1
    return count


def _head_labels(pieces: Iterable[str]) -> Iterable[Label]:
    """A cell with a colon is a label, the cell after it its value, unless that is a label too."""
    name: str | None = None
    for piece in pieces:
        if _is_label(piece):
            if name is not None:
                yield Label(name, "")
            name = "".join(piece[:-1].split())
        elif name is not None and piece:
            yield Label(name, piece)
            name = None
    if name is not None:
        yield Label(name, "")


def _lift_head_lines(blocks: list[Block]) -> list[Label]:
    """Take lines like 来源:州经信局时间:2022年01月26日 from the first paragraphs: they begin with a known label."""
    labels: list[Label] = []
    seen = 0
    for block in list(blocks):
        if not isinstance(block, Paragraph) or seen == _HEAD_LINES:
            break
        seen += 1
        if len(block.text) > _LONGEST_HEAD_LINE or "。" in block.text:
            continue
        found = list(labels_of_lines([block.text]))
        if not found or not "".join(block.text.split()).startswith(found[0].name):
            continue
        labels.extend(found)
        blocks.remove(block)
    return labels


# Tables --------------------------------------------------------------------------------------------------------------


def _read_run(run: Sequence[_Line], number: int) -> list[Block]:
    """A run of lines that end in a pipe: one table, or paragraphs where its rows cannot be told apart."""
    if not run:
        return []
    if all(_LONE_CELL.fullmatch(line.text) or _ONLY_PIPES.fullmatch(line.text) for line in run):
        rows = _rows_of_lone_cells(run)
        if rows is None:
            lines = [_Line(line.number, line.text.rstrip("| ")) for line in run]
            return [Paragraph(line.text, line=line.number) for line in lines if line.text]
        return [TableBlock(_ordered_table([[(cell.number, cell.text) for cell in row] for row in rows], number))]
    pieces = [(line.number, _pieces(line.text)) for line in run if not _RULE.fullmatch(line.text)]
    if _keeps_blanks([row for _, row in pieces]):
        return [TableBlock(_grid(pieces, number))]
    return [TableBlock(_ordered_table([[(line, cell) for cell in row if cell] for line, row in pieces], number))]


def _keeps_blanks(rows: Sequence[Sequence[str]]) -> bool:
    """Whether blank cells stand where the author left them: one stands before a filled cell, all rows are as long."""
    inner = any(not cell and any(row[place + 1 :]) for row in rows for place, cell in enumerate(row))
    return inner and len({len(row) for row in rows}) == 1


def _rows_of_lone_cells(run: Sequence[_Line]) -> list[list[_Line]] | None:
    """Rows of a cell-a-line table. A line of bare pipes ends a row that was shorter than the table, a full row ends
    without one, so the width is what divides every stretch between two such lines. None where no width does, or two."""
    stretches: list[tuple[list[_Line], int]] = []
    cells: list[_Line] = []
    for line in run:
        if _ONLY_PIPES.fullmatch(line.text):
            stretches.append((cells, line.text.count("|")))
            cells = []
        else:
            cells.append(_Line(line.number, line.text.rstrip("| ")))
    if not stretches:
        return None
    common = math.gcd(*(len(stretch) + pads for stretch, pads in stretches))
    most = max(pads for _, pads in stretches)
    widths = [width for width in range(most + 1, common + 1) if common % width == 0]
    if len(widths) != 1:
        return None
    width = widths[0]
    rows: list[list[_Line]] = []
    for stretch, _ in [*stretches, (cells, 0)]:
        rows.extend(stretch[first : first + width] for first in range(0, len(stretch), width))
    return rows


def _ordered_table(rows: Sequence[Sequence[tuple[int, str]]], number: int) -> Table:
    return Table(
        rows=tuple(
            tuple(Cell(text, row, column, line=line) for column, (line, text) in enumerate(cells))
            for row, cells in enumerate(rows)
        ),
        aligned=False,
        number=number,
    )


def _grid(rows: Sequence[tuple[int, Sequence[str]]], number: int) -> Table:
    return Table(
        rows=tuple(
            tuple(Cell(text, row, column, line=line) for column, text in enumerate(cells))
            for row, (line, cells) in enumerate(rows)
        ),
        number=number,
    )
