"""What a list's first page without a line says for itself: it has moved, or its lines are there and are not reached."""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml.html import HtmlElement

from spiders.completeness import Trouble
from spiders.lists.page import MarkupPage
from spiders.lists.rows import address_of, refresh_target

_SENT_ON = re.compile(
    r"\blocation(?:\.href)?\s*=\s*['\"]([^'\"]+)['\"]|\blocation\.(?:replace|assign)\(\s*['\"]([^'\"]+)"
)
_SHORT = 200
"""Characters of a page that is no column's: an error's few words, a shell around a script or a frame."""
_GONE = re.compile(
    r"(?:页面|网页|栏目|内容|文件|信息|链接)[^。]{0,12}(?:不存在|已被?删除|已被?移除|找不到|未找到|已失效|无法访问)|\b404\b"
)
_REPORT_OF_A_YEAR = re.compile(
    r"(?:19|20)\d{2}.*(?:信息公开|政务公开|年报|年度报告)|(?:信息公开|年报|年度报告).*(?:19|20)\d{2}"
)
_NAMES_ENOUGH = 2
"""A link in a menu may name one report; several are a list."""
_QUOTED = 60


def why_empty(html: str, url: str, lists: Collection[str] = ()) -> Trouble | None:
    """What is wrong with a page that should show a list and shows no line; None = it is a list that holds nothing.

    `lists`: addresses that are walked as lists of their own, so that no line of this one is missed behind them.
    """
    target = refresh_target(html, url)
    if target is not None:
        return Trouble("moved", f"the list's page refreshes to {target}")
    page = MarkupPage(html, url)
    return (_of_shell(page) if len(page.text) <= _SHORT else None) or _of_links(page, lists)


def _of_shell(page: MarkupPage) -> Trouble | None:
    for script in page.tree.iter("script"):
        sent_on = _SENT_ON.search(script.text or "")
        if sent_on is not None:
            target = sent_on[1] or sent_on[2]
            return Trouble("moved", f"a script of the list's page leads to {_absolute(target, page)}")
    if _GONE.search(page.text):
        return Trouble("moved", f"the list's page says: {page.text[:_QUOTED]}")
    frame = next((source for source in map(_source, page.tree.iter("iframe", "frame")) if source), None)
    if frame is None:
        return None
    return Trouble("incomplete", f"the list stands in a frame of the page: {_absolute(frame, page)}")


def _absolute(written: str, page: MarkupPage) -> str:
    """An address in full; as it is written where it is none."""
    return address_of(written, page.url) or written


def _source(frame: HtmlElement) -> str:
    return (frame.get("src") or "").strip()


def _of_links(page: MarkupPage, lists: Collection[str]) -> Trouble | None:
    walked = {link.element for link in page.links if link.url in lists}
    words = {" ".join(link.text_content().split()) for link in page.tree.iter("a") if link not in walked}
    reports = sorted(name for name in words if _REPORT_OF_A_YEAR.search(name))
    if len(reports) < _NAMES_ENOUGH:
        return None
    found = f"{len(reports)} links name annual reports, and article_pattern takes none of them"
    return Trouble("incomplete", f"{found} ({reports[0][:_QUOTED]})")
