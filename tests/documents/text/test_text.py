"""Plain text in the shapes that extractors print (the seeds' three, and Markdown)."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.documents.limits import MAX_TEXT_LINES
from crawler.documents.model import DocumentError, Heading, Paragraph, TableBlock
from crawler.documents.text.read import read_text


def grid(table):
    return [[cell.text for cell in row] for row in table.rows]


def prose(document):
    return [block.text for block in document.blocks if isinstance(block, Paragraph | Heading)]


def labels(document):
    return {label.name: label.value for label in document.labels}


def test_lines_are_paragraphs_with_their_numbers():
    document = read_text("\ufeff一、总体情况\r\n\r\n  本年\u3000工作 平稳。 \n", "gb18030")
    assert document.blocks == (Paragraph("一、总体情况", line=1), Paragraph("本年 工作 平稳。", line=3))
    assert (document.format, document.encoding, document.titles) == ("text", "gb18030", ())


def test_headings_of_markdown():
    document = read_text("# 年度报告\n## 一、总体情况 ##\n#不是标题\n", "utf-8")
    assert document.blocks == (
        Heading("年度报告", 1, line=1),
        Heading("一、总体情况", 2, line=2),
        Paragraph("#不是标题", line=3),
    )


def test_one_row_a_line():
    """A row is cells, each with a pipe after it; blank cells are gone, bare pipes pad the end."""
    [table] = read_text("前文\n规章 | 0 | 1 | 2 |\n行政许可 | 106 | ||\n第二十条第(一)项 | |||\n后文", "utf-8").tables()
    assert grid(table) == [["规章", "0", "1", "2"], ["行政许可", "106"], ["第二十条第(一)项"]]
    assert not table.aligned
    assert [row[0].line for row in table.rows] == [2, 3, 4]


def test_a_row_of_bare_pipes_is_a_row_without_values():
    [table] = read_text("甲 | 乙 |\n|||\n", "utf-8").tables()
    assert grid(table) == [["甲", "乙"], []]


def test_one_cell_a_line():
    """Full rows end without a mark, short ones with a line of bare pipes: the width is what fits every stretch."""
    lines = ["第二十条 第(一)项 |", "|||", "信息内容 |", "制发 |", "废止 |", "现行有效 |", "规章 |", "0 |", "1 |",
             "2 |", "第(五)项 |", "|||", "行政许可 |", "7 |", "||", "行政强制 |", "8 |"]  # fmt: skip
    document = read_text("\n".join(["二、主动公开", *lines, "三、收到"]), "utf-8")
    [table] = document.tables()
    assert grid(table) == [
        ["第二十条 第(一)项"],
        ["信息内容", "制发", "废止", "现行有效"],
        ["规章", "0", "1", "2"],
        ["第(五)项"],
        ["行政许可", "7"],
        ["行政强制", "8"],
    ]
    assert not table.aligned
    assert (table.rows[2][3].line, table.rows[5][1].line) == (11, 18)
    assert prose(document) == ["二、主动公开", "三、收到"]


@pytest.mark.parametrize(
    "lines",
    [
        ["甲 |", "1 |", "乙 |", "2 |"],  # no row is marked as ended
        ["甲 |", "|||", "乙 |", "丙 |", "||||"],  # widths of 4 and of 6
        ["甲 |", "1 |", "乙 |", "2 |", "丙 |", "3 |", "||"],  # two rows of four, or one of eight
    ],
    ids=["no end", "no width", "two widths"],
)
def test_cells_whose_rows_cannot_be_told_apart_stay_paragraphs(lines):
    document = read_text("\n".join(lines), "utf-8")
    assert prose(document) == [line.rstrip(" |") for line in lines if line.rstrip(" |")]
    assert document.tables() == ()


def test_cells_between_blank_lines_stay_paragraphs():
    assert prose(read_text("规章\n\n0\n\n0\n\n1\n", "utf-8")) == ["规章", "0", "0", "1"]


def test_blank_cells_that_were_kept_make_a_grid():
    text = "信息内容 | 上一年 | 增减 | 决定 |\n行政许可 | 3 | | 8 |\n处罚 | | | 9 |\n"
    [table] = read_text(text, "utf-8").tables()
    assert table.aligned
    assert grid(table)[1:] == [["行政许可", "3", "", "8"], ["处罚", "", "", "9"]]


def test_a_table_of_markdown():
    [table] = read_text("| 信息内容 | 数量 |\n| --- | --- |\n| 行政许可 | 3 |\n", "utf-8").tables()
    assert grid(table) == [["信息内容", "数量"], ["行政许可", "3"]]


def test_tables_are_numbered_in_order():
    document = read_text("甲 | 1 |\n文字\n乙 | 2 |\n", "utf-8")
    assert [table.number for table in document.tables()] == [1, 2]
    assert [type(block) for block in document.blocks] == [TableBlock, Paragraph, TableBlock]


def test_head_rows_are_labels_and_no_table():
    document = read_text(
        "索 引 号: | 3070/2024 | 发布机构: | |\n生效日期： | 2024-01-31 | 废止日期: | |\n"
        "文 号: | 主题分类: | 年度报告 |\n正文\n",
        "utf-8",
    )
    assert labels(document) == {
        "索引号": "3070/2024", "发布机构": "", "生效日期": "2024-01-31", "废止日期": "", "文号": "",
        "主题分类": "年度报告",
    }  # fmt: skip
    assert document.tables() == ()
    assert prose(document) == ["正文"]


def test_head_rows_right_above_a_table():
    document = read_text("索引号: | A-1 |\n规章 | 0 | 0 | 1 |\n", "utf-8")
    assert labels(document) == {"索引号": "A-1"}
    assert [grid(table) for table in document.tables()] == [[["规章", "0", "0", "1"]]]


def test_the_line_under_the_title():
    document = read_text("某局2021年年度报告\n\n来源:州经信局时间:2022年01月26日\n\n正文。", "utf-8")
    assert labels(document) == {"来源": "州经信局", "时间": "2022年01月26日"}
    assert prose(document) == ["某局2021年年度报告", "正文。"]


@pytest.mark.parametrize(
    "line",
    [
        "本报告来源:统计数据。",
        "时间紧、任务重,全局上下共同努力。",
        "当前位置:首页>政府信息公开>年报",
        "数据来源:见附件。来源:无",
    ],
)
def test_prose_with_a_word_of_the_head_is_no_head(line):
    document = read_text(f"标题\n{line}\n", "utf-8")
    assert document.labels == ()
    assert prose(document) == ["标题", line]


@given(st.text(alphabet="规章甲12 |:#\n\r-", max_size=80))
def test_any_text_is_read_and_no_word_of_it_is_lost(text):
    document = read_text(text, "utf-8")
    kept = "".join(
        [*prose(document)]
        + [cell for table in document.tables() for row in grid(table) for cell in row]
        + [label.name + label.value for label in document.labels]
    )
    page_numbers = [
        line.strip() for line in re.split("[\r\n]", text) if re.fullmatch(r"-+ *[12]{1,4} *-+", line.strip())
    ]
    for character in "规章甲12":
        lost = sum(number.count(character) for number in page_numbers)
        assert kept.count(character) == text.count(character) - lost


def test_more_lines_than_any_report_has_are_refused():
    assert len(read_text("一\n\n" * MAX_TEXT_LINES, "utf-8").blocks) == MAX_TEXT_LINES, "blank lines do not count"
    with pytest.raises(DocumentError, match="20,001 lines"):
        read_text("一\n" * (MAX_TEXT_LINES + 1), "utf-8")


@pytest.mark.parametrize(
    "text, message",
    [
        ("\n" * 500_001, "more than the 500,000 lines"),
        ("|" * 500_001, "500,001 pipes and tabs"),
        ("a\t" * 500_001, "500,001 pipes and tabs"),
        ("| 甲 | 乙 |\n| 丙 | | 1 |\n" + "| 丁 " * 9_000 + "| 2 |\n" + "| 甲 | | 乙 | 丙 |\n" * 60, "200,000 places"),
    ],
    ids=["blank lines", "pipes", "tabs", "a wide row"],
)
def test_what_no_report_holds_is_refused(text, message):
    with pytest.raises(DocumentError, match=message):
        read_text(text, "utf-8")
