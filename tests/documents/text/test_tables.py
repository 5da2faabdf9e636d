"""Tables in text: Markdown in its dialects, what character recognition prints, borders, tabs, columns of blanks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.documents.model import Heading, Paragraph
from crawler.documents.read import read_document
from crawler.documents.text.read import read_text


def only_table(text):
    [table] = read_text(text, "utf-8").tables()
    return table


def grid(table):
    return [[cell.text if cell is not None else None for cell in row] for row in table.rows]


def spans(table):
    return [
        (cell.text, cell.row, cell.column, cell.row_span, cell.column_span)
        for row in range(len(table.rows))
        for cell in table.origins(row)
    ]


MARKDOWN = {
    "both pipes": "| 信息 | 甲 | 乙 |\n|---|:---:|---:|\n| 许可 | | 3 |\n| 处罚 | 4 | |",
    "no outer pipes": "信息 | 甲 | 乙\n--- | :-: | ---\n许可 |  | 3\n处罚 | 4 | ",
    "compact": "|信息|甲|乙|\n|:-|:-:|-:|\n|许可||3|\n|处罚|4||",
    "rule first": "|---|---|---|\n| 信息 | 甲 | 乙 |\n| 许可 | | 3 |\n| 处罚 | 4 | |",
    "full-width pipes": "｜信息｜甲｜乙｜\n｜许可｜｜3｜\n｜处罚｜4｜｜",
    "box pipes without borders": "│ 信息 │ 甲 │ 乙 │\n│ 许可 │   │ 3 │\n│ 处罚 │ 4 │   │",
    "bold and entities": "|**信息**|`甲`|乙&nbsp;|\n|---|---|---|\n|__许可__|&nbsp;|$3$|\n|处罚|4||",
    "drawn": "+----+--+--+\n|信息|甲|乙|\n+====+==+==+\n|许可|  |3 |\n+----+--+--+\n|处罚|4 |  |\n+----+--+--+",
    "tabs": "信息\t甲\t乙\n许可\t\t3\n处罚\t4\t",
}  # fmt: skip


@pytest.mark.parametrize("text", MARKDOWN.values(), ids=MARKDOWN.keys())
def test_every_dialect_keeps_its_blank_cells_in_their_place(text):
    table = only_table(text)
    assert table.aligned
    assert grid(table) == [["信息", "甲", "乙"], ["许可", "", "3"], ["处罚", "4", ""]]


def test_an_escaped_pipe_is_a_character_and_a_break_is_a_line():
    table = only_table("| a\\|b | 社会公益<br>组织 |\n|---|---|\n| c | 1 |")
    assert grid(table) == [["a|b", "社会公益\n组织"], ["c", "1"]]


def test_one_line_with_pipes_inside_is_the_page_s_navigation():
    document = read_text("首页 | 政务公开 | 年报\n正文", "utf-8")
    assert document.tables() == ()


def test_a_row_of_dashes_is_values_and_no_rule():
    table = only_table("| 甲 | 乙 | 丙 |\n|---|---|---|\n| - | - | - |\n| — | — | — |")
    assert grid(table)[1:] == [["-", "-", "-"], ["—", "—", "—"]]


def test_a_padded_row_says_that_blank_cells_were_dropped():
    """An old extractor's rows end in bare pipes, also where it writes a Markdown rule below the header."""
    table = only_table("| 信息 | 甲 | 乙 | 丙 |\n|---|---|---|---|\n| 许可 | 3 |||\n| 处罚 | 1 | 2 | 3 |")
    assert not table.aligned
    assert grid(table)[1:] == [["许可", "3"], ["处罚", "1", "2", "3"]]


def test_markdown_tables_parted_by_a_blank_line_are_two():
    document = read_text("| 甲 | 1 |\n|---|---|\n| 乙 | 2 |\n\n| 丙 | 3 |\n|---|---|\n| 丁 | 4 |", "utf-8")
    assert [grid(table) for table in document.tables()] == [[["甲", "1"], ["乙", "2"]], [["丙", "3"], ["丁", "4"]]]


