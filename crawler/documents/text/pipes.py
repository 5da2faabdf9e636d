r"""Lines with cells between pipes → tables.

Printed so: Markdown (`| a | b |` over a rule `|---|:---:|`, or without the outer pipes), extractors' texts
(`a | b |`, a row a line or a cell a line), tables drawn with `+---+` or with box characters (in `text_boxes`).

The extractors of the seeds dropped blank cells and padded the row's end with bare pipes (FORMATS.md §8), so a cell's
column is only its order in the row. Newer ones, and Markdown, keep blank cells in their place. The pad tells: it is
written without a blank between its pipes, while the cells are written with blanks around theirs.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence

from crawler.documents.model import Block, Cell, Paragraph, Table, TableBlock
from crawler.documents.text.inline import hide_escaped_pipes, plain_text
from crawler.documents.text.lines import TextLine
from crawler.documents.text.rows import TextRow, table_of_rows

_RULE = re.compile(r"[|+]?\s*(?::?(?:-{2,}|={2,}):?|:-+:?|-+:)\s*(?:[|+]\s*(?::?(?:-{2,}|={2,}):?|:-+:?|-+:)\s*)*[|+]?")
"""A single dash is no rule: it is what value cells print for none."""
_OUTER_RULE = re.compile(r"\|\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")
_LONE_CELL = re.compile(r"[^|]*[^|\s][^|]*\|")
_ONLY_PIPES = re.compile(r"\|[\s|]*")
_PAD = re.compile(r"\|{2,}$")
_SPACED = re.compile(r"\S \| ?")
_PIPES = str.maketrans("｜│┃║︱", "|||||")
_LEAST_ROWS = 2


def with_plain_pipes(text: str) -> str:
    r"""A line with pipes of every kind as `|`, the escaped ones out of the way."""
    return hide_escaped_pipes(text.translate(_PIPES))


def run_end(lines: Sequence[TextLine], start: int) -> int:
    """Where the run of piped lines that begins at `start` ends; `start` where none begins.

    A line that ends or begins with a pipe is one; of lines with pipes only inside (`a | b | c`) a rule below the first
    or at least two with as many pipes are a table (a single one may be the page's navigation).
    """
    stop = start
    index = start
    while index < len(lines):
        if lines[index].text:
            if not _has_outer_pipe(with_plain_pipes(lines[index].text)) or (index > stop and _heads(lines, index)):
                break
            stop = index + 1
        index += 1
    if stop > start:
        return stop
    count = with_plain_pipes(lines[start].text).count("|")
    if not count:
        return start
    while stop < len(lines) and _belongs_inside(with_plain_pipes(lines[stop].text), count, stop - start):
        stop += 1
    rows = [line for line in lines[start:stop] if not is_rule(line.text)]
    has_rule = len(rows) < stop - start
    return stop if len(rows) >= _LEAST_ROWS and (has_rule or count > 1) else start


def _heads(lines: Sequence[TextLine], index: int) -> bool:
    """Whether a line after a blank one begins a Markdown table of its own: a rule follows it."""
    return index + 1 < len(lines) and is_rule(lines[index + 1].text)


def _has_outer_pipe(text: str) -> bool:
    return text.endswith("|") or (text.startswith("|") and text.count("|") > 1)


def _belongs_inside(text: str, count: int, place: int) -> bool:
    return text.count("|") == count or (place > 0 and is_rule(text) and "-" in text)


def is_rule(text: str) -> bool:
    """The line below the header of a Markdown table, or one drawn between rows."""
    plain = with_plain_pipes(text)
    return _RULE.fullmatch(plain) is not None and ("|" in plain or "+" in plain)


def pieces_of(text: str, *, between: bool = False) -> tuple[str, ...]:
    """The cells of a piped row, the blank ones included; the pipe at the row's end closes the last of them, unless
    pipes stand only `between` the cells of this table."""
    row = with_plain_pipes(text)
    pieces = [plain_text(piece) for piece in row.split("|")]
    if between:
        return tuple(pieces)
    if row.startswith("|") and pieces[1:-1] and any(pieces):
        pieces = pieces[1:]
    if row.endswith("|"):
        pieces = pieces[:-1]
    return tuple(pieces)


def read_run(run: Sequence[TextLine], number: int) -> list[Block]:
    """A run of piped lines (blank ones between them count for nothing): one table, or paragraphs where its rows cannot
    be told apart."""
    run = [line for line in run if line.text]
    if not run:
        return []
    texts = [with_plain_pipes(line.text) for line in run]
    if all(_LONE_CELL.fullmatch(text) or _ONLY_PIPES.fullmatch(text) for text in texts) and not _is_markdown(texts):
        cells = [TextRow(line.number, (plain_text(text.rstrip("| ")),)) for line, text in zip(run, texts, strict=True)]
        rows = _rows_of_lone_cells(cells, texts)
        if rows is None:
            return [Paragraph(cell.cells[0], line=cell.line) for cell in cells if cell.cells[0]]
        return [TableBlock(_table_of_lone_cells(rows, number))]
    kept = [text for text in texts if not is_rule(text)]
    between = _stand_between(kept)
    rows_written = [
        TextRow(line.number, pieces_of(line.text, between=between)) for line in run if not is_rule(line.text)
    ]
    if not any(any(row.cells) for row in rows_written):
        return []
    keeps_blanks = between or _keeps_blanks(kept, rows_written)
    parts = _by_width(rows_written) if keeps_blanks else [rows_written]
    return [
        TableBlock(table_of_rows(part, number + place, keeps_blanks=keeps_blanks)) for place, part in enumerate(parts)
    ]


def _by_width(rows: Sequence[TextRow]) -> list[Sequence[TextRow]]:
    """Rows that are several tables, one right below the other: each with a length of its own, words in its first row
    and figures below. Where it is not so throughout (a row of another length in the midst), they are one."""
    parts = [list(part) for _, part in itertools.groupby(rows, key=lambda row: len(row.cells))]
    if all(
        len(part) >= _LEAST_ROWS and not part[0].has_figure and any(row.has_figure for row in part) for part in parts
    ):
        return list(parts)
    return [rows]


def _stand_between(texts: Sequence[str]) -> bool:
    """Whether pipes stand between cells only (a | b | c): as many in each row, and most rows begin and end without."""
    bare = sum(not text.startswith("|") and not text.endswith("|") for text in texts)
    return 2 * bare > len(texts) and len({text.count("|") for text in texts}) == 1


def _is_markdown(texts: Sequence[str]) -> bool:
    return any(_OUTER_RULE.fullmatch(text) for text in texts)


def _keeps_blanks(texts: Sequence[str], rows: Sequence[TextRow]) -> bool:
    """Whether blank cells stand where the author left them.

    They do not where a row is padded; they do where one stands before a filled cell, or all rows have both outer pipes.
    """
    inner = any(row.keeps_inner_blank for row in rows)
    spaced = any(_SPACED.search(text) for text in texts)
    if spaced and not inner and any(_PAD.search(text) for text in texts):
        return False
    return inner or all(text.startswith("|") and text.endswith("|") for text in texts)


def _table_of_lone_cells(rows: Sequence[Sequence[TextRow]], number: int) -> Table:
    return Table(
        rows=tuple(
            tuple(Cell(cell.cells[0], row, column, line=cell.line) for column, cell in enumerate(cells))
            for row, cells in enumerate(rows)
        ),
        aligned=False,
        number=number,
    )


def _rows_of_lone_cells(cells: Sequence[TextRow], texts: Sequence[str]) -> list[list[TextRow]] | None:
    """Rows of a cell-a-line table. A line of bare pipes ends a row that was shorter than the table, a full row ends
    without one, so the width is what divides every stretch between two such lines. None where no width does, or two,
    and where a word would stand right of a figure: then it is not one table, or not of this width."""
    stretches: list[tuple[list[TextRow], int]] = []
    own: list[TextRow] = []
    for cell, text in zip(cells, texts, strict=True):
        if _ONLY_PIPES.fullmatch(text):
            stretches.append((own, text.count("|")))
            own = []
        else:
            own.append(cell)
    if not stretches:
        return None
    common = math.gcd(*(len(stretch) + pads for stretch, pads in stretches))
    most = max(pads for _, pads in stretches)
    widths = [width for width in range(most + 1, common + 1) if common % width == 0]
    if len(widths) != 1:
        return None
    width = widths[0]
    rows: list[list[TextRow]] = []
    for stretch, _ in [*stretches, (own, 0)]:
        rows.extend(stretch[first : first + width] for first in range(0, len(stretch), width))
    return None if any(map(_has_word_after_figure, rows)) else rows


def _has_word_after_figure(row: Sequence[TextRow]) -> bool:
    figures = [cell.has_figure for cell in row]
    return any(before and not after for before, after in itertools.pairwise(figures))
