"""What is withheld on request is in no row of the browsing file, through every later run, until it is lifted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from crawler.registry_csv import RegistryError
from crawler.reports.candidate import Part, read_candidate
from crawler.reports.model import Check, Contact, Flag, Reading, Report, Section
from crawler.store.archive.queue import Candidate, Selection, all_candidates, load_parts, ready_candidates
from crawler.store.database import Pair, close_pair, open_pair
from crawler.store.fingerprint import fingerprint
from crawler.store.grouping.reports import apply_readings
from crawler.store.merge.merge import merge_store
from crawler.store.moments import stored_moment
from crawler.store.rereading.reparse_progress import apply_and_record, begin
from crawler.store.withheld.redaction import WITHHELD, contact_pattern
from crawler.store.withheld.withholding import Changed, apply_withheld_file, apply_withholdings, in_force
from crawler.withholdings import Withholding
from tests.store.conftest import OWN, START

PAGE, OTHER = "https://a.cn/1", "https://a.cn/2"
ID = f"{OWN.body_id}/2023"
SECRET = "王某某信箱"
PHONE, ADDRESS = "0871-63960000", "昆明市某某路9号"
Build = Callable[..., Report]
Wrap = Callable[..., Reading]
Fetch = Callable[..., Candidate]


def asked(report: str, scope: str = "report") -> Withholding:
    return Withholding(report, scope, "2024-05-01", "2024-17", "personal data")  # type: ignore[arg-type]


@pytest.fixture
def said(report: Build, reading: Wrap) -> dict[str, Reading]:
    """Address → what is read there: a report with contact data wherever it can stand, and one of another year."""
    full = report(
        f"联系人{SECRET}，电话 0871 - 6396 0000，或６３９６００００。\n地址：昆明市 某某路９号。办件12件。",
        (12, 0, 11, 1, 12, 0),
        title=f"年度报告（{PHONE}）",
        index_number="KM-1",
        metadata={"索引号": "KM-1", "联系电话": PHONE, "发布机构": OWN.body},
        contact=Contact(unit=OWN.body, phone=PHONE, address=ADDRESS, email=SECRET, fax="12"),
        flags=(Flag("section.1", "ocr", PHONE, f"beside {ADDRESS}"),),
        checks=(Check("T1", "applications.granted.total", "fail", 1, 11, f"the prose says, after {PHONE}"),),
    )
    return {PAGE: reading(full), OTHER: reading(replace(full, report_year=2022, index_number="KM-2"))}


@pytest.fixture
def store(pair: Pair, fetched_candidate: Fetch, said: dict[str, Reading]) -> Pair:
    for url, body in ((PAGE, b"1"), (OTHER, b"2")):
        fetched_candidate(url, body)
    read(pair, said)
    return pair


def read(pair: Pair, said: dict[str, Reading]) -> None:
    apply_readings(pair, [(one, said[str(one.url)]) for one in ready_candidates(pair, 100)])


def bytes_of(pair: Pair) -> bytes:
    """All that the browsing file would serve, free pages and the write-ahead log included."""
    wal = pair.path.with_name(f"{pair.path.name}-wal")
    return pair.path.read_bytes() + (wal.read_bytes() if wal.exists() else b"")


def rows_of(pair: Pair, report: str) -> dict[str, int]:
    tables = ("metadata", "sections", "proactive", "applications", "reviews", "statistics", "flags", "checks")
    sql = "SELECT count(*) FROM {} WHERE version IN (SELECT id FROM versions WHERE report = ?)"
    return {table: pair.browse.execute(sql.format(table), [report]).fetchone()[0] for table in tables}


def withheld_of(pair: Pair) -> dict[str, str]:
    return dict(pair.browse.execute("SELECT report, withheld FROM current_reports").fetchall())


@pytest.mark.parametrize("named", [ID, PAGE, "http://a.cn/1"])
def test_a_withheld_report_is_a_row_without_content(store: Pair, named: str) -> None:
    of_others = "SELECT * FROM sections WHERE version IN (SELECT id FROM versions WHERE report <> ?)"
    others = store.browse.execute(of_others, [ID]).fetchall()
    assert apply_withholdings(store, [asked(named)], START) == Changed(applied=1, lifted=0, queued=0)
    assert set(rows_of(store, ID).values()) == {0}
    shown = "SELECT body, report_year, title, index_number, published, withheld, characters FROM current_reports"
    assert store.browse.execute(f"{shown} WHERE report = ?", [ID]).fetchall() == [
        (OWN.body_id, 2023, None, None, None, "report", 0)
    ]
    contact = "SELECT contact_unit, contact_phone, contact_address, contact_email, title FROM versions WHERE report = ?"
    assert store.browse.execute(contact, [ID]).fetchone() == (None,) * 5
    # The other report is as it was, and the bytes of both are kept.
    assert store.browse.execute(of_others, [ID]).fetchall() == others
    assert [load_parts(store, one)[0][0] for one in all_candidates(store)] == [b"1", b"2"]
    assert [(one.asked, one.reports) for one in in_force(store)] == [(asked(named), (ID,))]


def test_nothing_of_it_is_left_on_any_page_of_the_file(store: Pair) -> None:
    assert SECRET.encode() in bytes_of(store)
    store.browse.execute("PRAGMA secure_delete = OFF")  # some builds of SQLite have it on by default
    apply_withholdings(store, [asked(PAGE), asked(OTHER)], START)
    assert SECRET.encode() not in bytes_of(store)
    assert PHONE.encode() not in bytes_of(store)


def test_contact_data_is_taken_out_wherever_it_stands(store: Pair) -> None:
    apply_withholdings(store, [asked(ID, "contact")], START)
    version = "version IN (SELECT id FROM versions WHERE report = ?)"
    one = store.browse.execute
    assert one(f"SELECT text FROM sections WHERE {version}", [ID]).fetchone()[0] == (
        f"联系人{WITHHELD}，电话 {WITHHELD}，或{WITHHELD}。\n地址：{WITHHELD}。办件12件。"
    )
    assert one("SELECT title, withheld FROM current_reports WHERE report = ?", [ID]).fetchone() == (
        f"年度报告（{WITHHELD}）",
        "contact",
    )
    assert one(f"SELECT label, value FROM metadata WHERE {version} ORDER BY position", [ID]).fetchall() == [
        ("索引号", "KM-1"),
        ("联系电话", WITHHELD),
        ("发布机构", OWN.body),  # its own name is on every page of the corpus
    ]
    assert one(f"SELECT raw, note FROM flags WHERE {version}", [ID]).fetchall() == [(WITHHELD, f"beside {WITHHELD}")]
    assert one(f"SELECT note FROM checks WHERE {version}", [ID]).fetchall() == [(f"the prose says, after {WITHHELD}",)]
    columns = "contact_unit, contact_address, contact_postcode, contact_phone, contact_fax, contact_email"
    assert set(one(f"SELECT {columns} FROM versions WHERE report = ?", [ID]).fetchone()) == {None}
    characters, text = one(
        "SELECT characters, sum(length(text)) FROM versions JOIN sections ON version = id WHERE report = ?", [ID]
    ).fetchone()
    assert characters == text
    assert rows_of(store, ID)["applications"] == 7


@pytest.mark.parametrize(
    ("value", "text", "left"),
    [
        ("0871-63960000", "电话：0871—6396 0000", "电话：{}"),
        ("0871-63960000", "63960000转8", "{}转8"),
        ("0871-63960000", "0871", "0871"),
        ("A@b.cn", "邮箱ａ＠Ｂ．cn", "邮箱{}"),
        ("63149962", "电话6314-9962", "电话{}"),
        ("6314-9962", "（0871）６３１４９９６２", "（0871）{}"),
        ("8001", "80-01号", "80-01号"),
        ("a.c@x.cn", "a.c（at）x.cn；a.c#x.cn；a.c [at] x.cn", "{};{};{}".replace(";", "；")),
        ("a.c(at)x.cn", "a.c@x.cn", "{}"),
        ("12", "办件12件", "办件12件"),
        ("a.c@x", "abc@x", "abc@x"),
        ("某局办公室", "某局办公室电话", "某局办公室电话"),
    ],
)
def test_a_value_is_found_however_it_is_printed(value: str, text: str, left: str) -> None:
    pattern = contact_pattern([value], ["某局办公室"])
    assert (text if pattern is None else pattern.sub(WITHHELD, text)) == left.replace("{}", WITHHELD)


@pytest.mark.parametrize("scope", ["report", "contact"])
def test_a_re_parse_and_a_new_version_keep_it_withheld(
    store: Pair, said: dict[str, Reading], fetched_candidate: Fetch, scope: str
) -> None:
    apply_withholdings(store, [asked(PAGE, scope)], START)
    once = fingerprint(store)
    apply_readings(store, [(one, said[str(one.url)]) for one in all_candidates(store)])
    assert fingerprint(store) == once
    fetched_candidate(PAGE, b"another", minute=60)
    report = said[PAGE].reports[0]
    new = replace(report, sections={"1": Section("一", f"新的一份，{PHONE}")})
    read(store, {PAGE: replace(said[PAGE], reports=(new,))})
    versions = store.browse.execute("SELECT withheld FROM versions WHERE report = ?", [ID]).fetchall()
    assert versions == [(scope,), (scope,)]
    texts = "SELECT text FROM sections JOIN versions ON id = version WHERE report = ?"
    assert "63960000" not in str(store.browse.execute(texts, [ID]).fetchall())


@pytest.mark.parametrize("scope", ["report", "contact"])
def test_lifting_brings_back_every_row_and_both_acts_are_recorded(
    store: Pair, said: dict[str, Reading], scope: str
) -> None:
    before = fingerprint(store)
    apply_withholdings(store, [asked(ID, scope)], START)
    assert fingerprint(store) != before
    later = START + timedelta(days=30)
    assert apply_withholdings(store, [], later) == Changed(applied=0, lifted=1, queued=1)
    # Until its bytes are read again, it says that it is withheld.
    assert withheld_of(store)[ID] == scope
    read(store, said)
    assert withheld_of(store)[ID] == ""
    assert fingerprint(store) == before
    record = store.browse.execute("SELECT report, scope, reference, applied_at, lifted_at FROM withholdings")
    assert record.fetchall() == [(ID, scope, "2024-17", stored_moment(START), stored_moment(later))]
    assert in_force(store) == ()


def test_from_the_whole_report_to_its_contact_data_and_back(store: Pair, said: dict[str, Reading]) -> None:
    apply_withholdings(store, [asked(ID)], START)
    apply_withholdings(store, [asked(ID, "contact")], START + timedelta(days=1))
    read(store, said)
    assert (withheld_of(store)[ID], rows_of(store, ID)["sections"]) == ("contact", 1)
    apply_withholdings(store, [asked(ID, "contact"), asked(PAGE)], START + timedelta(days=2))
    assert (withheld_of(store)[ID], rows_of(store, ID)["sections"]) == ("report", 0)


def test_a_report_that_comes_later_is_withheld_from_its_first_row(
    pair: Pair, fetched_candidate: Fetch, said: dict[str, Reading]
) -> None:
    apply_withholdings(pair, [asked(PAGE)], START)
    assert in_force(pair)[0].reports == ()
    fetched_candidate(PAGE, b"1")
    read(pair, said)
    assert withheld_of(pair) == {ID: "report"}


def test_a_file_that_is_gone_publishes_nothing(store: Pair, tmp_path: Path) -> None:
    file = tmp_path / "withheld.csv"
    assert apply_withheld_file(store, file, START) == Changed(0, 0, 0)
    file.write_text(f"report,scope,requested_on,reference,reason\n{ID},report,2024-05-01,2024-17,on request\n")
    assert apply_withheld_file(store, file, START).applied == 1
    assert apply_withheld_file(store, file, START + timedelta(days=1)) == Changed(0, 0, 0)
    file.unlink()
    with pytest.raises(RegistryError, match="while 1 withholdings are in force; put the file back"):
        apply_withheld_file(store, file, START)
    assert withheld_of(store)[ID] == "report"


@pytest.fixture
def merged(store: Pair, tmp_path: Path) -> Iterator[Pair]:
    apply_withholdings(store, [asked(ID)], START)
    target = open_pair(tmp_path / "target.db", origin="live")
    apply_withholdings(target, [asked(ID)], START)
    merge_store(target, store)
    yield target
    close_pair(target)


def test_a_merge_keeps_it_withheld_and_the_record(merged: Pair, store: Pair, said: dict[str, Reading]) -> None:
    read(merged, said)
    assert withheld_of(merged) == withheld_of(store)
    assert fingerprint(merged) == fingerprint(store)
    assert merged.browse.execute("SELECT count(*) FROM withholdings").fetchone() == (1,)


def test_what_a_killed_re_parse_has_noted_no_longer_quotes_it(store: Pair, said: dict[str, Reading]) -> None:
    begin(store.browse, "next", Selection())
    (candidate,) = (one for one in all_candidates(store) if one.url == PAGE)
    report = replace(said[PAGE].reports[0], contact=Contact(unit=OWN.body, phone=PHONE), title="年度报告")
    apply_and_record(store, [(candidate, replace(said[PAGE], reports=(report,), parser_version="next"))])
    noted = "SELECT json_extract(value, '$.where'), value FROM reparse_changes, json_each(changes) ORDER BY 1"
    before = dict(store.browse.execute(noted).fetchall())
    assert SECRET in before["contact.email"]
    apply_withholdings(store, [asked(PAGE, "contact")], START)
    after = dict(store.browse.execute(noted).fetchall())
    assert after.keys() == before.keys()
    assert not [text for text in after.values() if SECRET in text or "63960000" in text]


PROSE = """
<p>全年主动公开政府信息1957条，其中机构职能类3条、重点领域类486条，门户网站专栏更新672次，访问总量达到48213人次。</p>
<p>收到依申请公开237件，均按期办结，当面递交41件，网络提交196件，群众来电咨询1288次，满意率逐年提高。</p>
<p>组织业务培训12场，参训118人次，抽查下属单位46家，发现并督促整改问题79个，开展政策解读63篇，举办新闻发布会5场。</p>
<p>下一步将继续健全制度，细化目录，规范审查程序，拓宽渠道，加强队伍建设，提升平台服务水平与数据质量。</p>
"""


def page(more: str) -> bytes:
    title = f"{OWN.body}2023年政府信息公开工作年度报告"
    return (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head><body><h1>{title}</h1>"
        f"<div><p>一、总体情况</p>{PROSE}<p>{more}</p></div></body></html>"
    ).encode()


def test_identity_does_not_change_by_withholding(pair: Pair, fetched_candidate: Fetch) -> None:
    """Pages of one year that only their prose makes one report. A third one comes later and is like none but the one
    that is withheld, whose kept bytes are asked, since its rows are empty."""
    for url, more in ((PAGE, ""), (OTHER, "特此报告。")):
        fetched_candidate(url, page(more))
    read_bytes(pair)
    decided = "SELECT url, report, rule FROM identity_decisions JOIN candidate_facts USING (candidate, ordinal)"
    before = set(pair.browse.execute(decided).fetchall())
    assert before == {(PAGE, ID, "prose"), (OTHER, ID, "prose")}
    apply_withholdings(pair, [asked(PAGE)], START)
    assert set(pair.browse.execute(decided).fetchall()) == before
    fetched_candidate("https://a.cn/3", page("特此说明。"))
    read_bytes(pair)
    assert set(pair.browse.execute(decided).fetchall()) == before | {("https://a.cn/3", ID, "prose")}
    assert withheld_of(pair) == {ID: "report"}


def read_bytes(pair: Pair) -> None:
    for one in ready_candidates(pair, 10):
        parts = [Part(*part) for part in load_parts(pair, one)]
        apply_readings(pair, [(one, read_candidate(parts))])
