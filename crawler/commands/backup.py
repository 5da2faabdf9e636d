"""`nianbao backup`: a copy of a database that is whole, also while a crawl writes into it."""

from __future__ import annotations

from pathlib import Path

import click

from crawler.commands.console import notices, one_line_errors, output
from crawler.commands.databases import choose_database
from crawler.configuration import load_configuration
from crawler.store.backup import back_up
from crawler.store.database import close_pair, raw_path, read_pair


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--database", type=click.Path(path_type=Path), help="The database to copy [reports.db, else demo.db].")
@click.option("--force", is_flag=True, help="Replace a database of this name that is there already.")
@one_line_errors
def backup(target: Path, database: Path | None, force: bool) -> None:
    """Copy both halves of a database to TARGET.db and TARGET-raw.db, proved before they get these names.

    A crawl may go on meanwhile. Exit code: 0 copied; 1 could not (TARGET is as it was).
    """
    path = choose_database(load_configuration().data, database)
    pair = read_pair(path)
    try:
        notices.print(f"copying {path} and {raw_path(path)}", markup=False)
        done = back_up(
            pair, target, force=force, copied=lambda half: notices.print(f"copied {half.name}", markup=False)
        )
    finally:
        close_pair(pair)
    output.print(
        f"{done.captures} captures, each with its bytes, {done.size / 1e6:,.1f} MB; kept in {target} and "
        f"{raw_path(target)}",
        markup=False,
    )
