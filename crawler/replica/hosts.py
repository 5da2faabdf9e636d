"""The hosts of the replica: every page that stands at an address of theirs, made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime
from functools import partial
from hashlib import sha256
from itertools import count
from typing import Literal
from urllib.parse import urljoin

from crawler.replica.addresses import columns_of, list_pages
from crawler.replica.faults import Faults, faulty_list
from crawler.replica.files import FILE_TYPES, attachment_bytes, table_picture
from crawler.replica.layouts import layout_of
from crawler.replica.layouts.common import PICTURE, TODAY, VISITS, picture_path
from crawler.replica.layouts.home import front_page
from crawler.replica.past_end import goes_on
from crawler.replica.reply import PLAIN, Reply
from crawler.replica.values import Article, Endpoint, ReplicaError, Site

PageKind = Literal["list", "article", "attachment", "robots", "front"]


@dataclass(frozen=True, slots=True)
class Page:
    kind: PageKind
    make: Callable[[], bytes]
    content_type: str
    modified: date
    moved_to: str | None = None
    is_counted: bool = False
    """It is another at every request: it is made anew each time."""

    def reply(self) -> Reply:
        if self.moved_to is not None:
            return Reply(302, b"", self.content_type, fields=(("Location", self.moved_to),))
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
    endpoints: dict[str, Endpoint] = field(default_factory=dict)
    """By path, without a query."""
    columns: list[Site] = field(default_factory=list)
    """The lists that stand here, branches included."""


def hosts_of(sites: Sequence[Site], faults: Faults) -> dict[str, Host]:
    """The hosts of `sites` by name, their lists as `faults` leave them. Raises ReplicaError."""
    hosts: dict[str, Host] = {}
    for site in sites:
        scheme = "http" if faults.active("http-only", site.host) else site.scheme
        _add(hosts.setdefault(site.host, Host(scheme)), site, faults)
    return hosts


def robots_text(site: Site) -> bytes | None:
    """robots.txt of a site; None where it has none."""
    if not layout_of(site).has_robots:
        return None
    rules = "".join(f"Disallow: {path}\n" for path in site.disallowed) or "Allow: /\n"
    return f"User-agent: *\n{rules}".encode()


def encoded(make: Callable[[], str], encoding: str) -> bytes:
    return make().encode(encoding)


WEEK = "一二三四五六日"


def counted(make: Callable[[], bytes], visits: Iterator[int], first_day: date, encoding: str) -> bytes:
    """A page with the number of this visit in it, and a day that moves on with every visit."""
    number = next(visits)
    day = first_day + timedelta(days=number)
    today = f"{day.year}年{day.month}月{day.day}日 星期{WEEK[day.weekday()]}"
    return (
        make()
        .replace(VISITS.encode(encoding), str(number).encode())
        .replace(TODAY.encode(encoding), today.encode(encoding))
    )


def _add(host: Host, site: Site, faults: Faults) -> None:
    layout = layout_of(site)
    newest = max(article.published for article in site.all_articles)
    for column in columns_of(site):
        host.columns.append(column)
        _add_list(host, column, faults, newest)
        for article in column.articles:
            _add_article(host, column, article)
        if column.inline is not None:
            _add_files(host, column.inline)
    charset = "gb2312" if layout.encoding == "gb18030" else layout.encoding
    front = partial(encoded, partial(front_page, site, charset), layout.encoding)
    host.pages.setdefault("/", Page("front", front, layout.content_type, newest))
    robots = robots_text(site)
    if robots is not None:
        host.pages.setdefault("/robots.txt", Page("robots", lambda: robots, PLAIN, newest))
    reports = [article.path for article in site.all_articles if article.kind == "report"]
    host.newest_report = host.newest_report or next(iter(reports), None)


def _add_list(host: Host, column: Site, faults: Faults, newest: date) -> None:
    layout = layout_of(column)
    shown = faulty_list(list_pages(column), faults, column.host)
    if faults.active("endless-next", column.host):
        shown = goes_on(shown, column)
    endpoints = layout.endpoints(column, shown)
    taken = sorted(endpoints.keys() & host.endpoints.keys())
    if taken:
        raise ReplicaError(f"{column.source_id}: {', '.join(taken)} of {column.host} answers for another column")
    host.endpoints.update(endpoints)
    for listed in shown if layout.list_page_path else shown[:1]:
        make = partial(encoded, partial(layout.listing, column, listed), layout.encoding)
        host.pages[listed.path] = Page("list", make, layout.content_type, newest)
    for alias in layout.first_page_aliases:
        host.pages[urljoin(column.list_path, alias)] = host.pages[column.list_path]


def _add_article(host: Host, column: Site, article: Article) -> None:
    if article.path.startswith(("http://", "https://")):
        return  # its row leads to another host
    if article.file is not None:
        content = partial(attachment_bytes, article, article.file)
        host.pages[article.path] = Page("attachment", content, FILE_TYPES[article.file.format], article.published)
        return
    layout = layout_of(column)
    make = partial(encoded, partial(layout.article, column, article), layout.encoding)
    is_counted = article.visits is not None
    if article.visits is not None:
        make = partial(counted, make, count(article.visits), article.published, layout.encoding)
    host.pages[article.path] = Page(
        "article", make, layout.content_type, article.published, article.moved_to, is_counted
    )
    _add_files(host, article)


def _add_files(host: Host, article: Article) -> None:
    for file in article.attachments:
        content = partial(attachment_bytes, article, file)
        host.pages[file.path] = Page("attachment", content, FILE_TYPES[file.format], article.published)
    if article.pictures:
        for place in range(len(article.sections)):
            host.pages[picture_path(article, place)] = Page("attachment", table_picture, PICTURE, article.published)
