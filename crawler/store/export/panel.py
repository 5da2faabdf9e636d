"""The panel: one row a body and year, every number of every form a column. It follows the report that stands for its
body and year (`in_panel`); asked for all versions, one row a version of it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from crawler.store.export.cell_states import as_double, as_integer, digits, naming_flag, naming_flags
from crawler.store.export.figures import PANEL, Figure
from crawler.store.export.stored_rows import StoredReport
from crawler.store.export.tables import Entries, ExportTable, Plain, Row, entry_of

_FORMS = ("2021", "2019")
_BEFORE = (
    Plain("report", source="reports.id"),
    Plain("body", source="reports.body"),
    Plain("body_name", source="bodies.name"),
    Plain("series", source="series.body"),
    Plain("body_kind", source="bodies.kind", values=("government", "department", "other")),
    Plain("registered", "integer", "bodies.registered", (0, 1)),
    Plain("division", source="bodies.division"),
    Plain("division_name", source="divisions.name"),
    Plain("province_name", source="divisions.name"),
    Plain("prefecture_name", source="divisions.name"),
    Plain("report_year", "integer", "reports.report_year"),
    Plain("kind", source="reports.kind"),
    Plain("version", source="versions.id"),
    Plain("version_position", "integer", "versions.position"),
    Plain("version_count", "integer", "reports.version_count"),
    Plain("is_current", "integer", "reports.current_version", (0, 1)),
    Plain("title", source="versions.title"),
    Plain("agency", source="versions.agency"),
    Plain("index_number", source="versions.index_number"),
    Plain("published", "date", "versions.published"),
    Plain("period_start", "date", "versions.period_start"),
    Plain("period_end", "date", "versions.period_end"),
    Plain("url", source="reports.url"),
    Plain("capture", source="captures.id"),
    Plain("capture_url", source="captures.url"),
    Plain("capture_name", source="captures.name"),
    Plain("captured_at", "moment", "captures.fetched_at"),
    Plain("page_sha256", source="captures.sha256"),
    Plain("parser_version", source="versions.parser_version"),
    Plain("body_origin", source="versions.body_origin"),
    Plain("flag_count", "integer", "versions.flag_count"),
    Plain("failed_checks", "integer", "versions.failed_checks"),
    Plain("same_body_year", "integer", "reports.same_body_year", (0, 1)),
    Plain("collision", "integer", "reports.collision", (0, 1)),
    Plain("panel_reason", source="reports.panel_reason"),
    Plain("demonstration", "integer", "store_info.origin", (0, 1)),
    Plain("proactive_form", source="versions.proactive_form", values=_FORMS),
    Plain("applications_form", source="versions.applications_form", values=_FORMS),
    Plain("review_form", source="versions.review_form", values=("standard",)),
    Plain("statistics_form", source="versions.statistics_form", values=("2014",)),
    Plain("proactive_cells", source="versions.proactive_cells"),
    Plain("applications_rows", source="versions.applications_rows"),
    Plain("review_cells", source="versions.review_cells"),
    Plain("statistics_report", source="statistics.version"),
)
_AFTER = (
    Plain("statistics_2014_others", "json", "statistics.value"),
    Plain("unreadable_cells", "json", "flags.raw"),
    Plain("exact_figures", "json"),
)


def panel_table(entries: Entries, figures: Sequence[Figure], *, all_versions: bool) -> ExportTable:
    columns = (
        *(plain.described(entries, PANEL) for plain in _BEFORE),
        *(figure.panel_column for figure in figures),
        *(plain.described(entries, PANEL) for plain in _AFTER),
    )
    key = ("version",) if all_versions else ("body", "report_year")
    return ExportTable("panel", entry_of(entries, PANEL, ""), columns, key)


def panel_rows(reports: Iterable[StoredReport], figures: Sequence[Figure]) -> Iterator[Row]:
    """A row for each report that stands for its body and year."""
    known = {figure.row for figure in figures if figure.table == "statistics"}
    for report in reports:
        if report.head["in_panel"]:
            yield _row(report, figures, known)


def _row(report: StoredReport, figures: Sequence[Figure], known: set[str]) -> Row:
    appendix = report.sheet or report
    has_appendix = appendix.head["statistics_count"] is not None
    head = {
        **report.head,
        "statistics_form": appendix.head["statistics_form"],
        "statistics_report": appendix.head["report"] if has_appendix else None,
    }
    naming = {id(one): naming_flags(one.flags) for one in (report, appendix)}
    numbers = list[int | float | None]()
    unreadable, exact = dict[str, str](), dict[str, str]()
    for figure in figures:
        document = appendix if figure.table == "statistics" else report
        cell = (figure.table, figure.row, figure.column)
        value = document.cells.get(cell)
        number = as_double(value) if figure.is_money else as_integer(value)
        numbers.append(number)
        if value is None:
            flag = naming_flag(figure.where, naming[id(document)]) if cell in document.cells else None
            if flag is not None:
                unreadable[figure.name] = flag.raw
        elif number is None:
            exact[figure.name] = digits(value)
    others = {
        row: digits(value) if value is not None else None
        for (table, row, _), value in appendix.cells.items()
        if table == "statistics" and row not in known
    }
    return (
        *(head[plain.name] for plain in _BEFORE),
        *numbers,
        _json(others),
        _json(unreadable),
        _json(exact),
    )


def _json(values: dict[str, str] | dict[str, str | None]) -> str | None:
    return json.dumps(values, ensure_ascii=False) if values else None
