"""What the store knows of a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import EndedVisit, FetchedResponse, ListedEntry, MissedAttachment
from crawler.sources import Source
from crawler.store.captures import archive, settle_attachments
from crawler.store.crawls import begin_crawl, record_visit
from crawler.store.database import Pair
from crawler.store.due import full_walk_due, recheck_due
from crawler.store.entries import EntryChanges, known_list, record_entries
from crawler.store.queue import mark_failed, ready_candidates

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


@pytest.mark.parametrize(("ask_again", "held"), [(True, False), (False, True)])
def test_an_attachment_that_failed_one_night_is_asked_for_the_next(
    pair: Pair,
    crawl: str,
    own: Source,
    start: datetime,
    page: Callable[..., FetchedResponse],
    *,
    ask_again: bool,
    held: bool,
) -> None:
    """A 503 passes, a 404 does not: only the first makes the page be fetched again, page 1 unchanged or not."""
    pdf = "https://zwfw.km.gov.cn/a.pdf"
    record_entries(pair, crawl, own.id, [line(1)], full_walk=True, seen_at=start)
    miss = MissedAttachment(own.id, line(1).url, pdf, "failed", "HTTP", ask_again=ask_again)
    archive(pair, crawl, [page(line(1).url, attachments=(pdf,))], [miss])
    settle_attachments(pair, crawl)
    assert known_list(pair, own, start).entries[0].page_held is held
    archive(pair, crawl, [page(line(1).url, attachments=(pdf,))], [])
    archive(pair, crawl, [page(pdf, b"%PDF", kind="attachment", of=line(1).url)], [])
    assert known_list(pair, own, start).entries[0].page_held


def test_a_walk_that_broke_off_is_made_again(pair: Pair, crawl: str, own: Source, start: datetime) -> None:
    """Its entries are kept, so page 1 looks unchanged the next night, while later pages were never seen."""
    counts = {"new": 0, "changed": 0, "unchanged": 0}
    hour = timedelta(hours=1)
    record_visit(pair, crawl, visit(), **counts, ended_at=start)
    for number, (change, due) in enumerate(
        (({"outcome": "down", "list_pages": 0}, False), ({"outcome": "incomplete"}, True), ({}, False)), 1
    ):
        other = begin_crawl(pair, started_at=start + number * hour, arguments={}, versions={})
        record_visit(pair, other, visit(**change), **counts, ended_at=start + number * hour)
        assert known_list(pair, own, start + 5 * hour).full_walk_due is due, change


@pytest.mark.parametrize(
    ("decision", "checked_after", "asked_after", "due"),
    [
        ("report", 0, 1, True),
        ("report", 6, 7, True),
        ("report", 7, 8, False),
        ("report", 0, 0, False),
        ("follow", 0, 1, False),
    ],
)
def test_a_page_that_is_no_report_though_its_list_says_so_is_looked_at_again_for_a_week(
    pair: Pair,
    crawl: str,
    own: Source,
    page: Callable[..., FetchedResponse],
    decision: str,
    checked_after: int,
    asked_after: int,
    due: bool,
) -> None:
    """It may have been the front page, sent with 200 on a bad night."""
    first = datetime(2024, 3, 1, 2, 0, tzinfo=UTC)
    published = line(1, decision=decision)
    while recheck_due(published.url, first, date(2024, 1, 31), first + 8 * DAY):
        published = replace(published, url=published.url + "?")  # one whose own monthly day is not among these eight
    record_entries(pair, crawl, own.id, [published], full_walk=True, seen_at=first)
    archive(pair, crawl, [page(published.url)], [])
    (candidate,) = ready_candidates(pair, 1)
    mark_failed(pair, candidate.id, "a front page")
    archive(pair, crawl, [page(published.url, minute=checked_after * 24 * 60)], [])
    assert known_list(pair, own, first + asked_after * DAY).entries[0].recheck_due is due


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
