"""CSV: UTF-8, comma, lines end with \\n, every text in double quotes, a NULL an empty cell, numbers bare.

A text that is empty is `""`, so that a reader that looks at quotes (DuckDB) tells it from a NULL.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from crawler.store.export.tables import ExportTable, Row
from crawler.store.export.writers import flat, number_text

GUARD = "'"
GUARDED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", GUARD)
"""What a spreadsheet may take for a formula at the start of a text cell (the full-width signs are taken so under East
Asian settings), and the guard itself, so that taking one guard away from each guarded cell gives the text back."""


def guarded(text: str) -> str:
    return GUARD + text if text.startswith(GUARDED) else text


def unguarded(text: str) -> str:
    return text.removeprefix(GUARD)


class CsvTable:
    """`for_spreadsheets`: texts are guarded, and the file begins with a byte order mark, without which a spreadsheet
    takes Chinese for Latin."""

    def __init__(self, path: Path, table: ExportTable, *, for_spreadsheets: bool = False) -> None:
        self._columns = table.columns
        self._guards = for_spreadsheets
        self._file = path.open("w", encoding="utf-8-sig" if for_spreadsheets else "utf-8", newline="")
        self._file.write(",".join(column.name for column in table.columns) + "\n")

    def write(self, rows: Sequence[Row]) -> None:
        for row in rows:
            self._file.write(",".join(self._cell(at, value) for at, value in enumerate(row)) + "\n")

    def close(self) -> None:
        self._file.close()

    def _cell(self, at: int, value: object) -> str:
        if value is None:
            return ""
        if isinstance(value, int):
            return str(value)
        if isinstance(value, float):
            return number_text(value)
        text = str(flat(self._columns[at], value))
        if self._guards:
            text = guarded(text)
        return '"' + text.replace('"', '""') + '"'
