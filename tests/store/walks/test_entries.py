"""What the store knows of a list."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.items import EndedVisit, FetchedResponse, ListedEntry, ListSeen, MissedAttachment, VisitOutcome
from crawler.sources import Source
from crawler.store.archive.captures import archive, settle_attachments
from crawler.store.archive.queue import ready_candidates
from crawler.store.database import Pair
from crawler.store.walks.crawls import begin_crawl, record_visit
from crawler.store.walks.due import full_walk_due, recheck_due
from crawler.store.walks.entries import EntryChanges, known_list, record_entries
from crawler.store.walks.list_evidence import lists_from_json
from tests.registry_rows import KUNMING
from tests.store.conftest import mark_failed

DAY = timedelta(days=1)
LIST = KUNMING.list_url
COUNTS = {"new": 0, "changed": 0, "unchanged": 0, "withdrawn": 0}


def line(number: int, **changes: object) -> ListedEntry:
    plain = ListedEntry(
        source_id="kunming-zwfw",
        url=f"https://zwfw.km.gov.cn/c/2024-01-31/{number}.shtml",
        title=f"{number}年报",
        date="2024-01-31",
        position=number,
        decision="report",
        reason="title",
        list_url=LIST,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def visit(**changes: object) -> EndedVisit:
    plain = EndedVisit("kunming-zwfw", 3, 1, 3, 1, 3, True, "complete", "stated", "")
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_new_changed_and_unchanged_lines(pair: Pair, crawl: str, start: datetime) -> None:
    def record(*lines: ListedEntry, full: bool = True) -> EntryChanges:
        return record_entries(pair, crawl, "kunming-zwfw", lines, full_walk=full, seen_at=start)

    assert record(line(0), line(1), line(1, title="a second time"), line(2)) == EntryChanges(3, 0, 0, 0)
    assert record(line(0, title="改"), line(1, date=None), line(2, position=7)) == EntryChanges(0, 2, 1, 0)
    assert record(line(5), full=False) == EntryChanges(1, 0, 0, 0)


SHOWN = [line(number) for number in range(4)]


@pytest.mark.parametrize(
    ("what", "lines", "changes"),
    [
        ("as it was", SHOWN, EntryChanges(0, 0, 4, 0)),
        ("one added on top", [line(9), *SHOWN], EntryChanges(1, 0, 4, 0)),
        ("one backdated onto the end", [*SHOWN, line(9, date="2019-01-31")], EntryChanges(1, 0, 4, 0)),
        ("one withdrawn", SHOWN[:3], EntryChanges(0, 0, 3, 1)),
        ("one retitled", [*SHOWN[:3], line(3, title="改")], EntryChanges(0, 1, 3, 0)),
        ("one dated anew", [*SHOWN[:3], line(3, date="2024-02-01")], EntryChanges(0, 1, 3, 0)),
        ("one at another address", [*SHOWN[:3], line(8)], EntryChanges(1, 0, 3, 1)),
        ("one moved to a branch", [*SHOWN[:3], line(3, list_url=f"{LIST}2023/")], EntryChanges(0, 0, 4, 0)),
        ("another order", SHOWN[::-1], EntryChanges(0, 0, 4, 0)),
        ("nothing", [], EntryChanges(0, 0, 0, 0)),
    ],
)
def test_what_the_next_full_walk_says_of_a_list(
    pair: Pair, crawl: str, start: datetime, what: str, lines: list[ListedEntry], changes: EntryChanges
) -> None:
    record_entries(pair, crawl, "kunming-zwfw", SHOWN, full_walk=True, seen_at=start)
    seen = record_entries(pair, crawl, "kunming-zwfw", lines, full_walk=True, seen_at=start)
    assert seen == changes, what


def test_a_withdrawn_line_stays_is_counted_once_and_comes_back_as_changed(
    pair: Pair, crawl: str, own: Source, start: datetime
) -> None:
    def walk(*lines: ListedEntry) -> EntryChanges:
        return record_entries(pair, crawl, own.id, lines, full_walk=True, seen_at=start)

    walk(*SHOWN)
    assert [walk(*SHOWN[1:]).withdrawn for _ in range(2)] == [1, 0]
    kept = pair.browse.execute("SELECT title, listed FROM entries ORDER BY position").fetchall()
    assert kept == [("0年报", 0), ("1年报", 1), ("2年报", 1), ("3年报", 1)]
    assert len(known_list(pair, own, start).entries) == 3
    assert walk(*SHOWN) == EntryChanges(0, 1, 3, 0)
    assert len(known_list(pair, own, start).entries) == 4


BRANCH = f"{LIST}2022/"


def seen_list(url: str, *rows: int, said: int | None = None) -> ListSeen:
    branch = () if url == LIST else ("2022年",)
    return ListSeen(url, branch, said, 1, rows, "unstated" if said is None else "stated")


@pytest.mark.parametrize(
    ("what", "lists", "withdrawn"),
    [
        ("the branch shows one of two", [seen_list(LIST, 2), seen_list(BRANCH, 1)], 1),
        ("the branch shows nothing", [seen_list(LIST, 2), seen_list(BRANCH, 0)], 0),
        ("the branch says that it holds none", [seen_list(LIST, 2), seen_list(BRANCH, 0, said=0)], 0),
        ("no list leads to the branch any more", [seen_list(LIST, 2)], 2),
    ],
)
def test_a_list_that_shows_nothing_takes_none_of_its_lines_away(
    pair: Pair, crawl: str, start: datetime, what: str, lists: list[ListSeen], withdrawn: int
) -> None:
    """Silence is never success: a site whose database is down answers 共0条 as well."""
    whole = [line(0), line(1), line(2, list_url=BRANCH), line(3, list_url=BRANCH)]
    record_entries(pair, crawl, "kunming-zwfw", whole, full_walk=True, seen_at=start)
    shown = whole[: 2 + (sum(lists[-1].rows_by_page) if lists[-1].url == BRANCH else 0)]
    changes = record_entries(pair, crawl, "kunming-zwfw", shown, full_walk=True, seen_at=start, lists=lists)
    assert changes == EntryChanges(0, 0, len(shown), withdrawn), what


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
    record_visit(pair, crawl, visit(said=37, seen=37), **COUNTS, ended_at=start)
    known = known_list(pair, own, start + timedelta(hours=1))
    assert (known.said, known.last_evidence, known.full_walk_due, known.most_seen) == ({LIST: 37}, "stated", False, 37)
    # The same run tells it again, incomplete: the row is replaced, and no complete walk is left.
    record_visit(pair, crawl, visit(said=37, seen=20, outcome="incomplete"), **COUNTS, ended_at=start)
    known = known_list(pair, own, start + timedelta(hours=1))
    assert (known.said, known.full_walk_due, known.most_seen) == ({}, True, 20)


def test_a_twin_is_known_with_its_page(pair: Pair, crawl: str, own: Source, start: datetime) -> None:
    page, file = line(0), line(1, decision="twin", twin_of=line(0).url)
    record_entries(pair, crawl, own.id, [page, file], full_walk=True, seen_at=start)
    known = known_list(pair, own, start)
    assert [(entry.decision, entry.twin_of) for entry in known.entries] == [("report", None), ("twin", page.url)]


def test_branches_are_kept_and_taken_away_like_lines_and_not_counted(
    pair: Pair, crawl: str, own: Source, start: datetime
) -> None:
    """The column's own page may show branches alone: then it shows no row, and is no silent list."""
    years = [line(year, decision="branch", url=f"{LIST}{year}/") for year in (2022, 2023)]
    lines = [line(year, list_url=f"{LIST}{year}/") for year in (2022, 2023)]

    def walk(*years_shown: int) -> EntryChanges:
        shown = [one for one in (*years, *lines) if one.position in years_shown]
        lists = [seen_list(LIST, 0), *(seen_list(f"{LIST}{year}/", 1) for year in years_shown)]
        return record_entries(pair, crawl, own.id, shown, full_walk=True, seen_at=start, lists=lists)

    assert walk(2022, 2023) == EntryChanges(2, 0, 0, 0)
    assert walk(2023) == EntryChanges(0, 0, 1, 1)
    assert {entry.url for entry in known_list(pair, own, start).entries} == {years[1].url, lines[1].url}


