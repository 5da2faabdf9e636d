"""Layouts and damages of grids that real pages have (FORMATS.md §2–4 and §7): read right, or said; never shifted."""

from __future__ import annotations

import re
from itertools import count

import pytest

from crawler.documents.read import read_document
from crawler.reports.tables.read import StandardTables, read_tables

APPLICATION_ROW = re.compile(r"<tr>(?:(?!</?tr>).)*</tr>")


def tables_of(page: bytes) -> StandardTables:
    return read_tables(read_document(page, name="page.html").tables())


def kinds(tables: StandardTables) -> set[tuple[str, str]]:
    return {(flag.where, flag.kind) for flag in tables.flags}


def numbered(cells) -> dict[tuple[str, str], str]:
    return dict(zip(cells, map(str, count(101)), strict=False))


@pytest.fixture
def values(forms):
    return numbered((row, applicant) for row in forms.application_keys("2021") for applicant in forms.applicants)


def seven(forms, values, row) -> tuple[int, ...]:
    return tuple(int(values[row, applicant]) for applicant in forms.applicants)


def all_rows(forms, values) -> dict[str, tuple[int, ...]]:
    return {row: seven(forms, values, row) for row in forms.application_keys("2021")}


def insert_column(table: str, before: int, header: str, text: str) -> str:
    """Another column of values in every row, `before` cells from its end; `header` stands in the third header row."""
    rows = APPLICATION_ROW.findall(table)
    for place, row in enumerate(rows):
        cells = re.findall(r"<td[^>]*>.*?</td>", row)
        if place == 2:
            rows[place] = row.replace(cells[-1], f"{cells[-1]}<td>{header}</td>")
        elif place > 2:
            rows[place] = f"<tr>{''.join([*cells[:-before], f'<td>{text}</td>', *cells[-before:]])}</tr>"
    return f"<table>{''.join(rows)}</table>"


# Columns ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("printed", ["小计", "小 计", "合计"])
def test_a_subtotal_of_the_organisations_is_no_column_of_the_form(forms, values, printed):
    table = forms.applications("2021", values).replace("colspan=5>法人", "colspan=6>法人")
    table = insert_column(table.replace("colspan=7>申请人", "colspan=8>申请人"), 1, printed, "999")
    read = tables_of(forms.page("", table))
    assert read.applications == all_rows(forms, values)
    assert kinds(read) == {("applications", "unknown_column")}


def test_a_numbering_column(forms, values):
    rows = APPLICATION_ROW.findall(forms.applications("2021", values))
    table = "".join(row.replace("<tr>", f"<tr><td>{number or '序号'}</td>") for number, row in enumerate(rows))
    read = tables_of(forms.page("", f"<table>{table}</table>"))
    assert read.applications == all_rows(forms, values)
    assert kinds(read) == set()


def test_a_header_in_the_middle_of_the_table(forms, values):
    table = forms.applications("2021", values, split_after="denied_query", repeat_header=True)
    read = tables_of(forms.page("", table.replace("</table><table>", "")))
    assert read.applications == all_rows(forms, values)
    assert kinds(read) == set()


def test_a_header_in_the_middle_that_names_its_columns_otherwise(forms, values):
    """The rows below it stand under it, not under the first one."""
    first, second = forms.applications("2021", values, split_after="denied_query", repeat_header=True).split(
        "</table>"
    )[:2]
    second = second.replace("<table>", "").replace("商业企业", "?").replace("科研机构", "商业企业")
    read = tables_of(forms.page("", f"{first}{second.replace('?', '科研机构')}</table>"))
    _, commercial, research, *_ = seven(forms, values, "carried_out")
    assert read.applications["carried_out"][1:3] == (research, commercial)
    assert read.applications["granted"] == seven(forms, values, "granted")
    assert kinds(read) == {("applications", "disagreement")}


@pytest.mark.parametrize(
    ("printed", "instead"),
    [
        ("<td rowspan=3 colspan=3>（本列", "<td rowspan=3>（本列"),
        ("<td rowspan=3 colspan=3>（本列", "<td colspan=3>（本列"),
        ("<td colspan=5>法人或其他组织</td>", ""),
        ("<td>法律服务机构</td>", ""),
    ],
    ids=["corner narrow", "corner low", "group lost", "column lost"],
)
def test_a_header_that_does_not_stand_over_its_columns(forms, values, printed, instead):
    """Every row has seven cells, and the labels stand in the form's order: read by it, and said."""
    table = forms.applications("2021", values)
    assert printed in table
    read = tables_of(forms.page("", table.replace(printed, instead)))
    assert read.applications == all_rows(forms, values)
    assert kinds(read) == {("applications", "truncated_header")}


