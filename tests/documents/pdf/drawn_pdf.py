"""Small PDFs drawn rule by rule, so that a page break can go through any row of the official form."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from crawler.documents.model import Cell

FONT = "STSong-Light"
HEIGHT = 842.0
FULL = "甲" * 36
"""72 … 504 points: a full line of 12-point characters."""
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def drawn(draw: Callable[[Canvas], None], pagesize: tuple[float, float] = (595, HEIGHT), **options: object) -> bytes:
    """The bytes of a PDF, on A4 if nothing else is said; `draw` sets pages off with showPage()."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=pagesize, invariant=1, **options)
    draw(canvas)
    canvas.save()
    return buffer.getvalue()


def write(canvas: Canvas, x: float, top: float, text: str, size: float = 12) -> None:
    canvas.setFont(FONT, size)
    canvas.drawString(x, HEIGHT - top - size, text)


@dataclass(frozen=True)
class Drawn:
    """A cell to draw: its place and spans in the whole table, and its text."""

    row: int
    column: int
    row_span: int
    column_span: int
    text: str


def draw_rows(
    canvas: Canvas,
    cells: Sequence[Drawn],
    edges: Sequence[float],
    first: int,
    last: int,
    top: float,
    closed: bool = True,
) -> None:
    """Draw rows first … last-1 (24 points each); a cell that began on an earlier page has no text there."""
    canvas.setLineWidth(0.5)
    for cell in cells:
        begin, end = max(cell.row, first), min(cell.row + cell.row_span, last)
        if begin >= end:
            continue
        x0, x1 = edges[cell.column], edges[cell.column + cell.column_span]
        y0, y1 = HEIGHT - top - 24 * (begin - first), HEIGHT - top - 24 * (end - first)
        canvas.line(x0, y0, x1, y0)
        canvas.line(x0, y0, x0, y1)
        canvas.line(x1, y0, x1, y1)
        if closed or end < last:
            canvas.line(x0, y1, x1, y1)
        if cell.row >= first:
            for number, line in enumerate(cell.text.split("\n")):
                write(canvas, x0 + 3, HEIGHT - y0 + 3 + 9 * number, line, 7)


def grid(cells: Sequence[Drawn]) -> list[tuple[int, int, int, int, str]]:
    return sorted((c.row, c.column, c.row_span, c.column_span, c.text) for c in cells)


def read_grid(table: object) -> list[tuple[int, int, int, int, str]]:
    cells: list[Cell] = [cell for row in range(len(table.rows)) for cell in table.origins(row)]  # type: ignore[attr-defined]
    return sorted((c.row, c.column, c.row_span, c.column_span, c.text) for c in cells)


def official_applications() -> list[Drawn]:
    """The applications table of the 2021 form: 3 header rows, 25 rows, three label columns in front of seven."""
    cells = [
        Drawn(0, 0, 3, 3, "（本列数据的勾稽关系为）"),
        Drawn(0, 3, 1, 7, "申请人情况"),
        Drawn(1, 3, 2, 1, "自然人"),
    ]
    cells += [Drawn(1, 4, 1, 5, "法人或其他组织"), Drawn(1, 9, 2, 1, "总计")]
    cells += [Drawn(2, 4 + n, 1, 1, text) for n, text in enumerate(("商业企\n业", "科研", "公益", "法律", "其他"))]
    cells += [Drawn(3, 0, 1, 3, "一、本年新收"), Drawn(4, 0, 1, 3, "二、上年结转"), Drawn(5, 0, 22, 1, "三、\n结")]
    cells += [Drawn(5, 1, 1, 2, "（一）予以公开"), Drawn(6, 1, 1, 2, "（二）部分公开")]
    row = 7
    for label, size in (("（三）不予公开", 8), ("（四）无法提供", 3), ("（五）不予处理", 5), ("（六）其他处理", 3)):
        cells.append(Drawn(row, 1, size, 1, label))
        cells += [Drawn(row + n, 2, 1, 1, f"{n + 1}.情形") for n in range(size)]
        row += size
    cells += [Drawn(26, 1, 1, 2, "（七）总计"), Drawn(27, 0, 1, 3, "四、结转下年度")]
    cells += [Drawn(r, 3 + c, 1, 1, str(10 * r + c)) for r in range(3, 28) for c in range(7)]
    return cells


def official_proactive() -> list[Drawn]:
    cells: list[Drawn] = []
    row = 0
    for label, header, items in (
        ("第二十条 第（一）项", ("制发件数", "废止件数", "有效件数"), ("规章", "行政规范性文件")),
        ("第二十条 第（五）项", ("处理决定数量",), ("行政许可",)),
        ("第二十条 第（六）项", ("处理决定数量",), ("行政处罚", "行政强制")),
        ("第二十条 第（八）项", ("收费金额（单位：万元）",), ("行政事业性收费",)),
    ):
        span = 1 if len(header) == 3 else 3
        cells.append(Drawn(row, 0, 1, 4, label))
        for offset, texts in enumerate(
            (("信息内容", *header), *((item, *(["8.5"] * len(header))) for item in items)), 1
        ):
            cells.append(Drawn(row + offset, 0, 1, 1, texts[0]))
            cells += [Drawn(row + offset, 1 + n, 1, span, text) for n, text in enumerate(texts[1:])]
        row += 2 + len(items)
    return cells


APPLICATION_EDGES = [72.0, 96, 150, 252, 286, 322, 358, 402, 448, 486, 522]
PROACTIVE_EDGES = [72.0, 240, 330, 420, 522]


def broken_table(
    cells: Sequence[Drawn], edges: Sequence[float], at: int, closed: bool = True, header: int = 0
) -> bytes:
    """The table with a page break above row `at`; `header` rows are repeated on the second page."""
    count = max(cell.row + cell.row_span for cell in cells)

    def draw(canvas: Canvas) -> None:
        write(canvas, 96, 60, "三、收到和处理政府信息公开申请情况有表如下请看")
        draw_rows(canvas, cells, edges, 0, at, 90, closed)
        write(canvas, 280, 810, "- 1 -", 9)
        canvas.showPage()
        if header:
            draw_rows(canvas, [c for c in cells if c.row < header], edges, 0, header, 60)
        draw_rows(canvas, cells, edges, at, count, 60 + 24 * header)
        write(canvas, 280, 810, "- 2 -", 9)

    return drawn(draw)
