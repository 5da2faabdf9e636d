"""The JSON contract: DESIGN.md's keys in its order, numbers without loss, and back to the same values."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reports.contract import dumps, number_to_json, reading_from_json, reading_to_json
from crawler.reports.model import (
    Check,
    Contact,
    DocumentClass,
    Flag,
    FlagKind,
    Forms,
    Outcome,
    Period,
    Reading,
    Report,
    Section,
)

TEXT = st.text(max_size=12)
INTEGERS = st.integers(-(10**14), 10**14)
DECIMALS = st.decimals(-(10**9), 10**9, places=4).filter(lambda value: value != value.to_integral_value())
NUMBERS = st.one_of(st.none(), INTEGERS, DECIMALS.map(Decimal.normalize))
OUTCOMES = ("upheld", "corrected", "other", "pending", "total")
CHANNELS = ("review", "litigation_direct", "litigation_after_review")


def named(names):
    return st.fixed_dictionaries(dict.fromkeys(names, NUMBERS))


REPORTS = st.builds(
    Report,
    title=st.none() | TEXT,
    agency=st.none() | TEXT,
    report_year=st.none() | st.integers(2008, 2030),
    index_number=st.none() | TEXT,
    metadata=st.dictionaries(TEXT, TEXT, max_size=3),
    period=st.none() | st.builds(Period, st.dates(), st.dates(), TEXT),
    contact=st.builds(Contact, *[st.none() | TEXT] * 6),
    sections=st.dictionaries(st.sampled_from("123456"), st.builds(Section, TEXT, TEXT)),
    forms=st.builds(
        Forms,
        st.sampled_from(["2021", "2019", None]),
        st.sampled_from(["2021", "2019", None]),
        st.sampled_from(["standard", None]),
        st.sampled_from(["2014", None]),
    ),
    proactive=st.none()
    | st.dictionaries(st.sampled_from(["regulations", "fees"]), named(["issued", "amount_wanyuan"]), max_size=2),
    applications=st.none()
    | st.dictionaries(st.sampled_from(["granted", "partial"]), st.tuples(*[NUMBERS] * 7), max_size=2),
    review=st.none() | st.fixed_dictionaries(dict.fromkeys(CHANNELS, named(OUTCOMES))),
    statistics=st.none() | st.dictionaries(TEXT, NUMBERS, max_size=2),
    flags=st.lists(st.builds(Flag, TEXT, st.sampled_from(get_args(FlagKind)), TEXT, TEXT), max_size=2).map(tuple),
    checks=st.lists(
        st.builds(Check, TEXT, TEXT, st.sampled_from(get_args(Outcome)), NUMBERS, NUMBERS, TEXT), max_size=2
    ).map(tuple),
    body_origin=st.sampled_from(["trafilatura", "container", "page"]),
)
READINGS = st.builds(
    Reading,
    document_class=st.sampled_from(get_args(DocumentClass)),
    class_reasons=st.lists(TEXT, max_size=2).map(tuple),
    reports=st.lists(REPORTS, max_size=1).map(tuple),
    parser_version=TEXT,
)


@given(READINGS)
def test_a_reading_survives_the_json(reading):
    assert reading_from_json(json.loads(dumps(reading))) == reading
    assert reading_from_json(reading_to_json(reading)) == reading


def report(**changes) -> Report:
    empty = Report(
        title="示范县档案局2023年政府信息公开工作年度报告", agency="示范县档案局", report_year=2023, index_number=None,
        metadata={"索引号": "A-1", "发布机构": ""}, period=Period(date(2023, 1, 1), date(2023, 12, 31), "2023年"),
        contact=Contact(phone="000"), sections={"6": Section("六、其他", "无"), "1": Section("一、总体情况", "好")},
        forms=Forms("2021", "2021", "standard"), proactive={"fees": {"amount_wanyuan": Decimal("96171.6")}},
        applications={"granted": (1, None, 0, 0, 0, 0, 1)},
        review={channel: dict.fromkeys(OUTCOMES, 0) for channel in reversed(CHANNELS)}, statistics=None,
        flags=(Flag("review", "ocr", "x", "y"),), checks=(Check("A1", "applications.*.total", "pass", 1, 1),),
        body_origin="container",
    )  # fmt: skip
    return replace(empty, **changes)


def test_the_keys_stand_in_the_contracts_order():
    value = json.loads(dumps(Reading("report", ("why",), (report(),))))
    assert list(value) == ["class", "class_reasons", "reports", "parser_version"]
    [printed] = value["reports"]
    assert list(printed) == [
        "title", "agency", "report_year", "index_number", "metadata", "period", "contact", "sections", "forms",
        "proactive", "applications", "review", "statistics", "flags", "checks", "body_origin",
    ]  # fmt: skip
    assert list(printed["period"]) == ["start", "end", "raw"]
    assert list(printed["contact"]) == ["unit", "address", "postcode", "phone", "fax", "email"]
    assert list(printed["sections"]) == ["1", "6"]
    assert list(printed["sections"]["1"]) == ["heading", "text"]
    assert list(printed["forms"]) == ["proactive", "applications", "review", "statistics"]
    assert list(printed["review"]) == list(CHANNELS)
    assert list(printed["review"]["review"]) == list(OUTCOMES)
    assert list(printed["flags"][0]) == ["where", "kind", "raw", "note"]
    assert list(printed["checks"][0]) == ["rule", "where", "outcome", "expected", "found", "note"]


def test_values_as_they_are_printed():
    printed = dumps(Reading("report", (), (report(),)))
    assert '"amount_wanyuan": 96171.6\n' in printed
    assert "示范县档案局" in printed
    value = json.loads(printed)["reports"][0]
    assert value["period"] == {"start": "2023-01-01", "end": "2023-12-31", "raw": "2023年"}
    assert value["applications"]["granted"] == [1, None, 0, 0, 0, 0, 1]
    assert value["metadata"] == {"索引号": "A-1", "发布机构": ""}


def test_missing_tables_are_null_and_no_report_is_an_empty_list():
    without = report(proactive=None, applications=None, review=None, period=None)
    [printed] = reading_to_json(Reading("report", (), (without,)))["reports"]
    assert [printed[key] for key in ("proactive", "applications", "review", "statistics", "period")] == [None] * 5
    assert reading_to_json(Reading("other", ("a notice",), ()))["reports"] == []


def test_a_number_that_json_cannot_keep_is_refused():
    with pytest.raises(ValueError, match="more digits"):
        number_to_json(Decimal("1234567890.123456789"))
