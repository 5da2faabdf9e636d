"""What a list says of itself: how many entries and how many pages it holds."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from spiders.lists.answers import COUNT
from spiders.lists.rows import parse_page

_N = rf"({COUNT})(?!\d|[,，]\d{{3}})"
_PER_PAGE = re.compile(
    r"每\s*页\s*(?:显示|最多)?\s*[:：]?\s*\d{1,4}\s*[条篇项个]?\s*(?:记录|信息|数据)?"
    r"|(?<!\d)\d{1,4}\s*条?\s*/\s*页"
)
_NO_ENTRIES = "例|款|措施|规定|留言|评论|意见|建议|回复|咨询|提案|办件|结果"
"""What else a page counts by 条: an ordinance, a site's letters, what its search box found."""
_ENTRIES = (
    re.compile(rf"[总共合]共?计?有?\s*(?:检索到|查询到|找到|搜索到)?\s*[:：]?\s*{_N}\s*[条篇](?!{_NO_ENTRIES})"),
    re.compile(rf"(?:总数|总条数|总记录数?|记录总数|记录数|信息总数)\s*[:：]?\s*{_N}"),
    re.compile(rf"[总共]共?计?有?\s*{_N}\s*(?:个|项)?\s*(?:记录|信息)"),
    re.compile(rf"(?<!\d){_N}\s*条\s*(?:记录|信息|数据)"),
)
_ENTRIES_IN_SCRIPT = re.compile(rf"total_?record(?:s|count)?\s*['\"]?\s*[:=>]\s*['\"]?{_N}", re.IGNORECASE)
_PAGES = (
    re.compile(rf"[总共]共?计?有?\s*{_N}\s*页"),
    re.compile(rf"总页数\s*[:：]?\s*{_N}"),
    re.compile(rf"条\s*(?:记录|信息|数据)?\s*[,，/、]?\s*分?\s*{_N}\s*页"),
)
_PLACE = (
    re.compile(rf"(?<![\d/])({COUNT})\s*页?\s*/\s*{_N}\s*页"),
    re.compile(rf"(?:条|第|页次\s*[:：]?|页码\s*[:：]?)\s*({COUNT})\s*/\s*{_N}"),
    re.compile(rf"第\s*({COUNT})\s*页\s*[,，/、]?\s*共\s*{_N}\s*页"),
)
_ONLY_A_TOTAL = re.compile(r"[总共]共?计?有?\s*\d+\s*[条页]\s*(?:记录)?")
_NO_TEXT = frozenset({"script", "style", "head", "noscript", "template"})


def text_outside_links(root: HtmlElement) -> str:
    """A tree's text outside of links and scripts: a title that says 共12条 must not pass for the list's own word.

    A link whose words are nothing but a total (VSB's 共12条) is the pager's.
    """
    parts: list[str] = []
    waiting: list[HtmlElement | str] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            parts.append(node)
            continue
        if not isinstance(node.tag, str) or node.tag in _NO_TEXT:
            continue
        if node.tag == "a":
            words = node.text_content().strip()
            parts.append(words if _ONLY_A_TOTAL.fullmatch(words) else "")
            continue
        parts.append(node.text or "")
        for child in reversed(node):
            waiting += [child.tail or "", child]
    return " ".join(" ".join(parts).split())


def visible_text(html: str) -> str:
    """`text_outside_links` of a page's text."""
    return text_outside_links(parse_page(html)) if html.strip() else ""


def said_entries(text: str, html: str) -> int | None:
    """How many entries the list states: 共 N 条, 共有N条记录, 总数：N in its text, totalrecord in its source."""
    text = _PER_PAGE.sub(" ", text)
    for pattern in _ENTRIES:
        found = pattern.findall(text)
        if found:
            return int(found[-1])
    script = _ENTRIES_IN_SCRIPT.search(html)
    return int(script[1]) if script else None


def said_pages(text: str) -> int | None:
    """How many pages the list states in its visible text: 共 N 页, 总页数：N, 第1/4页, 共37条 1/4."""
    for pattern in _PAGES:
        found = pattern.findall(text)
        if found:
            return int(found[-1])
    place = page_of_pages(text)
    return place[1] if place is not None else None


def page_of_pages(text: str) -> tuple[int, int] | None:
    """(this page, all pages) where the list prints both: 第1/4页, 共37条 1/4, 第1页 共4页. 2023/01/31 is a date."""
    for pattern in _PLACE:
        found = [(int(here), int(pages)) for here, pages in pattern.findall(text)]
        found = [(here, pages) for here, pages in found if here <= pages]
        if found:
            return found[-1]
    return None
