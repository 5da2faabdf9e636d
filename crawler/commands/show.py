"""`nianbao show`: a stored report, rebuilt from the tables alone."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from crawler.commands.console import fail, notices, one_line_errors, output
from crawler.commands.databases import open_for_reading
from crawler.commands.report_page import print_reading
from crawler.configuration import load_configuration
from crawler.reports.contract import dumps
from crawler.store.database import Pair, close_pair
from crawler.store.found_reports import FoundReport, find_reports, reports_of_bodies_like
from crawler.store.reports import stored_reading

CHOICES_SHOWN = 20


def the_report(pair: Pair, text: str) -> FoundReport:
    """The one report that `text` names. Ends the command where there is none, or several."""
    found = find_reports(pair, text)
    if not found:
        _print_choices(reports_of_bodies_like(pair, text, CHOICES_SHOWN))
        fail(f'{text}: no such report in {pair.path.name}; give a report id, an address, an 索引号, or "body year"')
    if len(found) > 1:
        _print_choices(found[:CHOICES_SHOWN])
        fail(f"{text}: {len(found)} reports are meant by this; name one of them by its id")
    return found[0]


def _print_choices(reports: Sequence[FoundReport]) -> None:
    for report in reports:
        notices.print(f"  {report.report_id}  {report.title or ''}  {report.url or ''}", markup=False)


@click.command("show")
@click.argument("report")
@click.option("--json", "as_json", is_flag=True, help="Print the JSON that `nianbao parse FILE --json` prints.")
@click.option("--database", type=click.Path(path_type=Path), help="The database to read [reports.db, else demo.db].")
@one_line_errors
def show(report: str, as_json: bool, database: Path | None) -> None:
    """Show a stored REPORT: its id, address, 索引号, or "body year"."""
    pair = open_for_reading(load_configuration().data, database)
    try:
        found = the_report(pair, report)
        reading = stored_reading(pair, found.version_id)
        demonstration = pair.origin == "replica"
    finally:
        close_pair(pair)
    if as_json:
        click.echo(dumps(reading))
        return
    output.print(f"{found.report_id}  {found.url or ''}" + ("  演示数据 (demonstration data)" if demonstration else ""))
    print_reading(output, reading)
