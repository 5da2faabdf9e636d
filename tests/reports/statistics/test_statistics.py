"""The 2014–2018 统计表 in all its shapes. The labels are this suite's own copy of FORMATS.md §5."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from pathlib import Path

import pytest

from crawler.documents.model import Cell, Paragraph, Table, TableBlock
from crawler.reports.candidate import Part, read_candidate
from crawler.reports.explain import explain
from crawler.reports.statistics.lines import lift_statistics

FORM = json.loads((Path(__file__).parent / "statistics_form.json").read_text("utf-8"))
KEYS = [row["key"] for row in FORM]
VALUES = {key: place for place, key in enumerate(KEYS, start=1)}
TITLE = "示范省教育厅2018年政府信息公开情况统计表"
SUBHEADINGS = {
    "disclosed_gazette": "（二）通过不同渠道和方式公开政府信息的情况",
    "press_conferences": "（二）通过不同渠道和方式回应解读的情况",
}
DASH = "——"


def lines(values, labels=None, units=None, without=()):
    """(label, unit, value) of every row, titles of groups with a dash; `labels` and `units` are printed instead."""
    rows = []
    group = None
    for row in FORM:
        key = row["key"]
        if row["group"] != group:
            group = row["group"]
            if row["label"] != group:
                rows.append((group, DASH, ""))
        if key in SUBHEADINGS:
            rows.append((SUBHEADINGS[key], DASH, DASH))
        if key not in without:
            rows.append(((labels or {}).get(key, row["label"]), (units or {}).get(key, row["unit"]), values[key]))
    return rows


def html(rows, head=("统计指标", "单位", "统计数")):
    drawn = [head, *rows] if head else rows
    return "<table>" + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in drawn) + "</table>"


def page(body, title=TITLE):
    return Part(
        f'<html><head><meta charset="utf-8"><title>{title}</title></head><body><div id="zoom"><h1>{title}</h1>{body}'
        "</div></body></html>".encode(),
        "page.html",
        "text/html",
    )


def text(*lines_of_text, title=TITLE):
    return Part("\n".join([title, *lines_of_text]).encode(), "page.txt")


def read(part):
    [report] = read_candidate([part]).reports
    return report


def flags(report):
    return [(flag.where, flag.kind, flag.raw) for flag in report.flags]


def test_the_real_one(shared):
    """河北省教育厅 2018, every number by eye; 维护 for 维持 is its own misprint."""
    part = Part((shared / "real/text/hebei-jyt-2018-statistics.txt").read_bytes(), "hebei.txt")
    reading = read_candidate([part])
    [report] = reading.reports
    assert (reading.document_class, report.forms.statistics) == ("statistics", "2014")
    assert (report.title, report.report_year) == ("政府信息公开情况统计表（2018年度）", 2018)
    assert list(report.statistics) == KEYS
    assert {key: value for key, value in report.statistics.items() if value} == {
        "disclosed_total": 1683, "disclosed_normative_documents": 4, "normative_documents_issued": 4,
        "disclosed_website": 1683, "disclosed_wechat": 1057, "disclosed_other_channels": 575, "responses_total": 4,
        "press_conferences": 2, "press_conferences_by_leaders": 2, "online_interviews": 2,
        "online_interviews_by_leaders": 2, "policy_interpretations": 50, "responses_microblog_wechat": 1,
        "applications_received": 1, "received_letter": 1, "applications_completed": 1, "completed_on_time": 1,
        "reviews_total": 1, "reviews_upheld": 1, "lawsuits_total": 5, "lawsuits_upheld": 5, "reading_points": 2,
        "staff_total": 2, "staff_part_time": 2, "meetings": 2,
    }  # fmt: skip
    assert None not in report.statistics.values()
    assert flags(report) == [
        ("statistics.lawsuits_upheld", "fuzzy_label", "（一）维护具体行政行为或者驳回原告诉讼请求数"),
    ]
    assert [(check.rule, check.outcome) for check in report.checks] == [("S", "pass")] * 7
    printed = part.data.decode().splitlines()
    assert {place.where for place in report.places if place.where.startswith("statistics.")} == {
        f"statistics.{key}" for key in KEYS
    }
    assert all(
        printed[place.place.line - 1] == place.raw for place in report.places if place.where.startswith("statistics.")
    )


def two_halves(rows):
    half = (len(rows) + 1) // 2
    left, right = rows[:half], rows[half:] + [("", "", "")] * (2 * half - len(rows))
    return html([(*one, *other) for one, other in zip(left, right, strict=True)], ("统计指标", "单位", "统计数") * 2)


def group_cells(rows):
    """A column for the titles of the groups, each over its rows."""
    drawn, title, span = [], "", []
    for label, unit, value in [*rows, ("", DASH, "")]:
        if (unit == DASH and "通过不同" not in label) or label.startswith(("四、", "五、", "六、", "七、")):
            for place, cells in enumerate(span):
                first = f"<td rowspan={len(span)}>{title}</td>" if place == 0 else ""
                drawn.append(f"<tr>{first}{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>")
            title, span = label, [] if unit == DASH else [(label, unit, value)]
        else:
            span.append((label, unit, value))
    head = "<tr><td colspan=2>统计指标</td><td>单位</td><td>统计数</td></tr>"
    return f"<table>{head}{''.join(drawn)}</table>"


ROWS = lines(VALUES)
SHAPES = {
    "a grid": page(html(ROWS)),
    "without a head": page(html(ROWS, None)),
    "with running numbers": page(
        html([(number, *row) for number, row in enumerate(ROWS, 1)], ("序号", "统计指标", "单位", "统计数"))
    ),
    "with remarks": page(html([(*row, "") for row in ROWS], ("指标名称", "计量单位", "2018年统计数", "备注"))),
    "two halves side by side": page(two_halves(ROWS)),
    "titles in a column of their own": page(group_cells(ROWS)),
    "in two tables": page(html(ROWS[:45]) + html(ROWS[45:], None)),
    "in two tables, cut within a group": page(html(ROWS[:52]) + html(ROWS[52:])),
    "a cell a line": text("统计指标", "单位", "统计数", *(str(cell) for row in ROWS for cell in row if cell != "")),
    "a row a line": text("统计指标 单位 统计数", *(" ".join(str(cell) for cell in row) for row in ROWS)),
    "rows with pipes": text(*(" | ".join(map(str, row)) + " |" for row in [("统计指标", "单位", "统计数"), *ROWS])),
    "a Markdown table": text(
        "| 统计指标 | 单位 | 统计数 |", "|---|---|---|", *(f"| {' | '.join(map(str, row))} |" for row in ROWS)
    ),
    "with page numbers between the lines": text(
        *(" ".join(map(str, row)) for row in ROWS[:30]), "- 4 -", *(" ".join(map(str, row)) for row in ROWS[30:])
    ),
}  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_gives_every_number_and_no_flag(shape):
    reading = read_candidate([SHAPES[shape]])
    [report] = reading.reports
    assert report.statistics == VALUES
    assert list(report.statistics) == KEYS
    assert reading.document_class == "statistics"
    assert (report.agency, report.report_year, report.forms.statistics) == ("示范省教育厅", 2018, "2014")
    assert flags(report) == []


def test_a_label_broken_over_lines_is_one_label():
    broken = {
        "disclosed_total": ("（一）主动公开政府信息数", "（不同渠道和方式公开相同信息计1条）"),
        "budget_wanyuan": (
            "（四）政府信息公开专项经费（不包括用于政府公报编辑管理",
            "及政府网站建设维护等方面的经费）",
        ),
    }
    printed = []
    for row, (label, unit, value) in zip(
        [None, *FORM], [ROWS[0], *(row for row in ROWS if row[1] != DASH)], strict=True
    ):
        first, second = broken.get(row and row["key"], (label, None))
        # The figures of a wrapped label may stand beside its first line, or below its last.
        printed += [f"{first} {unit} {value}", *([second] if second else [])]
    assert read(text(*printed)).statistics == VALUES


def test_a_dump_of_a_pdf_has_number_and_figure_beside_the_middle_line_of_a_label():
    """pdftotext prints a cell that is centred in its row so; the label's last line may look like a unit."""
    wrapped = {
        "disclosed_total": ("（一）主动公开政府信息数（不", "同渠道和方式公开相同信息计1", "条）"),
        "responses_total": ("（一）回应公众关注热点或重大", "舆情数（不同方式回应同一热点", "或舆情计1次）"),
        "press_conferences": ("1.参加或举办新闻发布会总次", "数"),
        "denied_three_safety": ("危及国家安全、公共安全、经济", "安全和社会稳定"),
        "budget_wanyuan": (
            "（四）政府信息公开专项经费（不",
            "包括用于政府公报编辑管理及政府网",
            "站建设维护等方面的经费）",
        ),
    }
    labels = {row["label"]: wrapped[row["key"]] for row in FORM if row["key"] in wrapped}
    printed = ["序号 统计指标 单位 统计数"]
    for number, (label, unit, value) in enumerate(ROWS, start=1):
        first, *others = labels.get(label, (label,))
        printed += [first, f"{number} {others[0]} {unit} {value}", *others[1:]] if others else [
            f"{number} {first} {unit} {value}"
        ]  # fmt: skip
    printed.insert(printed.index(wrapped["budget_wanyuan"][0]) + 1, "— 1 —")
    report = read(text(*printed))
    assert report.statistics == VALUES
    assert flags(report) == []


