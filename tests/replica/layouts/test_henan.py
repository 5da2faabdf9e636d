"""Henan: the pager is an empty element that counts records, and boxes of other articles stand beside the list."""

from __future__ import annotations

import re

import pytest

from crawler.replica.families import family_site
from tests.replica.layouts.visiting import Shown, Visitor, addresses, assert_readable, pattern

SITE = family_site("henan")


@pytest.fixture(scope="module")
def visitor():
    return Visitor(SITE)


def counted(page: Shown) -> str | None:
    """The next page as the site's script counts it: pages = records / rows of a page, page 2 = index_1."""
    pager = page.one("#pageDec")
    number, records, rows = (int(pager.get(name)) for name in ("pageno", "pagecount", "pagesize"))
    return f"{SITE.list_path}index_{number}.html" if number * rows < records else None


@pytest.fixture(scope="module")
def pages(visitor):
    return visitor.walk(counted)


def test_every_row_is_reached_by_counting(pages):
    assert [link for page in pages for link in page.links(".newsList a")] == addresses(SITE)
    assert len(pages) > 1


def test_pagecount_is_the_number_of_records(visitor, pages):
    assert {page.one("#pageDec").get("pagecount") for page in pages} == {str(len(SITE.articles))}
    assert visitor.reply(f"{SITE.list_path}index_{len(pages)}.html").status == 404


def test_no_link_leads_to_the_next_page(pages):
    assert not any(link.startswith(SITE.address(SITE.list_path) + "index") for link in pages[0].links("a[href]"))
    assert "下一页" not in pages[0].source


def test_boxes_beside_the_list_lead_to_articles_that_look_like_its_own(visitor, pages):
    page = pages[-1]
    beside = page.links(".box a")
    assert all(re.match(pattern(SITE), url.removeprefix(SITE.address(""))) for url in beside)
    assert not set(beside) & set(addresses(SITE))
    assert len(page.tree.cssselect(".right .box li")) > len(page.tree.cssselect(".newsList li"))
    order = [element.get("class") for element in page.tree.cssselect(".box, .newsList")]
    assert order == ["box", "newsList list", "box"]
    assert any("年度报告" in link.text_content() for link in page.tree.cssselect(".box a"))


def test_nothing_in_an_address_names_the_column():
    assert not any(SITE.list_path in url for url in addresses(SITE))


def test_a_report_is_readable(visitor):
    assert_readable(visitor)
