"""Read: candidates go to the workers, their readings come back in candidate order.

`captures.read_state` is the queue. Results are applied in the order in which candidates were archived, not in the order
in which workers finish, so that a run's database does not depend on scheduling.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import wait
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from pebble import ProcessFuture

from crawler.reports.model import Reading
from crawler.store.database import Pair
from crawler.store.queue import Candidate, load_parts, ready_candidates
from crawler.store.reports import Applied, apply_readings
from pipelines.workers import ReadingPool

IN_FLIGHT_A_WORKER = 4
"""Candidates handed out ahead of each worker: enough that none waits, few enough that their bytes fit in memory."""
BATCH = 100
"""Readings applied in one transaction at the most (DESIGN.md: 50 to 500 rows)."""


class Supply(Protocol):
    """Where a queue takes candidates from."""

    def __call__(self, room: int, in_flight: frozenset[str]) -> Sequence[Candidate]:
        """At most `room` candidates that are not in flight, in candidate order."""
        ...


def pending(pair: Pair) -> Supply:
    """What the archive holds and nobody has read."""

    def take(room: int, in_flight: frozenset[str]) -> Sequence[Candidate]:
        ready = ready_candidates(pair, room + len(in_flight))
        return [candidate for candidate in ready if candidate.id not in in_flight][:room]

    return take


def each_of(candidates: Iterator[Candidate]) -> Supply:
    """A given selection, once each (a re-parse)."""

    def take(room: int, in_flight: frozenset[str]) -> Sequence[Candidate]:
        return list(islice(candidates, room))

    return take


@dataclass(slots=True)
class _Submitted:
    candidate: Candidate
    future: ProcessFuture[Reading]
    again: bool = False
    """Its process died once; the second time it is the document's fault."""


class ReadingQueue:
    """Between archive and store. `pump` never blocks; `drain` returns when nothing is left to read."""

    def __init__(self, pair: Pair, pool: ReadingPool, supply: Supply, on_applied: Callable[[Applied], None]) -> None:
        self._pair = pair
        self._pool = pool
        self._supply = supply
        self._on_applied = on_applied
        self._in_flight: deque[_Submitted] = deque()
        self._limit = pool.limits.workers * IN_FLIGHT_A_WORKER

    def pump(self) -> None:
        """Apply what is finished at the head of the queue, then hand out what is ready."""
        self._submit_lost_again()
        self._apply_finished()
        room = self._limit - len(self._in_flight)
        if room > 0:
            for candidate in self._supply(room, frozenset(one.candidate.id for one in self._in_flight)):
                self._in_flight.append(_Submitted(candidate, self._submit(candidate)))

    def drain(self) -> None:
        # A run drains once before its event loop starts: the processes are ready when the first page has come.
        self._pool.prepare()
        self.pump()
        while self._in_flight:
            wait([self._in_flight[0].future])
            self.pump()

    def _submit(self, candidate: Candidate) -> ProcessFuture[Reading]:
        return self._pool.submit(load_parts(self._pair, candidate))

    def _submit_lost_again(self) -> None:
        """A process that somebody killed (or the kernel, short of memory) must not cost a document its reading."""
        for one in self._in_flight:
            if not one.future.done():
                continue
            if self._pool.fell_with_the_pool(one.future):
                one.future = self._submit(one.candidate)
            elif self._pool.died(one.future) and not one.again:
                one.again = True
                one.future = self._submit(one.candidate)

    def _apply_finished(self) -> None:
        while self._head_is_finished():
            finished: list[tuple[Candidate, Reading | str]] = []
            while self._head_is_finished() and len(finished) < BATCH:
                one = self._in_flight.popleft()
                finished.append((one.candidate, self._pool.result(one.future)))
            self._on_applied(apply_readings(self._pair, finished))

    def _head_is_finished(self) -> bool:
        if not self._in_flight or not self._in_flight[0].future.done():
            return False
        one = self._in_flight[0]
        # What finished by dying since the last look is submitted again first.
        return not self._pool.fell_with_the_pool(one.future) and (one.again or not self._pool.died(one.future))
