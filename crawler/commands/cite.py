"""`nianbao cite`: a report as a paper cites it."""

from __future__ import annotations

from pathlib import Path

import click

from crawler.commands.citation_formats import FORMATS
from crawler.commands.console import one_line_errors
from crawler.commands.databases import open_for_reading
from crawler.commands.named_report import the_report
from crawler.configuration import load_configuration
from crawler.store.database import close_pair
from crawler.store.reported.citations import cite as cited


@click.command("cite")
@click.argument("report")
@click.option(
    "--format",
    "form",
    type=click.Choice(list(FORMATS)),
    default="text",
    show_default=True,
    help="The form of it; json is CSL-JSON.",
)
@click.option("--version", "number", type=click.IntRange(min=1), metavar="N", help="This version [the current one].")
@click.option("--database", type=click.Path(path_type=Path), help="The database to read [reports.db, else demo.db].")
@one_line_errors
def cite(report: str, form: str, number: int | None, database: Path | None) -> None:
    """Print a citation of a stored REPORT (id, address, SHA-256, 索引号, or "body year").

    It names the publisher, the address, the day of publication, the time of the capture, the SHA-256 of the page and
    of its attachments, and the version, so that anybody can tell which bytes were read, and by which parser. Exit
    code: 0 printed; 1 could not run, no such report or version, or one that is withheld on request; 2 bad usage.
    """
    pair = open_for_reading(load_configuration().data, database)
    try:
        citation = cited(pair, the_report(pair, report), number)
    finally:
        close_pair(pair)
    click.echo(FORMATS[form](citation))