RAGGED = "| 组 | 项 | 甲 | 乙 | 丙 |\n|---|---|---|---|---|\n| 一 | x | | 2 | 3 |\n{row}\n| 二 | z | 1 | | 3 |"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("| y | 1 | 2 | 3 |", ["y", "y", "1", "2", "3"]),
        ("| | y | 1 | 2 | 3 | |", ["", "y", "1", "2", "3"]),
        ("| 一 | y | 1 | 3 |", ["一", "y", "1 | 3", "1 | 3", "1 | 3"]),
        ("| y | | 2 | 3 |", ["y", "y", "2 | 3", "2 | 3", "2 | 3"]),
        ("| 一 | y | 1 | 2 | 3 | 4 |", ["一", "y", "1 | 2 | 3 | 4", "1 | 2 | 3 | 4", "1 | 2 | 3 | 4"]),
    ],
    ids=["a label lost", "a blank too many", "a value lost", "a blank at the values' beginning", "a value too many"],
)
def test_a_ragged_row_has_columns_only_where_its_values_fill_them(row, expected):
    """Character recognition loses cells: values that may have moved stand in one cell over all value columns."""
    table = only_table(RAGGED.format(row=row))
    assert [cell.text for cell in table.rows[2]] == expected


def test_drawn_borders_give_spans_and_cells_of_several_lines():
    table = only_table(
        "┌──────┬─────────┐\n"
        "│三、本│自然人   │\n"
        "│年度  ├────┬────┤\n"
        "│      │ 甲 │ 乙 │\n"
        "├──────┼────┼────┤\n"
        "│许可  │ 1  │    │\n"
        "├──────┼────┼────┤\n"
        "│处罚  │    │ 2  │\n"
        "└──────┴────┴────┘"
    )
    assert spans(table) == [
        ("三、本\n年度", 0, 0, 2, 1), ("自然人", 0, 1, 1, 2), ("甲", 1, 1, 1, 1), ("乙", 1, 2, 1, 1),
        ("许可", 2, 0, 1, 1), ("1", 2, 1, 1, 1), ("", 2, 2, 1, 1),
        ("处罚", 3, 0, 1, 1), ("", 3, 1, 1, 1), ("2", 3, 2, 1, 1),
    ]  # fmt: skip


def test_a_drawing_with_a_rule_below_its_header_only_has_a_row_a_line():
    table = only_table("+---+---+\n| a | b |\n+---+---+\n| 1 |   |\n|   | +2 |\n+---+---+".replace("| +2 |", "|+2 |"))
    assert grid(table) == [["a", "b"], ["1", ""], ["", "+2"]]


MIXED = (
    "# 某局2023年年度报告\n\n## 二、主动公开政府信息情况\n\n"
    '<table><tr><td rowspan="2">许可</td><td colspan="2">**甲**</td></tr><tr><td>1</td><td></td></tr></table>\n\n'
    "## 三、收到和处理\n\n正文。\n"
)


@pytest.mark.parametrize("name", ["report.md", "report", "download?id=3"])
def test_html_tables_in_markdown_keep_their_spans_and_the_headings_around_them(name):
    document = read_document(MIXED.encode(), name=name)
    assert document.format == "text"
    assert [block.text for block in document.blocks if isinstance(block, Heading)] == [
        "某局2023年年度报告", "二、主动公开政府信息情况", "三、收到和处理",
    ]  # fmt: skip
    [table] = document.tables()
    assert spans(table) == [("许可", 0, 0, 2, 1), ("甲", 0, 1, 1, 2), ("1", 1, 1, 1, 1), ("", 1, 2, 1, 1)]
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == ["正文。"]


def test_a_page_is_no_markdown_for_a_bold_word_in_it():
    page = "<html><body><p>一、**总体**情况</p><table><tr><td>a</td><td>b</td></tr></table></body></html>"
    assert read_document(page.encode(), name="report").format == "html"
    assert read_document(page.replace("<html>", "正文<html>").encode(), name="report").format == "html"


@pytest.mark.parametrize("number", ["- 4 -", "— 5 —", "－ 6 －", "-3-", "第 4 页 共 8 页", "第4页"])
def test_marked_page_numbers_are_none_of_the_text(number):
    document = read_text(f"规章\n0\n{number}\n1\n", "utf-8")
    assert [block.text for block in document.blocks] == ["规章", "0", "1"]


def test_bare_page_numbers_are_dropped_where_the_pages_count_on():
    pages = "\f".join(f"规章\n{value}\n{page}\n" for page, value in ((1, 7), (2, 8), (3, 9)))
    assert [b.text for b in read_text(pages, "utf-8").blocks] == ["规章", "7", "规章", "8", "规章", "9"]
    values = "\f".join(f"规章\n{value}\n" for value in (7, 0, 4))
    assert [b.text for b in read_text(values, "utf-8").blocks] == ["规章", "7", "规章", "0", "规章", "4"]


