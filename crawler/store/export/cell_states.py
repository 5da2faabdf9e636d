"""What a cell of a form says: a figure, a blank, something unreadable, or nothing because it is not there.

NULL means: not on the form, else unreadable if a flag names the cell, else blank (DESIGN.md, "The store"). Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Literal

from crawler.reports.explain import matches
from crawler.reports.model import Flag, Number
from crawler.store.export.figures import Figure

State = Literal["value", "blank", "unreadable", "not_printed", "not_on_form"]
STATES: tuple[State, ...] = ("value", "blank", "unreadable", "not_printed", "not_on_form")
"""not_printed: the form has the cell, this document's table has not (a row was left out or torn off)."""

_OF_A_CELL = frozenset(
    {"not_a_number", "note_in_cell", "unit_unknown", "unit_converted", "unknown_column", "short_row"}
)
"""Kinds of flag that say of a cell without a figure that something is printed there. The others (a misprinted label, a
contradiction) speak of cells that were read, or of blanks that are blanks."""
_OF_A_ROW = frozenset({"unknown_column", "short_row"})
"""Kinds that say so of a whole row: its figures have no column. A raw text must stand in the flag: a short_row without
one is a row that the document does not have."""
_DEPTH: Mapping[str, int] = {"proactive": 3, "applications": 3, "review": 3, "statistics": 2}
_LEAST: Mapping[str, int] = {"proactive": 2, "applications": 2, "review": 1, "statistics": 2}
"""Words that a place must have to name cells. The review table is one row of figures, so `review` alone names it; of
`applications` alone it is said that a subtotal was left out, which takes nothing from the other columns."""
_LARGEST_INTEGER = 2**63
_LARGEST_EXACT = 2**53


def naming_flags(flags: Iterable[Flag]) -> tuple[Flag, ...]:
    """The flags that make a cell without a figure unreadable."""
    return tuple(flag for flag in flags if _names_cells(flag))


def naming_flag(where: str, naming: Sequence[Flag]) -> Flag | None:
    """Of `naming_flags`, the one that names the cell most closely; None: none does."""
    if not naming:
        return None
    wanted = _words(where)
    found = [flag for flag in naming if matches(_words(flag.where), wanted)]
    return max(found, key=lambda flag: len(_words(flag.where)), default=None)


def state_of(figure: Figure, form: str | None, printed: bool, value: Number | None, named: bool) -> State:
    """`form`: of the document's table. `printed`: the table holds this cell. `named`: a flag names it."""
    if value is not None:
        return "value"
    if printed:
        return "unreadable" if named else "blank"
    if form is not None and form not in figure.forms:
        return "not_on_form"
    return "not_printed"


def as_integer(value: Number | None) -> int | None:
    """The figure where 64 bits hold it exactly; None for a decimal in a column of counts (P1 says that it is wrong)."""
    return value if isinstance(value, int) and -_LARGEST_INTEGER <= value < _LARGEST_INTEGER else None


def as_double(value: Number | None) -> float | None:
    """The figure where its shortest decimal is the figure itself (see crawler.store.readings.number_columns)."""
    if value is None:
        return None
    if isinstance(value, int):
        return float(value) if abs(value) <= _LARGEST_EXACT else None
    real = float(value)
    return real if Decimal(repr(real)) == value else None


def digits(value: Number) -> str:
    """The figure as plain decimal text, whatever its length."""
    return str(value) if isinstance(value, int) else f"{value:f}"


def _names_cells(flag: Flag) -> bool:
    words = _words(flag.where)
    if words[0] not in _DEPTH or len(words) < _LEAST[words[0]]:
        return False
    if len(words) == _DEPTH[words[0]]:
        return flag.kind in _OF_A_CELL
    return flag.kind in _OF_A_ROW and bool(flag.raw)


def _words(where: str) -> list[str]:
    # An indicator that is not on the official table is called by its printed label, which may hold a point.
    return where.split(".", 1) if where.startswith("statistics.") else where.split(".")
