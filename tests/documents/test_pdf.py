"""read_pdf: PDFs with a text layer → paragraphs and table grids.

The small files are drawn here rule by rule, so that a page break can go through any row of the official form.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab import rl_config
from reportlab.lib.colors import white
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

from crawler.documents import pdf as pdf_module
from crawler.documents.model import Cell, DocumentError, Paragraph, TableBlock
from crawler.documents.pdf import MAX_PAGES, read_pdf

SHARED = Path(__file__).resolve().parents[3] / "shared"
FONT = "STSong-Light"
HEIGHT = 842.0
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


# ---------------------------------------------------------------- drawing


def drawn(draw: Callable[[Canvas], None], **options: object) -> bytes:
    """The bytes of a PDF on A4; `draw` sets pages off with showPage()."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, HEIGHT), invariant=1, **options)
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


# ---------------------------------------------------------------- tables


@pytest.mark.parametrize("at", range(3, 28))
def test_the_applications_table_is_whole_wherever_the_page_breaks(at: int) -> None:
    cells = official_applications()
    document = read_pdf(broken_table(cells, APPLICATION_EDGES, at))
    (table,) = document.tables()
    assert read_grid(table) == grid(cells)
    assert (table.aligned, table.page, document.pages) == (True, 1, 2)
    for row in range(28):
        for cell in table.origins(row):
            assert cell.page == (1 if cell.row < at else 2)


@pytest.mark.parametrize("at", range(1, 14))
def test_the_proactive_table_is_whole_though_a_page_does_not_draw_every_column(at: int) -> None:
    cells = official_proactive()
    (table,) = read_pdf(broken_table(cells, PROACTIVE_EDGES, at)).tables()
    assert read_grid(table) == grid(cells)


@pytest.mark.parametrize("at", [4, 10, 16, 27])
def test_a_repeated_header_is_dropped(at: int) -> None:
    cells = official_applications()
    (table,) = read_pdf(broken_table(cells, APPLICATION_EDGES, at, header=3)).tables()
    assert read_grid(table) == grid(cells)


@pytest.mark.parametrize("at", [8, 16, 27])
def test_a_table_that_the_page_break_leaves_without_its_lower_rule_keeps_its_last_row(at: int) -> None:
    cells = official_applications()
    (table,) = read_pdf(broken_table(cells, APPLICATION_EDGES, at, closed=False)).tables()
    assert read_grid(table) == grid(cells)


def torn(first_page: Sequence[Drawn], second_page: Sequence[Drawn]) -> list[tuple[int, int, int, int, str]]:
    """The same columns drawn as two unrelated tables on two pages, and read."""
    edges = [72.0, 150, 300, 400, 500]
    data = drawn(
        lambda canvas: (
            write(canvas, 72, 60, "这里是一行足够长的文字，让文件不像一份扫描件。"),
            draw_rows(canvas, first_page, edges, 0, 2, 90),
            canvas.showPage(),
            draw_rows(canvas, second_page, edges, 0, 2, 60),
        )  # type: ignore[arg-type,return-value]
    )
    (table,) = read_pdf(data).tables()
    return read_grid(table)


def labelled(group: Sequence[tuple[int, str]], rows: Sequence[tuple[str, str, str]]) -> list[Drawn]:
    """Two rows: group labels (rows spanned, text) in the first column, then an item and two values."""
    cells: list[Drawn] = []
    row = 0
    for span, text in group:
        cells.append(Drawn(row, 0, span, 1, text))
        row += span
    cells += [Drawn(r, 1 + c, 1, 1, text) for r, texts in enumerate(rows) for c, text in enumerate(texts)]
    return cells


ITEMS_ABOVE = [("1.甲", "1", "2"), ("2.乙", "3", "4")]
ITEMS_BELOW = [("3.丙", "5", "6"), ("4.丁", "7", "8")]


