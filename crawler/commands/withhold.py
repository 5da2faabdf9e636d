"""`nianbao withhold`: what is kept out of browsing and exports on request."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from crawler.commands.console import notices, one_line_errors, output
from crawler.commands.databases import choose_database, open_for_reading, open_for_writing
from crawler.commands.import_files import Tally
from crawler.commands.interruption import interruptible
from crawler.commands.withheld_file import apply_withheld
from crawler.configuration import load_configuration
from crawler.store.database import close_pair
from crawler.store.run_lock import run_lock
from crawler.store.withheld.withholding import in_force
from pipelines.read import ReadingQueue, pending
from pipelines.workers import ReadingLimits, ReadingPool


@click.group("withhold")
def withhold() -> None:
    """Keep a report, or its contact data, out of browsing and exports: data/withheld.csv says which, and why.

    The bytes are kept, in the half of the database that is never served. The file is applied whenever a command writes;
    a line that is taken out of it is lifted, and the report is shown again.
    """


@withhold.command("apply")
@click.option("--database", type=click.Path(path_type=Path), help="The database to change [reports.db, else demo.db].")
@one_line_errors
def apply(database: Path | None) -> None:
    """Apply data/withheld.csv now, and read again what is no longer withheld."""
    configuration = load_configuration()
    path = choose_database(configuration.data, database)
    limits = ReadingLimits(configuration.workers, configuration.read_seconds, configuration.read_megabytes)
    tally = Tally()
    with interruptible(), run_lock(path, " ".join(["nianbao", *sys.argv[1:]])):
        pair = open_for_writing(path)
        try:
            changed = apply_withheld(pair, configuration)
            if changed.queued:
                pool = ReadingPool(limits)
                finished = False
                try:
                    ReadingQueue(pair, pool, pending(pair), tally.add).drain()
                    finished = True
                finally:
                    pool.close() if finished else pool.stop()
            standing = in_force(pair)
        finally:
            close_pair(pair)
    output.print(
        f"{len(standing)} in force in {path}: {changed.applied} applied now, {changed.lifted} lifted", markup=False
    )
    for one in standing:
        if not one.reports:
            notices.print(f"{one.asked.report}: no report of this store is called so (yet)", markup=False)


@withhold.command("list")
@click.option("--database", type=click.Path(path_type=Path), help="The database to read [reports.db, else demo.db].")
@one_line_errors
def list_withheld(database: Path | None) -> None:
    """What is withheld now: report, scope, day of the request, when it was applied, where the request is kept, why."""
    pair = open_for_reading(load_configuration().data, database)
    try:
        for one in in_force(pair):
            asked = one.asked
            named = (
                asked.report if asked.report in one.reports else f"{asked.report} ({', '.join(one.reports) or 'none'})"
            )
            output.print(
                f"{named}  {asked.scope}  {asked.requested_on}  {one.applied_at[:19]}Z  {asked.reference or '-'}  "
                f"{asked.reason}",
                markup=False,
            )
    finally:
        close_pair(pair)
