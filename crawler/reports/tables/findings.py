"""What the readers of the tables note beside the values: flags, and the place of every value."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.documents.model import Cell, Table
from crawler.reports.model import Flag, FlagKind, ValuePlace

EQUAL = "the table is printed again with equal numbers"
AGAIN = "the table has this row again with other numbers; the first is kept"


@dataclass(slots=True)
class Findings:
    flags: list[Flag] = field(default_factory=list)
    places: list[tuple[str, Table, Cell]] = field(default_factory=list)
    """where → the cell of a table that stated it, blank cells left out; see `value_places`."""

    def flag(self, where: str, kind: FlagKind, raw: str, note: str) -> None:
        self.flags.append(Flag(where, kind, raw, note))

    def add(self, other: Findings) -> None:
        self.flags.extend(other.flags)
        self.places.extend(other.places)

    def value_places(self) -> tuple[ValuePlace, ...]:
        return tuple(ValuePlace(where, cell.text, table.place(cell)) for where, table, cell in self.places)
