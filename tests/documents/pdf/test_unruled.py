"""read_pdf: tables without rules, or with too few of them: columns stand by their places alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest
from reportlab.lib.colors import lightblue, white
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from crawler.documents.model import Paragraph, Table
from crawler.documents.pdf.read import read_pdf
from tests.documents.pdf.drawn_pdf import FONT, FULL, HEIGHT, drawn, write

Set = Callable[[Canvas, float, float, str], None]
ROW = 24.0
LABEL = 200.0
COLUMN = 50.0


def centred(canvas: Canvas, middle: float, top: float, text: str) -> None:
    write(canvas, middle - stringWidth(text, FONT, 9) / 2, top, text, 9)


def to_the_right(canvas: Canvas, middle: float, top: float, text: str) -> None:
    write(canvas, middle + 20 - stringWidth(text, FONT, 9), top, text, 9)


def to_the_left(canvas: Canvas, middle: float, top: float, text: str) -> None:
    write(canvas, middle - 20, top, text, 9)


def write_rows(canvas: Canvas, rows: Sequence[Sequence[str]], top: float, place: Set = centred) -> None:
    """Rows of a label and its values; lines of a cell stand around the middle of the row's height."""
    for number, (label, *values) in enumerate(rows):
        middle = top + ROW * number
        lines = label.split("\n")
        for line, text in enumerate(lines):
            write(canvas, 72, middle + 11 * (line - (len(lines) - 1) / 2), text, 9)
        for column, value in enumerate(values):
            parts = value.split("\n")
            for line, text in enumerate(parts):
                shift = 11 * (line - (len(parts) - 1) / 2)
                place(canvas, 72 + LABEL + COLUMN * (column + 0.5), middle + shift, text)


def cell_texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in table.origins(row)] for row in range(len(table.rows))]


def read(draw: Callable[[Canvas], None]) -> tuple[tuple[Table, ...], list[str]]:
    document = read_pdf(drawn(draw))
    return document.tables(), [block.text for block in document.blocks if isinstance(block, Paragraph)]


HEADER = ["信息内容", "制发件数", "废止件数", "有效件数"]
ROWS = [["规章", "1", "20", "300"], ["行政规范性文件", "45", "6", "7,890"], ["其他文件", "0", "0", "12.5"]]


def on_page(rows: Sequence[Sequence[str]], place: Set = centred) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        write(canvas, 96, 60, "二、主动公开政府信息情况")
        write_rows(canvas, rows, 100, place)
        write(canvas, 72, 100 + ROW * len(rows) + 30, FULL)

    return draw


@pytest.mark.parametrize("place", [centred, to_the_right, to_the_left])
def test_figures_in_columns_are_a_table(place: Set) -> None:
    (table,), prose = read(on_page([HEADER, *ROWS], place))
    assert cell_texts(table) == [HEADER, *ROWS]
    assert (table.aligned, {cell.page for row in table.rows for cell in row if cell}) == (True, {1})
    assert prose == ["二、主动公开政府信息情况", FULL]


@pytest.mark.parametrize("blank", [(0, 1), (1, 2), (2, 3)])
def test_a_blank_cell_keeps_its_place(blank: tuple[int, int]) -> None:
    rows = [list(row) for row in ROWS]
    rows[blank[0]][blank[1]] = ""
    (table,), _ = read(on_page([HEADER, *rows]))
    assert cell_texts(table) == [HEADER, *rows]


def test_a_column_without_any_figure_is_known_by_its_header() -> None:
    rows = [[label, first, "", last] for label, first, _, last in ROWS]
    (table,), _ = read(on_page([HEADER, *rows]))
    assert cell_texts(table) == [HEADER, *rows]


def test_a_row_without_any_figure_is_a_row() -> None:
    rows = [["1.规章", "1", "2", "3"], ["2.其他", "", "", ""], ["3.文件", "4", "5", "6"]]
    (table,), _ = read(on_page([HEADER, *rows]))
    assert cell_texts(table) == [HEADER, *rows]


@pytest.mark.parametrize(
    "label",
    ["行政规范\n性文件", "行政规范\n性文件及\n其他", "2.申请人逾期\n未缴纳费用"],
    ids=["two lines", "three lines", "a number"],
)
def test_a_wrapped_label_is_one_cell(label: str) -> None:
    rows = [ROWS[0], [label, "1", "2", "3"], ROWS[2]]
    (table,), _ = read(on_page([HEADER, *rows]))
    assert cell_texts(table) == [HEADER, *rows]


@pytest.mark.parametrize("value", ["22（其中\n修订16件）", "12,\n345", "３２，\n０６８"])
def test_a_value_that_is_wrapped_in_its_cell_stays_in_its_row(value: str) -> None:
    rows = [ROWS[0], ["行政规范性文件", "1", value, "3"], ROWS[2]]
    (table,), _ = read(on_page([HEADER, *rows]))
    assert cell_texts(table) == [HEADER, *rows]


