"""Whose a report is, when the line that leads to it does not say: the page decides, and only a clear name does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from crawler.items import Decision, ListedEntry
from crawler.reports.model import Reading, Report, Section
from crawler.sources import Source
from crawler.store.archive.queue import Candidate, ready_candidates
from crawler.store.bodies.registry import sync_registry
from crawler.store.database import Pair
from crawler.store.fingerprint import fingerprint
from crawler.store.grouping.reports import apply_readings
from crawler.store.walks.entries import record_entries

URL = "https://zwfw.km.gov.cn/c/2024-01-31/1.shtml"
OWN = "530100-昆明市政务服务管理局"
EDUCATION = "unregistered-昆明市教育局"
PORTAL = "昆明市人民政府办公室"

Fetch = Callable[..., Candidate]
Build = Callable[..., Report]
Wrap = Callable[..., Reading]


def bodies(pair: Pair) -> list[str]:
    return [row[0] for row in pair.browse.execute("SELECT body FROM reports")]


def line(source: Source, decision: Decision, title: str = "信息公开年报") -> ListedEntry:
    return ListedEntry(source.id, URL, title, None, 0, decision, "why", source.list_url)


@pytest.mark.parametrize(
    ("decision", "agency", "body"),
    [
        ("follow", "昆明市教育局", EDUCATION),
        ("follow", "昆明市政务服务局", OWN),  # an alias
        ("follow", "云南省昆明市政务服务管理局办公室", OWN),
        ("follow", "昆明市政务局", OWN),
        ("follow", "市政务服务局", OWN),
        ("follow", "市教育局", OWN),  # of which city? it is flagged, and the column is kept
        ("follow", "我局", OWN),
        ("follow", None, OWN),
        ("follow", "", OWN),
        ("follow", PORTAL, OWN),  # a label of the page's head: whoever runs the site
        ("follow", "迪庆州工业和信息化局", "533400-迪庆州工业和信息化局"),  # one that the registry knows
        ("report", "昆明市教育局", OWN),  # the line said that it is the body's own; flagged
        ("statistics", "昆明市教育局", OWN),
        (None, "昆明市教育局", OWN),
    ],
)
def test_whose_a_report_in_a_bodys_own_column_is(
    pair: Pair,
    fetched_candidate: Fetch,
    report: Build,
    reading: Wrap,
    decision: Decision | None,
    agency: str | None,
    body: str,
) -> None:
    candidate = replace(fetched_candidate(URL, b"1"), entry_decision=decision, entry_title="信息公开年报")
    apply_readings(pair, [(candidate, reading(report(agency=agency)))])
    assert bodies(pair) == [body]
    # A column that is not believed contradicts nobody; one that is believed against a full name says so.
    flagged = pair.browse.execute("SELECT count(*) FROM current_flags WHERE location = 'agency'").fetchone()[0]
    assert bool(flagged) == (body == OWN and agency in ("昆明市教育局", "市教育局", "我局", "市政务服务局", PORTAL))


@pytest.mark.parametrize("where", ["title", "prose"])
def test_a_portals_name_decides_where_the_report_itself_says_it(
    pair: Pair, fetched_candidate: Fetch, report: Build, reading: Wrap, where: str
) -> None:
    candidate = replace(fetched_candidate(URL, b"1"), entry_decision="follow")
    said = report(agency=PORTAL)
    if where == "title":
        said = replace(said, title=f"{PORTAL}2023年政府信息公开工作年度报告")
    else:
        said = replace(said, sections={"1": Section("一、总体情况", f"2023年,{PORTAL}依法公开。")})
    apply_readings(pair, [(candidate, reading(said))])
    assert bodies(pair) == [f"unregistered-{PORTAL}"]


def lined_and_read(pair: Pair, own: Source, one: Reading, order: str, crawl: str, start: datetime) -> None:
    """The line is kept before the page is read, while it waits for its reading, or only after it was read."""

    def keep() -> None:
        record_entries(pair, crawl, own.id, [line(own, "follow")], full_walk=True, seen_at=start)

    if order == "line first":
        keep()
    waiting = ready_candidates(pair, 9)
    if order == "line while it waits":
        keep()
    apply_readings(pair, [(candidate, one) for candidate in waiting])
    if order == "line last":
        keep()
    apply_readings(pair, [(candidate, one) for candidate in ready_candidates(pair, 9)])


@pytest.mark.parametrize("order", ["line first", "line while it waits", "line last"])
def test_it_does_not_matter_whether_the_line_or_the_reading_came_first(
    pair: Pair,
    crawl: str,
    own: Source,
    start: datetime,
    fetched_candidate: Fetch,
    report: Build,
    reading: Wrap,
    order: str,
) -> None:
    """Pages are read as they come, lines are kept when the walk ends, and a killed run leaves pages without lines."""
    fetched_candidate(URL, b"1")
    lined_and_read(pair, own, reading(report(agency="昆明市教育局")), order, crawl, start)
    assert bodies(pair) == [EDUCATION]
    assert ready_candidates(pair, 9) == []


@pytest.mark.parametrize(
    ("what", "before", "after", "year", "again"),
    [
        ("a line that says no more than the page", None, ("report", "2023年度报告"), 2023, False),
        ("a line that says nothing", None, ("report", "信息公开年报"), 2023, False),
        ("a line that says another year", None, ("report", "2022年度报告"), 2023, True),
        ("a line that gives the year", None, ("report", "2022年度报告"), None, True),
        ("a line to follow", None, ("follow", "信息公开年报"), 2023, True),
        ("the line as before", ("follow", "信息公开年报"), ("follow", "信息公开年报"), 2023, False),
        ("a line decided anew", ("follow", "信息公开年报"), ("report", "信息公开年报"), 2023, True),
        ("a line retitled", ("report", "2022年度报告"), ("report", "2023年度报告"), 2023, True),
    ],
)
def test_a_page_is_read_again_when_its_line_can_change_what_was_read(
    pair: Pair,
    crawl: str,
    own: Source,
    start: datetime,
    fetched_candidate: Fetch,
    report: Build,
    reading: Wrap,
    what: str,
    before: tuple[Decision, str] | None,
    after: tuple[Decision, str],
    year: int | None,
    again: bool,
) -> None:
    candidate = fetched_candidate(URL, b"1")
    if before is not None:
        record_entries(pair, crawl, own.id, [line(own, *before)], full_walk=True, seen_at=start)
    apply_readings(pair, [(candidate, reading(report(report_year=year)))])
    record_entries(pair, crawl, own.id, [line(own, *after)], full_walk=True, seen_at=start)
    assert [one.url for one in ready_candidates(pair, 9)] == ([URL] if again else []), what


def test_in_a_shared_column_a_line_to_follow_is_no_reason_to_read_again(
    pair: Pair, crawl: str, shared: Source, start: datetime, fetched_candidate: Fetch, report: Build, reading: Wrap
) -> None:
    """There the printed name decides with or without the line, and every line is one to follow."""
    candidate = fetched_candidate(URL, b"1", source=shared.id)
    apply_readings(pair, [(candidate, reading(report(agency="迪庆州教育局")))])
    record_entries(pair, crawl, shared.id, [line(shared, "follow")], full_walk=True, seen_at=start)
    assert ready_candidates(pair, 9) == []


def test_how_a_column_is_walked_is_in_the_store_and_in_its_number(pair: Pair, own: Source, shared: Source) -> None:
    before = fingerprint(pair)
    walked = replace(own, branch_pattern=r"/\d{4}/$", report_titles=r"^\d{4}年$", rendering="browser")
    sync_registry(pair, [walked, shared])
    columns = "SELECT branch_pattern, report_titles, rendering FROM sources WHERE id = ?"
    assert pair.browse.execute(columns, [own.id]).fetchone() == (r"/\d{4}/$", r"^\d{4}年$", "browser")
    assert fingerprint(pair) != before
    sync_registry(pair, [own, shared])
    assert fingerprint(pair) == before
