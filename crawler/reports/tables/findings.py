"""What the readers of the tables note beside the values: flags, and the place of every value."""

from __future__ import annotations

from dataclasses import dataclass, field

from crawler.reports.model import Flag, FlagKind, ValuePlace

EQUAL = "the table is printed again with equal numbers"
AGAIN = "the table has this row again with other numbers; the first is kept"


@dataclass(slots=True)
class Findings:
    flags: list[Flag] = field(default_factory=list)
    places: list[ValuePlace] = field(default_factory=list)

    def flag(self, where: str, kind: FlagKind, raw: str, note: str) -> None:
        self.flags.append(Flag(where, kind, raw, note))

    def add(self, other: Findings) -> None:
        self.flags.extend(other.flags)
        self.places.extend(other.places)
