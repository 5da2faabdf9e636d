"""What a family of sites is to the replica: how its pages look, and by which rules it names them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from crawler.replica.values import Article, ArticleKind, Endpoint, ListPage, Site

Evidence = Literal["stated", "pager", "unstated"]
"""What a list says of its length: how many entries it holds, how many pages, or nothing."""
Head = tuple[tuple[tuple[str, str], ...], str | None]
"""The labels above an article with their values, and the 索引号 among them (None where there is none)."""


def no_endpoints(site: Site, pages: tuple[ListPage, ...]) -> Mapping[str, Endpoint]:
    """Plain HTML: every page has an address of its own."""
    return {}


def no_head(site: Site, published: date, number: int, kind: ArticleKind) -> Head:
    return (), None


def common_folder(site: Site, article: Article, extension: str) -> str:
    """All files of a site in one place, by month."""
    return f"/files/{article.published:%Y%m}/{article.year * 7919 % 1000000:06d}.{extension}"


def beside_the_article(site: Site, article: Article, extension: str) -> str:
    """A file lies where its article lies (TRS)."""
    folder = article.path.rpartition("/")[0]
    return f"{folder}/P0{article.published:%Y%m%d}{article.year * 7919 % 1000000:06d}.{extension}"


@dataclass(frozen=True, slots=True)
class Layout:
    """One family of sites, or one variation of it. Functions are pure: the same site gives the same bytes."""

    article: Callable[[Site, Article], str]
    """The HTML of an article's page."""
    listing: Callable[[Site, ListPage], str]
    """The HTML of a page of the list. A page with `branches` shows a link to each; one with `inline` shows that report
    in place of rows."""
    article_path: Callable[[Site, date, int], str]
    """(site, published, number) → path of an article; `number` is unique on its host."""
    list_path: str
    """Path of the list's page 1 on a generated site; `{column}` = the column's code (`site.column`, digits)."""
    article_pattern: str
    """The regular expression of the registry row for the articles' paths. `{column}` as above; `{number}` stands where
    an article's decimal number stands. Other braces are the expression's own."""
    list_page_path: Callable[[Site, int, int], str] | None = None
    """(site, page from 2, pages) → path of a further page of the list; None = further pages have no address of their
    own (an endpoint gives them)."""
    endpoints: Callable[[Site, tuple[ListPage, ...]], Mapping[str, Endpoint]] = no_endpoints
    """Path without query → what answers there, GET and POST alike; made once, from all pages of the list."""
    rows_per_page: int = 8
    evidence: Evidence = "unstated"
    """What its list says of its length, as a careful reader can tell it."""
    content_type: str = "text/html; charset=utf-8"
    encoding: str = "utf-8"
    first_page_aliases: tuple[str, ...] = ()
    """Other addresses of the list's page 1, relative to it (`index.html`)."""
    head: Callable[[Site, date, int, ArticleKind], Head] = no_head
    attachment_path: Callable[[Site, Article, str], str] = common_folder
    """(site, article, extension) → path of a file that the article links."""
    list_fragment: str = ""
    """What follows `#` in the registry's address of the list; `{column}` as above."""
    branch_pattern: str = ""
    """The regular expression of the registry row for sub-columns' paths; `{column}` as above."""
    has_robots: bool = True
