"""What a document says as a report: the values of the contract (`nianbao parse FILE --json`).

The shape follows the official forms: 国办公开办函〔2021〕30号 (2021) and 国办公开办函〔2019〕60号 (2019 trial).
Nothing here is ever invented: None is a blank, an absent row is a row that is not on the form, a None table is a table
that is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from crawler.documents.model import BodyOrigin, Place

PARSER_VERSION = "4"
"""Changed with every change that can alter a reading; a stored reading of another version is stale."""

Number = int | Decimal
FlagKind = Literal[
    "unknown_column",
    "short_row",
    "not_a_number",
    "note_in_cell",
    "unit_converted",
    "unit_unknown",
    "fuzzy_label",
    "truncated_header",
    "swallowed_characters",
    "disagreement",
    "repeated_table",
    "ocr",
]
Outcome = Literal["pass", "fail", "not_assessable"]
DocumentClass = Literal["report", "website_report", "interpretation", "statistics", "other"]
"""report = a 政府信息公开工作年度报告; website_report = a 政府网站工作年度报表; interpretation = 图解 or 解读 of a
report; statistics = the 2014–2018 统计表 as a page of its own; other = none of these."""

APPLICANTS = ("natural_person", "commercial", "research", "social_welfare", "legal_service", "other_org", "total")
"""The seven value columns of the applications table, in the form's order."""
REVIEW_OUTCOMES = ("upheld", "corrected", "other", "pending", "total")
REVIEW_CHANNELS = ("review", "litigation_direct", "litigation_after_review")
"""The form's order of its 15 review numbers: 行政复议, 未经复议直接起诉, 复议后起诉, five outcomes each."""


@dataclass(frozen=True, slots=True)
class Period:
    """统计期限, with the words it was read from."""

    start: date
    end: date
    raw: str


@dataclass(frozen=True, slots=True)
class Contact:
    unit: str | None = None
    address: str | None = None
    postcode: str | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    text: str
    """The section's prose, paragraphs joined by "\\n", without its heading and without its tables."""


@dataclass(frozen=True, slots=True)
class Forms:
    """Which form each table was printed on, decided per table and never by the year; None = no such table."""

    proactive: Literal["2021", "2019"] | None = None
    applications: Literal["2021", "2019"] | None = None
    review: Literal["standard"] | None = None
    statistics: Literal["2014"] | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """What was uncertain, at a `where` of the contract."""

    where: str
    kind: FlagKind
    raw: str
    note: str


@dataclass(frozen=True, slots=True)
class Check:
    """A sum of the form that was tried. `expected` is what the parts say, `found` what is printed."""

    rule: str
    where: str
    outcome: Outcome
    expected: Number | None
    found: Number | None
    note: str = ""
    """What the figures do not say: for T1 the words of the prose, and of which scope they speak."""


@dataclass(frozen=True, slots=True)
class ValuePlace:
    """Where a value stood: for `--explain` and `verify`; recomputed from the bytes, never stored."""

    where: str
    raw: str
    place: Place
    document: int = 0
    """0 = the page itself, 1 … = its attachments in order."""


@dataclass(frozen=True, slots=True)
class Report:
    title: str | None
    agency: str | None
    """The fullest name that the document prints for itself; the registry's name is another thing (`body`)."""
    report_year: int | None
    index_number: str | None
    """索引号 as printed."""
    metadata: dict[str, str]
    period: Period | None
    contact: Contact
    sections: dict[str, Section]
    """"1" … "6" → section."""
    forms: Forms
    proactive: dict[str, dict[str, Number | None]] | None
    applications: dict[str, tuple[Number | None, ...]] | None
    """row → seven numbers in the order of APPLICANTS."""
    review: dict[str, dict[str, Number | None]] | None
    statistics: dict[str, Number | None] | None
    flags: tuple[Flag, ...]
    checks: tuple[Check, ...]
    body_origin: BodyOrigin
    published: date | None = None
    """Not in the contract's JSON: 发布日期, the PubDate meta tag or the line under the title, for ordering versions."""
    places: Sequence[ValuePlace] = field(default=(), compare=False)
    """A tuple, or `places.Places` where nobody has asked yet."""


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one parser version says of one candidate (a page with its attachments, or one file)."""

    document_class: DocumentClass
    class_reasons: tuple[str, ...]
    reports: tuple[Report, ...]
    parser_version: str = PARSER_VERSION
