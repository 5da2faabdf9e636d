"""What a night asks for: the comparison of what a list shows with what is held of it."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.items import KnownAttachment, KnownEntry, KnownList
from spiders.rows import Row


def is_first_page_unchanged(known: KnownList, rows: Sequence[Row], said: int | None) -> bool:
    """Whether page 1 shows the entries that the newest full walk began with (address, title, date, order) and says the
    same total. A list that was never walked, or that shows nothing, has changed.
    """
    held = [(entry.url, entry.title, entry.date) for entry in known.entries[: len(rows)]]
    return bool(rows) and said == known.said and held == [(row.url, row.title, row.date) for row in rows]


def is_page_due(known: KnownEntry | None, row: Row) -> bool:
    """Whether a page is asked for: its address is new, its line changed, it is not held, or its re-check is due."""
    if known is None or not known.page_held or known.recheck_due:
        return True
    return (known.title, known.date) != (row.title, row.date)


def condition(known: KnownEntry | None, row: Row) -> dict[str, str]:
    """The headers that make a re-check conditional; none for a page that is not held or whose line changed."""
    if known is None or not known.page_held or (known.title, known.date) != (row.title, row.date):
        return {}
    return validators(known)


def validators(known: KnownEntry | KnownAttachment) -> dict[str, str]:
    """The headers that ask only for what is not as it is held."""
    headers = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in headers.items() if value}
