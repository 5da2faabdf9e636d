"""What people state by hand decides, says so, and survives every re-parse; taken back, the rules decide again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest

from crawler.overrides import Override
from crawler.registry_csv import RegistryError
from crawler.reports.model import Reading, Report
from crawler.store.archive.queue import Candidate, all_candidates, ready_candidates
from crawler.store.bodies.registry import body_for_name
from crawler.store.bodies.successions import standing_successions, sync_successions
from crawler.store.database import Pair
from crawler.store.fingerprint import fingerprint
from crawler.store.grouping.overrides import Synced, standing_overrides, sync_overrides
from crawler.store.grouping.reports import apply_readings
from crawler.store.raw.blobs import digest
from crawler.successions import Succession
from tests.store.conftest import OWN, SHARED

A, B = "https://zwfw.km.gov.cn/c/1.shtml", "https://zwfw.km.gov.cn/c/2.shtml"
FILE = b"a file of Huaian"
KUNMING, DIQING = OWN.body_id, SHARED.body_id
PROSE = "本机关依法公开政府信息，主动公开了规范性文件。" * 20
OTHER_PROSE = "全年未收到申请，也没有行政复议与行政诉讼案件发生。" * 20

Build = Callable[..., Report]
Wrap = Callable[..., Reading]


@pytest.fixture
def said(
    fetched_candidate: Callable[..., object],
    imported_candidate: Callable[..., object],
    report: Build,
    reading: Wrap,
) -> Mapping[str, Reading]:
    """Two pages of Kunming's own column, of 2023, that nothing joins, and a file; name → what is read there."""
    fetched_candidate(A, b"a")
    fetched_candidate(B, b"b")
    imported_candidate("huaian.html", FILE)
    return {
        A: reading(report(PROSE, (11, 12, 13, 14, 15, 16))),
        B: reading(report(OTHER_PROSE, (1, 2, 3, 4, 5, 6))),
        "huaian.html": reading(report(PROSE, agency="淮安市")),
    }


def read(pair: Pair, said: Mapping[str, Reading]) -> None:
    """What is pending, as often as something is."""
    while waiting := ready_candidates(pair, 99):
        apply_readings(pair, [(one, said[one.url or one.name]) for one in waiting])


def reparse(pair: Pair, said: Mapping[str, Reading]) -> None:
    for one in all_candidates(pair):
        apply_readings(pair, [(one, replace(said[one.url or one.name], parser_version="2"))])
    read(pair, {name: replace(one, parser_version="2") for name, one in said.items()})


def state(pair: Pair, *rows: tuple[str, str, str]) -> Synced:
    return sync_overrides(
        pair,
        [
            Override(what, action, value, "2024-05-01", "ME", "seen by eye", line)  # type: ignore[arg-type]
            for line, (what, action, value) in enumerate(rows, start=2)
        ],
    )


def decided(pair: Pair) -> dict[str, tuple[str, str]]:
    """Page or file → (its report, the rule)."""
    rows = pair.browse.execute(
        "SELECT coalesce(candidates.url, captures.name), report, rule FROM identity_decisions AS decided "
        "JOIN candidates ON candidates.id = decided.candidate JOIN captures ON captures.id = candidates.page"
    ).fetchall()
    return {name: (report, rule) for name, report, rule in rows}


def reasons(pair: Pair) -> set[str]:
    return {row[0] for row in pair.browse.execute("SELECT reason FROM identity_decisions WHERE rule = 'override'")}


@pytest.mark.parametrize(
    ("row", "changed"),
    [
        ((A, "body", DIQING), {A: f"{DIQING}/2023", B: f"{KUNMING}/2023"}),
        (("http" + A.removeprefix("https"), "body", DIQING), {A: f"{DIQING}/2023"}),
        ((A, "body", "unregistered-昆明市某局"), {A: "unregistered-昆明市某局/2023"}),
        ((A, "report_year", "2022"), {A: f"{KUNMING}/2022"}),
        ((f"sha256:{digest(b'a')}", "report_year", "2022"), {A: f"{KUNMING}/2022"}),
        ((f"sha256:{digest(FILE)}", "body", DIQING), {"huaian.html": f"{DIQING}/2023"}),
        (("name:淮安市", "body", DIQING), {"huaian.html": f"{DIQING}/2023"}),
        ((A, "same_report", B), {A: f"{KUNMING}/2023", B: f"{KUNMING}/2023"}),
    ],
)
def test_a_row_decides_survives_a_reparse_and_can_be_taken_back(
    pair: Pair, said: Mapping[str, Reading], row: tuple[str, str, str], changed: dict[str, str]
) -> None:
    read(pair, said)
    before = fingerprint(pair)
    assert set(decided(pair)) == set(said)
    alone = decided(pair)
    synced = state(pair, row)
    assert (synced.changed, synced.notices) == (1, ())
    assert synced.queued == (2 if row[1] == "same_report" else 1)
    read(pair, said)
    for _ in range(2):
        now = decided(pair)
        assert {name: now[name][0] for name in changed} == changed
        rules = {name: rule for name, (_, rule) in now.items() if rule == "override"}
        assert set(rules) == (set(changed) if row[1] == "same_report" else {next(iter(changed))})
        assert all("seen by eye (ME, 2024-05-01)" in reason for reason in reasons(pair))
        reparse(pair, said)
    assert state(pair, row).changed == 0
    reread = {name: replace(one, parser_version="1") for name, one in said.items()}
    for one in all_candidates(pair):
        apply_readings(pair, [(one, reread[one.url or one.name])])
    assert state(pair).queued == synced.queued
    read(pair, said)
    assert decided(pair) == alone
    assert fingerprint(pair) == before


