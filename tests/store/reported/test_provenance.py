"""`nianbao why`: copies, twins, a replaced page, a collision, a correction, and what was not joined, with reasons."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from crawler.commands.why import print_provenance
from crawler.items import FetchedResponse
from crawler.overrides import Override
from crawler.reports.model import Reading, Report
from crawler.store.archive.captures import ImportedFile, archive, archive_files
from crawler.store.archive.queue import ready_candidates
from crawler.store.database import Pair
from crawler.store.grouping.overrides import sync_overrides
from crawler.store.grouping.reports import apply_readings
from crawler.store.raw.blobs import digest
from crawler.store.reported.found_reports import find_reports
from crawler.store.reported.provenance import Provenance, provenance
from tests.store.conftest import OWN, START

PAGE, COPY = "https://zwfw.km.gov.cn/c/1.shtml", "http://www.diqing.gov.cn/zwgk/9.html"
PDF, GONE = "https://zwfw.km.gov.cn/c/1.pdf", "https://zwfw.km.gov.cn/c/1.doc"
ANOTHER, NEXT_YEAR = "https://zwfw.km.gov.cn/c/2.shtml", "https://zwfw.km.gov.cn/c/3.shtml"
KUNMING = OWN.body_id
REPORT = f"{KUNMING}/2023"
PROSE = "本机关依法公开政府信息，主动公开了规范性文件。" * 20
NUMBERS = (111, 12, 13, 14, 125, 16)


@pytest.fixture
def explained(
    pair: Pair,
    crawl: str,
    page: Callable[..., FetchedResponse],
    report: Callable[..., Report],
    reading: Callable[..., Reading],
) -> Callable[[], Provenance]:
    """A report at two addresses and as a file, replaced once; its number on next year's; another of the same year."""
    said = {
        (PAGE, 0): report(PROSE, NUMBERS, index_number="KM-1"),
        (PAGE, 9): report(PROSE + "更正。", (*NUMBERS[:5], 17), index_number="KM-1"),
        (COPY, 0): report(PROSE, NUMBERS, title="昆明市政务服务管理局2023年报告"),
        (ANOTHER, 0): report("全年未收到申请，也没有行政复议。" * 30, (1, 2, 3, 4, 5, 6)),
        (NEXT_YEAR, 0): report("别的。" * 60, report_year=2024, index_number="ＫＭ-1"),
        ("twin.html", 0): report(PROSE, NUMBERS, title="扫描件"),
    }

    def read(minute: int) -> None:
        waiting = ready_candidates(pair, 99)
        apply_readings(pair, [(one, reading(said[one.url or one.name, minute])) for one in waiting])

    archive(pair, crawl, [page(url, url.encode()) for url in (COPY, ANOTHER, NEXT_YEAR)], [])
    archive(
        pair,
        crawl,
        [page(PAGE, b"first", attachments=(PDF,)), page(PDF, b"%PDF", kind="attachment", of=PAGE)],
        [],
    )
    archive_files(pair, [ImportedFile("twin.html", b"twin", START + timedelta(minutes=5))])
    read(0)
    archive(pair, crawl, [page(PAGE, b"second", minute=9)], [])
    read(9)

    def found() -> Provenance:
        (one,) = find_reports(pair, REPORT)
        return provenance(pair, one)

    return found


def test_every_capture_stands_under_its_version_with_its_reason(explained: Callable[[], Provenance]) -> None:
    why = explained()
    told = [(one.position, one.address or one.name, one.rule, one.flags) for one in why.captures]
    # Files and copies first, the body's own site after them, and there what came later last.
    assert told == [
        (1, "twin.html", "numbers", ("same_body_year",)),
        (2, COPY, "numbers", ("same_body_year",)),
        (3, PAGE, "index_number", ("same_body_year", "collision")),
        (4, PAGE, "index_number", ("same_body_year", "collision")),
    ]
    replaced = [one for one in why.captures if one.address == PAGE]
    assert [one.sha256 for one in replaced] == [digest(b"first"), digest(b"second")]
    assert [one.own_site for one in why.captures if one.address is None] == [False]
    assert [(file.url, file.state, file.sha256) for file in replaced[0].attachments] == [
        (PDF, "fetched", digest(b"%PDF"))
    ]
    assert all("equal numbers in the tables" in one.reason for one in why.captures if one.rule == "numbers")


def test_what_carries_the_same_number_and_what_was_not_joined(explained: Callable[[], Provenance]) -> None:
    why = explained()
    assert [(one.index_number, one.report, one.address) for one in why.collisions] == [
        ("KM-1", f"{KUNMING}/2024", NEXT_YEAR)
    ]
    (other,) = why.others
    assert [one.address for one in other.captures] == [ANOTHER]
    assert f"not confirmed to be {why.report}" in other.captures[0].reason
    assert {why.panel_report} == {one.report for one in (why, *why.others) if one.in_panel}


def test_a_correction_is_told_with_the_rows_that_touch_the_report(
    pair: Pair, explained: Callable[[], Provenance], reading: Callable[..., Reading], report: Callable[..., Report]
) -> None:
    row = Override(ANOTHER, "same_report", f"sha256:{digest(b'twin')}", "2024-05-01", "ME", "seen by eye", 2)
    sync_overrides(pair, [row])
    waits = {one.address or one.name: one.waits for one in explained().captures}
    assert waits == {COPY: False, PAGE: False, "twin.html": True}
    said = {
        ANOTHER: report("全年未收到申请，也没有行政复议。" * 30, (1, 2, 3, 4, 5, 6)),
        "twin.html": report(PROSE, NUMBERS),
    }
    apply_readings(pair, [(one, reading(said[one.url or one.name])) for one in ready_candidates(pair, 9)])
    why = explained()
    assert (why.overrides, why.others) == ((row,), ())
    stated = {one.address or one.name: one.reason for one in why.captures if one.rule == "override"}
    assert set(stated) == {ANOTHER, "twin.html"}
    assert all("since seen by eye (ME, 2024-05-01)" in reason for reason in stated.values())


def test_the_page_is_readable_at_a_hundred_columns_and_says_all_of_it(explained: Callable[[], Provenance]) -> None:
    why = explained()
    file = StringIO()
    print_provenance(Console(file=file, width=100, highlight=False), why)
    lines = file.getvalue().splitlines()
    assert max(map(cell_len, lines)) <= 100
    assert not any(line != line.rstrip() for line in lines)
    dense = "".join("".join(lines).split())
    words = [COPY, PAGE, ANOTHER, NEXT_YEAR, PDF, "twin.html", digest(b"first"), digest(b"second"), digest(b"%PDF")]
    words += [one.reason for one in why.captures]
    words += ["captured 2024-03-01 02:09:00 UTC", "the body's own column", "imported, from no column", why.panel_reason]
    words += [f"version {why.versions} of {why.versions}, the current one", f"not joined with {REPORT}"]
    missing = [one for one in words if "".join(one.split()) not in dense]
    assert missing == []


def test_all_of_it_can_be_had_as_json(explained: Callable[[], Provenance]) -> None:
    why = explained()
    again = json.loads(json.dumps(asdict(why), ensure_ascii=False))
    assert again["report"] == REPORT
    assert len(again["captures"]) == 4
    assert set(again["captures"][0]) >= {"address", "captured_at", "sha256", "rule", "reason", "flags", "version"}
