"""jpaas, Hanweb's newer system: a script's queryData in the column page, then pages of HTML inside JSON by GET."""

from __future__ import annotations

import ast
import json
import re
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from lxml.html import HtmlElement

from crawler.sources import Source
from spiders.lists.answers import count_of, json_object, shown
from spiders.lists.fragments import address_to_ask, fragment_rows, list_base
from spiders.lists.model import Answer, Ask, ListError, ListPage
from spiders.lists.page_links import PAGES_LIMIT
from spiders.lists.rows import parse_page

_UNIT_ADDRESS = "/api-gateway/jpaas-publish-server/front/page/build/unit"
"""Where every site at hand has it; a script that names another is followed."""
_QUERY_LENGTH = 4_000
_NO_LIST = re.compile(r"导航|位置|面包屑|页头|页脚|头部|尾部|底部|搜索|轮播|焦点|logo", re.IGNORECASE)
_A_LIST = re.compile(r"列表|分页|list", re.IGNORECASE)


def read(source: Source, ask: Ask, answer: Answer) -> ListPage:
    if ask.url == source.list_url:
        return ListPage(following=(_unit(answer),), entrance=True)
    return _page(source, ask, answer)


def _unit(answer: Answer) -> Ask:
    """The request that the column page's script makes. Raises ListError where the page has none."""
    units = [unit for element in _elements(answer.text) if (unit := _query_of(element)) is not None]
    if not units:
        raise ListError(
            f"expected a script with queryData (pageId, tplSetId) in the column page, found {shown(answer.text)}"
        )
    address, query = max(units, key=lambda unit: _rank(unit[1].get("tagId", "")))
    return Ask(f"{address_to_ask(answer.url, address)}?{urlencode(query)}")


def _elements(html: str) -> list[HtmlElement]:
    """The parser writes every attribute's name in small letters."""
    if not html.strip():
        return []
    return [element for element in parse_page(html).iter() if isinstance(element.tag, str)]


def _query_of(element: HtmlElement) -> tuple[str, dict[str, str]] | None:
    query = _literal(element.get("querydata") or "")
    if query is None or not {"pageId", "tplSetId"} <= query.keys():
        return None
    return element.get("url") or _UNIT_ADDRESS, query


def _literal(text: str) -> dict[str, str] | None:
    """queryData as names and values: single quotes (a script's literal) on most sites, JSON on others."""
    if not text or len(text) > _QUERY_LENGTH:
        return None
    found: Any = None
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        try:
            found = ast.literal_eval(text.strip())
        except (ValueError, SyntaxError, RecursionError, MemoryError):  # what literal_eval names for bad input
            return None
    if not isinstance(found, dict):
        return None
    return {str(name): str(value) for name, value in found.items()}


def _rank(tag: str) -> int:
    """Which of a page's units is its list, by the block's name: a page also builds its navigation this way."""
    if _NO_LIST.search(tag):
        return 0
    return 2 if _A_LIST.search(tag) else 1


def _page(source: Source, ask: Ask, answer: Answer) -> ListPage:
    data = json_object(answer.text, "the unit's answer").get("data")
    html = data.get("html") if isinstance(data, dict) else None
    if not isinstance(html, str):
        raise ListError(f"expected data.html in the unit's answer, found {shown(answer.text)}")
    rows = fragment_rows(html, list_base(source, answer))
    total, stated_size = _stated(html)
    number, asked_size = _asked(ask)
    size = stated_size or asked_size or len(rows)
    pages = max(1, -(-total // size)) if total is not None and size else 1
    # A pager that states nothing: what comes behind it is asked for until nothing new does.
    end = pages if total is not None or not rows else number + 1
    return ListPage(
        rows=rows,
        following=tuple(_later(ask, later, asked_size or size) for later in range(number + 1, end + 1)[:PAGES_LIMIT]),
        said=total,
        said_pages=pages if total is not None and stated_size else None,
    )


def _stated(html: str) -> tuple[int | None, int | None]:
    """(lines of the list, lines a page) of its pager: attributes count and rows, or the same in a queryData."""
    for element in _elements(html):
        # Not dict(element.attrib): that looks each name up again, and lxml refuses those of a damaged page.
        named = dict(element.items()) | (_literal(element.get("querydata") or "") or {})
        if "count" in named and "rows" in named:
            return count_of(named["count"]), count_of(named["rows"])
    return None, None


def _asked(ask: Ask) -> tuple[int, int | None]:
    """(page, lines a page) of a request; the first one names neither."""
    written = dict(parse_qsl(urlsplit(ask.url).query)).get("paramJson")
    if written is None:
        return 1, None
    named = json_object(written, "paramJson of the request")
    number = count_of(named.get("pageNo"))
    if number is None:
        raise ListError(f"expected pageNo in paramJson of the request, found {shown(written)}")
    return number, count_of(named.get("pageSize"))


def _later(ask: Ask, number: int, size: int) -> Ask:
    address, _, query = ask.url.partition("?")
    names = dict(parse_qsl(query, keep_blank_values=True))
    names["paramJson"] = json.dumps({"pageNo": number, "pageSize": size}, separators=(",", ":"))
    return Ask(f"{address}?{urlencode(names)}")
