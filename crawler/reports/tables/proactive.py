"""Read the 第二十条 table (主动公开) on the 2021 or the 2019 form, from one table or from four, by its labels."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawler.reports.forms import PROACTIVE_FORMS, Form
from crawler.reports.model import Number
from crawler.reports.tables.columns import follows_order
from crawler.reports.tables.findings import AGAIN, EQUAL, Findings
from crawler.reports.tables.proactive_header import UNITS, Header, RowLabel, read_header, row_label
from crawler.reports.tables.rows import Columns, read_ordered_row, read_row, split_ordered_row
from crawler.reports.tables.view import TableView, row_text

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


def read_proactive(views: Iterable[TableView], findings: Findings, year: int | None = None) -> Proactive | None:
    """The 第二十条 table of a document; None where no table has one of its rows under one of its headers.

    The form is that of the headers; where blocks of both forms are printed, the form of most rows is kept and the
    others are flagged. A row that the form has and the document has not is blank, and flagged.
    """
    kept: dict[str, ReadRow] = {}
    header: Header | None = None
    for view in views:
        if header is None and "proactive_column" not in view.axes:
            continue
        if "proactive_row" not in view.axes and "proactive_column" not in view.axes:
            continue
        read, header = _read_table(view, header, findings, year)
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
    view: TableView, carried: Header | None, findings: Findings, year: int | None
) -> tuple[dict[str, ReadRow], Header | None]:
    """Rows of one table. A header holds until the next one, over a page break too (`carried`), if the grids agree."""
    header = carried if carried is not None and (not view.table.aligned or carried.width == view.width) else None
    labels = {index: label for index in range(len(view.cells)) if (label := row_label(view, index)) is not None}
    data_rows = frozenset(labels)
    read: dict[str, ReadRow] = {}
    for index in range(len(view.cells)):
        label = labels.get(index)
        if label is None:
            header = read_header(view, index, year) or header
        elif header is not None and (columns := PROACTIVE_FORMS[header.form].get(label.match.key)) is not None:
            _add_row(read, label, _read_row(view, index, header, label, columns, data_rows))
    differ = any(flag.note == AGAIN for row in read.values() for flag in row.findings.flags)
    if (len(labels) - len(read)) * 2 > len(read) > 0 and not differ:
        findings.flag("proactive", "repeated_table", "", EQUAL)
    return read, header


def _read_row(
    view: TableView,
    index: int,
    header: Header,
    label: RowLabel,
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
    if not header.repeated.isdisjoint(keys):
        unread = [key for key in keys if key in header.unread]
        read = f"not read: {', '.join(unread)}" if unread else "those of the report's year are read"
        findings.flag(where, "unknown_column", view.row_text(index), f"the header prints columns twice; {read}")
    if not follows_order(printed_order, keys):
        findings.flag(where, "disagreement", ", ".join(printed_order), "the columns are not in the form's order")
    if not view.table.aligned:
        _, cells = split_ordered_row(view, index)
        ordered = {column: header.spans.get(column) for column in keys}
        return ReadRow(header.form, read_ordered_row(view, cells, ordered, where, findings, UNITS), findings)
    columns = header.columns(keys)
    if len(printed_order) < len(keys):
        _flag_lost_headers(view, index, label, columns, printed_order, header.unread, where, findings)
    return ReadRow(header.form, read_row(view, index, label.cells, columns, where, findings, data_rows), findings)


def _flag_lost_headers(
    view: TableView,
    index: int,
    label: RowLabel,
    columns: Columns,
    named: Sequence[str],
    unread: frozenset[str],
    where: str,
    findings: Findings,
) -> None:
    raw = row_text(view.cells[index][label.cells :])
    placed = {column.key for column in columns.placed}
    filled = [key for key in columns.keys if key in placed and key not in named]
    missing = [key for key in columns.keys if key not in placed and key not in unread]
    if filled:
        findings.flag(where, "truncated_header", raw, f"columns {', '.join(filled)} known by position only")
    if missing:
        findings.flag(where, "unknown_column", raw, f"no header for {', '.join(missing)}")


def _add_row(read: dict[str, ReadRow], label: RowLabel, row: ReadRow) -> None:
    """A row label that spans two lines of a grid gives two rows: the one that states something is the row."""
    key = label.match.key
    known = read.get(key)
    if known is None or all(value is None for value in known.values.values()):
        read[key] = row
    elif label.match.exact and _is_misprint(key, known) and any(value is not None for value in row.values.values()):
        note = f"a row above whose label is like {label.cell.text}: not read"
        row.findings.flag(f"proactive.{key}", "fuzzy_label", row_text_of(known.values), note)
        read[key] = row
    elif row.values != known.values and any(value is not None for value in row.values.values()):
        known.findings.flag(f"proactive.{key}", "disagreement", row_text_of(row.values), AGAIN)


def _is_misprint(key: str, row: ReadRow) -> bool:
    return any(flag.where == f"proactive.{key}" and flag.kind == "fuzzy_label" for flag in row.findings.flags)