def test_in_a_report_of_2018_it_is_a_table_beside_the_sections():
    body = (
        "<p>一、概述</p><p>本厅依法公开政府信息。</p><p>二、主动公开情况</p><p>全年发布信息781条。</p>"
        f"<p>三、依申请公开情况</p><p>2018年，本厅收到政府信息公开申请{VALUES['applications_received']}件。</p>"
        "<p>四、行政复议、行政诉讼情况</p><p>均已办结。</p><p>五、存在的主要问题及改进措施</p><p>不够及时。</p>"
    )
    reading = read_candidate([page(body + html(ROWS), "示范省教育厅2018年政府信息公开工作年度报告")])
    [report] = reading.reports
    assert reading.document_class == "report"
    assert report.statistics == VALUES
    assert (report.proactive, report.applications, report.review) == (None, None, None)
    assert [(check.where, check.outcome) for check in report.checks if check.rule == "T1"] == [
        ("statistics.applications_received", "pass")
    ]
    assert flags(report) == []


def test_a_section_with_the_words_of_a_group_is_no_table():
    sections = ["一、主动公开情况", "全年主动公开政府信息781条。", "二、回应解读情况", "无", "三、依申请公开情况",
                "（一）收到申请数", "共3件。"]  # fmt: skip
    report = read(text(*sections, title="示范省教育厅2018年政府信息公开工作年度报告"))
    assert report.statistics is None
    assert {"2", "3"} <= set(report.sections)


