"""Hanweb jcms: the column page's script says what the proxy wants; the proxy answers windows of the list as XML.

The windows asked are single pages of `perPage` lines, first and last line inclusive, from 1. A proxy may send more than
was asked (江苏: 76 lines for 25, SITES.md, 1), so windows share lines, but what was asked is in each of them; the wider
groups that the site's own pages ask would leave gaps where a proxy answers pages.
"""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlencode, urlsplit

from crawler.sources import Source
from spiders.lists.answers import COUNT
from spiders.lists.datastore import datastores, record_rows, the_datastore
from spiders.lists.fragments import address_to_ask, list_base
from spiders.lists.jpage import PagingCall, column_number, paging_calls, string_array
from spiders.lists.model import Answer, Ask, ListError, ListPage
from spiders.lists.page_links import PAGES_LIMIT

_PAGE_LIMIT = 500
"""Lines a page: more than any site at hand shows; a proxy cuts what is asked beyond some 300."""


def read(source: Source, ask: Ask, answer: Answer) -> ListPage:
    if ask.form is None:
        return _column_page(source, answer)
    return _window(source, ask, answer)


def _column_page(source: Source, answer: Answer) -> ListPage:
    call = list_call(source, answer.text)
    total = call.count("totalRecord")
    records = _embedded(call, answer.text)
    if total is None or not records:
        # Without the whole list's number the lines here could not be counted against anything: the proxy says it.
        return ListPage(following=(_window_ask(call, answer.url, 1, _page_size(call)),), entrance=True)
    starts = _starts(len(records) + 1, total, _page_size(call))
    return ListPage(
        rows=record_rows(records, answer.url, source.article_pattern),
        following=tuple(_window_ask(call, answer.url, start, _page_size(call), total) for start in starts),
        said=total,
        overlapping=True,
    )


def list_call(source: Source, html: str) -> PagingCall:
    """The call of the column's own list: the one that names the address's column, else the one of most entries.

    Raises ListError where no call says what the proxy wants.
    """
    calls = [call for call in paging_calls(html) if call.parameters and call.options.get("proxyUrl")]
    if not calls:
        raise ListError(
            "expected a script call .jpage({… proxyUrl, ajaxParam …}) in the column page, "
            f"found {len(paging_calls(html))} calls, none with both"
        )
    column = column_number(source.list_url)
    named = [call for call in calls if column is not None and call.parameter("columnid") == column]
    return max(named or calls, key=lambda call: call.count("totalRecord") or 0)


def _page_size(call: PagingCall) -> int:
    size = call.count("perPage")
    if not size:
        raise ListError(f"expected perPage in the script's call, found {call.options.get('perPage', 'nothing')!r}")
    return min(size, _PAGE_LIMIT)


def _embedded(call: PagingCall, html: str) -> tuple[str, ...]:
    """The list's first lines, where the page brings them: an array that the call names, or a datastore in its box."""
    array = call.options.get("dataStore", "")
    if re.fullmatch(r"[A-Za-z_$][\w$]*", array) and (strings := string_array(html, array)):
        return strings
    stores = datastores(html)
    unit = call.parameter("unitid") or ""
    box = re.search(rf"""id\s*=\s*["']?(?:div)?{re.escape(unit)}["'\s>]""", html) if unit else None
    if box is not None:
        return next((store.records for store in stores if store.start > box.start()), ())
    return stores[0].records if len(stores) == 1 else ()


def _starts(first: int, total: int, size: int) -> range:
    return range(first, total + 1, size)[:PAGES_LIMIT]


def _window_ask(call: PagingCall, page_url: str, start: int, size: int, total: int | None = None) -> Ask:
    proxy = address_to_ask(page_url, call.options["proxyUrl"]).partition("?")[0]
    return Ask(_window_url(proxy, start, size, total), call.parameters)


def _window_url(proxy: str, start: int, size: int, total: int | None) -> str:
    end = start + size - 1
    window = {"startrecord": start, "endrecord": end if total is None else min(end, total), "perpage": size}
    return f"{proxy}?{urlencode(window)}"


def _window(source: Source, ask: Ask, answer: Answer) -> ListPage:
    store = the_datastore(answer.text)
    if store.total is None:
        raise ListError(f"expected <totalrecord> in the proxy's answer, found none beside {len(store.records)} records")
    start, size = _asked(ask, "startrecord"), _asked(ask, "perpage")
    # A proxy that sends less than it was asked for is asked on from where it stopped.
    step = min(size, len(store.records))
    starts = _starts(start + step, store.total, size) if step else range(0)
    proxy = ask.url.partition("?")[0]
    return ListPage(
        rows=record_rows(store.records, list_base(source, answer), source.article_pattern),
        following=tuple(Ask(_window_url(proxy, later, size, store.total), ask.form) for later in starts),
        said=store.total,
        overlapping=True,
    )


def _asked(ask: Ask, name: str) -> int:
    value = parse_qs(urlsplit(ask.url).query).get(name, [""])[0]
    if not re.fullmatch(COUNT, value) or int(value) < 1:
        raise ListError(f"expected a request with {name}, found {ask.url}")
    return int(value)
