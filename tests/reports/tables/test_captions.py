"""Tables that say above themselves that they are of an earlier year are read after the others."""

from __future__ import annotations

import pytest

from crawler.documents.read import read_document
from crawler.reports.read import read_report
from crawler.reports.tables.captions import names_earlier_year


@pytest.mark.parametrize(
    ("text", "year", "is_earlier"),
    [
        ("2022年申请情况", 2023, True),
        ("附：2021 年度、2022 年度情况", 2023, True),
        ("上年度申请情况", 2023, True),
        ("2023年申请情况", 2023, False),
        ("2022年与2023年申请情况", 2023, False),
        ("2024年1月公布", 2023, False),
        ("二、上年结转政府信息公开申请数量", 2023, False),
        ("三、收到和处理政府信息公开申请情况", 2023, False),
        ("2022年申请情况", None, False),
        (f"2022年，{'我局认真贯彻落实条例，' * 4}", 2023, False),
    ],
)
def test_a_caption_of_an_earlier_year(text, year, is_earlier):
    assert names_earlier_year(text, year) is is_earlier


def table(forms, number: int) -> str:
    keys = forms.application_keys("2021")
    return forms.applications("2021", {(key, one): str(number) for key in keys for one in forms.applicants})


@pytest.mark.parametrize(("above", "kept"), [("2022年申请情况", 7), ("申请情况", 9), ("", 9)])
def test_the_table_of_the_reports_year_is_kept_and_the_other_is_said(forms, above, kept):
    tables = f"<p>{above}</p>{table(forms, 9)}<p>2023年申请情况</p>{table(forms, 7)}"
    [report] = read_report(read_document(forms.page("", tables), name="page.html")).reports
    assert {value for row in report.applications.values() for value in row} == {kept}
    assert ("applications.granted", "disagreement") in {(flag.where, flag.kind) for flag in report.flags}


def test_a_part_below_a_part_shares_its_caption(forms):
    keys = forms.application_keys("2021")
    last = forms.applications(
        "2021", {(key, one): "9" for key in keys for one in forms.applicants}, split_after="partial"
    )
    tables = f"<p>2022年申请情况</p>{last}<p>2023年申请情况</p>{table(forms, 7)}"
    [report] = read_report(read_document(forms.page("", tables), name="page.html")).reports
    assert {value for row in report.applications.values() for value in row} == {7}
