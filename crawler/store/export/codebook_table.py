"""The codebook of an export as a table of its own: every column of the tables beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crawler.store.export.tables import Entries, ExportTable, Plain, Row, entry_of

CODEBOOK = "export_codebook"
_COLUMNS = (
    Plain("table_name"),
    Plain("column_name"),
    Plain("label"),
    Plain("meaning"),
    Plain("unit"),
    Plain("form"),
    Plain("blank"),
    Plain("type"),
    Plain("source"),
)


def codebook_table(entries: Entries) -> ExportTable:
    columns = tuple(plain.described(entries, CODEBOOK) for plain in _COLUMNS)
    return ExportTable("codebook", entry_of(entries, CODEBOOK, ""), columns, ())


def codebook_rows(tables: Sequence[ExportTable]) -> Iterator[Row]:
    for table in tables:
        yield (table.name, None, table.entry.label or None, table.entry.meaning, *(None,) * 5)
        for column in table.columns:
            entry = column.entry
            words = (entry.label, entry.meaning, entry.unit, entry.form, entry.blank, column.kind, column.source)
            yield (table.name, column.name, *(word or None for word in words))