def test_the_2019_form_may_have_a_descendant_of_it_beside_its_tables(forms):
    """A township of 2024 still prints the first rows, and rows of its own below them."""
    own = [
        ("一、主动公开情况", DASH, ""),
        ("主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", 21),
        ("其中：主动公开规范性文件数", "条", 0),
        ("制发规范性文件总数", "件", 1),
        ("公开村级账目", "次", 12),
    ]
    values = {(row, name): "2" for row in forms.application_keys("2021") for name in forms.applicants}
    report = read(page(forms.applications("2021", values) + html(own), "示范镇2024年政府信息公开工作年度报告"))
    assert report.applications["granted"] == (2,) * 7
    assert report.statistics == {
        "disclosed_total": 21, "disclosed_normative_documents": 0, "normative_documents_issued": 1, "公开村级账目": 12,
    }  # fmt: skip
    assert (report.forms.applications, report.forms.statistics) == ("2021", "2014")


def test_local_indicators_keep_their_labels_in_document_order():
    rows = list(ROWS)
    place = next(place for place, row in enumerate(rows) if row[0].startswith("4.信函"))
    rows[place + 1 : place + 1] = [("5. 其他 申请数", "件", 7)]
    rows += [("（四）其他", "次", 8), ("十、本级特色工作", DASH, ""), ("（四）其他", "篇", 9)]
    statistics = read(page(html(rows))).statistics
    keys = list(statistics)
    assert keys[keys.index("received_letter") + 1] == "5.其他申请数"
    assert (statistics["5.其他申请数"], statistics["（四）其他"]) == (7, 8)
    assert [key for key in keys if key not in KEYS] == [
        "5.其他申请数",
        "（四）其他",
        "九、政府信息公开会议和培训情况/（四）其他",
    ]
    assert {key: statistics[key] for key in KEYS} == VALUES


