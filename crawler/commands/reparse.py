"""`nianbao reparse`: the archived bytes are read again by today's parser. No request is made."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from crawler.commands.change_report import Review, check_place, load_review, print_report, write_report
from crawler.commands.compact import train_at_the_end
from crawler.commands.console import fail, notices, one_line_errors
from crawler.commands.databases import choose_database, open_for_writing
from crawler.commands.division_code import division_codes
from crawler.commands.interruption import interruptible
from crawler.commands.reparse_selection import chosen_candidates
from crawler.commands.stated_rows import apply_stated_rows, load_stated_rows
from crawler.commands.withheld_file import apply_withheld
from crawler.configuration import Configuration, load_configuration
from crawler.reports.model import PARSER_VERSION
from crawler.store.archive.queue import Selection, count_candidates
from crawler.store.database import Pair, close_pair
from crawler.store.grouping.reports import Applied
from crawler.store.rereading.reparse_progress import Progress, begin, forget, selection_text, under_way
from crawler.store.rereading.reparse_report import ReparseReport, report_of
from crawler.store.run_lock import run_lock
from crawler.store.search.index import ensure_index
from crawler.store.transactions import transaction
from crawler.store.withheld.withholding import empty_log
from pipelines.reparse import OnApplied, read_pending, read_selection
from pipelines.workers import ReadingLimits, ReadingPool

SOMETHING_DID_NOT_HOLD = 3
LINE_EVERY = 1000
"""Candidates between two lines that say how far it has come."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done with the changes."""

    dry_run: bool
    review: Review | None
    """Keep them only if they are these."""
    json_file: Path | None
    samples: int
    anew: bool

    @property
    def on_trial(self) -> bool:
        return self.dry_run or self.review is not None


@click.command("reparse")
@click.option("--source", "sources", multiple=True, metavar="ID", help="Only what this source led to (repeatable).")
@click.option("--family", "families", multiple=True, metavar="SLUG", help="Only sources of this family (repeatable).")
@click.option(
    "--division",
    "divisions",
    multiple=True,
    callback=division_codes,
    metavar="CODE",
    help="Only columns of bodies in this GB/T 2260 division (repeatable).",
)
@click.option("--body", "bodies", multiple=True, metavar="NAME", help="Only this body: its id or name (repeatable).")
@click.option("--year", "years", multiple=True, type=int, metavar="YEAR", help="Only this report year (repeatable).")
@click.option("--report", "reports", multiple=True, metavar="REPORT", help="Only the captures of this report.")
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(["read", "failed", "not_a_report"]),
    help="Only what ended so when it was last read (repeatable).",
)
@click.option("--stale", is_flag=True, help="Only what another parser version than today's has read.")
@click.option("--dry-run", is_flag=True, help="Print what would change, and keep nothing of it.")
@click.option("--json", "json_file", type=click.Path(path_type=Path, dir_okay=False), help="Write the changes here.")
@click.option(
    "--expect",
    "reviewed",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="Keep the changes only if they are those of this reviewed --json file.",
)
@click.option("--samples", type=click.IntRange(min=0), default=3, show_default=True, help="Samples of each change.")
@click.option("--anew", is_flag=True, help="Begin at the first candidate, even if an earlier run was killed.")
@click.option("--workers", type=click.IntRange(1, 256), help="Reading processes [NIANBAO_WORKERS, else one a core].")
@click.option(
    "--registry", type=click.Path(path_type=Path), help="overrides.csv lies beside this registry [data/sources.csv]."
)
@click.option("--database", type=click.Path(path_type=Path), help="The database to re-read [reports.db, else demo.db].")
@one_line_errors
def reparse(
    dry_run: bool,
    json_file: Path | None,
    reviewed: Path | None,
    samples: int,
    anew: bool,
    workers: int | None,
    registry: Path | None,
    database: Path | None,
    **selected: Any,
) -> None:
    """Read archived reports again from their bytes, in place: a re-parse makes no new version and no request.

    All of them, or those for which every option that selects holds. At its end it reports what changed. To review that
    first: `nianbao reparse --dry-run --json review.json`, then `nianbao reparse --expect review.json`, which keeps
    all of it or, where the changes have become others, nothing.

    One that was killed goes on where it was when it is started again with the same selection. One with --dry-run or
    --expect works in a single transaction and begins anew. Each needs the database for itself, as a crawl does.

    overrides.csv, successions.csv and withheld.csv are applied first, on trial as well: what is reviewed is then what
    would be kept. Where nothing is kept, nothing of them is either.

    Exit code: 0 done; 1 could not run; 2 bad usage; 3 something that had been read can no longer be, or the changes
    are not the reviewed ones.
    """
    configuration = load_configuration()
    path = choose_database(configuration.data, database)
    limits = ReadingLimits(workers or configuration.workers, configuration.read_seconds, configuration.read_megabytes)
    if json_file is not None:
        check_place(json_file)
    wish = Wish(dry_run, None if reviewed is None else load_review(reviewed), json_file, samples, anew)
    with interruptible(), run_lock(path, " ".join(["nianbao", *sys.argv[1:]])):
        # A trial writes nothing before it is kept, not even a search index of today's tokens.
        pair = open_for_writing(path, make_index=not wish.on_trial)
        try:
            stated_in = (registry or configuration.data / "sources.csv").parent
            order = _Order(pair, limits, configuration, stated_in, selected)
            held = _on_trial(order, wish) if wish.on_trial else _for_good(order, wish)
        finally:
            close_pair(pair)
    if not held:
        sys.exit(SOMETHING_DID_NOT_HOLD)


