"""T1: the figures that the prose states against those of the tables. Informational: it alters nothing.

`expected` is the prose's figure, `found` the table's; a blank cell makes the rule not assessable. The prose may speak
of another scope than the table (区政府办 17 against 全区 95): the note quotes the clause, and names the scope where the
sentence does. Rows that are compared as a sum (不予公开 has eight) stand at the whole axis, `applications.*.total`, and
the note names the sum.
"""

from __future__ import annotations

from collections.abc import Iterator

from crawler.reports.checks import add, compare
from crawler.reports.forms import OTHER_ROWS, RESULT_ROWS
from crawler.reports.model import Check, Number, Report
from crawler.reports.prose.statements import Statement, statements

_ROWS = {"received": "new_received", "carried_in": "carried_in", "carried_out": "carried_out", "granted": "granted",
         "partial": "partial", "completed": "result_total", "answered": "result_total"}  # fmt: skip
_GROUPS = {"denied": "denied_", "unable": "unable_", "rejected": "rejected_", "other": "other_"}
_INDICATORS = {
    "received": "applications_received",
    "completed": "applications_completed",
    "answered": "applications_answered",
    "granted": "answered_granted",
    "partial": "answered_partial",
    "denied": "answered_denied",
    "review": "reviews_total",
    "litigation": "lawsuits_total",
}
_LITIGATION = ("litigation_direct", "litigation_after_review")


def check_prose(report: Report) -> tuple[Check, ...]:
    """T1 for every statement of the sections that a table of the report can be held against, each once."""
    checks: dict[tuple[str, Number | None, str], Check] = {}
    for statement in statements(report.sections, report.report_year, report.agency):
        for where, found, summed in _printed(statement.target, report):
            check = compare("T1", where, statement.figure, found, _note(statement, summed))
            checks.setdefault((where, statement.figure, statement.scope), check)
    return tuple(checks.values())


def _note(statement: Statement, summed: str) -> str:
    parts = [f"the prose says {statement.words}"]
    if statement.scope:
        parts.append(f"scope {statement.scope}")
    if summed:
        parts.append(f"held against {summed}")
    return "; ".join(parts)


def _printed(target: str, report: Report) -> Iterator[tuple[str, Number | None, str]]:
    """(where, the table's figure, what was summed) for what the prose states; nothing where no table has it."""
    if report.applications is not None and target in _ROWS:
        row = _ROWS[target]
        if row in report.applications:
            yield f"applications.{row}.total", report.applications[row][-1], ""
        return
    if report.applications is not None and target in _GROUPS:
        rows = _rows_of_group(target, report)
        if rows:
            totals = (report.applications[row][-1] if row in report.applications else None for row in rows)
            yield "applications.*.total", add(totals), f"the sum of {rows[0]} to {rows[-1]}"
        return
    if report.review is not None and target == "review":
        yield "review.review.total", report.review.get("review", {}).get("total"), ""
        return
    if report.review is not None and target == "litigation":
        found = add(report.review.get(channel, {}).get("total") for channel in _LITIGATION)
        yield "review.*.total", found, f"the sum of {_LITIGATION[0]} and {_LITIGATION[1]}"
        return
    indicator = _INDICATORS.get(target)
    if report.statistics is not None and indicator in report.statistics:
        yield f"statistics.{indicator}", report.statistics[indicator], ""


def _rows_of_group(target: str, report: Report) -> list[str]:
    form = report.forms.applications
    if form is None:
        return []
    if target == "other":
        return list(OTHER_ROWS[form])
    return [row for row in RESULT_ROWS[form] if row.startswith(_GROUPS[target])]
