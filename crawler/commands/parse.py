"""`nianbao parse`: what one file says, without a database."""

from __future__ import annotations

from pathlib import Path

import click

from crawler.commands.console import one_line_errors, output
from crawler.commands.place_table import check_where, explained_values, print_places
from crawler.commands.report_page import print_reading
from crawler.reports.candidate import Part, read_candidate
from crawler.reports.contract import dumps


@click.command("parse")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("attachments", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the reading as JSON (the contract of docs/contract.md).")
@click.option(
    "--explain",
    "where",
    metavar="WHERE",
    help="Show where a value stood, e.g. applications.new_received.total, review.*.total or proactive.",
)
@one_line_errors
def parse(file: Path, attachments: tuple[Path, ...], as_json: bool, where: str | None) -> None:
    """Read FILE (HTML, text or PDF), with the ATTACHMENTS of its page if there are any.

    A file that is no report is no error: the answer says what it is instead, and why.
    """
    if where is not None:
        check_where(where)
    parts = [Part(path.read_bytes(), path.name, None) for path in (file, *attachments)]
    reading = read_candidate(parts)
    if where is not None:
        print_places(explained_values(reading, where), where, [part.name for part in parts])
    elif as_json:
        click.echo(dumps(reading))
    else:
        print_reading(output, reading)
