"""Hebei's newer sites: the column page names a block, whose pages are fragments until one has no rows."""

from __future__ import annotations

import re

import lxml.html
import pytest

from crawler.replica.families import empty_site, filled
from tests.replica.layouts.visiting import Visitor, addresses, assert_readable, pattern

SITE = filled(empty_site("hebei-columns", "hebei", "演示巳市水务局", "130100", style="hebei_columns"))
BLOCK = re.compile(r"/columns/([0-9a-f-]{36})/templates/[0-9a-f-]{36}/blocks/[0-9a-f-]{36}")


@pytest.fixture(scope="module")
def visitor():
    return Visitor(SITE)


@pytest.fixture(scope="module")
def block(visitor):
    """The block of the column's own UUID, among all that its page names."""
    found = {match[1]: match[0] for match in BLOCK.finditer(visitor.page(SITE.list_path).source)}
    assert len(found) > 1, "the blocks of other columns stand on the page too"
    return found[SITE.list_path.split("/")[2]]


def rows(visitor, block: str, page: int) -> list[str]:
    answer = visitor.reply(f"{block}?page={page}&fix=0")
    assert answer.status == 200
    tree = lxml.html.fragment_fromstring(answer.body.decode(), create_parent="div")
    return [SITE.address(link.get("href")) for link in tree.cssselect("li a")]


def test_every_row_is_reached_over_the_blocks_pages(visitor, block):
    found, number = visitor.page(SITE.list_path).links("#rows a"), 2
    while fragment := rows(visitor, block, number):
        found += fragment
        number += 1
    assert found == addresses(SITE)
    assert number > 2


def test_page_1_of_the_block_is_what_the_column_page_shows(visitor, block):
    assert rows(visitor, block, 1) == visitor.page(SITE.list_path).links("#rows a")


def test_a_page_past_the_end_answers_200_without_rows(visitor, block):
    assert rows(visitor, block, 99) == []


def test_nothing_states_the_length(visitor):
    page = visitor.page(SITE.list_path)
    assert page.one("#pager").text_content() == ""
    assert not any(link.startswith(SITE.address(SITE.list_path) + "index_") for link in page.links("a[href]"))


def test_addresses_are_uuids_that_differ():
    assert all(re.match(pattern(SITE), article.path) for article in SITE.articles)
    assert len(set(addresses(SITE))) == len(SITE.articles)


def test_a_report_is_readable(visitor):
    assert_readable(visitor)
