"""Pagers that say that there are more pages, and give no address of them: scripts, forms, 加载更多.

What they lead to is not walked, so a list that has one was not seen whole. It is told from the pager that a template
draws under a list of one page: a page's number from 2 on stands in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from spiders.lists.page import LAST, NEXT, NUMBER, MarkupPage
from spiders.lists.rows import folded

_SCRIPTED = ("a", "button", "li", "span", "div", "option", "input")
_WORDS_LENGTH = 20
_ARGUMENT = re.compile(r"\(\s*['\"]?(\d{1,4})['\"]?\s*[,)]")
_MORE = re.compile(r"(?:点击)?(?:加载|载入|显示)更多\S{0,4}")
_PAGES_FIELD = re.compile(r"total_?pages?|page_?(?:count|total|sum)|pages?_?num_?total", re.IGNORECASE)
_DRAWN = re.compile(r"lay\.?page|pagination|paging|\bpager\b|createPage\w*\(", re.IGNORECASE)
_DRAWN_LENGTH = 400
_PAGES = re.compile(r"(?:total_?pages?|page_?count|pages)['\"]?\s*[:=]\s*['\"]?(\d{1,5})(?!\d)", re.IGNORECASE)
_ENTRIES = re.compile(
    r"(?:count|total|total_?(?:count|records?|rows?))['\"]?\s*:\s*['\"]?(\d{1,6})(?!\d)", re.IGNORECASE
)
_CREATED = re.compile(r"createPageHTML\w*\(\s*(?:['\"][^'\"]*['\"]\s*,\s*)?['\"]?(\d{1,5})['\"]?\s*,")


def unfollowed(page: MarkupPage, rows: int) -> str:
    """What says that the list goes on, in the page's own words; "" where nothing does. `rows`: how many it shows."""
    return next((found for found in (*_elements(page), *_scripts(page, rows))), "")


def _elements(page: MarkupPage) -> Iterator[str]:
    addressed = {link.element for link in page.links}
    for element in page.tree.iter(*_SCRIPTED):
        if element in addressed:
            continue
        words = folded(element.text_content()) if len(element) < 4 else ""
        handler = f"{element.get('onclick') or ''} {element.get('href') or ''}"
        if _PAGES_FIELD.fullmatch(element.get("name") or element.get("id") or "") and _is_many(element.get("value")):
            yield f"{element.get('name') or element.get('id')}={element.get('value')}"
        elif words and len(words) <= _WORDS_LENGTH and _leads_on(element, words, handler):
            yield words


def _leads_on(element: HtmlElement, words: str, handler: str) -> bool:
    if _MORE.fullmatch(words):
        return not _is_off(element)
    arguments = [int(number) for number in _ARGUMENT.findall(handler)]
    if NEXT.fullmatch(words) or LAST.fullmatch(words):
        return not _is_off(element) and any(number > 1 for number in arguments)
    number = NUMBER.fullmatch(words)
    return number is not None and int(number[1]) > 1 and int(number[1]) in arguments


def _is_off(element: HtmlElement) -> bool:
    """Drawn, but switched off or hidden."""
    marks = f"{element.get('class') or ''} {element.get('style') or ''}".lower().replace(" ", "")
    return element.get("disabled") is not None or re.search("disable|display:none|hidden", marks) is not None


def _is_many(value: str | None) -> bool:
    return re.fullmatch(r"\s*\d{1,5}\s*", value or "") is not None and int(value or "") > 1


def _scripts(page: MarkupPage, rows: int) -> Iterator[str]:
    for script in page.tree.iter("script"):
        text = script.text or ""
        for start in _DRAWN.finditer(text):
            drawn = text[start.start() : start.start() + _DRAWN_LENGTH]
            pages = [*_PAGES.findall(drawn), *_CREATED.findall(drawn)]
            entries = _ENTRIES.findall(drawn)
            if any(int(number) > 1 for number in pages) or any(int(number) > rows > 0 for number in entries):
                yield folded(drawn)[:60]
