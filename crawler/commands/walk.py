"""Starts Scrapy for a set of sources: a host belongs to exactly one Crawler of a run."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from scrapy.crawler import AsyncCrawlerProcess

from crawler.items import KnownList
from crawler.settings import LiveMode, ReplicaMode, crawl_settings
from crawler.sources import Source
from crawler.store.entries import known_list
from pipelines.archive import ArchivePipeline
from pipelines.run import CrawlRun
from pipelines.visits import VisitsPipeline
from spiders.column import ColumnSpider

ITEM_PIPELINES: dict[object, int] = {ArchivePipeline: 100, VisitsPipeline: 200}
"""The order of the road: bytes first, then what was said about them."""


def walked_families() -> frozenset[str]:
    """The families that a spider walks today."""
    return ColumnSpider.families


def walk(
    run: CrawlRun,
    sources: Sequence[Source],
    mode: LiveMode | ReplicaMode,
    *,
    contact: str,
    full: bool,
    log_file: Path,
) -> None:
    """Walks the sources to their end; what happened is in `run.visits` and `run.failure`."""

    def known(source: Source) -> KnownList:
        return known_list(run.pair, source, datetime.now(UTC))

    settings = crawl_settings(mode, contact=contact, item_pipelines=ITEM_PIPELINES)
    # The terminal belongs to the progress bar and the closing table; Scrapy's own lines go to a file.
    settings |= {"LOG_FILE": str(log_file), "LOG_FILE_APPEND": False, "LOG_LEVEL": "INFO"}
    process = AsyncCrawlerProcess(settings)
    run.stop = lambda: _stop_soon(process)
    process.crawl(ColumnSpider, sources=tuple(sources), known=known, full=full, run=run)
    process.start()


_stopping: set[asyncio.Task[None]] = set()


def _stop_soon(process: AsyncCrawlerProcess) -> None:
    task = asyncio.ensure_future(process.stop())
    # asyncio keeps only a weak reference to a task; one that is collected never runs.
    _stopping.add(task)
    task.add_done_callback(_stopping.discard)
