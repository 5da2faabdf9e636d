"""New content is a new version, a re-parse never makes one, and what was replaced in silence can be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from crawler.items import FetchedResponse, ListedEntry
from crawler.reports.model import Reading, Report
from crawler.store.archive.captures import archive
from crawler.store.archive.queue import Candidate, all_candidates, ready_candidates
from crawler.store.database import Pair
from crawler.store.fingerprint import fingerprint
from crawler.store.grouping.reports import apply_readings
from crawler.store.raw.blobs import digest
from crawler.store.walks.crawls import begin_crawl
from crawler.store.walks.entries import record_entries
from tests.store.conftest import OWN, START

URL = "https://zwfw.km.gov.cn/c/2024-01-31/1.shtml"
OTHER = "https://zwfw.km.gov.cn/c/2024-02-01/2.shtml"
PDF = "https://zwfw.km.gov.cn/files/a.pdf"
Page = Callable[..., FetchedResponse]
Build = Callable[..., Report]
Wrap = Callable[..., Reading]
Fetch = Callable[..., Candidate]


def rows(pair: Pair, sql: str, *values: object) -> list[tuple[object, ...]]:
    return pair.browse.execute(sql, list(values)).fetchall()


def versions(pair: Pair) -> list[tuple[object, ...]]:
    return rows(pair, "SELECT id, report, position FROM versions ORDER BY id")


def read_all(pair: Pair, reading: Callable[[Candidate], Reading]) -> None:
    while waiting := ready_candidates(pair, 100):
        apply_readings(pair, [(one, reading(one)) for one in waiting])


def counted(report: Build, reading: Wrap, parser_version: str) -> Callable[[Candidate], Reading]:
    """A reader that lets the page's counter through: another text for other bytes."""
    return lambda one: reading(
        report(f"本机关依法公开政府信息。\n浏览次数：{int(one.parts[0].sha256[:6], 16)}"), parser_version=parser_version
    )


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_store_of_the_former_content_function_is_read_again_without_a_new_version(
    pair: Pair, fetched_candidate: Fetch, report: Build, reading: Wrap, order: tuple[int, ...]
) -> None:
    """Two captures of one content and one of another, told apart by another function; read again one by one."""
    bodies = [b"1", b"2", b"3"]
    former, today = counted(report, reading, "3"), counted(report, reading, "4")
    candidates = [fetched_candidate(URL, body, minute=at) for at, body in enumerate(bodies)]
    corrected = reading(report("更正后的正文。"), parser_version="3")
    apply_readings(pair, [(candidates[0], former(candidates[0])), (candidates[1], former(candidates[1]))])
    apply_readings(pair, [(candidates[2], corrected)])
    before = versions(pair)
    assert len(before) == 2
    pair.browse.execute("UPDATE candidate_facts SET content = 'former ' || content")
    pair.browse.execute("UPDATE versions SET content = 'former ' || content")
    pair.browse.conn.commit()
    for place in order:
        again = replace(corrected, parser_version="4") if place == 2 else today(candidates[place])
        apply_readings(pair, [(candidates[place], again)])
    read_all(pair, lambda one: replace(corrected, parser_version="4") if one.id == candidates[2].id else today(one))
    assert versions(pair) == before
    assert rows(pair, "SELECT DISTINCT parser_version FROM versions") == [("4",)]


def test_what_the_former_function_took_for_two_versions_becomes_one(
    pair: Pair, fetched_candidate: Fetch, report: Build, reading: Wrap
) -> None:
    candidates = [fetched_candidate(URL, body, minute=at) for at, body in enumerate((b"1", b"2"))]
    apart = [reading(report(f"正文，浏览{at}次。"), parser_version="3") for at in range(2)]
    apply_readings(pair, list(zip(candidates, apart, strict=True)))
    assert len(versions(pair)) == 2
    today = counted(report, reading, "4")
    apply_readings(pair, [(one, today(one)) for one in all_candidates(pair)])
    assert len(versions(pair)) == 1
    assert rows(pair, "SELECT version_count FROM reports") == [(1,)]


