"""A page of a plain list as its readers see it: parsed once for its rows, its pager and what it says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement

from spiders.lists.rows import address_of, base_of, folded, parse_page
from spiders.lists.totals import text_outside_links

_NEXT = re.compile(r"[\s>»›]*(?:下一?页|后一?页|下一頁)[\s>»›]*")
_NEXT_SIGNS = frozenset({">", ">>", "›", "»", "＞", ""})
_LAST = re.compile(r"[\s>»›]*(?:[尾末]页|最后一?页|最末页)[\s>»›]*")
_NUMBER = re.compile(r"\[?\s*(\d{1,4})\s*\]?")


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link of a page by what its pager would say with it."""

    url: str
    """Absolute, without a fragment."""
    element: HtmlElement
    words: str

    @property
    def is_next(self) -> bool:
        names = (self.words, self.element.get("title") or "", self.element.get("aria-label") or "")
        if any(_NEXT.fullmatch(name) for name in names):
            return True
        return self.words in _NEXT_SIGNS and "next" in (self.element.get("class") or "").lower().split()

    @property
    def is_last(self) -> bool:
        return any(_LAST.fullmatch(name) for name in (self.words, self.element.get("title") or ""))

    @property
    def number(self) -> int | None:
        """The page that the link's words number, from 1."""
        found = _NUMBER.fullmatch(self.words)
        return int(found[1]) if found else None


@dataclass(frozen=True)
class MarkupPage:
    """Text and address of a page; the rest is read off the text when it is first asked for."""

    html: str
    url: str
    """Where it came from, after redirects."""

    @cached_property
    def tree(self) -> HtmlElement:
        return parse_page(self.html if self.html.strip() else "<html></html>")

    @cached_property
    def text(self) -> str:
        """What it prints outside of links."""
        return text_outside_links(self.tree)

    @cached_property
    def links(self) -> tuple[PageLink, ...]:
        """Its links over HTTP, in page order."""
        base = base_of(self.tree, self.url)
        found = []
        for element in self.tree.iter("a"):
            href = (element.get("href") or "").strip()
            url = None if href.startswith("#") or not href else address_of(href, base)
            if url is not None:
                found.append(PageLink(url, element, folded(element.text_content())))
        return tuple(found)
