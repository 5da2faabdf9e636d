"""Two years side by side, or below each other: the report's year is read, and what is not told apart is not read."""

from __future__ import annotations

import re
from itertools import count

import pytest

from crawler.documents.read import read_document
from crawler.reports.read import read_report
from crawler.reports.tables.read import StandardTables, read_tables

LAST, THIS = 9000, 100
"""Where the numbers of last year and of this year begin."""


def tables_of(page: bytes, year: int | None = 2023) -> StandardTables:
    return read_tables(read_document(page, name="page.html").tables(), year)


def kinds(tables: StandardTables) -> set[tuple[str, str]]:
    return {(flag.where, flag.kind) for flag in tables.flags}


def application_table(forms, first: str, second: str) -> str:
    """The applications table with its seven columns printed twice; the numbers of `first` begin with LAST."""
    numbers = {first: count(LAST), second: count(THIS)}
    names = [label for label, _ in forms.labels["applicants"]]
    block = f"<td rowspan=2>{names[0]}</td><td colspan=5>法人或其他组织</td><td rowspan=2>{names[6]}</td>"
    rows = [
        f"<tr><td rowspan=4 colspan=3>{forms.labels['identity']}</td><td colspan=14>申请人情况</td></tr>",
        f"<tr><td colspan=7>{first}</td><td colspan=7>{second}</td></tr>",
        f"<tr>{block * 2}</tr>",
        f"<tr>{''.join(f'<td>{name}</td>' for name in names[1:6]) * 2}</tr>",
    ]
    for top, group, label, _ in forms.application_rows("2021"):
        own = f"{top}</td><td>{group}</td><td>{label}" if group else f"{top}</td><td colspan=2>{label}"
        own = own if top else f"{label}</td><td></td><td>"
        cells = "".join(f"<td>{next(numbers[year])}</td>" for year in (first, second) for _ in range(7))
        rows.append(f"<tr><td>{own}</td>{cells}</tr>")
    return f"<table>{''.join(rows)}</table>"


def this_years(forms) -> dict[str, tuple[int, ...]]:
    keys = forms.application_keys("2021")
    return {key: tuple(range(THIS + 7 * place, THIS + 7 * place + 7)) for place, key in enumerate(keys)}


@pytest.mark.parametrize(
    ("first", "second", "year"),
    [("2022年", "2023年", 2023), ("2022年度", "2023年度", 2023), ("上年", "本年", None), ("2022年", "2023", 2023)],
)
def test_the_applications_of_the_reports_year_are_read_and_the_other_year_is_said(forms, first, second, year):
    read = tables_of(forms.page("", application_table(forms, first, second)), year)
    assert read.applications == this_years(forms)
    assert kinds(read) == {("applications", "unknown_column")}


@pytest.mark.parametrize(
    ("first", "second", "year"), [("2022年", "2023年", None), ("2022年", "2023年", 2021), ("甲", "乙", 2023)]
)
def test_applications_that_no_year_tells_apart_are_not_read(forms, first, second, year):
    read = tables_of(forms.page("", application_table(forms, first, second)), year)
    assert set(read.applications.values()) == {(None,) * 7}
    assert ("applications", "unknown_column") in kinds(read)


def test_the_year_is_that_of_the_reports_title(forms):
    page = forms.page(
        "", application_table(forms, "2022年", "2023年"), title="示范县档案局2023年政府信息公开工作年度报告"
    )
    [report] = read_report(read_document(page, name="page.html")).reports
    assert report.applications == this_years(forms)


PROACTIVE = (
    "<table><tr><td></td><td colspan=3>{0}</td><td colspan=3>{1}</td></tr><tr><td>信息内容</td>"
    + "<td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td>" * 2
    + "</tr><tr><td>规章</td><td>91</td><td>92</td><td>93</td><td>1</td><td>2</td><td>31</td></tr></table>"
)


@pytest.mark.parametrize(
    ("first", "second", "year", "values"),
    [
        ("2022年", "2023年", 2023, (1, 2, 31)),
        ("2023年", "2022年", 2023, (91, 92, 93)),
        ("上年度", "本年度", None, (1, 2, 31)),
        ("2022年", "2023年", None, (None, None, None)),
        ("本级", "全县", 2023, (None, None, None)),
    ],
)
def test_documents_of_two_years(forms, first, second, year, values):
    read = tables_of(forms.page(PROACTIVE.format(first, second)), year)
    assert tuple(read.proactive["regulations"].values()) == values
    assert ("proactive.regulations", "unknown_column") in kinds(read)


def test_the_label_itself_goes_before_its_misprint(forms):
    page = forms.page(
        "<table><tr><td>信息内容</td><td>本年处理决定数</td><td>本年处理决定数量</td></tr>"
        "<tr><td>行政许可</td><td>7</td><td>8</td></tr></table>"
    )
    read = tables_of(page)
    assert read.proactive["licensing"] == {"decisions": 8}
    assert ("proactive.licensing", "unknown_column") in kinds(read)


