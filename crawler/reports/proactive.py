"""Read the 第二十条 table (主动公开) on the 2021 or the 2019 form, from one table or from four, by its labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawler.documents.model import Cell, Table
from crawler.reports.columns import (
    Findings,
    Frame,
    Span,
    distinct_cells,
    fill_gaps,
    follows_order,
    frame_of,
    header_stacks,
    printed_unit,
    read_aligned_row,
    read_ordered_row,
    row_text,
    split_ordered_row,
    visible_first,
)
from crawler.reports.forms import PROACTIVE_FORMS, Form
from crawler.reports.labels import PROACTIVE_COLUMNS, PROACTIVE_CORNER, PROACTIVE_ROWS
from crawler.reports.matching import Match
from crawler.reports.model import Number
from crawler.reports.numbers import Unit

UNITS: dict[str, Unit] = {"amount_wanyuan": "wanyuan", "amount_yuan": "yuan"}

Row = dict[str, Number | None]


@dataclass(frozen=True, slots=True)
class ReadRow:
    form: Form
    values: Row
    findings: Findings


@dataclass(frozen=True, slots=True)
class Proactive:
    form: Form
    rows: dict[str, Row]


@dataclass(frozen=True, slots=True)
class _Header:
    """The header that the rows below stand under: form, columns in printed order, and what was uncertain about it."""

    form: Form
    spans: dict[str, Span]
    misprints: tuple[tuple[str, Match, str], ...]
    width: int
    frame: Frame


def read_proactive(tables: Iterable[Table], findings: Findings) -> Proactive | None:
    """The 第二十条 table of a document; None where no table has one of its rows under one of its headers.

    The form is that of the headers; where blocks of both forms are printed, the form of most rows is kept and the
    others are flagged. A row that the form has and the document has not is blank, and flagged.
    """
    kept: dict[str, ReadRow] = {}
    header: _Header | None = None
    for table in visible_first(tables):
        read, header = _read_table(table, header)
        _keep(kept, read, findings)
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


def _keep(kept: dict[str, ReadRow], read: dict[str, ReadRow], findings: Findings) -> None:
    """Add a table's rows to those of earlier tables; a table that repeats rows is a twin and adds none that differ."""
    repeated = [key for key in read if key in kept]
    differing = [key for key in repeated if read[key].values != kept[key].values]
    for key in differing:
        raw = row_text_of(read[key].values)
        findings.flag(f"proactive.{key}", "disagreement", raw, "another table prints other numbers; the first is kept")
    if repeated and not differing:
        findings.flag(
            "proactive", "repeated_table", ", ".join(repeated), "the table is printed again with equal numbers"
        )
    if not differing:
        kept.update({key: row for key, row in read.items() if key not in kept})


def row_text_of(values: Row) -> str:
    return ", ".join("" if value is None else str(value) for value in values.values())


def _read_table(table: Table, carried: _Header | None) -> tuple[dict[str, ReadRow], _Header | None]:
    """Rows of one table. A header holds until the next one, over a page break too (`carried`), if the grids agree."""
    header = carried if carried is not None and (not table.aligned or carried.width == table.width) else None
    data_rows = frozenset(
        index
        for index in range(len(table.rows))
        if (cells := distinct_cells(table, index)) and _row_label(table, index, cells)
    )
    read: dict[str, ReadRow] = {}
    for index in range(len(table.rows)):
        cells = distinct_cells(table, index)
        found = _read_header(table, index, cells) if index not in data_rows else None
        if found is not None:
            header = found
            continue
        label = _row_label(table, index, cells) if index in data_rows else None
        if label is None or header is None:
            continue
        columns = PROACTIVE_FORMS[header.form].get(label[0].key)
        if columns is not None:
            _add_row(read, label, _read_row(table, index, header, label, columns, data_rows))
    return read, header


def _row_label(table: Table, index: int, cells: Sequence[Cell]) -> tuple[Match, Cell] | None:
    """The row's label: its first cell with text that is no number (a grid may have a numbering column before it)."""
    for cell in cells[:2]:
        if cell.text and (found := PROACTIVE_ROWS.match(cell.text)) is not None:
            return found, cell
    return None


