"""Where values stood, as a table for the terminal: `--explain`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rich.table import Table
from rich.text import Text

from crawler.commands.console import USAGE, fail, output
from crawler.reports.explain import NAMES, explain
from crawler.reports.model import Reading, Report, ValuePlace
from crawler.reports.values import Value, value_at

PLACE_COLUMNS = ("head", "block", "table", "row", "column", "page", "line")


@dataclass(frozen=True, slots=True)
class ExplainedValue:
    """A place with the value that was read there; `stored` is what the store holds of it, where one was asked."""

    place: ValuePlace
    value: Value
    stored: Value = None


def check_where(where: str) -> None:
    """A word that the contract does not know ends the command; a value that is not printed does not."""
    if where.partition(".")[0] not in (NAMES | {"*"}):
        fail(f"--explain {where}: a place begins with one of {', '.join(sorted(NAMES))}", USAGE)


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
    table.add_column("where", no_wrap=True)
    if both:
        table.add_column("stored", overflow="fold")
    table.add_column("now" if both else "value", overflow="fold")
    table.add_column("printed", overflow="fold", min_width=6)
    for name in shown:
        table.add_column(name, no_wrap=True)
    for number, one in enumerate(values):
        stored = [Text(_shown(one.stored))] if both else []
        cells = (cells[number] for cells in shown.values())
        table.add_row(Text(one.place.where), *stored, Text(_shown(one.value)), Text(repr(one.place.raw)), *cells)
    output.print(table)


def _shown(part: Value) -> str:
    return "–" if part is None else str(part)
