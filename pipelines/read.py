"""Read: candidates go to the workers, their readings come back in candidate order.

`captures.read_state` is the queue. Results are applied in the order in which candidates were archived, not in the order
in which workers finish, so that a run's database does not depend on scheduling.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import wait
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Protocol

from pebble import ProcessFuture

from crawler.reports.model import Reading
from crawler.store.archive.queue import (
    Candidate,
    Selection,
    candidates_after,
    load_parts,
    ready_candidates,
    sequence_of,
)
from crawler.store.database import Pair
from crawler.store.grouping.reports import Applied, apply_readings
from pipelines.workers import ReadingPool

IN_FLIGHT_A_WORKER = 4
"""Candidates handed out ahead of each worker: enough that none waits, few enough that their bytes fit in memory."""
BATCH = 100
"""Readings applied in one transaction at the most (DESIGN.md: 50 to 500 rows)."""
Apply = Callable[[Pair, Sequence[tuple[Candidate, Reading | str]]], Applied]


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


def each_of(pair: Pair, selection: Selection, sequence: int = 0) -> Supply:
    """A selection, once each, from behind a place in candidate order (a re-parse)."""
    last = sequence

    def take(room: int, in_flight: frozenset[str]) -> Sequence[Candidate]:
        nonlocal last
        candidates = candidates_after(pair, selection, last, room)
        if candidates:
            last = sequence_of(pair.browse, candidates[-1].id)
        return candidates

    return take


@dataclass(slots=True)
class _Submitted:
    candidate: Candidate
    future: ProcessFuture[Reading]
    again: bool = False
    """Its process died once; the second time it is the document's fault."""


class ReadingQueue:
    """Between archive and store. `pump` never blocks; `drain` returns when nothing is left to read.

    `apply`: what puts a batch into the store (apply_readings). `whole_batches`: batches of just so many readings, but
    for the last; so they are the same however many workers there are. None: whatever is finished, as soon as it is.
    """

    def __init__(
        self,
        pair: Pair,
        pool: ReadingPool,
        supply: Supply,
        on_applied: Callable[[Applied], None],
        apply: Apply | None = None,
        whole_batches: int | None = None,
    ) -> None:
        self._pair = pair
        self._pool = pool
        self._supply = supply
        self._on_applied = on_applied
        self._apply = apply or apply_readings
        self._whole = whole_batches
        self._in_flight: deque[_Submitted] = deque()
        self._exhausted = False
        # Finished readings that wait for their batch to be whole must not keep the workers idle.
        self._limit = pool.limits.workers * IN_FLIGHT_A_WORKER + (whole_batches or 0)

    def pump(self) -> None:
        """Apply what is finished at the head of the queue, then hand out what is ready."""
        self._submit_lost_again()
        self._apply_finished()
        room = self._limit - len(self._in_flight)
        if room > 0:
            taken = self._supply(room, frozenset(one.candidate.id for one in self._in_flight))
            self._exhausted = len(taken) < room
            for candidate in taken:
                self._in_flight.append(_Submitted(candidate, self._submit(candidate)))

    def drain(self) -> None:
        # A run drains once before its event loop starts: the processes are ready when the first page has come.
        self._pool.prepare()
        self.pump()
        while self._in_flight:
            unfinished = next((one.future for one in self._in_flight if not self._is_finished(one)), None)
            if unfinished is not None:
                wait([unfinished])
            elif self._exhausted:
                self._apply_batch(self._finished())  # the last batch, and no whole one
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
        while (finished := self._finished()) >= (self._whole or 1):
            self._apply_batch(finished)

    def _apply_batch(self, finished: int) -> None:
        ones = [self._in_flight.popleft() for _ in range(finished)]
        if ones:
            results = [(one.candidate, self._pool.result(one.future)) for one in ones]
            self._on_applied(self._apply(self._pair, results))

    def _finished(self) -> int:
        """How many at the head of the queue are finished, a batch at the most."""
        head = islice(self._in_flight, self._whole or BATCH)
        return sum(1 for _ in takewhile(self._is_finished, head))

    def _is_finished(self, one: _Submitted) -> bool:
        # What finished by dying since the last look is submitted again first.
        return (
            one.future.done()
            and not self._pool.fell_with_the_pool(one.future)
            and (one.again or not self._pool.died(one.future))
        )