def test_a_counter_read_by_a_newer_parser_makes_no_version_beside_its_older_copy(
    pair: Pair, fetched_candidate: Fetch, report: Build, reading: Wrap
) -> None:
    """A night after an upgrade: only the page that was asked again is read, and its group with it."""
    first = fetched_candidate(URL, b"1")
    apply_readings(pair, [(first, counted(report, reading, "3")(first))])
    second = fetched_candidate(URL, b"2", minute=9)
    apply_readings(pair, [(second, counted(report, reading, "4")(second))])
    assert [one.id for one in ready_candidates(pair, 9)] == [first.id]
    read_all(pair, counted(report, reading, "4"))
    assert len(versions(pair)) == 1


def test_one_file_that_two_pages_link_is_replaced_for_both(
    pair: Pair, crawl: str, page: Page, report: Build, reading: Wrap
) -> None:
    pages = [page(URL, b"one", attachments=(PDF,)), page(OTHER, b"two", attachments=(PDF,))]
    archive(pair, crawl, [*pages, *(page(PDF, b"old", kind="attachment", of=one.url) for one in pages)], [])
    of_year = {URL: report(), OTHER: report(report_year=2022, title="2022年")}
    read_all(pair, lambda one: reading(of_year[str(one.url)]))
    assert rows(pair, "SELECT version_count FROM reports") == [(1,), (1,)]
    night = begin_crawl(pair, started_at=START, arguments={"night": 2}, versions={})
    archive(pair, night, [page(PDF, b"new", kind="attachment", of=URL, minute=9)], [])
    waiting = ready_candidates(pair, 9)
    assert {one.url: [part.sha256 for part in one.parts] for one in waiting} == {
        URL: [digest(b"one"), digest(b"new")],
        OTHER: [digest(b"two"), digest(b"new")],
    }
    read_all(pair, lambda one: reading(of_year[str(one.url)]))
    # The other page is asked as well, and answers with what it was given already.
    archive(pair, night, [page(PDF, b"new", kind="attachment", of=OTHER, minute=10)], [])
    assert ready_candidates(pair, 9) == []
    assert rows(pair, "SELECT version_count FROM reports") == [(2,), (2,)]
    assert rows(pair, "SELECT kind, address, page, announcement FROM replacements ORDER BY page") == [
        ("attachment", PDF, URL, "silent"),
        ("attachment", PDF, OTHER, "silent"),
    ]


def test_a_page_that_waits_to_be_read_again_keeps_the_file_that_it_was_read_with(
    pair: Pair, crawl: str, page: Page, report: Build, reading: Wrap
) -> None:
    archive(pair, crawl, [page(attachments=(PDF,)), page(PDF, b"old", kind="attachment", of=URL)], [])
    read_all(pair, lambda one: reading(report()))
    pair.browse.execute("UPDATE captures SET read_state = 'pending' WHERE kind = 'page'")
    pair.browse.conn.commit()
    archive(pair, crawl, [page(PDF, b"new", kind="attachment", of=URL, minute=9)], [])
    read_all(pair, lambda one: reading(report()))
    assert rows(pair, "SELECT version_count FROM reports") == [(2,)]


@pytest.mark.parametrize("read_between", [False, True])
def test_files_that_are_replaced_in_one_run_are_one_replacement_however_fast_pages_are_read(
    pair: Pair, crawl: str, page: Page, report: Build, reading: Wrap, read_between: bool
) -> None:
    """Seconds lie between the requests for two files of a page: nobody ever published the one new and the other old."""
    second = f"{PDF}.xls"
    archive(pair, crawl, [page(attachments=(PDF, second))], [])
    for url in (PDF, second):
        archive(pair, crawl, [page(url, b"old", kind="attachment", of=URL)], [])
    read_all(pair, lambda one: reading(report()))
    night = begin_crawl(pair, started_at=START + timedelta(days=1), arguments={}, versions={})
    for minute, url in enumerate((PDF, second), start=1500):
        archive(pair, night, [page(url, b"new", kind="attachment", of=URL, minute=minute)], [])
        if read_between:
            read_all(pair, lambda one: reading(report()))
    read_all(pair, lambda one: reading(report()))
    assert rows(pair, "SELECT version_count FROM reports") == [(2,)]
    assert rows(pair, "SELECT address, announcement FROM replacements ORDER BY address") == [
        (PDF, "silent"),
        (second, "silent"),
    ]