def test_each_list_of_a_walk_is_kept_with_its_evidence(pair: Pair, crawl: str, own: Source, start: datetime) -> None:
    lists = (
        ListSeen(LIST, (), 37, 2, (20, 17), "stated"),
        ListSeen(BRANCH, ("2022年", "县区"), None, None, (4,), "unstated"),
    )
    record_visit(pair, crawl, visit(lists=lists), **COUNTS, ended_at=start)
    record_entries(pair, crawl, own.id, [line(0), line(1, list_url=BRANCH)], full_walk=True, seen_at=start)
    known = known_list(pair, own, start)
    assert known.said == {LIST: 37, BRANCH: None}
    assert [entry.list_url for entry in known.entries] == [LIST, BRANCH]
    (kept,) = pair.browse.execute("SELECT lists FROM visits").fetchone()
    assert lists_from_json(kept) == lists
    assert json.loads(kept)[1] == {
        "url": BRANCH,
        "branch": ["2022年", "县区"],
        "said": None,
        "said_pages": None,
        "rows_by_page": [4],
        "evidence": "unstated",
    }


@pytest.mark.parametrize("outcome", get_args(VisitOutcome))
def test_a_walk_that_came_to_its_end_is_not_made_again_the_same_night(
    pair: Pair, crawl: str, own: Source, start: datetime, outcome: VisitOutcome
) -> None:
    """`unstated` is a whole walk too: a list that never states its total is not walked to its end every night."""
    finished = outcome in ("complete", "unstated", "empty")
    lists = (ListSeen(LIST, (), None, None, (3,), "unstated"),)
    record_visit(
        pair, crawl, visit(said=None, outcome=outcome, evidence="unstated", lists=lists), **COUNTS, ended_at=start
    )
    known = known_list(pair, own, start + timedelta(hours=1))
    assert known.full_walk_due is not finished
    assert (known.said, known.last_evidence) == (({LIST: None}, "unstated") if finished else ({}, None))


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
    hour = timedelta(hours=1)
    record_visit(pair, crawl, visit(), **COUNTS, ended_at=start)
    for number, (change, due) in enumerate(
        (({"outcome": "down", "list_pages": 0}, False), ({"outcome": "incomplete"}, True), ({}, False)), 1
    ):
        other = begin_crawl(pair, started_at=start + number * hour, arguments={}, versions={})
        record_visit(pair, other, visit(**change), **COUNTS, ended_at=start + number * hour)
        assert known_list(pair, own, start + 5 * hour).full_walk_due is due, change


@pytest.mark.parametrize(
    ("decision", "checked_after", "asked_after", "due"),
    [
        ("report", 0, 1, True),
        ("report", 6, 7, True),
        ("report", 7, 8, False),
        ("report", 0, 0, False),
        ("statistics", 0, 1, True),
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
