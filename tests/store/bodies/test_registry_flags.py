"""Where the registry or the list says another body or year than the document, the stored report carries a flag."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from crawler.reports.model import Reading, Report
from crawler.store.archive.queue import Candidate
from crawler.store.database import Pair
from crawler.store.grouping.reports import apply_readings

NAME = "昆明市政务服务管理局"


def flags_of(pair: Pair) -> list[tuple[str, str, str]]:
    return pair.browse.execute("SELECT location, kind, raw FROM current_flags ORDER BY position").fetchall()


@pytest.mark.parametrize(
    ("agency", "flagged"),
    [
        (NAME, False),
        ("昆明市政务服务局", False),  # an alias of the registry
        ("昆明市 政务服务管理局", False),
        (f"{NAME}办公室", False),
        ("云南省昆明市政务服务管理局", False),
        ("政务服务管理局", False),
        (None, False),
        ("昆明市发展和改革委员会", True),
    ],
)
def test_a_columns_body_against_the_printed_one(
    pair: Pair,
    fetched_candidate: Callable[..., Candidate],
    report: Callable[..., Report],
    reading: Callable[..., Reading],
    agency: str | None,
    flagged: bool,
) -> None:
    candidate = fetched_candidate("https://zwfw.km.gov.cn/1.html", b"1")
    apply_readings(pair, [(candidate, reading(report(agency=agency)))])
    assert flags_of(pair) == ([("agency", "disagreement", agency)] if flagged else [])


def test_in_a_shared_column_the_printed_name_decides_and_contradicts_nobody(
    pair: Pair,
    fetched_candidate: Callable[..., Candidate],
    report: Callable[..., Report],
    reading: Callable[..., Reading],
) -> None:
    candidate = fetched_candidate("https://www.diqing.gov.cn/1.html", b"1", source="diqing-gxj")
    apply_readings(pair, [(candidate, reading(report(agency="迪庆州教育局")))])
    assert flags_of(pair) == []


@pytest.mark.parametrize(
    ("line", "flagged"),
    [
        ("昆明市政务服务管理局2023年政府信息公开工作年度报告", False),
        ("信息公开年报", False),
        (None, False),
        ("昆明市政务服务管理局2022年政府信息公开工作年度报告", True),
    ],
)
def test_the_lists_year_against_the_documents(
    pair: Pair,
    fetched_candidate: Callable[..., Candidate],
    report: Callable[..., Report],
    reading: Callable[..., Reading],
    line: str | None,
    flagged: bool,
) -> None:
    candidate = replace(fetched_candidate("https://zwfw.km.gov.cn/1.html", b"1"), entry_title=line)
    apply_readings(pair, [(candidate, reading(report()))])
    assert flags_of(pair) == ([("report_year", "disagreement", line)] if flagged else [])
    assert pair.browse.execute("SELECT report_year FROM reports").fetchone() == (2023,)
