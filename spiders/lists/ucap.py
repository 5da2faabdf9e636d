"""开普 (Ucap): rows in the column page, rows in a comment of it (甘肃), or JSON by its channel's number.

The column page decides. Its numbered pages are <name>_2.shtml, …; the JSON comes from /common/search/<channel>, and on
the tax bureau's site from POST /getFileListByCodeId.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, urldefrag, urlencode, urljoin, urlsplit

from lxml.etree import Comment

from crawler.sources import Source
from spiders.lists.answers import COUNT, count_of, json_object, shown
from spiders.lists.dates import date_of_timestamp, iso_date
from spiders.lists.fragments import absolute_address, list_base, merged, plain_title
from spiders.lists.model import Answer, Ask, ListError, ListPage
from spiders.lists.page import MarkupPage
from spiders.lists.page_links import PAGES_LIMIT, UNDERSCORED, PageLinks, counted
from spiders.lists.pagers import index_1_first
from spiders.lists.regions import tree_rows
from spiders.lists.rows import Row

_PAGE_SIZE = 20
"""What the sites' own pages ask, and what the tax bureau gives unasked."""
_PAGER = re.compile(
    r"createPageHTML\(\s*(?P<quote>['\"])(?!\d+['\"])[^'\"]*(?P=quote)\s*,\s*['\"]?(?P<pages>\d{1,9})['\"]?\s*,"
    r"\s*['\"]?\d+['\"]?\s*,\s*['\"](?P<name>[\w./-]+)['\"]\s*,\s*['\"](?P<suffix>\w+)['\"]"
    rf"(?:\s*,\s*['\"]?(?P<entries>{COUNT})(?!\d))?"
)
_ANY_PAGER = re.compile(r"createPageHTML\(\s*['\"\d]")
_CHANNEL_NUMBER = re.compile(r"[0-9A-Za-z]{6,64}")
_CHANNEL_IN_SCRIPT = re.compile(r"""\bchannelId['"]?\s*[=:]\s*['"]([0-9A-Za-z]{6,64})['"]""")
_FILE_LIST = "getFileListByCodeId"
_SEARCH = "/common/search/"


def read(source: Source, ask: Ask, answer: Answer) -> ListPage:
    if ask.form is not None or "_isJson=true" in ask.url:
        return _answered(source, ask, answer)
    page = MarkupPage(answer.text, answer.url)
    rows = tree_rows(page.tree, page.url, source.article_pattern, side_boxes=False)
    commented = _commented_page(page)
    if commented is not None:
        commented_rows = tree_rows(commented.tree, page.url, source.article_pattern)
        if commented_rows:
            page, rows = commented, commented_rows
    pager = _PAGER.search(page.html)
    # What stands in the page beside a list that a script asks for is a side box, however it is named.
    asked_for = any(mark in page.html for mark in (_SEARCH, _FILE_LIST))
    if (not rows or asked_for) and pager is None and UNDERSCORED.fullmatch(urldefrag(answer.url)[0]) is None:
        return ListPage(following=(_channel_ask(source, page),), entrance=True)
    links = _numbered(page, pager) if pager is not None else index_1_first(page)
    return ListPage(rows, tuple(Ask(url) for url in links.next_urls), links.said, links.said_pages)


def _commented_page(page: MarkupPage) -> MarkupPage | None:
    """The page's comments as a page of their own, if they hold the pager and the page outside of them does not."""
    if "createPageHTML" not in page.html:
        return None
    comments = [element.text or "" for element in page.tree.iter(Comment)]
    scripts = " ".join(element.text or "" for element in page.tree.iter("script"))
    if _ANY_PAGER.search(scripts) or not any(_ANY_PAGER.search(comment) for comment in comments):
        return None
    return MarkupPage("\n".join(comments), page.url)


def _numbered(page: MarkupPage, pager: re.Match[str]) -> PageLinks:
    """The pages by createPageHTML's (place, pages, this one from 1, name, suffix, entries, …); page 2 is <name>_2."""
    template = urljoin(page.url, pager["name"] + "_") + "{}." + pager["suffix"]
    links = counted(page, template, UNDERSCORED, int(pager["pages"]), offset=0)
    entries = pager["entries"]
    return PageLinks(links.next_urls, int(entries) if entries else links.said, links.said_pages)


# The JSON of a channel


