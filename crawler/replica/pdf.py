"""Reports as PDF, with ruled tables whose cells span rows and columns and which run over page breaks."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

from reportlab.lib.pagesizes import A4  # type: ignore[import-untyped]
from reportlab.lib.styles import ParagraphStyle  # type: ignore[import-untyped]
from reportlab.lib.units import mm  # type: ignore[import-untyped]
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped]
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped]
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle  # type: ignore[import-untyped]

from crawler.replica.grids import Grid, GridCell, grid_of_section
from crawler.replica.values import Article

FONT = "STSong-Light"
"""Adobe's simplified Chinese font by name: nothing is embedded, the text layer is whole."""
APPLICATIONS = 2
"""Place of the section that holds the applications table."""
TORN_AT = 12
"""The row of the applications table with which the next page begins: within （三）不予公开."""
_RULES = [
    ("GRID", (0, 0), (-1, -1), 0.5, "black"),
    ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
    ("ALIGN", (0, 0), (-1, -1), "CENTER"),
    ("LEFTPADDING", (0, 0), (-1, -1), 2),
    ("RIGHTPADDING", (0, 0), (-1, -1), 2),
]


def _style(name: str, size: float, **more: Any) -> ParagraphStyle:
    return ParagraphStyle(name, fontName=FONT, fontSize=size, leading=size * 1.6, wordWrap="CJK", **more)


TITLE = _style("title", 18, alignment=1, spaceAfter=14)
HEADING = _style("heading", 13, spaceBefore=10, spaceAfter=6)
BODY = _style("body", 11, firstLineIndent=22)
CELL = ParagraphStyle("cell", fontName=FONT, fontSize=8, leading=10.5, alignment=1, wordWrap="CJK")


def _table(cells: list[GridCell], widths: list[float]) -> Table:
    rows = max(cell.row + cell.row_span for cell in cells)
    data: list[list[Any]] = [[""] * len(widths) for _ in range(rows)]
    spans = []
    for cell in cells:
        data[cell.row][cell.column] = Paragraph(cell.text, CELL) if cell.text else ""
        if cell.row_span > 1 or cell.column_span > 1:
            end = (cell.column + cell.column_span - 1, cell.row + cell.row_span - 1)
            spans.append(("SPAN", (cell.column, cell.row), end))
    return Table(data, colWidths=[width * mm for width in widths], style=TableStyle([*_RULES, *spans]))


def _rows_between(grid: Grid, first: int, end: int) -> list[GridCell]:
    """The part of a grid that one page shows. A cell that began on an earlier page goes on without its words."""
    part = []
    for cell in (cell for row in grid for cell in row):
        top, bottom = max(cell.row, first), min(cell.row + cell.row_span, end)
        if top < bottom:
            text = cell.text if cell.row >= first else ""
            part.append(replace(cell, text=text, row=top - first, row_span=bottom - top))
    return part


def _tables(place: int, grid: Grid) -> list[Flowable]:
    """A section's table; the applications table is torn over two pages within its groups, as Word tears it."""
    if place != APPLICATIONS:
        columns = sum(cell.column_span for cell in grid[0])
        return [Spacer(1, 6), _table(_rows_between(grid, 0, len(grid)), [168 / columns] * columns)]
    widths = [16, 24, 44, *[12.0] * 7]
    first, second = _rows_between(grid, 0, TORN_AT), _rows_between(grid, TORN_AT, len(grid))
    return [Spacer(1, 6), _table(first, widths), PageBreak(), _table(second, widths)]


def _page_number(canvas: Any, _: Any) -> None:
    canvas.setFont(FONT, 9)
    canvas.drawCentredString(A4[0] / 2, 12 * mm, f"— {canvas.getPageNumber()} —")


def report_pdf(article: Article) -> bytes:
    """The report of `article` as a PDF; the same bytes at every call (no dates, no random ids)."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    story: list[Flowable] = [Paragraph(article.title, TITLE)]
    story += [Paragraph(line, BODY) for line in article.intro]
    for place, section in enumerate(article.sections):
        story.append(Paragraph(section.heading, HEADING))
        story += [Paragraph(line, BODY) for line in section.paragraphs]
        grid = grid_of_section(article, place)
        if grid is not None:
            story += _tables(place, grid)
    story += [Paragraph(line, ParagraphStyle("right", parent=BODY, alignment=2)) for line in article.signature]
    buffer = BytesIO()
    template = SimpleDocTemplate(
        buffer,
        pagesize=A4,
        leftMargin=21 * mm,
        rightMargin=21 * mm,
        topMargin=22 * mm,
        bottomMargin=22 * mm,
        title=article.title,
        author=article.body,
        invariant=1,
    )
    template.build(story, onFirstPage=_page_number, onLaterPages=_page_number)
    return buffer.getvalue()