def test_a_fees_header_with_a_blank_in_its_unit(forms):
    table = forms.proactive("2021", {("fees", "amount_wanyuan"): "3.5"}).replace("单位：万元", "单位：万 元")
    read = tables_of(forms.page(table))
    assert str(read.proactive["fees"]["amount_wanyuan"]) == "3.5"
    assert kinds(read) == set()


# Rows ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("group", ["三、本年度办理结果", "（三）不予公开", "（六）其他处理"])
def test_a_group_that_lost_its_rowspan_moves_its_rows_to_the_left(forms, values, group):
    """Every moved row still has one cell a column; the 2021 form is still the 2021 form."""
    table, lost = re.subn(rf"<td rowspan=\d+>{group}", f"<td>{group}", forms.applications("2021", values))
    read = tables_of(forms.page("", table))
    assert lost == 1
    assert read.forms.applications == "2021"
    assert read.applications == all_rows(forms, values)
    assert {kind for _, kind in kinds(read)} == {"unknown_column"}
    assert ("applications.granted", "unknown_column") not in kinds(read)


def test_a_group_whose_rowspan_covers_the_next_group(forms, values):
    """The rows of （六） stand one column further right; the form is told by their labels."""
    table = forms.applications("2021", values).replace("<td rowspan=5>（五）", "<td rowspan=8>（五）")
    read = tables_of(forms.page("", table))
    assert read.forms.applications == "2021"
    assert "other_handling" not in read.applications
    assert read.applications == all_rows(forms, values)
    assert ("applications.other_other", "unknown_column") in kinds(read)


def test_the_2021_form_is_told_by_a_label_whose_row_cannot_be_read(forms, values):
    table = forms.applications("2021", values)
    rows = APPLICATION_ROW.findall(table)
    first = next(row for row in rows if "1.申请人无正当理由" in row)
    for row in rows:
        if "2.申请人逾期" in row or "3.其他" in row:
            table = table.replace(row, "")
    merged = first.replace("</td><td>1.申请人", "；1.申请人", 1)
    label = "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
    table = table.replace(first, f"{merged}<tr><td colspan=10>{label}</td></tr>")
    read = tables_of(forms.page("", table))
    assert read.forms.applications == "2021"
    assert "other_handling" not in read.applications


@pytest.mark.parametrize("values_below", [False, True], ids=["values above", "values below"])
def test_a_row_label_torn_over_two_rows(forms, values, values_below):
    table = forms.applications("2021", values)
    row = next(row for row in APPLICATION_ROW.findall(table) if "2.没有现成信息" in row)
    label, *cells = re.findall(r"<td[^>]*>.*?</td>", row)
    full, blank = "".join(cells), "<td></td>" * 7
    upper, lower = (blank, full) if values_below else (full, blank)
    torn = f"<tr><td colspan=1>2.没有现成信息需</td>{upper}</tr><tr><td colspan=1>要另行制作</td>{lower}</tr>"
    assert "2.没有现成信息需要另行制作" in label
    table = table.replace(row, torn).replace("<td rowspan=3>（四）", "<td rowspan=4>（四）")
    table = table.replace("<td rowspan=22>三", "<td rowspan=23>三")
    read = tables_of(forms.page("", table))
    assert read.applications == all_rows(forms, values)
    assert kinds(read) == set()


def test_a_group_label_torn_over_two_cells(forms, values):
    """淮安市 2024: （四）无 | 法提供, on both sides of a page break."""
    table = forms.applications("2021", values).replace("<td rowspan=3>（四）无法提供", "<td>（四）无")
    table = table.replace("<td colspan=1>2.没有现成", "<td rowspan=2>法提供</td><td colspan=1>2.没有现成")
    read = tables_of(forms.page("", table))
    assert read.applications == all_rows(forms, values)
    assert kinds(read) == set()


def test_a_row_in_other_spans_than_its_header_is_read_by_the_order_of_its_cells(forms):
    """Word draws rows on lines of their own: three cells for three columns are these columns, and it is said."""
    table = """<table><tr><td>信息内容</td><td>上一年项目数量</td><td colspan=2>本年增/减</td><td>处理决定数量</td></tr>
    <tr><td>行政处罚</td><td colspan=2>1</td><td>-2</td><td>3</td></tr></table>"""
    read = tables_of(forms.page(table))
    assert read.proactive["penalty"] == {"prev_year_items": 1, "change": -2, "decisions": 3}
    assert ("proactive.penalty", "unknown_column") in kinds(read)


