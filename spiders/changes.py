"""What a night asks for: the comparison of what a list shows with what is held of it."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.items import KnownAttachment, KnownEntry, KnownList
from spiders.branches import Branch
from spiders.lists.rows import Row


def is_first_page_unchanged(
    known: KnownList, list_url: str, branches: Sequence[Branch], rows: Sequence[Row], said: int | None
) -> bool:
    """Whether a list's first page shows what the newest full walk began with, and says the same total: the same
    branches, and the same entries by address, title, date and order. A list that was never walked, or that shows
    nothing, has changed.

    A line that another list of the source shows as well is held under the one that was walked first: here it must only
    read the same.
    """
    if not (rows or branches) or said != known.said.get(list_url):
        return False
    by_url = {entry.url: entry for entry in known.entries}
    here = [entry for entry in known.entries if entry.list_url == list_url]
    if any(branch.url not in by_url for branch in branches):
        return False
    if any(row.url not in by_url or _line(by_url[row.url]) != _shown(row) for row in rows):
        return False
    own = [row.url for row in rows if by_url[row.url].list_url == list_url]
    return own == [entry.url for entry in here if entry.decision != "branch"][: len(own)]


def _line(entry: KnownEntry) -> tuple[str, str | None]:
    return entry.title, entry.date


def _shown(row: Row) -> tuple[str, str | None]:
    return row.title, row.date


def is_page_due(known: KnownEntry | None, row: Row) -> bool:
    """Whether a page is asked for: its address is new, its line changed, it is not held, or its re-check is due."""
    if known is None or not known.page_held or known.recheck_due:
        return True
    return _line(known) != _shown(row)


def condition(known: KnownEntry | None, row: Row) -> dict[str, str]:
    """The headers that make a re-check conditional; none for a page that is not held or whose line changed."""
    if known is None or not known.page_held or _line(known) != _shown(row):
        return {}
    return validators(known)


def validators(known: KnownEntry | KnownAttachment) -> dict[str, str]:
    """The headers that ask only for what is not as it is held."""
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in headers.items() if value}
