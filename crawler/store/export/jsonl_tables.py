"""JSON lines: one object a row, every column in every object, a NULL as null, records as a list of objects."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from crawler.store.export.tables import ExportTable, Row


class JsonlTable:
    def __init__(self, path: Path, table: ExportTable) -> None:
        self._names = tuple(column.name for column in table.columns)
        self._file = path.open("w", encoding="utf-8", newline="")

    def write(self, rows: Sequence[Row]) -> None:
        for row in rows:
            # Every key in every line: a loader that takes the columns from its first lines finds them all.
            record = dict(zip(self._names, row, strict=True))
            self._file.write(json.dumps(record, ensure_ascii=False) + "\n")

    def close(self) -> None:
        self._file.close()
