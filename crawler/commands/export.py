"""`nianbao export`: the corpus as files that other tools load."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import click

from crawler.codebook import CodebookError, read_codebook
from crawler.commands.console import USAGE, fail, one_line_errors, output
from crawler.commands.databases import open_for_reading
from crawler.commands.division_code import division_codes
from crawler.commands.interruption import Interrupted, interruptible
from crawler.commands.named_report import the_report
from crawler.configuration import load_configuration
from crawler.store.database import Pair, close_pair
from crawler.store.export.data_package import Format
from crawler.store.export.export import EVERYTHING, Exported, Order, What, export
from crawler.store.export.selection import Selection

_YEARS = re.compile(r"(\d{4})(?:[-–](\d{4}))?")


def year_spans(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[int, int], ...]:
    """`2023`, or `2019-2024` for all of them. Raises click.BadParameter."""
    spans = []
    for value in values:
        found = _YEARS.fullmatch(value)
        if found is None:
            raise click.BadParameter(f"{value!r}: expected a year such as 2023, or a span such as 2019-2024")
        first, last = int(found[1]), int(found[2] or found[1])
        if last < first:
            raise click.BadParameter(f"{value!r}: the span ends before it begins")
        spans.append((first, last))
    return tuple(spans)


@click.command("export")
@click.option("--format", "format_", type=click.Choice(get_args(Format)), required=True, help="What is written.")
@click.option(
    "--output",
    "place",
    type=click.Path(path_type=Path),
    required=True,
    help="A new folder; for sqlite and warc also a file, NAME.sqlite or NAME.warc.gz.",
)
@click.option(
    "--what",
    type=click.Choice(EVERYTHING),
    multiple=True,
    help="panel: body × year × all numbers; long: one row a cell; texts: one record a report; repeatable [all three].",
)
@click.option("--body", "bodies", multiple=True, metavar="BODY", help="A body's name, alias or id (repeatable).")
@click.option(
    "--division",
    "divisions",
    multiple=True,
    metavar="CODE",
    callback=division_codes,
    help="GB/T 2260; trailing zeros stand for all below (530000 = all of Yunnan; repeatable).",
)
@click.option(
    "--year", "years", multiple=True, callback=year_spans, help="A report year, or a span: 2019-2024 (repeatable)."
)
@click.option("--source", "sources", multiple=True, metavar="ID", help="A source's id (repeatable).")
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="REPORT",
    help='Its id, address, SHA-256, 索引号, or "body year" (repeatable).',
)
@click.option("--all-versions", is_flag=True, help="Every version of a report, in place of the current one.")
@click.option(
    "--safe-spreadsheet",
    is_flag=True,
    help="CSV for spreadsheets: texts that they would take for formulas have a ' before them.",
)
@click.option("--force", is_flag=True, help="Replace an earlier export at the same place.")
@click.option(
    "--created",
    metavar="MOMENT",
    help="The time that the package states (ISO 8601) [SOURCE_DATE_EPOCH, else now]: two exports are then equal.",
)
@click.option("--database", type=click.Path(path_type=Path), help="The database to read [reports.db, else demo.db].")
@one_line_errors
def export_command(
    format_: Format,
    place: Path,
    what: tuple[What, ...],
    bodies: tuple[str, ...],
    divisions: tuple[str, ...],
    years: tuple[tuple[int, int], ...],
    sources: tuple[str, ...],
    reports: tuple[str, ...],
    all_versions: bool,
    safe_spreadsheet: bool,
    force: bool,
    created: str | None,
    database: Path | None,
) -> None:
    """Write the corpus, or a selection of it, as Parquet, CSV, JSON lines, SQLite or WARC, with a codebook in its
    datapackage.json. Withheld reports are in no export.

    Written under a temporary name and renamed when it is whole. Exit code: 0 written; 1 could not run, or nothing
    matches the selection; 2 bad usage.
    """
    _check_together(format_, what, all_versions=all_versions, safe_spreadsheet=safe_spreadsheet)
    moment = _created(created)
    pair = open_for_reading(load_configuration().data, database)
    try:
        selection = Selection(
            bodies, divisions, years, sources, tuple(the_report(pair, text).report_id for text in reports), all_versions
        )
        order = Order(format_, place, moment, what or EVERYTHING, selection, safe_spreadsheet, force)
        with interruptible():
            exported = export(pair, read_codebook(), order)
        _say(pair, place, exported)
    except CodebookError as error:
        fail(str(error))
    except Interrupted as stopped:
        fail(f"stopped by {stopped}; nothing is left of this export, and what stood at {place} stands")
    finally:
        close_pair(pair)


def _check_together(format_: Format, what: tuple[What, ...], *, all_versions: bool, safe_spreadsheet: bool) -> None:
    if safe_spreadsheet and format_ != "csv":
        fail(f"--safe-spreadsheet: only a CSV is opened by spreadsheets as it is, and this is {format_}", USAGE)
    if format_ == "warc" and what:
        fail("--what: a WARC holds captures, not tables", USAGE)
    if format_ == "warc" and all_versions:
        fail("--all-versions: a WARC holds every capture of a report, whatever version it is of", USAGE)


def _created(asked: str | None) -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        if asked is not None:
            moment = datetime.fromisoformat(asked)
            if moment.tzinfo is None:
                moment = moment.replace(tzinfo=UTC)
        elif epoch is not None:
            moment = datetime.fromtimestamp(int(epoch), UTC)
        else:
            moment = datetime.now(UTC)
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        name, value = ("--created", asked) if asked is not None else ("SOURCE_DATE_EPOCH", epoch)
        fail(f"{name} {value}: no moment; expected ISO 8601 such as 2024-03-05T02:00:00Z, or seconds since 1970", USAGE)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")


def _say(pair: Pair, place: Path, exported: Exported) -> None:
    counts = dict(exported.counts)
    withheld = counts.pop("withheld", 0)
    said = ", ".join(f"{number} {name}" for name, number in counts.items())
    left_out = f"; {withheld} captures of withheld reports are left out" if withheld else ""
    mark = " 演示数据 (demonstration data)" if pair.origin == "replica" else ""
    output.print(f"Wrote {place}: {said}{left_out}. Its codebook: {exported.package}{mark}", markup=False)