def test_a_row_of_numbers_without_a_label_is_said(forms, values):
    table = forms.applications("2021", values).replace("<td colspan=2>（七）总计</td>", "<td colspan=2></td>")
    read = tables_of(forms.page("", table))
    assert read.applications["result_total"] == (None,) * 7
    assert {("applications", "fuzzy_label"), ("applications.result_total", "short_row")} <= kinds(read)


@pytest.mark.parametrize(
    ("printed", "where"),
    [
        ({("granted", "commercial"): "5", ("granted", "total"): "3"}, "applications.granted.*"),
        ({("granted", "research"): "2", ("result_total", "research"): "0"}, "applications.*.research"),
    ],
)
def test_parts_that_are_more_than_their_total_whatever_the_blanks_stand_for(forms, printed, where):
    """No sum can be tried beside blanks, and yet these cannot hold: a value stands in a place that is not its own."""
    read = tables_of(forms.page("", forms.applications("2021", printed)))
    assert kinds(read) == {(where, "disagreement")}
    assert all(check.outcome != "fail" for check in read.checks)


def test_the_same_in_the_review_table(forms):
    review = forms.review({("litigation_direct", "other"): "2", ("litigation_direct", "total"): "1"})
    assert kinds(tables_of(forms.page("", "", review))) == {("review.litigation_direct.*", "disagreement")}


# Hidden cells and twins ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("hiding", ['style="display:none"', "hidden", 'style="color:red; DISPLAY : none"'])
def test_a_hidden_cell_takes_no_place(forms, values, hiding):
    shown = f"<td>{values['granted', 'commercial']}</td>"
    table = forms.applications("2021", values)
    assert shown in table
    read = tables_of(forms.page("", table.replace(shown, f"<td {hiding}>7</td>{shown}")))
    assert read.applications == all_rows(forms, values)
    assert kinds(read) == set()


def test_a_cell_whose_words_alone_are_hidden_keeps_its_place(forms, values):
    shown = f"<td>{values['granted', 'commercial']}</td>"
    table = forms.applications("2021", values).replace(shown, '<td style="visibility:hidden">7</td>')
    read = tables_of(forms.page("", table))
    natural, _, *others = seven(forms, values, "granted")
    assert read.applications["granted"] == (natural, None, *others)


def test_a_hidden_row_and_a_hidden_column_are_none(forms):
    table = """<table><tr><td>信息内容</td><td hidden>本年废止件数</td><td>本年制发件数</td><td>本年废止件数</td>
    <td>现行有效件数</td></tr><tr hidden><td>规章</td><td>9</td><td>9</td><td>9</td><td>9</td></tr>
    <tr><td>规章</td><td hidden>8</td><td>1</td><td>2</td><td>3</td></tr></table>"""
    read = tables_of(forms.page(table))
    assert read.proactive["regulations"] == {"issued": 1, "abolished": 2, "in_force": 3}
    assert not {where for where, _ in kinds(read) if where.startswith("proactive.regulations")}


def test_a_hidden_twin_that_says_the_same_is_no_doubt(forms, values):
    table = forms.applications("2021", values)
    assert kinds(tables_of(forms.page("", f'<div style="display:none">{table}</div>{table}'))) == set()


def test_a_hidden_twin_with_other_numbers_is_said(forms, values):
    hidden = forms.applications("2021", {**values, ("granted", "total"): "9999"})
    read = tables_of(forms.page("", f'<div style="display:none">{hidden}</div>{forms.applications("2021", values)}'))
    assert read.applications["granted"] == seven(forms, values, "granted")
    assert kinds(read) == {("applications.granted", "disagreement")}


def test_twins_in_one_grid(forms, values):
    twice = [
        table + table
        for table in (
            forms.proactive("2021", numbered(forms.proactive_cells("2021"))),
            forms.applications("2021", values),
            forms.review(numbered((channel, outcome) for channel in forms.channels for outcome in forms.outcomes)),
        )
    ]
    read = tables_of(forms.page(*(table.replace("</table><table>", "") for table in twice)))
    assert read.applications == all_rows(forms, values)
    assert kinds(read) == {(name, "repeated_table") for name in ("proactive", "applications", "review")}


# Reviews ------------------------------------------------------------------------------------------------------------


def channel_table(forms, names, keys, values) -> str:
    outcomes = "".join(f"<td>{label}</td>" for label, _ in forms.labels["review_outcomes"])
    cells = "".join(f"<td>{values[key, outcome]}</td>" for key in keys for outcome in forms.outcomes)
    heads = "".join(f"<td colspan=5>{name}</td>" for name in names)
    return f"<tr>{heads}</tr><tr>{outcomes * len(names)}</tr><tr>{cells}</tr>"


