"""Visits: the lines of a list and the outcome of its walk are recorded when the walk ends, in one go.

The entries of a source wait in memory until its visit ends, since only then it is known whether the whole list was
seen. A killed run leaves no visit: its captures are kept, and the next run walks the list again. A run that is
stopped in order leaves an incomplete visit for each source whose walk had not ended.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self

from crawler.items import FINISHED, EndedVisit, ListedEntry
from crawler.store.walks.crawls import record_visit
from crawler.store.walks.entries import EntryChanges, record_entries
from pipelines.run import CrawlRun, VisitResult

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class VisitsPipeline:
    """`broken_off` gives the visits of the walks that have not ended when Scrapy has."""

    def __init__(self, run: CrawlRun, broken_off: Callable[[], Iterable[EndedVisit]]) -> None:
        self._run = run
        self._broken_off = broken_off
        run.at_end.append(self._end_broken_off)
        self._entries: dict[str, list[ListedEntry]] = defaultdict(list)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        spider: Any = crawler.spider  # made before its pipelines
        return cls(spider.run, spider.broken_off)

    def process_item(self, item: Any) -> Any:
        if isinstance(item, ListedEntry):
            self._entries[item.source_id].append(item)
        elif isinstance(item, EndedVisit):
            with self._run.stopping_on_failure("record the visit"):
                self._end(item)
        return item

    def _end_broken_off(self) -> None:
        for visit in self._broken_off():
            with self._run.stopping_on_failure("record the visit"):
                self._end(visit)

    def _end(self, visit: EndedVisit) -> None:
        if self._run.failure is not None:
            return
        entries = self._entries.pop(visit.source_id, [])
        changes = record_entries(
            self._run.pair,
            self._run.crawl_id,
            visit.source_id,
            entries,
            full_walk=visit.full_walk and visit.outcome in FINISHED,
            seen_at=datetime.now(UTC),
            lists=visit.lists,
        )
        if not visit.full_walk:
            # Only first pages were asked for, and they were as before: every entry that is known stands unchanged.
            changes = EntryChanges(new=0, changed=0, unchanged=visit.seen, withdrawn=0)
        record_visit(
            self._run.pair,
            self._run.crawl_id,
            visit,
            new=changes.new,
            changed=changes.changed,
            unchanged=changes.unchanged,
            withdrawn=changes.withdrawn,
        )
        result = VisitResult(visit, changes)
        self._run.visits.append(result)
        self._run.on_visit(result)
