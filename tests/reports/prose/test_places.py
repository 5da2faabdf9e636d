"""Every word of a report that is not in its tables leads back to a block or to the head of the page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.documents.read import read_document
from crawler.reports.candidate import Part, read_candidate
from crawler.reports.explain import explain
from crawler.reports.model import Place, Reading
from crawler.reports.prose.places import prose_places
from crawler.reports.read import read_as_report

PAGE = """<html><head><meta name="ArticleTitle" content="示范县档案局2023年政府信息公开工作年度报告"><title>x</title>
</head><body>
<table><tr><td>索 引 号：</td><td>00123/2024-7</td><td>发布机构：</td><td>示范县档案局</td></tr></table>
<div class="TRS_Editor">
<p>本报告数据的统计期限自2023年1月1日起至2023年12月31日止。请与示范县档案局办公室联系（电话：0100-1 234）。</p>
<p>一、总体情况</p><p>全年平稳。</p><p>二、主动公开政府信息情况</p><p>无变化。</p>
<p>三、收到和处理政府信息公开申请情况</p><p>没有申请。</p></div></body></html>"""


@pytest.fixture(scope="module")
def reading() -> Reading:
    return read_candidate([Part(PAGE.encode(), "page.html", "text/html; charset=utf-8")])


@pytest.mark.parametrize(
    ("where", "raw", "place"),
    [
        ("title", "示范县档案局2023年政府信息公开工作年度报告", Place(head="meta")),
        ("agency", "示范县档案局", Place(block=1)),
        ("report_year", "2023", Place(block=1)),
        ("index_number", "00123/2024-7", Place(head="label 1")),
        ("metadata.索引号", "00123/2024-7", Place(head="label 1")),
        ("metadata.发布机构", "示范县档案局", Place(head="label 2")),
        ("period", "自2023年1月1日起至2023年12月31日止", Place(block=1)),
        ("contact.unit", "示范县档案局办公室", Place(block=1)),
        ("contact.phone", "0100-1234", Place(block=1)),
        ("section.2", "二、主动公开政府信息情况", Place(block=4)),
    ],
)
def test_a_printed_value_has_its_place(reading: Reading, where: str, raw: str, place: Place) -> None:
    (found,) = explain(reading, where)
    assert (found.raw, found.place) == (raw, place)


def test_what_is_not_printed_has_none(reading: Reading) -> None:
    assert explain(reading, "contact.email") == ()
    assert explain(reading, "section.6") == ()
    assert len(explain(reading, "metadata")) == 2


def test_a_title_over_two_lines_stands_at_the_first() -> None:
    text = "\n某市人民政府\n2023年政府信息公开工作年度报告\n一、总体情况\n平稳。\n"
    document = read_document(text.encode(), name="a.txt")
    report = replace(read_as_report(document)[0], title="某市人民政府2023年政府信息公开工作年度报告")
    (title,) = (place for place in prose_places(document, report) if place.where == "title")
    assert title.place == Place(block=1, line=2)


def test_a_section_stands_where_it_begins_and_not_in_the_table_of_contents() -> None:
    text = "目录\n一、总体情况\n二、主动公开政府信息情况\n六、其他需要报告的事项\n前言。\n一、总体情况\n平稳。\n"
    document = read_document(text.encode(), name="a.txt")
    (place,) = (one for one in prose_places(document, read_as_report(document)[0]) if one.where == "section.1")
    assert place.place == Place(block=6, line=6)


def test_a_label_of_a_text_has_its_line() -> None:
    document = read_document("某市财政局2023年年度报告\n\n来源：某局 时间：2024-01-31\n正文。\n".encode(), name="a.txt")
    places = {one.where: one.place for one in prose_places(document, read_as_report(document)[0])}
    assert places["metadata.来源"] == Place(head="label 1", line=3)
    assert places["metadata.时间"] == Place(head="label 2", line=3)
