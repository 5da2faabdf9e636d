"""Pagers whose addresses count: the number in an address, the pages that the last link names, and what is left."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spiders.lists.page import MarkupPage
from spiders.lists.totals import page_of_pages, said_entries, said_pages

PAGES_LIMIT = 1000
"""No column at hand has more than a few dozen pages: of a list that claims more, only so many addresses are made."""

UNDERSCORED = re.compile(r"(?P<head>[^?#]*/\w*?_)(?P<number>\d{1,6})(?P<tail>\.s?html?)")
"""index_2.html, list_2.shtml, page_2.html."""
HYPHENED = re.compile(r"(?P<head>[^?#]*/(?P<module>[0-9a-f]{8,32})(?:-|/index))(?P<number>\d{1,6})(?P<tail>\.s?html?)")
"""3b3662a6-2.html, 3b3662a6/index2.html (eportal)."""
_FOLDER = re.compile(r"(?P<head>[^?#]*/list/[^/?#]+/)(?P<number>\d{1,6})(?P<tail>/\d+\.html?)")
"""/list/<slug>/2/<id>.html (曲靖)."""
BY_QUERY = {
    name: re.compile(rf"(?P<head>[^#]*[?&]{name}=)(?P<number>\d{{1,6}})(?P<tail>(?:&[^#]*)?)", re.IGNORECASE)
    for name in ("current", "page", "p", "pageNo", "pageNum", "pageIndex", "currentPage", "curPage")
}
SHAPES = (UNDERSCORED, HYPHENED, _FOLDER, *BY_QUERY.values())
"""The ways in which addresses count that were seen."""


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Where a list goes on, and what it says that it holds."""

    next_urls: tuple[str, ...]
    """The pages after this one, nearest first; () on the last."""
    said: int | None
    """Entries of the whole list; None = it does not say."""
    said_pages: int | None


def counted(page: MarkupPage, template: str, shape: re.Pattern[str], pages: int, *, offset: int) -> PageLinks:
    """The rest of a list that has so many pages. `offset`: the number in a page's address less its number from 1.

    `template` has a pair of braces where the number stands. Which page this is, its own address says.
    """
    own = shape.fullmatch(page.url.partition("#")[0])
    here = int(own["number"]) - offset if own is not None else 1
    rest = range(here + 1, min(pages, here + PAGES_LIMIT) + 1)
    head, _, tail = template.rpartition("{}")
    urls = tuple(f"{head}{number + offset}{tail}" for number in rest)
    return PageLinks(urls, said_entries(page.text, page.html), pages)


def linked(page: MarkupPage, shapes: Sequence[re.Pattern[str]], *, offset: int | None) -> PageLinks:
    """A pager of links. Their addresses and the number in the last one say how many pages there are, if any does.

    `offset` as for `counted`; None = the links say it. Without a number to count by, the next link is followed.
    """
    said, pages = said_entries(page.text, page.html), said_pages(page.text)
    ahead = next_urls(page)
    last = next((link.url for link in page.links if link.is_last), None)
    here = page.url.partition("#")[0]
    for shape in shapes:
        found = next((match for url in (*ahead, last, here) if url and (match := shape.fullmatch(url))), None)
        shown = shown_offset(page, shape, ahead)
        shift = offset if shown is None else shown
        if found is None or shift is None:
            continue
        end = shape.fullmatch(last or "")
        if end is not None and (end["head"], end["tail"]) == (found["head"], found["tail"]):
            pages = int(end["number"]) - shift if pages is None else pages
        if pages is None:
            break
        links = counted(page, found["head"] + "{}" + found["tail"], shape, pages, offset=shift)
        return PageLinks(links.next_urls, said, pages)
    place = page_of_pages(page.text)
    at_end = place is not None and place[0] >= place[1]
    return PageLinks(() if at_end else ahead, said, pages)


def shown_offset(page: MarkupPage, shape: re.Pattern[str], ahead: Sequence[str]) -> int | None:
    """The offset that a link named by its page's number shows, or the next link of a first page."""
    for link in page.links:
        found = shape.fullmatch(link.url)
        if found is not None and link.number is not None and link.number > 1:
            return int(found["number"]) - link.number
    following = shape.fullmatch(ahead[0]) if ahead else None
    if following is not None and shape.fullmatch(page.url.partition("#")[0]) is None:
        return int(following["number"]) - 2
    return None


def next_urls(page: MarkupPage) -> tuple[str, ...]:
    """Where the next link leads, or, in a pager of nothing but numbers, the one after this page's; () without one, and
    for one that leads to the page itself.
    """
    here = page.url.partition("#")[0]
    found = next((link.url for link in page.links if link.is_next), None) or _next_number(page)
    return (found,) if found is not None and found != here else ()


def _next_number(page: MarkupPage) -> str | None:
    """The address under the number after this page's. Its own number must be one that its words say: a year is none."""
    here = page.url.partition("#")[0]
    for shape in SHAPES:
        numbered: dict[tuple[str, str, int], dict[int, str]] = {}
        for link in (*page.links, *page.choices):
            found = shape.fullmatch(link.url)
            if found is None or link.number is None or (offset := int(found["number"]) - link.number) not in (-1, 0):
                continue
            numbered.setdefault((found["head"], found["tail"], offset), {})[link.number] = link.url
        for (head, tail, offset), pages in numbered.items():
            own = shape.fullmatch(here)
            counts = own is not None and (own["head"], own["tail"]) == (head, tail)
            this = int(own["number"]) - offset if own is not None and counts else 1
            if this + 1 in pages:
                return pages[this + 1]
    return None
