"""`nianbao sources check`: walks the lists of one source, stores nothing, and prints what a crawl would do."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import click

from crawler.commands.closing_table import SkippedSource, exit_code
from crawler.commands.console import USAGE, fail, one_line_errors, output
from crawler.commands.replica_web import replica_options, replica_sources, web_mode
from crawler.commands.selection import split_by_state
from crawler.configuration import load_configuration
from crawler.items import FETCHED, EndedVisit, FetchedResponse, KnownList, ListedEntry
from crawler.settings import crawl_settings
from crawler.sources import Source, load_sources

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class Collected:
    """What a check keeps of the items: what was said, and no byte of it."""

    def __init__(self) -> None:
        self.pages: list[FetchedResponse] = []
        self.entries: list[ListedEntry] = []
        self.visit: EndedVisit | None = None

    def take(self, item: object) -> None:
        if isinstance(item, FetchedResponse):
            self.pages.append(item)
            output.print(f"list page {len(self.pages)}: {item.url}", markup=False, soft_wrap=True)
            output.print(f"    HTTP {item.status}, {len(item.body)} bytes", markup=False)
        elif isinstance(item, ListedEntry):
            self.entries.append(item)
        elif isinstance(item, EndedVisit):
            self.visit = item


class CollectPipeline:
    """The one item pipeline of a check: hands each item to the spider's `collected`."""

    def __init__(self, collected: Collected) -> None:
        self._collected = collected

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        spider: Any = crawler.spider  # made before its pipelines
        return cls(spider.collected)

    def process_item(self, item: Any) -> Any:
        self._collected.take(item)
        return item


@click.command("check")
@click.argument("source_id", metavar="ID")
@click.option("--registry", type=click.Path(path_type=Path), help="The registry to read [data/sources.csv].")
@replica_options
@one_line_errors
def check(source_id: str, registry: Path | None, replica: bool, replica_with: tuple[str, ...]) -> None:
    """Walk the lists of the source ID to their end, without storing anything, and print what a crawl would do.

    Exit code: as of `nianbao crawl`; no report page is asked for.
    """
    configuration = load_configuration()
    sources = load_sources(registry or configuration.data / "sources.csv")
    if replica:
        sources = replica_sources(sources, replica_with)
    source = next((one for one in sources if one.id == source_id), None)
    if source is None:
        shown = "`nianbao sources list` shows them"
        known = f"the replica serves {', '.join(one.id for one in sources)}" if replica else shown
        fail(f"{source_id}: no such source; {known}", USAGE)
    with web_mode(replica, configuration, replica_with) as mode:
        from scrapy.crawler import AsyncCrawlerProcess  # installs the reactor, so only where a crawl begins

        from crawler.commands.walk import start_crawlers, walked_families

        _, skipped = split_by_state([source], walked_families(), replica=replica)
        _refuse(skipped)
        collected = Collected()
        # What a crawl writes to its log file is said here in words of our own, or it is in the visit's reason.
        settings = crawl_settings(mode, contact=configuration.contact, item_pipelines={CollectPipeline: 100}) | {
            "LOG_LEVEL": "CRITICAL"
        }
        process = AsyncCrawlerProcess(settings)
        start_crawlers(
            process,
            [source],
            settings,
            mode,
            known=lambda _: KnownList(),
            full=True,
            lists_only=True,
            collected=collected,
        )
        process.start()
    if collected.visit is None:
        fail(f"{source_id}: the walk did not end")
    _print_lists(source, collected.visit, collected.entries)
    sys.exit(exit_code([collected.visit.outcome]))


def _refuse(skipped: Sequence[SkippedSource]) -> None:
    for one in skipped:
        fail(f"{one.source_id}: {one.reason}")


def _print_lists(source: Source, visit: EndedVisit, entries: Sequence[ListedEntry]) -> None:
    for listed in visit.lists:
        name = " / ".join(listed.branch) or "the column"
        said = "says no total" if listed.said is None else f"says {listed.said} entries"
        pages = "no number of pages" if listed.said_pages is None else f"{listed.said_pages} page(s)"
        output.print()
        output.print(f"{name}: {listed.url}", markup=False, soft_wrap=True)
        output.print(f"    {said}, {pages}; evidence: {listed.evidence}", markup=False)
        own = [entry for entry in entries if entry.list_url == listed.url and entry.decision == "branch"]
        lines = [entry for entry in entries if entry.list_url == listed.url and entry.decision != "branch"]
        for page, chunk in _pages([*listed.rows_by_page], lines):
            output.print(f"  page {page}: {len(chunk)} new lines", markup=False)
            for entry in chunk:
                _print_line(entry)
        for entry in own:
            _print_line(entry)
    output.print()
    counted = Counter(entry.decision for entry in entries)
    fetched = sum(counted[decision] for decision in FETCHED)
    words = ", ".join(f"{number} {decision}" for decision, number in sorted(counted.items()))
    output.print(f"{source.id} {visit.outcome} ({visit.evidence}): {words or 'no line'}", markup=False)
    if visit.reason:
        output.print(f"    {visit.reason}", markup=False, soft_wrap=True)
    output.print(f"A crawl would ask for {fetched} pages. Nothing was stored.", markup=False)


def _pages(sizes: list[int], lines: Sequence[ListedEntry]) -> Iterator[tuple[int, Sequence[ListedEntry]]]:
    """The lines of each page. A line that an earlier list shows as well is printed there, so a page may hold fewer."""
    start = 0
    for number, size in enumerate(sizes, 1):
        last = number == len(sizes)
        yield number, lines[start:] if last else lines[start : start + size]
        start += size


def _print_line(entry: ListedEntry) -> None:
    mark = "would fetch" if entry.decision in FETCHED else "leave"
    output.print(f"    {entry.date or '          '}  {entry.title}", markup=False, soft_wrap=True)
    output.print(f"                {entry.decision} ({mark}): {entry.reason}", markup=False, soft_wrap=True)
    output.print(f"                {entry.url}", markup=False, soft_wrap=True)
