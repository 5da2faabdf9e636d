"""Where the values of a report stood: `nianbao parse FILE --explain WHERE`."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.reports.model import Reading, ValuePlace

_WORDS = ("title", "agency", "report_year", "index_number", "metadata", "period", "contact", "section")
_TABLES = ("proactive", "applications", "review", "statistics")
NAMES = frozenset({*_WORDS, *_TABLES})
"""What a `where` begins with."""


def explain(reading: Reading, where: str) -> tuple[ValuePlace, ...]:
    """The places of every value at `where`, in the order in which they were read; empty where nothing was printed.

    where: a name of the contract (`applications.granted.total`, `metadata.索引号`, `section.2`, `contact.phone`), a
    prefix of names (`applications.granted`, `proactive`), or either with `*` for a whole axis (`applications.*.total`).
    A row whose values have no column has its places at the row: it is found by the row's name and by the cells'.
    """
    wanted = where.split(".")
    return tuple(
        place for report in reading.reports for place in report.places if matches(place.where.split("."), wanted)
    )


def matches(name: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether a name lies at, below, or (a row that holds a cell) above what is wanted; `*` on either side is any."""
    return all("*" in (own, asked) or own == asked for own, asked in zip(name, wanted, strict=False))
