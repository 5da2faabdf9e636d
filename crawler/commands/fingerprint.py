"""`nianbao fingerprint`: one hash of what a database says, whatever the road by which it came to say it."""

from __future__ import annotations

from pathlib import Path

import click

from crawler.commands.console import one_line_errors
from crawler.commands.databases import open_for_reading
from crawler.configuration import load_configuration
from crawler.store.database import close_pair
from crawler.store.fingerprint import fingerprint as fingerprint_of


@click.command("fingerprint")
@click.option("--database", type=click.Path(path_type=Path), help="The database to read [reports.db, else demo.db].")
@one_line_errors
def fingerprint(database: Path | None) -> None:
    """Print a hash over bodies, sources, reports, versions, readings, identity decisions and captures.

    Runs, visits, times, headers and TLS are left out: two databases with equal fingerprints hold the same corpus.
    """
    pair = open_for_reading(load_configuration().data, database)
    try:
        click.echo(fingerprint_of(pair))
    finally:
        close_pair(pair)