def test_a_page_that_ends_with_its_own_number_below_values_ends_with_no_value():
    """It may be the seventh value of the row: then the row is one short, which is flagged. It may not be: so too."""
    text = "行政许可\n5\n\f规章\n3\n0\n2\n\f行政处罚\n9\n"
    assert [b.text for b in read_text(text, "utf-8").blocks] == ["行政许可", "5", "规章", "3", "0", "行政处罚", "9"]


def test_a_signed_value_is_no_page_number():
    assert [b.text for b in read_text("增减\n-3\n", "utf-8").blocks] == ["增减", "-3"]


def test_a_form_feed_begins_a_page_and_no_line():
    document = read_text("甲\n\f乙\n丙", "utf-8")
    assert [(b.text, b.line, b.page) for b in document.blocks] == [("甲", 1, 1), ("乙", 2, 2), ("丙", 3, 2)]


def test_lines_that_fill_the_page_are_one_paragraph_also_over_its_end():
    lines = [
        "本机关依法公开政府信息，全年工作平稳有序，现将有关情况",
        "报告如下，供公众查阅，如有疑问请与本机关办公室联系，地",
    ]
    lines.append("址：人民路1号，电话0517-1，另有事项见附件，本报告自即")
    text = f"一、总体情况\n{lines[0]}\n{lines[1]}\n- 1 -\n\f{lines[2]}\n日起公布。\n下一段。"
    assert [b.text for b in read_text(text, "utf-8").blocks] == [
        "一、总体情况",
        f"{''.join(lines)}日起公布。",
        "下一段。",
    ]


@pytest.mark.parametrize("wide", [False, True], ids=["characters", "screen"])
def test_columns_of_blanks_are_printed_lines_in_their_own_pitch(wide):
    """pdftotext pads by characters, other tools by places on a screen: the figures' edges tell which."""
    labels = ["1.属于国家秘密", "2.其他法律行政法规禁止公开", "三、总计"]
    lines = []
    for label in labels:
        taken = len(label) + (sum(ord(c) > 255 for c in label) if wide else 0)
        lines.append(label + " " * (40 - taken) + "12" + " " * 8 + "7")
    table = only_table("\n".join(lines))
    assert table.printed_lines
    places = [[(c.text, c.column) for c in table.origins(row)][1:] for row in range(3)]
    assert places == [[("12", 40), ("7", 50)]] * 3


def test_prose_with_blanks_in_it_is_no_table():
    text = "地址：人民路1号    邮编：223001\n电话：1    传真：2\n局长  张三\n副局长  李四\n正文。"
    assert read_text(text, "utf-8").tables() == ()


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="规章甲12 |+-\t\n\f─│┌┬<table>r/d#*", max_size=120))
def test_any_text_of_marks_is_read(text):
    document = read_text(text, "utf-8")
    assert document.format == "text"
    for table in document.tables():
        for row in range(len(table.rows)):
            assert all(table.rows[row][cell.column] is cell for cell in table.origins(row))


def test_tables_right_below_each_other_are_parted_by_their_lengths():
    """行政复议 and 行政诉讼 as tables of their own, without a line between them (trafilatura ≥ 2.2)."""
    first = "| 行政复议 | |\n| 维持 | 总计 |\n| 1 | |\n"
    second = "| 行政诉讼 | | |\n| 维持 | 纠正 | 总计 |\n| | 2 | 3 |\n"
    one, other = read_text(first + second, "utf-8").tables()
    assert (grid(one)[2], one.number) == (["1", ""], 1)
    assert (grid(other)[2], other.number) == (["", "2", "3"], 2)
    assert len(read_text(first + "| 4 | 5 | 6 |\n", "utf-8").tables()) == 1, "a row of another length is no table"


def test_a_cell_a_line_is_no_table_of_a_width_that_puts_a_word_behind_a_figure():
    """Two tables of other widths, each without the pipes of its last row: some width divides them by chance."""
    first = "第二十条第（一）项 |\n|||\n信息内容 |\n制发 |\n废止 |\n有效 |\n规章 |\n1 |\n2 |\n3 |\n许可 |\n53,248 |\n"
    second = "第二十条第（六）项 |\n|\n信息内容 |\n数量 |\n处罚 |\n37 |\n强制 |\n79 |\n"
    assert read_text(first + second, "utf-8").tables() == ()


def test_a_table_between_pipes_is_none_of_blanks_however_wide_they_are():
    head = "来源：某局  时间：2015-01-30"
    text = f"{head}\n\n| 信息    | 甲  |\n|---|---|\n| 许可    | 3  |\n| 处罚    | 4  |\n"
    assert grid(only_table(text)) == [["信息", "甲"], ["许可", "3"], ["处罚", "4"]]
