"""Read the 第二十条 table (主动公开) on the 2021 or the 2019 form, from one table or from four, by its labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from crawler.documents.model import Cell
from crawler.reports.forms import PROACTIVE_FORMS, Form
from crawler.reports.model import Number
from crawler.reports.tables.columns import Frame, Span, fill_gaps, follows_order, frame_of, header_stacks, printed_unit
from crawler.reports.tables.findings import AGAIN, EQUAL, Findings
from crawler.reports.tables.rows import Columns, read_ordered_row, read_row, split_ordered_row
from crawler.reports.tables.view import TableView, row_text
from crawler.reports.words.labels import PROACTIVE_COLUMNS, PROACTIVE_ROWS
from crawler.reports.words.matching import Match
from crawler.reports.words.normalise import label_key
from crawler.reports.words.numbers import Unit

UNITS: dict[str, Unit] = {"amount_wanyuan": "wanyuan", "amount_yuan": "yuan"}

MOST_TITLES = 16
"""Cells of a header row; the forms have four. A row of hundreds is none, and each costs a comparison."""

Row = dict[str, Number | None]


@dataclass(frozen=True, slots=True)
class ReadRow:
    form: Form
    values: Row
    findings: Findings


@dataclass(frozen=True, slots=True)
class _Label:
    match: Match
    cell: Cell
    cells: int
    """How many of the row's first cells are labels."""


@dataclass(frozen=True, slots=True)
class Proactive:
    form: Form
    rows: dict[str, Row]


@dataclass(slots=True)
class _Header:
    """The header that the rows below stand under: form, columns in printed order, and what was uncertain about it."""

    form: Form
    spans: dict[str, Span]
    misprints: tuple[tuple[str, Match, str], ...]
    width: int
    frame: Frame
    titles: dict[int, str]
    """Grid column → what the header prints over it."""
    placed: dict[tuple[str, ...], Columns] = field(default_factory=dict)
    """The columns of rows that have been read under it."""

    def columns(self, keys: tuple[str, ...]) -> Columns:
        known = self.placed.get(keys)
        if known is None:
            spans = fill_gaps(self.spans, keys, self.width, self._can_be)
            known = self.placed[keys] = Columns({key: spans.get(key) for key in keys}, self.frame, UNITS)
        return known

    def _can_be(self, column: int, key: str) -> bool:
        return label_key(self.titles.get(column, "")) in label_key(PROACTIVE_COLUMNS[self.form].official(key))


def read_proactive(views: Iterable[TableView], findings: Findings) -> Proactive | None:
    """The 第二十条 table of a document; None where no table has one of its rows under one of its headers.

    The form is that of the headers; where blocks of both forms are printed, the form of most rows is kept and the
    others are flagged. A row that the form has and the document has not is blank, and flagged.
    """
    kept: dict[str, ReadRow] = {}
    header: _Header | None = None
    for view in views:
        if header is None and "proactive_column" not in view.axes:
            continue
        if "proactive_row" not in view.axes and "proactive_column" not in view.axes:
            continue
        read, header = _read_table(view, header, findings)
        _keep(kept, read, findings, view.is_hidden)
    if not kept:
        return None
    forms = [row.form for row in kept.values()]
    form: Form = max(("2021", "2019"), key=forms.count)
    rows: dict[str, Row] = {}
    if not follows_order((key for key in kept if key in PROACTIVE_FORMS[form]), list(PROACTIVE_FORMS[form])):
        findings.flag("proactive", "disagreement", ", ".join(kept), "the rows are not in the form's order")
    for key, columns in PROACTIVE_FORMS[form].items():
        row = kept.pop(key, None)
        if row is not None and row.form == form:
            findings.add(row.findings)
            rows[key] = row.values
            continue
        rows[key] = dict.fromkeys(columns)
        if row is None:
            findings.flag(f"proactive.{key}", "short_row", "", f"the {form} form has this row, the document has not")
        else:
            _flag_other_form(key, row, form, findings)
    for key, row in kept.items():
        _flag_other_form(key, row, form, findings)
    return Proactive(form, rows)


def _flag_other_form(key: str, row: ReadRow, form: Form, findings: Findings) -> None:
    raw = ", ".join(f"{column} {value}" for column, value in row.values.items() if value is not None)
    findings.flag(
        f"proactive.{key}", "disagreement", raw, f"a row of the {row.form} form in a table of the {form} form"
    )


def _keep(kept: dict[str, ReadRow], read: dict[str, ReadRow], findings: Findings, is_hidden: bool) -> None:
    """Add a table's rows to those of earlier tables; a table that repeats rows is a twin and adds none that differ. A
    hidden twin that says the same is no doubt to a reader, who sees one table."""
    repeated = [key for key in read if key in kept]
    differing = [key for key in repeated if read[key].values != kept[key].values]
    for key in differing:
        raw = row_text_of(read[key].values)
        findings.flag(f"proactive.{key}", "disagreement", raw, "another table prints other numbers; the first is kept")
    if repeated and not differing and not is_hidden:
        findings.flag("proactive", "repeated_table", ", ".join(repeated), EQUAL)
    if not differing:
        kept.update({key: row for key, row in read.items() if key not in kept})


def row_text_of(values: Row) -> str:
    return ", ".join("" if value is None else str(value) for value in values.values())


