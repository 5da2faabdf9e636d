"""The sums that the forms print about themselves (DESIGN.md, "Checks"). Tolerance 0, and nothing is ever repaired.

A blank operand makes a rule not assessable: a pass on an invented 0 would say more than the report does.

| rule | where | what must hold |
|---|---|---|
| A1 | applications.*.APPLICANT | new_received + carried_in (expected) = result_total + carried_out (found) |
| A2 | applications.*.APPLICANT | Σ of the form's result rows (expected) = result_total (found) |
| A3 | applications.ROW.* | Σ of the six applicants (expected) = total (found) |
| R1 | review.CHANNEL.* | upheld + corrected + other + pending (expected) = total (found) |
| P1 | proactive.ROW.* | counts are integers ≥ 0, `change` is an integer, money is ≥ 0; found = the first that is not |
| S | statistics.KEY | Σ of the indicators that KEY sums (expected) = KEY (found); informational |
| T1 | the table's figure | what the prose says (expected) = the table's figure (found); informational: prose_figures |
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from crawler.reports.forms import RESULT_ROWS, Form
from crawler.reports.model import APPLICANTS, REVIEW_OUTCOMES, Check, Number, Outcome
from crawler.reports.statistics.labels import PARTS

MONEY = frozenset({"amount_wanyuan", "amount_yuan"})
SIGNED = frozenset({"change"})
INFORMATIONAL = frozenset({"S", "T1"})
"""Rules whose failure is no fault of the report: the sums of the 2014–2018 form are known from memory (FORMATS.md §5),
and the prose may speak of another scope than the table. Whoever counts failures counts these apart."""


def is_failure(check: Check) -> bool:
    """Whether a sum that the form prints about itself does not hold."""
    return check.outcome == "fail" and check.rule not in INFORMATIONAL


def check_report(
    proactive: Mapping[str, Mapping[str, Number | None]] | None,
    applications: Mapping[str, tuple[Number | None, ...]] | None,
    applications_form: Form | None,
    review: Mapping[str, Mapping[str, Number | None]] | None,
    statistics: Mapping[str, Number | None] | None = None,
) -> tuple[Check, ...]:
    """All checks of the tables that are there, in the order of the rules; a missing table has none."""
    checks: list[Check] = []
    if applications is not None:
        checks += check_applications(applications, applications_form)
    if review is not None:
        checks += [
            compare(
                "R1",
                f"review.{channel}.*",
                add(values.get(outcome) for outcome in REVIEW_OUTCOMES[:-1]),
                values.get("total"),
            )
            for channel, values in review.items()
        ]
    if proactive is not None:
        checks += [check_signs(row, values) for row, values in proactive.items()]
    if statistics is not None:
        checks += check_statistics(statistics)
    return tuple(checks)


def check_applications(rows: Mapping[str, tuple[Number | None, ...]], form: Form | None) -> list[Check]:
    """A1, A2 and A3. Where the form is not known, A2 has no sum that could be tried."""

    def at(row: str, place: int) -> Number | None:
        return rows[row][place] if row in rows else None

    columns = list(enumerate(APPLICANTS))
    results = _sums_of_results(rows, form)
    checks = [
        compare(
            "A1",
            f"applications.*.{applicant}",
            add((at("new_received", place), at("carried_in", place))),
            add((at("result_total", place), at("carried_out", place))),
        )
        for place, applicant in columns
    ]
    checks += [
        compare(
            "A2",
            f"applications.*.{applicant}",
            results[place],
            at("result_total", place),
        )
        for place, applicant in columns
    ]
    checks += [compare("A3", f"applications.{row}.*", add(values[:-1]), values[-1]) for row, values in rows.items()]
    return checks


def _sums_of_results(rows: Mapping[str, tuple[Number | None, ...]], form: Form | None) -> list[Number | None]:
    """For each applicant the sum of the form's result rows; a row that is not there is as a blank."""
    if form is None or not all(row in rows for row in RESULT_ROWS[form]):
        return [None] * len(APPLICANTS)
    return list(map(add, zip(*(rows[row] for row in RESULT_ROWS[form]), strict=True)))


def check_statistics(values: Mapping[str, Number | None]) -> list[Check]:
    """S for every sum of the 2014–2018 form that this table prints; a part that is not printed is as a blank."""
    return [
        compare("S", f"statistics.{key}", add(values.get(part) for part in parts), values[key])
        for key, parts in PARTS.items()
        if key in values
    ]


def check_signs(row: str, values: Mapping[str, Number | None]) -> Check:
    """P1 for one row: a wrong number fails it, else a blank makes it not assessable."""
    wrong = next((value for key, value in values.items() if value is not None and not _is_sound(key, value)), None)
    outcome: Outcome = "pass"
    if wrong is not None:
        outcome = "fail"
    elif None in values.values():
        outcome = "not_assessable"
    return Check("P1", f"proactive.{row}.*", outcome, None, wrong)


def _is_sound(key: str, value: Number) -> bool:
    if key in MONEY:
        return value >= 0
    return isinstance(value, int) and (key in SIGNED or value >= 0)


def add(values: Iterable[Number | None]) -> Number | None:
    """The sum, None where an operand is blank."""
    stated: list[Number] = []
    for value in values:
        if value is None:
            return None
        stated.append(value)
    total: Number = sum(stated)
    return int(total) if isinstance(total, Decimal) and total == total.to_integral_value() else total


def compare(rule: str, where: str, expected: Number | None, found: Number | None, note: str = "") -> Check:
    """The outcome of a rule: not assessable where either side is blank."""
    outcome: Outcome = "not_assessable"
    if expected is not None and found is not None:
        outcome = "pass" if expected == found else "fail"
    return Check(rule, where, outcome, expected, found, note)
