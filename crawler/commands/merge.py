"""`nianbao merge`: the databases of several machines or crawls become one."""

from __future__ import annotations

import sys
from contextlib import ExitStack
from pathlib import Path

import click

from crawler.commands.console import notices, one_line_errors, output
from crawler.commands.databases import REAL
from crawler.commands.import_files import Tally
from crawler.commands.interruption import interruptible
from crawler.commands.stated_rows import apply_stated_rows, load_stated_rows
from crawler.commands.withheld_file import apply_withheld, withheld_rows
from crawler.configuration import load_configuration
from crawler.reports.model import PARSER_VERSION
from crawler.sources import load_sources
from crawler.store.archive.queue import Selection, count_candidates
from crawler.store.backup import take_away_leftovers
from crawler.store.bodies.registry import sync_registry
from crawler.store.database import Pair, check_target, close_pair, open_pair
from crawler.store.merge.merge import merge_store
from crawler.store.merge.others import opened_other, prove, refuse_same, refuse_what_is_withheld
from crawler.store.run_lock import run_lock
from pipelines.read import ReadingQueue, pending
from pipelines.workers import ReadingLimits, ReadingPool

SOME_NOT_READ = 3


@click.command("merge")
@click.argument("others", nargs=-1, required=True, metavar="OTHER.db…", type=click.Path(path_type=Path))
@click.option("--database", type=click.Path(path_type=Path), help="The database to merge into [data/reports.db].")
@click.option(
    "--registry",
    type=click.Path(path_type=Path),
    help="A registry to apply, with what is stated beside it; without one the rows of all databases stand.",
)
@one_line_errors
def merge(others: tuple[Path, ...], database: Path | None, registry: Path | None) -> None:
    """Bring what other databases hold into one, by identity: in any order, and as often as you like.

    The others are only read, also while a crawl writes into them; each is proved before anything is written. What is
    new is read from its bytes by the reading processes. A merge that was stopped is simply run again.

    Exit code: 0 merged and all read; 1 could not run; 3 some page could not be read (its bytes are kept).
    """
    configuration = load_configuration()
    path = database or configuration.data / REAL
    sources = load_sources(registry) if registry else None
    stated = load_stated_rows(registry.parent) if registry else None
    withheld = withheld_rows(configuration)
    limits = ReadingLimits(configuration.workers, configuration.read_seconds, configuration.read_megabytes)
    check_target(path, "live")
    refuse_same(path, others)
    failed = 0
    with interruptible(), ExitStack() as open_now:
        open_now.enter_context(run_lock(path, " ".join(["nianbao", *sys.argv[1:]])))
        take_away_leftovers(path, "merge")
        opened = [(other, open_now.enter_context(opened_other(other, path))) for other in others]
        for other, store in opened:
            notices.print(f"proving {other}", markup=False)
            prove(store, other)
            refuse_what_is_withheld(withheld, store, other)
        pair = open_pair(path, origin="live")
        open_now.callback(close_pair, pair)
        apply_withheld(pair, configuration)
        pool = ReadingPool(limits)
        finished = False
        try:
            for other, store in opened:
                merged = merge_store(pair, store)
                # The other's record may say lifted, or withheld, what the file here does not: the file decides.
                apply_withheld(pair, configuration)
                if sources is not None:
                    sync_registry(pair, sources)
                if stated is not None and other == others[-1]:
                    apply_stated_rows(pair, stated)
                notices.print(f"{other}: reading {merged.to_read} pages and files", markup=False)
                tally = Tally()
                ReadingQueue(pair, pool, pending(pair), tally.add).drain()
                failed += tally.failed
                output.print(
                    f"{other}: {merged.new_captures} new captures, {merged.held_captures} held already; "
                    f"{tally.new_reports} new reports, {tally.new_versions} new versions, {tally.failed} not read",
                    markup=False,
                )
            _name_older_readings(pair)
            finished = True
        finally:
            pool.close() if finished else pool.stop()
    output.print(f"merged into {path}", markup=False)
    if failed:
        sys.exit(SOME_NOT_READ)


def _name_older_readings(pair: Pair) -> None:
    """What was merged is read by today's parser, what was here before may not have been."""
    older = count_candidates(pair, Selection(not_parsed_by=PARSER_VERSION), 0)
    if older:
        held = [row[0] for row in pair.browse.execute("SELECT DISTINCT parser_version FROM versions ORDER BY 1")]
        notices.print(
            f"{pair.path} holds readings of parser version {' and '.join(held)}: {older} pages and files were read by "
            f"another than today's ({PARSER_VERSION}); `nianbao reparse --stale` reads them again",
            markup=False,
        )