def test_what_is_no_report_ends_as_none_with_the_reason(pair: Pair, said: Mapping[str, Reading]) -> None:
    read(pair, said)
    state(pair, (A, "not_a_report", ""))
    for _ in range(2):
        read(pair, said)
        assert A not in decided(pair)
        ended = pair.browse.execute(
            "SELECT read_state, read_reason FROM captures WHERE url = ? AND kind = 'page'", [A]
        ).fetchone()
        assert ended == ("not_a_report", "other; stated in overrides.csv: seen by eye (ME, 2024-05-01)")
        reparse(pair, said)
    state(pair)
    read(pair, said)
    assert A in decided(pair)


def test_what_could_not_be_read_can_be_stated_to_be_no_report(pair: Pair, said: Mapping[str, Reading]) -> None:
    state(pair, (A, "not_a_report", ""))
    (page,) = (one for one in ready_candidates(pair, 9) if one.url == A)
    assert apply_readings(pair, [(page, "the file is damaged")]).not_a_report == 1


def test_two_that_the_rules_join_can_be_kept_apart(
    pair: Pair, fetched_candidate: Callable[..., object], report: Build, reading: Wrap
) -> None:
    fetched_candidate(A, b"a")
    fetched_candidate(B, b"b")
    said = {
        A: reading(report(PROSE, (11, 12, 13, 14, 15, 16), index_number="KM-1")),
        B: reading(report(OTHER_PROSE, (1, 2, 3, 4, 5, 6), index_number="KM-1")),
    }
    read(pair, said)
    assert {rule for _, rule in decided(pair).values()} == {"index_number"}
    state(pair, (A, "apart", B))
    for _ in range(2):
        read(pair, said)
        assert len({report for report, _ in decided(pair).values()}) == 2
        reparse(pair, said)


@pytest.mark.parametrize("action", ["apart", "same_report"])
def test_a_page_named_by_its_address_and_by_its_bytes_is_no_pair_and_it_is_said(
    pair: Pair, said: Mapping[str, Reading], action: str
) -> None:
    read(pair, said)
    before, itself = fingerprint(pair), f"sha256:{digest(b'a')}"
    assert state(pair, (A, action, itself)).notices == (
        f"overrides.csv: line 2: {A} and {itself} are one page here with the same bytes: nothing is stated of two",
    )
    read(pair, said)
    assert fingerprint(pair) == before


def test_a_page_that_was_put_back_is_kept_apart_from_its_other_state_and_not_from_itself(
    pair: Pair, fetched_candidate: Callable[..., Candidate], report: Build, reading: Wrap
) -> None:
    first, other = reading(report(PROSE)), reading(report(OTHER_PROSE))
    for minute, (body, read_there) in enumerate([(b"a", first), (b"other", other), (b"a", first)]):
        apply_readings(pair, [(fetched_candidate(A, body, minute=minute), read_there)])
    assert state(pair, (A, "apart", f"sha256:{digest(b'a')}")).notices == ()
    waiting = ready_candidates(pair, 9)
    assert len(waiting) == 3
    apply_readings(pair, [(one, first if one.parts[0].sha256 == digest(b"a") else other) for one in waiting])
    rows = pair.browse.execute("SELECT report, flags FROM identity_decisions ORDER BY report").fetchall()
    assert [report for report, _ in rows] == [f"{KUNMING}/2023", *[f"{KUNMING}/2023/2"] * 2]
    assert {flags for _, flags in rows} == {"same_body_year"}


