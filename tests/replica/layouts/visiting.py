"""A visitor of one site of the replica, without proxy and network between, who follows what the pages show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

import lxml.html
from lxml.html import HtmlElement

from crawler.replica.addresses import article_pattern
from crawler.replica.faults import Faults
from crawler.replica.values import Article, Site
from crawler.replica.web import Reply, Web
from crawler.reports.candidate import Part, Reading, read_candidate
from crawler.reports.model import Report


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as it was answered."""

    url: str
    source: str
    tree: HtmlElement

    def one(self, css: str) -> HtmlElement:
        [element] = self.tree.cssselect(css)
        return element

    def link(self, element: HtmlElement) -> str:
        return urljoin(self.url, element.get("href"))

    def links(self, css: str) -> list[str]:
        return [self.link(element) for element in self.tree.cssselect(css)]

    def named(self, words: str) -> str | None:
        """Where the link with exactly these words leads; None without one."""
        found = [link for link in self.tree.cssselect("a[href]") if link.text_content() == words]
        return self.link(found[0]) if found else None


@dataclass(slots=True)
class Visitor:
    site: Site
    web: Web = field(init=False)
    codec: str = "utf-8"
    """What the pages say of themselves."""

    def __post_init__(self) -> None:
        self.web = Web((self.site,), Faults())

    def reply(self, url: str) -> Reply:
        """The answer to GET of an absolute address of the site or of a path."""
        address = urlsplit(url)
        return self.web.reply(self.site.host, address.path + (f"?{address.query}" if address.query else ""))

    def page(self, url: str) -> Shown:
        answer = self.reply(url)
        assert answer.status == 200, f"{url} answers {answer.status}"
        source = answer.body.decode(self.codec)
        tree = lxml.html.document_fromstring(source.encode(), parser=lxml.html.HTMLParser(encoding="utf-8"))
        return Shown(urljoin(self.site.address(self.site.list_path), url), source, tree)

    def walk(self, following: Callable[[Shown], str | None], start: str = "") -> list[Shown]:
        """The pages of a list from `start` (its first page) on, as `following` finds the next one of each."""
        pages = [self.page(start or self.site.list_path)]
        while (url := following(pages[-1])) is not None:
            assert url not in [page.url for page in pages], f"{url} comes again"
            pages.append(self.page(url))
        return pages

    def reading(self, article: Article) -> Reading:
        answer = self.reply(article.path)
        return read_candidate([Part(answer.body, self.site.address(article.path), answer.content_type)])


def addresses(site: Site) -> list[str]:
    """Where the articles of the site's own list stand, in its order."""
    return [site.address(article.path) for article in site.articles]


def pattern(site: Site) -> str:
    """What the registry row says of its articles."""
    return article_pattern(site)


def report_of(site: Site, year: int) -> Article:
    [report] = [article for article in site.all_articles if article.kind == "report" and article.year == year]
    return report


def assert_readable(visitor: Visitor, year: int = 2022) -> None:
    """A report of the site reads as what was published: title, year, publisher and every number of its tables."""
    published = report_of(visitor.site, year)
    [report] = visitor.reading(published).reports
    assert (report.title, report.agency, report.report_year) == (published.title, visitor.site.body, year)
    assert report.index_number == published.index_number
    assert_tables(report, published)


def assert_tables(report: Report, published: Article) -> None:
    """Every number of the three tables is the published one."""
    figures = published.figures
    assert figures is not None
    assert {row: list(values) for row, values in (report.applications or {}).items()} == figures.applications
    assert report.proactive == figures.proactive
    assert report.review == figures.review
