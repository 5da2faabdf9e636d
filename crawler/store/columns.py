"""The wide columns of the standard tables: which row and column of which form each is (DESIGN.md, "Reading")."""

from __future__ import annotations

_ISSUED = ("issued", "abolished", "in_force")
_PRODUCED = ("produced", "newly_published", "total_published")
_ITEMS = ("prev_year_items", "change", "decisions")

PROACTIVE_FORMS: dict[str, dict[str, tuple[str, ...]]] = {
    "2021": {
        "regulations": _ISSUED,
        "normative_documents": _ISSUED,
        "licensing": ("decisions",),
        "penalty": ("decisions",),
        "compulsion": ("decisions",),
        "fees": ("amount_wanyuan",),
    },
    "2019": {
        "regulations": _PRODUCED,
        "normative_documents": _PRODUCED,
        "licensing": _ITEMS,
        "other_services": _ITEMS,
        "penalty": _ITEMS,
        "compulsion": _ITEMS,
        "fees": ("prev_year_items", "change"),
        "procurement": ("items", "amount_yuan"),
    },
}
"""form → row → columns, in the form's order."""

_BEFORE_OTHER = (
    "new_received",
    "carried_in",
    "granted",
    "partial",
    "denied_state_secret",
    "denied_law_forbids",
    "denied_three_safety",
    "denied_third_party",
    "denied_internal",
    "denied_process",
    "denied_case_file",
    "denied_query",
    "unable_not_held",
    "unable_needs_creation",
    "unable_unclear",
    "rejected_petition",
    "rejected_repeat",
    "rejected_publication",
    "rejected_massive",
    "rejected_confirm",
)
_AFTER_OTHER = ("result_total", "carried_out")

APPLICATION_FORMS: dict[str, tuple[str, ...]] = {
    "2021": (*_BEFORE_OTHER, "other_overdue_correction", "other_overdue_fee", "other_other", *_AFTER_OTHER),
    "2019": (*_BEFORE_OTHER, "other_handling", *_AFTER_OTHER),
}
"""form → rows, in the form's order. The applications table turns them into columns, one row an applicant kind."""

APPLICATION_ROWS = tuple(dict.fromkeys(row for rows in APPLICATION_FORMS.values() for row in rows))
PROACTIVE_CELLS = tuple(
    dict.fromkeys(
        (row, column) for rows in PROACTIVE_FORMS.values() for row, columns in rows.items() for column in columns
    )
)
"""(row, column) of both forms; the table's column is `row_column`."""
