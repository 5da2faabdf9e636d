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


@pytest.mark.parametrize(
    "behind",
    [
        "　【打印】",
        "【打印】【关闭】",
        " 【 打 印 】",
        "[打印]",
        " [打印本页] [关闭窗口]",
        "［打印］",
        "（打印）",
        "(关闭)",
        " 打印 关闭",
        " 打印本页",
        " | 打印 | 收藏",
        "【<a href=x>打印</a>】【<a href=y>关闭</a>】",
        "【<span>打印</span>】",
        "<span>[收藏]</span>",
        " 分享到",
        " 分享到：微信 微博",
        "【分享到】",
        "【加入收藏】",
        "【字体：大 中 小】【打印】",
        "【大 中 小】",
    ],
)
def test_a_value_ends_before_what_a_page_offers(behind: str) -> None:
    assert labels(f"<p>发布日期：2024-01-31　来源：某市商务局{behind}</p>{TITLE}") == [
        ("发布日期", "2024-01-31"),
        ("来源", "某市商务局"),
    ]


@pytest.mark.parametrize(
    "value", ["某局（编辑部）", "某局[2024]打印机管理处", "某市收藏协会", "某市打印行业协会（某区）"]
)
def test_a_value_may_hold_such_a_word(value: str) -> None:
    assert labels(f"<p>来源：{value}</p>{TITLE}") == [("来源", value)]


def test_the_title_is_not_the_value_of_a_blank_label() -> None:
    assert labels(f"<div>文号</div>{TITLE}") == []
    assert labels(f"<p>文号：</p>{TITLE}") == [("文号", "")]


OTHER = "<li><span>索引号：</span>B/2021-9 <a href=x>关于印发某某办法的通知</a> 发布日期：2021-03-05</li>"
OWN = "<p>索引号：A/1　发布机构：某局　发布日期：2024-01-31</p>"


@pytest.mark.parametrize(
    "box",
    [
        f"<div><h3>相关文章</h3><ul>{OTHER}</ul></div>",
        f"<div><div><span>推荐阅读</span><a href=x>更多</a></div><ul>{OTHER * 3}</ul></div>",
        "<div><p>【相关信息】</p><p><a href=x>某某工程施工进展顺利完成</a></p><p>索引号：B/2021-9</p>"
        "<p>发布日期：2021-03-05</p></div>",
        f"<ul>{OTHER}</ul>",
        "<ul><li>某局2022年政府信息公开工作年度报告摘要 索引号：B/2 某局2022年政府信息公开工作年度报告</li></ul>",
        "<ul><li><a href=x>关于印发某某办法的通知</a> 发布日期：2021-03-05</li></ul>",
        "<table><tr><th>索引号<th>标题<th>发布日期<tr><td>B/1<td>甲<td>2021-03-05<tr><td>B/2<td>乙<td>2021-03-06</table>",
    ],
)
def test_the_labels_of_other_articles_are_not_the_pages(box: str) -> None:
    assert labels(box + TITLE) == []
    assert labels(box + OWN + TITLE) == PAIRS
    assert labels(box + TITLE + OWN) == PAIRS


def test_an_index_number_in_a_head_table_goes_before_one_in_a_line() -> None:
    head = (
        "<p>索引号：B/2021-9</p><table><tr><td>索引号<td>A/1<td>发布机构<td>某局<tr><td>发布日期<td>2024-01-31</table>"
    )
    assert labels(head + TITLE) == PAIRS


def test_a_head_table_that_names_another_document_is_not_the_pages() -> None:
    rows = "<table><tr><td>标题<td>索引号<td>发布日期<tr><td><a href=x>公告</a><td>B/2<td>2022-02-02</table>"
    assert labels(rows + TITLE) == []
    assert labels(rows.replace("公告", "政府信息公开工作年度报告") + TITLE)[1] == ("索引号", "B/2")


def test_a_day_with_another_documents_title_behind_it_is_not_the_pages() -> None:
    assert labels(TITLE + "<ul><li>发布日期：2020-02-02 关于汛期的通知</li></ul>") == []
    assert labels(TITLE + "<p>发布日期：2024-01-31 10:00</p>") == [("发布日期", "2024-01-31 10:00")]


def test_an_index_number_ends_at_a_blank_before_words() -> None:
    assert labels("<p>索引号：A/1 体裁 报道</p>" + TITLE) == [("索引号", "A/1")]


def test_a_box_of_other_articles_on_a_page_of_an_unknown_template() -> None:
    page = f"<html><body><div><h3>相关文章</h3><ul>{OTHER}</ul></div>{TITLE}{OWN}<p>一、总体情况</p></body></html>"
    assert [(label.name, label.value) for label in read_html(page, "utf-8").labels] == PAIRS
    without_end = f"<html><body><h3>相关文章</h3><ul>{OTHER}</ul>{TITLE}{OWN}<p>一、总体情况</p></body></html>"
    assert [(label.name, label.value) for label in read_html(without_end, "utf-8").labels] == PAIRS


@pytest.mark.parametrize("heading", ["<h3>相关信息</h3>", "<h3>最新信息</h3><a href=x>更多</a>", "<h3>信息属性</h3>"])
def test_a_heading_that_lists_no_article_makes_no_box(heading: str) -> None:
    assert labels(f"<div>{heading}{OWN}</div>" + TITLE) == PAIRS


def test_navigation_named_like_a_box_does_not_hide_the_head() -> None:
    links = "<a href=1>首页</a><a href=2>最新公开</a><a href=3>政府信息公开指南</a>"
    assert labels(f"<div>{links}</div>" + OWN + TITLE) == PAIRS
    assert labels("<p>相关文章</p>" * 5000 + OWN + TITLE) == PAIRS


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
        ((("索引号", "发布日期"), ("A/1", "2024-01-31"), ("B/2", "2024-02-01")), []),
        (
            (("索引号", "文号"), ("A/1", "无"), ("发布机构", "某局")),
            [("索引号", "A/1"), ("文号", "无"), ("发布机构", "某局")],
        ),
    ],
)
def test_tables_of_labels(rows: tuple[tuple[str, ...], ...], expected: list[tuple[str, str]]) -> None:
    assert [(label.name, label.value) for label in labels_of_table(table(*rows))] == expected


def test_the_line_of_a_label_does_not_make_it_another() -> None:
    assert Label("文号", "无", line=3) == Label("文号", "无")
    assert list(labels_of_lines(["来源：某局"])) == [Label("来源", "某局")]
