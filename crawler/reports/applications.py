"""Read the table of applications (收到和处理政府信息公开申请) on the 2021 or the 2019 form, by its labels.

A row is known by its own label and by the group that it stands in, a column by the header above it. The table may be
broken over pages: a part without a header uses the columns of the part before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from crawler.documents.model import Cell, Table
from crawler.reports.columns import (
    JOINED,
    MOST_HEADER_ROWS,
    Findings,
    Frame,
    Span,
    distinct_cells,
    fill_gaps,
    find_spans,
    follows_order,
    frame_of,
    header_stacks,
    read_aligned_row,
    read_ordered_row,
    row_text,
    split_ordered_row,
    visible_first,
)
from crawler.reports.forms import APPLICATION_FORMS, APPLICATION_ROW_ORDER, OTHER_ROWS, Form
from crawler.reports.labels import APPLICATION_COLUMNS, APPLICATION_GROUPS, APPLICATION_ROWS, OTHER_GROUP_NUMBERING
from crawler.reports.matching import Match
from crawler.reports.model import APPLICANTS, Number
from crawler.reports.normalise import read_label

LEAST_ROWS = 5
"""Fewer of the form's rows are a quotation of the table, not the table."""
_GROUP_ROWS = {
    group: frozenset(key for key in APPLICATION_ROW_ORDER if key.startswith(f"{group}_"))
    for group in ("denied", "unable", "rejected", "other")
}
_HEADER_WORDS = frozenset({"其他", "其它", "总计", "合计"})
"""Rows of the form whose words are columns of it too."""

Values = tuple[Number | None, ...]


@dataclass(frozen=True, slots=True)
class Applications:
    form: Form | None
    """None: the rows of （六）其他处理, which alone tell the forms apart, are not in the document."""
    rows: dict[str, Values]


@dataclass(frozen=True, slots=True)
class _Row:
    values: Values
    findings: Findings


@dataclass(slots=True)
class _Part:
    """What one table holds of the applications table."""

    rows: dict[str, _Row] = field(default_factory=dict)
    columns: dict[str, Span] = field(default_factory=dict)
    frame: Frame = field(default_factory=lambda: Frame(0))
    width: int = 0
    findings: Findings = field(default_factory=Findings)


@dataclass(frozen=True, slots=True)
class _Label:
    key: str
    misprint: Match | None
    printed: str


def read_applications(tables: Iterable[Table], findings: Findings) -> Applications | None:
    """The applications table of a document; None where the document has none."""
    kept: dict[str, _Row] = {}
    above = _Part()
    for table in visible_first(tables):
        if not _has_row(table):
            continue
        part = _read_part(table, above if above.width == table.width else _Part())
        if part.columns:
            above = part
        _keep(kept, part, findings)
    if len(kept) < LEAST_ROWS:
        return None
    form: Form | None = None
    if any(key in kept for key in OTHER_ROWS["2021"]):
        form = "2021"
    elif "other_handling" in kept:
        form = "2019"
    else:
        findings.flag("applications", "disagreement", "", "no row of （六）其他处理 was found, the form cannot be told")
    return Applications(form, _rows_of_form(kept, form, findings))


def _rows_of_form(kept: dict[str, _Row], form: Form | None, findings: Findings) -> dict[str, Values]:
    rows: dict[str, Values] = {}
    for key in APPLICATION_ROW_ORDER if form is None else APPLICATION_FORMS[form]:
        row = kept.pop(key, None)
        if row is not None:
            findings.add(row.findings)
            rows[key] = row.values
        elif form is not None:
            rows[key] = (None,) * len(APPLICANTS)
            findings.flag(f"applications.{key}", "short_row", "", f"the {form} form has this row, the document has not")
    for key, row in kept.items():
        if any(value is not None for value in row.values):
            findings.flag(
                f"applications.{key}", "disagreement", _text(row.values), f"a row that the {form} form has not"
            )
    return rows


