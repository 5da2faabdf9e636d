"""A plain site of no known family: bare text around its links, and a page number inside the path."""

from __future__ import annotations

import re

import pytest

from crawler.replica.families import family_site
from tests.replica.layouts.visiting import Visitor, addresses, assert_readable, pattern

SITE = family_site("other")


@pytest.fixture(scope="module")
def visitor():
    return Visitor(SITE)


@pytest.fixture(scope="module")
def pages(visitor):
    return visitor.walk(lambda page: page.named("下一页"))


def test_every_row_is_reached_by_the_next_links(pages):
    assert [link for page in pages for link in page.links("ul.p-list a")] == addresses(SITE)
    assert len(pages) > 1


def test_the_page_stands_in_the_middle_of_the_address(pages):
    assert [page.url for page in pages[:2]] == [SITE.address(f"/list/901/{word}/124.html") for word in ("auto", 2)]


def test_the_list_says_in_words_how_many_articles_it_holds(pages):
    assert {page.one(".pager p").text_content() for page in pages} == {f"本栏目共有{len(SITE.articles)}篇文章"}


def test_the_last_but_one_item_of_the_pager_is_the_last_page(pages):
    assert {page.tree.cssselect("div.page ul li")[-2].text_content() for page in pages} == {str(len(pages))}


def test_rows_print_no_year(pages):
    tails = [link.tail.strip() for page in pages for link in page.tree.cssselect("ul.p-list a")]
    assert tails == [f"{article.published:%m-%d}" for article in SITE.articles]


def test_the_pattern_takes_the_articles_and_not_the_lists():
    assert all(re.match(pattern(SITE), article.path) for article in SITE.articles)
    assert not re.match(pattern(SITE), SITE.list_path)


def test_a_report_is_readable(visitor):
    assert_readable(visitor)
