"""data/overrides.csv and data/successions.csv as people write them: what is accepted, and the one line for what is
not."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.overrides import COLUMNS as OVERRIDES
from crawler.overrides import Override, address_forms, load_overrides, parse_overrides
from crawler.registry_csv import RegistryError
from crawler.successions import COLUMNS as SUCCESSIONS
from crawler.successions import Succession, load_successions, parse_successions

DATA = Path(__file__).resolve().parents[1] / "data"
BYTES = "ab" * 32
A, B, C = "https://a.cn/1", "https://b.cn/2", "https://c.cn/3"
KUNMING, DIQING = "530100-昆明市政务服务管理局", "533400-迪庆州工业和信息化局"


def overrides(*rows: str) -> tuple[Override, ...]:
    """Rows of `what,action,value`; the rest is the same for all."""
    return parse_overrides("\n".join([",".join(OVERRIDES), *(f"{row},2024-05-01,ME,seen by eye" for row in rows)]))


def successions(*rows: str) -> tuple[Succession, ...]:
    return parse_successions("\n".join([",".join(SUCCESSIONS), *(f"{row},a decree" for row in rows)]))


def test_the_files_that_are_shipped_can_be_used() -> None:
    load_overrides(DATA / "overrides.csv")
    load_successions(DATA / "successions.csv")


@pytest.mark.parametrize(
    ("row", "what", "action", "value"),
    [
        (f"{A}#top,body,{KUNMING}", A, "body", KUNMING),
        (f"SHA256:{BYTES.upper()},report_year,2021", f"sha256:{BYTES}", "report_year", "2021"),
        (f"name:淮安市 ＡＢ,body,{KUNMING}", "name:淮安市AB", "body", KUNMING),
        ("name:淮安市,body,unregistered-淮安市人民政府", "name:淮安市", "body", "unregistered-淮安市人民政府"),
        (f"{A},same_report,{B}#x", A, "same_report", B),
        (f"{A},apart,sha256:{BYTES}", A, "apart", f"sha256:{BYTES}"),
        (f"{A},not_a_report,", A, "not_a_report", ""),
    ],
)
def test_a_row_as_it_is_kept(row: str, what: str, action: str, value: str) -> None:
    assert overrides(row) == (Override(what, action, value, "2024-05-01", "ME", "seen by eye"),)  # type: ignore[arg-type]


PAGE = "an address with http:// or https://, or sha256: and 64 hexadecimal digits"
BODY = "a body's id: six digits (or the word unregistered), '-' and its name"


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (
            (f"{A},move,x",),
            "line 2, column action: expected one of body, report_year, same_report, apart, not_a_report, found 'move'",
        ),
        (("a.cn/1,report_year,2021",), f"line 2, column what: expected {PAGE}, found 'a.cn/1'"),
        (("http://[年报,report_year,2021",), f"line 2, column what: expected {PAGE}, found 'http://[年报'"),
        (("sha256:12,not_a_report,",), f"line 2, column what: expected {PAGE}, found 'sha256:12'"),
        (("name:某局,report_year,2021",), f"line 2, column what: expected {PAGE}, found 'name:某局'"),
        (
            (f"name: ,body,{KUNMING}",),
            f"line 2, column what: expected {PAGE}, or name: and a printed name, found 'name:'",
        ),
        ((f"{A},body,昆明市政务服务管理局",), f"line 2, column value: expected {BODY}, found '昆明市政务服务管理局'"),
        ((f"{A},report_year,21",), "line 2, column value: expected a year, found '21'"),
        ((f"{A},same_report,1",), f"line 2, column value: expected {PAGE}, found '1'"),
        ((f"{A},not_a_report,no",), "line 2, column value: expected nothing, found 'no'"),
        ((f"{A},body",), "line 2: expected 6 columns, found 5"),
        (
            (f"{A},report_year,2021", "http://a.cn/1,report_year,2020"),
            "line 3: line 2 already states report_year of http://a.cn/1",
        ),
        ((f"{A},same_report,http://a.cn/1",), f"line 2, column value: expected another page than {A}"),
        ((f"{A},same_report,{B}", f"{B},apart,{A}"), "line 3: line 2 already says same_report of these two"),
        (
            (f"{A},same_report,{B}", f"{C},same_report,{B}", f"{A},apart,{C}"),
            f"line 4: other rows say that {A} and {C} are one report",
        ),
        ((f"{A},report_year,2021", f"{A},not_a_report,"), f"line 2: line 3 says that {A} is not a report"),
        ((f"{B},same_report,{A}", f"{A},not_a_report,"), f"line 2: line 3 says that {A} is not a report"),
    ],
)
def test_what_is_wrong_with_a_row_is_one_line(rows: tuple[str, ...], problem: str) -> None:
    with pytest.raises(RegistryError) as error:
        overrides(*rows)
    assert str(error.value) == f"overrides.csv: {problem}"


@pytest.mark.parametrize(
    ("column", "row", "expected"),
    [
        ("date", f"{A},not_a_report,,2024-2-30,ME,why", "the day of the decision (2024-01-31), found '2024-2-30'"),
        ("by", f"{A},not_a_report,,2024-05-01,,why", "who decided it, found ''"),
        (
            "reason",
            f"{A},not_a_report,,2024-05-01,ME,",
            "why: it is kept with every decision that follows from the row, found ''",
        ),
    ],
)
def test_who_decided_when_and_why_must_be_said(column: str, row: str, expected: str) -> None:
    with pytest.raises(RegistryError) as error:
        parse_overrides(",".join(OVERRIDES) + "\n" + row)
    assert str(error.value) == f"overrides.csv: line 2, column {column}: expected {expected}"


def test_one_page_by_http_and_https() -> None:
    assert address_forms("http://a.cn/1#2") == address_forms("https://a.cn/1") == (A, "http://a.cn/1")


def test_a_merger_and_a_division_can_be_stated() -> None:
    rows = successions(f"530100-甲局,{KUNMING},2019", f"530100-乙局,{KUNMING},2019", f"530100-甲局,{DIQING},2019")
    assert rows[1] == Succession("530100-乙局", KUNMING, 2019, "a decree")


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (
            ("甲局,530100-乙局,2019",),
            "line 2, column predecessor: expected a body's id: six digits of GB/T 2260 (000000 "
            "for a central body), '-' and its full name, found '甲局'",
        ),
        (
            ("530100-甲局,530100-乙局,2O19",),
            "line 2, column year: expected the first report year of the successor, found '2O19'",
        ),
        (
            ("530100-甲局,530100-乙局,2019", "530100-甲局,530100-乙局,2020"),
            "line 3: line 2 already says that 530100-乙局 followed 530100-甲局",
        ),
        (("530100-甲局,530100-甲局,2019",), "line 2: 530100-甲局 would follow itself, by way of 530100-甲局"),
        (
            ("530100-甲局,530100-乙局,2015", "530100-丙局,530100-甲局,2012", "530100-乙局,530100-丙局,2019"),
            "line 4: 530100-丙局 would follow itself, by way of 530100-乙局",
        ),
    ],
)
def test_what_is_wrong_with_a_succession_is_one_line(rows: tuple[str, ...], problem: str) -> None:
    with pytest.raises(RegistryError) as error:
        successions(*rows)
    assert str(error.value) == f"successions.csv: {problem}"


def test_a_file_that_is_no_table_or_has_another_header() -> None:
    with pytest.raises(RegistryError, match=r"^overrides.csv: line 1: expected the header what,action"):
        parse_overrides("")
    with pytest.raises(RegistryError, match=r"^successions.csv: line 1: expected the header .* found a,b$"):
        parse_successions("a,b\n")
