"""The text corpus: one record a report, as tools for language load it (JSON lines)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crawler.store.export.stored_rows import StoredReport
from crawler.store.export.tables import Entries, ExportTable, Plain, Row, entry_of

TEXTS = "export_texts"
_COLUMNS = (
    Plain("id", source="versions.id"),
    Plain("report", source="reports.id"),
    Plain("body", source="reports.body"),
    Plain("body_name", source="bodies.name"),
    Plain("division", source="bodies.division"),
    Plain("report_year", "integer", "reports.report_year"),
    Plain("kind", source="reports.kind"),
    Plain("in_panel", "integer", "reports.in_panel", (0, 1)),
    Plain("is_current", "integer", "reports.current_version", (0, 1)),
    Plain("demonstration", "integer", "store_info.origin", (0, 1)),
    Plain("title", source="versions.title"),
    Plain("text", source="sections.text"),
    Plain("sections", "records", "sections", parts=("number", "heading", "text")),
    Plain("metadata", "records", "metadata", parts=("label", "value")),
    Plain("index_number", source="versions.index_number"),
    Plain("published", "date", "versions.published"),
    Plain("url", source="reports.url"),
    Plain("capture", source="captures.id"),
    Plain("capture_url", source="captures.url"),
    Plain("capture_name", source="captures.name"),
    Plain("captured_at", "moment", "captures.fetched_at"),
    Plain("page_sha256", source="captures.sha256"),
    Plain("parser_version", source="versions.parser_version"),
    Plain("body_origin", source="versions.body_origin"),
    Plain("characters", "integer", "versions.characters"),
)
_MADE = ("id", "text", "sections", "metadata")


def texts_table(entries: Entries) -> ExportTable:
    columns = tuple(plain.described(entries, TEXTS) for plain in _COLUMNS)
    return ExportTable("texts", entry_of(entries, TEXTS, ""), columns, ("id",))


def text_rows(reports: Iterable[StoredReport]) -> Iterator[Row]:
    for report in reports:
        made = {
            "id": report.head["version"],
            "text": whole_text(report.sections),
            "sections": [
                {"number": number, "heading": heading, "text": text} for number, heading, text in report.sections
            ],
            "metadata": [{"label": label, "value": value} for label, value in report.metadata],
        }
        yield tuple(made[column.name] if column.name in _MADE else report.head[column.name] for column in _COLUMNS)


def whole_text(sections: Iterable[tuple[str, str, str]]) -> str:
    """Headings and prose in order, a blank line between the sections."""
    return "\n\n".join("\n".join(part for part in (heading, text) if part) for _, heading, text in sections)
