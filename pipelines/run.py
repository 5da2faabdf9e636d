"""What the pipelines of one run share: the pair of files, the crawl's row, the reading queue and what to tell whom."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from crawler.items import EndedVisit, FetchedResponse
from crawler.store.database import Pair
from crawler.store.errors import StoreError
from crawler.store.walks.entries import EntryChanges
from pipelines.errors import ReadingStopped
from pipelines.read import ReadingQueue


@dataclass(frozen=True, slots=True)
class VisitResult:
    """A line of the closing table."""

    visit: EndedVisit
    changes: EntryChanges


@dataclass(slots=True)
class CrawlRun:
    pair: Pair
    crawl_id: str
    reading: ReadingQueue | None
    """None: what is archived stays pending (benchmarks, and `--no-read`)."""
    on_response: Callable[[FetchedResponse], None]
    on_visit: Callable[[VisitResult], None]
    stop: Callable[[], None]
    """Ends the crawl; called once, when something can no longer be kept."""
    visits: list[VisitResult] = field(default_factory=list)
    failure: str | None = None
    """Why the run had to stop: one line. A visit that ends after it is not recorded, nor said to be complete."""
    interrupted: str | None = None
    """The signal by which somebody stopped the run; its visits are recorded as far as they came."""
    at_end: list[Callable[[], None]] = field(default_factory=list)
    """What the pipelines do last, in the order of the road, once Scrapy has ended, however it ended."""

    @contextmanager
    def stopping_on_failure(self, step: str) -> Iterator[None]:
        """A database or disk that refuses ends the run. Scrapy alone would log the error and crawl on, losing bytes."""
        try:
            yield
        except (sqlite3.Error, OSError, StoreError, ReadingStopped) as error:
            if self.failure is None:
                self.failure = f"could not {step}: {error}"
                self.stop()