def _channel_ask(source: Source, page: MarkupPage) -> Ask:
    """The first request of a column whose page has no rows. Raises ListError where no channel is named."""
    named = dict(parse_qsl(urlsplit(source.list_url).fragment))
    meta = (element.get("content") or "" for element in page.tree.iter("meta") if _is_channel(element.get("name")))
    script = _CHANNEL_IN_SCRIPT.search(page.html)
    channel = named.get("channelId") or next(meta, "").strip() or (script[1] if script else "")
    if not _CHANNEL_NUMBER.fullmatch(channel):
        raise ListError(
            f"expected rows, or a meta channelId, in the column page, found {shown(page.html)}"
            " (a channel that the page does not name can be written into list_url: …#channelId=<number>)"
        )
    if _FILE_LIST in page.html or _FILE_LIST in urlsplit(source.list_url).fragment:
        form = (("codeId", ""), ("channelId", channel), ("page", "1"), ("size", str(_PAGE_SIZE)))
        return Ask(urljoin(page.url, f"/{_FILE_LIST}"), (*form, ("relateSubChannels", "true")))
    query = {"_isAgg": "true", "_isJson": "true", "_pageSize": str(_PAGE_SIZE), "_template": "index", "page": "1"}
    return Ask(urljoin(page.url, f"{_SEARCH}{channel}") + "?" + urlencode(query))


def _is_channel(name: str | None) -> bool:
    return (name or "").lower() == "channelid"


def _answered(source: Source, ask: Ask, answer: Answer) -> ListPage:
    data = _data(json_object(answer.text, "the answer of the channel's list"))
    results = data.get("results")
    total = count_of(data.get("total"))
    if not isinstance(results, list) or total is None:
        raise ListError(f"expected total and results in the answer of the channel's list, found {shown(answer.text)}")
    number, asked_size = _asked(ask)
    # A server that gives less than was asked goes on in its own steps; `rows` of an answer is not to be relied on.
    size = len(results) if number == 1 and 0 < len(results) < min(asked_size, total) else asked_size
    pages = max(1, -(-total // size))
    base = list_base(source, answer)
    return ListPage(
        rows=merged(row for result in results if (row := _row(result, base)) is not None),
        following=tuple(_later(ask, later, size) for later in range(number + 1, pages + 1)[:PAGES_LIMIT]),
        said=total,
        said_pages=pages,
    )


def _data(found: dict[str, Any]) -> dict[str, Any]:
    """The part of an answer that has the list: `data`, the tax bureau's `results.data`, or all of it."""
    results = found.get("results")
    for inner in (found.get("data"), results.get("data") if isinstance(results, dict) else None):
        if isinstance(inner, dict):
            return inner
    return found


def _asked(ask: Ask) -> tuple[int, int]:
    """(page, size) of a request for JSON."""
    names = dict(ask.form) if ask.form is not None else dict(parse_qsl(urlsplit(ask.url).query))
    number, size = count_of(names.get("page", "1")), count_of(names.get("size" if ask.form else "_pageSize", ""))
    if not number or not size:
        raise ListError(f"expected a request with page and size, found {ask.url}")
    return number, size


def _later(ask: Ask, number: int, size: int) -> Ask:
    if ask.form is not None:
        return Ask(ask.url, tuple((dict(ask.form) | {"page": str(number), "size": str(size)}).items()))
    address, _, query = urldefrag(ask.url)[0].partition("?")
    names = dict(parse_qsl(query, keep_blank_values=True)) | {"_pageSize": str(size), "page": str(number)}
    return Ask(f"{address}?{urlencode(names)}")


def _row(result: Any, base_url: str) -> Row | None:
    """None for a line without an address: it is missing in what was seen, and the list's total tells."""
    if not isinstance(result, dict):
        return None
    names = ("redirectUrl", "url")
    written = (result[name] for name in names if isinstance(result.get(name), str) and result[name].strip())
    address = absolute_address(base_url, next(written, ""))
    if address is None:
        return None
    title, printed, published = (result.get(name) for name in ("title", "publishedTimeStr", "publishedTime"))
    date = iso_date(printed) if isinstance(printed, str) else None
    if date is None and isinstance(published, int) and not isinstance(published, bool):
        date = date_of_timestamp(published)
    return Row(address, plain_title(title) if isinstance(title, str) else "", date)
