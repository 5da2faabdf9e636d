"""What the tests of lists behind scripts and interfaces share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crawler.replica.addresses import list_pages
from crawler.replica.values import ListPage
from tests.replica.layouts.answering import Served, made_site


@pytest.fixture
def serve() -> Callable[..., Served]:
    """serve(style, articles=23, rows=…, shown=…): a site of the style with so many articles, so many a page; `shown`
    changes the pages of its list (a fault)."""

    def served(
        style: str,
        articles: int = 23,
        rows: int | None = None,
        shown: Callable[[tuple[ListPage, ...]], tuple[ListPage, ...]] | None = None,
    ) -> Served:
        site = made_site(style, articles, rows)
        return Served(site, shown(list_pages(site)) if shown else None)

    return served
