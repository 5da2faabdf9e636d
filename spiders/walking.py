"""What every walk shares: report pages with their attachments, and the bookkeeping that ends each visit."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, Self, cast
from urllib.parse import urljoin, urlsplit

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.documents.model import DocumentError
from crawler.items import EndedVisit, FetchedResponse, ListedEntry, MissedAttachment, NotModified
from crawler.net.front_pages import is_same_page, traits_of
from crawler.sources import Source
from spiders.candidates import Attachments, attachments_of, holds, is_web_page
from spiders.changes import condition, validators
from spiders.completeness import Trouble
from spiders.failures import is_lasting, of_attachment, of_later_page
from spiders.lists.rows import Row
from spiders.responses import fetched, page_text
from spiders.walk import Recheck, Walk

logger = logging.getLogger(__name__)

Item = ListedEntry | FetchedResponse | MissedAttachment | NotModified | EndedVisit
Output = AsyncIterator[Item | Request]

FRONT_FIRST = 20
"""Priority of a host's front page: what it decides on must not grow meanwhile."""
ATTACHMENT_FIRST = 5
"""Priority of attachments over further pages: a candidate is complete, and can be read, the sooner."""


class WalkingSpider(scrapy.Spider):
    """Yields the report pages and attachments of each source, and its EndedVisit last. Its lists are a subclass's.

    sources: the rows to walk; their hosts are the only ones that are asked. Other keyword arguments become attributes,
    as Scrapy has it (the pipelines find their `run` there).
    """

    def __init__(self, sources: Sequence[Source] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.hosts = frozenset(source.host for source in sources)
        self._walks = {source.id: Walk(source) for source in sources}
        self._ending: set[asyncio.Task[None]] = set()
        self._fronts_known: set[str] = set()
        """Hosts whose front page this run has seen, or could not have."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(spider._item_kept, signal)
        crawler.signals.connect(spider._end_lost_walks, signals.spider_idle)
        return spider

    # Candidates: a report page and its attachments

    def _ask_page(self, walk: Walk, row: Row) -> Request:
        headers = condition(walk.known_entries().get(row.url), row)
        walk.titles[row.url] = row.title
        return walk.ask(row.url, self.report_page, self.report_failed, headers=headers)

    async def report_page(self, response: Response, url: str) -> Output:
        walk = walk_of(response)
        walk.report_pages += 1
        if response.status == 304:
            page = fetched(response, walk.source.id, "page", url, candidate_url=url)
            for output in self._standing_page(walk, NotModified(walk.source.id, url, page.fetched_at)):
                yield output
        elif self._is_suspicious(walk, response, url):
            yield self._ask_front(walk, response, url)
        else:
            for output in self._fresh_page(walk, response, url):
                yield output
        async for visit in self._settle(walk):
            yield visit

    def _is_suspicious(self, walk: Walk, response: Response, url: str) -> bool:
        """A web page that does not hold the title of its line may be the front page, with 200. It is asked for;
        from then on the downloader knows it and refuses it wherever it comes again.
        """
        title = walk.titles.get(url)
        known = (urlsplit(response.url).hostname or "") in self._fronts_known
        return title is not None and not known and is_web_page(response.body) and not holds(page_text(response), title)

    def _ask_front(self, walk: Walk, response: Response, url: str) -> Request:
        """`response` is held back until the front page has come; that of a list is kept already, and only judged."""
        front = urljoin(response.url, "/")
        return walk.ask(front, self.front_page, self.front_failed, priority=FRONT_FIRST, held=response, page_url=url)

    async def front_page(self, response: Response, url: str, held: Response, page_url: str) -> Output:
        walk = walk_of(response)
        self._fronts_known.add(urlsplit(held.url).hostname or "")
        if is_same_page(traits_of(held.body), traits_of(response.body)):
            reason = f"{page_url}: the front page in place of what was asked"
            walk.troubles.append(Trouble("blocked", reason))
        elif page_url in walk.titles:
            for output in self._fresh_page(walk, held, page_url):
                yield output
        async for visit in self._settle(walk):
            yield visit

    async def front_failed(self, failure: Failure) -> Output:
        """The front page does not say; what was held back is kept as it is."""
        request = cast("Request", failure.request)  # type: ignore[attr-defined]
        walk = walk_of(request)
        self._fronts_known.add(urlsplit(request.cb_kwargs["held"].url).hostname or "")
        if request.cb_kwargs["page_url"] in walk.titles:
            for output in self._fresh_page(walk, request.cb_kwargs["held"], request.cb_kwargs["page_url"]):
                yield output
        async for visit in self._settle(walk):
            yield visit

    def _fresh_page(self, walk: Walk, response: Response, url: str) -> Iterator[Item | Request]:
        found = Attachments((), ())
        if is_web_page(response.body):
            try:
                found = attachments_of(page_text(response), response.url, self.hosts)
            except DocumentError as error:
                # The page is kept all the same: its bytes can be read another day.
                walk.troubles.append(Trouble("incomplete", f"{url}: its attachments are not known ({error})"))
        files = tuple(dict.fromkeys([*found.registered, *walk.twins.get(url, ())]))
        yield self._send(walk, fetched(response, walk.source.id, "page", url, candidate_url=url, attachment_urls=files))
        for strange in found.strange:
            yield self._miss(walk, url, strange, "off_registry", f"{strange} lies outside the registered hosts")
        for address in files:
            yield self._ask_attachment(walk, address, url)

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
        walk = walk_of(request)
        walk.troubles.append(of_later_page(request.cb_kwargs["url"], error_of(failure)))
        async for visit in self._settle(walk):
            yield visit

    async def attachment(self, response: Response, url: str, candidate_url: str) -> Output:
        walk = walk_of(response)
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
        walk = walk_of(request)
        url, error = request.cb_kwargs["url"], error_of(failure)
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


def walk_of(answer: Response | Request) -> Walk:
    return cast("Walk", answer.meta["walk"])


def error_of(failure: Failure) -> BaseException:
    assert failure.value is not None  # Twisted's type allows a failure without one; a download error has one
    return failure.value