def test_a_row_of_two_groups_belongs_to_the_group_that_it_stands_in():
    without = lines(VALUES, without={"lawsuits_total"})
    report = read(page(html(without)))
    assert [report.statistics[f"lawsuits_{name}"] for name in ("upheld", "corrected", "other")] == [
        VALUES[f"lawsuits_{name}"] for name in ("upheld", "corrected", "other")
    ]
    # 五、 and its first row lost: what is left cannot be told from a second print of 四、's.
    lost = read(page(html(lines(VALUES, without={"lawsuits_total", "lawsuits_upheld"}))))
    assert "lawsuits_corrected" not in lost.statistics
    assert lost.statistics["reviews_corrected"] == VALUES["reviews_corrected"]
    assert ("statistics.reviews_corrected", "disagreement") in {flag[:2] for flag in flags(lost)}
    # 四、 is lost as a whole but for a row of two groups: it is nobody's.
    nobody = read(page(html(lines(VALUES, without={"reviews_total", "reviews_upheld"}))))
    assert not {"reviews_corrected", "reviews_other"} & set(nobody.statistics)
    assert [flag[1] for flag in flags(nobody)] == ["unknown_column"] * 2


def test_a_misprint_is_read_and_flagged_but_never_beside_the_right_print():
    misprinted = read(page(html(lines(VALUES, labels={"received_letter": "4.信涵申请数"}))))
    assert misprinted.statistics == VALUES
    assert flags(misprinted) == [("statistics.received_letter", "fuzzy_label", "4.信涵申请数")]
    beside = [*ROWS, ("（四）举办各类培训班次数", "次", 99)]
    report = read(page(html(beside)))
    assert report.statistics == VALUES | {"（四）举办各类培训班次数": 99}


@pytest.mark.parametrize(
    ("key", "unit", "printed", "value", "flag"),
    [
        ("fees_wanyuan", "万元", "3.5", Decimal("3.5"), None),
        ("fees_wanyuan", "元", "35000", Decimal("3.5"), "unit_converted"),
        ("fees_wanyuan", "元", "0", 0, None),
        ("fees_wanyuan", "万元", "35000元", Decimal("3.5"), "unit_converted"),
        ("fees_wanyuan", "", "3.5", Decimal("3.5"), "unit_unknown"),
        ("fees_wanyuan", "件", "3", 3, "unit_unknown"),
        ("disclosed_total", "条", "1,683", 1683, None),
        ("disclosed_total", "条", "１６８３", 1683, None),
        ("disclosed_total", "", "1683", 1683, None),
        ("disclosed_total", "件", "1683", 1683, None),
        ("disclosed_total", "条", "1683条", 1683, "note_in_cell"),
        ("policy_interpretations", "篇", "50篇", 50, "note_in_cell"),
        ("trainees", "人次", "50人次", 50, "note_in_cell"),
        ("disclosed_total", "万条", "1.2", 12000, "unit_converted"),
        ("disclosed_total", "万元", "12", 12, "unit_unknown"),
        ("disclosed_total", "条", "22（含转载16条）", 22, "note_in_cell"),
        ("disclosed_total", "条", "/", None, "not_a_number"),
        ("disclosed_total", "条", "无", None, "not_a_number"),
        ("disclosed_total", "条", "&nbsp;", None, None),
    ],
)
def test_units_and_values(key, unit, printed, value, flag):
    report = read(page(html(lines(VALUES | {key: printed}, units={key: unit}))))
    assert report.statistics == VALUES | {key: value}
    assert [found[:2] for found in flags(report)] == ([(f"statistics.{key}", flag)] if flag else [])


def test_a_blank_value_stays_blank_in_text_too():
    blank = [
        (label, unit, "" if value == VALUES["received_fax"] and unit == "件" else value) for label, unit, value in ROWS
    ]
    cells = [str(cell) for row in blank for cell in row if cell != ""]
    assert read(text("统计指标", "单位", "统计数", *cells)).statistics == VALUES | {"received_fax": None}


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (("2.传真申请数", 18), "short_row"),
        (("2.传真申请数", 18, "件"), "not_a_number"),
        (("件", "2.传真申请数", 18), "unknown_column"),
        (("", "件", 18), "unknown_column"),
    ],
)
def test_a_row_that_lost_or_swapped_its_cells_is_null_and_flagged(row, kind):
    rows = [row if label == "2.传真申请数" else (label, unit, value) for label, unit, value in ROWS]
    report = read(page(html(rows)))
    assert report.statistics.get("received_fax") is None
    assert {key: value for key, value in report.statistics.items() if key != "received_fax"} == {
        key: value for key, value in VALUES.items() if key != "received_fax"
    }
    assert kind in {flag.kind for flag in report.flags}


