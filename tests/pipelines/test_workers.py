"""Reading in processes: a document that hangs, dies or eats memory fails alone, and the others go on."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest
from pebble import ProcessPool

from pipelines.errors import ReadingStopped
from pipelines.workers import MOST_RESTARTS, ReadingLimits, ReadingPool

REPORT = "昆明市政务服务管理局2023年政府信息公开工作年度报告\n一、总体情况\n本机关认真贯彻条例。\n".encode()


@pytest.fixture
def pool() -> Iterator[ReadingPool]:
    made = ReadingPool(ReadingLimits(workers=1, seconds=5, megabytes=1536))
    yield made
    made.stop()


def inner(pool: ReadingPool) -> ProcessPool:
    return pool._pool


def spin() -> None:
    while True:
        pass


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def devour() -> int:
    return len(bytearray(4 * 1024**3))


def test_a_document_is_read_and_a_bad_one_is_a_line(pool: ReadingPool) -> None:
    reading = pool.result(pool.submit([(REPORT, "a.txt", None)]))
    assert not isinstance(reading, str)
    assert reading.reports[0].agency == "昆明市政务服务管理局"
    line = pool.result(pool.submit([(b"%PDF-1.4\n", "a.pdf", None)]))
    assert isinstance(line, str)
    assert "\n" not in line


@pytest.mark.parametrize(
    ("harm", "line"),
    [
        (spin, "not read within 1 seconds"),
        (die, "the reading process died (exit code -9)"),
        (devour, "needs more than 1536 MB of memory to read"),
    ],
)
def test_what_harms_a_worker_fails_alone(pool: ReadingPool, harm: object, line: str) -> None:
    pool.limits = ReadingLimits(workers=1, seconds=1, megabytes=1536)
    bad = inner(pool).schedule(harm, timeout=1 if harm is spin else None)
    assert pool.result(bad) == line
    pool.limits = ReadingLimits(workers=1, seconds=30, megabytes=1536)
    assert not isinstance(pool.result(pool.submit([(REPORT, "a.txt", None)])), str)


def processes_of(pool: ReadingPool) -> list[int]:
    return list(inner(pool)._pool_manager.worker_manager.workers)


def test_an_idle_worker_that_is_killed_costs_nothing(pool: ReadingPool) -> None:
    """Pebble gives its whole pool up then; the reading goes on in a new one."""
    assert not isinstance(pool.result(pool.submit([(REPORT, "a.txt", None)])), str)
    broken = inner(pool)
    (worker,) = processes_of(pool)
    os.kill(worker, signal.SIGKILL)
    broken._pool_manager_loop.join(30)  # type: ignore[union-attr]  # the thread ends when it has seen it
    assert not broken.active
    assert not isinstance(pool.result(pool.submit([(REPORT, "a.txt", None)])), str)


def test_processes_that_are_killed_again_and_again_end_the_reading(pool: ReadingPool) -> None:
    def kill_pool() -> None:
        future = pool.submit([(REPORT, "a.txt", None)])
        future.result(30)
        loop = inner(pool)._pool_manager_loop
        os.kill(processes_of(pool)[0], signal.SIGKILL)
        loop.join(30)  # type: ignore[union-attr]

    for _ in range(MOST_RESTARTS + 1):
        kill_pool()
    with pytest.raises(ReadingStopped, match="killed from outside"):
        pool.submit([(REPORT, "a.txt", None)])


def fail_oddly() -> None:
    raise KeyError("a fault of the parser's own")


def test_a_fault_of_the_parser_fails_its_document_alone(pool: ReadingPool) -> None:
    line = pool.result(inner(pool).schedule(fail_oddly))
    assert line == 'the parser failed (KeyError: "a fault of the parser\'s own")'
