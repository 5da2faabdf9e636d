"""Sums that cannot hold whatever the blank cells stand for: what is printed of the parts is more than their total.

Counts are 0 or more, so a blank part can only add to the sum. The checks call such a sum not assessable, since a blank
is no 0 (DESIGN.md, "Checks"); that its printed parts already exceed it is known all the same, and is what a value that
stands in another column than its own leaves behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from crawler.reports.forms import RESULT_ROWS, Form
from crawler.reports.model import APPLICANTS, REVIEW_OUTCOMES, Flag, Number

NOTE = "the parts that are printed are more than their total"


def in_applications(rows: Mapping[str, tuple[Number | None, ...]], form: Form | None) -> Iterator[Flag]:
    """Rows whose applicants, and columns whose results, are more than their printed total although some are blank."""
    for row, values in rows.items():
        if _exceeds(values[:-1], values[-1]):
            yield _flag(f"applications.{row}.*", values)
    if form is None or "result_total" not in rows:
        return
    for place, applicant in enumerate(APPLICANTS):
        parts = [rows[row][place] for row in RESULT_ROWS[form] if row in rows]
        if _exceeds(parts, rows["result_total"][place]):
            yield _flag(f"applications.*.{applicant}", [*parts, rows["result_total"][place]])


def in_review(channels: Mapping[str, Mapping[str, Number | None]]) -> Iterator[Flag]:
    for channel, values in channels.items():
        if _exceeds([values[outcome] for outcome in REVIEW_OUTCOMES[:-1]], values["total"]):
            yield _flag(f"review.{channel}.*", values.values())


def _exceeds(parts: Iterable[Number | None], total: Number | None) -> bool:
    printed = list(parts)
    return total is not None and None in printed and sum(part for part in printed if part is not None) > total


def _flag(where: str, values: Iterable[Number | None]) -> Flag:
    return Flag(where, "disagreement", ", ".join("" if value is None else str(value) for value in values), NOTE)