def test_a_header_in_layers_spans_its_columns() -> None:
    rows = [["一、本年新收", *"123456"], ["二、上年结转", *"040506"]]

    def draw(canvas: Canvas) -> None:
        x = [72 + LABEL + COLUMN * (n + 0.5) for n in range(6)]
        centred(canvas, (x[0] + x[5]) / 2, 80, "申请人情况")
        centred(canvas, x[0], 110, "自然人")
        centred(canvas, (x[1] + x[4]) / 2, 98, "法人或其他组织")
        centred(canvas, x[5], 110, "总计")
        for n, text in enumerate(("商业", "科研", "公益", "法律"), start=1):
            centred(canvas, x[n], 116, text)
            centred(canvas, x[n], 127, "机构")
        write_rows(canvas, rows, 150)

    (table,), _ = read(draw)
    stacks = [
        [cell.text for row, cell in enumerate(table.rows[r][column] for r in range(3)) if cell and cell.row == row]
        for column in range(1, 7)
    ]
    assert [stack[-1] for stack in stacks] == [
        "自然人",
        *(f"{w}\n机构" for w in ("商业", "科研", "公益", "法律")),
        "总计",
    ]
    assert all("法人或其他组织" in stack for stack in stacks[1:5])
    assert cell_texts(table)[-2:] == rows


def test_labels_of_groups_span_the_rows_that_they_stand_beside() -> None:
    """（三） and （四） stand at the middle of their rows, left of them, as a program prints merged cells."""
    items = ["（一）予以公开", "1.国家秘密", "2.法律禁止", "3.第三方", "1.不掌握", "2.没有现成", "（七）总计"]

    def draw(canvas: Canvas) -> None:
        for column, text in enumerate(("自然人", "企业", "机构", "总计")):
            centred(canvas, 297 + COLUMN * column, 76, text)
        for number, item in enumerate(items):
            top = 100 + ROW * number
            write(canvas, 72 if item[0] == "（" else 160, top, item, 9)
            for column in range(4):
                centred(canvas, 297 + COLUMN * column, top, str(number * 10 + column))
        write(canvas, 72, 100 + 2 * ROW, "（三）不予公开", 9)
        write(canvas, 72, 100 + 4.5 * ROW, "（四）无法提供", 9)

    (table,), _ = read(draw)
    groups = [
        (cell.text, cell.row, cell.row_span) for row in range(1, 8) for cell in table.origins(row) if cell.row_span > 1
    ]
    assert groups == [("（三）不予公开", 2, 3), ("（四）无法提供", 5, 2)]
    assert [table.rows[row][1].text for row in range(1, 8)] == items  # type: ignore[union-attr]
    assert [[cell.text for cell in table.rows[row][2:] if cell] for row in range(1, 8)] == [
        [str(number * 10 + column) for column in range(4)] for number in range(7)
    ]


@pytest.mark.parametrize("repeated", [False, True])
@pytest.mark.parametrize("at", [1, 2, 3])
def test_it_goes_on_over_a_page_break(at: int, repeated: bool) -> None:
    rows = [*ROWS, ["另一类文件", "3", "2", "1"]]

    def draw(canvas: Canvas) -> None:
        write(canvas, 72, 60, FULL)
        write_rows(canvas, [HEADER, *rows[:at]], 700)
        write(canvas, 290, 810, "- 1 -", 9)
        canvas.showPage()
        write_rows(canvas, [*([HEADER] if repeated else []), *rows[at:]], 60)
        write(canvas, 72, 300, FULL)
        write(canvas, 290, 810, "- 2 -", 9)

    (table,), prose = read(draw)
    assert cell_texts(table) == [HEADER, *rows]
    assert [table.rows[row][0].page for row in range(5)] == [1] * (at + 1) + [2] * (4 - at)  # type: ignore[union-attr]
    assert prose == [FULL, FULL]


def test_a_footnote_and_a_heading_below_are_no_rows() -> None:
    def draw(canvas: Canvas) -> None:
        write_rows(canvas, [HEADER, *ROWS], 100)
        write(canvas, 72, 100 + 4 * ROW, "注：含上年度数量。", 9)
        write(canvas, 96, 130 + 4 * ROW, "三、收到和处理申请情况")

    (table,), prose = read(draw)
    assert cell_texts(table) == [HEADER, *ROWS]
    assert prose == ["注：含上年度数量。", "三、收到和处理申请情况"]


def test_two_tables_with_a_heading_in_their_own_type_between_are_two() -> None:
    second = [["项目", "甲", "乙"], ["一类", "11", "12"], ["二类", "13", "14"], ["三类", "15", "16"]]

    def draw(canvas: Canvas) -> None:
        write_rows(canvas, [HEADER, *ROWS], 100)
        write(canvas, 72, 130 + 4 * ROW, "三、收到和处理申请情况", 9)
        write_rows(canvas, second, 170 + 4 * ROW, lambda c, x, top, text: centred(c, 1.4 * x - 120, top, text))

    tables, prose = read(draw)
    assert [cell_texts(table) for table in tables] == [[HEADER, *ROWS], second]
    assert prose == ["三、收到和处理申请情况"]


