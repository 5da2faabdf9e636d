"""`nianbao compact`: what the pages of a family have in common is kept once, and free space is given back."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from crawler.commands.console import notices, one_line_errors, output
from crawler.commands.databases import choose_database, open_for_writing
from crawler.commands.interruption import interruptible
from crawler.configuration import load_configuration
from crawler.store.database import Pair, close_pair, raw_path
from crawler.store.raw.training import train
from crawler.store.run_lock import run_lock
from crawler.store.verify.model import one_line


def train_at_the_end(pair: Pair) -> None:
    """At the end of a run: families of which enough pages have come are given a dictionary, and it is said."""
    trained = train(pair)
    for line in sorted(trained.damaged):
        notices.print(one_line(f"left as it is: {line}"), markup=False)
    if trained.blobs:
        notices.print(
            f"{trained.blobs:,} pages kept under dictionaries ({trained.dictionaries} new), "
            f"{trained.bytes_saved / 1e6:.1f} MB of {raw_path(pair.path).name} free for what comes"
        )


@click.command("compact")
@click.option("--database", type=click.Path(path_type=Path), help="The database to compact [reports.db, else demo.db].")
@one_line_errors
def compact(database: Path | None) -> None:
    """Make both files as small as they can be; needs as much free space again while it runs.

    Dictionaries are trained at the end of every run, and the space that they free is used by the next one; this gives
    it back to the disk. What the database says is not changed.
    """
    path = choose_database(load_configuration().data, database)
    files = (path, raw_path(path))
    with interruptible(), run_lock(path, " ".join(["nianbao", *sys.argv[1:]])):
        before = sum(file.stat().st_size for file in files)
        pair = open_for_writing(path)
        try:
            train_at_the_end(pair)
            for half in (pair.raw, pair.browse):
                half.execute("VACUUM")
                half.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            close_pair(pair)
        after = sum(file.stat().st_size for file in files)
    output.print(
        f"{path} and {raw_path(path).name}: {before / 1e6:.1f} MB before, {after / 1e6:.1f} MB now", markup=False
    )
