"""The codebook, data/codebook.csv: what every table and column of the browsing file and of the exports is called, and
what it means. Datasette's metadata and the packages of exports are written from it."""

from __future__ import annotations

import csv
from dataclasses import dataclass, fields
from pathlib import Path

CODEBOOK = Path(__file__).resolve().parents[1] / "data" / "codebook.csv"

COUNTED = ("件", "项", "条", "次", "篇", "个", "人", "人次", "万元", "元")
"""Units that the forms print."""
UNITS = ("", *COUNTED, "count", "bytes", "characters", "year", "date", "moment", "0/1")
"""What a unit may be. "" = text, a key, or a figure whose unit the meaning states."""
UNIT_WORDS = {"date": "ISO date", "moment": "UTC, ISO 8601", "0/1": "0 or 1", "year": "year"}
"""Units that read better in other words."""
FORMS = ("", "2021", "2019", "both", "2014")
EXPORTED = "export_"
"""What the tables begin with that are no tables of a store: those of the exports, and the words of their columns."""


class CodebookError(ValueError):
    """The codebook cannot be used: one line with the file's line, and what was expected."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the codebook: a column of a table or view, or (column "") the table or view itself."""

    table: str
    column: str
    label: str
    """The words printed on the form or the page; " / " joins a row's label and a column's, or a group's and a row's."""
    meaning: str
    unit: str
    form: str
    """On which official form the cell stands; "" = it is no cell of a form."""
    blank: str
    """How a NULL reads; "" = never NULL."""

    @property
    def is_stored(self) -> bool:
        """A table, view or column of the browsing file; else one of the exports."""
        return not self.table.startswith(EXPORTED)

    @property
    def description(self) -> str:
        """All of the row in one paragraph, the unit in it: Datasette 0.65 answers 500 to its own units in Chinese."""
        parts = [f"{self.label} · {self.meaning}" if self.label else self.meaning]
        if self.unit:
            parts.append(f"Unit: {UNIT_WORDS.get(self.unit, self.unit)}.")
        if self.form:
            parts.append("Forms of 2021 and 2019." if self.form == "both" else f"Form of {self.form} only.")
        if self.blank:
            parts.append(f"NULL: {self.blank}.")
        return " ".join(parts)


COLUMNS = tuple(field.name for field in fields(Entry))


def read_codebook(path: Path = CODEBOOK) -> tuple[Entry, ...]:
    """The rows in file order. Raises CodebookError for an unknown header, unit or form, or a row given twice."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = tuple(next(reader, ()))
        if header != COLUMNS:
            raise CodebookError(f"{path.name}, line 1: expected {','.join(COLUMNS)}, found {','.join(header)}")
        entries: dict[tuple[str, str], Entry] = {}
        for values in reader:
            where = f"{path.name}, line {reader.line_num}"
            if len(values) != len(COLUMNS):
                raise CodebookError(f"{where}: expected {len(COLUMNS)} cells, found {len(values)}")
            entry = Entry(*values)
            if entry.unit not in UNITS:
                raise CodebookError(f"{where}: expected a unit of {UNITS[1:]} or none, found {entry.unit!r}")
            if entry.form not in FORMS:
                raise CodebookError(f"{where}: expected a form of {FORMS[1:]} or none, found {entry.form!r}")
            if not entry.meaning:
                raise CodebookError(f"{where}: expected a meaning, found none")
            if (entry.table, entry.column) in entries:
                raise CodebookError(f"{where}: {entry.table}.{entry.column} has a row already")
            entries[entry.table, entry.column] = entry
    return tuple(entries.values())
