"""The wide columns of the standard tables: which row and column of which form each is (crawler.reports.forms)."""

from __future__ import annotations

from crawler.reports.forms import APPLICATION_FORMS, PROACTIVE_FORMS

APPLICATION_ROWS = tuple(dict.fromkeys(row for rows in APPLICATION_FORMS.values() for row in rows))
"""The rows of both forms. The applications table turns them into columns, one row an applicant kind."""
PROACTIVE_CELLS = tuple(
    dict.fromkeys(
        (row, column) for rows in PROACTIVE_FORMS.values() for row, columns in rows.items() for column in columns
    )
)
"""(row, column) of both forms; the table's column is `row_column`."""


def proactive_rows(form: str | None) -> dict[str, tuple[str, ...]]:
    """row → columns of a form, as a stored row names it; {} where there is no such table."""
    return next((rows for name, rows in PROACTIVE_FORMS.items() if name == form), {})


def application_rows(form: str | None) -> tuple[str, ...]:
    """The rows of a form, as a stored row names it; () where there is no such table."""
    return next((rows for name, rows in APPLICATION_FORMS.items() if name == form), ())
