"""`nianbao reparse`: the archived bytes are read again by today's parser. No request is made."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from crawler.commands.console import notices, one_line_errors, output
from crawler.commands.databases import choose_database, open_for_writing
from crawler.commands.import_files import Tally
from crawler.commands.interruption import interruptible
from crawler.configuration import load_configuration
from crawler.reports.model import PARSER_VERSION
from crawler.store.database import close_pair
from crawler.store.queue import Selection, all_candidates
from crawler.store.run_lock import run_lock
from pipelines.read import ReadingQueue, each_of, pending
from pipelines.workers import ReadingLimits, ReadingPool


@click.command("reparse")
@click.option("--stale", is_flag=True, help="Only what another parser version than today's has read.")
@click.option("--database", type=click.Path(path_type=Path), help="The database to re-read [reports.db, else demo.db].")
@one_line_errors
def reparse(stale: bool, database: Path | None) -> None:
    """Read all archived reports again from their bytes, in place: a re-parse makes no new version."""
    configuration = load_configuration()
    path = choose_database(configuration.data, database)
    limits = ReadingLimits(configuration.workers, configuration.read_seconds, configuration.read_megabytes)
    tally = Tally()
    with interruptible(), run_lock(path, " ".join(["nianbao", *sys.argv[1:]])):
        pair = open_for_writing(path)
        pool = ReadingPool(limits)
        finished = False
        try:
            ReadingQueue(pair, pool, pending(pair), tally.add).drain()
            candidates = all_candidates(pair, Selection(not_parsed_by=PARSER_VERSION if stale else None))
            notices.print(f"reading {len(candidates)} candidates of {path} with parser version {PARSER_VERSION}")
            ReadingQueue(pair, pool, each_of(iter(candidates)), tally.add).drain()
            # A copy whose version is now read otherwise through another capture is put back as pending.
            ReadingQueue(pair, pool, pending(pair), tally.add).drain()
            finished = True
        finally:
            pool.close() if finished else pool.stop()
            close_pair(pair)
    output.print(
        f"Read {tally.read} again with parser version {PARSER_VERSION}: {tally.not_reports} not reports, "
        f"{tally.failed} not read; {tally.new_reports} reports that were not seen as such before."
    )