@dataclass(frozen=True, slots=True)
class _Order:
    """What is to be read again, and with what."""

    pair: Pair
    limits: ReadingLimits
    configuration: Configuration
    stated_in: Path
    """The folder of overrides.csv and successions.csv."""
    selected: dict[str, Any]

    def begin(self, wish: Wish) -> Selection:
        """What people state comes first: it can make a body that is asked for, and says whose each page is."""
        apply_stated_rows(self.pair, load_stated_rows(self.stated_in))
        apply_withheld(self.pair, self.configuration)
        selection = chosen_candidates(self.pair, **self.selected)
        if wish.review is not None:
            wish.review.check(PARSER_VERSION, selection_text(selection))
        return selection


def _for_good(order: _Order, wish: Wish) -> bool:
    """Batch by batch. Returns whether all that had been read can still be read."""
    pair = order.pair
    progress = _read_again(pair, order.limits, order.begin(wish), begin_anew=wish.anew)
    if progress is None:
        return True
    report = report_of(pair.browse, progress, wish.samples)
    _give(report, wish, f"Kept in {pair.path}.")
    forget(pair.browse)
    train_at_the_end(pair)
    return not report.newly_failed


def _on_trial(order: _Order, wish: Wish) -> bool:
    """In one transaction, which is taken back unless the changes are the reviewed ones: with what people state in it,
    so that what is refused leaves the database as it was, and what was reviewed is what is kept."""
    pair = order.pair
    with transaction(pair.browse):
        progress = _read_again(pair, order.limits, order.begin(wish), begin_anew=True)
        report = None if progress is None else report_of(pair.browse, progress, wish.samples)
        if report is None or wish.dry_run or (wish.review is not None and wish.review.changes != report.digest):
            pair.browse.rollback()
            kept = False
        else:
            forget(pair.browse)
            ensure_index(pair.browse)
            kept = True
    if kept:
        empty_log(pair)
    if report is None:
        return True
    _give(report, wish, f"Kept in {pair.path}." if kept else f"Nothing of it is kept in {pair.path}.")
    if wish.review is not None and wish.review.changes != report.digest:
        fail(f"{wish.review.file}: the changes are not the reviewed ones; nothing is kept", SOMETHING_DID_NOT_HOLD)
    if kept:
        train_at_the_end(pair)
    return not report.newly_failed


def _give(report: ReparseReport, wish: Wish, closing: str) -> None:
    if wish.json_file is not None:
        write_report(wish.json_file, report)
    print_report(report, closing)


def _read_again(pair: Pair, limits: ReadingLimits, selection: Selection, *, begin_anew: bool) -> Progress | None:
    """How the re-parse stands at its end; None where there was nothing to read."""
    earlier = under_way(pair.browse)
    going_on = earlier if earlier and not begin_anew and _is_of(earlier, selection) else None
    pool = ReadingPool(limits)
    finished = False
    try:
        read_pending(pair, pool, going_on)
        rest = count_candidates(pair, selection, going_on.done_through if going_on else 0)
        if going_on is not None:
            notices.print(
                f"going on with the re-parse of {going_on.started_at[:19]}Z: {going_on.applied} candidates are applied"
            )
        elif not rest:
            notices.print(f"nothing to read again in {pair.path}: no archived page or file matches the selection")
        elif earlier is not None:
            _say_given_up(earlier)
        if going_on is not None or rest:
            notices.print(f"reading {rest} candidates of {pair.path} with parser version {PARSER_VERSION}")
            progress = going_on or begin(pair.browse, PARSER_VERSION, selection)
            read_selection(pair, pool, selection, progress, _spoken(rest))
        finished = True
    finally:
        pool.close() if finished else pool.stop()
    # Where nothing was begun, a killed run of another selection is still under way: what it did is not this one's.
    return under_way(pair.browse) if going_on is not None or rest else None


def _is_of(earlier: Progress, selection: Selection) -> bool:
    """Whether a re-parse of this selection is the rest of that one."""
    return (earlier.parser_version, earlier.selection) == (PARSER_VERSION, selection_text(selection))


def _say_given_up(earlier: Progress) -> None:
    notices.print(
        f"the re-parse of {earlier.started_at[:19]}Z (parser version {earlier.parser_version}, selection "
        f"{earlier.selection}) did not come to its end; this one begins anew, what that one applied is kept",
        markup=False,
    )


def _spoken(total: int) -> OnApplied:
    """Says now and then how far it has come."""
    done = 0

    def add(applied: Applied) -> None:
        nonlocal done
        before, done = done, done + applied.read + applied.not_a_report + applied.failed
        if done // LINE_EVERY > before // LINE_EVERY and done < total:
            notices.print(f"{done} of {total} read")

    return add
