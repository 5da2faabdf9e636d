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
    rows = load_sources(registry or load_configuration().data / "sources.csv")
    table = Table(box=None, pad_edge=False, header_style="bold", collapse_padding=True)
    for name in ("id", "division", "family", "state", "evidence", "body"):
        table.add_column(name, no_wrap=name != "body", overflow="fold")
    for source in rows:
        table.add_row(source.id, source.division, source.family, source.state, source.evidence, source.body)
    output.print(table)
    output.print()
    for source in rows:
        output.print(f"{source.id}: {source.list_url or 'no list address'}", markup=False)
        if source.note:
            output.print(f"    {source.note}", markup=False)
