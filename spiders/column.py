"""The column spider: walks every source whose list is plain HTML, whatever its CMS."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Any, Self, cast

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.documents.model import DocumentError
from crawler.items import EndedVisit, FetchedResponse, KnownList, ListedEntry, MissedAttachment, NotModified
from crawler.sources import Source
from spiders.candidates import Attachments, attachments_of, is_web_page
from spiders.changes import condition, is_first_page_unchanged, is_page_due, validators
from spiders.completeness import Trouble
from spiders.entries import decide
from spiders.failures import is_lasting, of_attachment, of_later_page, of_list
from spiders.pagers import PAGERS, PageLinks
from spiders.responses import fetched, page_text
from spiders.rows import Row, list_rows, refresh_target
from spiders.walk import Recheck, Walk

logger = logging.getLogger(__name__)

Item = ListedEntry | FetchedResponse | MissedAttachment | NotModified | EndedVisit
Output = AsyncIterator[Item | Request]

LIST_PAGES_LIMIT = 1000
"""No column at hand has more than a few dozen pages: a list that goes on beyond this is going in circles."""
LIST_FIRST = 10
"""Priority of list pages: a list is walked to its end before its reports are asked for."""
ATTACHMENT_FIRST = 5
"""Priority of attachments over further pages: a candidate is complete, and can be read, the sooner."""


class ColumnSpider(scrapy.Spider):
    """Yields list pages, entries, report pages and attachments of each source, and its EndedVisit last.

    sources: the rows to walk; their hosts are the only ones that are asked. known: what is held of a source's list;
    asked once a source, when its first page has come. full: walk every list to its end. Other keyword arguments become
    attributes, as Scrapy has it (the pipelines find their `run` there).
    """

    name = "column"
    families = frozenset(PAGERS)

    def __init__(
        self,
        sources: Sequence[Source] = (),
        known: Callable[[Source], KnownList] | None = None,
        full: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        strange = sorted({source.family for source in sources} - self.families)
        if strange:
            raise ValueError(f"the column spider does not walk the families {', '.join(strange)}")
        if sources and known is None:
            raise ValueError("the column spider needs `known`: what is held of each source's list")
        self.hosts = frozenset(source.host for source in sources)
        self._known = known
        self._full = full
        self._walks = {source.id: Walk(source) for source in sources}
        self._ending: set[asyncio.Task[None]] = set()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(spider._item_kept, signal)
        crawler.signals.connect(spider._end_lost_walks, signals.spider_idle)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        for walk in self._walks.values():
            walk.asked.add(walk.source.list_url)
            yield walk.ask(walk.source.list_url, self.list_page, self.list_failed, priority=LIST_FIRST)

    # Lists

    async def list_page(self, response: Response, url: str) -> Output:
        walk = _walk_of(response)
        text = page_text(response)
        yield self._send(walk, fetched(response, walk.source.id, "list", url))
        walk.list_pages += 1
        links = PAGERS[walk.source.family](text, response.url)
        rows = list_rows(text, response.url, walk.source.article_pattern)
        going_on: Iterator[Item | Request]
        if walk.reached_list:
            going_on = self._later_page(walk, url, rows, links)
        else:
            self._reach(walk, rows, links, refresh_target(text, response.url))
            going_on = self._whole_list(walk, rows, links) if walk.full_walk else self._unchanged_list(walk, rows)
        for output in going_on:
            yield output
        async for visit in self._settle(walk):
            yield visit

    def _reach(self, walk: Walk, rows: Sequence[Row], links: PageLinks, refresh: str | None) -> None:
        assert self._known is not None  # a spider without `known` has no sources
        walk.reached_list = True
        walk.known = self._known(walk.source)
        walk.said, walk.said_pages = links.said, links.said_pages
        unchanged = is_first_page_unchanged(walk.known, rows, links.said)
        walk.full_walk = self._full or walk.known.full_walk_due or not unchanged
        if not rows and refresh is not None:
            walk.troubles.append(Trouble("moved", f"the list's page refreshes to {refresh}"))

    def _unchanged_list(self, walk: Walk, rows: Sequence[Row]) -> Iterator[Request]:
        """Page 1 is as it was left: nothing more of the list, only reports whose page is missing or due again."""
        walk.add_rows(rows)
        for entry in walk.known.entries:
            row = Row(entry.url, entry.title, entry.date)
            if entry.decision in ("report", "follow") and is_page_due(entry, row):
                yield self._ask_page(walk, row)

    def _later_page(self, walk: Walk, url: str, rows: Sequence[Row], links: PageLinks) -> Iterator[Item | Request]:
        if all(row.url in walk.rows for row in rows):
            what = "repeats entries of earlier pages" if rows else "holds no entries"
            walk.troubles.append(Trouble("incomplete", f"list page {walk.list_pages} ({url}) {what}"))
            walk.add_rows(rows)
            return
        yield from self._whole_list(walk, rows, links)

    def _whole_list(self, walk: Walk, rows: Sequence[Row], links: PageLinks) -> Iterator[Item | Request]:
        """The next list page, the entries of this one, and the pages that they lead to."""
        yield from self._next_list_page(walk, links)
        position = len(walk.rows)
        held = walk.known_entries()
        for row in walk.add_rows(rows):
            decision, reason = decide(row.title, walk.source)
            entry = ListedEntry(walk.source.id, row.url, row.title, row.date, position, decision, reason)
            yield self._send(walk, entry)
            position += 1
            if decision in ("report", "follow") and is_page_due(held.get(row.url), row):
                yield self._ask_page(walk, row)

    def _next_list_page(self, walk: Walk, links: PageLinks) -> Iterator[Request]:
        following = next((url for url in links.next_urls if url not in walk.asked), None)
        if following is None:
            return
        if walk.list_pages >= LIST_PAGES_LIMIT:
            walk.troubles.append(Trouble("incomplete", f"the list goes on after {LIST_PAGES_LIMIT} pages"))
            return
        walk.asked.add(following)
        yield walk.ask(following, self.list_page, self.list_failed, priority=LIST_FIRST)

    async def list_failed(self, failure: Failure) -> Output:
        request = cast("Request", failure.request)  # type: ignore[attr-defined]
        walk = _walk_of(request)
        error = _error_of(failure)
        walk.troubles.append(of_later_page(request.cb_kwargs["url"], error) if walk.reached_list else of_list(error))
        async for visit in self._settle(walk):
            yield visit

    # Candidates: a report page and its attachments

    def _ask_page(self, walk: Walk, row: Row) -> Request:
        headers = condition(walk.known_entries().get(row.url), row)
        return walk.ask(row.url, self.report_page, self.report_failed, headers=headers)

    async def report_page(self, response: Response, url: str) -> Output:
        walk = _walk_of(response)
        walk.report_pages += 1
        page = fetched(response, walk.source.id, "page", url, candidate_url=url)
        if response.status == 304:
            for output in self._standing_page(walk, NotModified(walk.source.id, url, page.fetched_at)):
                yield output
        else:
            found = Attachments((), ())
            if is_web_page(response.body):
                try:
                    found = attachments_of(page_text(response), response.url, self.hosts)
                except DocumentError as error:
                    # The page is kept all the same: its bytes can be read another day.
                    walk.troubles.append(Trouble("incomplete", f"{url}: its attachments are not known ({error})"))
            yield self._send(
                walk,
                fetched(response, walk.source.id, "page", url, candidate_url=url, attachment_urls=found.registered),
            )
            for strange in found.strange:
                yield self._miss(walk, url, strange, "off_registry", f"{strange} lies outside the registered hosts")
            for address in found.registered:
                yield self._ask_attachment(walk, address, url)
        async for visit in self._settle(walk):
            yield visit

    def _standing_page(self, walk: Walk, page: NotModified) -> Iterator[Item | Request]:
        """A page is as it is held; whether its attachments are, only they can say."""
        entry = walk.known_entries().get(page.url)
        attachments = entry.attachments if entry is not None else ()
        if not attachments:
            yield self._send(walk, page)
            return
        walk.rechecks[page.url] = Recheck(page, waiting=len(attachments))
        for known in attachments:
            yield self._ask_attachment(walk, known.url, page.url, validators(known))

    def _ask_attachment(
        self, walk: Walk, url: str, candidate_url: str, headers: dict[str, str] | None = None
    ) -> Request:
        return walk.ask(
            url,
            self.attachment,
            self.attachment_failed,
            headers=headers,
            priority=ATTACHMENT_FIRST,
            candidate_url=candidate_url,
        )

    async def report_failed(self, failure: Failure) -> Output:
        request = cast("Request", failure.request)  # type: ignore[attr-defined]
        walk = _walk_of(request)
        walk.troubles.append(of_later_page(request.cb_kwargs["url"], _error_of(failure)))
        async for visit in self._settle(walk):
            yield visit

    async def attachment(self, response: Response, url: str, candidate_url: str) -> Output:
        walk = _walk_of(response)
        file = fetched(response, walk.source.id, "attachment", url, candidate_url=candidate_url)
        if response.status == 304:
            yield self._send(walk, NotModified(walk.source.id, url, file.fetched_at))
        elif is_web_page(response.body):
            yield self._miss(walk, candidate_url, url, "failed", f"{url} answers with a web page, not with a file")
        else:
            yield self._send(walk, file)
        for item in self._rechecked(walk, candidate_url, answered=True):
            yield item
        async for visit in self._settle(walk):
            yield visit

    async def attachment_failed(self, failure: Failure) -> Output:
        request = cast("Request", failure.request)  # type: ignore[attr-defined]
        walk = _walk_of(request)
        url, error = request.cb_kwargs["url"], _error_of(failure)
        state, reason = of_attachment(error)
        if is_lasting(error):
            yield self._miss(walk, request.cb_kwargs["candidate_url"], url, state, reason)
        else:
            walk.troubles.append(of_later_page(url, error))
            candidate_url = request.cb_kwargs["candidate_url"]
            missed = MissedAttachment(walk.source.id, candidate_url, url, state, reason, ask_again=True)
            yield self._send(walk, missed)
        for item in self._rechecked(walk, request.cb_kwargs["candidate_url"], answered=is_lasting(error)):
            yield item
        async for visit in self._settle(walk):
            yield visit

    def _rechecked(self, walk: Walk, candidate_url: str, *, answered: bool) -> Iterator[Item]:
        page = walk.rechecked(candidate_url, answered=answered)
        if page is not None:
            yield self._send(walk, page)

    def _miss(self, walk: Walk, candidate_url: str, url: str, state: Any, reason: str) -> Item:
        """An attachment that will not come another night either: it is named, and the visit stays complete."""
        walk.notes.append(f"attachment {state}: {reason}")
        return self._send(walk, MissedAttachment(walk.source.id, candidate_url, url, state, reason))

    # The walk's own bookkeeping

    def _send(self, walk: Walk, item: Item) -> Item:
        walk.item_sent()
        return item

    async def _settle(self, walk: Walk) -> AsyncIterator[EndedVisit]:
        visit = await walk.settle()
        if visit is not None:
            yield visit

    def _item_kept(self, item: Item) -> None:
        if not isinstance(item, EndedVisit):
            self._walks[item.source_id].item_kept()

    def broken_off(self) -> Iterator[EndedVisit]:
        """The visits of the walks that were under way when the run was stopped; each is ended with it."""
        for walk in self._walks.values():
            if not walk.ended:
                walk.ended = True
                walk.troubles.append(Trouble("incomplete", "the run was stopped before this walk ended"))
                yield walk.visit()

    def _end_lost_walks(self) -> None:
        """A visit always ends: nothing is left to do, so what a walk still waits for was lost, and it is told so."""
        lost = [walk for walk in self._walks.values() if not walk.ended]
        for walk in lost:
            walk.ended = True
            walk.troubles.append(Trouble("incomplete", f"{walk.outstanding} requests were lost on the way"))
            task = asyncio.ensure_future(self.crawler.engine.scraper.start_itemproc_async(walk.visit(), response=None))
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)
        if lost:
            raise DontCloseSpider


def _walk_of(answer: Response | Request) -> Walk:
    return cast("Walk", answer.meta["walk"])


def _error_of(failure: Failure) -> BaseException:
    assert failure.value is not None  # Twisted's type allows a failure without one; a download error has one
    return failure.value
