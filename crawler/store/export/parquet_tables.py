"""Parquet with zstd: typed columns, each with its row of the codebook in its field's metadata."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from crawler.store.export.tables import Column, ExportTable, Row
from crawler.store.moments import read_moment

_ROW_GROUP = 10_000
"""Rows that are kept as Arrow columns before they are written: some 25 MB of the panel."""
_TEXT_ROW_GROUP = 1_000
"""The same of the texts, which are some 10 KB each."""


class ParquetTable:
    def __init__(self, path: Path, table: ExportTable) -> None:
        self._columns = table.columns
        self._schema = pa.schema([_field(column) for column in table.columns], metadata=_table_metadata(table))
        has_texts = any(column.kind == "records" for column in table.columns)
        self._row_group = _TEXT_ROW_GROUP if has_texts else _ROW_GROUP
        self._waiting: list[pa.RecordBatch] = []
        self._writer = parquet.ParquetWriter(path, self._schema, compression="zstd")

    def write(self, rows: Sequence[Row]) -> None:
        if not rows:
            return
        arrays = [
            pa.array(_typed(column, values), type=field.type)
            for column, field, values in zip(self._columns, self._schema, zip(*rows, strict=True), strict=True)
        ]
        self._waiting.append(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
        if sum(batch.num_rows for batch in self._waiting) >= self._row_group:
            self._write_waiting()

    def close(self) -> None:
        if self._waiting:
            self._write_waiting()
        self._writer.close()

    def _write_waiting(self) -> None:
        whole = pa.Table.from_batches(self._waiting, self._schema).combine_chunks()
        self._waiting = []
        self._writer.write_table(whole, row_group_size=whole.num_rows)


def _field(column: Column) -> pa.Field:
    types: dict[str, Any] = {
        "text": pa.string(),
        "json": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "date": pa.date32(),
        "moment": pa.timestamp("us", tz="UTC"),
    }
    if column.kind == "records":
        kind = pa.list_(pa.struct([pa.field(part, pa.string(), nullable=False) for part in column.parts]))
    else:
        kind = types[column.kind]
    entry = column.entry
    words = {"label": entry.label, "meaning": entry.meaning, "unit": entry.unit, "form": entry.form}
    words |= {"blank": entry.blank, "source": column.source, "description": entry.description}
    return pa.field(column.name, kind, nullable=not column.required, metadata={k: v for k, v in words.items() if v})


def _table_metadata(table: ExportTable) -> dict[str, str]:
    return {"title": table.entry.label, "description": table.entry.meaning}


def _typed(column: Column, values: Sequence[Any]) -> Sequence[Any]:
    if column.kind == "date":
        return [None if value is None else date.fromisoformat(value) for value in values]
    if column.kind == "moment":
        return [None if value is None else read_moment(value) for value in values]
    return values
