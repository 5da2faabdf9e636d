"""A walk through a list reader's pages, for tests: what a reader wants is asked of a site that is a function."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crawler.sources import Source
from spiders.lists.model import Answer, Ask, ListPage, ListReader
from spiders.lists.rows import Row

REQUESTS_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Walk:
    asked: tuple[Ask, ...]
    pages: tuple[ListPage, ...]
    rows: tuple[Row, ...]
    """Each address once, in the order of the walk."""


def walk(read: ListReader, source: Source, site: Callable[[Ask], str]) -> Walk:
    """Asks the first following request that was not asked before, until there is none."""
    asks, pages, rows = [Ask(source.list_url)], [], dict[str, Row]()
    while True:
        page = read(source, asks[-1], Answer(asks[-1].url.partition("#")[0], site(asks[-1])))
        pages.append(page)
        for row in page.rows:
            rows.setdefault(row.url, row)
        following = next((ask for ask in page.following if ask not in asks), None)
        if following is None:
            return Walk(tuple(asks), tuple(pages), tuple(rows.values()))
        assert len(asks) < REQUESTS_LIMIT, f"the walk does not end: {following.url}"
        asks.append(following)