@pytest.mark.parametrize(
    "lines",
    [
        ["联系地址：人民路1号    邮编：100000    电话：010-1234567", "传真：010-7654321    电子邮箱：a@b.cn"],
        ["2023 年 1 月 1 日至 2023 年 12 月 31 日，共收到 13 件申请。", "其中 3 件来自法人，10 件来自自然人。"],
        ["某市人民政府办公室", "2024 年 1 月 12 日"],
        ["1. 主动公开 45 条", "2. 依申请公开 3 条", "3. 其他 0 条"],
    ],
    ids=["contact", "dates and numbers", "signature", "a list"],
)
def test_prose_with_figures_is_no_table(lines: list[str]) -> None:
    tables, prose = read(lambda canvas: [write(canvas, 96, 60 + 21 * n, line) for n, line in enumerate([FULL, *lines])])  # type: ignore[arg-type,return-value]
    assert tables == ()
    assert "".join("".join(prose).split()) == "".join("".join([FULL, *lines]).split())


# ---------------------------------------------------------------- few rules, or unusual ones

LEFT, RIGHT = 66.0, 72 + LABEL + 3 * COLUMN + 6
EDGES = [LEFT, *(72 + LABEL + COLUMN * n for n in range(3)), RIGHT]
HEIGHTS = [HEIGHT - 96 - ROW * n + 7 for n in range(5)]


def across(canvas: Canvas, heights: Sequence[float] = HEIGHTS) -> None:
    for y in heights:
        canvas.line(LEFT, y, RIGHT, y)


def upright(canvas: Canvas, places: Sequence[float] = EDGES) -> None:
    for x in places:
        canvas.line(x, HEIGHTS[0], x, HEIGHTS[-1])


def dotted(canvas: Canvas) -> None:
    """As Chromium draws `border: dotted`: a box of a point for every dot."""
    for y in HEIGHTS:
        for step in range(int((RIGHT - LEFT) / 2)):
            canvas.rect(LEFT + 2 * step, y, 1, 1, stroke=0, fill=1)
    for x in EDGES:
        for step in range(int((HEIGHTS[0] - HEIGHTS[-1]) / 2)):
            canvas.rect(x, HEIGHTS[-1] + 2 * step, 1, 1, stroke=0, fill=1)


def thick(canvas: Canvas) -> None:
    for y in HEIGHTS:
        canvas.rect(LEFT, y, RIGHT - LEFT, 2.5, stroke=0, fill=1)
    for x in EDGES:
        canvas.rect(x, HEIGHTS[-1], 2.5, HEIGHTS[0] - HEIGHTS[-1], stroke=0, fill=1)


def white_rules(canvas: Canvas) -> None:
    canvas.setFillColor(lightblue)
    canvas.rect(LEFT, HEIGHTS[-1], RIGHT - LEFT, HEIGHTS[0] - HEIGHTS[-1], stroke=0, fill=1)
    canvas.setStrokeColor(white)
    across(canvas)
    upright(canvas)
    canvas.setFillColorRGB(0, 0, 0)


def coloured_cells(canvas: Canvas) -> None:
    canvas.setFillColor(lightblue)
    for x0, x1 in pairwise(EDGES):
        for y1, y0 in pairwise(HEIGHTS):
            canvas.rect(x0 + 0.5, y0 + 0.5, x1 - x0 - 1, y1 - y0 - 1, stroke=0, fill=1)
    canvas.setFillColorRGB(0, 0, 0)


@pytest.mark.parametrize(
    "rules",
    [
        lambda canvas: (across(canvas), upright(canvas)),
        across,
        lambda canvas: across(canvas, [HEIGHTS[0], HEIGHTS[1], HEIGHTS[-1]]),
        lambda canvas: (across(canvas, HEIGHTS[:: len(HEIGHTS) - 1]), upright(canvas, EDGES[:: len(EDGES) - 1])),
        lambda canvas: (across(canvas, HEIGHTS[:: len(HEIGHTS) - 1]), upright(canvas)),
        upright,
        lambda canvas: (across(canvas), upright(canvas, EDGES[1:-1])),
        lambda canvas: (across(canvas), upright(canvas, EDGES[:: len(EDGES) - 1])),
        dotted,
        thick,
        white_rules,
        coloured_cells,
    ],
    ids=["all", "across", "three lines", "frame", "frame and upright", "upright", "no outer", "frame and across",
         "dots", "thick", "white", "coloured cells"],
)  # fmt: skip
def test_however_few_rules_are_drawn_the_cells_are_the_same(rules: Callable[[Canvas], None]) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 72, 40, FULL)
        canvas.setLineWidth(0.5)
        rules(canvas)
        canvas.setFillColorRGB(0, 0, 0)
        write_rows(canvas, [HEADER, *ROWS], 100)

    (table,), prose = read(draw)
    assert cell_texts(table) == [HEADER, *ROWS]
    assert prose == [FULL]
