"""Dumps of PDFs (pdftotext, with and without -layout): every cell right, or null; what is null is flagged.

The PDFs are drawn here on the official form's grid, labels wrapped in narrow cells, pages broken anywhere.
"""

from __future__ import annotations

import io
import json
import random
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from crawler.documents.model import Paragraph as Block
from crawler.documents.model import TableBlock
from crawler.documents.text.read import read_text
from crawler.reports.candidate import Part, read_candidate
from crawler.reports.lifting.lift import lift_tables
from crawler.reports.lifting.printed_lines import split_words
from crawler.reports.tables.read import read_tables

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
BORDERS = ("GRID", (0, 0), (-1, -1), 0.5, "black")
PADS = [(f"{side}PADDING", (0, 0), (-1, -1), 3) for side in ("LEFT", "RIGHT", "TOP", "BOTTOM")]
MIDDLE = ("VALIGN", (0, 0), (-1, -1), "MIDDLE")

Values = Mapping[tuple[str, str, str], str]


def dump(pdf: bytes, mode: str, folder: Path) -> bytes:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    (folder / "report.pdf").write_bytes(pdf)
    options = [mode] if mode else []
    subprocess.run(["pdftotext", *options, "report.pdf", "report.txt"], cwd=folder, check=True)
    return (folder / "report.txt").read_bytes()


def draw_report(forms, form: str, values: Values, *, size: int = 9, centred: bool = True, wide: bool = False) -> bytes:
    """A report with the three tables; `values` by (table, row, column), a missing one is a blank cell."""
    buffer = io.BytesIO()
    page = landscape(A4) if wide else A4
    document = SimpleDocTemplate(buffer, pagesize=page, leftMargin=50, rightMargin=50, invariant=1)
    full = page[0] - 100
    body = ParagraphStyle("body", fontName=FONT, fontSize=12, leading=20, wordWrap="CJK")
    cell = ParagraphStyle("cell", fontName=FONT, fontSize=size, leading=size + 3, wordWrap="CJK")
    value = ParagraphStyle("value", parent=cell, alignment=1 if centred else 0)
    story = [
        Paragraph("示范县档案局2023年政府信息公开工作年度报告", body),
        Paragraph("一、总体情况", body),
        Paragraph("本机关依法公开政府信息，全年工作平稳有序，现将有关情况报告如下，供公众查阅。" * 4, body),
        Paragraph("二、主动公开政府信息情况", body),
        _proactive(forms, form, values, cell, value, full),
        Paragraph("三、收到和处理政府信息公开申请情况", body),
        _applications(forms, form, values, cell, value, full),
        Paragraph("四、政府信息公开行政复议、行政诉讼情况", body),
        _review(forms, values, cell, value, full),
        Spacer(1, 10),
        Paragraph("五、存在的主要问题及改进情况", body),
        Paragraph("公开不够及时，下一步将加强学习，改进工作。", body),
        Paragraph("六、其他需要报告的事项", body),
        Paragraph("本年度没有收取信息处理费。", body),
    ]

    def number(canvas, drawn) -> None:
        canvas.setFont(FONT, 10)
        canvas.drawCentredString(page[0] / 2, 30, f"- {drawn.page} -")

    document.build(story, onFirstPage=number, onLaterPages=number)
    return buffer.getvalue()


def _table(
    rows: Sequence[Sequence[str]], spans: Iterable[tuple], widths: Sequence[float], cell, value, labels: int
) -> Table:
    drawn = [
        [Paragraph(text, cell if column < labels else value) if text else "" for column, text in enumerate(row)]
        for row in rows
    ]
    return Table(drawn, colWidths=widths, style=[BORDERS, MIDDLE, *PADS, *spans])


