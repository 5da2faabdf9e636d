"""Failed checks and flags as marks beside what they are about, each with a line below the table that says what it is.

`✗1` is a failed check, `!2` a flag; a mark stands at the cell that it names, or at the row's label, the column's header
or the table's title where it is about a whole row, column or table.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from crawler.reports.model import Check, Flag

FAILED = "✗"
FLAGGED = "!"

_SUMS: Mapping[str, tuple[str, ...]] = {
    "A1": ("new_received", "carried_in", "result_total", "carried_out"),
    "A2": ("result_total",),
}
"""Rule → the rows of the applications table that it compares, a column at a time."""
_WORDS: Mapping[str, str] = {
    "A1": "received + carried in = {expected}, results + carried out = {found}",
    "A2": "the results add up to {expected}, the printed total is {found}",
    "A3": "the applicants add up to {expected}, the printed total is {found}",
    "R1": "the outcomes add up to {expected}, the printed total is {found}",
    "P1": "{found} is no count (whole, 0 or more) and no amount of money",
    "S": "the parts add up to {expected}, printed is {found} (informational)",
    "T1": "the text says {expected}, the table {found} (informational)",
    "Y1": "last year's report carries out {expected}, this one carries in {found}",
    "Y2": "last year's in force + issued − abolished = {expected}, printed is {found}",
}


@dataclass(frozen=True, slots=True)
class Note:
    mark: str
    text: str


@dataclass(slots=True)
class Marks:
    """Marks by the place that they stand at; `notes` by the table (`proactive` …) or, for the rest, by "head"."""

    at: dict[str, list[str]] = field(default_factory=dict)
    notes: dict[str, list[Note]] = field(default_factory=dict)

    def of(self, where: str) -> str:
        """The marks of one place, " ✗1 !2", or ""."""
        return "".join(f" {mark}" for mark in self.at.get(where, ()))


def marks_of(flags: Iterable[Flag], checks: Iterable[Check], tables: Sequence[str]) -> Marks:
    """The marks of a report: every failed check, then every flag. `tables` are the tables that will be drawn: what lies
    in no table, or in one that is not drawn, is noted at the head."""
    marks = Marks()
    count = 0
    for check in checks:
        if check.outcome != "fail":
            continue
        count += 1
        words = _WORDS.get(check.rule, "the parts give {expected}, printed is {found}")
        text = f"{check.rule} {check.where}: {words.format(expected=check.expected, found=check.found)}"
        if check.note:
            text += f"; {check.note}"
        _note(marks, f"{FAILED}{count}", _cells_of(check), text, check.where, tables)
    for flag in flags:
        count += 1
        text = f"{flag.kind} {flag.where}: {flag.raw!r} {flag.note}"
        _note(marks, f"{FLAGGED}{count}", (flag.where,), text, flag.where, tables)
    return marks


def _note(marks: Marks, mark: str, places: Iterable[str], text: str, where: str, tables: Sequence[str]) -> None:
    for place in places:
        marks.at.setdefault(place, []).append(mark)
    table = where.partition(".")[0]
    marks.notes.setdefault(table if table in tables else "head", []).append(Note(mark, text))


def _cells_of(check: Check) -> tuple[str, ...]:
    """The printed figures that a check calls in question."""
    parts = check.where.split(".")
    if check.rule in _SUMS:
        return tuple(f"applications.{row}.{parts[-1]}" for row in _SUMS[check.rule])
    if check.rule in ("A3", "R1"):
        return (".".join([*parts[:-1], "total"]),)
    if check.rule == "P1":
        return (".".join(parts[:-1]),)
    return (check.where,)
