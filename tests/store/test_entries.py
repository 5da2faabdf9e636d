"""What the store knows of a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import EndedVisit, FetchedResponse, ListedEntry
from crawler.sources import Source
from crawler.store.captures import archive, settle_attachments
from crawler.store.crawls import record_visit
from crawler.store.database import Pair
from crawler.store.due import full_walk_due, recheck_due
from crawler.store.entries import EntryChanges, known_list, record_entries

DAY = timedelta(days=1)


def line(number: int, **changes: object) -> ListedEntry:
    plain = ListedEntry(
        source_id="kunming-zwfw",
        url=f"https://zwfw.km.gov.cn/c/2024-01-31/{number}.shtml",
        title=f"{number}年报",
        date="2024-01-31",
        position=number,
        decision="report",
        reason="title",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def visit(**changes: object) -> EndedVisit:
    plain = EndedVisit("kunming-zwfw", 3, 1, 3, 1, 3, True, "complete", "stated", "")
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_new_changed_and_unchanged_lines(pair: Pair, crawl: str, start: datetime) -> None:
    def record(*lines: ListedEntry, full: bool = True) -> EntryChanges:
        return record_entries(pair, crawl, "kunming-zwfw", lines, full_walk=full, seen_at=start)

    assert record(line(0), line(1), line(1, title="a second time"), line(2)) == EntryChanges(3, 0, 0)
    assert record(line(0, title="改"), line(1, date=None), line(2, position=7)) == EntryChanges(0, 2, 1)
    assert record(line(5), full=False) == EntryChanges(1, 0, 0)


def test_only_a_walk_to_the_end_takes_a_line_off_the_list(pair: Pair, crawl: str, own: Source, start: datetime) -> None:
    def known() -> list[str]:
        return [entry.title for entry in known_list(pair, own, start).entries]

    record_entries(pair, crawl, own.id, [line(0), line(1), line(2)], full_walk=True, seen_at=start)
    record_entries(pair, crawl, own.id, [line(1)], full_walk=False, seen_at=start)
    assert known() == ["0年报", "1年报", "2年报"]
    record_entries(pair, crawl, own.id, [line(2, position=0), line(0, position=1)], full_walk=True, seen_at=start)
    assert known() == ["2年报", "0年报"]


def test_a_page_is_held_when_nothing_of_it_is_awaited(
    pair: Pair, crawl: str, own: Source, start: datetime, page: Callable[..., FetchedResponse]
) -> None:
    def held() -> bool:
        return known_list(pair, own, start).entries[0].page_held

    record_entries(pair, crawl, own.id, [line(1)], full_walk=True, seen_at=start)
    assert not held()
    pdf = "https://zwfw.km.gov.cn/a.pdf"
    archive(pair, crawl, [page(line(1).url, attachments=(pdf,))], [])
    assert not held()
    settle_attachments(pair, crawl)
    assert not held(), "an attachment that only its run's end cut off is asked for again"
    archive(pair, crawl, [page(pdf, b"%PDF", kind="attachment", of=line(1).url)], [])
    assert held()
    assert known_list(pair, own, start).entries[0].etag == '"1"'


def test_what_the_last_complete_walk_said(pair: Pair, crawl: str, own: Source, start: datetime) -> None:
    assert known_list(pair, own, start).full_walk_due
    counts = {"new": 0, "changed": 0, "unchanged": 0}
    record_visit(pair, crawl, visit(said=37, seen=37), **counts, ended_at=start)
    known = known_list(pair, own, start + timedelta(hours=1))
    assert (known.said, known.last_evidence, known.full_walk_due, known.most_seen) == (37, "stated", False, 37)
    # The same run tells it again, incomplete: the row is replaced, and no complete walk is left.
    record_visit(pair, crawl, visit(said=37, seen=20, outcome="incomplete"), **counts, ended_at=start)
    known = known_list(pair, own, start + timedelta(hours=1))
    assert (known.said, known.full_walk_due, known.most_seen) == (None, True, 20)


NOW = datetime(2024, 6, 1, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days_since", "published", "due"),
    [
        (31, date(2024, 1, 31), True),
        (0, date(2024, 1, 31), False),
        (31, None, True),
        (366, date(2019, 1, 31), True),
    ],
)
def test_recheck_is_due(days_since: int, published: date | None, due: bool) -> None:
    assert recheck_due("https://a.cn/1", NOW - days_since * DAY, published, NOW) is due


@given(st.text(max_size=40), st.integers(0, 400))
def test_each_list_is_walked_whole_in_every_seven_nights_and_never_twice_in_one(source: str, offset: int) -> None:
    nights = [NOW + (offset + night) * DAY for night in range(60)]
    last = nights[0]
    gaps = []
    for night in nights[1:]:
        if full_walk_due(source, last, night):
            gaps.append((night - last) // DAY)
            last = night
    assert gaps[0] in range(1, 8)
    assert set(gaps[1:]) == {7}
    assert not full_walk_due(source, last, last + timedelta(hours=19))


def test_due_dates_are_spread() -> None:
    walked = NOW - DAY
    tomorrow = sum(full_walk_due(f"source-{number}", walked, NOW) for number in range(700))
    assert 60 < tomorrow < 140  # a seventh of them
    yearly = sum(recheck_due(f"https://a.cn/{one}", NOW - 30 * DAY, date(2015, 1, 1), NOW) for one in range(1200))
    assert 60 < yearly < 140  # a twelfth
