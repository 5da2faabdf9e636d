"""Hanweb with `<nextgroup>`: the column page brings its lines as a datastore, and the address of the next group.

The addresses may hold an encrypted columnid, so they are followed as they are written. The column page's own one may
lead to the group that stands in the page already (`page=1`), so the groups count as overlapping.
"""

from __future__ import annotations

from urllib.parse import parse_qs

from crawler.sources import Source
from spiders.lists.answers import count_of
from spiders.lists.datastore import Datastore, datastores, record_rows, the_datastore
from spiders.lists.fragments import address_to_ask, list_base
from spiders.lists.jpage import column_number, paging_calls
from spiders.lists.model import Answer, Ask, ListError, ListPage

_EMPTY = " \t\r\n\0\ufeff"


def read(source: Source, ask: Ask, answer: Answer) -> ListPage:
    if ask.url == source.list_url:
        return _column_page(source, answer)
    if not answer.text.strip(_EMPTY):
        # Deep groups answer with 54 empty bytes (SITES.md). Whether that is the end, the list's total tells.
        return ListPage(overlapping=True)
    store = the_datastore(answer.text)
    return _page(source, ask, answer, store, list_base(source, answer), store.total)


def _column_page(source: Source, answer: Answer) -> ListPage:
    stores = [store for store in datastores(answer.text) if store.records or store.next_group]
    if not stores:
        raise ListError("expected a <datastore> with records in the column page, found none")
    store = _of_column(source, stores)
    total = store.total if store.total is not None else _stated_in_script(source, answer.text)
    return _page(source, Ask(source.list_url), answer, store, answer.url, total)


def _of_column(source: Source, stores: list[Datastore]) -> Datastore:
    """Of the list and its mobile twin or a side box: the one that names the address's column, else the largest."""
    column = column_number(source.list_url)
    named = [store for store in stores if column is not None and _parameter(store.next_group, "columnid") == column]
    return max(named or stores, key=lambda store: len(store.records))


def _stated_in_script(source: Source, html: str) -> int | None:
    """The total of the page's own paging script; of several calls the one for this column, else the largest."""
    column, calls = column_number(source.list_url), paging_calls(html)
    named = [call for call in calls if column is not None and call.parameter("columnid") == column]
    totals = [total for call in named or calls if (total := call.count("totalRecord")) is not None]
    return max(totals, default=None)


def _page(source: Source, ask: Ask, answer: Answer, store: Datastore, base_url: str, total: int | None) -> ListPage:
    return ListPage(
        rows=record_rows(store.records, base_url, source.article_pattern),
        following=_following(ask, answer, store, total),
        said=total,
        overlapping=True,
    )


def _following(ask: Ask, answer: Answer, store: Datastore, total: int | None) -> tuple[Ask, ...]:
    """The next group. Groups that are counted beyond the number of entries go in circles."""
    if store.next_group is None or not store.records:
        return ()
    following = address_to_ask(answer.url, store.next_group)
    number = count_of(_parameter(following, "page"))
    circling = total is not None and number is not None and number > max(total, 1)
    return () if circling or following == ask.url else (Ask(following),)


def _parameter(address: str | None, name: str) -> str | None:
    return parse_qs((address or "").partition("?")[2]).get(name, [None])[0]
