"""A draft as plain text: what extractors print of a page (seeds 000–004) and what a dump of a PDF's text looks like."""

from __future__ import annotations

import random
from collections.abc import Iterator

from accuracy.generator.edits import row_of
from accuracy.generator.layouts import laid_out
from accuracy.generator.values import Cell, Draft, Grid, PrintedTable, cells_of, width

TEXT_FORMATS = ("text_rows", "text_rows_old", "text_cells_piped", "text_cells_lines", "pdf_dump")
DROPPING = ("text_rows_old", "text_cells_piped", "text_cells_lines", "pdf_dump")
"""Formats that leave blank cells out: a row with fewer values than columns says not where they stood."""
_LINES_A_PAGE = 34
_WRAP = 14


def text_page(draft: Draft, text_format: str, layout: str, source: random.Random) -> str:
    lines = list(_lines(draft, text_format, layout, source))
    if text_format == "pdf_dump":
        return _paged(lines, source)
    return ("\n\n" if text_format == "text_cells_lines" else "\n").join(lines) + "\n"


def unknowable_rows(draft: Draft, layout: str) -> frozenset[str]:
    """The rows whose columns are lost where blank cells are left out: some values printed, and some not.

    The review table is one row, whatever its channels; printed in halves it is two. A row of one value has nothing to
    be mistaken for.
    """
    lost: set[str] = set()
    for table in draft.tables():
        rows: dict[str, list[Cell]] = {}
        for place, grid in enumerate(laid_out(table, layout, random.Random(layout))):
            for cell in cells_of(grid):
                if cell.kind == "value":
                    name = f"{place}" if table.name == "review" else row_of(cell.where)
                    rows.setdefault(name, []).append(cell)
        for cells in rows.values():
            if any(cell.text for cell in cells) and not all(cell.text for cell in cells):
                lost.update(row_of(cell.where) for cell in cells)
    return frozenset(lost)


def _lines(draft: Draft, text_format: str, layout: str, source: random.Random) -> Iterator[str]:
    if text_format == "pdf_dump":
        yield draft.title
    else:
        yield from _head(draft, text_format)
    for text in draft.introduction:
        yield from _prose(text, text_format)
    for section in draft.sections:
        if section.heading:
            yield section.heading
        for text in section.paragraphs:
            yield from _prose(text, text_format)
        for table in section.tables:
            yield from _table(table, text_format, layout, source)
        for text in section.after:
            yield from _prose(text, text_format)
    yield from draft.signature


def _prose(text: str, text_format: str) -> Iterator[str]:
    if text_format != "pdf_dump":
        yield text
        return
    yield from (text[start : start + 38] for start in range(0, len(text), 38))


def _head(draft: Draft, text_format: str) -> Iterator[str]:
    pairs = draft.head.pairs
    if draft.head.shape == "one_line":
        yield draft.title
        yield "".join(f"{label}：{value} " for label, value in pairs).strip()
        return
    for first in range(0, len(pairs), 2):
        yield "".join(
            f"{label}： | {value + ' | ' if value else ''}" for label, value in pairs[first : first + 2]
        ).strip()
    yield draft.title


def _table(table: PrintedTable, text_format: str, layout: str, source: random.Random) -> Iterator[str]:
    for grid in laid_out(table, layout, source):
        for _ in range(2 if layout == "mobile_twin" else 1):
            yield from _WRITERS[text_format](grid)


def _plain(cell: Cell) -> str:
    return " ".join(cell.text.split())


def _rows(grid: Grid) -> Iterator[str]:
    """As trafilatura ≥ 2.2 prints a table: a place for every cell of the grid, spans as blanks."""
    columns = width(grid)
    for row in grid:
        texts = [""] * columns
        for cell in row:
            texts[cell.column] = _plain(cell)
        yield "| " + "".join(f"{text} | " for text in texts).rstrip()


def _rows_old(grid: Grid) -> Iterator[str]:
    """As trafilatura ≤ 2.1: blank cells left out, the row filled up at its end with bare pipes, but the last one."""
    columns = max(len(row) for row in grid)
    for number, row in enumerate(grid):
        texts = [_plain(cell) for cell in row if cell.text]
        fill = "|" * (columns - len(texts)) if number < len(grid) - 1 else ""
        yield ("".join(f"{text} | " for text in texts) + fill).strip()


def _cells_piped(grid: Grid) -> Iterator[str]:
    """A cell a line, the filling pipes on a line of their own (seed 001)."""
    columns = max(len(row) for row in grid)
    for number, row in enumerate(grid):
        texts = [_plain(cell) for cell in row if cell.text]
        yield from (f"{text} |" for text in texts)
        if len(texts) < columns and number < len(grid) - 1:
            yield "|" * (columns - len(texts))


def _cells_lines(grid: Grid) -> Iterator[str]:
    return (_plain(cell) for cell in cells_of(grid) if cell.text)


def _dumped(grid: Grid) -> Iterator[str]:
    """As a dump of a PDF prints rows: a long label wrapped, what stands beside it on its middle line."""
    for row in grid:
        place = next((place for place, cell in enumerate(row) if cell.kind == "label"), None)
        if place is None:
            yield " ".join(_plain(cell) for cell in row if cell.text)
            continue
        before = [_plain(cell) for cell in row[:place] if cell.text]
        yield from (text for text in before if not text.isdigit())
        ordinal = [text for text in before if text.isdigit()]
        behind = [_plain(cell) for cell in row[place + 1 :] if cell.text]
        label = _wrapped(_plain(row[place]))
        middle = len(label) // 2
        for number, piece in enumerate(label):
            yield " ".join([*ordinal, piece, *behind]) if number == middle else piece


def _wrapped(text: str) -> list[str]:
    return [text[start : start + _WRAP] for start in range(0, len(text), _WRAP)]


def _paged(lines: list[str], source: random.Random) -> str:
    """Pages with their numbers, which fall where they fall: inside tables too."""
    style = source.choice(("- {} -", "— {} —", "-{}-", "－ {} －"))
    pages = [lines[start : start + _LINES_A_PAGE] for start in range(0, len(lines), _LINES_A_PAGE)]
    return (
        "\n\f".join("\n".join([*page, "", style.format(number)]) for number, page in enumerate(pages, start=1)) + "\n"
    )


_WRITERS = {
    "text_rows": _rows,
    "text_rows_old": _rows_old,
    "text_cells_piped": _cells_piped,
    "text_cells_lines": _cells_lines,
    "pdf_dump": _dumped,
}
