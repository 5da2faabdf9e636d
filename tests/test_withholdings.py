"""data/withheld.csv: a slip is named, and a file with one is not used at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.registry_csv import RegistryError
from crawler.withholdings import COLUMNS, Withholding, addresses_of, load_withholdings, parse_withholdings

HEADER = ",".join(COLUMNS)
ID = "530100-昆明市政务服务管理局/2023"


def test_the_file_in_the_project_withholds_nothing() -> None:
    file = Path(__file__).parents[1] / "data" / "withheld.csv"
    assert load_withholdings(file) == ()
    assert file.read_text(encoding="utf-8").splitlines() == [HEADER]


def test_a_report_is_named_by_its_id_or_an_address() -> None:
    rows = parse_withholdings(
        f"{HEADER}\n{ID},report,2024-05-01,2024-17,on request\n{ID}/2,contact,2024-05-01,,a private telephone\n"
        "https://a.cn/1#top,report,2024-05-02,,on request\n"
    )
    assert rows == (
        Withholding(ID, "report", "2024-05-01", "2024-17", "on request"),
        Withholding(f"{ID}/2", "contact", "2024-05-01", "", "a private telephone"),
        Withholding("https://a.cn/1", "report", "2024-05-02", "", "on request"),
    )
    assert [addresses_of(row.report) for row in rows] == [(), (), ("https://a.cn/1", "http://a.cn/1")]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("昆明市,report,2024-05-01,,x", "line 2, column report: expected a report's id"),
        (f"sha256:{'0' * 64},report,2024-05-01,,x", "line 2, column report: expected a report's id"),
        (f"{ID}/,report,2024-05-01,,x", "line 2, column report: expected a report's id"),
        (f"{ID},all,2024-05-01,,x", "line 2, column scope: expected report or contact, found 'all'"),
        (f"{ID},report,1.5.2024,,x", "line 2, column requested_on: expected the day of the request"),
        (f"{ID},report,2024-02-30,,x", "line 2, column requested_on: expected the day of the request"),
        (f"{ID},report,2024-05-01,,", "line 2, column reason: expected why"),
        (f"{ID},report,2024-05-01,x", "line 2: expected 5 columns, found 4"),
        (
            f"{ID},report,2024-05-01,,x\n{ID},report,2024-05-02,,y",
            f"line 3: another line already withholds the report of {ID}",
        ),
    ],
)
def test_a_slip_is_named_by_line_and_column(row: str, problem: str) -> None:
    with pytest.raises(RegistryError) as refused:
        parse_withholdings(f"{HEADER}\n{row}\n")
    [line] = str(refused.value).splitlines()
    assert line.startswith(f"withheld.csv: {problem}")