def _keep(kept: dict[str, _Row], part: _Part, findings: Findings) -> None:
    """Add a part's rows to those of earlier tables; a table that repeats rows is a twin and adds none that differ."""
    repeated = [key for key in part.rows if key in kept]
    differing = [key for key in repeated if part.rows[key].values != kept[key].values]
    for key in differing:
        raw = _text(part.rows[key].values)
        findings.flag(
            f"applications.{key}", "disagreement", raw, "another table prints other numbers; the first is kept"
        )
    if repeated and not differing:
        findings.flag(
            "applications", "repeated_table", ", ".join(repeated), "the table is printed again with equal numbers"
        )
    if not repeated:
        findings.add(part.findings)
    if not differing:
        kept.update({key: row for key, row in part.rows.items() if key not in kept})


def _text(values: Values) -> str:
    return JOINED.join("" if value is None else str(value) for value in values)


def _has_row(table: Table) -> bool:
    """A table takes part when one of the form's row labels is spelt out in it (总计, 其他 are in others too)."""
    short = {"other_other", "result_total", "other_handling"}
    for index in range(len(table.rows)):
        for cell in distinct_cells(table, index):
            found = APPLICATION_ROWS.exact(cell.text) if cell.text else None
            if found is not None and found.key not in short:
                return True
            if found is not None and read_label(cell.text).numbering == "(七)":
                return True
    return False


def _read_part(table: Table, above: _Part) -> _Part:
    part = _Part(width=table.width)
    first_data_row = _first_data_row(table)
    if table.aligned:
        _read_columns(table, first_data_row, above, part)
    labels = _read_labels(table, first_data_row, part)
    data_rows = frozenset(labels)
    if not follows_order((label.key for label in labels.values()), APPLICATION_ROW_ORDER):
        printed = ", ".join(label.key for label in labels.values())
        part.findings.flag("applications", "disagreement", printed, "the rows are not in the form's order")
    for index, label in labels.items():
        _add_row(part, label, _read_row(table, index, label, part, data_rows))
    return part


def _first_data_row(table: Table) -> int:
    """Where the header ends: the first row with a label of the form's rows or groups, 0 in a part without a header."""
    for index in range(len(table.rows)):
        for cell in distinct_cells(table, index):
            numbered = read_label(cell.text)
            is_row = APPLICATION_ROWS.exact(cell.text) is not None and numbered.key not in _HEADER_WORDS
            is_group = bool(numbered.numbering) and APPLICATION_GROUPS.exact(cell.text) is not None
            if is_row or is_group:
                return index
    return 0


def _read_columns(table: Table, first_data_row: int, above: _Part, part: _Part) -> None:
    above_data = range(max(first_data_row - MOST_HEADER_ROWS, 0), first_data_row)
    found = find_spans(header_stacks(table, above_data), APPLICATION_COLUMNS.match)
    spans = {key: span for key, (span, _, _) in found.items()}
    if len(spans) < 2:
        part.columns = dict(above.columns) or _last_columns(table, first_data_row)
        part.frame = above.frame if above.columns else Frame(table.width)
        return
    part.frame = frame_of(table, above_data)
    for key, (_, label, printed) in found.items():
        if not label.exact:
            part.findings.flag(f"applications.*.{key}", "fuzzy_label", printed, f"column read as {label.label}")
    part.columns = fill_gaps(spans, APPLICANTS, table.width)
    added = [key for key in APPLICANTS if key in part.columns and key not in spans]
    header = row_text(cell for row in above_data for cell in distinct_cells(table, row) if cell.row == row)
    if not part.frame.is_even:
        note = "the header's rows are not equally long: its columns may stand over others"
        part.findings.flag("applications", "unknown_column", header, note)
    if not follows_order(sorted(spans, key=lambda key: spans[key].start), APPLICANTS):
        part.findings.flag("applications", "disagreement", header, "the columns are not in the form's order")
    if added:
        part.findings.flag(
            "applications", "truncated_header", header, f"columns {', '.join(added)} known by position only"
        )
    for key in APPLICANTS:
        if key not in part.columns:
            part.findings.flag(f"applications.*.{key}", "unknown_column", header, "no header for this column")


