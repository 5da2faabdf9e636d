"""`nianbao sources`: the registry, checked and shown."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from crawler.commands.console import one_line_errors, output
from crawler.configuration import load_configuration
from crawler.sources import load_sources


@click.group("sources")
def sources() -> None:
    """The registry of columns (data/sources.csv)."""


@sources.command("list")
@click.option("--registry", type=click.Path(path_type=Path), help="The registry to read [data/sources.csv].")
@one_line_errors
def list_sources(registry: Path | None) -> None:
    """List the registered columns; a row that cannot be used is named by line, column and what was expected."""
    table = Table(box=None, pad_edge=False)
    for name in ("id", "body", "division", "level", "family", "state", "evidence", "list", "note"):
        table.add_column(name, overflow="fold")
    for source in load_sources(registry or load_configuration().data / "sources.csv"):
        table.add_row(
            source.id,
            source.body,
            source.division,
            source.level,
            source.family,
            source.state,
            source.evidence,
            source.list_url,
            source.note,
        )
    output.print(table)
