"""One walk of one source: what was asked, what was seen, and when the visit has ended."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from scrapy import Request
from twisted.python.failure import Failure

from crawler.items import EndedVisit, Evidence, KnownEntry, KnownList, NotModified
from crawler.sources import Source
from spiders.completeness import Trouble, judge, shrunk, weakest
from spiders.list_walk import ListWalk
from spiders.lists.model import Ask

_THROUGH_BROWSER = {"playwright": True, "playwright_page_goto_kwargs": {"wait_until": "networkidle"}}
"""The scripts have drawn the list when the page asks for nothing more."""


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
    lists: dict[str, ListWalk] = field(default_factory=dict)
    """First page → the list, in the order of the walk: the source's own first, then its branches."""
    lists_outstanding: int = 0
    """List pages without an answer. The lines are decided on when none is left."""
    decided: bool = False
    list_pages: int = 0
    report_pages: int = 0
    ended: bool = False
    outstanding: int = 0
    """Requests without an answer, and answers that are still being worked on."""
    troubles: list[Trouble] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    rechecks: dict[str, Recheck] = field(default_factory=dict)
    """Address of a page → its re-check under way."""
    titles: dict[str, str] = field(default_factory=dict)
    """Address of a page that was asked for → the title of its line."""
    twins: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Address of a report's page → the files of the same report that the list shows as lines of their own."""
    _items: int = 0
    _items_kept: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def root(self) -> ListWalk:
        return self.lists[self.source.list_url]

    @property
    def reached_list(self) -> bool:
        return any(one.reached for one in self.lists.values())

    def open_list(self, url: str, titles: tuple[str, ...] = ()) -> ListWalk:
        found = ListWalk(url, titles)
        self.lists[url] = found
        return found

    def known_entries(self) -> dict[str, KnownEntry]:
        return {entry.url: entry for entry in self.known.entries}

    def ask_list(
        self,
        ask: Ask,
        listed: ListWalk,
        callback: Callable[..., Any],
        errback: Callable[[Failure], Any],
        *,
        priority: int,
        as_script: bool,
    ) -> Request:
        """A request for a part of a list. `as_script`: one that a script of the list's page makes, and it says so."""
        self.lists_outstanding += 1
        self.outstanding += 1
        listed.asked.add(ask)
        # Some list APIs answer only what comes from their column's page (403 without it); no other request says so.
        headers = {"Referer": listed.url, "X-Requested-With": "XMLHttpRequest"} if as_script else {}
        if ask.form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
        return Request(
            ask.url,
            callback=callback,
            errback=errback,
            method="GET" if ask.form is None else "POST",
            body="" if ask.form is None else urlencode(ask.form),
            headers=headers,
            priority=priority,
            dont_filter=True,
            meta={"walk": self} | (_THROUGH_BROWSER if self.source.rendering == "browser" else {}),
            cb_kwargs={"ask": ask, "listed": listed},
        )

    def ask(
        self,
        url: str,
        callback: Callable[..., Any],
        errback: Callable[[Failure], Any],
        *,
        headers: dict[str, str] | None = None,
        priority: int = 0,
        **cb_kwargs: Any,
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
        lists = [one for one in self.lists.values() if one.answers]
        evidence: Evidence = self.known.last_evidence or "unstated"
        troubles: list[Trouble] = []
        # Page 1 is as the last finished walk left it: what that walk saw still stands.
        seen = sum(entry.decision != "branch" for entry in self.known.entries)
        if self.full_walk:
            seen = len(self._addresses_seen())
            evidence = weakest([one.seen().evidence for one in lists if not one.is_index])
            for one in lists:
                troubles += [*one.all_troubles(), *self._silent_branch(one)]
            if self.reached_list:
                troubles += shrunk(evidence, seen, self.known.most_seen)
        # What the evidence says goes first: the line is cut after a few reasons.
        outcome, reason = judge([*troubles, *self.troubles], self.notes, seen, evidence)
        counted = [one for one in lists if not one.is_index]
        return EndedVisit(
            source_id=self.source.id,
            said=_together([one.said for one in counted]),
            said_pages=_together([one.said_pages for one in counted]),
            seen=seen,
            list_pages=self.list_pages,
            report_pages=self.report_pages,
            full_walk=self.full_walk,
            outcome=outcome,
            evidence=evidence,
            reason=reason,
            lists=tuple(one.seen() for one in lists),
        )

    def _silent_branch(self, one: ListWalk) -> tuple[Trouble, ...]:
        """A branch that states nothing and shows less than it did, while others may have grown."""
        held = [entry for entry in self.known.entries if entry.list_url == one.url and entry.decision != "branch"]
        shown = len(one.rows) + (one.itself is not None)
        gone = {entry.url for entry in held} - self._addresses_seen()
        if one.titles and gone and not one.is_index:
            return tuple(one.named(trouble) for trouble in shrunk(one.seen().evidence, shown, len(held)))
        return ()

    def _addresses_seen(self) -> set[str]:
        seen = {url for one in self.lists.values() for url in one.rows}
        return seen | {one.itself.url for one in self.lists.values() if one.itself is not None}


def _together(numbers: list[int | None]) -> int | None:
    """The sum, where every list says its number."""
    stated = [number for number in numbers if number is not None]
    return sum(stated) if stated and len(stated) == len(numbers) else None