@pytest.mark.parametrize(
    ("above", "below", "group_cells"),
    [
        ([(2, "（四）无")], [(2, "法提供")], [(0, 0, 4, 1, "（四）无\n法提供")]),
        ([(2, "（四）无法提供")], [(2, "")], [(0, 0, 4, 1, "（四）无法提供")]),
        ([(1, "（三）不予公开"), (1, "（四）无")], [(1, "法提供"), (1, "（五）不予处理")],
         [(0, 0, 1, 1, "（三）不予公开"), (1, 0, 2, 1, "（四）无\n法提供"), (3, 0, 1, 1, "（五）不予处理")]),
        ([(2, "（三）不予公开")], [(2, "（四）无法提供")],
         [(0, 0, 2, 1, "（三）不予公开"), (2, 0, 2, 1, "（四）无法提供")]),
    ],
    ids=["torn in the word", "label wholly above", "both one row high", "a new group begins"],
)  # fmt: skip
def test_a_group_label_torn_by_the_break_is_one_cell(
    above: list[tuple[int, str]], below: list[tuple[int, str]], group_cells: list[tuple[int, int, int, int, str]]
) -> None:
    found = torn(labelled(above, ITEMS_ABOVE), labelled(below, ITEMS_BELOW))
    assert [cell for cell in found if cell[1] == 0] == group_cells
    values = [cell[4] for cell in found if cell[1] > 0]
    assert values == ["1.甲", "1", "2", "2.乙", "3", "4", "3.丙", "5", "6", "4.丁", "7", "8"]


@pytest.mark.parametrize(
    ("upper", "lower", "row"),
    [
        (("2.乙要求行政机关", "3", "4"), ("确认或重新出具", "", ""), ["2.乙要求行政机关\n确认或重新出具", "3", "4"]),
        (("2.乙要求行政机关", "", ""), ("确认或重新出具", "3", "4"), ["2.乙要求行政机关\n确认或重新出具", "3", "4"]),
    ],
    ids=["figures above the break", "figures below the break"],
)
def test_a_row_that_the_break_goes_through_is_one_row(
    upper: tuple[str, str, str], lower: tuple[str, str, str], row: list[str]
) -> None:
    found = torn(
        labelled([(2, "（五）不予处理")], [ITEMS_ABOVE[0], upper]), labelled([(2, "")], [lower, ITEMS_BELOW[1]])
    )
    assert [cell[4] for cell in found if cell[0] == 1] == row
    assert [cell for cell in found if cell[1] == 0] == [(0, 0, 3, 1, "（五）不予处理")]


def test_a_blank_row_after_the_break_stays_a_row() -> None:
    """其他对外管理服务事项 has no number in front and often no figures: it is not the rest of the row above."""
    found = torn(
        labelled([(1, ""), (1, "")], [("行政许可", "1", "2"), ("行政处罚", "3", "4")]),
        labelled([(1, ""), (1, "")], [("其他对外管理服务事项", "", ""), ("行政强制", "", "")]),
    )
    assert [cell[4] for cell in found if cell[1] == 1] == ["行政许可", "行政处罚", "其他对外管理服务事项", "行政强制"]


