"""Reading again what the archive holds: the selection in its order, then what that has put back, and no request."""

from __future__ import annotations

from collections.abc import Callable

from crawler.store.archive.queue import Selection
from crawler.store.database import Pair
from crawler.store.grouping.reports import Applied
from crawler.store.rereading.reparse_progress import Progress, apply_and_record, apply_put_back
from pipelines.read import ReadingQueue, each_of, pending
from pipelines.workers import ReadingPool

BATCH = 50
"""Candidates applied in one transaction. Always so many, so that the number of workers and a kill change nothing."""

OnApplied = Callable[[Applied], None]


def read_pending(pair: Pair, pool: ReadingPool, going_on: Progress | None) -> None:
    """What an earlier run left unread comes first; while a re-parse is under way it is put down as its own."""
    apply = None if going_on is None else apply_put_back
    ReadingQueue(pair, pool, pending(pair), _silent, apply, BATCH).drain()


def read_selection(
    pair: Pair, pool: ReadingPool, selection: Selection, progress: Progress, on_applied: OnApplied
) -> None:
    """Go on behind what the re-parse has applied, to its end."""
    supply = each_of(pair, selection, progress.done_through)
    ReadingQueue(pair, pool, supply, on_applied, apply_and_record, BATCH).drain()
    # A copy whose version is now read otherwise through another capture is put back as pending.
    ReadingQueue(pair, pool, pending(pair), _silent, apply_put_back, BATCH).drain()


def _silent(_: Applied) -> None:
    """What was pending is no part of the selection that is counted."""
