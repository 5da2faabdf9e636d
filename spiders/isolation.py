"""One source's trouble never touches another: an exception while reading its pages ends in its own visit."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any, Self, cast

from scrapy.http import Response

from spiders.completeness import Trouble

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from spiders.column import ColumnSpider
    from spiders.walk import Walk

logger = logging.getLogger(__name__)


class SourceIsolation:
    """Spider middleware. Without it Scrapy would log the traceback, and the visit would wait for ever."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_spider_exception(self, response: Response, exception: Exception) -> AsyncIterator[Any]:
        walk = cast("Walk", response.meta["walk"])
        words = " ".join(str(exception).split()) or "no message"
        reason = f"{response.url} could not be understood ({type(exception).__name__}: {words})"
        logger.error("%s: %s", walk.source.id, reason)
        logger.debug("%s: where it happened", walk.source.id, exc_info=exception)
        walk.troubles.append(Trouble("incomplete", reason))
        if "listed" in response.cb_kwargs:
            # The lines that came before it are not lost with it.
            for output in cast("ColumnSpider", self._crawler.spider).list_answered(walk):
                yield output
        visit = await walk.settle()
        if visit is not None:
            yield visit
