"""The queue between archive and store: whole batches are the same however fast the workers are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.reports.model import Reading
from crawler.store.archive.captures import ImportedFile, archive_files
from crawler.store.archive.parts import Candidate
from crawler.store.archive.queue import Selection, all_candidates
from crawler.store.database import Pair, close_pair, open_pair
from crawler.store.grouping.reports import Applied, apply_readings
from pipelines.read import ReadingQueue, each_of
from pipelines.workers import ReadingLimits, ReadingPool

FILES = 11


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    opened = open_pair(tmp_path / "corpus.db", origin="live")
    files = [
        ImportedFile(f"{number}.txt", f"第{number}号局2023年政府信息公开工作年度报告\n一、总体情况\n".encode(), NOW)
        for number in range(FILES)
    ]
    archive_files(opened, files)
    yield opened
    close_pair(opened)


NOW = datetime(2024, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize("workers", [1, 2])
def test_whole_batches_are_applied_in_candidate_order_and_only_the_last_is_smaller(pair: Pair, workers: int) -> None:
    batches: list[list[str]] = []

    def apply(into: Pair, results: Sequence[tuple[Candidate, Reading | str]]) -> Applied:
        batches.append([candidate.name for candidate, _ in results])
        return apply_readings(into, results)

    first = all_candidates(pair)[0]
    pool = ReadingPool(ReadingLimits(workers, 30, 1536))
    try:
        supply = each_of(pair, Selection(), 1)  # behind the first: it has been applied before
        ReadingQueue(pair, pool, supply, lambda _: None, apply, whole_batches=4).drain()
    finally:
        pool.stop()
    names = [candidate.name for candidate in all_candidates(pair)]
    assert first.name == names[0]
    assert batches == [names[1:5], names[5:9], names[9:]]
