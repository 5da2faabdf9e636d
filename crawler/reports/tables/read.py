"""Find and read the forms' tables among all tables of a document, wherever they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.documents.model import Table
from crawler.reports.checks import check_report
from crawler.reports.model import Check, Flag, Forms, Number
from crawler.reports.places import Places
from crawler.reports.statistics.read import Statistics, read_statistics
from crawler.reports.tables.application_part import Values
from crawler.reports.tables.applications import read_applications
from crawler.reports.tables.findings import Findings
from crawler.reports.tables.proactive import read_proactive
from crawler.reports.tables.review import read_review
from crawler.reports.tables.view import views_of


@dataclass(frozen=True, slots=True)
class StandardTables:
    """The tables of the forms as the contract gives them; None = the document has no such table."""

    forms: Forms
    proactive: dict[str, dict[str, Number | None]] | None
    applications: dict[str, Values] | None
    review: dict[str, dict[str, Number | None]] | None
    statistics: Statistics | None
    flags: tuple[Flag, ...]
    checks: tuple[Check, ...]
    places: Places

    def names(self) -> frozenset[str]:
        """Which of the tables there are."""
        found = {
            "proactive": self.proactive,
            "applications": self.applications,
            "review": self.review,
            "statistics": self.statistics,
        }
        return frozenset(name for name, table in found.items() if table is not None)


def read_tables(tables: Sequence[Table], year: int | None = None) -> StandardTables:
    """Read every standard table, each on the form that it is printed on, and try the sums of the forms.

    year: the report's, None = not known; it tells which columns are read where two years stand side by side.
    """
    findings = Findings()
    views = views_of(tables)
    proactive = read_proactive(views, findings, year)
    applications = read_applications(views, findings, year)
    review = read_review(views, findings, year)
    statistics = read_statistics(views, findings)
    forms = Forms(
        proactive=proactive.form if proactive is not None else None,
        applications=applications.form if applications is not None else None,
        review="standard" if review is not None else None,
        statistics="2014" if statistics is not None else None,
    )
    proactive_rows = proactive.rows if proactive is not None else None
    application_rows = applications.rows if applications is not None else None
    return StandardTables(
        forms=forms,
        proactive=proactive_rows,
        applications=application_rows,
        review=review,
        statistics=statistics,
        flags=tuple(findings.flags),
        checks=check_report(proactive_rows, application_rows, forms.applications, review, statistics),
        places=Places(findings.value_places),
    )