def _last_columns(table: Table, first_data_row: int) -> dict[str, Span]:
    """Columns of a part without a header: where every row has just seven grid columns right of its labels, these."""
    starts = set()
    for index in range(first_data_row, len(table.rows)):
        labels = [cell for cell in distinct_cells(table, index) if cell.text and _row_match(cell) is not None]
        if labels:
            starts.add(labels[-1].column + labels[-1].column_span)
    if starts != {table.width - len(APPLICANTS)}:
        return {}
    start = starts.pop()
    return {key: Span(start + place, start + place + 1) for place, key in enumerate(APPLICANTS)}


def _row_match(cell: Cell) -> Match | None:
    return APPLICATION_ROWS.exact(cell.text)


def _read_labels(table: Table, first_data_row: int, part: _Part) -> dict[int, _Label]:
    """The data rows of a table: which row of the form each is. The group is the one printed last, top to bottom."""
    labels: dict[int, _Label] = {}
    first_value = min((span.start for span in part.columns.values()), default=table.width)
    group: str | None = None
    for index in range(first_data_row, len(table.rows)):
        if part.columns:
            cells = [cell for cell in distinct_cells(table, index) if cell.text and cell.column < first_value]
        else:
            cells, _ = split_ordered_row(table, index)
        for cell in cells:
            known = APPLICATION_GROUPS.exact(cell.text)
            numbering = read_label(cell.text).numbering
            if known is not None:
                group = known.key
            elif numbering.startswith("(") and numbering != OTHER_GROUP_NUMBERING:
                group = None
            elif numbering == OTHER_GROUP_NUMBERING:
                group = "other"
        label = _read_row_label(cells, group)
        if label is not None:
            labels[index] = label
        elif cells and _states_something(table, index, part, first_value):
            part.findings.flag(
                "applications", "fuzzy_label", row_text(distinct_cells(table, index)), "no row of the form: not read"
            )
    return labels


def _states_something(table: Table, index: int, part: _Part, first_value: int) -> bool:
    if not part.columns:
        return bool(split_ordered_row(table, index)[1])
    return any(cell.text and cell.column >= first_value for cell in distinct_cells(table, index))


def _read_row_label(cells: Sequence[Cell], group: str | None) -> _Label | None:
    """The row of the form that label cells stand for: the last of them is the row's own, the others are its groups."""
    if not cells:
        return None
    own = cells[-1].text
    numbered = read_label(own)
    if numbered.key in ("其他", "其它"):
        if numbered.numbering == OTHER_GROUP_NUMBERING:
            return _Label("other_handling", Match("other_handling", False, "（六）其他处理"), own)
        return _Label("other_other", None, own) if group == "other" else None
    within = _GROUP_ROWS.get(group) if group is not None else None
    found = APPLICATION_ROWS.match(own, within)
    if found is None and len(cells) > 1:
        own = f"{cells[-2].text}{own}"
        found = APPLICATION_ROWS.match(own, within)
    if found is None:
        return None
    return _Label(found.key, None if found.exact else found, own)


def _read_row(table: Table, index: int, label: _Label, part: _Part, data_rows: frozenset[int]) -> _Row:
    findings = Findings()
    where = f"applications.{label.key}"
    if label.misprint is not None:
        findings.flag(where, "fuzzy_label", label.printed, f"read as {label.misprint.label}")
    if not table.aligned:
        _, cells = split_ordered_row(table, index)
        values = read_ordered_row(table, cells, dict.fromkeys(APPLICANTS), where, findings)
    elif part.columns:
        columns = {key: part.columns.get(key) for key in APPLICANTS}
        values = read_aligned_row(table, index, columns, where, findings, data_rows, part.frame)
    else:
        values = dict.fromkeys(APPLICANTS)
        _, cells = split_ordered_row(table, index)
        if cells:
            findings.flag(where, "unknown_column", row_text(cells), "the table has no header that names its columns")
    return _Row(tuple(values[key] for key in APPLICANTS), findings)


def _add_row(part: _Part, label: _Label, row: _Row) -> None:
    """A row label that spans two lines of a grid gives two rows: the one that states something is the row."""
    known = part.rows.get(label.key)
    if known is None or all(value is None for value in known.values):
        part.rows[label.key] = row
    elif row.values != known.values and any(value is not None for value in row.values):
        known.findings.flag(
            f"applications.{label.key}",
            "disagreement",
            _text(row.values),
            "the table has this row again with other numbers; the first is kept",
        )
