"""The processes that read documents: each document under a time limit and a memory limit, never in the event loop."""

from __future__ import annotations

import logging
import multiprocessing
import resource
from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as ReadingTimeout
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import forkserver

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from crawler.documents.model import DocumentError
from crawler.reports.model import Reading
from pipelines.errors import ReadingStopped

logger = logging.getLogger(__name__)

MAX_TASKS_A_WORKER = 2000
"""A worker is replaced after so many documents, so that a leak in a C library never adds up over a night."""
MOST_RESTARTS = 5
"""Of the whole pool in one run: more than that is no accident."""


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    workers: int
    seconds: float
    """For one candidate."""
    megabytes: int
    """Address space of a worker."""


def limit_memory(megabytes: int) -> None:
    """Run in each worker at its start: past the limit an allocation fails there, and nowhere else."""
    size = megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))


def read_parts(parts: Sequence[tuple[bytes, str, str | None]]) -> Reading:
    """What a worker runs. Raises DocumentError for bytes that cannot be read.

    The places of the values stay behind: nobody stores them, and sending them would make every one of them.
    """
    reading = read_parts_with_places(parts)
    return replace(reading, reports=tuple(replace(report, places=()) for report in reading.reports))


def read_parts_with_places(parts: Sequence[tuple[bytes, str, str | None]]) -> Reading:
    """The same for whoever verifies: with the place of every value. Raises DocumentError likewise."""
    # Loaded in the fork server alone: the process that crawls starts without the parsers, a second sooner.
    from crawler.reports.candidate import Part, read_candidate

    return read_candidate([Part(data, name, media_type) for data, name, media_type in parts])


class ReadingPool:
    """A pool of reading processes, started before any event loop (a fork after the reactor's start is not safe).

    `work`: what a process does with a candidate's parts; a function of this module's top level.
    """

    def __init__(
        self,
        limits: ReadingLimits,
        work: Callable[[Sequence[tuple[bytes, str, str | None]]], Reading] = read_parts,
    ) -> None:
        self.limits = limits
        self._work = work
        self._restarts = 0
        self._pool = self._start()

    def _start(self) -> ProcessPool:
        context = multiprocessing.get_context("forkserver")
        # Imported once in the fork server, so that a worker starts with the parsers in memory.
        context.set_forkserver_preload(["pipelines.workers", "pipelines.warm_reader"])
        return ProcessPool(
            max_workers=self.limits.workers,
            max_tasks=MAX_TASKS_A_WORKER,
            initializer=limit_memory,
            initargs=(self.limits.megabytes,),
            context=context,
        )

    def prepare(self) -> None:
        """Let the fork server load the parsers, which takes a second, while the caller goes on.

        Pebble starts its first worker with the first document, and whoever hands that in waits for the fork server: in
        a crawl the event loop would (measured: up to 1.5 s). Does nothing when the server runs.
        """
        forkserver.ensure_running()

    def submit(self, parts: Sequence[tuple[bytes, str, str | None]]) -> ProcessFuture[Reading]:
        """Raises ReadingStopped when the processes cannot be kept alive."""
        if not self._pool.active:
            self._restart()
        try:
            return self._schedule(parts)
        except RuntimeError:  # Pebble's word for a pool that broke since it was asked
            self._restart()
            return self._schedule(parts)

    def _schedule(self, parts: Sequence[tuple[bytes, str, str | None]]) -> ProcessFuture[Reading]:
        return self._pool.schedule(self._work, args=(tuple(parts),), timeout=self.limits.seconds)

    def _restart(self) -> None:
        """Pebble gives the whole pool up when an idle worker or the fork server is killed from outside."""
        if self._restarts == MOST_RESTARTS:
            raise ReadingStopped(
                f"the reading processes were killed from outside {MOST_RESTARTS + 1} times; what is not read is pending"
            )
        self._restarts += 1
        logger.warning("the reading processes were killed from outside; started again (%d)", self._restarts)
        self.stop()
        self._pool = self._start()

    def fell_with_the_pool(self, future: ProcessFuture[Reading]) -> bool:
        """Whether a finished future was given up because other processes were killed: its document did nothing."""
        return isinstance(future.exception(), BrokenProcessPool)

    def died(self, future: ProcessFuture[Reading]) -> bool:
        """Whether a finished future's own process died, by its document or by a signal from outside."""
        return isinstance(future.exception(), ProcessExpired)

    def result(self, future: ProcessFuture[Reading]) -> Reading | str:
        """The reading of a finished future, or one line that says why there is none."""
        error = future.exception()
        return future.result() if error is None else self._words(error)

    def _words(self, error: BaseException) -> str:
        if isinstance(error, DocumentError):
            return str(error)
        known: tuple[tuple[type[BaseException], str], ...] = (
            (ReadingTimeout, f"not read within {self.limits.seconds:g} seconds"),
            (ProcessExpired, f"the reading process died (exit code {getattr(error, 'exitcode', None)})"),
            (MemoryError, f"needs more than {self.limits.megabytes} MB of memory to read"),
            (RecursionError, "nested too deeply to read"),
        )
        for kind, words in known:
            if isinstance(error, kind):
                return words
        # Whatever else a worker raised is a fault of ours on this one document: it is named, and the others go on.
        logger.error("a document could not be read", exc_info=error)
        return f"the parser failed ({type(error).__name__}: {' '.join(str(error).split()) or 'no message'})"

    def close(self) -> None:
        """Waits for what was submitted, then ends the processes."""
        self._pool.close()  # type: ignore[no-untyped-call]
        self._pool.join()

    def stop(self) -> None:
        """Ends the processes at once; what was being read stays pending."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
