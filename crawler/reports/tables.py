"""Find and read the standard tables among all tables of a document, wherever they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.documents.model import Table
from crawler.reports.applications import Values, read_applications
from crawler.reports.checks import check_report
from crawler.reports.columns import Findings
from crawler.reports.model import Check, Flag, Forms, Number, ValuePlace
from crawler.reports.proactive import read_proactive
from crawler.reports.review import read_review


@dataclass(frozen=True, slots=True)
class StandardTables:
    """The three tables of the forms as the contract gives them; None = the document has no such table."""

    forms: Forms
    proactive: dict[str, dict[str, Number | None]] | None
    applications: dict[str, Values] | None
    review: dict[str, dict[str, Number | None]] | None
    flags: tuple[Flag, ...]
    checks: tuple[Check, ...]
    places: tuple[ValuePlace, ...]

    def names(self) -> frozenset[str]:
        """Which of the tables there are."""
        found = {"proactive": self.proactive, "applications": self.applications, "review": self.review}
        return frozenset(name for name, table in found.items() if table is not None)


def read_tables(tables: Sequence[Table]) -> StandardTables:
    """Read every standard table, each on the form that it is printed on, and try the sums of the forms."""
    findings = Findings()
    proactive = read_proactive(tables, findings)
    applications = read_applications(tables, findings)
    review = read_review(tables, findings)
    forms = Forms(
        proactive=proactive.form if proactive is not None else None,
        applications=applications.form if applications is not None else None,
        review="standard" if review is not None else None,
    )
    proactive_rows = proactive.rows if proactive is not None else None
    application_rows = applications.rows if applications is not None else None
    return StandardTables(
        forms=forms,
        proactive=proactive_rows,
        applications=application_rows,
        review=review,
        flags=tuple(findings.flags),
        checks=check_report(proactive_rows, application_rows, forms.applications, review),
        places=tuple(findings.places),
    )
