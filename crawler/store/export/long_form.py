"""The long form: one row a cell of a form, for every table that the document has, with what the cell says and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from crawler.reports.model import Flag, Number
from crawler.store.export.cell_states import STATES, as_double, digits, naming_flag, naming_flags, state_of
from crawler.store.export.figures import Figure
from crawler.store.export.stored_rows import StoredReport
from crawler.store.export.tables import Entries, ExportTable, Plain, Row, entry_of

LONG = "export_long"
_COLUMNS = (
    Plain("report", source="reports.id"),
    Plain("version", source="versions.id"),
    Plain("body", source="reports.body"),
    Plain("body_name", source="bodies.name"),
    Plain("report_year", "integer", "reports.report_year"),
    Plain("in_panel", "integer", "reports.in_panel", (0, 1)),
    Plain("demonstration", "integer", "store_info.origin", (0, 1)),
    Plain("location"),
    Plain("table_name", values=("proactive", "applications", "review", "statistics")),
    Plain("row_name"),
    Plain("column_name"),
    Plain("label"),
    Plain("unit"),
    Plain("form"),
    Plain("state", values=STATES),
    Plain("value", "number"),
    Plain("exact_figure"),
    Plain("raw", source="flags.raw"),
)
_HEAD = ("report", "version", "body", "body_name", "report_year", "in_panel", "demonstration")


@dataclass(frozen=True, slots=True)
class _Place:
    """What the rows of one cell have in common."""

    table: str
    row: str
    column: str
    where: str
    label: str
    unit: str


def long_table(entries: Entries) -> ExportTable:
    columns = tuple(plain.described(entries, LONG) for plain in _COLUMNS)
    return ExportTable("long", entry_of(entries, LONG, ""), columns, ("version", "location"))


def long_rows(reports: Iterable[StoredReport], figures: Sequence[Figure]) -> Iterator[Row]:
    """The cells of both forms of a table that the document has, in the order of the forms; then the indicators that
    are not on the official appendix, as they are printed. A table that the document has not has no rows."""
    # Asked of each report for each of some 300 cells: what does not depend on the report is put together once.
    places = [(figure, (figure.table, figure.row, figure.column), _place(figure)) for figure in figures]
    known = {figure.row for figure in figures if figure.table == "statistics"}
    for report in reports:
        head = tuple(report.head[name] for name in _HEAD)
        naming = naming_flags(report.flags)
        cell_flags = {flag.where: flag for flag in naming}
        has = _tables_of(report)
        forms = report.forms
        for figure, cell, place in places:
            if place.table not in has:
                continue
            printed = cell in report.cells
            value = report.cells.get(cell)
            flag = naming_flag(place.where, naming) if naming else None
            state = state_of(figure, forms[place.table], printed, value, flag is not None)
            raw = _raw(place.where, value, flag, cell_flags) if printed else None
            yield (*head, *_cells(place, forms[place.table], state, value, raw))
        for (table, row, _), value in report.cells.items():
            if table == "statistics" and row not in known:
                where = f"statistics.{row}"
                flag = naming_flag(where, naming)
                state = "value" if value is not None else "unreadable" if flag else "blank"
                place = _Place(table, row, "", where, row, "")
                raw = _raw(where, value, flag, cell_flags)
                yield (*head, *_cells(place, forms["statistics"], state, value, raw))


def _place(figure: Figure) -> _Place:
    return _Place(
        figure.table, figure.row, figure.column, figure.where, figure.entry.label or figure.row, figure.entry.unit
    )


def _tables_of(report: StoredReport) -> frozenset[str]:
    """The tables that the document has: those with cells, and those without any that are there all the same."""
    tables = {table for table, _, _ in report.cells}
    tables |= {table for table, form in report.forms.items() if form is not None}
    return frozenset(tables)


def _raw(where: str, value: Number | None, naming: Flag | None, cell_flags: dict[str, Flag]) -> str | None:
    """What is printed there, where a flag keeps it: of a figure only a flag of its own cell tells."""
    flag = cell_flags.get(where) if value is not None else naming
    return flag.raw if flag is not None and flag.raw else None


def _cells(place: _Place, form: str | None, state: str, value: Number | None, raw: str | None) -> Row:
    number = as_double(value)
    exact = digits(value) if value is not None and number is None else None
    column = place.column or None
    return (
        place.where,
        place.table,
        place.row,
        column,
        place.label,
        place.unit or None,
        form,
        state,
        number,
        exact,
        raw,
    )
