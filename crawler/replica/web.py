"""What every address of the replica answers. Pages are made when they are first asked for, and kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from hashlib import sha256
from typing import Literal

from crawler.replica.addresses import list_pages
from crawler.replica.faults import CHALLENGE, SLOW_SECONDS, Faults, faulty_list
from crawler.replica.layouts import LAYOUTS
from crawler.replica.layouts.home import front_page, not_found
from crawler.replica.values import Article, Attachment, Family, Site

PageKind = Literal["list", "article", "attachment", "robots", "front"]
# The 博达 site's server says utf-8 though its pages are GB18030; TRS leaves the charset to the page.
CONTENT_TYPES: dict[Family, str] = {
    "yunnan": "text/html;charset=UTF-8",
    "vsb": "text/html; charset=utf-8",
    "trs": "text/html",
    "diqing": "text/html; charset=utf-8",
    "kunming": "text/html;charset=utf-8",
}
ENCODINGS: dict[Family, str] = {"vsb": "gb18030"}
PLAIN = "text/plain; charset=utf-8"
FIRST_PAGE_ALIASES: dict[Family, str] = {"trs": "index.html", "diqing": "index.html", "kunming": "index.shtml"}


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    body: bytes
    content_type: str = PLAIN
    etag: str | None = None
    last_modified: str | None = None
    retry_after: str | None = None
    breaks: bool = False
    """The connection is dropped in the middle of the body."""


@dataclass(frozen=True, slots=True)
class Page:
    kind: PageKind
    make: Callable[[], bytes]
    content_type: str
    modified: date

    def reply(self) -> Reply:
        body = self.make()
        moment = datetime.combine(self.modified, time(1, 30), UTC)
        etag = f'"{sha256(body).hexdigest()[:20]}"'
        return Reply(200, body, self.content_type, etag, format_datetime(moment, usegmt=True))


@dataclass(slots=True)
class Host:
    """One host: its scheme, its pages by path, the address of its newest report."""

    scheme: str
    pages: dict[str, Page] = field(default_factory=dict)
    newest_report: str | None = None
    made: dict[str, Reply] = field(default_factory=dict)


def robots_text(site: Site) -> bytes | None:
    """robots.txt of a site; None for 博达 sites, which have none (the usual case in life)."""
    if site.family == "vsb":
        return None
    rules = "".join(f"Disallow: {path}\n" for path in site.disallowed) or "Allow: /\n"
    return f"User-agent: *\n{rules}".encode()


def attachment_bytes(article: Article, file: Attachment) -> bytes:
    """The bytes of a report's file: PDF, or RTF under the name of a DOC (Word opens both alike)."""
    if file.format == "pdf":
        from crawler.replica.pdf import report_pdf

        return report_pdf(article)
    lines = [article.title, *article.intro]
    for section in article.sections:
        lines += [section.heading, *section.paragraphs]
    text = "\\par\n".join("".join(f"\\u{ord(c)}?" if ord(c) > 127 else c for c in line) for line in lines)
    return ("{\\rtf1\\ansi\\ansicpg936\\deff0\n" + text + "\\par}\n").encode("ascii")