def test_figures_of_two_years_are_nobodys():
    report = read(page(html([(*row[:2], row[2], 9) for row in ROWS], ("统计指标", "单位", "统计数", "统计数"))))
    assert set(report.statistics.values()) == {None}
    assert {flag.kind for flag in report.flags} == {"unknown_column"}


def test_a_second_print_is_kept_out_and_flagged():
    other = lines(VALUES | {"meetings": 99})
    assert flags(read(page(html(ROWS) + html(ROWS)))) == [("statistics", "repeated_table", "table 2")]
    report = read(page(html(ROWS) + html(other)))
    assert report.statistics == VALUES
    assert ("statistics.meetings", "disagreement", "99") in flags(report)
    hidden = html(ROWS).replace("<td>", '<td style="display:none">')
    assert flags(read(page(html(ROWS) + hidden))) == []


def test_running_numbers_that_changed_places_with_a_value_are_noticed():
    rows = [(number, *row) for number, row in enumerate(ROWS, 1)]
    place = next(place for place, row in enumerate(rows) if row[1] == "2.传真申请数")
    number, label, unit, value = rows[place]
    rows[place] = (value + 100, label, unit, number)
    report = read(page(html(rows, ("序号", "统计指标", "单位", "统计数"))))
    assert [flag[:2] for flag in flags(report)] == [("statistics.received_fax", "unknown_column")]


def test_no_structure_damage_of_a_plain_table_is_read_in_silence():
    """Cells and rows dropped, doubled and swapped: each number is right, or null, or flagged."""
    chance = random.Random(3)
    for _ in range(80):
        rows = [list(row) for row in ROWS]
        for _ in range(chance.choice([1, 2])):
            row = chance.randrange(len(rows))
            column = chance.randrange(len(rows[row])) if rows[row] else 0
            match chance.choice(["drop", "double", "swap", "drop row", "double row"]):
                case "drop" if rows[row]:
                    del rows[row][column]
                case "double" if rows[row]:
                    rows[row].insert(column, rows[row][column])
                case "swap" if len(rows[row]) > 1:
                    other = (column + 1) % len(rows[row])
                    rows[row][column], rows[row][other] = rows[row][other], rows[row][column]
                case "drop row":
                    del rows[row]
                case "double row":
                    rows.insert(row, list(rows[row]))
                case _:
                    pass
        report = read(page(html(rows)))
        flagged = {flag.where for flag in report.flags}
        for key, value in report.statistics.items():
            assert value is None or value == VALUES.get(key) or f"statistics.{key}" in flagged, (key, value, rows)


def test_explain_leads_to_row_and_column():
    reading = read_candidate([page(html(ROWS))])
    [place] = explain(reading, "statistics.received_fax")
    row = next(number for number, line in enumerate(ROWS, start=2) if line[0] == "2.传真申请数")
    assert (place.raw, place.place.table, place.place.row, place.place.column) == (
        str(VALUES["received_fax"]),
        1,
        row,
        3,
    )
    assert len(explain(reading, "statistics")) == len(KEYS)


def test_the_body_is_named_by_the_title_or_by_who_filled_it_in():
    filled = "<p>填报单位（盖章）：示范县档案局</p>"
    report = read(page(filled + html(ROWS), "政府信息公开情况统计表（2016年度）"))
    assert (report.agency, report.report_year) == ("示范县档案局", 2016)


def test_an_attached_appendix_belongs_to_its_report():
    body = "<p>一、概述</p><p>依法公开。</p><p>二、主动公开情况</p><p>无。</p><p>三、依申请公开情况</p><p>无。</p>"
    cover = page(body, "示范省教育厅2018年政府信息公开工作年度报告")
    appendix = Part(SHAPES["a row a line"].data.replace("篇 14".encode(), "篇 14篇".encode()), "appendix.txt")
    reading = read_candidate([cover, appendix])
    [report] = reading.reports
    assert (reading.document_class, report.statistics, report.forms.statistics) == ("report", VALUES, "2014")
    assert "attachment 1, appendix.txt, is the report's 统计表" in reading.class_reasons
    assert {place.document for place in report.places if place.where.startswith("statistics.")} == {1}
    assert {check.rule for check in report.checks} == {"S"}
    assert flags(report) == [("statistics.policy_interpretations", "note_in_cell", "14篇")]
    earlier = Part(appendix.data.replace("2018年".encode(), "2017年".encode()), "2017.txt")
    other = read_candidate([cover, earlier])
    assert other.reports[0].statistics is None
    assert other.class_reasons[-1] == "attachment 1, 2017.txt, is the 统计表 of another year, 2017"


