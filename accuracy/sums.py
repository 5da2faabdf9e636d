"""Which sums of the form an answer's own numbers break: written anew, so that a fault of the reader's sums shows."""

from __future__ import annotations

from collections.abc import Iterable

from accuracy.cells import Cells
from crawler.reports.model import APPLICANTS, REVIEW_CHANNELS, Number

_INTAKE = ("new_received", "carried_in")
_OUTCOME = ("result_total", "carried_out")
SUM_RULES = ("A1", "A2", "A3", "R1")
"""The rules that follow from the numbers alone."""


def broken_sums(cells: Cells) -> frozenset[tuple[str, str]]:
    """(rule, where) of every sum whose operands are all stated and which does not hold."""
    rows: dict[str, dict[str, Number | None]] = {}
    for where, value in cells.items():
        if where.startswith("applications."):
            _, row, applicant = where.split(".")
            rows.setdefault(row, {})[applicant] = value
    results = [row for row in rows if row not in (*_INTAKE, *_OUTCOME)]
    broken: set[tuple[str, str]] = set()
    for applicant in APPLICANTS if rows else ():

        def at(names: Iterable[str], column: str = applicant) -> list[Number | None]:
            return [rows.get(name, {}).get(column) for name in names]

        if _differ(at(_INTAKE), at(_OUTCOME)):
            broken.add(("A1", f"applications.*.{applicant}"))
        if _differ(at(results), at(("result_total",))):
            broken.add(("A2", f"applications.*.{applicant}"))
    for row, numbers in rows.items():
        if _differ([numbers[kind] for kind in APPLICANTS[:-1]], [numbers["total"]]):
            broken.add(("A3", f"applications.{row}.*"))
    for channel in REVIEW_CHANNELS:
        four = [cells.get(f"review.{channel}.{name}") for name in ("upheld", "corrected", "other", "pending")]
        if _differ(four, [cells.get(f"review.{channel}.total")]):
            broken.add(("R1", f"review.{channel}.*"))
    return frozenset(broken)


def _differ(left: list[Number | None], right: list[Number | None]) -> bool:
    stated = [value for value in (*left, *right) if value is not None]
    if len(stated) < len(left) + len(right):
        return False
    return sum(stated[: len(left)]) != sum(stated[len(left) :])
