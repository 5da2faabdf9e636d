"""The column spider: walks the lists of every source, whatever its CMS, each by its family's reader."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, cast
from urllib.parse import urldefrag, urlencode

from scrapy import Request
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.items import FETCHED, KnownList, ListedEntry
from crawler.sources import Source
from spiders.branches import Branch, branches_of, newest
from spiders.candidates import is_web_page
from spiders.changes import is_first_page_unchanged, is_page_due
from spiders.completeness import Trouble
from spiders.empty_list import why_empty
from spiders.entries import Decided, Line, decide_all
from spiders.failures import is_gone, of_later_page, of_list
from spiders.inline_report import report_itself
from spiders.list_walk import ListWalk
from spiders.lists import plain
from spiders.lists.model import Answer, Ask, ListError, ListPage
from spiders.lists.readers import READERS
from spiders.lists.rows import Row
from spiders.responses import fetched, page_text
from spiders.walk import Walk
from spiders.walking import Item, Output, WalkingSpider, error_of, walk_of

LIST_FIRST = 10
"""Priority of list pages: a list is walked to its end before its reports are asked for."""
LISTS_LIMIT = 400
"""Lists of one source. The largest tree at hand is some fifteen years by a few kinds of body."""


class ColumnSpider(WalkingSpider):
    """Yields list pages, entries, report pages and attachments of each source, and its EndedVisit last.

    known: what is held of a source's list; asked once a source, when its first page has come. full: walk every list to
    its end. lists_only: ask for no report page (a check of the registry row).
    """

    name = "column"
    families = frozenset(READERS)

    def __init__(
        self,
        sources: Sequence[Source] = (),
        known: Callable[[Source], KnownList] | None = None,
        full: bool = False,
        lists_only: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(sources, **kwargs)
        strange = sorted({source.family for source in sources} - self.families)
        if strange:
            raise ValueError(f"the column spider does not walk the families {', '.join(strange)}")
        if sources and known is None:
            raise ValueError("the column spider needs `known`: what is held of each source's list")
        self._known = known
        self._full = full
        self._lists_only = lists_only

    async def start(self) -> AsyncIterator[Request]:
        for walk in self._walks.values():
            yield self._ask_list(walk, walk.open_list(walk.source.list_url), Ask(walk.source.list_url))

    def _ask_list(self, walk: Walk, listed: ListWalk, ask: Ask) -> Request:
        as_script = READERS[walk.source.family] is not plain.read and ask.url != listed.url
        return walk.ask_list(ask, listed, self.list_page, self.list_failed, priority=LIST_FIRST, as_script=as_script)

    async def list_page(self, response: Response, ask: Ask, listed: ListWalk) -> Output:
        walk = walk_of(response)
        walk.list_pages += 1
        yield self._send(walk, fetched(response, walk.source.id, "list", capture_address(ask)))
        for request in self._read_list(walk, listed, ask, response):
            yield request
        for output in self.list_answered(walk):
            yield output
        async for visit in self._settle(walk):
            yield visit

    async def list_failed(self, failure: Failure) -> Output:
        request = cast("Request", failure.request)  # type: ignore[attr-defined]
        walk, error = walk_of(request), error_of(failure)
        listed: ListWalk = request.cb_kwargs["listed"]
        if not (is_gone(error) and listed.is_over()):
            walk.troubles.append(of_later_page(request.url, error) if walk.reached_list else of_list(error))
        if is_gone(error) and walk.full_walk:
            # A page is missing; those behind it, which a counting pager names, are not.
            listed.idle += 1
            for following in self._next_page(walk, listed):
                yield following
        for output in self.list_answered(walk):
            yield output
        async for visit in self._settle(walk):
            yield visit

    def list_answered(self, walk: Walk) -> Iterator[Item | Request]:
        """One list page is dealt with. With the last one, the lines of all lists are decided on, together: whether a
        line is a report's twin shows only beside the others.
        """
        walk.lists_outstanding -= 1
        if walk.lists_outstanding or walk.decided:
            return
        walk.decided = True
        yield from self._whole_lists(walk) if walk.full_walk else self._unchanged_lists(walk)

    # What an answer shows, and what is asked next

    def _read_list(self, walk: Walk, listed: ListWalk, ask: Ask, response: Response) -> Iterator[Request]:
        answer = Answer(response.url, page_text(response))
        try:
            page = READERS[walk.source.family](walk.source, ask, answer)
        except ListError as error:
            listed.troubles.append(Trouble("incomplete", f"{ask.url}: {error}"))
            return
        newly_reached = not listed.reached
        found = branches_of(answer.text, answer.url, walk.source.branch_pattern)
        # The years stand as tabs on the page of each year too: a branch belongs to the list that named it first.
        elsewhere = walk.lists.keys() | {url for one in walk.lists.values() for url in one.branches}
        new = tuple(branch for branch in found if branch.url not in elsewhere)
        listed.branches |= {branch.url: branch for branch in new}
        listed.take(*_without_branches(page, found, new), ask.url)
        if listed.answers == 1:
            # Earlier years' reports may be linked beside it.
            listed.itself = report_itself(answer.text, listed.url)
            leads_on = bool(listed.branches) and not listed.following
            listed.reached = listed.reached or leads_on or listed.itself is not None
        if listed.reached and newly_reached:
            yield from self._reach(walk, listed, response)
        elif walk.full_walk or not listed.reached:
            yield from self._next_page(walk, listed)
            if listed.reached:
                yield from self._open(walk, listed, new)

    def _reach(self, walk: Walk, listed: ListWalk, response: Response) -> Iterator[Request]:
        """The first page that shows a list's lines: whether it is as it was left, and so whether to go on."""
        if listed is walk.root:
            assert self._known is not None  # a spider without `known` has no sources
            walk.known = self._known(walk.source)
            walk.full_walk = self._full or walk.known.full_walk_due
        if not listed.rows and not listed.branches and listed.itself is None:
            yield from self._doubt(walk, listed, response)
        branches = tuple(listed.branches.values())
        rows = (*([] if listed.itself is None else [listed.itself]), *listed.rows.values())
        if walk.full_walk:
            yield from self._go_on(walk, listed)
        elif is_first_page_unchanged(walk.known, listed.url, branches, rows, listed.said):
            yield from self._open(walk, listed, newest(branches))
        else:
            # What the other lists showed until now was not followed to its end: it is now.
            walk.full_walk = True
            for reached in [one for one in walk.lists.values() if one.reached]:
                yield from self._go_on(walk, reached)

    def _doubt(self, walk: Walk, listed: ListWalk, response: Response) -> Iterator[Request]:
        """A list's first page that shows nothing: it may have moved, hold lines that the registry row does not know, or
        be the front page in place of the list.
        """
        lists = walk.lists.keys() | {url for one in walk.lists.values() for url in one.branches}
        trouble = why_empty(page_text(response), response.url, lists)
        if trouble is not None:
            listed.troubles.append(trouble)
        if (trouble is None or trouble.outcome == "incomplete") and listed is walk.root and is_web_page(response.body):
            yield self._ask_front(walk, response, walk.source.list_url)

    def _go_on(self, walk: Walk, listed: ListWalk) -> Iterator[Request]:
        yield from self._next_page(walk, listed)
        yield from self._open(walk, listed, tuple(listed.branches.values()))

    def _next_page(self, walk: Walk, listed: ListWalk) -> Iterator[Request]:
        ask = listed.next_ask()
        if ask is not None:
            yield self._ask_list(walk, listed, ask)

    def _open(self, walk: Walk, listed: ListWalk, branches: Sequence[Branch]) -> Iterator[Request]:
        for branch in branches:
            if branch.url in walk.lists:
                continue
            if len(walk.lists) >= LISTS_LIMIT:
                listed.troubles.append(Trouble("incomplete", f"the column has more than {LISTS_LIMIT} sub-columns"))
                return
            below = walk.open_list(branch.url, (*listed.titles, branch.title or branch.url))
            yield self._ask_list(walk, below, Ask(branch.url))

    # What the lines are

    def _unchanged_lists(self, walk: Walk) -> Iterator[Request]:
        """All is as it was left: only reports whose page is missing or due again are asked for."""
        for entry in walk.known.entries:
            if entry.decision == "twin" and entry.twin_of is not None:
                walk.twins[entry.twin_of] = (*walk.twins.get(entry.twin_of, ()), entry.url)
        for entry in walk.known.entries:
            row = Row(entry.url, entry.title, entry.date)
            if entry.decision in FETCHED and is_page_due(entry, row) and not self._lists_only:
                yield self._ask_page(walk, row)

    def _whole_lists(self, walk: Walk) -> Iterator[Item | Request]:
        """Every line with its decision, and the pages that they lead to."""
        held = walk.known_entries()
        entries = self._entries(walk)
        for entry in entries:
            if entry.decision == "twin" and entry.twin_of is not None:
                walk.twins[entry.twin_of] = (*walk.twins.get(entry.twin_of, ()), entry.url)
        for entry in entries:
            yield self._send(walk, entry)
            row, known = Row(entry.url, entry.title, entry.date), held.get(entry.url)
            if entry.decision not in FETCHED or self._lists_only:
                continue
            files = {file.url for file in known.attachments} if known is not None else set()
            if is_page_due(known, row) or not files.issuperset(walk.twins.get(entry.url, ())):
                yield self._ask_page(walk, row)

    def _entries(self, walk: Walk) -> tuple[ListedEntry, ...]:
        """The lines of all lists in the order of the walk, each address once, where it was seen first."""
        found: dict[str, tuple[Line, Decided | None]] = {}
        for listed in walk.lists.values():
            for branch in listed.branches.values():
                row = Row(branch.url, branch.title, None)
                decided = Decided("branch", "a sub-column of the column", None)
                found.setdefault(branch.url, (Line(row, listed.url, listed.titles), decided))
            if listed.itself is not None:
                # In place of the branch's own line, where the page of a year is that year's report.
                found[listed.url] = (Line(listed.itself, listed.url, listed.titles), _inline(walk.source))
            for row in listed.rows.values():
                found.setdefault(row.url, (Line(row, listed.url, listed.titles), None))
        open_lines = [line for line, decided in found.values() if decided is None]
        by_title = dict(
            zip([line.row.url for line in open_lines], decide_all(open_lines, walk.source, self.hosts), strict=True)
        )
        return tuple(
            _entry(walk.source, line, position, decided or by_title[url])
            for position, (url, (line, decided)) in enumerate(found.items())
        )