def _proactive(forms, form, values, cell, value, full) -> Table:
    rows: list[list[str]] = []
    spans = []
    for block in forms.labels[f"proactive_{form}"]:
        columns = block["columns"]
        spans.append(("SPAN", (0, len(rows)), (3, len(rows))))
        rows.append([block["block"], "", "", ""])
        printed = [[block["header"][0], *block["header"][1:]]]
        printed += [[label, *(values.get(("proactive", key, c), "") for c in columns)] for label, key in block["rows"]]
        for cells in printed:
            if len(columns) < 3:
                spans.append(("SPAN", (len(columns), len(rows)), (3, len(rows))))
            rows.append([*cells, *[""] * (3 - len(columns))])
    return _table(rows, spans, [full * 0.34, *[full * 0.22] * 3], cell, value, 1)


def _applications(forms, form, values, cell, value, full) -> Table:
    names = [label for label, _ in forms.labels["applicants"]]
    rows = [
        [forms.labels["identity"], "", "", "申请人情况", *[""] * 6],
        ["", "", "", names[0], "法人或其他组织", "", "", "", "", names[6]],
        ["", "", "", "", *names[1:6], ""],
    ]
    spans = [
        ("SPAN", a, b)
        for a, b in (((0, 0), (2, 2)), ((3, 0), (9, 0)), ((3, 1), (3, 2)), ((4, 1), (8, 1)), ((9, 1), (9, 2)))
    ]
    written = forms.application_rows(form)
    for index, (top, group, label, key) in enumerate(written):
        place = len(rows)
        cells = [""] * 3
        start = bool(top) + bool(group)
        cells[start] = label
        if start < 2:
            spans.append(("SPAN", (start, place), (2, place)))
        for column, name in ((0, top), (1, group)):
            if name and (index == 0 or written[index - 1][column] != name):
                cells[column] = name
                height = sum(row[column] == name for row in written)
                spans.append(("SPAN", (column, place), (column, place + height - 1)))
        rows.append([*cells, *(values.get(("applications", key, name), "") for name in forms.applicants)])
    widths = [full * 0.06, full * 0.12, full * 0.26, *[full * 0.08] * 7]
    return _table(rows, spans, widths, cell, value, 3)


def _review(forms, values, cell, value, full) -> Table:
    outcomes = [label for label, _ in forms.labels["review_outcomes"]]
    channels = [label for label, _ in forms.labels["review_channels"]]
    rows = [
        [channels[0], *[""] * 4, forms.labels["review_litigation"], *[""] * 9],
        [*outcomes, channels[1], *[""] * 4, channels[2], *[""] * 4],
        [*[""] * 5, *outcomes, *outcomes],
        [values.get(("review", channel, outcome), "") for channel in forms.channels for outcome in forms.outcomes],
    ]
    spans = [("SPAN", (0, 0), (4, 0)), ("SPAN", (5, 0), (14, 0)), ("SPAN", (5, 1), (9, 1)), ("SPAN", (10, 1), (14, 1))]
    spans += [("SPAN", (column, 1), (column, 2)) for column in range(5)]
    return _table(rows, spans, [full / 15] * 15, cell, value, 0)


def random_values(forms, form: str, seed: int, blanks: float) -> dict[tuple[str, str, str], str]:
    chance = random.Random(seed)
    keys = [("proactive", row, column) for row, column in forms.proactive_cells(form)]
    keys += [("applications", row, name) for row in forms.application_keys(form) for name in forms.applicants]
    keys += [("review", channel, outcome) for channel in forms.channels for outcome in forms.outcomes]
    return {
        key: str(chance.choice([0, 0, chance.randrange(10), chance.randrange(5000)]))
        for key in keys
        if chance.random() >= blanks
    }


