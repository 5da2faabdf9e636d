"""Both forms drawn as HTML tables with rowspan and colspan: every number comes back under its own name."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.documents.read import read_document
from crawler.reports.tables.contradictions import NOTE
from crawler.reports.tables.read import StandardTables, read_tables


def tables_of(page: bytes) -> StandardTables:
    return read_tables(read_document(page, name="page.html").tables())


def kinds(tables: StandardTables) -> set[tuple[str, str]]:
    return {(flag.where, flag.kind) for flag in tables.flags}


def numbered(cells) -> dict[tuple[str, str], str]:
    """A different number for every cell, so that none can stand in for another."""
    return dict(zip(cells, map(str, count(101)), strict=False))


def applications_cells(forms, form):
    return [(row, applicant) for row in forms.application_keys(form) for applicant in forms.applicants]


def review_cells(forms):
    return [(channel, outcome) for channel in forms.channels for outcome in forms.outcomes]


def rows_as_printed(values, keys, columns):
    return {key: {column: int(values[key, column]) for column in columns[key]} for key in keys}


@pytest.mark.parametrize("form", ["2021", "2019"])
@pytest.mark.parametrize("separate", [False, True], ids=["one table", "a table a block"])
def test_proactive(forms, form, separate):
    cells = forms.proactive_cells(form)
    values = numbered(cells)
    if form == "2019":
        values["procurement", "amount_yuan"] += "元"
    read = tables_of(forms.page(forms.proactive(form, values, separate)))
    assert read.forms.proactive == form
    expected: dict[str, dict[str, int]] = {}
    for key, column in cells:
        expected.setdefault(key, {})[column] = int(values[key, column].rstrip("元"))
    assert read.proactive == expected
    assert kinds(read) == ({("proactive.procurement.amount_yuan", "unit_converted")} if form == "2019" else set())


@pytest.mark.parametrize("form", ["2021", "2019"])
def test_applications(forms, form):
    values = numbered(applications_cells(forms, form))
    read = tables_of(forms.page(forms.applications(form, values)))
    assert read.forms.applications == form
    assert read.applications == {
        row: tuple(int(values[row, applicant]) for applicant in forms.applicants)
        for row in forms.application_keys(form)
    }
    assert list(read.applications) == forms.application_keys(form)
    assert kinds(read) == set()


def test_the_form_is_decided_for_each_table(forms):
    """洪泽区 2023 and 2024: the 2021 form of 第二十条 with the 2019 form of the applications."""
    proactive = numbered(forms.proactive_cells("2021"))
    applications = numbered(applications_cells(forms, "2019"))
    read = tables_of(forms.page(forms.proactive("2021", proactive), forms.applications("2019", applications)))
    assert (read.forms.proactive, read.forms.applications, read.forms.review) == ("2021", "2019", None)
    assert "other_handling" in read.applications
    assert read.review is None


def test_review(forms):
    values = numbered(review_cells(forms))
    read = tables_of(forms.page("", "", forms.review(values)))
    assert read.review == rows_as_printed(values, forms.channels, dict.fromkeys(forms.channels, forms.outcomes))
    assert kinds(read) == set()


def test_review_with_cut_headers_is_read_by_position_and_flagged(forms):
    values = numbered(review_cells(forms))
    read = tables_of(forms.page("", "", forms.review(values, ["结果", "结果", "其他", "尚未", "总计"])))
    assert read.review == rows_as_printed(values, forms.channels, dict.fromkeys(forms.channels, forms.outcomes))
    assert kinds(read) == {("review", "truncated_header")}


def test_review_with_headers_in_an_order_of_its_own_is_read_by_label(forms):
    values = numbered(review_cells(forms))
    read = tables_of(forms.page("", "", forms.review(values, ["结果纠正", "结果维持", "其他结果", "尚未审结", "总计"])))
    assert read.review["review"]["corrected"] == int(values["review", "upheld"])
    assert read.review["review"]["upheld"] == int(values["review", "corrected"])


def test_review_with_cut_headers_that_contradict_the_order_has_no_columns(forms):
    """尚未 in the first place: position cannot be trusted, so only what is spelt out keeps its number."""
    values = numbered(review_cells(forms))
    read = tables_of(forms.page("", "", forms.review(values, ["尚未", "结果", "其他", "结果", "总计"])))
    assert {outcome: read.review["review"][outcome] for outcome in ("upheld", "corrected", "other", "pending")} == {
        "upheld": None, "corrected": None, "other": None, "pending": None,
    }  # fmt: skip
    assert read.review["review"]["total"] == int(values["review", "total"])
    assert ("review", "unknown_column") in kinds(read)


def test_three_columns_in_a_grid_of_five(forms):
    """上海市政府办公厅 2019: the middle cell spans two grid columns, so a cell's index is not its column's."""
    table = """<table>
    <tr><td colspan=5>第二十条第（一）项</td></tr>
    <tr><td>信息内容</td><td>本年新<br>制作数量</td><td colspan=2>本年新<br>公开数量</td><td>对外公开总数量</td></tr>
    <tr><td>规章</td><td>1</td><td colspan=2>2</td><td>3</td></tr>
    <tr><td>规范性文件</td><td>4</td><td colspan=2></td><td>6</td></tr>
    <tr><td colspan=5>第二十条第（九）项</td></tr>
    <tr><td>信息内容</td><td colspan=2>采购项目数量</td><td colspan=2>采购总金额</td></tr>
    <tr><td>政府集中采购</td><td colspan=2>7</td><td colspan=2>251000元</td></tr></table>"""
    read = tables_of(forms.page(table))
    assert read.proactive["regulations"] == {"produced": 1, "newly_published": 2, "total_published": 3}
    assert read.proactive["normative_documents"] == {"produced": 4, "newly_published": None, "total_published": 6}
    assert read.proactive["procurement"] == {"items": 7, "amount_yuan": 251000}


def test_a_row_that_the_form_has_and_the_document_has_not_is_blank_and_flagged(forms):
    table = """<table><tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>
    <tr><td>规章</td><td>1</td><td>2</td><td>3</td></tr></table>"""
    read = tables_of(forms.page(table))
    assert read.proactive["fees"] == {"amount_wanyuan": None}
    assert ("proactive.fees", "short_row") in kinds(read)
    assert "procurement" not in read.proactive, "a row of the other form is absent, not blank"


def test_blank_cells_stay_blank_in_their_columns(forms):
    """沭阳发改局 2023: only 自然人 and 总计 are filled. A blank is not 0, and it moves nothing."""
    values = {("granted", "natural_person"): "5", ("granted", "total"): "5", ("partial", "total"): "2"}
    read = tables_of(forms.page("", forms.applications("2021", values)))
    assert read.applications["granted"] == (5, None, None, None, None, None, 5)
    assert read.applications["partial"] == (None,) * 6 + (2,)
    assert read.applications["carried_out"] == (None,) * 7
    assert read.flags == ()


def test_one_thousands_separator_or_one_dash_shifts_nothing(forms):
    values = numbered(applications_cells(forms, "2021"))
    values["granted", "natural_person"] = "1,234"
    values["granted", "commercial"] = "—"
    values["granted", "research"] = "／"
    read = tables_of(forms.page("", forms.applications("2021", values)))
    assert read.applications["granted"][:4] == (1234, None, None, int(values["granted", "social_welfare"]))
    assert {(flag.where, flag.kind) for flag in read.flags if flag.note != NOTE} == {
        ("applications.granted.commercial", "not_a_number"),
        ("applications.granted.research", "not_a_number"),
    }


@pytest.mark.parametrize("repeat_header", [False, True], ids=["header once", "header on both"])
def test_a_table_broken_over_two_pages(forms, repeat_header):
    values = numbered(applications_cells(forms, "2021"))
    html = forms.applications("2021", values, split_after="unable_not_held", repeat_header=repeat_header)
    read = tables_of(forms.page("", html))
    assert read.applications["unable_unclear"] == tuple(int(values["unable_unclear", key]) for key in forms.applicants)
    assert len(read.applications) == 25
    assert read.flags == ()


def test_a_twin_with_equal_numbers_is_ignored(forms):
    values = numbered(applications_cells(forms, "2021"))
    table = forms.applications("2021", values)
    read = tables_of(forms.page("", table + table))
    assert read.applications["granted"][0] == int(values["granted", "natural_person"])
    assert kinds(read) == {("applications", "repeated_table")}


def test_of_a_twin_with_other_numbers_the_first_is_kept(forms):
    values = numbered(applications_cells(forms, "2021"))
    other = {**values, ("granted", "total"): "999999"}
    read = tables_of(forms.page("", forms.applications("2021", values) + forms.applications("2021", other)))
    assert read.applications["granted"][6] == int(values["granted", "total"])
    assert kinds(read) == {("applications.granted", "disagreement")}


def test_twins_of_the_other_tables(forms):
    proactive = numbered(forms.proactive_cells("2021"))
    review = numbered(review_cells(forms))
    other = {**review, ("review", "total"): "999999"}
    read = tables_of(
        forms.page(
            forms.proactive("2021", proactive) * 2,
            "",
            forms.review(review) + forms.review(other) + forms.review(review),
        )
    )
    assert kinds(read) == {("proactive", "repeated_table"), ("review", "disagreement"), ("review", "repeated_table")}
    assert read.review["review"]["total"] == int(review["review", "total"])


def test_a_row_that_lost_cells_has_no_columns(forms):
    """Five values for seven columns: which two are lost cannot be known, so none has a column (FORMATS.md §8)."""
    values = numbered(applications_cells(forms, "2021"))
    full = f"<td>{values['carried_out', 'other_org']}</td><td>{values['carried_out', 'total']}</td></tr>"
    html = forms.applications("2021", values)
    assert full in html
    read = tables_of(forms.page("", html.replace(full, "</tr>")))
    assert read.applications["carried_out"] == (None,) * 7
    assert [(flag.where, flag.kind, flag.raw) for flag in read.flags] == [
        ("applications.carried_out", "unknown_column",
         " | ".join(values["carried_out", key] for key in forms.applicants[:5])),
    ]  # fmt: skip


def test_a_value_that_spans_two_columns_belongs_to_neither(forms):
    values = numbered(applications_cells(forms, "2021"))
    cells = "".join(f"<td>{values['granted', key]}</td>" for key in ("commercial", "research"))
    html = forms.applications("2021", values)
    assert cells in html
    read = tables_of(forms.page("", html.replace(cells, "<td colspan=2>77</td>")))
    assert read.applications["granted"][1:3] == (None, None)
    assert ("applications.granted.commercial", "unknown_column") in kinds(read)


def test_two_values_under_one_header_are_neither(forms):
    table = """<table><tr><td>信息内容</td><td>上一年项目数量</td><td colspan=2>本年增/减</td><td>处理决定数量</td></tr>
    <tr><td>行政处罚</td><td>1</td><td>2</td><td>5</td><td>3</td></tr>
    <tr><td>行政强制</td><td>1</td><td></td><td>5</td><td>3</td></tr></table>"""
    read = tables_of(forms.page(table))
    assert read.proactive["penalty"] == {"prev_year_items": 1, "change": None, "decisions": 3}
    assert read.proactive["compulsion"] == {"prev_year_items": 1, "change": 5, "decisions": 3}
    assert ("proactive.penalty.change", "unknown_column") in kinds(read)


def test_a_value_that_spans_two_rows_belongs_to_neither(forms):
    values = numbered(applications_cells(forms, "2021"))
    html = forms.applications("2021", values)
    first, second = (f"<td>{values[row, 'total']}</td></tr>" for row in ("new_received", "carried_in"))
    html = html.replace(first, "<td rowspan=2>55</td></tr>").replace(second, "</tr>")
    read = tables_of(forms.page("", html))
    assert (read.applications["new_received"][6], read.applications["carried_in"][6]) == (None, None)
    assert kinds(read) == {
        ("applications.new_received.total", "unknown_column"),
        ("applications.carried_in.total", "unknown_column"),
    }


@pytest.mark.parametrize(
    ("row", "printed"),
    [
        ("carried_in", "二、上年转结政府信息公开申请数量"),
        ("unable_unclear", "3.补征后早请内容仍不明确"),
        ("denied_law_forbids", "2.其他法律行政止公开"),
        ("rejected_massive", "4.无正当理由大量反覆申请"),
        ("other_overdue_fee", "2.申请人逾期未按收费通知要求缴纳费用"),
    ],
)
def test_a_misprinted_row_label_is_accepted_and_flagged(forms, row, printed):
    values = numbered(applications_cells(forms, "2021"))
    read = tables_of(forms.page("", forms.applications("2021", values, relabelled={row: printed})))
    assert read.applications[row] == tuple(int(values[row, key]) for key in forms.applicants)
    assert [(flag.where, flag.kind, flag.raw) for flag in read.flags] == [
        (f"applications.{row}", "fuzzy_label", printed)
    ]


@pytest.mark.parametrize(
    ("row", "printed"),
    [
        ("result_total", "（七）总 计"),
        ("other_overdue_correction", "1、申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"),
        ("denied_three_safety", '3.危及"三安全<br>一稳定"'),
        ("partial", "(二)部分公开(区分处理的,只计这一情形,不计其他情形)"),
        ("other_other", "③其它"),
    ],
)
def test_a_layout_of_a_label_is_no_misprint(forms, row, printed):
    values = numbered(applications_cells(forms, "2021"))
    read = tables_of(forms.page("", forms.applications("2021", values, relabelled={row: printed})))
    assert read.applications[row] == tuple(int(values[row, key]) for key in forms.applicants)
    assert read.flags == ()


def test_the_sixth_group_printed_short_is_the_row_of_the_2019_form(forms):
    """（六）其他 for （六）其他处理 [沭阳]; its numbering tells it from the third item of the 2021 form."""
    values = numbered(applications_cells(forms, "2019"))
    read = tables_of(forms.page("", forms.applications("2019", values, relabelled={"other_handling": "（六）其他"})))
    assert read.forms.applications == "2019"
    assert read.applications["other_handling"][0] == int(values["other_handling", "natural_person"])
    assert kinds(read) == {("applications.other_handling", "fuzzy_label")}


def test_a_row_that_is_none_of_the_form_is_reported_and_not_read(forms):
    values = numbered(applications_cells(forms, "2021"))
    read = tables_of(forms.page("", forms.applications("2021", values, relabelled={"denied_query": "8.局内自定事项"})))
    assert read.applications["denied_query"] == (None,) * 7
    assert ("applications.denied_query", "short_row") in kinds(read)
    assert any(flag.where == "applications" and "局内自定事项" in flag.raw for flag in read.flags)


def test_a_header_without_one_label_is_filled_by_position_and_flagged(forms):
    values = numbered(applications_cells(forms, "2021"))
    html = forms.applications("2021", values).replace("<td>科研机构</td>", "<td></td>")
    read = tables_of(forms.page("", html))
    assert read.applications["granted"][2] == int(values["granted", "research"])
    assert kinds(read) == {("applications", "truncated_header")}


def test_a_fees_header_in_yuan_is_converted(forms):
    table = """<table><tr><td>信息内容</td><td colspan=3>本年收费金额（单位：元）</td></tr>
    <tr><td>行政事业性收费</td><td colspan=3>12,500</td></tr></table>"""
    read = tables_of(forms.page(table))
    assert read.proactive["fees"] == {"amount_wanyuan": Decimal("1.25")}
    assert ("proactive.fees.amount_wanyuan", "unit_converted") in kinds(read)


def test_other_tables_of_a_page_are_none_of_ours(forms):
    table = """<table><tr><td>序号</td><td>其他</td><td>总计</td></tr>
    <tr><td>行政许可</td><td>3</td><td>4</td></tr></table>"""
    read = tables_of(forms.page(table))
    assert (read.proactive, read.applications, read.review) == (None, None, None)


def test_every_value_knows_its_cell(forms):
    values = numbered(applications_cells(forms, "2021"))
    read = tables_of(forms.page("", forms.applications("2021", values)))
    places = {place.where: place for place in read.places}
    assert len(places) == 25 * 7
    granted = places["applications.granted.total"]
    assert granted.raw == values["granted", "total"]
    assert (granted.place.table, granted.place.row, granted.place.column) == (1, 6, 10)


NUMBERS = st.one_of(st.none(), st.integers(0, 10**9))
MONEY = st.one_of(st.none(), st.decimals(0, 10**7, places=4))


def as_printed(value) -> str:
    return "" if value is None else f"{value}"


@settings(max_examples=25, deadline=None)
@given(data=st.data(), form=st.sampled_from(["2021", "2019"]), other_form=st.sampled_from(["2021", "2019"]))
def test_any_numbers_come_back_exactly(forms, data, form, other_form):
    proactive = {
        cell: data.draw(MONEY if cell[1] == "amount_wanyuan" else NUMBERS, label=str(cell))
        for cell in forms.proactive_cells(form)
    }
    rows = forms.application_keys(other_form)
    drawn = data.draw(st.lists(NUMBERS, min_size=len(rows) * 7, max_size=len(rows) * 7), label="applications")
    applications = dict(zip(applications_cells(forms, other_form), drawn, strict=True))
    drawn = data.draw(st.lists(NUMBERS, min_size=15, max_size=15), label="review")
    review = dict(zip(review_cells(forms), drawn, strict=True))
    printed = [
        {cell: as_printed(value) for cell, value in table.items()} for table in (proactive, applications, review)
    ]
    read = tables_of(
        forms.page(
            forms.proactive(form, printed[0]), forms.applications(other_form, printed[1]), forms.review(printed[2])
        )
    )
    assert {(key, column): value for key, row in read.proactive.items() for column, value in row.items()} == proactive
    assert read.applications == {row: tuple(applications[row, key] for key in forms.applicants) for row in rows}
    assert {(key, column): value for key, row in read.review.items() for column, value in row.items()} == review
    doubts = {flag.kind for flag in read.flags if flag.note != NOTE}
    assert doubts <= {"unit_unknown"}, "a 采购总金额 without a unit is the only doubt, beside sums that cannot hold"


def test_channels_that_a_pdf_put_into_the_cell_of_their_middle_outcome(forms):
    """Without rules 未经复议直接起诉 stands right above 其他结果, and nothing says where its five columns begin."""
    five = "<td>结果维持</td><td>结果纠正</td><td>{}其他结果</td><td>尚未审结</td><td>总计</td>"
    numbers = "".join(f"<td>{number}</td>" for number in (1, 2, 3, 4, 10))
    first = f"<tr><td colspan=5>行政复议</td></tr><tr>{five.format('')}</tr><tr>{numbers}</tr>"
    both = five.format("未经复议直接起诉<br>") + five.format("复议后起诉<br>")
    second = f"<tr><td colspan=10>行政诉讼</td></tr><tr>{both}</tr><tr>{numbers}{numbers}</tr>"
    page = f"<html><body><table>{first}</table><table>{second}</table></body></html>"
    tables = read_tables(read_document(page.encode(), name="page.html").tables())
    row = {"upheld": 1, "corrected": 2, "other": 3, "pending": 4, "total": 10}
    assert tables.review == {"review": row, "litigation_direct": row, "litigation_after_review": row}
    assert tables.flags == ()
