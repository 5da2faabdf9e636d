"""A cell lost or one too many moves values under other headers: no such row, header or order passes without a flag.

The forms' sums catch it only where no cell is blank, and the 第二十条 table has no sums. So every cell here has a blank
beside it or a table without sums around it.
"""

from __future__ import annotations

import pytest

from crawler.documents.read import read_document
from crawler.reports.tables.read import StandardTables, read_tables

PROACTIVE = (
    "<table><tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
    "<tr><td>规章</td>{regulations}</tr>"
    "<tr><td>行政规范性文件</td><td>4</td><td>5</td><td>6</td></tr></table>"
)


def tables_of(page: bytes) -> StandardTables:
    return read_tables(read_document(page, name="page.html").tables())


def kinds(tables: StandardTables) -> set[tuple[str, str]]:
    return {(flag.where, flag.kind) for flag in tables.flags}


def failed(tables: StandardTables) -> set[str]:
    return {check.where for check in tables.checks if check.outcome == "fail"}


@pytest.mark.parametrize(
    "cells",
    [
        "<td>1</td><td>3</td>",
        "<td>1</td><td>1</td><td>2</td><td>3</td>",
        "<td></td><td>1</td><td>2</td><td></td>",
        "<td colspan=2>1</td><td>3</td>",
        "<td>1</td><td colspan=2>2</td><td>3</td>",
    ],
    ids=["a cell lost", "a cell twice", "a blank cell too many", "two headers for one cell", "a row pushed right"],
)
def test_a_row_of_the_first_table_that_does_not_fit_its_header(forms, cells):
    read = tables_of(forms.page(PROACTIVE.format(regulations=cells)))
    assert ("proactive.regulations", "unknown_column") in kinds(read)
    assert ("proactive.normative_documents", "unknown_column") not in kinds(read)
    assert read.proactive["normative_documents"] == {"issued": 4, "abolished": 5, "in_force": 6}


def test_a_row_that_fits_has_no_flag(forms):
    read = tables_of(forms.page(PROACTIVE.format(regulations="<td></td><td>2</td><td></td>")))
    assert not {where for where, _ in kinds(read) if where.startswith("proactive.regulations")}


def sparse(forms) -> tuple[dict[tuple[str, str], str], str]:
    values = {("granted", "commercial"): "3", ("granted", "total"): "3"}
    return values, "<td>（一）予以公开</td>"


@pytest.mark.parametrize(
    ("printed", "instead"),
    [
        ("<td></td><td>3</td><td></td>", "<td>3</td><td></td>"),
        ("<td></td><td>3</td><td></td>", "<td></td><td></td><td>3</td><td></td>"),
    ],
    ids=["a blank cell lost", "a blank cell too many"],
)
def test_a_sparse_row_of_applications_that_does_not_fit(forms, printed, instead):
    values, _ = sparse(forms)
    table = forms.applications("2021", values)
    assert printed in table
    read = tables_of(forms.page("", table.replace(printed, instead, 1)))
    assert failed(read) == set(), "the sums cannot notice it"
    assert ("applications.granted", "unknown_column") in kinds(read)
    assert ("applications.partial", "unknown_column") not in kinds(read)


def test_a_header_that_lost_a_cell(forms):
    """Without its 自然人 every later column of the header stands over its neighbour; each row still has seven cells,
    and the labels that are left stand in the form's order."""
    values, _ = sparse(forms)
    table = forms.applications("2021", values).replace("<td rowspan=2>自然人</td>", "")
    read = tables_of(forms.page("", table))
    assert kinds(read) == {("applications", "truncated_header")}
    assert read.applications["granted"] == (None, 3, None, None, None, None, 3)


def test_a_header_that_lost_a_column_of_its_own(forms):
    """A 备注 in the place of 总计 is none of the form's columns, and no order makes it one."""
    values = {("granted", "commercial"): "3", ("granted", "total"): "12"}
    table = forms.applications("2021", values).replace("<td rowspan=2>总计</td>", "<td rowspan=2>备注</td>")
    read = tables_of(forms.page("", table))
    assert ("applications.*.total", "unknown_column") in kinds(read)
    assert read.applications["granted"] == (None, 3, None, None, None, None, None)