def compare(forms, form: str, values: Values, data: bytes, name: str = "report.txt") -> dict[str, list[str]]:
    """Cells by outcome: right, flagged (null, and said), missing (null, not said), wrong, wrong_flagged."""
    reading = read_candidate([Part(data, name)])
    [report] = reading.reports
    flags = [flag.where.split(".") for flag in report.flags]
    flags += [check.where.split(".") for check in report.checks if check.outcome == "fail"]
    read = {
        ("proactive", row, column): number
        for row, cells in (report.proactive or {}).items()
        for column, number in cells.items()
    }
    read |= {
        ("applications", row, name): number
        for row, numbers in (report.applications or {}).items()
        for name, number in zip(forms.applicants, numbers, strict=True)
    }
    read |= {
        ("review", row, column): number
        for row, cells in (report.review or {}).items()
        for column, number in cells.items()
    }
    keys = {("proactive", row, column) for row, column in forms.proactive_cells(form)}
    keys |= {("applications", row, name) for row in forms.application_keys(form) for name in forms.applicants}
    keys |= {("review", channel, outcome) for channel in forms.channels for outcome in forms.outcomes}
    found: dict[str, list[str]] = {kind: [] for kind in ("right", "flagged", "missing", "wrong", "wrong_flagged")}
    for key in sorted(keys | set(read)):
        expected = Decimal(str(values[key])) if key in values else None
        number = read.get(key)
        said = any(all(a in (b, "*") for a, b in zip(flag, key, strict=False)) for flag in flags)
        if number == expected:
            found["right"].append(".".join(key))
        elif number is None:
            found["flagged" if said else "missing"].append(".".join(key))
        else:
            found["wrong_flagged" if said else "wrong"].append(f"{'.'.join(key)}: {number} for {expected}")
    return found


LAYOUTS = [
    ("2021", 0, 9, True, False),
    ("2019", 1, 8, False, False),
    ("2021", 2, 7, True, False),
    ("2019", 3, 9, True, True),
]


@pytest.mark.parametrize(("form", "seed", "size", "centred", "wide"), LAYOUTS)
def test_a_dump_with_its_columns_is_read_whole(forms, tmp_path, form, seed, size, centred, wide):
    values = random_values(forms, form, seed, blanks=0)
    pdf = draw_report(forms, form, values, size=size, centred=centred, wide=wide)
    found = compare(forms, form, values, dump(pdf, "-layout", tmp_path))
    assert {kind: cells for kind, cells in found.items() if kind != "right" and cells} == {}


@pytest.mark.parametrize("blanks", [0.3, 0.8])
@pytest.mark.parametrize(("form", "seed", "size", "centred", "wide"), LAYOUTS)
def test_blank_cells_in_such_a_dump_move_no_value(forms, tmp_path, form, seed, size, centred, wide, blanks):
    """A value has its column, or none and a flag: the dump moves words to the left where nothing stands before them."""
    values = random_values(forms, form, seed, blanks)
    pdf = draw_report(forms, form, values, size=size, centred=centred, wide=wide)
    found = compare(forms, form, values, dump(pdf, "-layout", tmp_path))
    assert (found["wrong"], found["missing"], found["wrong_flagged"]) == ([], [], [])
    assert len(found["right"]) > 0.6 * sum(map(len, found.values()))


@pytest.mark.parametrize("mode", ["-raw", ""])
@pytest.mark.parametrize(("form", "seed"), [("2021", 0), ("2019", 1)])
def test_a_dump_without_columns_states_nothing_wrong(forms, tmp_path, form, seed, mode):
    values = random_values(forms, form, seed, blanks=0)
    found = compare(forms, form, values, dump(draw_report(forms, form, values), mode, tmp_path))
    assert (found["wrong"], found["wrong_flagged"]) == ([], [])
    assert len(found["right"]) > 0.7 * sum(map(len, found.values()))


HUAIAN = {"-layout": (200, 0), "": (185, 15)}
"""Right, and null with a flag: plain, the dump prints the review numbers in no order that could be known."""


@pytest.mark.parametrize("mode", HUAIAN)
def test_dumps_of_a_real_report(forms, shared, tmp_path, mode):
    answer = json.loads((shared / "answers" / "huaian2024.json").read_text("utf-8"))
    values = {
        ("proactive", row, column): n for row, cells in answer["proactive"].items() for column, n in cells.items()
    }
    values |= {
        ("applications", row, name): n
        for row, cells in answer["applications"].items()
        for name, n in zip(forms.applicants, cells, strict=True)
    }
    values |= {("review", row, column): n for row, cells in answer["review"].items() for column, n in cells.items()}
    text = dump((shared / "real" / "pdf" / "huaian-2024.pdf").read_bytes(), mode, tmp_path)
    found = compare(forms, "2021", values, text)
    assert (len(found["right"]), len(found["flagged"])) == HUAIAN[mode]
    assert sum(map(len, found.values())) == 200


