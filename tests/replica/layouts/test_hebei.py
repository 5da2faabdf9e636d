"""Hebei's education department: GB 2312 by its own word, a query in each address, a table, files in own rows."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from crawler.replica.families import family_site
from crawler.replica.layouts import hebei
from crawler.replica.values import Attachment
from tests.replica.layouts.visiting import Visitor, addresses, assert_readable, pattern, report_of


def with_twins():
    """The family's site, with a DOC and a PDF row after the report of 2022."""
    site = family_site("hebei")
    report = report_of(site, 2022)
    name = "演示巳市商务局2022年政府信息公开工作年度报告"
    files = [
        Attachment(f"/files/202301/77{number}.{kind}", f"{name}.{kind}", kind) for number, kind in enumerate(KINDS)
    ]
    twins = [
        replace(report, path=file.path, title=file.text, kind="twin", file=file, same_as=report.path) for file in files
    ]
    place = site.articles.index(report) + 1
    return replace(site, articles=site.articles[:place] + tuple(twins) + site.articles[place:])


KINDS = ("doc", "pdf")
SITE = with_twins()


@pytest.fixture(scope="module")
def visitor():
    return Visitor(SITE, codec="gb18030")


@pytest.fixture(scope="module")
def pages(visitor):
    return visitor.walk(lambda page: page.named("下一页"))


def test_every_row_is_reached_by_the_next_links(pages):
    assert [link for page in pages for link in page.links("td.col-name a")] == addresses(SITE)
    assert len(pages) > 1


def test_the_next_link_is_relative_and_holds_a_bare_ampersand(pages):
    assert f'<a href="column.jsp?id={hebei.column_id(SITE)}&current=2">下一页</a>' in pages[0].source


def test_pages_are_gb_2312_and_say_so(visitor):
    answer = visitor.reply(SITE.list_path)
    assert answer.content_type == "text/html;charset=GB2312"
    assert b"charset=gb2312" in answer.body
    assert "政府信息公开".encode("gb2312") in answer.body


@pytest.mark.parametrize("codec", ["utf-8", "gb2312"])
def test_what_claims_to_be_gb_2312_holds_characters_beyond_it(visitor, codec):
    with pytest.raises(UnicodeDecodeError):
        visitor.reply(SITE.list_path).body.decode(codec)


def test_the_list_states_its_rows_and_pages(pages):
    stated = [page.one(f'[title="每页显示{SITE.rows_per_page}条记录"]').text_content() for page in pages]
    assert stated == [f"共{len(SITE.articles)}条{len(pages)}页"] * len(pages)


def test_the_files_of_a_report_have_rows_of_their_own(pages):
    rows = [row for page in pages for row in page.tree.cssselect("td.col-name a")]
    titles = [row.text_content() for row in rows]
    place = titles.index(report_of(SITE, 2022).title)
    assert [title.rpartition(".")[2] for title in titles[place + 1 : place + 3]] == list(KINDS)
    assert all(re.match(pattern(SITE), article.path) for article in SITE.articles)


def test_the_first_line_of_the_table_is_no_row(pages):
    assert all(page.one("tr#th").text_content() == "序号标题发布日期" for page in pages)


def test_dates_are_chinese(pages):
    shown = pages[0].tree.cssselect("td.col-name + td")[0].text_content()
    day = SITE.articles[0].published
    assert shown == f"{day.year}年{day.month}月{day.day}日"


def test_addresses_hold_the_moment_in_milliseconds():
    report = report_of(SITE, 2022)
    moment = int(report.path.rpartition("/")[2].removesuffix(".html"))
    assert 0 <= moment // 1000 - (report.published - hebei.FIRST_DAY).days * 86400 < 86400


def test_a_report_is_readable_though_no_meta_tag_names_it(visitor):
    assert "ArticleTitle" not in visitor.page(report_of(SITE, 2022).path).source
    assert_readable(visitor)