def _without_branches(
    page: ListPage, branches: Iterable[Branch], new: Sequence[Branch]
) -> tuple[ListPage, tuple[str, ...]]:
    """A page without the branches among its rows, and these: a year's column is a list, not one of its lines. On a page
    of nothing else those that are `new` are its lines.
    """
    addresses = {branch.url for branch in branches}
    rows = tuple(row for row in page.rows if row.url not in addresses)
    lines = tuple(row.url for row in page.rows if row.url in addresses)
    return replace(page, rows=rows), lines or (() if rows else tuple(branch.url for branch in new))


def _inline(source: Source) -> Decided:
    if source.scope == "own":
        return Decided("report", "the column's page is itself the report", None)
    return Decided("follow", "the shared column's page is itself a report", None)


def _entry(source: Source, line: Line, position: int, decided: Decided) -> ListedEntry:
    row = line.row
    return ListedEntry(
        source_id=source.id,
        url=row.url,
        title=row.title,
        date=row.date,
        position=position,
        decision=decided.decision,
        reason=decided.reason,
        list_url=line.list_url,
        twin_of=decided.twin_of,
    )


def capture_address(ask: Ask) -> str:
    """The address under which an answer is kept. A POST's form is part of what was asked: it is added to the query as
    web archives write it (`__wb_method=POST`, then the form), so that two windows of one list stay apart.
    """
    url = urldefrag(ask.url)[0]
    if ask.form is None:
        return url
    joint = "&" if "?" in url else "?"
    return f"{url}{joint}{urlencode((('__wb_method', 'POST'), *ask.form))}"
