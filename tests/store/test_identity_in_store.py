"""Identity as the store keeps it: reasons follow what else is there, and likeness is read from stored rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.items import FetchedResponse
from crawler.overrides import Override
from crawler.reports.model import Reading, Report
from crawler.store.archive.captures import archive
from crawler.store.archive.queue import Candidate, candidate_of_version, load_parts, ready_candidates
from crawler.store.bodies.registry import sync_registry
from crawler.store.database import Pair, close_pair, open_pair
from crawler.store.fingerprint import fingerprint
from crawler.store.grouping.overrides import sync_overrides
from crawler.store.grouping.reports import apply_readings
from crawler.store.walks.crawls import begin_crawl
from tests.store.conftest import OWN, SHARED, START

NUMBER = "000014348/2024-00001"


def reasons(pair: Pair) -> dict[str, str]:
    return dict(pair.browse.execute("SELECT report, reason FROM identity_decisions").fetchall())


def test_a_further_collision_is_told_by_all_that_share_the_number(
    pair: Pair,
    fetched_candidate: Callable[..., Candidate],
    report: Callable[..., Report],
    reading: Callable[..., Reading],
) -> None:
    for year in (2021, 2022, 2023):
        candidate = fetched_candidate(f"https://a.cn/{year}", str(year).encode())
        apply_readings(pair, [(candidate, reading(report(index_number=NUMBER, report_year=year)))])
    told = reasons(pair)
    assert len(told) == 3
    for one, reason in told.items():
        others = [name.replace("/", " ") for name in told if name != one]
        assert all(other in reason for other in others), reason


def test_likeness_is_measured_alike_from_a_reading_in_hand_and_from_stored_rows(
    pair: Pair,
    fetched_candidate: Callable[..., Candidate],
    report: Callable[..., Report],
    reading: Callable[..., Reading],
) -> None:
    one, copy = fetched_candidate("https://a.cn/1", b"1"), fetched_candidate("https://a.cn/2", b"2")
    first = reading(report(numbers=(95, 12, 83, 21, 104, 3)))
    second = reading(report(text="\u672c\u673a\u5173\u3002", numbers=(95, 12, 83, 21, 104, 3)))
    apply_readings(pair, [(one, first), (copy, second)])
    together = set(reasons(pair).values())
    apply_readings(pair, [(copy, second)])
    assert set(reasons(pair).values()) == together
    assert pair.browse["reports"].count == 1
    assert any("equal numbers in the tables, 0 differ" in reason for reason in together)


@pytest.mark.parametrize("again", [0, 1])
def test_a_page_that_is_held_twice_is_read_again_batch_by_batch(
    pair: Pair,
    fetched_candidate: Callable[..., Candidate],
    report: Callable[..., Report],
    reading: Callable[..., Reading],
    again: int,
) -> None:
    """Between its two equal captures stood something that is no report. One of the two is read anew, and with it a
    copy elsewhere: all three stay one version."""
    equal = [fetched_candidate("https://a.cn/1", b"x", minute=1)]
    error = fetched_candidate("https://a.cn/1", b"error", minute=2)
    equal.append(fetched_candidate("https://a.cn/1", b"x", minute=3))
    copy = fetched_candidate("https://a.cn/2", b"y", minute=4)
    old, new = reading(report(), parser_version="1"), reading(report(), parser_version="2")
    apply_readings(pair, [(one, old) for one in (*equal, copy)] + [(error, reading())])
    for batch in ([equal[again], copy], [equal[1 - again]]):
        apply_readings(pair, [(one, new) for one in batch])
        assert pair.browse.execute("SELECT version_count FROM reports").fetchall() == [(1,)]
        assert pair.browse["versions"].count == 1


def test_a_reason_does_not_depend_on_when_each_page_was_fetched(
    tmp_path: Path,
    page: Callable[..., FetchedResponse],
    report: Callable[..., Report],
    reading: Callable[..., Reading],
) -> None:
    """A crawl that was killed and run again fetches in another order: the same pages are the same database."""
    one, two = "https://a.cn/1", "https://a.cn/2"
    # The first state of one page, its copy with a counter, and the second state of the page.
    fetched = {"first": (one, "公开。"), "copy": (two, "公开。\n浏览次数：3"), "second": (one, "公开。\n又一段。")}
    told = set()
    for number, order in enumerate((("first", "copy", "second"), ("copy", "first", "second")) * 4):
        pair = open_pair(tmp_path / f"{number}.db", origin="live")
        sync_registry(pair, [OWN])
        crawl = begin_crawl(pair, started_at=START, arguments={}, versions={})
        for minute, name in enumerate(order, start=10 * number):
            url, text = fetched[name]
            archive(pair, crawl, [page(url, text.encode(), minute=minute)], [])
        texts = [(candidate, load_parts(pair, candidate)[0][0].decode()) for candidate in ready_candidates(pair, 10)]
        numbers = (95, 12, 83, 21, 104, 3)
        apply_readings(pair, [(candidate, reading(report(text, numbers))) for candidate, text in texts])
        assert pair.browse.execute("SELECT version_count FROM reports").fetchall() == [(2,)]
        told.add(fingerprint(pair))
        close_pair(pair)
    assert len(told) == 1


def test_which_of_two_equal_pages_is_the_stored_one_does_not_depend_on_when_they_were_fetched(
    tmp_path: Path,
    page: Callable[..., FetchedResponse],
    report: Callable[..., Report],
    reading: Callable[..., Reading],
) -> None:
    """The same bytes in a body's own column, which prints another name and is flagged for it, and in a shared one,
    where a correction says whose they are: one of the two readings is stored."""
    stated = Override("https://a.cn/2", "body", OWN.body_id, "2024-03-01", "me", "it is theirs")
    told = set()
    for minutes in ((1, 2), (2, 1), (3, 4), (4, 3), (5, 6), (6, 5)):
        pair = open_pair(tmp_path / f"{minutes}.db", origin="live")
        sync_registry(pair, [OWN, SHARED])
        sync_overrides(pair, [stated])
        crawl = begin_crawl(pair, started_at=START, arguments={}, versions={})
        for url, source, minute in zip(("https://a.cn/1", "https://a.cn/2"), (OWN, SHARED), minutes, strict=True):
            archive(pair, crawl, [page(url, b"same", source=source.id, minute=minute)], [])
        for candidate in ready_candidates(pair, 10):
            apply_readings(pair, [(candidate, reading(report(agency=SHARED.body)))])
        assert pair.browse["versions"].count == 1
        told.add(fingerprint(pair))
        (version,) = pair.browse.execute("SELECT id FROM versions").fetchone()
        assert candidate_of_version(pair, version)[0].url == "https://a.cn/1"
        close_pair(pair)
    assert len(told) == 1
