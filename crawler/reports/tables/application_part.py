"""One table's share of the applications table: its header, or headers, and the rows below each.

A row is known by its own label and by the group that it stands in. Its label is the last of its cells that the form
prints as a row's, wherever it stands: a span lost in a group's cell moves a whole row to the left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from crawler.reports.forms import APPLICATION_ROW_ORDER
from crawler.reports.model import APPLICANTS, Number
from crawler.reports.tables.application_columns import LEAST_NAMED, Placed, place_columns
from crawler.reports.tables.columns import MOST_HEADER_ROWS, follows_order
from crawler.reports.tables.findings import AGAIN, EQUAL, Findings
from crawler.reports.tables.printed import Printed
from crawler.reports.tables.rows import read_ordered_row, read_row, split_ordered_row
from crawler.reports.tables.view import JOINED, TableView, row_text
from crawler.reports.words.labels import APPLICATION_ROWS, OTHER_GROUP_NUMBERING
from crawler.reports.words.matching import Match

Values = tuple[Number | None, ...]

BLANK: Values = (None,) * len(APPLICANTS)
_GROUP_ROWS = {
    group: frozenset(key for key in APPLICATION_ROW_ORDER if key.startswith(f"{group}_"))
    for group in ("denied", "unable", "rejected", "other")
}
_HEADER_WORDS = frozenset({"其他", "其它", "总计", "合计"})
"""Rows of the form whose words are columns of it too."""


@dataclass(frozen=True, slots=True)
class Row:
    values: Values
    findings: Findings
    is_misprint: bool = False
    """Its label is none of the form's, and was read as one."""


@dataclass(slots=True)
class Part:
    """What one table holds of the applications table."""

    placed: Placed
    rows: dict[str, Row] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)


@dataclass(frozen=True, slots=True)
class _Label:
    key: str
    misprint: Match | None
    printed: str
    cells: int
    """How many of the row's first cells are labels."""


def value_text(values: Values) -> str:
    return JOINED.join("" if value is None else str(value) for value in values)


def read_part(view: TableView, above: Placed, year: int | None = None) -> Part:
    """The rows of one table. above: the columns of the part before it, for a part without a header; year: the
    report's, if it is known."""
    part = Part(above)
    labels = _read_labels(view)
    order = list(dict.fromkeys(label.key for label in labels.values()))
    if not follows_order(order, APPLICATION_ROW_ORDER):
        printed = ", ".join(order)
        part.findings.flag("applications", "disagreement", printed, "the rows are not in the form's order")
    data_rows = frozenset(labels)
    for header, rows in _sections(view, labels):
        labelled = {row: labels[row].cells for row in rows if row in labels}
        if view.table.aligned:
            own = Findings()
            columns = place_columns(view, header, labelled, part.placed, own, year)
            if columns.spans != part.placed.spans or not columns.spans:
                part.findings.add(own)
            part.placed = columns
        for row in rows:
            label = labels.get(row)
            if label is not None:
                _add_row(part, label, _read_row(view, row, label, part.placed, data_rows))
            else:
                _flag_unread(view, row, part)
    differ = any(flag.note == AGAIN for row in part.rows.values() for flag in row.findings.flags)
    if (len(labels) - len(order)) * 2 > len(order) and not differ:
        part.findings.flag("applications", "repeated_table", "", EQUAL)
    return part


def _sections(view: TableView, labels: dict[int, _Label]) -> Iterator[tuple[range, range]]:
    """(header rows, the rows below them), top to bottom: a header may be printed again in the middle of a table."""
    first = _first_data_row(view)
    header = range(max(first - MOST_HEADER_ROWS, 0), first)
    start = row = first
    while row < len(view.cells):
        if row in labels or not _is_header(view.printed[row]):
            row += 1
            continue
        yield header, range(start, row)
        start = row
        while start < len(view.cells) and start not in labels and _is_header(view.printed[start]):
            start += 1
        header = range(max(row, start - MOST_HEADER_ROWS), start)
        row = start
    yield header, range(start, len(view.cells))


def _first_data_row(view: TableView) -> int:
    """Where the header ends: the first row with a label of the form's rows or groups, 0 in a part without a header."""
    for index, row in enumerate(view.printed):
        for known in row:
            is_row = known.application_row is not None and known.key not in _HEADER_WORDS
            if is_row or (known.numbering and known.application_group is not None):
                return index
    return 0


def _is_header(printed: Sequence[Printed]) -> bool:
    """A row that names the form's columns, or the groups above them, and states nothing."""
    columns: set[str] = set()
    heads = False
    for known in printed:
        if known.is_value:
            return False
        if known.application_head is not None:
            heads = True
        elif known.application_column is not None:
            columns.add(known.application_column.key)
    return heads or len(columns) >= LEAST_NAMED


