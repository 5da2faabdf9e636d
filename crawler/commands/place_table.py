"""Where values stood, as a table for the terminal: `--explain`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from difflib import get_close_matches

from rich.table import Table
from rich.text import Text

from crawler.commands.console import USAGE, fail, output
from crawler.reports.explain import NAMES, explain
from crawler.reports.forms import APPLICATION_ROW_ORDER, PROACTIVE_FORMS
from crawler.reports.model import (
    APPLICANTS,
    REVIEW_CHANNELS,
    REVIEW_OUTCOMES,
    Contact,
    Reading,
    Report,
    ValuePlace,
)
from crawler.reports.values import Value, value_at

_AXES: dict[str, tuple[frozenset[str], ...]] = {
    "proactive": (
        frozenset(row for form in PROACTIVE_FORMS.values() for row in form),
        frozenset(column for form in PROACTIVE_FORMS.values() for columns in form.values() for column in columns),
    ),
    "applications": (frozenset(APPLICATION_ROW_ORDER), frozenset(APPLICANTS)),
    "review": (frozenset(REVIEW_CHANNELS), frozenset(REVIEW_OUTCOMES)),
    "contact": (frozenset(field.name for field in fields(Contact)),),
}
"""Table → the words that can stand behind its name, axis by axis; the others have words of the documents' own."""
PLACE_COLUMNS = ("head", "block", "table", "row", "column", "page", "line")


_NUMBER_WIDTH = 9
"""Columns that a number and its quotation take: they are not broken."""


@dataclass(frozen=True, slots=True)
class ExplainedValue:
    """A place with the value that was read there; `stored` is what the store holds of it, where one was asked."""

    place: ValuePlace
    value: Value
    stored: Value = None


def check_where(where: str) -> None:
    """A word that the contract does not know ends the command; a value that is not printed does not."""
    name, *words = where.split(".")
    if name not in (NAMES | {"*"}):
        fail(f"--explain {where}: a place begins with one of {', '.join(sorted(NAMES))}", USAGE)
    axes = _AXES.get(name)
    if axes is None:
        return
    if len(words) > len(axes):
        fail(f"--explain {where}: a place in {name} has {len(axes)} words after it at the most", USAGE)
    for word, known in zip(words, axes, strict=False):
        if word not in known and word != "*":
            near = get_close_matches(word, known, n=3) or sorted(known)
            fail(f"--explain {where}: {name} has no {word}; it has {', '.join(near)}", USAGE)


def explained_values(reading: Reading, where: str, stored: Report | None = None) -> list[ExplainedValue]:
    """Every value at `where` with its place; of a stored report with what the store holds of it."""
    return [
        ExplainedValue(place, value_at(report, place.where), value_at(stored, place.where) if stored else None)
        for report in reading.reports
        for place in explain(replace(reading, reports=(report,)), where)
    ]


def print_places(values: Sequence[ExplainedValue], where: str, names: Sequence[str], *, both: bool = False) -> None:
    """`names`: the files of the candidate, by ValuePlace.document. `both`: the stored value beside the one read now."""
    if not values:
        output.print(f"{where}: not printed in this document", markup=False)
        return
    columns = {
        "file": [names[one.place.document] for one in values] if len(names) > 1 else [],
        **{name: [_shown(getattr(one.place.place, name)) for one in values] for name in PLACE_COLUMNS},
    }
    # Columns that say nothing of any of these values are left out.
    shown = {name: cells for name, cells in columns.items() if any(cell != "–" for cell in cells)}
    table = Table(box=None, pad_edge=False)
    # The place is known to who asked for it: where the terminal is too narrow, it is what is folded.
    table.add_column("where", overflow="fold")
    wide = [len(_shown(one.value)) for one in values] + [len(_shown(one.stored)) for one in values if both]
    for name in ("stored", "now") if both else ("value",):
        table.add_column(name, overflow="fold", min_width=min(max(wide, default=1), _NUMBER_WIDTH))
    table.add_column("printed", overflow="fold", min_width=_NUMBER_WIDTH)
    for name in shown:
        table.add_column(name, no_wrap=True)
    for number, one in enumerate(values):
        stored = [Text(_shown(one.stored))] if both else []
        cells = (cells[number] for cells in shown.values())
        table.add_row(Text(one.place.where), *stored, Text(_shown(one.value)), Text(repr(one.place.raw)), *cells)
    output.print(table)


def _shown(part: Value) -> str:
    return "–" if part is None else str(part)
