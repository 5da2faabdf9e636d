"""Addresses of list pages that do not exist, and what some sites answer there instead of 404 (SITES.md, 3)."""

from __future__ import annotations

import re
from dataclasses import replace

from crawler.replica.addresses import list_pages
from crawler.replica.layouts import layout_of
from crawler.replica.layouts.common import document
from crawler.replica.values import ListPage, Site

PAST_END = ("past-end-first-page", "past-end-refresh", "endless-next")
"""The faults that this is about."""


def page_number(column: Site, path: str, pages: int) -> int | None:
    """Which page past the end of the column's list `path` is by the rules of its family; None = none of them."""
    further = layout_of(column).list_page_path
    if further is None:
        return None
    printed = [int(digits) for digits in re.findall(r"(?<!\d)\d{1,6}(?!\d)", path)]
    candidates = {number + step for number in printed for step in (0, 1)}
    return next(
        (number for number in sorted(candidates) if number > pages and further(column, number, pages) == path), None
    )


def goes_on(pages: tuple[ListPage, ...], column: Site) -> tuple[ListPage, ...]:
    """A list whose last page links one more."""
    further = layout_of(column).list_page_path
    if further is None:
        return pages
    return (*pages[:-1], replace(pages[-1], next_path=further(column, len(pages) + 1, len(pages))))


def past_end_page(fault: str, column: Site, number: int) -> str:
    """The HTML of page `number` of a list that is shorter. `fault`: one of PAST_END."""
    layout, pages = layout_of(column), list_pages(column)
    if fault == "past-end-first-page":
        return layout.listing(column, pages[0])
    if fault == "past-end-refresh":
        return document('<meta http-equiv="refresh" content="0; url=./"/>\n<title></title>\n', "")
    further = layout.list_page_path
    assert further is not None  # a page number was found by it
    last = pages[-1]
    shown = replace(last, number=number, previous_path=last.path, next_path=further(column, number + 1, len(pages)))
    return layout.listing(column, shown)
