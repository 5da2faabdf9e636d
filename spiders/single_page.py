"""One page of one host, fetched with a crawl's own manners and kept nowhere: what `nianbao sources identify` asks."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import scrapy
from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from spiders.completeness import Trouble
from spiders.failures import of_list


@dataclass(frozen=True, slots=True)
class SeenPage:
    url: str
    """Where the answer came from, after redirects within the host."""
    content_type: str | None
    body: bytes


Heard = Callable[[SeenPage | Trouble], None]


class SinglePageSpider(scrapy.Spider):
    """Asks for one address; `heard` gets the page, or what is in its way, once. No other host is asked."""

    name = "single-page"

    def __init__(self, url: str = "", host: str = "", heard: Heard | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not url or not host or heard is None:
            raise ValueError("the single-page spider needs `url`, its `host`, and `heard`: who waits for the page")
        self.hosts = frozenset({host})
        self._url = url
        self._heard = heard

    async def start(self) -> AsyncIterator[Request]:
        yield Request(self._url, callback=self.page, errback=self.failed, dont_filter=True)

    async def page(self, response: Response) -> None:
        content_type = response.headers.get("Content-Type")
        words = content_type.decode("latin-1") if content_type is not None else None
        self._heard(SeenPage(response.url, words, response.body))

    async def failed(self, failure: Failure) -> None:
        assert failure.value is not None  # Twisted's type allows a failure without one; a download error has one
        self._heard(of_list(failure.value))
