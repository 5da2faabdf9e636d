"""The head of a page in all its shapes: labels and values, wherever the markup puts them."""

from __future__ import annotations

import pytest

from crawler.documents.html.head_labels import labels_of_lines, labels_of_table
from crawler.documents.html.read import read_html
from crawler.documents.model import Cell, Label, Table

BODY = (
    '<div id="zoom"><p>某局依法公开政府信息，全年平稳有序，现将情况报告如下。</p><p>一、总体情况</p><p>好。</p></div>'
)
TITLE = "<h1>某局2023年政府信息公开工作年度报告</h1>"


def labels(head: str) -> list[tuple[str, str]]:
    document = read_html(f"<!DOCTYPE html><html><head><title>x</title></head><body>{head}{BODY}</body></html>", "utf-8")
    return [(label.name, label.value) for label in document.labels]


PAIRS = [("索引号", "A/1"), ("发布机构", "某局"), ("发布日期", "2024-01-31")]


@pytest.mark.parametrize(
    "head",
    [
        "<p>【索引号】A/1 【发布机构】某局 【发布日期】2024-01-31</p>",
        "<p>[索引号] A/1 [发布机构] 某局 [发布日期] 2024-01-31</p>",
        "<p>索引号 A/1 发布机构 某局 发布日期 2024-01-31</p>",
        "<p>索引号 | A/1 | 发布机构 | 某局 | 发布日期 | 2024-01-31</p>",
        "<p>索引号：A/1 | 发布机构：某局 | 发布日期：2024-01-31</p>",
        "<p>索引号：A/1　　　　发布机构：某局　　　　发布日期：2024-01-31</p>",
        "<table><tr><th>索引号<th>发布机构<th>发布日期<tr><td>A/1<td>某局<td>2024-01-31</table>",
        "<table><tr><td>索引号<td><a href=x>A/1</a><td>发布机构<td><span>某局</span><td>发布日期<td>2024-01-31</table>",
        "<table><tr><td>索 引 号：<td>A/1<td>发布机构：<td>某局<tr><td>发布日期：<td>2024-01-31</table>",
        "<div>索引号</div><div>A/1</div><div>发布机构</div><div>某局</div><div>发布日期</div><div>2024-01-31</div>",
        "<ul><li><span>索引号：</span><span>A/1</span></li><li><b>发布机构：</b><a>某局</a></li>"
        "<li><em>发布日期</em> 2024-01-31</li></ul>",
        "<dl><dt>索引号</dt><dd>A/1</dd><dt>发布机构</dt><dd>某局</dd><dt>发布日期</dt><dd>2024-01-31</dd></dl>",
    ],
)
def test_one_head_in_many_shapes(head: str) -> None:
    assert labels(head + TITLE) == PAIRS


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("<p>2024-01-31 10:00 来源：某局 浏览次数：5</p>", [("", "2024-01-31 10:00"), ("来源", "某局")]),
        ("<p>2024年01月31日 来源： 某局 【字体：大 中 小】</p>", [("", "2024年01月31日"), ("来源", "某局")]),
        ("<p>来源：某局 | 发布时间：2024-01-31 | 浏览：5次</p>", [("来源", "某局"), ("发布时间", "2024-01-31")]),
        ("<p>索引號：A/1　發布機構：某局</p>", [("索引號", "A/1"), ("發布機構", "某局")]),
        ("<div>索引号</div><div>A/1</div><div>文号</div><div></div>", [("索引号", "A/1"), ("文号", "")]),
        ("<p>2024-01-31</p>", []),
        ("<p>今天是2024年1月31日 星期三</p>", []),
    ],
)
def test_lines_of_the_head(head: str, expected: list[tuple[str, str]]) -> None:
    assert labels(head + TITLE) == expected


def test_the_title_is_not_the_value_of_a_blank_label() -> None:
    assert labels(f"<div>文号</div>{TITLE}") == []
    assert labels(f"<p>文号：</p>{TITLE}") == [("文号", "")]


def table(*rows: tuple[str, ...]) -> Table:
    return Table(
        tuple(tuple(Cell(text, row, column) for column, text in enumerate(cells)) for row, cells in enumerate(rows))
    )


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ((("索引号", "文号"), ("A/1", "无")), [("索引号", "A/1"), ("文号", "无")]),
        ((("索引号", "文号"), ("发布机构", "某局")), [("索引号", ""), ("文号", ""), ("发布机构", "某局")]),
        ((("发布机构：", "文号：", "主题分类：", "年报"),), [("发布机构", ""), ("文号", ""), ("主题分类", "年报")]),
        ((("信息内容", "本年制发件数"), ("规章", "0")), []),
    ],
)
def test_tables_of_labels(rows: tuple[tuple[str, ...], ...], expected: list[tuple[str, str]]) -> None:
    assert [(label.name, label.value) for label in labels_of_table(table(*rows))] == expected


def test_the_line_of_a_label_does_not_make_it_another() -> None:
    assert Label("文号", "无", line=3) == Label("文号", "无")
    assert list(labels_of_lines(["来源：某局"])) == [Label("来源", "某局")]
