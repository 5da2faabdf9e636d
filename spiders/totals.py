"""What a list says of itself: how many entries and how many pages it holds."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from spiders.rows import parse_page

_ENTRIES = (
    re.compile(r"[总共]共?计?有?\s*[:：]?\s*(\d+)\s*[条篇](?!例|款|措施|规定)"),
    re.compile(r"(?:总数|总条数|总记录数?|记录总数)\s*[:：]?\s*(\d+)"),
    re.compile(r"共\s*(\d+)\s*(?:个|项)?\s*(?:记录|信息)"),
)
_ENTRIES_IN_SCRIPT = re.compile(r"total_?record(?:s|count)?\s*['\"]?\s*[:=>]\s*['\"]?(\d+)", re.IGNORECASE)
_PAGES = (
    re.compile(r"共计?\s*(\d+)\s*页"),
    re.compile(r"总页数\s*[:：]?\s*(\d+)"),
    re.compile(r"(?:条|第|页次[:：]?)\s*\d+\s*/\s*(\d+)(?!\d)"),
)


def visible_text(html: str) -> str:
    """The page's text outside of links and scripts: a title that says 共12条 must not pass for the list's own word."""
    if not html.strip():
        return ""
    return " ".join(" ".join(_outside_links(parse_page(html))).split())


def _outside_links(element: HtmlElement) -> list[str]:
    if not isinstance(element.tag, str) or element.tag in ("script", "style", "a", "head"):
        return []
    parts = [element.text or ""]
    for child in element:
        parts += _outside_links(child)
        parts.append(child.tail or "")
    return parts


def said_entries(text: str, html: str) -> int | None:
    """How many entries the list states: 共 N 条, 共计N条, 总数：N in its visible text, totalrecord in its source."""
    for pattern in _ENTRIES:
        found = pattern.findall(text)
        if found:
            return int(found[-1])
    script = _ENTRIES_IN_SCRIPT.search(html)
    return int(script[1]) if script else None


def said_pages(text: str) -> int | None:
    """How many pages the list states in its visible text: 共 N 页, 总页数：N, 共37条 1/4."""
    for pattern in _PAGES:
        found = pattern.findall(text)
        if found:
            return int(found[-1])
    return None
