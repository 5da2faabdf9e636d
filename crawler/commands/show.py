"""`nianbao show`: a stored report, rebuilt from the tables alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from crawler.commands.console import fail, notices, one_line_errors, output
from crawler.commands.databases import open_for_reading
from crawler.commands.place_table import check_where, explained_values, print_places
from crawler.commands.report_page import print_reading
from crawler.configuration import load_configuration
from crawler.reports.candidate import Part, read_candidate
from crawler.reports.contract import dumps
from crawler.reports.model import PARSER_VERSION
from crawler.store.database import Pair, close_pair
from crawler.store.found_reports import FoundReport, find_reports, reports_of_bodies_like
from crawler.store.queue import candidate_of_version, load_parts
from crawler.store.reading_rows import load_report
from crawler.store.reports import stored_reading
from crawler.store.year_checks import year_checks

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
@click.option(
    "--explain",
    "where",
    metavar="WHERE",
    help="Show where a value stands in the archived bytes (read anew): applications.granted.total, section.2 …",
)
@click.option("--database", type=click.Path(path_type=Path), help="The database to read [reports.db, else demo.db].")
@one_line_errors
def show(report: str, as_json: bool, where: str | None, database: Path | None) -> None:
    """Show a stored REPORT: its id, address, 索引号, or "body year"."""
    if where is not None:
        check_where(where)
    pair = open_for_reading(load_configuration().data, database)
    try:
        found = the_report(pair, report)
        if where is not None:
            _explain(pair, found, where)
            return
        reading = stored_reading(pair, found.version_id)
        compared = [one.check for one in year_checks(pair, found.report_id)]
        demonstration = pair.origin == "replica"
    finally:
        close_pair(pair)
    if as_json:
        click.echo(dumps(reading))
        return
    output.print(f"{found.report_id}  {found.url or ''}" + ("  演示数据 (demonstration data)" if demonstration else ""))
    print_reading(output, reading, compared)


def _explain(pair: Pair, found: FoundReport, where: str) -> None:
    """Places are not stored: they come from the archived bytes, read by today's parser. Where that is another than the
    one that the stored values are of, or says something else, both values are shown."""
    stored = load_report(pair.browse, found.version_id)
    candidate, ordinal = candidate_of_version(pair, found.version_id)
    parts = [Part(*part) for part in load_parts(pair, candidate)]
    today = read_candidate(parts)
    parser = stored_reading(pair, found.version_id).parser_version
    now = [today.reports[ordinal]] if ordinal < len(today.reports) else []
    values = explained_values(replace(today, reports=tuple(now)), where, stored)
    other = any(one.value != one.stored for one in values)
    output.print(f"{found.report_id}  {found.url or candidate.name}", markup=False)
    if parser != PARSER_VERSION:
        output.print(f"stored by parser {parser}; the places are those of parser {PARSER_VERSION}", markup=False)
    elif other:
        output.print("the stored values are not what the same parser reads now: run `nianbao reparse`", markup=False)
    if not now:
        output.print(f"today's parser reads no report here: {'; '.join(today.class_reasons)}", markup=False)
        return
    print_places(values, where, [part.name for part in parts], both=other or parser != PARSER_VERSION)
