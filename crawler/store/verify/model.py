"""What a verification says: faults, notices, and how much was looked at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

PartName = Literal["rows", "bytes", "readings", "index"]
PARTS: tuple[PartName, ...] = ("rows", "bytes", "readings", "index")
"""In the order in which they run: what a part proves, the next ones build on."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not hold."""

    part: PartName
    what: str
    """The kind of fault, in a few fixed words: `bytes are missing`, `number differs` …"""
    key: str
    """What it is about: a table and its key, a SHA-256, a version and a place."""
    address: str
    """Of the page, or the name of the file; "" where it is about no single one."""
    detail: str
    remedy: str

    @property
    def line(self) -> str:
        words = [f"{self.part}: {self.what}: {self.key}", self.address, self.detail, self.remedy]
        return one_line("; ".join(word for word in words if word))


def one_line(text: str) -> str:
    """Whatever a page prints: no line break, and nothing that a terminal would obey."""
    return "".join(character if character.isprintable() else " " for character in text)


@dataclass(slots=True)
class Findings:
    """Collected in a fixed order: the same store gives the same lines."""

    faults: list[Fault] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    checked: Counter[str] = field(default_factory=Counter)
    """What was looked at → how many."""

    def add(self, faults: Iterable[Fault]) -> None:
        self.faults.extend(faults)


RESTORE = "restore the file from a backup"
REPARSE = "`nianbao reparse` reads it again from its bytes"