def _read_header(table: Table, index: int, cells: Sequence[Cell]) -> _Header | None:
    """The header in this row: it has a column label of a form spelt out, and its form is the one with most of them."""
    labels = [cell for cell in cells if cell.text]
    exact = {
        form: sum(words.exact(cell.text) is not None for cell in labels) for form, words in PROACTIVE_COLUMNS.items()
    }
    if not any(exact.values()) or len(labels) > 2 * len(PROACTIVE_FORMS["2019"]):
        return None
    form: Form = "2019" if exact["2019"] > exact["2021"] else "2021"
    words = PROACTIVE_COLUMNS[form]
    spans: dict[str, Span] = {}
    misprints: list[tuple[str, Match, str]] = []
    corners = [cell for cell in labels if PROACTIVE_CORNER.exact(cell.text) is not None]
    stacks = header_stacks(table, [index])
    order = 0
    for cell in labels:
        if cell in corners:
            continue
        found = words.match(cell.text)
        order += 1
        if found is None or found.key in spans:
            continue
        stop = cell.column + cell.column_span
        while stop < len(stacks) and not stacks[stop]:
            stop += 1
        position = Span(cell.column, stop) if table.aligned else Span(order, order + 1)
        spans[found.key] = Span(position.start, position.stop, printed_unit(cell.text))
        if not found.exact:
            misprints.append((found.key, found, cell.text))
    return _Header(form, spans, tuple(misprints), table.width, frame_of(table, [index]))


def _read_row(
    table: Table,
    index: int,
    header: _Header,
    label: tuple[Match, Cell],
    columns: tuple[str, ...],
    data_rows: frozenset[int],
) -> ReadRow:
    findings = Findings()
    key = label[0].key
    where = f"proactive.{key}"
    if not label[0].exact:
        findings.flag(where, "fuzzy_label", label[1].text, f"read as {label[0].label}")
    for column, found, printed in header.misprints:
        if column in columns:
            findings.flag(f"{where}.{column}", "fuzzy_label", printed, f"column read as {found.label}")
    printed_order = [column for column in header.spans if column in columns]
    if not follows_order(printed_order, columns):
        note = "the columns are not in the form's order"
        findings.flag(where, "disagreement", ", ".join(printed_order), note)
    if table.aligned:
        spans = fill_gaps(header.spans, columns, table.width)
        placed: dict[str, Span | None] = {column: spans.get(column) for column in columns}
        lost = [column for column in columns if column not in header.spans]
        if lost:
            values_raw = row_text(distinct_cells(table, index)[1:])
            filled = [column for column in lost if column in spans]
            if filled:
                findings.flag(
                    where, "truncated_header", values_raw, f"columns {', '.join(filled)} known by position only"
                )
            if len(filled) < len(lost):
                missing = ", ".join(column for column in lost if column not in spans)
                findings.flag(where, "unknown_column", values_raw, f"no header for {missing}")
        values = read_aligned_row(table, index, placed, where, findings, data_rows, header.frame, UNITS)
        return ReadRow(header.form, values, findings)
    _, cells = split_ordered_row(table, index)
    ordered = {column: header.spans.get(column) for column in columns}
    return ReadRow(header.form, read_ordered_row(table, cells, ordered, where, findings, UNITS), findings)


def _add_row(read: dict[str, ReadRow], label: tuple[Match, Cell], row: ReadRow) -> None:
    """A row label that spans two lines of a grid gives two rows: the one that states something is the row."""
    key = label[0].key
    known = read.get(key)
    if known is None or all(value is None for value in known.values.values()):
        read[key] = row
    elif row.values != known.values and any(value is not None for value in row.values.values()):
        known.findings.flag(
            f"proactive.{key}",
            "disagreement",
            row_text_of(row.values),
            "the table has this row again with other numbers; the first is kept",
        )
