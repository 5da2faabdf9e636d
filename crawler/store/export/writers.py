"""What a table is written with, whatever the format: rows go in by the batch, none is held longer than it must be."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Protocol

from crawler.store.export.tables import Column, Row


class TableWriter(Protocol):
    def write(self, rows: Sequence[Row]) -> None: ...

    def close(self) -> None:
        """Everything that was written is in the file, or an OSError says why not."""


def number_text(value: float) -> str:
    """A whole number without its `.0`, another as the shortest decimal that stands for this double."""
    return str(int(value)) if value.is_integer() else repr(value)


def flat(column: Column, value: Any) -> Any:
    """A value for a format whose cells are plain: records become the JSON text of their list."""
    if column.kind == "records" and value is not None:
        return json.dumps(value, ensure_ascii=False)
    return value
