"""What differs between two readings: blank, absent and a value are three things, and each place is named."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reports.model import Check, Contact, Flag, Forms, Number, Reading, Report, Section
from crawler.store.rereading.reading_changes import ABSENT, KINDS, SHOWN, Value, changes_between

PLAIN = Report(
    title="2023年政府信息公开工作年度报告",
    agency="昆明市政务服务管理局",
    report_year=2023,
    index_number=None,
    metadata={},
    period=None,
    contact=Contact(),
    sections={},
    forms=Forms(),
    proactive=None,
    applications=None,
    review=None,
    statistics=None,
    flags=(),
    checks=(),
    body_origin="page",
)


def said(report: Report) -> Reading:
    return Reading("report", ("by its title",), (report,), "1")


def changes(before: dict[str, object], after: dict[str, object]) -> list[tuple[str, str, str, Value, Value]]:
    found = changes_between(said(replace(PLAIN, **before)), said(replace(PLAIN, **after)))  # type: ignore[arg-type]
    return [(one.field, one.where, one.kind, one.before, one.after) for one in found]


def fees(value: Number | None) -> dict[str, object]:
    return {"proactive": {"fees": {"amount_wanyuan": value}}}


FEES = "proactive.fees.amount_wanyuan"
GRANTED = "applications.granted.natural_person"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {}, []),
        ({}, fees(None), [(FEES, FEES, "appeared", ABSENT, None)]),
        ({}, fees(0), [(FEES, FEES, "appeared", ABSENT, 0)]),
        (fees(None), fees(0), [(FEES, FEES, "filled", None, 0)]),
        (fees(0), fees(None), [(FEES, FEES, "emptied", 0, None)]),
        (fees(0), {}, [(FEES, FEES, "disappeared", 0, ABSENT)]),
        (fees(1), fees(Decimal("7730.28")), [(FEES, FEES, "changed", 1, 7730.28)]),
        (fees(1), fees(Decimal("1.0")), [(FEES, FEES, "changed", 1, 1.0)]),
        ({"title": None}, {}, [("title", "title", "appeared", ABSENT, PLAIN.title)]),
        ({"report_year": 2022}, {}, [("report_year", "report_year", "changed", 2022, 2023)]),
        (
            {"contact": Contact(phone="1")},
            {"contact": Contact(fax="1")},
            [
                ("contact.phone", "contact.phone", "disappeared", "1", ABSENT),
                ("contact.fax", "contact.fax", "appeared", ABSENT, "1"),
            ],
        ),
        (
            {"metadata": {"索引号": "", "文号": "1"}},
            {"metadata": {"索引号": "KM-1"}},
            [
                ("metadata", "metadata.索引号", "filled", None, "KM-1"),
                ("metadata", "metadata.文号", "disappeared", "1", ABSENT),
            ],
        ),
        (
            {"sections": {"1": Section("一、总体情况", "甲")}},
            {"sections": {"1": Section("一、总体情况", "乙")}},
            [("section.1", "section.1", "changed", "一、总体情况\n甲", "一、总体情况\n乙")],
        ),
        (
            {"applications": {"granted": (1, 0, 0, 0, 0, 0, 1)}},
            {"applications": {"granted": (2, 0, 0, 0, 0, 0, 1)}},
            [(GRANTED, GRANTED, "changed", 1, 2)],
        ),
        (
            {"statistics": {"disclosed_total": 3}},
            {"statistics": None},
            [("statistics.disclosed_total", "statistics.disclosed_total", "disappeared", 3, ABSENT)],
        ),
        (
            {"forms": Forms(proactive="2019")},
            {"forms": Forms(proactive="2021")},
            [("forms.proactive", "forms.proactive", "changed", "2019", "2021")],
        ),
    ],
)
def test_each_difference_is_named_where_it_stands(
    before: dict[str, object], after: dict[str, object], expected: list[tuple[str, str, str, Value, Value]]
) -> None:
    assert changes(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((), (Flag("title", "ocr", "甲", ""),), ("flags.ocr", "title", "appeared", ABSENT, "甲")),
        ((Flag("title", "ocr", "甲", "x"),), (), ("flags.ocr", "title", "disappeared", "甲: x", ABSENT)),
        (
            (Flag("title", "ocr", "甲", "x"),),
            (Flag("title", "ocr", "甲", "y"),),
            ("flags.ocr", "title", "changed", "甲: x", "甲: y"),
        ),
        (
            (Flag("title", "ocr", "甲", ""),) * 2,
            (Flag("title", "ocr", "甲", ""),),
            ("flags.ocr", "title", "disappeared", "甲", ABSENT),
        ),
    ],
)
def test_flags_are_counted_by_kind(
    before: tuple[Flag, ...], after: tuple[Flag, ...], expected: tuple[str, str, str, Value, Value]
) -> None:
    assert changes({"flags": before}, {"flags": after}) == [expected]


PASS, FAIL = Check("R1", "review.review.*", "pass", 3, 3), Check("R1", "review.review.*", "fail", 3, 4)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ((FAIL,), (PASS,), "fail to pass"),
        ((PASS,), (FAIL,), "pass to fail"),
        ((), (FAIL,), "absent to fail"),
        ((PASS,), (), "pass to absent"),
        ((FAIL,), (replace(FAIL, found=5),), "other figures"),
    ],
)
def test_checks_are_counted_by_how_their_outcome_went(
    before: tuple[Check, ...], after: tuple[Check, ...], kind: str
) -> None:
    ((field, where, found, *_),) = changes({"checks": before}, {"checks": after})
    assert (field, where, found) == ("checks.R1", "review.review.*", kind)


def test_two_checks_at_one_place_are_told_apart() -> None:
    both = (PASS, FAIL)
    assert changes({"checks": both}, {"checks": both}) == []
    ((_, _, kind, before, after),) = changes({"checks": both}, {"checks": (PASS,)})
    assert (kind, before, after) == ("fail to absent", "fail: expected 3, found 4", ABSENT)


def test_the_parser_version_is_no_difference_and_the_class_is_one() -> None:
    before = said(PLAIN)
    assert changes_between(before, replace(before, parser_version="2")) == ()
    (one,) = changes_between(before, replace(before, document_class="statistics"))
    assert (one.field, one.before, one.after) == ("class", "report", "statistics")


def test_a_long_text_is_quoted_where_it_begins_to_differ_and_compared_to_its_end() -> None:
    same, tail = "公开" * 200, "末" * 200
    first, second = (
        changes_between(said(replace(PLAIN, title=same + "甲" + tail)), said(replace(PLAIN, title=same + other + tail)))
        for other in ("乙", "丙")
    )
    for (one,), other in ((first, "乙"), (second, "丙")):
        assert isinstance(one.before, str)
        assert isinstance(one.after, str)
        assert len(one.before) <= SHOWN + 2
        assert one.before.startswith("…")
        assert "甲" in one.before
        assert other in one.after
    late = changes_between(said(replace(PLAIN, title="甲" + tail)), said(replace(PLAIN, title="乙" + tail)))
    later = changes_between(said(replace(PLAIN, title="甲" + tail)), said(replace(PLAIN, title="乙" + tail + "尾")))
    assert (late[0].before, late[0].after) == (later[0].before, later[0].after)
    assert late[0].digest != later[0].digest


@given(st.dictionaries(st.sampled_from("甲乙丙"), st.text("一二", max_size=3)), st.none() | st.integers(0, 3))
def test_there_and_back_are_each_others_opposites(metadata: dict[str, str], number: int | None) -> None:
    """And a reading never differs from itself."""
    before, after = said(PLAIN), said(replace(PLAIN, metadata=metadata, **fees(number)))  # type: ignore[arg-type]
    assert changes_between(after, after) == ()
    opposite = dict(zip(KINDS, ("disappeared", "appeared", "emptied", "filled", "changed"), strict=True))
    there = {(one.where, one.kind, repr(one.before), repr(one.after)) for one in changes_between(before, after)}
    back = {
        (one.where, opposite[one.kind], repr(one.after), repr(one.before))  # type: ignore[index]
        for one in changes_between(after, before)
    }
    assert there == back
