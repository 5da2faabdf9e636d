"""What an exported table is, whatever the format: columns with a kind, a description, and how they may be blank."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from crawler.codebook import Entry
from crawler.store.errors import StoreError

Kind = Literal["text", "integer", "number", "date", "moment", "json", "records"]
"""integer = 64 bits; number = a double; date and moment = ISO 8601 text here, typed in Parquet; json = text that is
JSON; records = a list of mappings of texts with the column's `parts`."""
Row = tuple[Any, ...]
Entries = Mapping[tuple[str, str], Entry]


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: Kind
    entry: Entry
    """Its row of the codebook, or for a figure the row that follows from its cell's (crawler.store.export.figures)."""
    source: str
    """`table.column` of the store that it comes from; "" = it is made for the export."""
    values: tuple[str | int, ...] = ()
    """All that it can hold, where that is a closed list."""
    parts: tuple[str, ...] = ()
    """Of records: their names."""

    @property
    def required(self) -> bool:
        """Never NULL: the codebook says of every other column how a blank reads."""
        return not self.entry.blank


@dataclass(frozen=True, slots=True)
class ExportTable:
    name: str
    entry: Entry
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]


def index_entries(entries: Iterable[Entry]) -> Entries:
    return {(entry.table, entry.column): entry for entry in entries}


def entry_of(entries: Entries, table: str, column: str) -> Entry:
    """Raises StoreError where the codebook has no row: an export without a description is not written."""
    entry = entries.get((table, column))
    if entry is None:
        raise StoreError(f"codebook.csv: no row for {table}.{column}; add one, an export describes every column")
    return entry


@dataclass(frozen=True, slots=True)
class Plain:
    """A column that is no figure, as a table's module states it; the codebook says the rest."""

    name: str
    kind: Kind = "text"
    source: str = ""
    values: tuple[str | int, ...] = ()
    parts: tuple[str, ...] = ()

    def described(self, entries: Entries, table: str) -> Column:
        entry = entry_of(entries, table, self.name)
        return Column(self.name, self.kind, entry, self.source, self.values, self.parts)
