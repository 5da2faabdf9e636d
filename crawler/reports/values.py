"""The value of a report at a `where` of the contract: what stands behind `--explain`."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from crawler.reports.model import APPLICANTS, Number, Report

Value = Number | str | None


def value_at(report: Report, where: str) -> Value:
    """The number or the words at one place: `applications.granted.total`, `metadata.索引号`, `section.2` (its heading),
    `contact.phone`, `title`. None: a blank, or nothing of that name in this report."""
    name, _, rest = where.partition(".")
    if name in ("proactive", "review"):
        row, _, column = rest.partition(".")
        table = report.proactive if name == "proactive" else report.review
        return (table or {}).get(row, {}).get(column)
    if name == "applications":
        row, _, applicant = rest.partition(".")
        values = (report.applications or {}).get(row)
        return values[APPLICANTS.index(applicant)] if values is not None and applicant in APPLICANTS else None
    if name == "statistics":
        return (report.statistics or {}).get(rest)
    return _words_at(report, name, rest)


def _words_at(report: Report, name: str, rest: str) -> Value:
    if name == "metadata":
        return report.metadata.get(rest)
    if name == "section":
        section = report.sections.get(rest)
        return section.heading if section is not None else None
    if name == "contact":
        found = asdict(report.contact).get(rest)
        return found if isinstance(found, str) else None
    if name == "period":
        return None if report.period is None else _span(report.period.start, report.period.end)
    plain: dict[str, Value] = {
        "title": report.title,
        "agency": report.agency,
        "report_year": report.report_year,
        "index_number": report.index_number,
    }
    return plain.get(name)


def _span(start: date, end: date) -> str:
    return f"{start.isoformat()} … {end.isoformat()}"
