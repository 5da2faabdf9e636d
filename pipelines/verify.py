"""Candidates are read again from their stored bytes, in parallel, and nothing is written."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from sqlite3 import DatabaseError

from pebble import ProcessFuture

from crawler.reports.model import Reading
from crawler.store.archive.queue import Candidate, load_parts
from crawler.store.database import Pair
from crawler.store.errors import StoreError
from pipelines.read import IN_FLIGHT_A_WORKER
from pipelines.workers import ReadingPool

MOST_TRIES = 3
"""Of one candidate whose process was killed: by its own document, or by somebody from outside."""


@dataclass(slots=True)
class _Handed:
    candidate: Candidate
    future: ProcessFuture[Reading] | None
    """None: its bytes could not be had."""
    problem: str = ""
    tries: int = 1


def read_each(
    pair: Pair, pool: ReadingPool, candidates: Sequence[Candidate]
) -> Iterator[tuple[Candidate, Reading | str]]:
    """Each candidate with its reading, in the order given; a str is why there is none."""
    waiting = iter(candidates)
    handed: deque[_Handed] = deque()
    limit = pool.limits.workers * IN_FLIGHT_A_WORKER
    while True:
        while len(handed) < limit and (candidate := next(waiting, None)) is not None:
            handed.append(_hand_out(pair, pool, candidate))
        if not handed:
            return
        yield _result(pair, pool, handed.popleft())


def _hand_out(pair: Pair, pool: ReadingPool, candidate: Candidate) -> _Handed:
    try:
        return _Handed(candidate, pool.submit(load_parts(pair, candidate)))
    except (StoreError, DatabaseError) as error:
        return _Handed(candidate, None, str(error))


def _result(pair: Pair, pool: ReadingPool, one: _Handed) -> tuple[Candidate, Reading | str]:
    while one.future is not None:
        one.future.exception()  # waits
        if one.tries == MOST_TRIES or not (pool.fell_with_the_pool(one.future) or pool.died(one.future)):
            return one.candidate, pool.result(one.future)
        again = _hand_out(pair, pool, one.candidate)
        one = _Handed(one.candidate, again.future, again.problem, one.tries + 1)
    return one.candidate, one.problem
