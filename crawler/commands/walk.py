"""Starts Scrapy for a set of sources: a host belongs to exactly one Crawler of a run."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings

from crawler.commands.console import notices
from crawler.commands.interruption import Interruption
from crawler.items import KnownList
from crawler.net.browser import browser_settings
from crawler.settings import LiveMode, ReplicaMode, crawl_settings
from crawler.sources import Source
from crawler.store.walks.entries import known_list
from pipelines.archive import ArchivePipeline
from pipelines.run import CrawlRun
from pipelines.visits import VisitsPipeline
from spiders.column import ColumnSpider

ITEM_PIPELINES: dict[object, int] = {ArchivePipeline: 100, VisitsPipeline: 200}
"""The order of the road: bytes first, then what was said about them."""
_LOOK_AGAIN_SECONDS = 0.01


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
    interruption: Interruption,
) -> None:
    """Walks the sources to their end; what happened is in `run.visits`, `run.failure` and `run.interrupted`.

    The first signal lets the requests under way come to their end, the second does not.
    """

    def known(source: Source) -> KnownList:
        return known_list(run.pair, source, datetime.now(UTC))

    settings = crawl_settings(mode, contact=contact, item_pipelines=ITEM_PIPELINES)
    # The terminal belongs to the progress bar and the closing table; Scrapy's own lines go to a file.
    # Each Crawler of the run opens it anew, so it is emptied here, once.
    log_file.unlink(missing_ok=True)
    settings |= {"LOG_FILE": str(log_file), "LOG_FILE_APPEND": True, "LOG_LEVEL": "INFO"}
    process = AsyncCrawlerProcess(settings)
    crawlers = start_crawlers(process, sources, settings, mode, known=known, full=full, run=run)
    stopping = _Stopping(process, crawlers)
    run.stop = stopping.soon
    with interruption.heard_by(lambda: _stop_by_signal(run, stopping, interruption)):
        process.start(install_signal_handlers=False)
    run.stop = lambda: None
    for finish in run.at_end:
        finish()
    if process.bootstrap_failed and run.failure is None:
        run.failure = f"could not start Scrapy; its log says why: {log_file}"


def start_crawlers(
    process: AsyncCrawlerProcess,
    sources: Sequence[Source],
    settings: Mapping[str, object],
    mode: LiveMode | ReplicaMode,
    **arguments: object,
) -> list[Crawler]:
    """Hands each group of sources to a Crawler of its own; they run once the process is started.

    `arguments`: what the spider is made with besides its sources.
    """
    crawlers = []
    for group in crawler_groups(sources):
        # Above the priority of the process's own settings, which Scrapy merges into those of each Crawler.
        crawler = Crawler(ColumnSpider, Settings(group_settings(settings, group, mode.proxy), priority="cmdline"))
        process.crawl(crawler, sources=group, **arguments)
        crawlers.append(crawler)
    return crawlers


def crawler_groups(sources: Sequence[Source]) -> list[tuple[Source, ...]]:
    """The sources of each Crawler of a run. A host belongs to exactly one (delays live in a Crawler).

    One walks all families: its spider reads each source's list by the family's reader. A second one drives a browser:
    it takes the hosts that have a list drawn by scripts, with all their other columns.
    """
    browsed = {source.host for source in sources if source.rendering == "browser"}
    plain = tuple(source for source in sources if source.host not in browsed)
    rest = tuple(source for source in sources if source.host in browsed)
    return [group for group in (plain, rest) if group]


def group_settings(
    settings: Mapping[str, object], group: Sequence[Source], proxy: str | Path | None
) -> dict[str, object]:
    """What a group's Crawler is started with."""
    schemes = frozenset(urlsplit(source.list_url).scheme for source in group if source.rendering == "browser")
    if not schemes:
        return dict(settings)
    hosts = frozenset(source.host for source in group)
    return browser_settings(settings, hosts, schemes, str(proxy) if proxy else None, str(settings["USER_AGENT"]))


class _Stopping:
    """Ends the crawl from inside its event loop."""

    def __init__(self, process: AsyncCrawlerProcess, crawlers: Sequence[Crawler]) -> None:
        self._process = process
        self._crawlers = crawlers
        self._tasks: set[asyncio.Task[None]] = set()

    def soon(self) -> None:
        task = asyncio.ensure_future(self._stop())
        # asyncio keeps only a weak reference to a task; one that is collected never runs.
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _stop(self) -> None:
        # An engine that is told to stop before it runs starts all the same, and then never ends. No signal of Scrapy's
        # says that it runs: `engine_started` is sent before.
        while any(crawler.crawling and not (crawler.engine and crawler.engine.running) for crawler in self._crawlers):
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        await self._process.stop()


def _stop_by_signal(run: CrawlRun, stopping: _Stopping, interruption: Interruption) -> None:
    from twisted.internet import reactor

    calling: Any = reactor
    if run.interrupted is None:
        run.interrupted = interruption.signal
        calling.callFromThread(_say_stopping)
        calling.callFromThread(stopping.soon)
    else:
        calling.callFromThread(_stop_at_once)


def _say_stopping() -> None:
    notices.print("stopping: the requests under way come to their end first; once more to stop at once")


def _stop_at_once() -> None:
    from twisted.internet import reactor
    from twisted.internet.error import ReactorNotRunning

    loop: Any = reactor
    with suppress(ReactorNotRunning):  # it was just ending by itself
        loop.stop()
