"""Readings become reports and versions, whatever the order in which they come."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import permutations
from pathlib import Path

import pytest

from crawler.reports.model import Reading, Report
from crawler.sources import Source
from crawler.store.archive.captures import ImportedFile, archive_files
from crawler.store.archive.queue import Candidate, all_candidates, load_parts, ready_candidates
from crawler.store.bodies.body_and_year import year_in_title
from crawler.store.bodies.registry import body_for_name, sync_registry
from crawler.store.database import Pair, close_pair, open_pair
from crawler.store.fingerprint import fingerprint
from crawler.store.grouping.reports import apply_readings, stored_reading
from crawler.store.reported.found_reports import find_reports
from crawler.store.status import status
from tests.store.conftest import mark_failed

URL = "https://zwfw.km.gov.cn/c/2024-01-31/1.shtml"
Build = Callable[..., Report]
Wrap = Callable[..., Reading]
Fetch = Callable[..., Candidate]


def column(pair: Pair, sql: str) -> list[object]:
    return [row[0] for row in pair.browse.execute(sql).fetchall()]


def test_whose_report_it_is(
    pair: Pair, fetched_candidate: Fetch, imported_candidate: Fetch, report: Build, reading: Wrap
) -> None:
    own, shared = "530100-昆明市政务服务管理局", "533400-迪庆州工业和信息化局"
    cases = [
        (fetched_candidate("https://a.cn/1", b"1"), "别的名字", own),
        (fetched_candidate("https://a.cn/2", b"2"), None, own),
        (fetched_candidate("https://a.cn/3", b"3", source="diqing-gxj"), "迪庆州 工信局", shared),
        (fetched_candidate("https://a.cn/4", b"4", source="diqing-gxj"), "昆明市政务服务局", own),
        (fetched_candidate("https://a.cn/5", b"5", source="diqing-gxj"), "迪庆州教育局", "unregistered-迪庆州教育局"),
        (imported_candidate("6", b"6"), "昆明市政务服务局", own),
        (imported_candidate("7", b"7"), "淮安市 人民政府", "unregistered-淮安市人民政府"),
        (fetched_candidate("https://a.cn/8", b"8", source="diqing-gxj"), None, "failed"),
        (imported_candidate("9", b"9"), " ", "failed"),
    ]
    results = [
        (one, reading(report(agency=agency, report_year=2000 + at))) for at, (one, agency, _) in enumerate(cases)
    ]
    applied = apply_readings(pair, results)
    assert (applied.read, applied.failed, applied.new_reports, applied.new_versions) == (7, 2, 7, 7)
    decided = dict(pair.browse.execute("SELECT candidate, body FROM candidate_facts").fetchall())
    assert [decided.get(one.id, "failed") for one, _, _ in cases] == [body for _, _, body in cases]
    assert status(pair).unregistered_bodies == 2


def test_an_unregistered_body_that_nothing_prints_any_more_goes(
    pair: Pair, imported_candidate: Fetch, report: Build, reading: Wrap
) -> None:
    candidate = imported_candidate("a", b"a")
    apply_readings(pair, [(candidate, reading(report(agency="淮安巿人民政府")))])
    apply_readings(pair, [(candidate, reading(report(agency="淮安市人民政府"), parser_version="2"))])
    assert column(pair, "SELECT id FROM bodies WHERE registered = 0") == ["unregistered-淮安市人民政府"]


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("2023年度报告", 2023),
        ("二〇二二年报", 2022),
        ("二零一九年", 2019),
        ("２０２１ 年", 2021),
        ("第120231年", None),
        ("信息公开年报", None),
    ],
)
def test_the_year_of_a_lists_line(title: str, year: int | None) -> None:
    assert year_in_title(title) == year


def test_the_year_comes_from_the_line_when_the_report_has_none(
    pair: Pair, fetched_candidate: Fetch, report: Build, reading: Wrap
) -> None:
    with_line = replace(fetched_candidate(URL, b"1"), entry_title="2021年年报")
    without = fetched_candidate("https://a.cn/2", b"2")
    applied = apply_readings(pair, [(one, reading(report(report_year=None))) for one in (with_line, without)])
    assert (applied.read, applied.failed) == (1, 1)
    assert column(pair, "SELECT id FROM reports") == ["530100-昆明市政务服务管理局/2021"]
    assert column(pair, "SELECT report_year FROM versions") == [None]


def test_what_is_no_report_says_why(pair: Pair, fetched_candidate: Fetch, reading: Wrap) -> None:
    assert apply_readings(pair, [(fetched_candidate(URL, b"1"), reading())]).not_a_report == 1
    row = pair.browse.execute("SELECT read_state, read_reason FROM captures").fetchone()
    assert row == ("not_a_report", "other; by its title")
    assert ready_candidates(pair, 9) == []


def test_a_visit_counter_makes_no_version_and_a_replaced_attachment_makes_one(
    pair: Pair, fetched_candidate: Fetch, report: Build, reading: Wrap
) -> None:
    first, counted, replaced = (fetched_candidate(URL, body, minute=at) for at, body in enumerate((b"1", b"2", b"3")))
    same = reading(report())
    assert apply_readings(pair, [(first, same)]).new_versions == 1
    assert apply_readings(pair, [(counted, same)]).new_versions == 0
    attached = replace(replaced, parts=(*replaced.parts, replace(replaced.parts[0], sha256="f" * 64)))
    assert apply_readings(pair, [(attached, same)]).new_versions == 1
    (found,) = find_reports(pair, URL)
    assert column(pair, "SELECT version_count FROM reports") == [2]
    last = pair.browse.execute("SELECT version FROM identity_decisions WHERE candidate = ?", [replaced.id]).fetchone()
    assert found.version_id == last[0]


def test_a_reparse_replaces_in_place(pair: Pair, fetched_candidate: Fetch, report: Build, reading: Wrap) -> None:
    candidates = [fetched_candidate(f"https://a.cn/{number}", b"%d" % number) for number in range(3)]
    apply_readings(pair, [(one, reading(report())) for one in candidates])
    versions = column(pair, "SELECT id FROM versions")
    better = reading(report("更好的正文", title="better"), parser_version="2")
    made = apply_readings(pair, [(one, better) for one in candidates])
    assert (made.new_reports, made.new_versions) == (0, 0)
    # One by one, in the middle some copies are of the old parser and some of the new; the end is the same.
    best = reading(report("最好的正文", title="best"), parser_version="3")
    for candidate in reversed(candidates):
        apply_readings(pair, [(candidate, best)])
    while left := ready_candidates(pair, 9):
        apply_readings(pair, [(one, best) for one in left])
    assert column(pair, "SELECT id FROM versions") == versions
    assert stored_reading(pair, str(versions[0])) == best
    assert column(pair, "SELECT text FROM current_sections") == ["最好的正文"]


def test_a_failure_takes_the_old_reading_away_and_the_next_reading_brings_it_back(
    pair: Pair, fetched_candidate: Fetch, report: Build, reading: Wrap
) -> None:
    candidate = fetched_candidate(URL, b"1")
    apply_readings(pair, [(candidate, reading(report()))])
    before = fingerprint(pair)
    mark_failed(pair, candidate.id, "timed out after 60 s")
    for table in ("reports", "versions", "sections", "identity_decisions", "candidate_facts"):
        assert pair.browse[table].count == 0, table
    assert status(pair).failures == {"timed out after 60 s": 1}
    apply_readings(pair, [(candidate, reading(report()))])
    assert fingerprint(pair) == before


def test_a_collision_is_flagged_on_both_and_ends_with_its_cause(
    pair: Pair, fetched_candidate: Fetch, report: Build, reading: Wrap
) -> None:
    one, other = fetched_candidate("https://a.cn/1", b"1"), fetched_candidate("https://a.cn/2", b"2")
    number = "000014348/2024-00001"
    apply_readings(pair, [(one, reading(report(index_number=number)))])
    apply_readings(pair, [(other, reading(report(index_number=number, report_year=2022)))])
    assert column(pair, "SELECT collision FROM reports") == [1, 1]
    assert set(column(pair, "SELECT flags FROM identity_decisions")) == {"collision"}
    assert len(find_reports(pair, number)) == 2
    apply_readings(pair, [(other, reading(report(index_number="another/1", report_year=2022)))])
    assert column(pair, "SELECT collision FROM reports") == [0, 0]


def test_any_order_gives_the_same_fingerprint(
    tmp_path: Path, own: Source, shared: Source, start: datetime, report: Build, reading: Wrap
) -> None:
    numbers = (5, 6, 7, 8, 9, 10)
    texts = {
        b"page": report("甲乙丙丁戊己庚辛", numbers),
        b"copy": report("甲乙丙丁戊己庚辛", numbers),
        b"other": report("全然不同的另一份报告", published=date(2024, 2, 2)),
        b"like": report("表格相同而文字不同", numbers, index_number="X-1"),
        b"unknown": report(agency="淮安市人民政府", index_number="X-1"),
    }
    prints = set()
    for number, order in enumerate([*permutations(texts)][::7]):
        pair = open_pair(tmp_path / f"{number}.db", origin="live")
        sync_registry(pair, [own, shared])
        for minute, data in enumerate(order):
            archive_files(pair, [ImportedFile(f"{number}", data, start + timedelta(minutes=minute))])
            if minute == 2:
                read_all(pair, texts, reading)
        read_all(pair, texts, reading)
        prints.add(fingerprint(pair))
        assert pair.browse.execute("SELECT count(*), sum(same_body_year) FROM reports").fetchone() == (3, 2)
        assert pair.browse.execute("PRAGMA foreign_key_check").fetchall() == []
        close_pair(pair)
    assert len(prints) == 1


def read_all(pair: Pair, texts: dict[bytes, Report], reading: Wrap) -> None:
    while ready := ready_candidates(pair, 2):
        apply_readings(pair, [(one, reading(texts[load_parts(pair, one)[0][0]])) for one in ready])


def test_the_fingerprint_sees_content_and_no_times(
    pair: Pair, fetched_candidate: Fetch, report: Build, reading: Wrap
) -> None:
    candidate = fetched_candidate(URL, b"1")
    apply_readings(pair, [(candidate, reading(report()))])
    before = fingerprint(pair)
    pair.browse.execute("UPDATE captures SET fetched_at = '2030', headers = '{}', tls = NULL, status = 203")
    pair.browse.execute("UPDATE crawls SET started_at = '2030'")
    assert fingerprint(pair) == before
    for change in (
        "UPDATE sections SET text = text || '。'",
        "UPDATE captures SET sha256 = 'other'",
        "UPDATE identity_decisions SET rule = 'prose'",
        "UPDATE bodies SET name = name || '局'",
    ):
        seen = fingerprint(pair)
        pair.browse.execute(change)
        assert fingerprint(pair) != seen, change


@pytest.mark.parametrize(
    "asked",
    [
        "530100-昆明市政务服务管理局/2023",
        URL,
        URL + "#top",
        "Ｘ 2024-1",
        "昆明市政务服务管理局 2023",
        "昆明市政务服务局 2023年",
    ],
)
def test_a_report_is_found_by(pair: Pair, fetched_candidate: Fetch, report: Build, reading: Wrap, asked: str) -> None:
    apply_readings(pair, [(fetched_candidate(URL, b"1"), reading(report(index_number="X2024-1")))])
    (found,) = find_reports(pair, asked)
    assert (found.report_id, found.year, found.url) == ("530100-昆明市政务服务管理局/2023", 2023, URL)
    assert find_reports(pair, found.version_id) == [found]
    assert find_reports(pair, "昆明市政务服务局 2022") == []


def test_names_and_aliases(pair: Pair, own: Source, shared: Source) -> None:
    twin = replace(own, id="twin", division="530102", list_url="https://b.cn/", aliases=("昆明市政务服务局",))
    sync_registry(pair, [own, shared, replace(twin, body="五华区政务服务管理局")])
    body = body_for_name(pair, " 昆明市政务服务\u3000管理局 ")
    assert body is not None
    assert (body.id, body.registered, body.aliases) == ("530100-昆明市政务服务管理局", True, ("昆明市政务服务局",))
    assert body_for_name(pair, "昆明市政务服务局") is None, "two bodies have this alias"
    assert column(pair, "SELECT name FROM divisions ORDER BY code") == ["云南省", "昆明市", "五华区", "迪庆藏族自治州"]
    sync_registry(pair, [own])
    gone = pair.browse.execute("SELECT state, note FROM sources WHERE id = 'twin'").fetchone()
    assert gone == ("disabled", "no longer in the registry")


def test_all_candidates_are_kept_for_a_reparse(
    pair: Pair, fetched_candidate: Fetch, report: Build, reading: Wrap
) -> None:
    candidate = fetched_candidate(URL, b"1")
    apply_readings(pair, [(candidate, reading(report()))])
    assert all_candidates(pair) == [candidate]
    counts = status(pair)
    assert (counts.reports, counts.versions, counts.read_states, counts.waiting) == (1, 1, {"read": 1}, 0)
    assert {source.id: source.reports for source in counts.sources} == {"kunming-zwfw": 1, "diqing-gxj": 0}
