"""`nianbao reindex`: the search index is made anew from the stored texts."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from crawler.commands.console import notices, one_line_errors, output
from crawler.commands.databases import choose_database, open_for_writing
from crawler.commands.interruption import interruptible
from crawler.configuration import load_configuration
from crawler.store.database import close_pair
from crawler.store.run_lock import run_lock
from crawler.store.search.index import rebuild_index

LINE_EVERY = 5000
"""Reports between two lines of a log."""


@click.command("reindex")
@click.option("--database", type=click.Path(path_type=Path), help="The database to index [reports.db, else demo.db].")
@one_line_errors
def reindex(database: Path | None) -> None:
    """Make the search index anew from the stored texts. Stopped in between, the index stays what it was."""
    path = choose_database(load_configuration().data, database)
    with interruptible(), run_lock(path, " ".join(["nianbao", *sys.argv[1:]])):
        pair = open_for_writing(path, make_index=False)
        try:
            with _bar() as bar:
                task = bar.add_task("indexing", total=None)

                def progress(done: int, of: int) -> None:
                    bar.update(task, completed=done, total=of)
                    if not notices.is_terminal and done % LINE_EVERY == 0:
                        notices.print(f"{done:,} of {of:,} reports indexed")

                indexed = rebuild_index(pair.browse, progress)
        finally:
            close_pair(pair)
    output.print(f"{path}: {indexed:,} reports indexed", markup=False)


def _bar() -> Progress:
    columns = (TextColumn("indexing"), BarColumn(), MofNCompleteColumn(), TextColumn("reports"), TimeElapsedColumn())
    return Progress(*columns, console=notices, transient=True, disable=not notices.is_terminal)
