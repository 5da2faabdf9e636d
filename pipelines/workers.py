"""The processes that read documents: each document under a time limit and a memory limit, never in the event loop."""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Sequence
from concurrent.futures import TimeoutError as ReadingTimeout
from dataclasses import dataclass

from pebble import ProcessExpired, ProcessFuture, ProcessPool

from crawler.documents.model import DocumentError
from crawler.reports.candidate import Part, read_candidate
from crawler.reports.model import Reading

MAX_TASKS_A_WORKER = 2000
"""A worker is replaced after so many documents, so that a leak in a C library never adds up over a night."""


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
    """What a worker runs. Raises DocumentError for bytes that cannot be read."""
    return read_candidate([Part(data, name, media_type) for data, name, media_type in parts])


class ReadingPool:
    """A pool of reading processes, started before any event loop (a fork after the reactor's start is not safe)."""

    def __init__(self, limits: ReadingLimits) -> None:
        self.limits = limits
        context = multiprocessing.get_context("forkserver")
        # Imported once in the fork server, so that a worker starts with the parsers in memory.
        context.set_forkserver_preload(["pipelines.workers"])
        self._pool = ProcessPool(
            max_workers=limits.workers,
            max_tasks=MAX_TASKS_A_WORKER,
            initializer=limit_memory,
            initargs=(limits.megabytes,),
            context=context,
        )

    def submit(self, parts: Sequence[tuple[bytes, str, str | None]]) -> ProcessFuture[Reading]:
        return self._pool.schedule(read_parts, args=(tuple(parts),), timeout=self.limits.seconds)

    def result(self, future: ProcessFuture[Reading]) -> Reading | str:
        """The reading of a finished future, or one line that says why there is none."""
        try:
            return future.result()
        except DocumentError as error:
            return str(error)
        except ReadingTimeout:
            return f"not read within {self.limits.seconds:g} seconds"
        except ProcessExpired as error:
            return f"the reading process died (exit code {error.exitcode})"
        except MemoryError:
            return f"needs more than {self.limits.megabytes} MB of memory to read"
        except RecursionError:
            return "nested too deeply to read"

    def close(self) -> None:
        """Waits for what was submitted, then ends the processes."""
        self._pool.close()  # type: ignore[no-untyped-call]
        self._pool.join()

    def stop(self) -> None:
        """Ends the processes at once; what was being read stays pending."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()
