"""The value at a `where` of the contract."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from crawler.reports.model import Contact, Forms, Period, Report, Section
from crawler.reports.values import value_at

REPORT = Report(
    title="某局2023年年报",
    agency="某局",
    report_year=2023,
    index_number="A/1",
    metadata={"索引号": "A/1", "文号": ""},
    period=Period(date(2023, 1, 1), date(2023, 12, 31), "2023年"),
    contact=Contact(phone="1"),
    sections={"2": Section("二、主动公开", "文")},
    forms=Forms("2021", "2021", "standard", "2014"),
    proactive={"fees": {"amount_wanyuan": Decimal("1.5")}},
    applications={"granted": (1, None, 3, 4, 5, 6, 7)},
    review={"review": {"upheld": 8}},
    statistics={"fees": 9},
    flags=(),
    checks=(),
    body_origin="page",
)


@pytest.mark.parametrize(
    ("where", "value"),
    [
        ("title", "某局2023年年报"),
        ("agency", "某局"),
        ("report_year", 2023),
        ("index_number", "A/1"),
        ("metadata.索引号", "A/1"),
        ("metadata.文号", ""),
        ("metadata.来源", None),
        ("period", "2023-01-01 … 2023-12-31"),
        ("contact.phone", "1"),
        ("contact.fax", None),
        ("contact.nobody", None),
        ("section.2", "二、主动公开"),
        ("section.3", None),
        ("proactive.fees.amount_wanyuan", Decimal("1.5")),
        ("proactive.fees", None),
        ("applications.granted.natural_person", 1),
        ("applications.granted.commercial", None),
        ("applications.granted.total", 7),
        ("applications.granted", None),
        ("applications.partial.total", None),
        ("review.review.upheld", 8),
        ("review.review.corrected", None),
        ("statistics.fees", 9),
        ("nowhere", None),
    ],
)
def test_value_at(where: str, value: object) -> None:
    assert value_at(REPORT, where) == value