class Web:
    """The replica's hosts and their answers. Raises KeyError for a host that is not registered (see `knows`)."""

    def __init__(self, sites: tuple[Site, ...], faults: Faults) -> None:
        self._faults = faults
        self._asked_before: set[tuple[str, str]] = set()
        self.hosts: dict[str, Host] = {}
        for site in sites:
            self._add(site)

    def _add(self, site: Site) -> None:
        host = self.hosts.setdefault(site.host, Host(site.scheme))
        encoding = ENCODINGS.get(site.family, "utf-8")
        content_type = CONTENT_TYPES[site.family]
        layout = LAYOUTS[site.family]
        newest = max(article.published for article in site.articles)

        def page(kind: PageKind, make: Callable[[], str], modified: date) -> Page:
            return Page(kind, lambda: make().encode(encoding), content_type, modified)

        shown = faulty_list(list_pages(site), self._faults, site.host)
        for listed in shown:
            host.pages[listed.path] = page("list", partial(layout.listing, site, listed), newest)
        if site.family in FIRST_PAGE_ALIASES:
            host.pages[site.list_path + FIRST_PAGE_ALIASES[site.family]] = host.pages[site.list_path]
        for article in site.articles:
            host.pages[article.path] = page("article", partial(layout.article, site, article), article.published)
            for file in article.attachments:
                kind = "application/pdf" if file.format == "pdf" else "application/msword"
                make = partial(attachment_bytes, article, file)
                host.pages[file.path] = Page("attachment", make, kind, article.published)
        host.pages.setdefault("/", page("front", partial(front_page, site), newest))
        robots = robots_text(site)
        if robots is not None:
            host.pages.setdefault("/robots.txt", Page("robots", lambda: robots, PLAIN, newest))
        reports = [article.path for article in site.articles if article.kind == "report"]
        host.newest_report = host.newest_report or next(iter(reports), None)

    def prepare(self) -> None:
        """Makes every page now, so that a benchmark does not wait for it."""
        for host in self.hosts.values():
            for path in host.pages:
                self._made(host, path)

    def refusal(self, scheme: str, name: str) -> str | None:
        """Why the proxy does not connect to this host; None = it does."""
        if name not in self.hosts:
            return f"{name} is not a host of the replica; it answers for registered hosts only"
        if self._faults.active("gone", name):
            return f"{name} is gone (fault of the replica)"
        if self.hosts[name].scheme != scheme:
            return f"{name} answers {self.hosts[name].scheme} only, not {scheme}"
        return None

    def delay(self, name: str) -> float:
        """Seconds that an answer of this host is held back."""
        return SLOW_SECONDS if self._faults.active("slow", name) else 0.0

    def reply(self, name: str, path: str) -> Reply:
        """The answer of a registered host to GET `path` (query included), faults applied."""
        host = self.hosts[name]
        if self._faults.active("unavailable", name):
            return Reply(503, b"service unavailable\n")
        if path == "/robots.txt" and self._faults.active("robots-500", name):
            return Reply(500, b"internal server error\n")
        if path == "/robots.txt" and self._faults.active("robots-all", name):
            return Reply(200, b"User-agent: *\nDisallow: /\n")
        page = host.pages.get(path)
        if page is None:
            return Reply(404, not_found(path).encode(), "text/html; charset=utf-8")
        faulty = self._faulty(name, host, path, page)
        return faulty if faulty is not None else self._made(host, path)

    def _made(self, host: Host, path: str) -> Reply:
        if path not in host.made:
            host.made[path] = host.pages[path].reply()
        return host.made[path]

    def _faulty(self, name: str, host: Host, path: str, page: Page) -> Reply | None:
        """The answer that a fault puts in place of the page; None where no fault touches it."""
        asked = self._faults.active
        if page.kind == "article" and asked("challenge", name):
            return Reply(412, CHALLENGE, "text/html; charset=utf-8")
        if page.kind in ("list", "article", "attachment") and asked("rate-limit", name):
            first = (name, path) not in self._asked_before
            self._asked_before.add((name, path))
            if first:
                return Reply(429, b"too many requests\n", retry_after="0")
        if path != host.newest_report:
            return None
        if asked("front-page", name):
            return self._made(host, "/")
        if asked("broken", name):
            whole = self._made(host, path)
            return Reply(200, whole.body, whole.content_type, breaks=True)
        return None


def not_modified(reply: Reply, if_none_match: str | None, if_modified_since: str | None) -> bool:
    """Whether a conditional request is answered with 304 (RFC 9110: If-None-Match goes before If-Modified-Since)."""
    if reply.status != 200 or reply.etag is None or reply.last_modified is None:
        return False
    if if_none_match is not None:
        tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
        return "*" in tags or reply.etag in tags
    if if_modified_since is None:
        return False
    try:
        since = parsedate_to_datetime(if_modified_since)
    except ValueError:
        return False  # RFC 9110, 13.1.3: a date that cannot be read is no condition
    if since.tzinfo is None:
        since = since.replace(tzinfo=UTC)
    return parsedate_to_datetime(reply.last_modified) <= since
