"""`nianbao diff`: what changed between two versions of a report."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from crawler.commands.console import fail, one_line_errors
from crawler.commands.databases import open_for_reading
from crawler.commands.difference_page import as_json, print_differences, print_one_version
from crawler.commands.named_report import the_report
from crawler.configuration import load_configuration
from crawler.store.database import close_pair
from crawler.store.reported.differences import StoredState, differences, states_of


@click.command("diff")
@click.argument("report")
@click.option("--from", "first", type=click.IntRange(1), metavar="N", help="The earlier version [the last but one].")
@click.option("--to", "second", type=click.IntRange(1), metavar="M", help="The later version [the last].")
@click.option("--json", "json_wanted", is_flag=True, help="Print one JSON object.")
@click.option("--database", type=click.Path(path_type=Path), help="The database to read [reports.db, else demo.db].")
@one_line_errors
def diff(report: str, first: int | None, second: int | None, json_wanted: bool, database: Path | None) -> None:
    """Show what changed between two versions of a stored REPORT (id, address, SHA-256, 索引号, or "body year").

    Its head and its numbers cell by cell, its text paragraph by paragraph, and which page or file was replaced. Exit
    code: 0 shown, also where nothing changed; 1 could not run, or no such report or version; 2 bad usage.
    """
    pair = open_for_reading(load_configuration().data, database)
    try:
        found = the_report(pair, report)
        states = states_of(pair, found.report_id)
        if len(states) == 1 and first is None and second is None:
            print_one_version(found.report_id, states[0], json_wanted=json_wanted)
            return
        before, after = _chosen(found.report_id, states, first, second)
        changed = differences(pair, found.report_id, before, after)
        demonstration = pair.origin == "replica"
    finally:
        close_pair(pair)
    if json_wanted:
        click.echo(as_json(changed, demonstration=demonstration))
    else:
        print_differences(changed, demonstration=demonstration)


def _versions(count: int) -> str:
    return "version 1 alone" if count == 1 else f"the versions 1 to {count}"


def _chosen(
    report: str, states: Sequence[StoredState], first: int | None, second: int | None
) -> tuple[StoredState, StoredState]:
    """Without --to the last version; without --from the one before --to. Ends the command where one is not there."""
    by_position = {state.position: state for state in states}
    later = second if second is not None else states[-1].position
    earlier = first if first is not None else later - 1
    for option, position in (("--from", earlier), ("--to", later)):
        if position not in by_position:
            fail(f"{report}: there is no version {position} ({option}); it has {_versions(len(states))}")
    return by_position[earlier], by_position[later]
