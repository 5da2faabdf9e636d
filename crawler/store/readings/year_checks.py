"""Y1 and Y2: what a report must agree on with the one of the year before (DESIGN.md, "Checks").

| rule | where | what must hold |
|---|---|---|
| Y1 | applications.carried_in.APPLICANT | last year's carried_out (expected) = carried_in (found) |
| Y2 | proactive.ROW.in_force | last year's in_force + issued − abolished (expected) = in_force (found); 2021 form |

Both compare the reports that stand for their body and year in the panel. Where a body has no report of its own for the
year before, they follow the successions that are stated for this very year (data/successions.csv): one predecessor's
report, or the sum over several, if each of them has a report with the number. A predecessor that was divided among
several bodies is not followed: nobody can say how much of what it had left went where.
"""

from __future__ import annotations

from dataclasses import dataclass

from crawler.reports.model import Check
from crawler.store.database import Pair
from crawler.store.readings.number_columns import from_column


@dataclass(frozen=True, slots=True)
class YearCheck:
    check: Check
    last_report: str | None
    """The report of the year before, or those of several predecessors joined by "; "; None = the store has none."""
    reason: str
    """Why it could not be assessed; "" where it was."""


def year_checks(pair: Pair, report: str) -> tuple[YearCheck, ...]:
    """The checks of one report against the year before, in the order of its tables; () for one outside the panel."""
    rows = pair.browse.execute(
        "SELECT rule, location, outcome, expected, found, last_report, reason FROM year_checks WHERE report = ?",
        [report],
    ).fetchall()
    return tuple(
        YearCheck(Check(rule, where, outcome, from_column(expected), from_column(found)), last_report, reason)
        for rule, where, outcome, expected, found, last_report, reason in rows
    )


def failed_year_checks(pair: Pair) -> dict[str, int]:
    """Rule → failed checks in the whole store; a rule that never failed is not named."""
    return dict(
        pair.browse.execute(
            "SELECT rule, count(*) FROM year_checks WHERE outcome = 'fail' GROUP BY rule ORDER BY rule"
        ).fetchall()
    )
