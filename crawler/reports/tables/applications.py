"""Read the table of applications (收到和处理政府信息公开申请) on the 2021 or the 2019 form, from all of its parts.

The table may be broken over pages: a part without a header uses the columns of the part before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from crawler.reports.forms import APPLICATION_FORMS, APPLICATION_ROW_ORDER, OTHER_ROWS, Form
from crawler.reports.tables.application_columns import NOT_PLACED
from crawler.reports.tables.application_part import BLANK, Part, Row, Values, read_part, value_text
from crawler.reports.tables.contradictions import in_applications
from crawler.reports.tables.findings import EQUAL, Findings
from crawler.reports.tables.view import TableView

LEAST_ROWS = 5
"""Fewer of the form's rows are a quotation of the table, not the table."""


@dataclass(frozen=True, slots=True)
class Applications:
    form: Form | None
    """None: the rows of （六）其他处理, which alone tell the forms apart, are not in the document."""
    rows: dict[str, Values]


def read_applications(views: Iterable[TableView], findings: Findings, year: int | None = None) -> Applications | None:
    """The applications table of a document; None where the document has none."""
    kept: dict[str, Row] = {}
    above = NOT_PLACED
    prints_2021_rows = False
    for view in views:
        if "application_row" not in view.axes:
            continue
        part = read_part(view, above, year)
        if part.placed.spans:
            above = part.placed
        prints_2021_rows = prints_2021_rows or "application_row_2021" in view.axes
        _keep(kept, part, findings, view.is_hidden)
    if len(kept) < LEAST_ROWS:
        return None
    form = _form(kept, prints_2021_rows)
    if form is None:
        findings.flag("applications", "disagreement", "", "no row of （六）其他处理 was found, the form cannot be told")
    rows = _rows_of_form(kept, form, findings)
    findings.flags.extend(in_applications(rows, form))
    return Applications(form, rows)


def _form(kept: Mapping[str, Row], prints_2021_rows: bool) -> Form | None:
    """The 2021 form is told by any of its three rows, also by the label of one that could not be read."""
    if prints_2021_rows or any(key in kept for key in OTHER_ROWS["2021"]):
        return "2021"
    return "2019" if "other_handling" in kept else None


def _rows_of_form(kept: dict[str, Row], form: Form | None, findings: Findings) -> dict[str, Values]:
    rows: dict[str, Values] = {}
    for key in APPLICATION_ROW_ORDER if form is None else APPLICATION_FORMS[form]:
        row = kept.pop(key, None)
        if row is not None:
            findings.add(row.findings)
            rows[key] = row.values
        elif form is not None:
            rows[key] = BLANK
            findings.flag(f"applications.{key}", "short_row", "", f"the {form} form has this row, the document has not")
    for key, row in kept.items():
        if row.values != BLANK:
            raw, note = value_text(row.values), f"a row that the {form} form has not"
            findings.flag(f"applications.{key}", "disagreement", raw, note)
    return rows


def _keep(kept: dict[str, Row], part: Part, findings: Findings, is_hidden: bool) -> None:
    """Add a part's rows to those of earlier tables; a table that repeats rows is a twin and adds none that differ. A
    hidden twin that says the same is no doubt to a reader, who sees one table."""
    repeated = [key for key in part.rows if key in kept]
    differing = [key for key in repeated if part.rows[key].values != kept[key].values]
    for key in differing:
        raw = value_text(part.rows[key].values)
        note = "another table prints other numbers; the first is kept"
        findings.flag(f"applications.{key}", "disagreement", raw, note)
    if repeated and not differing and not is_hidden:
        findings.flag("applications", "repeated_table", ", ".join(repeated), EQUAL)
    if not repeated:
        findings.add(part.findings)
    if not differing:
        kept.update({key: row for key, row in part.rows.items() if key not in kept})
