"""A hand-made site of any layout, and what answers at its addresses: pages and endpoints, without a server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from urllib.parse import parse_qsl, urljoin, urlsplit

from crawler.replica.addresses import list_pages
from crawler.replica.layouts import LAYOUTS, layout_of
from crawler.replica.values import Article, Call, ListPage, Said, SectionText, Site, SiteProfile

PROFILE = SiteProfile(
    name="演示市商务局",
    we="我局",
    site_code="3205000099",
    column="政府信息公开年报",
    source_name="市商务局",
    icp="演ICP备00000001号",
    telephone="000-8000001",
    index_prefix="320500000/",
    volume=3,
    address="公开路1号",
    postcode="000000",
    office="办公室",
)
NEWEST = date(2024, 1, 23)
APART = timedelta(days=131)


class Served:
    """A site as a client meets it. Addresses are absolute, or paths of the host; an unknown one is a 404."""

    def __init__(self, site: Site, pages: tuple[ListPage, ...] | None = None) -> None:
        self.site = site
        self.layout = layout_of(site)
        self.pages = pages or list_pages(site)
        self.endpoints = self.layout.endpoints(site, self.pages)
        self.asked = 0

    @property
    def column(self) -> str:
        """The column page's address."""
        return self.site.address(self.site.list_path)

    def ask(self, address: str, form: Mapping[str, str] | None = None) -> Said:
        self.asked += 1
        assert self.asked < 500, "a client that does not come to an end"
        whole = urlsplit(urljoin(self.column, address))
        assert whole.hostname == self.site.host
        endpoint = self.endpoints.get(whole.path)
        if endpoint is not None:
            query = dict(parse_qsl(whole.query, keep_blank_values=True))
            return endpoint(Call("GET" if form is None else "POST", whole.path, query, form or {}))
        own = self.pages if self.layout.list_page_path else self.pages[:1]
        for page in own:
            if form is None and page.path == whole.path:
                return Said(self.layout.listing(self.site, page), self.layout.content_type)
        for article in self.site.articles:
            if form is None and article.path == whole.path:
                return Said(self.layout.article(self.site, article), self.layout.content_type)
        return Said("not found", "text/plain", 404)

    def get(self, address: str) -> str:
        return self.ask(address).body

    def post(self, address: str, form: Mapping[str, str]) -> str:
        return self.ask(address, form).body

    def article_addresses(self) -> list[str]:
        """Every article's address, in the order of the list: what a client must come to see."""
        return [self.site.address(article.path) for article in self.site.articles]


def made_site(style: str, articles: int, rows: int | None) -> Site:
    """A site of the style with so many articles, so many on a page (None = as many as its layout has)."""
    layout = LAYOUTS[style]
    site = Site(
        source_id="made-site",
        body=PROFILE.name,
        division="320500",
        family="other",
        style=style,
        scheme="https",
        host="made.gov.test",
        list_path=layout.list_path.replace("{column}", "901"),
        rows_per_page=rows or layout.rows_per_page,
        profile=PROFILE,
        articles=(),
        column="901",
    )
    return replace(site, articles=tuple(_article(site, place) for place in range(articles)))


def _article(site: Site, place: int) -> Article:
    published = NEWEST - place * APART
    number = 4_400_500 - place
    head, index = layout_of(site).head(site, published, number, "report")
    return Article(
        path=layout_of(site).article_path(site, published, number),
        title=f"演示市商务局“{published.year}”第{place + 1}号政府信息公开工作年度报告",
        published=published,
        kind="report",
        body=PROFILE.name,
        year=published.year,
        sections=(SectionText("一、总体情况", ("主动公开<信息>&公文共9件。",)),),
        head=head,
        index_number=index,
    )
