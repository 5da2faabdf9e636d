"""A draft as a PDF: ruled tables, tables without any rule, and tables torn by a page break.

reportlab only, with Adobe's STSong-Light by name: nothing is embedded, the text layer is whole.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.lib.units import mm  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle  # type: ignore[import-untyped]

from accuracy.generator.layouts import laid_out, rows_between
from accuracy.generator.values import Cell, Draft, Grid, PrintedTable

PDF_FORMATS = ("pdf_ruled", "pdf_unruled", "pdf_torn")
_FONT = "STSong-Light"
_TORN_GROUPS = ("（三）不予公开", "（四）无法提供", "（五）不予处理")
"""Group labels that a page break can tear: （四）无 | 法提供 (淮安 2024)."""
_LONGEST_BARE = 5
_LONGEST_NUMBER = 10
_ROOM = 5.0
"""What the padding of a cell takes from its width, in points, and a little more."""
_PLACING = [
    ("FONT", (0, 0), (-1, -1), _FONT, 7.5, 10),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("ALIGN", (0, 0), (-1, -1), "CENTER"),
    ("LEFTPADDING", (0, 0), (-1, -1), 2),
    ("RIGHTPADDING", (0, 0), (-1, -1), 2),
]
_RULES = [("GRID", (0, 0), (-1, -1), 0.5, "black")]
_WIDTHS: dict[str, list[float]] = {
    "applications": [16, 26, 45, *[11.6] * 7],
    "statistics": [110, 25, 30],
    "review": [11.2] * 15,
}
_PAGE_WIDTH = 168.0


def _style(name: str, size: float, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(name, fontName=_FONT, fontSize=size, leading=size * 1.6, wordWrap="CJK", **more)


_TITLE = _style("title", 18, alignment=1, spaceAfter=14)
_HEADING = _style("heading", 13, spaceBefore=10, spaceAfter=6, firstLineIndent=26)
_BODY = _style("body", 11, firstLineIndent=22)
_RIGHT = _style("right", 11, alignment=2)
_CELL = ParagraphStyle("cell", fontName=_FONT, fontSize=7.5, leading=10, alignment=1, wordWrap="CJK")


def pdf_page(draft: Draft, pdf_format: str, layout: str, source: random.Random) -> bytes:
    """The bytes of the PDF, the same at every call: it holds no dates and no random ids."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    story: list[Flowable] = [Paragraph(draft.title, _TITLE)]
    story += [Paragraph(escape(text, quote=False), _BODY) for text in draft.introduction]
    for section in draft.sections:
        if section.heading:
            story.append(Paragraph(section.heading, _HEADING))
        story += [Paragraph(text, _BODY) for text in section.paragraphs]
        for table in section.tables:
            story += _tables(table, pdf_format, layout, source)
        story += [Paragraph(text, _BODY) for text in section.after]
    story += [Paragraph(line, _RIGHT) for line in draft.signature]
    number_style = source.choice(("- {} -", "— {} —", "-{}-"))

    def number_page(canvas: Any, _: Any) -> None:
        canvas.setFont(_FONT, 9)
        canvas.drawCentredString(A4[0] / 2, 12 * mm, number_style.format(canvas.getPageNumber()))

    buffer = BytesIO()
    template = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=21 * mm,
        rightMargin=21 * mm,
        topMargin=20 * mm,
        bottomMargin=20 * mm,
        title=draft.title,
        invariant=1,
    )
    template.build(story, onFirstPage=number_page, onLaterPages=number_page)
    return buffer.getvalue()


def _tables(table: PrintedTable, pdf_format: str, layout: str, source: random.Random) -> list[Flowable]:
    ruled = pdf_format != "pdf_unruled"
    story: list[Flowable] = []
    for grid in laid_out(table, layout, source):
        if pdf_format == "pdf_torn" and table.name == "applications" and layout == "plain":
            first, second = _torn(grid, source)
            story += [Spacer(1, 6), _drawn(first, table.name, ruled), PageBreak(), _drawn(second, table.name, ruled)]
        else:
            story += [Spacer(1, 6), _drawn(_rows(grid), table.name, ruled)]
    return story


def _rows(grid: Grid) -> list[list[Cell]]:
    return [list(row) for row in grid]


def _torn(grid: Grid, source: random.Random) -> tuple[list[list[Cell]], list[list[Cell]]]:
    """The applications table over two pages, cut within a group whose label is torn: half above, half below."""
    group = next(cell for key in source.sample(_TORN_GROUPS, 3) for row in grid for cell in row if cell.key == key)
    cut = group.row + source.randrange(1, group.row_span)
    first = rows_between(grid, 0, cut, repeat=False)
    second = rows_between(grid, cut, len(grid), repeat=False)
    half = (len(group.text) + 1) // 2
    first = [[replace(cell, text=cell.text[:half]) if cell.key == group.key else cell for cell in row] for row in first]
    second = [
        [replace(cell, text=group.text[half:]) if cell.key == group.key else cell for cell in row] for row in second
    ]
    return first, [[replace(cell, row=number) for cell in row] for number, row in enumerate(second)]


def _text(cell: Cell, points: float, ruled: bool) -> Any:
    """What is drawn in a cell of `points` width: a paragraph that wraps, or the bare words of a short number.

    Where no rule says which lines belong together, no number is wrapped: its letters shrink until it fits.
    """
    words = cell.text.replace("\u2212", "-")  # Adobe's STSong-Light has no minus sign: it would vanish
    if cell.kind == "value" and words.isascii() and len(words) <= _LONGEST_BARE:
        return words
    text = "<br/>".join(escape(line, quote=False) for line in words.split("\n"))
    wide = pdfmetrics.stringWidth(words, _FONT, _CELL.fontSize)
    room = points - _ROOM
    if not ruled and cell.kind == "value" and len(words) <= _LONGEST_NUMBER and wide > room:
        size = _CELL.fontSize * room / wide
        return Paragraph(text, ParagraphStyle("small", parent=_CELL, fontSize=size))
    return Paragraph(text, _CELL) if text else ""


def _drawn(rows: Sequence[Sequence[Cell]], name: str, ruled: bool) -> Table:
    columns = max(cell.column + cell.column_span for row in rows for cell in row)
    widths = [share * mm for share in _WIDTHS.get(name, [])]
    if len(widths) != columns:
        widths = [_PAGE_WIDTH / columns * mm] * columns
    data: list[list[Any]] = [[""] * columns for _ in rows]
    spans = []
    for number, row in enumerate(rows):
        for cell in row:
            points = sum(widths[cell.column : cell.column + cell.column_span])
            data[number][cell.column] = _text(cell, points, ruled)
            if cell.row_span > 1 or cell.column_span > 1:
                end = (cell.column + cell.column_span - 1, number + cell.row_span - 1)
                spans.append(("SPAN", (cell.column, number), end))
    style = TableStyle([*_PLACING, *(_RULES if ruled else []), *spans])
    return Table(data, colWidths=widths, style=style)