PROSE = "本机关依法公开政府信息，全年工作平稳有序，现将有关情况报告如下。"


def lifted(*texts, page=1):
    return lift_tables(tuple(Block(text, page=page, line=line) for line, text in enumerate(texts, start=1)))


def test_lines_that_are_rows_keep_their_wrapped_labels(forms):
    blocks = lifted(
        PROSE, "（本列数据的勾稽关系为：第一项加第二项之和，等于", "第三项加第四项之和） 申请人情况",
        "自然人 法人或其他组织 总计", "商业企业 科研机构 社会公益组织 法律服务机构 其他",
        "一、本年新收政府信息公开申请", "数量 5 0 0 0 0 0 5", "二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0",
        "（二）部分公开（区分处理的，", "只计这一情形，不计其他情形） 1 0 0 0 0 0 1", "（三）不予公开",
        "1.属于国家秘密 1 2", "2.其他法律行政止公开 0 0 0 0 0 0 0", "四、结转下年度继续办理 0 0 0 0 0 0 0", PROSE,
    )  # fmt: skip
    tables = read_tables([block.table for block in blocks if isinstance(block, TableBlock)])
    assert [block.text for block in blocks if isinstance(block, Block)] == [PROSE, PROSE]
    assert tables.applications["new_received"] == (5, 0, 0, 0, 0, 0, 5)
    assert tables.applications["partial"] == (1, 0, 0, 0, 0, 0, 1)
    assert tables.applications["denied_state_secret"] == (None,) * 7
    flags = {(flag.where, flag.kind) for flag in tables.flags}
    assert ("applications.denied_state_secret", "unknown_column") in flags
    assert ("applications.denied_law_forbids", "fuzzy_label") in flags
    assert not any(where.startswith("applications.new") for where, _ in flags)


def torn(*values):
    """二、上年结转 with the values of two rows below it, whose labels stand elsewhere."""
    return lifted(
        "一、本年新收政府信息公开申请数量", *"3000003", "二、上年结转政府信息公开申请数量", *values,
        "1.属于国家秘密", *"1000001", "2.其他法律行政法规禁止公开", *"0000000", "（一）予以公开",
        "（二）部分公开（区分处理的，只计这一情", "形，不计其他情形）", "（七）总计", *"3000003",
    )  # fmt: skip


def test_values_torn_off_their_labels_are_the_form_s_rows_where_it_leaves_no_choice():
    [block] = torn(*"0000000", *"2000002", *"1000001")
    tables = read_tables([block.table])
    assert tables.applications["carried_in"] == (0,) * 7
    assert tables.applications["granted"] == (2, 0, 0, 0, 0, 0, 2)
    assert tables.applications["partial"] == (1, 0, 0, 0, 0, 0, 1)


@pytest.mark.parametrize(
    "values",
    [(*"0000000", *"2000002"), (*"0000000", *"2000003", *"1000001"), (*"0000000", *"2000002", *"1000001", "0")],
    ids=["a row too few", "a sum that fails", "a value too many"],
)
def test_torn_values_that_could_be_others_are_nobodys_and_that_is_said(values):
    [block] = torn(*values)
    tables = read_tables([block.table])
    for row in ("carried_in", "granted", "partial"):
        assert tables.applications[row] == (None,) * 7
        assert (f"applications.{row}", "unknown_column") in {(flag.where, flag.kind) for flag in tables.flags}
    assert tables.applications["denied_state_secret"] == (1, 0, 0, 0, 0, 0, 1)


