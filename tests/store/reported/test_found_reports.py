"""REPORT: every name that a report has finds it, and what is not a name finds nothing, only choices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from crawler.items import FetchedResponse
from crawler.reports.model import Reading, Report
from crawler.store.archive.captures import archive
from crawler.store.archive.queue import ready_candidates
from crawler.store.database import Pair
from crawler.store.grouping.reports import apply_readings
from crawler.store.raw.blobs import digest
from crawler.store.reported.found_reports import find_reports, reports_of_bodies_like
from tests.store.conftest import OWN, SHARED

PAGE, COPY = "https://zwfw.km.gov.cn/c/1.shtml", "http://www.diqing.gov.cn/c/9.html"
MOVED, PDF = "https://zwfw.km.gov.cn/d/2023/", "https://zwfw.km.gov.cn/c/%E5%B9%B4%E6%8A%A5.pdf"
OTHER = "https://zwfw.km.gov.cn/c/2.shtml"
KUNMING, DIQING = OWN.body_id, SHARED.body_id
REPORT = f"{KUNMING}/2023"
PROSE = "本机关依法公开政府信息，主动公开了规范性文件。" * 20

Build = Callable[..., Report]


@pytest.fixture
def held(
    pair: Pair,
    crawl: str,
    page: Callable[..., FetchedResponse],
    fetched_candidate: Callable[..., object],
    imported_candidate: Callable[..., object],
    report: Build,
    reading: Callable[..., Reading],
) -> Pair:
    """A report of 2023 in four versions, all with one PDF; its number on Diqing's of 2022; two of 2021; a file."""
    said = {
        PAGE: report(PROSE, index_number="KM 2023－1"),
        COPY: report("别的。" * 90, agency=SHARED.body, report_year=2022, index_number="KM2023-1"),
        OTHER: report("甲。" * 90, report_year=2021),
        "a.html": report("乙。" * 90, agency="昆明市政务服务局", report_year=2021),
    }
    for minute, body in ((0, b"first"), (9, b"second"), (20, b"third"), (30, b"fourth")):
        arrived = replace(page(PAGE, body, attachments=(PDF,), minute=minute), final_url=MOVED)
        archive(pair, crawl, [arrived, page(PDF, b"%PDF", kind="attachment", of=PAGE, minute=minute)], [])
        waiting = ready_candidates(pair, 9)
        told = replace(said[PAGE], title=f"{body!r}")
        apply_readings(pair, [(one, reading(told)) for one in waiting])
    fetched_candidate(COPY, b"copy", source=SHARED.id)
    fetched_candidate(OTHER, b"other")
    imported_candidate("a.html", b"file")
    apply_readings(pair, [(one, reading(said[one.url or one.name])) for one in ready_candidates(pair, 9)])
    return pair


def found(pair: Pair, text: str) -> list[str]:
    return [one.report_id for one in find_reports(pair, text)]


NAMES = (
    REPORT,
    f" {REPORT} ",
    f"{KUNMING} 2023",
    PAGE,
    PAGE.replace("https", "http"),
    f"{PAGE}#top",
    MOVED,
    MOVED.removesuffix("/"),
    f"{PAGE}/",
    PDF,
    "http://zwfw.km.gov.cn/c/年报.pdf",
    digest(b"first"),
    f"SHA256:{digest(b'second').upper()}",
    digest(b"%PDF"),
    "昆明市政务服务管理局 2023",
    "昆明市政务服务管理局2023年",
    "昆明市政务服务局/2023",
    "昆明市 政务服务局　２０２３",
)
NO_NAMES = ("政务服务 2023", "昆明市政务服务管理局", "2023", "https://a.cn/", f"{PAGE}/1", "ab" * 32, "", "局")


def test_every_name_of_one_report_and_nothing_else_names_it(held: Pair) -> None:
    """One store for the whole table: it is only read."""
    expected = {text: [REPORT] for text in NAMES} | {text: [] for text in NO_NAMES}
    assert {text: found(held, text) for text in expected} == expected


def test_bytes_name_the_version_that_they_are(held: Pair) -> None:
    titles = {}
    for body in (b"first", b"second", b"%PDF"):
        (one,) = find_reports(held, digest(body))
        titles[body] = held.browse.execute("SELECT title FROM versions WHERE id = ?", [one.version_id]).fetchone()[0]
        assert found(held, one.version_id) == [REPORT]
    assert titles == {b"first": "b'first'", b"second": "b'second'", b"%PDF": "b'fourth'"}


def test_a_number_on_two_reports_gives_both(held: Pair) -> None:
    for text in ("KM2023-1", "ＫＭ ２０２３－１", "KM 2023-1"):
        assert found(held, text) == [REPORT, f"{DIQING}/2022"], text


def test_two_reports_of_one_body_and_year_are_both_given(held: Pair) -> None:
    both = find_reports(held, "昆明市政务服务管理局 2021")
    assert [one.report_id for one in both] == [f"{KUNMING}/2021", f"{KUNMING}/2021/2"]
    assert [(one.url, one.published) for one in both] == [(OTHER, "2024-01-31"), (None, "2024-01-31")]


CHOICES = {
    "政务服务 2023": [REPORT],
    "政务服务2021年": [f"{KUNMING}/2021", f"{KUNMING}/2021/2"],
    "工业和信息化 2023": [f"{DIQING}/2022"],  # none of that year: the body's others
    "昆明市政务": [f"{KUNMING}/2021", f"{KUNMING}/2021/2", REPORT],
    "教育局 2023": [],
    " ": [],
}


def test_part_of_a_name_gives_choices(held: Pair) -> None:
    assert {text: [one.report_id for one in reports_of_bodies_like(held, text, 9)] for text in CHOICES} == CHOICES
    assert [one.report_id for one in reports_of_bodies_like(held, "昆明市政务", 1)] == [f"{KUNMING}/2021"]


def test_a_cited_version_is_found_by_its_id_after_a_capture_that_only_counts_its_visitors(
    pair: Pair, crawl: str, page: Callable[..., FetchedResponse], report: Build, reading: Callable[..., Reading]
) -> None:
    """The id comes from the smallest bytes that the version has; each id that it ever had leads to it."""
    cited: dict[str, str] = {}
    for minute, body in enumerate((b"1", b"2", b"3", b"4", b"5", b"6", b"changed"), start=1):
        archive(pair, crawl, [page(PAGE, body, minute=minute)], [])
        told = report("公开。" if body != b"changed" else "不公开。")
        apply_readings(pair, [(one, reading(told)) for one in ready_candidates(pair, 9)])
        for (version,) in pair.browse.execute("SELECT id FROM versions").fetchall():
            cited.setdefault(version, body.decode())
    held = dict(pair.browse.execute("SELECT position, id FROM versions").fetchall())
    assert len(held) == 2
    assert len(cited) > 2, "these bytes give the version one id only: take others"
    for version, body in cited.items():
        (one,) = find_reports(pair, version)
        assert (one.report_id, one.version_id) == (REPORT, held[2 if body == "changed" else 1])
    assert find_reports(pair, "0123456789abcdef") == []
