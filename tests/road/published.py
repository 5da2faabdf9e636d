"""The replica's truth and the store's tables in one shape, so that all figures of a corpus are compared at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from decimal import Decimal

from crawler.replica.truth import PublishedReport
from crawler.reports.model import APPLICANTS
from crawler.store.database import Pair

Numbers = dict[str, Decimal]
"""`proactive.ROW_COLUMN`, `applications.ROW.APPLICANT` or `review.CHANNEL.OUTCOME` → the number; no blank is among
them."""


def figures_of_truth(report: PublishedReport) -> Numbers:
    """The numbers that the replica printed. Empty for a report without tables, or with pictures in their place."""
    numbers: dict[str, object] = {}
    for row, cells in (report.proactive or {}).items():
        numbers |= {f"proactive.{row}_{column}": value for column, value in cells.items()}
    for row, values in (report.applications or {}).items():
        numbers |= {f"applications.{row}.{name}": value for name, value in zip(APPLICANTS, values, strict=True)}
    for channel, cells in (report.review or {}).items():
        numbers |= {f"review.{channel}.{outcome}": value for outcome, value in cells.items()}
    return _without_blanks(numbers)


def stored_figures(pair: Pair) -> Mapping[str, Numbers]:
    """Report → every number in the standard tables of its current version; a version without one has none."""
    found: dict[str, dict[str, object]] = defaultdict(dict)
    for row in _rows(pair, "proactive"):
        report = str(row.pop("report"))
        found[report] |= {f"proactive.{column}": value for column, value in row.items()}
    for row in _rows(pair, "applications"):
        report, applicant = str(row.pop("report")), row.pop("applicant")
        found[report] |= {f"applications.{column}.{applicant}": value for column, value in row.items()}
    for row in _rows(pair, "reviews"):
        report, channel = str(row.pop("report")), row.pop("channel")
        found[report] |= {f"review.{channel}.{column}": value for column, value in row.items()}
    return defaultdict(dict, {report: _without_blanks(numbers) for report, numbers in found.items()})


_NO_FIGURES = ("body_name", "body", "report_year", "version", "form")


def _rows(pair: Pair, table: str) -> Iterator[dict[str, object]]:
    for row in pair.browse.query(f"SELECT * FROM current_{table}"):
        yield {column: value for column, value in row.items() if column not in _NO_FIGURES}


def _without_blanks(numbers: Mapping[str, object]) -> Numbers:
    return {where: Decimal(str(value)) for where, value in numbers.items() if value is not None}
