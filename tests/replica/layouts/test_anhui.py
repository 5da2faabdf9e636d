"""Anhui: two engines, neither of which names the column in an article's address."""

from __future__ import annotations

import re

import pytest

from crawler.replica.families import empty_site, family_site, filled
from tests.replica.layouts.visiting import Visitor, addresses, assert_readable, pattern

HEXADECIMAL = family_site("anhui")
NUMBERED = filled(empty_site("anhui-numbered", "anhui", "演示午市水务局", "340100", style="anhui_numbered"))


@pytest.fixture(scope="module", params=[HEXADECIMAL, NUMBERED], ids=["hexadecimal", "numbered"])
def visitor(request):
    return Visitor(request.param)


@pytest.fixture(scope="module")
def pages(visitor):
    return visitor.walk(lambda page: page.named("下一页"))


def test_every_row_is_reached_by_the_next_links(visitor, pages):
    assert [link for page in pages for link in page.links(".xxgk_list a")] == addresses(visitor.site)
    assert len(pages) > 1


def test_the_list_states_its_pages_and_not_its_rows(pages):
    assert all(f"共{len(pages)}页" in page.one(".pager").text_content() for page in pages)
    assert not any("条" in page.one(".pager").text_content() for page in pages)


def test_addresses_are_the_engines(visitor):
    assert all(re.match(pattern(visitor.site), article.path) for article in visitor.site.articles)
    assert len(set(addresses(visitor.site))) == len(visitor.site.articles)


def test_page_2_is_a_query_of_one_and_a_file_of_the_other():
    second = {Visitor(site).page(site.list_path).named("下一页") for site in (HEXADECIMAL, NUMBERED)}
    assert second == {
        f"{HEXADECIMAL.address(HEXADECIMAL.list_path)}&page=2",
        NUMBERED.address("/XxgkAnnualReport/showList/901/page_2.html"),
    }


def test_titles_stand_in_the_attribute_alone_on_one():
    links = Visitor(HEXADECIMAL).page(HEXADECIMAL.list_path).tree.cssselect("dl dt a")
    assert [link.text_content() for link in links] == [""] * HEXADECIMAL.rows_per_page
    assert [link.get("title") for link in links] == [
        article.title for article in HEXADECIMAL.articles[: HEXADECIMAL.rows_per_page]
    ]


@pytest.mark.parametrize(
    ("site", "row", "shown"),
    [
        (HEXADECIMAL, "dl dd", r"公开日期：\d{4}年\d{1,2}月\d{1,2}日"),
        (NUMBERED, ".listitem em", r"\d{4}\.\d\d\.\d\d"),
    ],
    ids=["hexadecimal", "numbered"],
)
def test_dates_are_printed_in_the_engines_own_way(site, row, shown):
    dates = [element.text_content() for element in Visitor(site).page(site.list_path).tree.cssselect(row)]
    assert len(dates) == site.rows_per_page
    assert all(re.fullmatch(shown, text) for text in dates)


def test_a_report_is_readable(visitor):
    assert_readable(visitor)