def test_a_printed_name_does_not_touch_what_the_bodys_own_column_vouches_for(
    pair: Pair, said: Mapping[str, Reading]
) -> None:
    read(pair, said)
    synced = state(pair, ("name:昆明市政务服务管理局", "body", DIQING))
    assert synced.queued == 0
    assert synced.notices == ("overrides.csv: line 2: no report here prints 昆明市政务服务管理局",)


def test_a_pair_of_two_groups_says_what_is_lacking_and_joins_when_it_is_stated(
    pair: Pair, said: Mapping[str, Reading]
) -> None:
    read(pair, said)
    pairing = (A, "same_report", f"sha256:{digest(FILE)}")
    (notice,) = state(pair, pairing).notices
    assert notice.endswith(
        f"{A} is read as {KUNMING} 2023, sha256:{digest(FILE)} as unregistered-淮安市 2023: they become one report "
        "only when body and report_year of one of them are stated too"
    )
    read(pair, said)
    assert decided(pair)[A][0] != decided(pair)["huaian.html"][0]
    state(pair, pairing, (pairing[2], "body", KUNMING))
    read(pair, said)
    assert decided(pair)[A] == decided(pair)["huaian.html"]
    assert {row[0] for row in pair.browse.execute("SELECT id FROM bodies WHERE registered = 0")} == set()


def test_rows_that_touch_nothing_are_said_and_a_body_that_nobody_knows_is_refused(
    pair: Pair, said: Mapping[str, Reading]
) -> None:
    assert state(pair, ("https://a.cn/", "report_year", "2020")).notices == (
        "overrides.csv: line 2: no page or file here is named https://a.cn/",
    )
    with pytest.raises(RegistryError, match=r"^overrides.csv: line 2, column value: .* found '530100-没有的局'$"):
        state(pair, (A, "body", "530100-没有的局"))
    assert [one.what for one in standing_overrides(pair.browse)] == ["https://a.cn/"], "nothing half applied"


def test_one_year_for_a_page_of_two_reports_is_refused(
    pair: Pair, fetched_candidate: Callable[..., object], report: Build, reading: Wrap
) -> None:
    fetched_candidate(A, b"a")
    state(pair, (A, "report_year", "2020"))
    read(pair, {A: reading(report(), report(report_year=2022))})
    ended = pair.browse.execute("SELECT read_state, read_reason FROM captures WHERE url = ?", [A]).fetchone()
    assert ended == ("failed", f"overrides.csv states one year for {A}, which holds 2 reports")


FORMER = "530100-昆明市政务服务中心"


def test_a_former_body_is_made_known_by_its_name_and_goes_with_its_row(
    pair: Pair, imported_candidate: Callable[..., object], report: Build, reading: Wrap
) -> None:
    imported_candidate("former.html", b"former")
    said = {"former.html": reading(report(agency="昆明市政务服务中心", report_year=2017))}
    read(pair, said)
    assert decided(pair)["former.html"][0] == "unregistered-昆明市政务服务中心/2017"
    row = Succession(FORMER, KUNMING, 2019, "a decree")
    assert sync_successions(pair, [row]).queued == 1
    read(pair, said)
    assert decided(pair)["former.html"][0] == f"{FORMER}/2017"
    known = body_for_name(pair, "昆明市政务服务中心")
    assert known is not None
    assert (known.id, known.division, known.registered) == (FORMER, "530100", False)
    assert standing_successions(pair.browse) == [row]
    assert sync_successions(pair, [row]) == Synced(0, 0, ())
    gone = sync_successions(pair, [])
    assert gone.notices == (f"successions.csv: {KUNMING} is no longer said to follow {FORMER}",)
    read(pair, said)
    assert decided(pair)["former.html"][0] == "unregistered-昆明市政务服务中心/2017"
    assert body_for_name(pair, "昆明市政务服务中心") is None


def test_a_former_body_without_a_report_stays_while_a_row_names_it(
    pair: Pair, imported_candidate: Callable[..., object], report: Build, reading: Wrap
) -> None:
    sync_successions(pair, [Succession(FORMER, KUNMING, 2019, "a decree")])
    imported_candidate("former.html", b"former")
    read(pair, {"former.html": reading(report(agency="昆明市政务服务中心", report_year=2017))})
    for one in all_candidates(pair):
        apply_readings(pair, [(one, "not read now")])
    assert pair.browse.execute("SELECT id FROM bodies WHERE registered = 0").fetchall() == [(FORMER,)]
    sync_successions(pair, [])
    assert pair.browse.execute("SELECT id FROM bodies WHERE registered = 0").fetchall() == []
