"""NFCMS: only the pager's links lead on, titles are cut, nothing is stated."""

from __future__ import annotations

import re

import pytest

from crawler.replica.families import family_site
from tests.replica.layouts.visiting import Visitor, addresses, assert_readable, pattern, report_of

SITE = family_site("nfcms")


@pytest.fixture(scope="module")
def visitor():
    return Visitor(SITE)


@pytest.fixture(scope="module")
def pages(visitor):
    return visitor.walk(lambda page: page.named("下一页"))


def test_every_row_is_reached_by_the_next_links(pages):
    assert [link for page in pages for link in page.links(".viewList .name a")] == addresses(SITE)
    assert len(pages) > 1


def test_page_2_is_index_2(visitor, pages):
    assert pages[1].url == SITE.address(f"{SITE.list_path}index_2.html")
    assert visitor.reply(f"{SITE.list_path}index_1.html").status == 404


def test_the_first_page_answers_as_index_html(visitor, pages):
    assert visitor.page(f"{SITE.list_path}index.html").source == pages[0].source


def test_shown_titles_are_cut_and_the_attribute_is_whole(pages):
    links = [link for page in pages for link in page.tree.cssselect(".viewList .name a")]
    assert [link.get("title") for link in links] == [article.title for article in SITE.articles]
    cut = [link.text_content() for link in links if link.text_content() != link.get("title")]
    assert cut
    assert all(text.endswith("…") for text in cut)


def test_the_list_does_not_say_how_long_it_is(pages):
    assert not any(re.search(r"共|总数|尾页|末页|/\d+页", page.one(".pager").text_content()) for page in pages)


def test_the_pattern_takes_articles_and_not_their_twins_for_phones(visitor):
    twin = report_of(SITE, 2022).path.replace("/post_", "/mpost_")
    page = visitor.page(report_of(SITE, 2022).path)
    assert SITE.address(twin) in page.links('link[rel="alternate"]')
    assert all(re.match(pattern(SITE), article.path) for article in SITE.articles)
    assert not re.match(pattern(SITE), twin)


def test_a_report_is_readable(visitor):
    assert_readable(visitor)
