"""`nianbao show`: a stored report, rebuilt from the tables alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from crawler.commands.console import fail, notices, one_line_errors, output
from crawler.commands.databases import open_for_reading
from crawler.commands.named_report import the_report
from crawler.commands.place_table import check_where, explained_values, print_places
from crawler.commands.report_page import print_reading
from crawler.configuration import load_configuration
from crawler.reports.candidate import Part, read_candidate
from crawler.reports.contract import dumps
from crawler.reports.model import PARSER_VERSION, Check
from crawler.store.archive.queue import candidate_of_version, load_parts
from crawler.store.database import Pair, close_pair
from crawler.store.grouping.reports import stored_reading
from crawler.store.readings.reading_rows import load_report
from crawler.store.readings.year_checks import year_checks
from crawler.store.reported.found_reports import FoundReport
from crawler.store.withheld.withholding import scope_of
from crawler.withholdings import Scope

_WITHHELD: dict[Scope, str] = {"report": "withheld on request", "contact": "contact data withheld on request"}
_LISTED = "`nianbao withhold list` says since when and why"
_FIGURES = ("proactive", "applications", "review", "statistics")


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
    """Show a stored REPORT: its id, address, SHA-256, 索引号, or "body year".

    As a page: head, sections, tables as the form draws them, and a mark beside each figure in doubt. What is withheld
    on request is not shown. Exit code: 0 shown; 1 could not run, or no such report; 2 bad usage.
    """
    if where is not None:
        check_where(where)
    pair = open_for_reading(load_configuration().data, database)
    try:
        found = the_report(pair, report)
        withheld = scope_of(pair, found.version_id)
        if where is not None:
            if withheld is not None:
                _refuse_what_is_withheld(found, withheld, where)
            _explain(pair, found, where)
            return
        reading = stored_reading(pair, found.version_id)
        compared = _year_checks(pair, found)
        demonstration = pair.origin == "replica"
    finally:
        close_pair(pair)
    if as_json:
        click.echo(dumps(reading))
    if withheld is not None:
        (notices if as_json else output).print(f"{found.report_id}  {_WITHHELD[withheld]}; {_LISTED}", markup=False)
    if as_json or withheld == "report":
        return
    mark = "  演示数据 (demonstration data)" if demonstration else ""
    output.print(f"{found.report_id}  {found.url or ''}{mark}", markup=False)
    print_reading(output, reading, compared)


def _year_checks(pair: Pair, found: FoundReport) -> list[Check]:
    """Y1 and Y2 compare the current versions: of an older one they say nothing."""
    current = "SELECT 1 FROM reports WHERE id = ? AND current_version = ?"
    if pair.browse.execute(current, [found.report_id, found.version_id]).fetchone() is None:
        return []
    return [one.check for one in year_checks(pair, found.report_id)]


def _refuse_what_is_withheld(found: FoundReport, withheld: Scope, where: str) -> None:
    """The archived bytes still say it. A figure is no contact data; the head and the prose may hold some."""
    if withheld == "report":
        fail(f"{found.report_id}: {_WITHHELD[withheld]}; {_LISTED}")
    if where.partition(".")[0] not in _FIGURES:
        fail(f"{found.report_id}: {_WITHHELD[withheld]}; --explain leads to its figures only: {', '.join(_FIGURES)}")


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