LOCAL = [("公共查阅点接待公众人次", "人次", 364)]


def test_an_indicator_of_its_own_is_one_though_the_table_is_printed_twice_in_one_run():
    cells = [str(cell) for row in [*ROWS, *LOCAL] * 2 for cell in row if cell != ""]
    statistics = read(text(*cells)).statistics
    assert statistics == VALUES | {"公共查阅点接待公众人次": 364}


@pytest.mark.parametrize("copies", [1, 2])
def test_running_numbers_of_a_cell_a_line_are_no_values(copies):
    rows = [row for row in ROWS if row[2] != ""]
    numbered = [cell for number, row in enumerate(rows, start=1) for cell in (number, *row)]
    cells = ["序号", "统计指标", "单位", "统计数", *map(str, numbered)] * copies
    assert read(text(*cells)).statistics == VALUES


def test_a_running_number_that_does_not_fit_may_be_a_value_and_none_is_left_out():
    numbered = [cell for number, row in enumerate(ROWS, start=1) for cell in (number + (number > 9), *row)]
    report = read(text("序号", "统计指标", "单位", "统计数", *[str(cell) for cell in numbered if cell != ""]))
    assert all(report.statistics[key] in (None, VALUES[key]) for key in KEYS)
    assert "unknown_column" in {flag.kind for flag in report.flags}


def test_a_unit_may_have_a_blank_and_a_label_end_with_a_unit():
    rows = [f"{label} {unit} {value}" for label, unit, value in ROWS if value not in ("", DASH)]
    rows = [row.replace(" 万元 ", " 万 元 ").replace(" 人次 ", " 人 次 ") for row in rows]
    statistics = read(text(*rows, "政府开放日活动场 次 次 372", "公共查阅点接待公众人 次 人 次 69")).statistics
    assert statistics["budget_wanyuan"] == VALUES["budget_wanyuan"]
    assert (statistics["政府开放日活动场次"], statistics["公共查阅点接待公众人次"]) == (372, 69)


def test_labels_that_a_pdf_put_into_one_cell_are_given_back_to_their_rows():
    place = next(place for place, row in enumerate(ROWS) if row[0].startswith("4.不同意"))
    (one, unit, first), (other, _, second) = ROWS[place : place + 2]
    rows = [*ROWS[:place], (f"{one}<br>{other}", unit, first), ("", unit, second), *ROWS[place + 2 :]]
    report = read(page(html(rows)))
    assert (report.statistics, flags(report)) == (VALUES, [])


def test_labels_in_traditional_characters_are_exact():
    labels = {
        "trainings": "（二）舉辦各類培訓班數",
        "trainees": "（三）接受培訓人員數",
        "answered_granted": "2.同意公開答覆數",
    }
    report = read(page(html(lines(VALUES, labels))))
    assert (report.statistics, flags(report)) == (VALUES, [])


def test_a_title_broken_in_its_bracket_is_whole():
    rows = [str(cell) for row in ROWS for cell in row if cell != ""]
    report = read(text("度）", *rows, title="示范市市场监督管理局政府信息公开情况统计表（2015年"))
    assert (report.title, report.report_year) == ("示范市市场监督管理局政府信息公开情况统计表（2015年度）", 2015)


def test_the_last_line_of_a_label_at_the_top_of_a_page_is_joined_with_the_first():
    """A page's end tears （四）…方面的经 | 费）: the first part is a line of words above the table."""
    rows = (("费）", "万元", "5"), ("（三）接受培训人员数", "人次", "6"))
    cells = tuple(
        tuple(Cell(text, at, column, page=2) for column, text in enumerate(row)) for at, row in enumerate(rows)
    )
    words = "（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经"
    [block] = lift_statistics((Paragraph(words, page=2), TableBlock(Table(cells, page=2))))
    assert block.table.rows[0][0].text == f"{words}费）"
    unknown = (Paragraph("某局的经", page=2), TableBlock(Table(cells, page=2)))
    assert lift_statistics(unknown) == unknown
