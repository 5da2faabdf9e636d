"""What `nianbao diff` says of two versions: numbers cell by cell, text by paragraph, blank and absent kept apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reports.model import Check, Contact, Forms, Reading, Report, Section
from crawler.store.archive.queue import Candidate
from crawler.store.database import Pair
from crawler.store.errors import StoreError
from crawler.store.grouping.reports import apply_readings
from crawler.store.reported.differences import Differences, StoredState, differences, states_of
from crawler.store.reported.paragraphs import TextChanges, text_changes
from crawler.store.rereading.reading_changes import ABSENT

URL = "https://zwfw.km.gov.cn/c/2024-01-31/1.shtml"
REPORT = "530100-昆明市政务服务管理局/2023"


def shown(found: TextChanges) -> list[tuple[str, str, str]]:
    return [(one.kind, one.before, one.after) for one in found.changes]


@pytest.mark.parametrize(
    ("before", "after", "changes", "unchanged"),
    [
        ("甲段。\n乙段。", "甲段。\n乙段。", [], 2),
        ("甲段。", "甲段。\n乙段。", [("appeared", "", "乙段。")], 1),
        ("甲段。\n乙段。", "乙段。", [("disappeared", "甲段。", "")], 1),
        (
            "全年收到申请13件。\n末段。",
            "全年收到申请18件。\n末段。",
            [("changed", "全年收到申请13件。", "全年收到申请18件。")],
            1,
        ),
        (
            "全年收到申请13件。",
            "另起炉灶的一段话，毫不相干。",
            [("disappeared", "全年收到申请13件。", ""), ("appeared", "", "另起炉灶的一段话，毫不相干。")],
            0,
        ),
        (
            "公开制度3项。\n收到申请13件。",
            "新加一段，与众不同呢。\n收到申请18件。",
            [
                ("disappeared", "公开制度3项。", ""),
                ("appeared", "", "新加一段，与众不同呢。"),
                ("changed", "收到申请13件。", "收到申请18件。"),
            ],
            0,
        ),
        ("", "", [], 0),
    ],
)
def test_paragraphs(before: str, after: str, changes: list[tuple[str, str, str]], unchanged: int) -> None:
    found = text_changes(before, after)
    assert (shown(found), found.unchanged) == (changes, unchanged)


def test_a_number_is_one_word() -> None:
    (changed,) = text_changes("收到申请1,213件，办结。", "收到申请1,218件，办结。").changes
    assert [(one.before, one.after) for one in changed.words if one.before != one.after] == [("1,213", "1,218")]


TEXTS = st.lists(st.text("公开申请件0123456789。", max_size=8), max_size=6).map("\n".join)


@given(TEXTS, TEXTS)
def test_both_texts_can_be_told_from_what_changed(before: str, after: str) -> None:
    found = text_changes(before, after)
    for text, side in ((before, "before"), (after, "after")):
        paragraphs = [line for line in text.split("\n") if line]
        told = [getattr(one, side) for one in found.changes if getattr(one, side)]
        assert len(told) + found.unchanged == len(paragraphs)
        assert set(told) <= set(paragraphs)
    assert bool(found.changes) == ([one for one in before.split("\n") if one] != [o for o in after.split("\n") if o])


BEFORE = Report(
    title="2023年政府信息公开工作年度报告",
    agency="昆明市政务服务管理局",
    report_year=2023,
    index_number="A-1",
    metadata={"来源": "某局", "文号": "一号"},
    period=None,
    contact=Contact(phone="0871-1"),
    sections={
        "1": Section("一、总体情况", "全年收到申请13件。\n网站访问量9次。\n浏览次数：77"),
        "5": Section("五、问题", "无。"),
    },
    forms=Forms(proactive="2021", applications="2021"),
    proactive={"licensing": {"decisions": 12}, "penalty": {"decisions": None}, "fees": {"amount_wanyuan": 1}},
    applications={"granted": (1, 0, 0, 0, 0, 0, 1)},
    review=None,
    statistics=None,
    flags=(),
    checks=(Check("A3", "applications.granted", "pass", 1, 1),),
    body_origin="trafilatura",
)
AFTER = replace(
    BEFORE,
    index_number="A-2",
    metadata={"来源": "某局"},
    contact=Contact(phone="0871-2"),
    sections={
        "1": Section("一、总体情况", "全年收到申请18件。\n网站访问量9次。\n浏览次数：99"),
        "6": Section("六、其他", "没有收费。"),
    },
    proactive={"licensing": {"decisions": 19}, "penalty": {"decisions": 0}, "compulsion": {"decisions": None}},
    applications={"granted": (2, 0, 0, 0, 0, 0, 1)},
    checks=(Check("A3", "applications.granted", "fail", 2, 1),),
)


@pytest.fixture
def changed(pair: Pair, fetched_candidate: Callable[..., Candidate]) -> Callable[[], Differences]:
    """The two versions of one address, stored and compared."""
    for at, report in enumerate((BEFORE, AFTER)):
        one = fetched_candidate(URL, b"%d" % at, minute=at)
        apply_readings(pair, [(one, Reading("report", (), (report,)))])

    def compare() -> Differences:
        before, after = states_of(pair, REPORT)
        return differences(pair, REPORT, before, after)

    return compare


def test_numbers_cell_by_cell_blank_and_absent_kept_apart(changed: Callable[[], Differences]) -> None:
    assert {one.where: (one.kind, one.before, one.after) for one in changed().numbers} == {
        "proactive.licensing.decisions": ("changed", 12, 19),
        "proactive.penalty.decisions": ("filled", None, 0),
        "proactive.fees.amount_wanyuan": ("disappeared", 1, ABSENT),
        "proactive.compulsion.decisions": ("appeared", ABSENT, None),
        "applications.granted.natural_person": ("changed", 1, 2),
    }


def test_head_checks_text_and_manner(changed: Callable[[], Differences]) -> None:
    found = changed()
    assert {one.where: (one.before, one.after) for one in found.head} == {
        "index_number": ("A-1", "A-2"),
        "metadata.文号": ("一号", ABSENT),
        "contact.phone": ("0871-1", "0871-2"),
    }
    assert [(one.field, one.kind) for one in found.checks] == [("checks.A3", "pass to fail")]
    assert [(one.number, one.heading_before, one.heading_after, shown(one.text)) for one in found.sections] == [
        ("1", "一、总体情况", "一、总体情况", [("changed", "全年收到申请13件。", "全年收到申请18件。")]),
        ("5", "五、问题", None, [("disappeared", "无。", "")]),
        ("6", None, "六、其他", [("appeared", "", "没有收费。")]),
    ]
    assert found.unchanged_paragraphs == 1
    assert [(one.kind, one.address, one.announcement) for one in found.replacements] == [("page", URL, "silent")]


def test_of_a_withheld_version_nothing_is_shown(pair: Pair, changed: Callable[[], Differences]) -> None:
    pair.browse.execute("UPDATE versions SET withheld = 'report' WHERE position = 1")
    pair.browse.conn.commit()
    with pytest.raises(StoreError, match="version 1 is withheld on request"):
        changed()


def test_a_withheld_contact_is_no_change(pair: Pair, changed: Callable[[], Differences]) -> None:
    pair.browse.execute("UPDATE versions SET withheld = 'contact', contact_phone = NULL WHERE position = 2")
    pair.browse.conn.commit()
    assert not [one for one in changed().head if one.where.startswith("contact.")]


def test_between_versions_that_are_not_neighbours_every_replacement_is_told(
    pair: Pair, changed: Callable[[], Differences], fetched_candidate: Callable[..., Candidate]
) -> None:
    third = replace(AFTER, proactive={"licensing": {"decisions": 25}})
    apply_readings(pair, [(fetched_candidate(URL, b"3", minute=3), Reading("report", (), (third,)))])
    first, second, last = states_of(pair, REPORT)

    def manners(before: StoredState, after: StoredState) -> list[tuple[str, str]]:
        found = differences(pair, REPORT, before, after).replacements
        return [(one.captured_before, one.captured_after) for one in found]

    steps = [(one.captured_at, other.captured_at) for one, other in ((first, second), (second, last))]
    assert manners(first, last) == steps
    assert manners(first, second) == steps[:1] and manners(second, last) == steps[1:]
    assert manners(last, first) == []
