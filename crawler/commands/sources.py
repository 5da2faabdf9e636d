"""`nianbao sources`: the registry, checked, shown and switched.

A verb with a module of its own stands in `VERBS`. Nothing that loads Scrapy or a parser is imported here: the registry
is looked at in a moment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args

import click

from crawler.commands.console import USAGE, fail, one_line_errors, output
from crawler.commands.division_code import division_codes
from crawler.commands.verbs import Verb, Verbs
from crawler.configuration import load_configuration
from crawler.divisions import Division, division_and_parents, lies_in
from crawler.registry_file import change_row
from crawler.sources import COLUMNS, FAMILIES, Source, State, load_sources

VERBS = {
    "check": Verb(
        "crawler.commands.sources_check", "check", "Walk one source, store nothing, say what a crawl would do."
    ),
    "identify": Verb("crawler.commands.sources_identify", "identify_page", "Which family of sites a page belongs to."),
}

registry_option = click.option(
    "--registry", type=click.Path(path_type=Path), help="The registry to use [data/sources.csv]."
)


def registry_path(given: Path | None) -> Path:
    return given or load_configuration().data / "sources.csv"


def find_source(sources: Sequence[Source], source_id: str) -> Source:
    """The row with this id. Ends the command where there is none."""
    found = next((source for source in sources if source.id == source_id), None)
    return found or fail(f"{source_id}: no such source; `nianbao sources list` shows them", USAGE)


@click.group("sources", cls=Verbs, verbs=VERBS)
def sources() -> None:
    """The registry of columns (data/sources.csv)."""


@sources.command("list")
@click.option("--state", "states", multiple=True, type=click.Choice(get_args(State)), help="Only these (repeatable).")
@click.option("--family", "families", multiple=True, type=click.Choice(FAMILIES), help="Only these (repeatable).")
@click.option(
    "--division",
    "divisions",
    multiple=True,
    callback=division_codes,
    metavar="CODE",
    help="Only in this GB/T 2260 division; 530000 is all of Yunnan (repeatable).",
)
@registry_option
@one_line_errors
def list_sources(
    states: tuple[str, ...], families: tuple[str, ...], divisions: tuple[str, ...], registry: Path | None
) -> None:
    """List the registered columns; a row that cannot be used is named by line, column and what was expected."""
    chosen = [
        source
        for source in load_sources(registry_path(registry))
        if (not states or source.state in states)
        and (not families or source.family in families)
        and (not divisions or any(lies_in(source.division, division) for division in divisions))
    ]
    if not chosen:
        fail("no source matches the selection; `nianbao sources list` shows them all", USAGE)
    for line in _aligned([_LISTED, *(_listed(source) for source in chosen)]):
        output.print(line, markup=False)
    output.print()
    output.print(_counts(chosen), markup=False)


_LISTED = ("id", "state", "family", "division", "body")


def _listed(source: Source) -> tuple[str, ...]:
    body = f"{source.body} and others" if source.scope == "shared" else source.body
    return (source.id, source.state, source.family, source.division or "-", body)


def _aligned(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """A source is one line, whatever the terminal's width: the lines can be searched and counted."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(_LISTED) - 1)]
    for row in rows:
        yield "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]])


def _counts(chosen: Sequence[Source]) -> str:
    states = Counter(source.state for source in chosen)
    counted = ", ".join(f"{states[state]} {state}" for state in get_args(State) if states[state])
    hosts = len({source.host for source in chosen if source.host})
    families = len({source.family for source in chosen})
    return f"{len(chosen)} sources ({counted}); {hosts} hosts, {families} families"


@sources.command("show")
@click.argument("source_id", metavar="ID")
@registry_option
@one_line_errors
def show(source_id: str, registry: Path | None) -> None:
    """Show everything that the registry says of one source, one field a line."""
    source = find_source(load_sources(registry_path(registry)), source_id)
    for column in COLUMNS:
        output.print(f"{column:<16}{_field(source, column) or '-'}", markup=False)


def _field(source: Source, column: str) -> str:
    if column == "division":
        return " ".join([source.division, *_division_names(source.division)])
    value = getattr(source, column)
    if isinstance(value, tuple):
        return "; ".join(value)
    return "" if value is None else str(value)


def _division_names(code: str) -> Sequence[str]:
    return [_named(division) for division in division_and_parents(code)] if code else []


def _named(division: Division) -> str:
    name = division.name or "(not in GB/T 2260)"
    return name if division.abolished is None else f"{name} (abolished in {division.abolished})"


@sources.command("enable")
@click.argument("source_id", metavar="ID")
@registry_option
@one_line_errors
def enable(source_id: str, registry: Path | None) -> None:
    """Let a source be walked again: its state becomes active. Its note keeps why it was not."""
    path = registry_path(registry)
    source = find_source(load_sources(path), source_id)
    if source.state == "active":
        output.print(f"{source_id} is active already", markup=False)
        return
    if not source.list_url:
        fail(f"{source_id}: the registry knows no list address to walk; write its list_url into {path} first")
    change_row(path, source_id, {"state": "active", "note": _noted(source.note, f"enabled {_today()}")})
    output.print(f"{source_id}: {source.state} -> active", markup=False)


@sources.command("disable")
@click.argument("source_id", metavar="ID")
@click.option("--reason", required=True, help="Why; it is kept in the row's note with today's date.")
@registry_option
@one_line_errors
def disable(source_id: str, reason: str, registry: Path | None) -> None:
    """Keep a source from being walked: its state becomes disabled. What was archived of it stays."""
    words = " ".join(reason.split())
    if not words:
        raise click.BadParameter("expected why, in a few words", param_hint="--reason")
    path = registry_path(registry)
    source = find_source(load_sources(path), source_id)
    if source.state == "disabled":
        output.print(f"{source_id} is disabled already (its note: {source.note or '-'})", markup=False)
        return
    if source.state == "unlisted":
        fail(f"{source_id}: the registry knows no list address of it, so it is not walked anyway")
    change_row(path, source_id, {"state": "disabled", "note": _noted(source.note, f"disabled {_today()}: {words}")})
    output.print(f"{source_id}: {source.state} -> disabled", markup=False)


def _noted(note: str, event: str) -> str:
    return f"{note}; {event}" if note else event


def _today() -> date:
    return datetime.now(UTC).date()
