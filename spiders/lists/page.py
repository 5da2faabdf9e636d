"""A page of a plain list as its readers see it: parsed once for its rows, its pager and what it says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from lxml.html import HtmlElement

from spiders.lists.rows import address_of, base_of, folded, parse_page
from spiders.lists.totals import text_outside_links

_AROUND = r"[\s<>«»‹›＜＞→⇒▶|\[\]【】()（）]*"
NEXT = re.compile(rf"{_AROUND}(?:下一?页|后一?页|下一頁|next(?:\s+page)?){_AROUND}", re.IGNORECASE)
_NEXT_SIGNS = frozenset({">", ">>", "›", "»", "＞", "→", ""})
LAST = re.compile(rf"{_AROUND}(?:[尾末]页|最后一?页|最末页){_AROUND}")
NUMBER = re.compile(r"\[?\s*(?:第\s*)?(\d{1,4})\s*页?\s*\]?")
_ADDRESS = re.compile(r"\.[sj]?html?(?:$|[?#])|\.jspx?(?:$|\?)|^[/?]")


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link of a page by what its pager would say with it."""

    url: str
    """Absolute, without a fragment."""
    element: HtmlElement
    words: str

    @property
    def is_next(self) -> bool:
        names = [self.words, self.element.get("title") or "", self.element.get("aria-label") or ""]
        names += [image.get("alt") or image.get("title") or "" for image in self.element.iter("img")]
        if any(NEXT.fullmatch(name) for name in names):
            return True
        marks = f"{self.element.get('class') or ''} {self.element.get('rel') or ''}".lower().split()
        return self.words in _NEXT_SIGNS and "next" in marks

    @property
    def is_last(self) -> bool:
        return any(LAST.fullmatch(name) for name in (self.words, self.element.get("title") or ""))

    @property
    def number(self) -> int | None:
        """The page that the link's words number, from 1."""
        found = NUMBER.fullmatch(self.words)
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

    @cached_property
    def choices(self) -> tuple[PageLink, ...]:
        """The pages that a menu of the pager offers: options whose value is an address."""
        base = base_of(self.tree, self.url)
        options = [(element, (element.get("value") or "").strip()) for element in self.tree.iter("option")]
        found = ((element, address_of(value, base)) for element, value in options if _ADDRESS.search(value))
        return tuple(PageLink(url, element, folded(element.text_content())) for element, url in found if url)