@pytest.mark.parametrize("labels", [("行政许可事顶", "行政许可"), ("行政许可", "行政许可事顶")])
def test_a_rows_label_goes_before_what_is_like_it(forms, labels):
    rows = "".join(f"<tr><td>{label}</td><td>{7 if label == '行政许可' else 9}</td></tr>" for label in labels)
    read = tables_of(forms.page(f"<table><tr><td>信息内容</td><td>本年处理决定数量</td></tr>{rows}</table>"))
    assert read.proactive["licensing"] == {"decisions": 7}


def test_a_row_of_the_applications_goes_before_what_is_like_it(forms):
    values = {
        (row, applicant): str(place)
        for place, row in enumerate(forms.application_keys("2021"))
        for applicant in forms.applicants
    }
    table = forms.applications("2021", values, relabelled={"denied_internal": "5.属于三类过程性信息"})
    read = tables_of(forms.page("", table))
    place = forms.application_keys("2021").index("denied_process")
    assert read.applications["denied_process"] == (place,) * 7
    assert read.applications["denied_internal"] == (None,) * 7
    assert ("applications.denied_process", "fuzzy_label") in kinds(read)


def test_a_row_that_numbers_the_columns_of_the_applications_is_no_part_of_their_labels(forms):
    values = {(row, applicant): "1" for row in forms.application_keys("2021") for applicant in forms.applicants}
    numbering = f"<tr><td colspan=3>甲</td>{''.join(f'<td>{number + 1}</td>' for number in range(7))}</tr>"
    header = forms.application_header()
    table = forms.applications("2021", values).replace(header, f"{header}{numbering}")
    assert tables_of(forms.page("", table)).flags == ()


def test_a_column_that_is_not_told_apart_is_not_known_by_its_position_either(forms):
    page = forms.page(
        "<table><tr><td>信息内容</td><td>现行有效件数</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
        "<tr><td>规章</td><td>30</td><td>1</td><td>2</td><td>31</td></tr></table>"
    )
    read = tables_of(page)
    assert read.proactive["regulations"] == {"issued": 1, "abolished": 2, "in_force": None}
    assert ("proactive.regulations", "unknown_column") in kinds(read)


def test_two_blocks_beside_each_other_are_no_two_years(forms):
    block = "<td>信息内容</td><td>本年处理决定数量</td>"
    page = forms.page(
        f"<table><tr>{block}{block}</tr><tr><td>行政许可</td><td>7</td><td>行政处罚</td><td>8</td></tr></table>"
    )
    assert tables_of(page).proactive["licensing"] == {"decisions": 7}


# Reviews ------------------------------------------------------------------------------------------------------------


def review_table(forms, years: tuple[str, str]) -> str:
    numbers = zip(forms.channels, range(0, 15, 5), strict=True)
    values = {
        (channel, outcome): str(start + place)
        for channel, start in numbers
        for place, outcome in enumerate(forms.outcomes)
    }
    table = forms.review(values)
    row = re.findall(r"<tr>.*?</tr>", table)[-1]
    header = table.replace(row, "").replace("</table>", "").replace("<tr>", "<tr><td rowspan=3>年度</td>", 1)
    last = re.sub(r"<td>\d+", "<td>99", row).replace("<tr>", f"<tr><td>{years[0]}</td>")
    return f"{header}{last}{row.replace('<tr>', f'<tr><td>{years[1]}</td>')}</table>"


@pytest.mark.parametrize(
    ("years", "year"), [(("2022", "2023"), 2023), (("2022年", "2023年"), 2023), (("上年", "本年"), None)]
)
def test_of_two_rows_of_reviews_that_of_the_reports_year_is_read(forms, years, year):
    read = tables_of(forms.page("", "", review_table(forms, years)), year)
    assert [list(read.review[channel].values()) for channel in forms.channels] == [
        list(range(start, start + 5)) for start in (0, 5, 10)
    ]
    assert ("review", "disagreement") in kinds(read)


def test_a_row_that_numbers_the_columns_is_no_row_of_reviews(forms):
    values = {(channel, outcome): "7" for channel in forms.channels for outcome in forms.outcomes}
    numbering = f"<tr>{''.join(f'<td>{number + 1}</td>' for number in range(15))}</tr>"
    table = forms.review(values)
    row = re.findall(r"<tr>.*?</tr>", table)[-1]
    read = tables_of(forms.page("", "", table.replace(row, f"{numbering}{row}")))
    assert {value for channel in read.review.values() for value in channel.values()} == {7}
    assert read.flags == ()
    alone = tables_of(forms.page("", "", table.replace(row, numbering)))
    assert list(alone.review["review"].values()) == [1, 2, 3, 4, 5], "a row that stands alone states numbers"


def test_reviews_whose_header_prints_an_outcome_twice(forms):
    labels = [label for label, _ in forms.labels["review_outcomes"]]
    page = forms.page(
        "",
        "",
        "<table><tr><td colspan=10>行政复议</td></tr><tr><td colspan=5>2022年</td><td colspan=5>2023年</td></tr>"
        f"<tr>{''.join(f'<td>{label}</td>' for label in labels) * 2}</tr>"
        f"<tr>{''.join(f'<td>{number}</td>' for number in range(10))}</tr></table>",
    )
    assert list(tables_of(page).review["review"].values()) == [5, 6, 7, 8, 9]
    unknown = tables_of(page, None)
    assert set(unknown.review["review"].values()) == {None}
    assert ("review", "unknown_column") in kinds(unknown)
