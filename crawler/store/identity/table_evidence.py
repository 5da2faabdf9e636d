"""How far the tables of two reports speak for one report: equal numbers that are independent, against differing ones.

One fact fills many cells. "3 applications of natural persons, all granted" stands in six: received, granted, the
result's sum, and the total of each row. So a sum is no evidence where one of its parts speaks too (is not zero):

- `total` of an applications row or a review channel, beside its own cells;
- `result_total`, beside a result row in the same column;
- `new_received`, beside the results or `carried_out`: it is results + carried_out − carried_in;
- a sum of the 2014–2018 appendix, beside one of its parts;
- `newly_published` of the 2019 form where it repeats `produced`.

Only cells that both print are compared: a blank against a number says nothing (a PDF twin with other blanks), a 0
against a 3 does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2

from crawler.reports.forms import APPLICATION_ROW_ORDER, RESULT_ROWS
from crawler.reports.model import APPLICANTS, REVIEW_CHANNELS, REVIEW_OUTCOMES, Number
from crawler.reports.statistics.labels import PARTS

EQUAL_NUMBERS = 5
"""At least so many equal non-zero numbers (DESIGN.md, "Identity", rule 3), independent ones."""
SURPRISE = 12.0
"""Bits: the sum of log2(1 + number) over the equal numbers, at least. Five ones and twos (5 to 8 bits) are common to
small offices by chance; 95, 12, 3, 2 and 1 (15 bits) are not. `accuracy.duplicates` measures both sides."""
EQUAL_FOR_EACH_DIFFERING = 3
"""Equal numbers that outweigh one that differs. A correction changes a few cells of many."""


def _sums() -> dict[str, tuple[str, ...]]:
    """where of a sum → the wheres that it is made of, over all forms."""
    results = tuple(dict.fromkeys(row for rows in RESULT_ROWS.values() for row in rows))
    sums: dict[str, tuple[str, ...]] = {}
    for row in APPLICATION_ROW_ORDER:
        for applicant in APPLICANTS:
            parts = [f"applications.{row}.{one}" for one in APPLICANTS[:-1]] if applicant == "total" else []
            if row in ("result_total", "new_received"):
                parts += [f"applications.{one}.{applicant}" for one in results]
            if row == "new_received":
                parts += [f"applications.{one}.{applicant}" for one in ("result_total", "carried_out")]
            sums[f"applications.{row}.{applicant}"] = tuple(parts)
    for channel in REVIEW_CHANNELS:
        sums[f"review.{channel}.total"] = tuple(f"review.{channel}.{one}" for one in REVIEW_OUTCOMES[:-1])
    for key, indicators in PARTS.items():
        sums[f"statistics.{key}"] = tuple(f"statistics.{one}" for one in indicators)
    return sums


_SUMS = _sums()
_REPEATING = ".newly_published"


@dataclass(frozen=True, slots=True)
class TableEvidence:
    equal: int
    """Independent non-zero numbers that both print alike."""
    equal_cases: int
    """Those outside of 第二十条's table, which is copied from office to office: applications, reviews, suits."""
    differing: int
    """Independent numbers that both print, but not alike."""
    surprise: float
    """Bits (see SURPRISE)."""

    @property
    def surprising(self) -> bool:
        """Equal by chance in two offices' tables is out of the question."""
        return self.surprise >= SURPRISE

    @property
    def contradicts(self) -> bool:
        return self.differing * EQUAL_FOR_EACH_DIFFERING > self.equal


def compare_tables(left: Mapping[str, Number], right: Mapping[str, Number]) -> TableEvidence:
    """`left`, `right`: where (`applications.granted.total`) → number, zeros included. Symmetrical."""
    # A cell that is zero in both is no evidence, and there are many of them.
    speaking = {where for where, value in left.items() if where in right and (value or right[where])}
    equal, cases, differing, surprise = 0, 0, 0, []
    for where in speaking:
        if not speaking.isdisjoint(_SUMS.get(where, ())) or _repeats(where, left, right):
            continue
        if left[where] == right[where]:
            equal += 1
            cases += not where.startswith("proactive.")
            surprise.append(log2(1 + abs(float(left[where]))))
        else:
            differing += 1
    # Sorted, because a sum of floating point numbers depends on their order.
    return TableEvidence(equal, cases, differing, sum(sorted(surprise)))


def _repeats(where: str, left: Mapping[str, Number], right: Mapping[str, Number]) -> bool:
    if not where.endswith(_REPEATING):
        return False
    produced = where.removesuffix(_REPEATING) + ".produced"
    return all(one[where] == one.get(produced) for one in (left, right))
