"""`nianbao overrides`: the corrections by hand that stand in a store, what each touches, and applying the file now."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from crawler.commands.console import notices, one_line_errors, output
from crawler.commands.databases import choose_database, open_for_reading, open_for_writing
from crawler.commands.import_files import Tally
from crawler.commands.interruption import interruptible
from crawler.commands.stated_rows import apply_stated_rows, load_stated_rows
from crawler.configuration import load_configuration
from crawler.overrides import Override
from crawler.store.database import Pair, close_pair
from crawler.store.grouping.overrides import candidates_of, problems_of, said, standing_overrides
from crawler.store.run_lock import run_lock
from pipelines.read import ReadingQueue, pending
from pipelines.workers import ReadingLimits, ReadingPool

SOME_NOT_READ = 3


@click.group("overrides", invoke_without_command=True)
@click.option("--database", type=click.Path(path_type=Path), help="The database to read [reports.db, else demo.db].")
@click.option("--registry", type=click.Path(path_type=Path), help="overrides.csv lies beside it [data/sources.csv].")
@click.pass_context
@one_line_errors
def overrides(context: click.Context, database: Path | None, registry: Path | None) -> None:
    """List the corrections of overrides.csv that stand in a database, with the reports that each touches."""
    if context.invoked_subcommand is not None:
        if database is not None or registry is not None:
            raise click.UsageError("--database and --registry go behind `apply`")
        return
    configuration = load_configuration()
    folder = (registry or configuration.data / "sources.csv").parent
    stated = load_stated_rows(folder)
    pair = open_for_reading(configuration.data, database)
    try:
        standing = standing_overrides(pair.browse)
        for row in standing:
            _print_row(pair, row)
        differing = set(standing) ^ set(stated.overrides or ())
    finally:
        close_pair(pair)
    count = "no corrections stand" if not standing else f"{len(standing)} corrections stand"
    output.print(f"{count} in {pair.path}", markup=False)
    if differing:
        rows = len({(row.what, row.action, row.value) for row in differing})
        notices.print(
            f"{folder / 'overrides.csv'} differs from it in {rows} rows: `nianbao overrides apply`", markup=False
        )


def _print_row(pair: Pair, row: Override) -> None:
    output.print(" ".join(word for word in (row.what, row.action, row.value) if word), markup=False)
    output.print(f"    {said(row)}", markup=False)
    touched = candidates_of(pair.browse, row)
    for candidate in touched:
        output.print(f"    {_outcome(pair, candidate)}", markup=False)
    for problem in problems_of(pair.browse, row):
        notices.print(f"    {problem}", markup=False)


def _outcome(pair: Pair, candidate: str) -> str:
    """What a touched page is now."""
    address, state, reason = pair.browse.execute(
        "SELECT coalesce(candidates.url, captures.name), captures.read_state, captures.read_reason FROM candidates "
        "JOIN captures ON captures.id = candidates.id WHERE candidates.id = ?",
        [candidate],
    ).fetchone()
    decided = pair.browse.execute(
        "SELECT report, rule FROM identity_decisions WHERE candidate = ? ORDER BY ordinal", [candidate]
    ).fetchall()
    words = ", ".join(f"{report} (rule {rule})" for report, rule in decided) or f"{state}: {reason}"
    waiting = "; waits to be read again" if state == "pending" else ""
    return f"{address}: {words}{waiting}"


@overrides.command("apply")
@click.option("--database", type=click.Path(path_type=Path), help="The database to write [reports.db, else demo.db].")
@click.option("--registry", type=click.Path(path_type=Path), help="overrides.csv lies beside it [data/sources.csv].")
@one_line_errors
def apply(database: Path | None, registry: Path | None) -> None:
    """Bring overrides.csv and successions.csv into a database now, and read again what they touch.

    Exit code: 0 all read; 1 could not run; 2 bad usage; 3 something could not be read.
    """
    configuration = load_configuration()
    path = choose_database(configuration.data, database)
    stated = load_stated_rows((registry or configuration.data / "sources.csv").parent)
    limits = ReadingLimits(configuration.workers, configuration.read_seconds, configuration.read_megabytes)
    tally = Tally()
    with interruptible(), run_lock(path, " ".join(["nianbao", *sys.argv[1:]])):
        pair = open_for_writing(path)
        pool = ReadingPool(limits)
        finished = False
        try:
            synced = apply_stated_rows(pair, stated)
            ReadingQueue(pair, pool, pending(pair), tally.add).drain()
            finished = True
        finally:
            pool.close() if finished else pool.stop()
            close_pair(pair)
    output.print(
        f"{synced.changed} rows changed, {synced.queued} pages touched. Read {tally.read}: {tally.new_reports} new "
        f"reports, {tally.not_reports} not reports, {tally.failed} not read."
    )
    if tally.failed:
        sys.exit(SOME_NOT_READ)