def _read_labels(view: TableView) -> dict[int, _Label]:
    """The data rows of a table: which row of the form each is. The group is the one printed last, top to bottom."""
    labels: dict[int, _Label] = {}
    group: str | None = None
    unknown: list[int] = []
    for index in range(_first_data_row(view), len(view.cells)):
        printed = view.printed[index]
        for known in printed:
            if known.application_group is not None:
                # 三、本年度办理结果 spans all groups: in a grid it stands beside each of their rows.
                group = group if known.application_group.key == "results" else known.application_group.key
            elif known.numbering.startswith("("):
                group = "other" if known.numbering == OTHER_GROUP_NUMBERING else None
        label = _read_label(view, index, group)
        if label is not None:
            labels[index] = label
        if label is None or label.misprint is not None:
            unknown.append(index)
    for index in unknown:
        _join_torn(view, index, labels)
    return labels


def _read_label(view: TableView, index: int, group: str | None) -> _Label | None:
    """The row of the form that a row is, by the last of its cells that the form prints so; else by the last of the
    words that it begins with, by the guard."""
    printed = view.printed[index]
    if _is_header(printed):
        return None
    first, stop = _words(printed)
    for place in range(len(printed) - 1, -1, -1):
        found = printed[place].application_row
        if found is None:
            continue
        if printed[place].application_group is not None and place + 1 < stop:
            break
        return _known_row(view.cells[index][place].text, printed[place], found, place, group)
    if first == stop:
        return None
    cells = view.cells[index]
    within = _GROUP_ROWS.get(group) if group is not None else None
    own = cells[stop - 1].text
    matched = APPLICATION_ROWS.match(own, within)
    if matched is None and stop - first > 1:
        own = f"{cells[stop - 2].text}{own}"
        matched = APPLICATION_ROWS.match(own, within)
    if matched is None or printed[stop - 1].application_group is not None:
        return None
    return _Label(matched.key, None if matched.exact else matched, own, stop)


def _known_row(text: str, known: Printed, found: Match, place: int, group: str | None) -> _Label | None:
    if known.key in ("其他", "其它"):
        if known.numbering == OTHER_GROUP_NUMBERING:
            return _Label("other_handling", Match("other_handling", False, "（六）其他处理"), text, place + 1)
        return _Label("other_other", None, text, place + 1) if group == "other" else None
    return _Label(found.key, None if found.exact else found, text, place + 1)


def _words(printed: Sequence[Printed]) -> tuple[int, int]:
    """The cells [first, stop) of words that a row begins with, after blanks and its number in a numbering column."""
    first = 0
    while first < len(printed) and (printed[first].is_value or not printed[first].key):
        first += 1
    stop = first
    while stop < len(printed) and printed[stop].key:
        stop += 1
    return first, stop


def _join_torn(view: TableView, index: int, labels: dict[int, _Label]) -> None:
    """A label that a page break tore in two stands in two rows; together they are a row of the form."""
    below = index + 1
    if below >= len(view.cells) or below in labels or _is_header(view.printed[below]):
        return
    upper, lower = (_words(view.printed[row]) for row in (index, below))
    if upper[0] == upper[1] or lower[0] == lower[1]:
        return
    printed = f"{view.cells[index][upper[1] - 1].text}{view.cells[below][lower[1] - 1].text}"
    found = APPLICATION_ROWS.exact(printed)
    if found is None or not found.exact:
        return
    labels[index] = _Label(found.key, None, printed, upper[1])
    labels[below] = _Label(found.key, None, printed, lower[1])


def _flag_unread(view: TableView, index: int, part: Part) -> None:
    """A row of numbers whose label is none of the form's is said, not dropped."""
    printed = view.printed[index]
    first, _ = _words(printed)
    stated = sum(known.is_value for known in printed[first:])
    without_label = first == len(printed) and sum(known.is_value for known in printed) > 1
    if stated or without_label:
        note = "no row of the form: not read"
        part.findings.flag("applications", "fuzzy_label", view.row_text(index), note)


def _read_row(view: TableView, index: int, label: _Label, placed: Placed, data_rows: frozenset[int]) -> Row:
    findings = Findings()
    where = f"applications.{label.key}"
    if label.misprint is not None:
        findings.flag(where, "fuzzy_label", label.printed, f"read as {label.misprint.label}")
    if not view.table.aligned:
        _, cells = split_ordered_row(view, index)
        values = read_ordered_row(view, cells, dict.fromkeys(APPLICANTS), where, findings)
    elif placed.spans:
        values = read_row(view, index, label.cells, placed.columns, where, findings, data_rows)
    else:
        values = dict.fromkeys(APPLICANTS)
        cells = list(view.cells[index][label.cells :])
        if any(cell.text for cell in cells):
            note = "the table has no header that names its columns"
            findings.flag(where, "unknown_column", row_text(cells), note)
    return Row(tuple([values[key] for key in APPLICANTS]), findings, label.misprint is not None)


def _add_row(part: Part, label: _Label, row: Row) -> None:
    """A row label that spans two lines of a grid gives two rows: the one that states something is the row. A label goes
    before its misprint."""
    known = part.rows.get(label.key)
    if known is None or known.values == BLANK:
        part.rows[label.key] = row
    elif known.is_misprint and not row.is_misprint and row.values != BLANK:
        note = f"a row above whose label is like {label.printed}: not read"
        row.findings.flag(f"applications.{label.key}", "fuzzy_label", value_text(known.values), note)
        part.rows[label.key] = row
    elif row.values not in (known.values, BLANK):
        known.findings.flag(f"applications.{label.key}", "disagreement", value_text(row.values), AGAIN)