def test_real_headings_end_a_printed_table_and_numbered_rows_do_not():
    text = (
        "三、收到和处理政府信息公开申请情况\n"
        "一、本年新收政府信息公开申请数量          5    0    0    0    0    0    5\n"
        "二、上年结转政府信息公开申请数量          0    0    0    0    0    0    0\n"
        "三、本年度办理结果   （一）予以公开       5    0    0    0    0    0    5\n"
        "四、结转下年度继续办理                    0    0    0    0    0    0    0\n"
        "四、政府信息公开行政复议、行政诉讼情况\n"
    )
    blocks = lift_tables(read_text(text, "utf-8").blocks)
    assert [block.text for block in blocks if isinstance(block, Block)] == [
        "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况",
    ]  # fmt: skip
    [table] = [block.table for block in blocks if isinstance(block, TableBlock)]
    assert [row[1].text for row in table.rows] == [
        "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量",
        "（一）予以公开", "四、结转下年度继续办理",
    ]  # fmt: skip


def test_a_printed_table_of_something_else_stays_words():
    text = "项目      数量     金额\n桌子      3        50\n椅子      4        60\n柜子      5        70\n"
    blocks = lift_tables(read_text(text, "utf-8").blocks)
    assert [block.text for block in blocks] == ["项目 数量 金额", "桌子 3 50", "椅子 4 60", "柜子 5 70"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("规章 657 423（其中修订 28 件） 155", ["规章", "657", "423（其中修订 28 件）", "155"]),
        ("规章 657 （其中修订 28 件） 155", ["规章", "657 （其中修订 28 件）", "155"]),
        ("1 0 （六）其他处理 2", ["1", "0", "（六）其他处理", "2"]),
        ("（三）其 他（含 4 件） 5", ["（三）其", "他（含", "4", "件）", "5"]),
        ("5（未 完 6", ["5（未", "完", "6"]),
    ],
)
def test_a_note_keeps_its_blanks_and_its_figure(line, words):
    assert split_words(line) == words


def test_the_note_of_a_figure_is_no_figure_of_its_own():
    outcomes = "结果维持 结果纠正 其他结果 尚未审结 总计"
    [block] = lifted(
        "行政复议 行政诉讼", "未经复议直接起诉 复议后起诉", f"{outcomes} {outcomes} {outcomes}",
        "1 2 3 4 10 1 2 3 4 3467（含自然失效 3421 件） 0 0 0 0 0",
    )  # fmt: skip
    tables = read_tables([block.table])
    assert tables.review["litigation_direct"]["total"] == 3467
    assert ("review.litigation_direct.total", "note_in_cell") in {(flag.where, flag.kind) for flag in tables.flags}


def test_misprinted_rows_of_a_dump_keep_their_values():
    blocks = lifted(
        "信息内容 本年制发件数 本年废止件数 现行有效件数", "规章 1 2 3", "行由规范性文件 182 722 804",
        "信息内容 本年处理决定数量", "行政许可 167", PROSE,
    )  # fmt: skip
    tables = read_tables([block.table for block in blocks if isinstance(block, TableBlock)])
    assert tables.proactive["normative_documents"] == {"issued": 182, "abolished": 722, "in_force": 804}
    assert ("proactive.normative_documents", "fuzzy_label") in {(flag.where, flag.kind) for flag in tables.flags}


def test_two_misprinted_rows_below_each_other_stay_two():
    blocks = lifted(
        "一、本年新收政府信息公开申请数量 5 0 0 0 0 0 5", "二、上年结转政府信息公开申请数量 0 0 0 0 0 0 0",
        "（一）予以公开 0 0 0 0 0 0 0", "3.危及“三全一稳定” 1 0 0 0 0 0 1", "4.保护第方合法权益 2 0 0 0 0 0 2",
        "5.属于三类内部事务信息 3 0 0 0 0 0 3", PROSE,
    )  # fmt: skip
    tables = read_tables([block.table for block in blocks if isinstance(block, TableBlock)])
    assert tables.applications["denied_three_safety"] == (1, 0, 0, 0, 0, 0, 1)
    assert tables.applications["denied_third_party"] == (2, 0, 0, 0, 0, 0, 2)