def test_blank_figures_below_a_break_stay_cells_of_their_own() -> None:
    found = torn(
        labelled([(2, "（三）甲")], ITEMS_ABOVE), labelled([(2, "（四）乙")], [("1.丙", "", ""), ("2.丁", "", "")])
    )
    assert [cell for cell in found if cell[1] >= 2 and cell[0] >= 2] == [
        (2, 2, 1, 1, ""), (2, 3, 1, 1, ""), (3, 2, 1, 1, ""), (3, 3, 1, 1, ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("between", "second_edges"),
    [
        ("四、政府信息公开行政复议、行政诉讼情况", [72.0, 240, 330, 420, 522]),
        ("", [72.0, 200, 300, 460, 522]),
        ("", [100.0, 240, 330, 420, 500]),
    ],
    ids=["a heading between", "other inner edges", "other outer edges"],
)  # fmt: skip
def test_tables_that_do_not_continue_one_another_stay_two(between: str, second_edges: list[float]) -> None:
    cells = [Drawn(r, c, 1, 1, f"{r}之{c}号格子") for r in range(2) for c in range(4)]

    def draw(canvas: Canvas) -> None:
        draw_rows(canvas, cells, PROACTIVE_EDGES, 0, 2, 90)
        canvas.showPage()
        if between:
            write(canvas, 96, 60, between)
        draw_rows(canvas, cells, second_edges, 0, 2, 90)

    tables = read_pdf(drawn(draw)).tables()
    assert [(table.number, table.page) for table in tables] == [(1, 1), (2, 2)]


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


# ---------------------------------------------------------------- prose

FULL = "甲" * 36  # 72 … 504 points: a full line of 12-point characters


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([(96, "首" + "甲" * 33), (72, FULL), (72, "乙丙。")], ["首" + "甲" * 33 + FULL + "乙丙。"]),
        ([(96, "甲" * 34), (72, "乙。"), (96, "丙" * 34), (72, "丁。")], ["甲" * 34 + "乙。", "丙" * 34 + "丁。"]),
        ([(72, FULL), (72, "短。"), (72, FULL), (72, "丁。")], [FULL + "短。", FULL + "丁。"]),
        ([(72, FULL), (72, "一、总体情况"), (72, FULL)], [FULL, "一、总体情况", FULL]),
        ([(72, FULL), (72, "（一）主动公开" + "甲" * 29), (72, FULL)], [FULL, "（一）主动公开" + "甲" * 29 + FULL]),
        ([(72, FULL), (72, "1.主动公开" + "甲" * 30), (72, FULL)], [FULL, "1.主动公开" + "甲" * 30 + FULL]),
        ([(72, FULL), (72, "（二）项规定" + "甲" * 30)], [FULL + "（二）项规定" + "甲" * 30]),
        ([(72, FULL), (72, "1.5万件" + "甲" * 30)], [FULL + "1.5万件" + "甲" * 30]),
        ([(96, "甲" * 33 + "。"), (380, "某市经济局"), (390, "2022年1月26日")],
         ["甲" * 33 + "。", "某市经济局", "2022年1月26日"]),
        ([(72, "甲" * 32 + " http://a"), (72, "b.gov.cn/c")], ["甲" * 32 + " http://ab.gov.cn/c"]),
        ([(72, "甲" * 33 + " Open"), (72, "Data")], ["甲" * 33 + " Open Data"]),
    ],
    ids=["indent", "two indents", "early end", "heading", "sub-heading", "item", "a clause", "a decimal", "signature",
         "address", "words"],
)  # fmt: skip
def test_lines_become_paragraphs(lines: list[tuple[float, str]], expected: list[str]) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 72, 60, FULL)  # gives the page its margins
        write(canvas, 72, 84, "。")
        for number, (x, text) in enumerate(lines):
            write(canvas, x, 140 + 21 * number, text)

    blocks = read_pdf(drawn(draw)).blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == [FULL + "。", *expected]


@pytest.mark.parametrize("number", ["- {} -", "— {} —", "－{}－", "{}", "第{}页", "第 {} 页 共 2 页", "{}/2"])
def test_page_numbers_are_dropped_and_a_paragraph_goes_on_over_the_page(number: str) -> None:
    def draw(canvas: Canvas) -> None:
        for page in (1, 2):
            write(canvas, 72, 60, ("甲" if page == 1 else "乙") * 36)
            write(canvas, 72, 84, ("丙" if page == 1 else "丁") * 36)
            write(canvas, 280, 810, number.format(page), 9)
            canvas.showPage()

    document = read_pdf(drawn(draw))
    assert document.blocks == (Paragraph("甲" * 36 + "丙" * 36 + "乙" * 36 + "丁" * 36, page=1),)


def test_a_title_of_two_centred_lines_is_one_paragraph() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 288 - 22 * 3.5, 60, "淮安市人民政府", 22)
        write(canvas, 288 - 22 * 5, 100, "政府信息公开年度报告", 22)
        for number in range(6):
            write(canvas, 72, 160 + 21 * number, FULL)

    texts = [block.text for block in read_pdf(drawn(draw)).blocks if isinstance(block, Paragraph)]
    assert texts == ["淮安市人民政府政府信息公开年度报告", FULL * 6]


