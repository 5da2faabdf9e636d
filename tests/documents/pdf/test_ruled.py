"""read_pdf: tables that rules draw, and what only looks like one."""

from __future__ import annotations

import io

from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.colors import white
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

from crawler.documents.model import Paragraph
from crawler.documents.pdf.read import read_pdf
from tests.documents.pdf.drawn_pdf import FONT, FULL, HEIGHT, Drawn, draw_rows, drawn, grid, read_grid, write


@st.composite
def merged_grids(draw: st.DrawFn) -> list[Drawn]:
    """A table with cells merged at random; the last row and column are not, so that each edge is drawn somewhere."""
    rows, columns = draw(st.integers(2, 7)), draw(st.integers(2, 5))
    taken: set[tuple[int, int]] = set()
    cells: list[Drawn] = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in taken:
                continue
            row_span = draw(st.integers(1, max(1, rows - 1 - row)))
            column_span = draw(st.integers(1, max(1, columns - 1 - column)))
            if row == rows - 1 or column == columns - 1:
                row_span = column_span = 1
            places = {(r, c) for r in range(row, row + row_span) for c in range(column, column + column_span)}
            if places & taken:
                row_span = column_span = 1
                places = {(row, column)}
            taken |= places
            text = draw(st.sampled_from(["", "0", "3,119", "（一）予以\n公开", "96171.6", "总 计", "—"]))
            cells.append(Drawn(row, column, row_span, column_span, text))
    return cells


@settings(max_examples=40, deadline=None)
@given(merged_grids())
def test_any_merged_grid_is_read_as_drawn(cells: list[Drawn]) -> None:
    edges = [72.0 + 85 * n for n in range(max(c.column + c.column_span for c in cells) + 1)]
    rows = max(c.row + c.row_span for c in cells)

    def draw(canvas: Canvas) -> None:
        write(canvas, 96, 60, "这里是一行足够长的文字，让文件不像一份扫描件。")
        draw_rows(canvas, cells, edges, 0, rows, 90)

    (table,) = read_pdf(drawn(draw)).tables()
    assert read_grid(table) == grid(cells)
    assert all(place is not None for row in table.rows for place in row)


def test_a_table_of_reportlab_with_spans_over_pages() -> None:
    """Rules drawn by another program: SPAN styles, a header repeated by repeatRows, automatic page breaks."""
    rows = [["项目", "件数", ""], ["", "上年", "本年"], *([f"{n}.事项", str(n), str(2 * n)] for n in range(1, 90))]
    style = TableStyle(
        [("GRID", (0, 0), (-1, -1), 0.5, "black"), ("FONT", (0, 0), (-1, -1), FONT, 9),
         ("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (2, 0))]
    )  # fmt: skip
    buffer = io.BytesIO()
    SimpleDocTemplate(buffer).build([Table(rows, colWidths=[200, 80, 80], repeatRows=2, style=style)])
    document = read_pdf(buffer.getvalue())
    (table,) = document.tables()
    assert document.pages == 3
    assert [[cell.text for cell in table.origins(row)] for row in range(len(table.rows))] == [
        ["项目", "件数"], ["上年", "本年"], *rows[2:],
    ]  # fmt: skip


def test_a_page_number_printed_over_a_table_is_no_text_of_a_cell() -> None:
    cells = [Drawn(0, 0, 1, 1, "规章制度与行政规范性文件"), Drawn(0, 1, 1, 1, "4"), Drawn(1, 0, 1, 2, "")]

    def draw(canvas: Canvas) -> None:
        draw_rows(canvas, cells, [72, 300, 500], 0, 2, 60)
        write(canvas, 280, 88, "— 5 —", 9)
        write(canvas, 96, 300, "表格后面还有一段完整的文字说明。")

    (table,) = read_pdf(drawn(draw)).tables()
    assert read_grid(table) == grid(cells)


def test_boxes_painted_behind_paragraphs_make_no_table() -> None:
    """Word processors paint one white box behind each line of a shaded paragraph (淮安市 2024, page 1)."""

    def draw(canvas: Canvas) -> None:
        for number, text in enumerate(("本报告由某市人民政府办公室编制。", "报告所列统计期限为一年的全部数据。")):
            canvas.setFillColor(white)
            canvas.rect(72, HEIGHT - 128 - 28 * number, 440, 28, fill=1, stroke=0)
            canvas.setFillColorRGB(0, 0, 0)
            write(canvas, 96, 106 + 28 * number, text)

    document = read_pdf(drawn(draw))
    assert document.tables() == ()
    assert [type(block) for block in document.blocks] == [Paragraph]


def test_a_framed_paragraph_is_prose() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(72, HEIGHT - 140, 440, 60)
        write(canvas, 96, 100, "这是一段加了边框的文字，不是表格。" * 2)

    document = read_pdf(drawn(draw))
    assert document.blocks == (Paragraph("这是一段加了边框的文字，不是表格。" * 2, page=1),)


def test_thousands_set_apart_by_a_blank_are_one_figure() -> None:
    """Else most boxes would seem to hold two figures, and the ruled table would be left to the reader of words."""

    def draw(canvas: Canvas) -> None:
        for x in (72, 200, 300, 400, 500):
            canvas.line(x, HEIGHT - 100, x, HEIGHT - 220)
        for row in range(5):
            canvas.line(72, HEIGHT - 100 - 30 * row, 500, HEIGHT - 100 - 30 * row)
        for row, label in enumerate(("行政许可", "行政处罚", "行政强制", "行政收费")):
            for column, text in enumerate((label, "1 686", "12 345", f"{row} 007")):
                write(canvas, (80, 210, 310, 410)[column], 108 + 30 * row, text)
        write(canvas, 72, 60, FULL)

    (table,) = read_pdf(drawn(draw)).tables()
    assert [[cell.text for cell in table.origins(row)] for row in range(4)] == [
        [label, "1 686", "12 345", f"{row} 007"]
        for row, label in enumerate(("行政许可", "行政处罚", "行政强制", "行政收费"))
    ]
