"""The rows and columns of the forms, by the contract's keys: 〔2021〕30号 (2021 form), 〔2019〕60号 (2019 trial form).

What is printed for each key stands in `labels`; what the store calls each cell follows from here.
"""

from __future__ import annotations

from typing import Literal

Form = Literal["2021", "2019"]

_DOCUMENTS_2021 = ("issued", "abolished", "in_force")
_DOCUMENTS_2019 = ("produced", "newly_published", "total_published")
_ITEMS_2019 = ("prev_year_items", "change", "decisions")
PROACTIVE_FORMS: dict[Form, dict[str, tuple[str, ...]]] = {
    "2021": {
        "regulations": _DOCUMENTS_2021,
        "normative_documents": _DOCUMENTS_2021,
        "licensing": ("decisions",),
        "penalty": ("decisions",),
        "compulsion": ("decisions",),
        "fees": ("amount_wanyuan",),
    },
    "2019": {
        "regulations": _DOCUMENTS_2019,
        "normative_documents": _DOCUMENTS_2019,
        "licensing": _ITEMS_2019,
        "other_services": _ITEMS_2019,
        "penalty": _ITEMS_2019,
        "compulsion": _ITEMS_2019,
        "fees": ("prev_year_items", "change"),
        "procurement": ("items", "amount_yuan"),
    },
}
"""form → row → its columns, in the form's order."""

_RESULT_ROWS = (
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
OTHER_ROWS: dict[Form, tuple[str, ...]] = {
    "2021": ("other_overdue_correction", "other_overdue_fee", "other_other"),
    "2019": ("other_handling",),
}
RESULT_ROWS: dict[Form, tuple[str, ...]] = {form: (*_RESULT_ROWS, *rows) for form, rows in OTHER_ROWS.items()}
"""form → the rows that 三、（七）总计 sums."""
APPLICATION_FORMS: dict[Form, tuple[str, ...]] = {
    form: ("new_received", "carried_in", *rows, "result_total", "carried_out") for form, rows in RESULT_ROWS.items()
}
"""form → its data rows in order."""
APPLICATION_ROW_ORDER = (
    "new_received",
    "carried_in",
    *_RESULT_ROWS,
    *OTHER_ROWS["2021"],
    *OTHER_ROWS["2019"],
    "result_total",
    "carried_out",
)
