"""Tables of text that lost its blank cells: a row counts with all of its values or not at all."""

from __future__ import annotations

import pytest

from crawler.documents.text.read import read_text
from crawler.reports.tables.read import read_tables

REVIEW_HEADER = """行政复议 | 行政诉讼 | |||||||||||||
结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 未经复议直接起诉 | 复议后起诉 | ||||||||
结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 | |||||
"""
PROACTIVE_2019 = """第二十条第(五)项 | |||
信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |
行政许可 | {row}
其他对外管理服务事项 | ||||
"""


def piped_applications(forms, values, form="2021"):
    """One row a line as old extractors print it: no blank cells, the row's end padded with bare pipes."""
    labels = [label for label, _ in forms.labels["applicants"]]
    lines = [
        f"{forms.labels['identity']} | 申请人情况 | ||||||||",
        f"{labels[0]} | 法人或其他组织 | {labels[6]} | |||||||",
        " | ".join(labels[1:6]) + " | |||||",
    ]
    seen = set()
    for top, group, label, key in forms.application_rows(form):
        cells = [cell for cell in (top, group) if cell and cell not in seen]
        seen.update(cells)
        cells += [label, *(values[key, name] for name in forms.applicants if values.get((key, name)))]
        lines.append(" | ".join(cells) + " | " + "|" * (10 - len(cells)))
    return "\n".join(lines)


def read(text):
    return read_tables(read_text(text, "utf-8").tables())


def flags(tables):
    return [(flag.where, flag.kind, flag.raw) for flag in tables.flags]


@pytest.mark.parametrize("form", ["2021", "2019"])
def test_full_rows_are_mapped(forms, form):
    cells = [(row, name) for row in forms.application_keys(form) for name in forms.applicants]
    values = {cell: str(number) for number, cell in enumerate(cells, start=100)}
    tables = read(piped_applications(forms, values, form))
    assert tables.applications == {
        row: tuple(int(values[row, name]) for name in forms.applicants) for row in forms.application_keys(form)
    }
    assert tables.forms.applications == form
    assert flags(tables) == []


def test_a_row_with_too_few_values_has_no_columns_and_one_flag(forms):
    values = {("granted", "natural_person"): "5", ("granted", "total"): "6", ("partial", "total"): "7"}
    tables = read(piped_applications(forms, values))
    assert set(tables.applications.values()) == {(None,) * 7}
    assert flags(tables) == [
        ("applications.granted", "unknown_column", "5 | 6"),
        ("applications.partial", "unknown_column", "7"),
    ]


def test_a_row_with_too_many_values_has_no_columns_either(forms):
    cells = [(row, name) for row in forms.application_keys("2021") for name in forms.applicants]
    values = dict.fromkeys(cells, "1") | {("carried_out", "total"): "1 | 9"}
    tables = read(piped_applications(forms, values))
    assert tables.applications["carried_out"] == (None,) * 7
    assert flags(tables) == [("applications.carried_out", "unknown_column", "1 | 1 | 1 | 1 | 1 | 1 | 1 | 9")]


@pytest.mark.parametrize(
    ("row", "expected", "flagged"),
    [
        ("3 | -1 | 8 |", (3, -1, 8), []),
        ("3 | 8 | |", (None, None, None), [("proactive.licensing", "unknown_column", "3 | 8")]),
        ("|||", (None, None, None), []),
        ("无 | 无 | 8 |", (None, None, 8), [("proactive.licensing.prev_year_items", "not_a_number", "无"),
                                          ("proactive.licensing.change", "not_a_number", "无")]),
    ],
)  # fmt: skip
def test_proactive_rows(row, expected, flagged):
    tables = read(PROACTIVE_2019.format(row=row))
    assert tuple(tables.proactive["licensing"].values()) == expected
    assert tuple(tables.proactive["other_services"].values()) == (None, None, None)
    assert [flag for flag in flags(tables) if flag[1] != "short_row"] == flagged


@pytest.mark.parametrize(
    ("row", "total", "flagged"),
    [
        ("1 | 2 | 3 | 4 | 10 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |", 10, []),
        ("0 | 0 | |||||||||||||", None, [("review", "unknown_column", "0 | 0")]),
        ("|||||||||||||||", None, []),
        ("注：含上年度结转数量。 | ||||||||||||||", None, [("review", "short_row", "")]),
    ],
)
def test_review_rows(row, total, flagged):
    tables = read(REVIEW_HEADER + row)
    assert tables.review["review"]["total"] == total
    assert flags(tables) == flagged


def test_text_that_keeps_its_blank_cells_is_a_grid():
    """Extractors from trafilatura 2.2 on keep blanks and expand spans: then the position under a header counts."""
    tables = read(
        "第二十条第（五）项 | | | |\n信息内容 | 上一年项目数量 | 本年增/减 | 处理决定数量 |\n行政许可 | 3 | | 8 |\n"
    )
    assert tables.proactive["licensing"] == {"prev_year_items": 3, "change": None, "decisions": 8}