@pytest.mark.parametrize("between", ["</table><p>。</p><table>", ""], ids=["two tables", "below each other"])
def test_reviews_and_lawsuits_printed_apart(forms, between):
    values = numbered((channel, outcome) for channel in forms.channels for outcome in forms.outcomes)
    first = channel_table(forms, ["行政复议"], ["review"], values)
    litigation = ["litigation_direct", "litigation_after_review"]
    second = "<tr><td colspan=10>行政诉讼</td></tr>"
    second += channel_table(forms, ["未经复议直接起诉", "复议后起诉"], litigation, values)
    read = tables_of(forms.page("", "", f"<table>{first}{between}{second}</table>"))
    assert read.review == {
        channel: {outcome: int(values[channel, outcome]) for outcome in forms.outcomes} for channel in forms.channels
    }
    assert kinds(read) == set()


def test_a_document_with_the_reviews_alone_says_so(forms):
    values = numbered((channel, outcome) for channel in forms.channels for outcome in forms.outcomes)
    read = tables_of(forms.page("", "", f"<table>{channel_table(forms, ['行政复议'], ['review'], values)}</table>"))
    assert read.review["review"]["total"] == int(values["review", "total"])
    assert set(read.review["litigation_direct"].values()) == {None}
    assert kinds(read) == {(f"review.{channel}", "short_row") for channel in forms.channels[1:]}


def test_numbers_on_the_page_after_their_header(forms):
    values = numbered((channel, outcome) for channel in forms.channels for outcome in forms.outcomes)
    table = forms.review(values)
    cut = table.rindex("<tr>")
    read = tables_of(forms.page("", "", f"{table[:cut]}</table><p>— 5 —</p><table>{table[cut:]}"))
    assert read.review["litigation_after_review"]["total"] == int(values["litigation_after_review", "total"])
    assert kinds(read) == set()


def test_a_review_header_that_lost_a_cell(forms):
    values = numbered((channel, outcome) for channel in forms.channels for outcome in forms.outcomes)
    table = forms.review(values).replace("<td>其他结果</td>", "", 1)
    read = tables_of(forms.page("", "", table))
    assert read.review["litigation_after_review"]["total"] == int(values["litigation_after_review", "total"])
    assert kinds(read) == {("review", "truncated_header")}


# Traditional characters ---------------------------------------------------------------------------------------------

TO_TRADITIONAL = str.maketrans(
    "规废决处数现行强费额单万业构组织计结维纠审终无议请开国国报务转关给项证来农违",
    "規廢決處數現行強費額單萬業構組織計結維糾審終無議請開國國報務轉關給項證來農違",
)  # fmt: skip


def test_a_page_in_traditional_characters(forms, values):
    """政府网站的 gate/big5 pages: the same labels, one character for one."""
    proactive = {("licensing", "decisions"): "无", ("fees", "amount_wanyuan"): "2万元"}
    page = forms.page(forms.proactive("2021", proactive), forms.applications("2021", values), forms.review({}))
    read = tables_of(page.decode().translate(TO_TRADITIONAL).encode())
    assert read.applications == all_rows(forms, values)
    assert read.proactive["fees"] == {"amount_wanyuan": 2}
    assert kinds(read) == {
        ("proactive.licensing.decisions", "not_a_number"), ("proactive.fees.amount_wanyuan", "unit_converted"),
    }  # fmt: skip
    assert read.review is not None


# Values -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "document", "value", "flag"),
    [
        ("page.html", "<p>82</p><p>13</p>", None, "not_a_number"),
        ("page.html", "8213<sup>1</sup>", 8213, "note_in_cell"),
        ("page.html", "<img src=8213.png>", None, "not_a_number"),
        ("dump.txt", "82<br>13", 8213, "note_in_cell"),
    ],
)
def test_pieces_of_a_number_are_joined_only_where_narrow_cells_break_digits(forms, name, document, value, flag):
    if name == "dump.txt":
        table = f"| 信息内容 | 本年处理决定数量 |\n| --- | --- |\n| 行政许可 | {document} |\n"
        read = read_tables(read_document(table.encode(), name=name).tables())
    else:
        cells = f"<tr><td>信息内容</td><td>本年处理决定数量</td></tr><tr><td>行政许可</td><td>{document}</td></tr>"
        read = tables_of(forms.page(f"<table>{cells}</table>"))
    assert read.proactive["licensing"] == {"decisions": value}
    assert ("proactive.licensing.decisions", flag) in kinds(read)
