"""The values that the replica is made of: figures, articles, sites, and what was published in truth."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Number = int | Decimal
Proactive = dict[str, dict[str, Number | None]]
Applications = dict[str, list[Number | None]]
Review = dict[str, dict[str, Number | None]]
Form = Literal["2021", "2019"]
Family = Literal["trs", "vsb", "kunming", "diqing", "yunnan"]
ArticleKind = Literal["report", "other_body", "website_report", "interpretation", "law_report", "news"]
Media = Literal["html", "pdf"]


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
    format: Literal["pdf", "doc"]


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

    def address(self, path: str) -> str:
        return f"{self.scheme}://{self.host}{path}"


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
    previous_path: str | None


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """The truth about one report that a site publishes, for tests to hold a harvest against."""

    url: str
    host: str
    body: str
    source_id: str
    title: str
    year: int
    index_number: str | None
    published: date
    proactive_form: Form | None
    applications_form: Form | None
    proactive: Proactive | None
    applications: Applications | None
    review: Review | None
    attachments: tuple[str, ...]
    media: Media
    """pdf = the page holds nothing but a link to the PDF."""


@dataclass(frozen=True, slots=True)
class OtherPage:
    """A page of a column that is no report of the column's body."""

    url: str
    host: str
    source_id: str
    title: str
    kind: ArticleKind