def test_a_value_under_a_blank_header(forms):
    table = (
        "<table><tr><td>信息内容</td><td>上一年项目数量</td><td></td><td>本年增/减</td><td>处理决定数量</td></tr>"
        "<tr><td>行政处罚</td><td>1</td><td>7</td><td>2</td><td>3</td></tr>"
        "<tr><td>行政强制</td><td></td><td>7</td><td>2</td><td>3</td></tr></table>"
    )
    read = tables_of(forms.page(table))
    assert {("proactive.penalty", "unknown_column"), ("proactive.compulsion", "unknown_column")} <= kinds(read)


def test_a_column_of_remarks_has_a_header_and_disturbs_nothing(forms):
    table = (
        "<table><tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td><td>备注</td></tr>"
        "<tr><td>规章</td><td>1</td><td>2</td><td>3</td><td>12</td></tr></table>"
    )
    read = tables_of(forms.page(table))
    assert read.proactive["regulations"] == {"issued": 1, "abolished": 2, "in_force": 3}
    assert not {where for where, _ in kinds(read) if where.startswith("proactive.regulations")}


@pytest.mark.parametrize("instead", ["", "<td></td><td></td>", "<td>7</td><td>7</td>"])
def test_a_review_row_that_does_not_fit(forms, instead):
    values = {("litigation_direct", "upheld"): "2", ("litigation_direct", "total"): "2"}
    table = forms.review(values)
    last_row = table.rindex("<tr>")
    shifted = table[:last_row] + table[last_row:].replace("<td></td>", instead, 1)
    read = tables_of(forms.page("", "", shifted))
    assert ("review", "unknown_column") in kinds(read)


def test_rows_and_columns_that_are_not_in_the_forms_order(forms):
    applications = forms.applications("2021", {}, relabelled={
        "denied_state_secret": "3.危及“三安全一稳定”", "denied_three_safety": "1.属于国家秘密",
    })  # fmt: skip
    review = forms.review({}, ["结果纠正", "结果维持", "其他结果", "尚未审结", "总计"])
    proactive = PROACTIVE.replace("本年制发", "本年?").replace("本年废止", "本年制发").replace("本年?", "本年废止")
    read = tables_of(forms.page(proactive.format(regulations="<td>1</td><td>2</td><td>3</td>"), applications, review))
    assert {
        ("applications", "disagreement"), ("review", "disagreement"), ("proactive.regulations", "disagreement"),
    } <= kinds(read)  # fmt: skip
    assert read.proactive["regulations"] == {"issued": 2, "abolished": 1, "in_force": 3}


def test_a_review_table_that_lost_a_channels_name(forms):
    """Three times the five outcomes in the form's order name the channels: read, and said."""
    table = forms.review({("litigation_direct", "total"): "7"}).replace("未经复议直接起诉", "")
    read = tables_of(forms.page("", "", table))
    assert read.review["litigation_direct"]["total"] == 7
    assert ("review", "truncated_header") in kinds(read)


def test_a_review_table_without_any_channel_is_not_silently_missing(forms):
    table = forms.review({("review", "total"): "7"})
    for printed in ("行政复议", "行政诉讼", "未经复议直接起诉", "复议后起诉"):
        table = table.replace(printed, "")
    read = tables_of(forms.page("", "", table))
    assert read.review is None
    assert ("review", "truncated_header") in kinds(read)


def test_a_header_of_thousands_of_rows_is_none(forms):
    """Every stack of cells is tried as a label: only the rows just above the data are looked at."""
    values, _ = sparse(forms)
    filler = "<tr>" + "<td>某某</td>" * 10 + "</tr>"
    table = forms.applications("2021", values).replace("<table>", "<table>" + filler * 3000)
    read = tables_of(forms.page("", table))
    assert read.applications["granted"] == (None, 3, None, None, None, None, 3)