# ---------------------------------------------------------------- what cannot be read


def sample(**options: object) -> bytes:
    return drawn(lambda canvas: write(canvas, 72, 60, FULL), **options)


def blank_pages(count: int) -> bytes:
    return drawn(lambda canvas: [canvas.showPage() for _ in range(count)])  # type: ignore[arg-type,return-value]


def drawing_only() -> bytes:
    return drawn(lambda canvas: (canvas.rect(50, 50, 400, 600, fill=1), write(canvas, 280, 810, "1", 9)))  # type: ignore[arg-type,return-value]


def without_unicode() -> bytes:
    """A font of a character collection that nobody knows: codes without characters."""
    return (
        sample().replace(b"(Adobe)", b"(Xdobe)").replace(b"(GB1)", b"(XX1)").replace(b"/UniGB-UCS2-H", b"/Identity-H  ")
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no PDF"),
        (b"<html>404</html>", "no PDF"),
        (sample(encrypt="secret"), "encrypted"),
        (sample()[:-200], "truncated"),
        (sample().replace(b"/Type /Pages", b"/Tpye /Segap").replace(b"/Root", b"/Toor"), "damaged"),
        (without_unicode(), "no Unicode mapping"),
        (drawing_only(), "scanned: needs OCR"),
        (blank_pages(MAX_PAGES + 1), f"has {MAX_PAGES + 1} pages"),
    ],
    ids=["empty", "html", "encrypted", "truncated", "no root", "no Unicode", "scanned", "too long"],
)
def test_what_cannot_be_read_is_said_in_one_line(data: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=re.escape(message)) as caught:
        read_pdf(data)
    assert "\n" not in str(caught.value)


def test_a_file_that_only_its_owner_may_change_is_read() -> None:
    text = "This report was locked against changes, not against readers."
    encryption = StandardEncryption("", ownerPassword="secret", canCopy=0)
    data = drawn(lambda canvas: canvas.drawString(72, 700, text), encrypt=encryption)
    assert read_pdf(data).blocks == (Paragraph(text, page=1),)


