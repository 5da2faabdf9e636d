"""The values that the replica is made of: figures, articles, sites, and what was published in truth."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Number = int | Decimal
Proactive = dict[str, dict[str, Number | None]]
Applications = dict[str, list[Number | None]]
Review = dict[str, dict[str, Number | None]]
Form = Literal["2021", "2019"]
Family = Literal[
    "trs",
    "vsb",
    "kunming",
    "diqing",
    "yunnan",
    "hanweb_dataproxy",
    "hanweb_nextgroup",
    "hanweb_xxgk",
    "hanweb_querylist",
    "jpaas",
    "ucap",
    "gkmlpt",
    "nfcms",
    "henan",
    "fujian",
    "hebei",
    "anhui",
    "eportal",
    "other",
]
ArticleKind = Literal[
    "report",
    "copy",
    "twin",
    "mirror",
    "other_body",
    "website_report",
    "statistics",
    "interpretation",
    "law_report",
    "news",
]
"""copy = a report that stands at another address as well, with another 索引号; twin = a row that leads straight to a
file of a report whose page the list shows too; mirror = a row that leads to a host that is not registered, at once or
by a redirect."""
FileForm = Literal["pdf", "doc"]
Media = Literal["html", "pdf", "doc"]


class ReplicaError(ValueError):
    """The replica cannot do what was asked of it: one line with what, where and the remedy."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The three standard tables of one report. Keys are the contract's; None = a cell left blank."""

    proactive_form: Form
    proactive: Proactive
    applications_form: Form
    applications: Applications
    review: Review


@dataclass(frozen=True, slots=True)
class SectionText:
    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    path: str
    text: str
    format: FileForm


@dataclass(frozen=True, slots=True)
class Article:
    """One page of a column, before it is laid out."""

    path: str
    title: str
    published: date
    kind: ArticleKind
    body: str
    year: int
    sections: tuple[SectionText, ...] = ()
    """Six for a report; for other pages one without a heading."""
    intro: tuple[str, ...] = ()
    signature: tuple[str, ...] = ()
    head: tuple[tuple[str, str], ...] = ()
    """The head table's labels as printed, or for trs the words of the line under the title."""
    index_number: str | None = None
    figures: Figures | None = None
    printed: Mapping[str, str] = field(default_factory=dict)
    """`where` of the contract → what stands in the cell, where that is not the bare number."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """A label of the form → what this page prints instead."""
    split_review_labels: bool = False
    attachments: tuple[Attachment, ...] = ()
    media: Media = "html"
    """Otherwise the page holds nothing but a link to the file."""
    pictures: bool = False
    """The tables stand in the page as pictures."""
    listed_title: str | None = None
    """What its row prints, where that is not the title."""
    listed_date: date | None = None
    """What its row prints, where that is not the day on which it was published (a migration's)."""
    file: Attachment | None = None
    """Its address is no page but this file."""
    moved_to: str | None = None
    """Its address answers with a redirect to here."""
    same_as: str | None = None
    """Of a copy or a twin: the path of the report's own page."""
    visits: int | None = None
    """Its page prints how often it was asked for, from this number on, and a day that goes on with it."""


@dataclass(frozen=True, slots=True)
class SiteProfile:
    """What a site prints around its articles."""

    name: str
    we: str
    site_code: str
    column: str
    source_name: str
    icp: str
    telephone: str
    index_prefix: str
    volume: int
    """Applications a year, roughly."""
    address: str
    postcode: str
    office: str
    portal: str = ""
    """Whose site it is, where the column stands on another body's site."""

    @property
    def site_name(self) -> str:
        return self.portal or self.name


@dataclass(frozen=True, slots=True)
class Registration:
    """What the registry row of a site says beside its addresses; the words are data/sources.csv's."""

    aliases: tuple[str, ...] = ()
    level: str = "prefecture-dept"
    scope: Literal["own", "shared"] = "own"
    report_titles: str = ""
    rendering: Literal["plain", "browser"] = "plain"
    note: str = "a site of the replica"


@dataclass(frozen=True, slots=True)
class Branch:
    """A sub-column: one a year, or one a kind within a year. It is a list of its own."""

    title: str
    path: str
    """Of its first page."""
    articles: tuple[Article, ...]
    branches: tuple[Branch, ...] = ()
    inline: Article | None = None
    """Its page is itself this report."""

    @property
    def all_articles(self) -> tuple[Article, ...]:
        return _articles_of(self)


@dataclass(frozen=True, slots=True)
class Expected:
    """How a true walk of a column ends."""

    outcome: str
    """A word of the crawl's own: complete, unstated, incomplete, blocked, disallowed, down, moved, empty."""
    words: tuple[str, ...] = ()
    """What stands in the visit's reason; each must."""


@dataclass(frozen=True, slots=True)
class Site:
    """One column with its articles, in the order of its list (newest first)."""

    source_id: str
    body: str
    division: str
    family: Family
    scheme: Literal["http", "https"]
    host: str
    list_path: str
    rows_per_page: int
    profile: SiteProfile
    articles: tuple[Article, ...]
    disallowed: tuple[str, ...] = ()
    """What robots.txt of this host forbids."""
    style: str = ""
    """A variation of its family's layout (a name of LAYOUTS); "" = laid out as the family is."""
    column: str = ""
    """The column's code in its addresses: digits on a generated site (`col901`, `#901`, `/c901/`)."""
    branches: tuple[Branch, ...] = ()
    """Sub-columns of the column, in the order in which it links them."""
    inline: Article | None = None
    """The column page is itself this report; there are no rows then."""
    registration: Registration = Registration()
    faults: tuple[str, ...] = ()
    """Faults that are always in force at its host."""
    page_date: str = "%Y-%m-%d 09:30"
    """How the PubDate of its pages is written."""
    expected: Expected | None = None
    """None = as its layout's lists speak of themselves: complete, or unstated."""
    hidden: frozenset[str] = frozenset()
    """Paths of articles that no walk can come to: not shown, or not answered."""

    @property
    def all_articles(self) -> tuple[Article, ...]:
        """Those of the column's own list, of the column page itself, and of all branches."""
        return _articles_of(self)

    def address(self, path: str) -> str:
        """Absolute; a row may lead to another host, and then `path` is absolute already."""
        return path if path.startswith(("http://", "https://")) else f"{self.scheme}://{self.host}{path}"


def _articles_of(column: Site | Branch) -> tuple[Article, ...]:
    below = tuple(article for branch in column.branches for article in branch.all_articles)
    return column.articles + ((column.inline,) if column.inline else ()) + below


@dataclass(frozen=True, slots=True)
class ListPage:
    """What one page of a list shows. `said` is the number that the list states for the whole of it."""

    path: str
    number: int
    """From 1."""
    pages: int
    rows: tuple[Article, ...]
    said: int
    next_path: str | None
    """None on the last page, and where further pages have no address of their own."""
    previous_path: str | None
    branches: tuple[Branch, ...] = ()
    """Sub-columns that the page links, above its rows; on page 1 only."""
    inline: Article | None = None
    """The report that stands on the page in place of rows."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request as an endpoint sees it: an address whose answer depends on what is asked."""

    method: Literal["GET", "POST"]
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    """The urlencoded body of a POST; of a repeated name the last."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an endpoint answers."""

    body: str
    content_type: str
    status: int = 200
    encoding: str = "utf-8"


Endpoint = Callable[[Call], Said]