def _read_table(
    view: TableView, carried: _Header | None, findings: Findings
) -> tuple[dict[str, ReadRow], _Header | None]:
    """Rows of one table. A header holds until the next one, over a page break too (`carried`), if the grids agree."""
    header = carried if carried is not None and (not view.table.aligned or carried.width == view.width) else None
    labels = {index: label for index in range(len(view.cells)) if (label := _row_label(view, index)) is not None}
    data_rows = frozenset(labels)
    read: dict[str, ReadRow] = {}
    for index in range(len(view.cells)):
        label = labels.get(index)
        if label is None:
            header = _read_header(view, index) or header
        elif header is not None and (columns := PROACTIVE_FORMS[header.form].get(label.match.key)) is not None:
            _add_row(read, label, _read_row(view, index, header, label, columns, data_rows))
    differ = any(flag.note == AGAIN for row in read.values() for flag in row.findings.flags)
    if (len(labels) - len(read)) * 2 > len(read) > 0 and not differ:
        findings.flag("proactive", "repeated_table", "", EQUAL)
    return read, header


def _row_label(view: TableView, index: int) -> _Label | None:
    """The row's label: one of its first two cells (a grid may have a numbering column, or the block's title in one)."""
    for place, (cell, known) in enumerate(zip(view.cells[index][:2], view.printed[index], strict=False)):
        if known.key and not known.proactive_columns:
            found = known.proactive_row or PROACTIVE_ROWS.match(cell.text)
            if found is not None:
                return _Label(found, cell, place + 1)
    return None


def _read_header(view: TableView, index: int) -> _Header | None:
    """The header in this row: it has a column label of a form spelt out, and its form is the one with most of them."""
    printed = view.printed[index]
    named = [form for known in printed for form in known.proactive_columns]
    if not named or len(printed) > MOST_TITLES:
        return None
    form: Form = "2019" if named.count("2019") > named.count("2021") else "2021"
    titles = [(cell, known) for cell, known in zip(view.cells[index], printed, strict=True) if cell.text]
    words = PROACTIVE_COLUMNS[form]
    spans: dict[str, Span] = {}
    misprints: list[tuple[str, Match, str]] = []
    stacks = header_stacks(view, [index])
    order = 0
    for cell, known in titles:
        if known.is_corner:
            continue
        found = words.match(cell.text)
        order += 1
        if found is None or found.key in spans:
            continue
        stop = cell.column + cell.column_span
        while stop < len(stacks) and not stacks[stop]:
            stop += 1
        position = Span(cell.column, stop) if view.table.aligned else Span(order, order + 1)
        spans[found.key] = Span(position.start, position.stop, printed_unit(cell.text))
        if not found.exact:
            misprints.append((found.key, found, cell.text))
    printed_over = {column: stack[-1].text for column, stack in enumerate(stacks) if stack}
    return _Header(form, spans, tuple(misprints), view.width, frame_of(view, [index]), printed_over)


def _read_row(
    view: TableView,
    index: int,
    header: _Header,
    label: _Label,
    keys: tuple[str, ...],
    data_rows: frozenset[int],
) -> ReadRow:
    findings = Findings()
    where = f"proactive.{label.match.key}"
    if not label.match.exact:
        findings.flag(where, "fuzzy_label", label.cell.text, f"read as {label.match.label}")
    for column, found, printed in header.misprints:
        if column in keys:
            findings.flag(f"{where}.{column}", "fuzzy_label", printed, f"column read as {found.label}")
    printed_order = [column for column in header.spans if column in keys]
    if not follows_order(printed_order, keys):
        findings.flag(where, "disagreement", ", ".join(printed_order), "the columns are not in the form's order")
    if not view.table.aligned:
        _, cells = split_ordered_row(view, index)
        ordered = {column: header.spans.get(column) for column in keys}
        return ReadRow(header.form, read_ordered_row(view, cells, ordered, where, findings, UNITS), findings)
    columns = header.columns(keys)
    if len(printed_order) < len(keys):
        _flag_lost_headers(view, index, label, columns, printed_order, where, findings)
    return ReadRow(header.form, read_row(view, index, label.cells, columns, where, findings, data_rows), findings)


def _flag_lost_headers(
    view: TableView,
    index: int,
    label: _Label,
    columns: Columns,
    named: Sequence[str],
    where: str,
    findings: Findings,
) -> None:
    raw = row_text(view.cells[index][label.cells :])
    placed = {column.key for column in columns.placed}
    filled = [key for key in columns.keys if key in placed and key not in named]
    missing = [key for key in columns.keys if key not in placed]
    if filled:
        findings.flag(where, "truncated_header", raw, f"columns {', '.join(filled)} known by position only")
    if missing:
        findings.flag(where, "unknown_column", raw, f"no header for {', '.join(missing)}")


def _add_row(read: dict[str, ReadRow], label: _Label, row: ReadRow) -> None:
    """A row label that spans two lines of a grid gives two rows: the one that states something is the row."""
    key = label.match.key
    known = read.get(key)
    if known is None or all(value is None for value in known.values.values()):
        read[key] = row
    elif row.values != known.values and any(value is not None for value in row.values.values()):
        known.findings.flag(f"proactive.{key}", "disagreement", row_text_of(row.values), AGAIN)
