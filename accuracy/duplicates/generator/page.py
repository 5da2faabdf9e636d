"""What is generated: a page as it would be read, and the report that it truly is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from accuracy.generator.values import Figures

Size = Literal["large", "small", "zero"]
"""Of a report's tables: many numbers, a few small ones, none but zeros."""
CopyKind = Literal[
    "same bytes",
    "portal copy",
    "other date format",
    "PDF twin",
    "two addresses, two numbers",
    "corrected re-publication",
    "corrected, same number",
    "replaced at its address",
    "prose rewritten",
    "tables lost",
    "prose lost",
]
NearMiss = Literal[
    "next year",
    "next year, last year's title",
    "sister body, shared column",
    "sister office, named",
    "sister office, unnamed",
    "sister office, signed by the body",
    "sister office, copied table",
    "government and its office",
    "template's number, same body and year",
]


@dataclass(frozen=True, slots=True)
class Page:
    """One page or file. All fields but the last three are what it prints or where it was found."""

    name: str
    """Unique."""
    body: str
    """The body that its column says: in a body's own column, that body, whoever the office is."""
    column: str
    """The list that it stands on: near-misses are pairs of one column."""
    office: str | None
    """The name that it prints for itself."""
    year: int
    title: str
    index_number: str | None
    url: str | None
    """None: an imported file."""
    own_site: bool
    published: str
    clock: str
    """Hour and minute that the head prints behind the date: no two reports were put up in the same minute."""
    fetched_at: str
    data: str
    """Stands for its bytes: equal for equal bytes."""
    sections: Mapping[str, str]
    figures: Figures | None
    report: str
    """Which report it truly is."""
    size: Size
    made: CopyKind | NearMiss | Literal["report"]
    """How it was made: a copy of a kind, or a report by itself, of the kind of near-miss that it is to others."""
