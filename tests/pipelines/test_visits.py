"""What the visits pipeline keeps of a walk, by how the walk ended: a real store, and items as a spider yields them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import get_args

import pytest

from crawler.items import EndedVisit, ListedEntry, ListSeen, VisitOutcome
from crawler.store.bodies.registry import sync_registry
from crawler.store.database import Pair, close_pair, open_pair
from crawler.store.moments import read_moment
from crawler.store.walks.crawls import begin_crawl
from crawler.store.walks.entries import EntryChanges, known_list
from pipelines.run import CrawlRun
from pipelines.visits import VisitsPipeline
from tests.registry_rows import KUNMING

FIRST_NIGHT, SECOND_NIGHT = (read_moment(f"2024-03-0{day}T02:00:00+00:00") for day in (1, 2))


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    opened = open_pair(tmp_path / "corpus.db", origin="live")
    sync_registry(opened, [KUNMING])
    yield opened
    close_pair(opened)


def lines(count: int) -> list[ListedEntry]:
    return [
        ListedEntry(
            source_id=KUNMING.id,
            url=f"https://zwfw.km.gov.cn/{number}.shtml",
            title=f"{number}年报",
            date=None,
            position=number,
            decision="report",
            reason="title",
            list_url=KUNMING.list_url,
        )
        for number in range(count)
    ]


def night(
    pair: Pair, moment: object, entries: Sequence[ListedEntry], outcome: VisitOutcome, *, full_walk: bool = True
) -> EntryChanges:
    """One run over the one source; returns what it says changed."""
    crawl = begin_crawl(pair, started_at=moment, arguments={}, versions={})  # type: ignore[arg-type]
    run = CrawlRun(pair, crawl, None, lambda _: None, lambda _: None, lambda: None)
    pipeline = VisitsPipeline(run, lambda: ())
    for entry in entries:
        pipeline.process_item(entry)
    rows = (len(entries),)
    seen = ListSeen(KUNMING.list_url, (), None, None, rows, "unstated")
    seen_entries = len(entries) if full_walk else 3
    pipeline.process_item(
        EndedVisit(KUNMING.id, None, None, seen_entries, 1, 0, full_walk, outcome, "unstated", "", (seen,))
    )
    assert run.failure is None
    (result,) = run.visits
    return result.changes


@pytest.mark.parametrize("outcome", get_args(VisitOutcome))
def test_only_a_walk_that_came_to_its_end_withdraws_a_line(pair: Pair, outcome: VisitOutcome) -> None:
    assert night(pair, FIRST_NIGHT, lines(3), "complete") == EntryChanges(3, 0, 0, 0)
    finished = outcome in ("complete", "unstated", "empty")
    assert night(pair, SECOND_NIGHT, lines(2), outcome) == EntryChanges(0, 0, 2, 1 if finished else 0)
    listed = pair.browse.execute("SELECT url, listed FROM entries ORDER BY position").fetchall()
    assert [state for _, state in listed] == ([1, 1, 0] if finished else [1, 1, 1])
    stored = pair.browse.execute("SELECT unchanged, withdrawn FROM visits ORDER BY rowid DESC LIMIT 1").fetchone()
    assert stored == (2, 1 if finished else 0)


@pytest.mark.parametrize("outcome", ["complete", "unstated", "empty"])
def test_a_walk_that_shows_nothing_withdraws_nothing(pair: Pair, outcome: VisitOutcome) -> None:
    night(pair, FIRST_NIGHT, lines(3), "complete")
    assert night(pair, SECOND_NIGHT, [], outcome) == EntryChanges(0, 0, 0, 0)
    assert len(known_list(pair, KUNMING, SECOND_NIGHT).entries) == 3


def test_an_unchanged_list_leaves_every_known_line_as_it_stands(pair: Pair) -> None:
    night(pair, FIRST_NIGHT, lines(3), "complete")
    assert night(pair, SECOND_NIGHT, [], "complete", full_walk=False) == EntryChanges(0, 0, 3, 0)
    assert known_list(pair, KUNMING, SECOND_NIGHT).said == {KUNMING.list_url: None}