@pytest.mark.parametrize("change", ["inverted", "cut"])
@pytest.mark.parametrize("armoured", [0, 1])
def test_a_page_whose_contents_do_not_unpack_whole_is_damaged(
    change: str, armoured: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pdfminer alone would show the lines before the damage, and say nothing of the rest."""
    monkeypatch.setattr(rl_config, "useA85", armoured)
    lines = [f"第{number}行：{chr(0x4E00 + 37 * number) * 30}" for number in range(50)]
    data = drawn(
        lambda canvas: [write(canvas, 72, 20 + 16 * n, text) for n, text in enumerate(lines)], pageCompression=1
    )
    begin = data.index(b"stream", data.index(b"/FlateDecode"))
    place = begin + (data.index(b"endstream", begin) - begin) * 7 // 10
    spoiled = bytes((byte - 33 + 40) % 80 + 33 for byte in data[place : place + 40])
    if change == "cut":
        spoiled = (b"~>" if armoured else b"") + b"\n" * (38 if armoured else 40)
    with pytest.raises(DocumentError, match="damaged"):
        read_pdf(data[:place] + spoiled + data[place + 40 :])


def test_the_limit_of_a_page_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.documents.pdf_tables.MAX_RULES", 10)
    with pytest.raises(DocumentError, match="more than 10"):
        read_pdf(broken_table(official_proactive(), PROACTIVE_EDGES, 5))


def test_the_limit_of_unpacked_contents_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_module, "MAX_PAGE_STREAM", 100)
    with pytest.raises(DocumentError, match="unpacks to more than 100 bytes"):
        read_pdf(drawn(lambda canvas: [write(canvas, 72, 60 + n, FULL) for n in range(20)], pageCompression=1))  # type: ignore[arg-type,return-value]


WHOLE = broken_table(official_proactive(), PROACTIVE_EDGES, 5)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WHOLE) - 10))
def test_every_truncation_is_refused(length: int) -> None:
    with pytest.raises(DocumentError):
        read_pdf(WHOLE[:length])


@settings(max_examples=80, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=30))
def test_changed_bytes_raise_nothing_but_a_document_error(changes: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place] = value
    try:
        document = read_pdf(bytes(data))
    except DocumentError as error:
        assert "\n" not in str(error)
    else:
        assert document.pages is not None and document.pages >= 1


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(DocumentError):
        read_pdf(b"%PDF-1.7\n" + data + b"\n%%EOF")


# ---------------------------------------------------------------- a real report


@pytest.fixture(scope="module")
def huaian() -> tuple[object, dict[str, dict[str, object]]]:
    report, answers = SHARED / "real/pdf/huaian-2024.pdf", SHARED / "answers/huaian2024.json"
    if not report.exists() or not answers.exists():
        pytest.skip(f"the real report is not at hand: {report}")
    return read_pdf(report.read_bytes()), json.loads(answers.read_text(encoding="utf-8"))


def texts(table: object, row: int, columns: Sequence[int]) -> list[str]:
    return [table.rows[row][column].text for column in columns]  # type: ignore[attr-defined]


def test_huaian_2024_all_200_cells_stand_in_their_grid_places(
    huaian: tuple[object, dict[str, dict[str, object]]],
) -> None:
    document, answers = huaian
    proactive, applications, review = document.tables()  # type: ignore[attr-defined]
    said = answers["proactive"]
    counted = 0
    for row, key, columns in (
        (2, "regulations", (1, 2, 3)), (3, "normative_documents", (1, 2, 3)), (6, "licensing", (1,)),
        (9, "penalty", (1,)), (10, "compulsion", (1,)), (13, "fees", (1,)),
    ):  # fmt: skip
        expected = [str(value) for value in said[key].values()]  # type: ignore[attr-defined]
        assert texts(proactive, row, columns) == expected, key
        counted += len(expected)
    assert len(applications.rows) == 28
    assert all(len(row) == 10 for row in applications.rows)
    for row, (key, values) in enumerate(answers["applications"].items(), start=3):
        assert texts(applications, row, range(3, 10)) == [str(value) for value in values], key  # type: ignore[attr-defined]
        counted += 7
    outcomes = [str(value) for channel in answers["review"].values() for value in channel.values()]  # type: ignore[attr-defined]
    assert texts(review, 3, range(15)) == outcomes
    assert counted + len(outcomes) == 200


def test_huaian_2024_the_torn_label_is_one_cell(huaian: tuple[object, dict[str, dict[str, object]]]) -> None:
    document, _ = huaian
    table = document.tables()[1]  # type: ignore[attr-defined]
    label = table.rows[16][1]
    assert label is table.rows[15][1] is table.rows[17][1]
    assert (label.text, label.row, label.row_span, label.page) == ("（四）无\n法提供", 15, 3, 4)
    assert table.rows[5][0].row_span == 22


def test_huaian_2024_prose(huaian: tuple[object, dict[str, dict[str, object]]]) -> None:
    document, answers = huaian
    prose = [block.text for block in document.blocks if isinstance(block, Paragraph)]  # type: ignore[attr-defined]
    assert prose[0].replace(" ", "") == answers["title"]
    assert [text for text in prose if re.match("[一二三四五六]、", text)] == list(answers["sections"].values())
    assert len(prose) == 17
    assert not any(re.search(r"[-—]\s*\d\s*[-—]", text) for text in prose)
    assert sum(isinstance(block, TableBlock) for block in document.blocks) == 3  # type: ignore[attr-defined]


def test_reading_is_a_function_of_the_bytes() -> None:
    assert read_pdf(WHOLE) == read_pdf(WHOLE)
    assert replace(read_pdf(WHOLE), blocks=()).format == "pdf"
