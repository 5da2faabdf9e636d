"""`nianbao status`: what a database holds, what was not read and why, and how each source's last visit went."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click
from rich.table import Table

from crawler.commands.closing_table import NAMED_SKIPPED
from crawler.commands.console import one_line_errors, output, print_table
from crawler.commands.databases import open_for_reading
from crawler.configuration import load_configuration
from crawler.store.database import close_pair
from crawler.store.status import SourceStatus, Status
from crawler.store.status import status as status_of

_READ_AGAIN = "`nianbao reparse --stale` reads them again"


def _shares(counts: dict[str, int]) -> str:
    total = sum(counts.values())
    return ", ".join(f"{name} {count} ({count / total:.0%})" for name, count in counts.items()) or "–"


def _counts(counts: dict[str, int]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.items()) or "none"


def _requests(withheld: dict[str, int]) -> str:
    words = {"report": "whole reports", "contact": "contact data of reports"}
    return ", ".join(f"{words[scope]}: {count}" for scope, count in withheld.items())


def summary_lines(path: Path, status: Status) -> list[str]:
    crawl = status.last_crawl
    if crawl is None:
        last = "none"
    elif crawl.ended_at is None:
        last = f"{crawl.started_at}, not ended: it is still running, or it was killed"
    else:
        last = f"{crawl.started_at} to {crawl.ended_at}, {crawl.outcome}"
    demonstration = " (演示数据, demonstration data)" if status.origin == "replica" else ""
    return [
        f"{path}: {status.origin}{demonstration}",
        f"reports       {status.reports}, in {status.versions} versions, of {status.bodies} bodies"
        f" ({status.unregistered_bodies} not in the registry)",
        f"captures      {_counts(status.captures)}",
        f"reading       {_counts(status.read_states)}; {status.waiting} wait for an attachment",
        *(
            [f"stale         {status.stale} by another parser version than today's; {_READ_AGAIN}"]
            if status.stale
            else []
        ),
        *([f"withheld      {_requests(status.withheld)}; `nianbao withhold list`"] if status.withheld else []),
        *([f"overrides     {status.overrides} in force; `nianbao overrides`"] if status.overrides else []),
        *([f"dictionaries  for {status.dictionaries} families of pages"] if status.dictionaries else []),
        f"body_origin   {_shares(status.body_origins)}",
        f"failed checks {_counts(status.failed_checks)}; informational: {_counts(status.informational_failures)}",
        f"last crawl    {last}",
    ]


def unread_lines(status: Status) -> list[str]:
    """What gave no report, and why: a line each."""
    words = {"failed": "not read", "not_a_report": "no report"}
    lines = [f"{words[unread.state]:13} {unread.name}: {unread.reason}" for unread in status.unread]
    more = sum(status.read_states.get(state, 0) for state in words) - len(lines)
    return lines + ([f"… and {more} more without a report"] if more > 0 else [])


def sources_table(sources: tuple[SourceStatus, ...]) -> Table:
    """A line a source; `gone` (lines that the last visit no longer showed) only when there is any."""
    withdrawn = any(source.withdrawn for source in sources)
    numbers = ("reports", "said", "seen", "gone")
    names = ("source", "state", "reports", "last visit", "said", "seen", "gone", "outcome", "evidence")
    table = Table(box=None, pad_edge=False, header_style="bold", collapse_padding=True)
    for name in names:
        if withdrawn or name != "gone":
            table.add_column(name, justify="right" if name in numbers else "left", no_wrap=True)
    for source in sources:
        values = (
            source.id,
            source.state,
            source.reports,
            source.last_visit[:16].replace("T", " ") if source.last_visit else None,
            source.said,
            source.seen,
            *([source.withdrawn] if withdrawn else []),
            source.outcome or "never",
            source.evidence,
        )
        table.add_row(*("–" if value is None else str(value) for value in values))
    return table


def with_something_to_say(sources: tuple[SourceStatus, ...]) -> tuple[tuple[SourceStatus, ...], list[str]]:
    """The sources that have a line, and how many others there are: those never visited, counted by state.

    A few of them are shown as well; the registry has dozens whose list nobody knows yet.
    """
    idle = [source for source in sources if source.outcome is None and not source.reports]
    if len(idle) <= NAMED_SKIPPED:
        return sources, []
    states = Counter(source.state for source in idle).most_common()
    return (
        tuple(source for source in sources if source not in idle),
        [f"{count} more never visited ({state})" for state, count in states],
    )


@click.command("status")
@click.option("--database", type=click.Path(path_type=Path), help="The database to read [reports.db, else demo.db].")
@one_line_errors
def status(database: Path | None) -> None:
    """Say what the database holds and how the last run went."""
    pair = open_for_reading(load_configuration().data, database)
    try:
        held = status_of(pair)
        path = pair.path
    finally:
        close_pair(pair)
    for line in summary_lines(path, held):
        output.print(line)
    for line in unread_lines(held):
        output.print(line, markup=False)
    if held.sources:
        output.print()
        shown, others = with_something_to_say(held.sources)
        if shown:
            print_table(sources_table(shown))
        for line in others:
            output.print(line)
        for source in held.sources:
            if source.reason:
                output.print(f"{source.id}: {source.reason}", markup=False)
