"""A site's front page in place of what was asked: some hosts answer bursts so, with 200 (SITES.md, 10).

Many sites print one title on all their pages and one menu around them, so a page is taken for the front page only where
title, links and length of the visible text agree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.net.visible import visible_bytes

_TITLE = re.compile(rb"<title[^>]*>(.*?)</title", re.DOTALL | re.IGNORECASE)
_HREF = re.compile(rb"<a\b[^>]*?\bhref\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_FRONT_PATH = re.compile(r"/?(?:(?:index|default)\.[a-z]+)?", re.IGNORECASE)
_SAME_LINKS = 0.95
_SAME_LENGTH = 0.9
"""A front page changes by the hour: a line of news more, a counter."""


@dataclass(frozen=True, slots=True)
class PageTraits:
    """What two answers are compared by."""

    title: bytes | None
    """Blanks removed; None without one."""
    links: frozenset[bytes]
    text: int
    """Bytes of visible text."""


def traits_of(body: bytes) -> PageTraits:
    found = _TITLE.search(body[:100_000])
    title = b"".join(found[1].split()) or None if found else None
    return PageTraits(title, frozenset(_HREF.findall(body)), visible_bytes(body))


def is_same_page(one: PageTraits, other: PageTraits) -> bool:
    """Whether two answers are one page, give or take what changes from hour to hour."""
    if one.title is None or one.title != other.title:
        return False
    links = one.links | other.links
    if links and len(one.links & other.links) < _SAME_LINKS * len(links):
        return False
    return min(one.text, other.text) >= _SAME_LENGTH * max(one.text, other.text)


def is_front(url: str) -> bool:
    """Whether an address is a host's front page by its path."""
    address = urlsplit(url)
    return not address.query and _FRONT_PATH.fullmatch(address.path) is not None


def front_page_instead(requested: str, final: str, page: PageTraits | None, front: PageTraits | None) -> str | None:
    """Whether a host answered another address with its front page: by a redirect to it, or in its place with 200.

    `front` is the front page itself where the run has seen it, else None.
    """
    if is_front(requested):
        return None
    if final != requested and is_front(final):
        return "redirect to the front page"
    if page is not None and front is not None and is_same_page(page, front):
        return "the front page in place of what was asked"
    return None
