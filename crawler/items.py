"""What a spider yields and the pipelines keep: values that travel from the crawl to the archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

CaptureKind = Literal["list", "page", "attachment"]
Decision = Literal[
    "report",
    "follow",
    "statistics",
    "twin",
    "branch",
    "other_body",
    "website_report",
    "interpretation",
    "off_registry",
    "other",
]
"""What a line of a list is. report = an annual report of the source's body; follow = the title does not say, the page
must be fetched to know; statistics = the body's statistics sheet of 2014–2018; twin = a file of a report whose page the
list shows as well; branch = a sub-column (one a year, or a kind of body); other_body = another body's report in a
shared or mixed column; off_registry = its address lies outside the registered hosts, so it is never asked."""
FETCHED: frozenset[Decision] = frozenset({"report", "follow", "statistics"})
"""The lines whose page is asked for. A twin is fetched with the page that it belongs to."""
VisitOutcome = Literal["complete", "unstated", "incomplete", "blocked", "disallowed", "down", "moved", "empty"]
"""complete = seen whole, on the list's own word; unstated = walked to where it ends, but it says neither how many
entries nor how many pages it has, so the walk proves no absence."""
FINISHED: frozenset[VisitOutcome] = frozenset({"complete", "unstated", "empty"})
"""The outcomes of a walk that came to the end of all that was shown to it."""
Evidence = Literal["stated", "pager", "unstated"]
AttachmentState = Literal["failed", "disallowed", "off_registry", "too_large"]


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """A line of a list as printed, with what was decided about it and why."""

    source_id: str
    url: str
    """Absolute, without a fragment."""
    title: str
    """The fullest the list prints: the title attribute where the visible text is cut."""
    date: str | None
    """ISO date of the line, None where it prints none."""
    position: int
    """Its place in the whole walk, from 0: lists in the order of the walk, lines in the order of their list."""
    decision: Decision
    reason: str
    list_url: str
    """The first page of the list that shows it: the source's own, or a branch's."""
    twin_of: str | None = None
    """The address of the report's page that this line is another form of (a PDF, a DOC, a 图解)."""


@dataclass(frozen=True, slots=True)
class ListSeen:
    """What a walk saw of one list: the source's own, or one of its branches."""

    url: str
    """Its first page."""
    branch: tuple[str, ...]
    """The titles of the branches that lead to it, outermost first; () = the source's own list."""
    said: int | None
    """How many entries it states that it holds; None = it does not say."""
    said_pages: int | None
    rows_by_page: tuple[int, ...]
    """Lines of each page that no earlier page showed, in the order of the walk."""
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class FetchedResponse:
    """A response worth keeping: a list page, a report page or an attachment of one."""

    source_id: str
    kind: CaptureKind
    url: str
    final_url: str
    candidate_url: str | None
    """The address of the report page that this belongs to (for a page: its own `url`); None for list pages."""
    attachment_urls: tuple[str, ...]
    """For a page: the attachments that its candidate waits for, in page order."""
    fetched_at: datetime
    status: int
    headers: dict[str, str]
    tls: str | None
    body: bytes


@dataclass(frozen=True, slots=True)
class MissedAttachment:
    """An attachment that will not come in this run: its candidate no longer waits for it."""

    source_id: str
    candidate_url: str
    url: str
    state: AttachmentState
    reason: str
    ask_again: bool = False
    """True: another night may bring it (the host was busy), so its page does not count as held until it has come."""


@dataclass(frozen=True, slots=True)
class NotModified:
    """A re-check answered 304: what is held is still what the site shows."""

    source_id: str
    url: str
    checked_at: datetime


@dataclass(frozen=True, slots=True)
class EndedVisit:
    """A source was walked, or could not be. Yielded last for its source."""

    source_id: str
    said: int | None
    """How many entries the lists state that they hold, together; None = one of them does not say."""
    said_pages: int | None
    seen: int
    """Entries seen, each address once; those of the last complete walk when page 1 was as that walk left it."""
    list_pages: int
    report_pages: int
    full_walk: bool
    """False: page 1 was as the last complete walk left it, and the rest was not asked for."""
    outcome: VisitOutcome
    evidence: Evidence
    reason: str
    """One line; "" only for an uneventful complete visit."""
    lists: tuple[ListSeen, ...] = ()
    """The evidence, a list each, in the order of the walk; of an unchanged list the pages that were asked."""


@dataclass(frozen=True, slots=True)
class KnownAttachment:
    """An attachment of a known page: one that is held, or one that did not come and may come by now."""

    url: str
    etag: str | None
    last_modified: str | None


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """What the store holds of a line seen by an earlier walk."""

    url: str
    title: str
    date: str | None
    position: int
    decision: Decision
    page_held: bool
    """The page of this entry is archived, and each of its attachments was fetched or is known not to come."""
    recheck_due: bool
    """Its page is due to be asked again (`etag` and `last_modified` make that a conditional request)."""
    etag: str | None
    last_modified: str | None
    list_url: str = ""
    """The first page of the list that shows it."""
    twin_of: str | None = None
    """As in ListedEntry: a page that is asked again is given its twins again."""
    attachments: tuple[KnownAttachment, ...] = ()
    """In page order. A page that answers 304 brings no links, and its PDF may have been replaced all the same."""


@dataclass(frozen=True, slots=True)
class KnownList:
    """What the store holds of a source's list, for the spider's one question."""

    entries: tuple[KnownEntry, ...] = ()
    """In list order, those that the newest full walk showed."""
    said: Mapping[str, int | None] = field(default_factory=dict)
    """First page of a list → what it said that it holds, at the last full walk that finished."""
    last_evidence: Evidence | None = None
    full_walk_due: bool = True
    """No finished full walk within the last seven days (spread by a hash of the source)."""
    most_seen: int = 0
    """The most entries that a walk of this list ever saw."""
