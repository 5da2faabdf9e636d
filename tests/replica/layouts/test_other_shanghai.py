"""上海: each row links its article twice, once with the date and once with a cut title."""

from __future__ import annotations

import re

import pytest

from crawler.replica.families import empty_site, filled
from tests.replica.layouts.visiting import Visitor, addresses, assert_readable, pattern

SITE = filled(empty_site("shanghai", "other", "演示申区水务局", "310115", style="other_shanghai"))


@pytest.fixture(scope="module")
def visitor():
    return Visitor(SITE)


@pytest.fixture(scope="module")
def pages(visitor):
    return visitor.walk(lambda page: page.named("下一页"))


def test_every_row_is_reached_by_the_next_links(pages):
    assert [link for page in pages for link in page.links(".tadaty-list .hidden-xs")] == addresses(SITE)
    assert [page.url for page in pages[:2]] == [SITE.address(f"/nw12901/{name}") for name in ("", "index_2.html")]


def test_every_article_is_linked_twice(pages):
    links = [link for page in pages for link in page.links(".tadaty-list a")]
    assert links == [url for url in addresses(SITE) for _ in range(2)]


def test_one_link_holds_the_date_and_the_other_a_cut_title(pages):
    rows = [row for page in pages for row in page.tree.cssselect(".tadaty-list li")]
    for article, row in zip(SITE.articles, rows, strict=True):
        wide, narrow = row.cssselect("a")
        assert wide.text_content() == f"{article.title}{article.published}"
        assert narrow.text_content().endswith("...")
        assert {wide.get("title"), narrow.get("title")} == {article.title}


def test_the_list_does_not_say_how_long_it_is(pages):
    assert not any(re.search(r"共|总数|尾页|末页|/\d+页", page.one(".pager").text_content()) for page in pages)


def test_the_pattern_takes_the_articles():
    assert all(re.match(pattern(SITE), article.path) for article in SITE.articles)
    assert len(set(addresses(SITE))) == len(SITE.articles)


def test_a_report_is_readable(visitor):
    assert_readable(visitor)
