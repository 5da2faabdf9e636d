"""Archive: the bytes of a response are committed before anything is made of them.

Responses gather in a group of fifty, or of 32 MB, or for half a second, and are committed together: the blobs with
`synchronous=FULL`, then their rows. Reading starts only after that commit.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Self

from crawler.items import EndedVisit, FetchedResponse, MissedAttachment, NotModified
from crawler.store.archive.captures import archive, note_not_modified
from pipelines.run import CrawlRun

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

GROUP = 50
GROUP_BYTES = 32 * 1024 * 1024
"""About one attachment of the largest size: a group of such must not fill the memory."""
GROUP_SECONDS = 0.5
PUMP_SECONDS = 0.1
"""How often finished readings are looked for while the crawl goes on."""


class ArchivePipeline:
    """Items of the archive are kept here and go no further than the group; the others pass."""

    def __init__(self, run: CrawlRun) -> None:
        self._run = run
        self._responses: list[FetchedResponse] = []
        self._bytes = 0
        self._missed: list[MissedAttachment] = []
        self._not_modified: list[NotModified] = []
        self._timer: asyncio.TimerHandle | None = None
        self._pump: asyncio.TimerHandle | None = None
        # Not in close_spider: a run that is stopped twice does not come there, and its last group would be lost.
        run.at_end.append(self.flush)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.spider.run)  # type: ignore[union-attr]  # the spider is made before its pipelines

    def open_spider(self) -> None:
        if self._run.reading is not None:
            self._schedule_pump()

    def close_spider(self) -> None:
        if self._pump is not None:
            self._pump.cancel()

    def process_item(self, item: Any) -> Any:
        if isinstance(item, FetchedResponse):
            self._responses.append(item)
            self._bytes += len(item.body)
            self._run.on_response(item)
        elif isinstance(item, MissedAttachment):
            self._missed.append(item)
        elif isinstance(item, NotModified):
            self._not_modified.append(item)
        elif isinstance(item, EndedVisit):
            # What a visit says was seen is on disk before the visit says it.
            self.flush()
        if len(self._responses) + len(self._missed) >= GROUP or self._bytes >= GROUP_BYTES:
            self.flush()
        elif self._timer is None and (self._responses or self._missed or self._not_modified):
            self._timer = asyncio.get_running_loop().call_later(GROUP_SECONDS, self.flush)
        return item

    def flush(self) -> None:
        """Commit the group, then let the reading begin on it."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        with self._run.stopping_on_failure("archive"):
            if self._responses or self._missed:
                archive(self._run.pair, self._run.crawl_id, self._responses, self._missed)
                self._responses, self._missed, self._bytes = [], [], 0
            if self._not_modified:
                note_not_modified(self._run.pair, self._not_modified)
                self._not_modified = []

    def _schedule_pump(self) -> None:
        self._pump = asyncio.get_running_loop().call_later(PUMP_SECONDS, self._pump_once)

    def _pump_once(self) -> None:
        if self._run.reading is not None:
            with self._run.stopping_on_failure("read"):
                self._run.reading.pump()
        self._schedule_pump()