@pytest.mark.parametrize("read_between", [False, True])
def test_a_file_that_says_two_things_in_one_run_is_kept_in_both_states(
    pair: Pair, crawl: str, page: Page, report: Build, reading: Wrap, read_between: bool
) -> None:
    """Two pages link it, and the server answers each otherwise: whether the first was read by then decides nothing."""
    archive(pair, crawl, [page(attachments=(PDF,)), page(PDF, b"one", kind="attachment", of=URL)], [])
    if read_between:
        read_all(pair, lambda one: reading(report()))
    archive(pair, crawl, [page(OTHER, b"other", attachments=(PDF,), minute=1)], [])
    archive(pair, crawl, [page(PDF, b"two", kind="attachment", of=OTHER, minute=2)], [])
    read_all(pair, lambda one: reading(report(numbers=(95, 12, 83, 21, 104, 3))))
    assert rows(pair, "SELECT version_count FROM reports") == [(2,)]
    assert len(rows(pair, "SELECT DISTINCT candidate FROM identity_decisions")) == 3


def test_a_replacement_is_announced_by_its_line_or_its_date_and_else_silent(
    pair: Pair, crawl: str, page: Page, report: Build, reading: Wrap
) -> None:
    def line(title: str) -> ListedEntry:
        return ListedEntry(OWN.id, URL, title, "2024-01-31", 0, "report", "", OWN.list_url)

    says: dict[str, Report] = {}

    def night(body: bytes, said: Report, title: str, minute: int) -> None:
        run = begin_crawl(pair, started_at=START, arguments={"night": minute}, versions={})
        archive(pair, run, [page(URL, body, minute=minute)], [])
        says[digest(body)] = said
        read_all(pair, lambda one: reading(says[one.parts[0].sha256]))
        record_entries(pair, run, OWN.id, [line(title)], full_walk=True, seen_at=page(minute=minute + 1).fetched_at)

    night(b"1", report(), "年报", 0)
    night(b"2", report(), "年报", 10)
    night(b"3", report("悄悄更正的正文。"), "年报", 20)
    night(b"4", report("再次更正的正文。"), "年报（更正）", 30)
    night(b"5", report("又一次更正。", published=page(minute=60 * 24 * 9).fetched_at.date()), "年报（更正）", 40)
    found = rows(
        pair,
        "SELECT kind, sha256_before, sha256_after, line_changed, date_changed, announcement FROM replacements "
        "ORDER BY captured_after",
    )
    assert found == [
        ("page", digest(b"2"), digest(b"3"), 0, 0, "silent"),
        ("page", digest(b"3"), digest(b"4"), 1, 0, "announced"),
        ("page", digest(b"4"), digest(b"5"), 0, 1, "announced"),
    ]
    assert rows(pair, "SELECT title_before, title_after FROM line_changes") == [("年报", "年报（更正）")]
    before, after = rows(pair, "SELECT captured_before, captured_after FROM replacements ORDER BY captured_after")[0]
    assert str(before) == rows(pair, "SELECT min(fetched_at) FROM captures")[0][0]
    assert str(before) < str(after)


def test_the_fingerprint_holds_no_copy_of_a_response(
    pair: Pair, crawl: str, page: Page, report: Build, reading: Wrap
) -> None:
    """The second page's candidate needs an opening capture; a response that is kept twice is no other corpus."""
    pages = [page(URL, b"one", attachments=(PDF,)), page(OTHER, b"one", attachments=(PDF,))]
    archive(pair, crawl, [*pages, *(page(PDF, b"old", kind="attachment", of=one.url) for one in pages)], [])
    read_all(pair, lambda one: reading(report()))
    archive(pair, crawl, [page(PDF, b"new", kind="attachment", of=URL, minute=9)], [])
    read_all(pair, lambda one: reading(report()))
    said = fingerprint(pair)
    archive(pair, crawl, [page(PDF, b"new", kind="attachment", of=OTHER, minute=9)], [])
    read_all(pair, lambda one: reading(report()))
    assert fingerprint(pair) == said
    assert rows(pair, "SELECT count(DISTINCT sha256) FROM captures WHERE kind = 'attachment'") == [(2,)]
