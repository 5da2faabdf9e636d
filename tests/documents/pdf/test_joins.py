"""read_pdf: tables that a page break goes through."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from crawler.documents.pdf.read import read_pdf
from tests.documents.pdf.drawn_pdf import (
    APPLICATION_EDGES,
    PROACTIVE_EDGES,
    Drawn,
    broken_table,
    draw_rows,
    drawn,
    grid,
    official_applications,
    official_proactive,
    read_grid,
    write,
)


@pytest.mark.parametrize("at", [3, 4, 5, 6, 7, 8, 14, 15, 16, 17, 18, 23, 26, 27])
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


def test_a_torn_group_label_without_a_number_is_one_cell_where_the_rows_count_on() -> None:
    found = torn(labelled([(2, "无法")], ITEMS_ABOVE), labelled([(2, "提供")], ITEMS_BELOW))
    assert [cell for cell in found if cell[1] == 0] == [(0, 0, 4, 1, "无法\n提供")]


def test_groups_without_numbers_stay_two_where_the_rows_count_anew() -> None:
    below = [("1.丙", "5", "6"), ("2.丁", "7", "8")]
    found = torn(labelled([(2, "不予公开")], ITEMS_ABOVE), labelled([(2, "无法提供")], below))
    assert [cell for cell in found if cell[1] == 0] == [(0, 0, 2, 1, "不予公开"), (2, 0, 2, 1, "无法提供")]


def two_pages(above: Sequence[Sequence[str]], below: Sequence[Sequence[str]]) -> list[list[list[str]]]:
    def rows(texts: Sequence[Sequence[str]]) -> list[Drawn]:
        return [Drawn(r, c, 1, 1, text) for r, row in enumerate(texts) for c, text in enumerate(row)]

    def draw(canvas: Canvas) -> None:
        write(canvas, 72, 60, "这里是一行足够长的文字，让文件不像一份扫描件。")
        draw_rows(canvas, rows(above), PROACTIVE_EDGES, 0, len(above), 90)
        canvas.showPage()
        draw_rows(canvas, rows(below), PROACTIVE_EDGES, 0, len(below), 60)

    tables = read_pdf(drawn(draw)).tables()
    return [[[cell.text for cell in table.origins(row)] for row in range(len(table.rows))] for table in tables]


OTHER = [["序号", "项目", "数量", "备注"], ["1", "信件", "20", "无"]]
BLOCK = [["信息内容", "上一年", "本年增减", "决定数量"], ["行政许可", "5", "6", "7"]]
FIRST = [["信息内容", "制发", "废止", "有效"], ["规章", "1", "2", "3"]]


def test_a_table_with_a_header_of_its_own_is_another_table() -> None:
    assert two_pages(FIRST, OTHER) == [FIRST, OTHER]


@pytest.mark.parametrize(
    ("above", "below"),
    [(FIRST, BLOCK), (FIRST[:1], FIRST[1:]), (FIRST[:1], OTHER),
     (FIRST, [["其他", "无", "不适用", "空"], ["处罚", "1", "2", "3"]])],
    ids=["a further block", "header alone above", "no figures yet", "words for no value"],
)  # fmt: skip
def test_a_further_part_of_one_table_is_joined(above: list[list[str]], below: list[list[str]]) -> None:
    assert two_pages(above, below) == [[*above, *below]]
