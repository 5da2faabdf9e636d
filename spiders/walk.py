"""One walk of one source: what was asked, what was seen, and when the visit has ended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from scrapy import Request
from twisted.python.failure import Failure

from crawler.items import EndedVisit, Evidence, KnownEntry, KnownList, NotModified
from crawler.sources import Source
from spiders.completeness import Trouble, Walked, judge, list_evidence, list_troubles
from spiders.rows import Row


@dataclass(slots=True)
class Recheck:
    """A page that answered 304, while its attachments are asked as well."""

    page: NotModified
    waiting: int
    """Attachments without an answer."""
    answered: bool = True
    """Each attachment so far came, stands, or is known not to come: none is to be asked another night."""


@dataclass(slots=True)
class Walk:
    """Counts what is outstanding; the visit has ended when nothing is, and its items have passed the pipelines."""

    source: Source
    known: KnownList = field(default_factory=KnownList)
    full_walk: bool = True
    reached_list: bool = False
    list_pages: int = 0
    report_pages: int = 0
    said: int | None = None
    said_pages: int | None = None
    ended: bool = False
    outstanding: int = 0
    """Requests without an answer, and answers that are still being worked on."""
    rows: dict[str, Row] = field(default_factory=dict)
    rows_by_page: list[int] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    troubles: list[Trouble] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rechecks: dict[str, Recheck] = field(default_factory=dict)
    """Address of a page → its re-check under way."""
    _items: int = 0
    _items_kept: asyncio.Event = field(default_factory=asyncio.Event)

    def add_rows(self, rows: Iterable[Row]) -> tuple[Row, ...]:
        """Takes the rows of the next list page and returns those not seen before."""
        new = tuple(row for row in rows if row.url not in self.rows)
        self.rows |= {row.url: row for row in new}
        self.rows_by_page.append(len(new))
        return new

    def known_entries(self) -> dict[str, KnownEntry]:
        return {entry.url: entry for entry in self.known.entries}

    def ask(
        self,
        url: str,
        callback: Callable[..., Any],
        errback: Callable[[Failure], Any],
        *,
        headers: dict[str, str] | None = None,
        priority: int = 0,
        **cb_kwargs: str,
    ) -> Request:
        """A request of this walk, counted until its answer is settled. `headers`: a condition; 304 is an answer."""
        self.outstanding += 1
        return Request(
            url,
            callback=callback,
            errback=errback,
            headers=headers,
            priority=priority,
            # Each walk keeps its own list of what it asked; a request that Scrapy drops would leave the visit open.
            dont_filter=True,
            meta={"walk": self} | ({"handle_httpstatus_list": [304]} if headers else {}),
            cb_kwargs={"url": url} | cb_kwargs,
        )

    def rechecked(self, page_url: str, *, answered: bool) -> NotModified | None:
        """One attachment of a page that answered 304 is dealt with. With the last one: that the page was checked.

        Not before, and not if one has to be asked again: a page that counts as checked is left alone for a month.
        """
        recheck = self.rechecks.get(page_url)
        if recheck is None:
            return None
        recheck.waiting -= 1
        recheck.answered = recheck.answered and answered
        return recheck.page if recheck.answered and not recheck.waiting else None

    def item_sent(self) -> None:
        self._items += 1
        self._items_kept.clear()

    def item_kept(self) -> None:
        """The pipelines are done with an item of this source."""
        self._items -= 1
        if self._items <= 0:
            self._items_kept.set()

    async def settle(self) -> EndedVisit | None:
        """One outstanding answer is dealt with. The last one gets the visit, once all earlier items are kept."""
        self.outstanding -= 1
        if self.outstanding or self.ended:
            return None
        return await self.end()

    async def end(self) -> EndedVisit:
        self.ended = True
        if self._items:
            await self._items_kept.wait()
        return self.visit()

    def visit(self) -> EndedVisit:
        """The visit as it stands."""
        evidence: Evidence = self.known.last_evidence or "unstated"
        troubles = list(self.troubles)
        # Page 1 is as the last complete walk left it: what that walk saw still stands.
        seen = len(self.rows) if self.full_walk else len(self.known.entries)
        if self.full_walk:
            walked = Walked(tuple(self.rows_by_page), len(self.rows), self.said, self.said_pages, self.known.most_seen)
            evidence = list_evidence(walked)
            if self.reached_list:
                troubles += list_troubles(walked)
        outcome, reason = judge(troubles, self.notes, seen)
        return EndedVisit(
            source_id=self.source.id,
            said=self.said,
            said_pages=self.said_pages,
            seen=seen,
            list_pages=self.list_pages,
            report_pages=self.report_pages,
            full_walk=self.full_walk,
            outcome=outcome,
            evidence=evidence,
            reason=reason,
        )
