"""The terminal page of a report: tables as on the form, and a mark beside what is in doubt."""

from __future__ import annotations

import re
from dataclasses import replace
from io import StringIO

import pytest
from rich.cells import cell_len
from rich.console import Console

from crawler.commands.marks import marks_of
from crawler.commands.report_page import print_reading
from crawler.reports.model import Check, Contact, Flag, Forms, Reading, Report, Section

TABLES = ("proactive", "applications", "review")
PLAIN = Report(
    title="昆明市政务服务管理局2023年政府信息公开工作年度报告",
    agency="昆明市政务服务管理局",
    report_year=2023,
    index_number=None,
    metadata={"索引号": "", "发布机构": "办公室"},
    period=None,
    contact=Contact(phone="0871-1"),
    sections={"1": Section("一、总体情况", "依法公开。" * 60)},
    forms=Forms("2021", "2021", "standard"),
    proactive={
        "regulations": {"issued": 1, "abolished": None, "in_force": 3},
        "normative_documents": {"issued": 4, "abolished": 5, "in_force": 6},
        "licensing": {"decisions": 447228},
        "penalty": {"decisions": 8},
        "compulsion": {"decisions": 9},
        "fees": {"amount_wanyuan": 10},
    },
    applications={
        "new_received": (3, 0, 0, 0, 0, 0, 3),
        "carried_in": (None,) * 7,
        "granted": (1, 0, 0, 0, 0, 0, 2),
        "denied_state_secret": (0, 0, 0, 0, 0, 0, 0),
        "unable_not_held": (2, 0, 0, 0, 0, 0, 2),
        "other_other": (0, 0, 0, 0, 0, 0, 0),
        "result_total": (3, 0, 0, 0, 0, 0, 3),
        "carried_out": (0, 0, 0, 0, 0, 0, 0),
    },
    review={
        channel: {"upheld": 72, "corrected": 64, "other": 178, "pending": 37, "total": 351}
        for channel in ("review", "litigation_direct", "litigation_after_review")
    },
    statistics=None,
    flags=(),
    checks=(),
    body_origin="trafilatura",
)


def page(report: Report, *, width: int = 80, more: tuple[Check, ...] = ()) -> str:
    console = Console(file=StringIO(), width=width, soft_wrap=True, highlight=False)
    print_reading(console, Reading("report", ("a test",), (report,)), more)
    return console.file.getvalue()  # type: ignore[attr-defined]


def line_of(text: str, label: str) -> list[str]:
    """The words after a label, in the first line that holds it."""
    (line, *_) = (line for line in text.splitlines() if label in line)
    return line.partition(label)[2].split()


@pytest.mark.parametrize("width", [80, 100, 200])
def test_every_figure_stands_in_the_row_and_order_of_the_form(width: int) -> None:
    shown = page(PLAIN, width=width)
    assert line_of(shown, "规章") == ["1", "·", "3"]
    assert line_of(shown, "行政许可") == ["447228"]
    assert line_of(shown, "（一）予以公开") == ["1", "0", "0", "0", "0", "0", "2"]
    assert line_of(shown, "1.本机关不掌握相关政府信")[-7:] == ["2", "0", "0", "0", "0", "0", "2"]
    assert re.search(r"^ *72 +64 +178 +37 +351 +72 +64 +178 +37 +351 +72 +64 +178 +37 +351$", shown, re.MULTILINE)
    assert all(cell_len(line) <= width for line in shown.splitlines() if "依法公开" not in line)


def test_groups_stand_once_above_their_rows_and_a_row_that_is_not_there_is_not_drawn() -> None:
    lines = [line.split()[0] for line in page(PLAIN, width=200).splitlines() if line.strip()]
    order = [
        "三、本年度办理结果",
        "（一）予以公开",
        "（三）不予公开",
        "1.属于国家秘密",
        "（四）无法提供",
        "（六）其他处理",
    ]
    assert [line for line in lines if line in order] == order
    assert "8.属于行政查询事项" not in lines


def test_a_narrow_terminal_has_the_channels_below_each_other() -> None:
    lines = [line.split() for line in page(PLAIN, width=50).splitlines()]
    assert lines.count(["72", "64", "178", "37", "351"]) == 3


@pytest.mark.parametrize(
    ("flag", "label", "found"),
    [
        (Flag("applications.granted.total", "note_in_cell", "2（1）", "n"), "（一）予以公开", "2 !1"),
        (Flag("applications.granted", "fuzzy_label", "予以公弄", "n"), "（一）予以公开", "!1 1"),
        (Flag("proactive.licensing.decisions", "not_a_number", "/", "n"), "行政许可", "447228 !1"),
        (Flag("proactive.licensing", "unknown_column", "/", "n"), "行政许可", "!1 447228"),
        (Flag("review", "truncated_header", "结果", "n"), "行政复议、行政诉讼", "!1"),
        (Flag("applications", "repeated_table", "", "n"), "申请 (form 2021)", "!1"),
        (Flag("applications.*.total", "unknown_column", "", "n"), "总计", "!1"),
        (Flag("title", "disagreement", "2022", "n"), "年度报告", "!1"),
        (Flag("metadata.发布机构", "disagreement", "甲", "n"), "办公室", "!1"),
        (Flag("section.1", "swallowed_characters", "1231日", "n"), "一、总体情况", "!1"),
    ],
)
def test_a_flag_stands_beside_what_it_is_about(flag: Flag, label: str, found: str) -> None:
    shown = page(replace(PLAIN, flags=(flag,)), width=200)
    assert found in " ".join(line_of(shown, label))
    assert f"!1 {flag.kind} {flag.where}: {flag.raw!r} n" in shown


@pytest.mark.parametrize(
    ("check", "marked", "words"),
    [
        (
            Check("A3", "applications.granted.*", "fail", 1, 2),
            {"（一）予以公开": 7},
            "add up to 1, the printed total is 2",
        ),
        (
            Check("A1", "applications.*.natural_person", "fail", 4, 3),
            {"一、本年新收": 1, "（七）总计": 1, "四、结转下年度": 1},
            "received + carried in = 4, results + carried out = 3",
        ),
        (Check("A2", "applications.*.total", "fail", 4, 3), {"（七）总计": 7}, "the results add up to 4"),
        (Check("P1", "proactive.fees.*", "fail", None, -1), {"行政事业性收费": 0}, "-1 is no count"),
        (Check("T1", "applications.new_received.total", "fail", 5, 3), {"一、本年新收": 7}, "the text says 5"),
    ],
)
def test_a_failed_check_marks_the_figures_that_it_calls_in_question(
    check: Check, marked: dict[str, int], words: str
) -> None:
    """`marked`: row → how many figures stand before the mark (0 = it stands at the row's label)."""
    shown = page(replace(PLAIN, checks=(check,)), width=200)
    for label, place in marked.items():
        row = (
            re.sub(r"^\D*", "", "".join(" ".join(line_of(shown, label)))) if place else " ".join(line_of(shown, label))
        )
        assert [part for part in row.split() if part != "·"].index("✗1") == place
    assert f"✗1 {check.rule} {check.where}: " in shown
    assert words in shown
    assert "checks: 0 pass, 1 fail, 0 not assessable" in shown


def test_what_passes_or_cannot_be_assessed_is_counted_and_not_marked() -> None:
    checks = (
        Check("A3", "applications.granted.*", "pass", 2, 2),
        Check("A3", "applications.carried_in.*", "not_assessable", None, None),
    )
    shown = page(replace(PLAIN, checks=checks))
    assert "✗" not in shown
    assert "checks: 1 pass, 0 fail, 1 not assessable" in shown


def test_checks_against_the_year_before_are_shown_with_the_others() -> None:
    shown = page(PLAIN, more=(Check("Y1", "applications.carried_in.total", "fail", 4, 2),))
    assert "✗1 Y1 applications.carried_in.total: last year's report carries out 4, this one carries in 2" in shown


def test_a_doubt_about_a_table_that_is_not_drawn_is_noted_at_the_head() -> None:
    marks = marks_of([Flag("review", "truncated_header", "", "not read")], [], ("proactive",))
    assert [note.text for note in marks.notes["head"]] == ["truncated_header review: '' not read"]


def test_marks_are_numbered_through_and_several_can_stand_at_one_cell() -> None:
    flags = [Flag("review.review.total", "note_in_cell", "1", "n"), Flag("review.review.total", "ocr", "1", "n")]
    marks = marks_of(flags, [Check("R1", "review.review.*", "fail", 2, 1)], TABLES)
    assert marks.of("review.review.total") == " ✗1 !2 !3"
    assert marks.of("review.review.upheld") == ""


def test_no_report_says_what_the_document_is_instead() -> None:
    console = Console(file=StringIO(), width=80, soft_wrap=True)
    print_reading(console, Reading("website_report", ("the title says [so]",), ()))
    assert "no report here: website_report (the title says [so])" in console.file.getvalue()  # type: ignore[attr-defined]


def test_statistics_stand_in_their_groups_with_their_units_and_local_ones_by_their_own_words() -> None:
    statistics = {
        "disclosed_total": 1683,
        "disclosed_gazette": None,
        "lawsuits_total": 5,
        "fees_wanyuan": 0,
        "督查数": 3,
    }
    flag = Flag("statistics.lawsuits_total", "fuzzy_label", "五、行政诉公", "n")
    report = replace(PLAIN, forms=Forms(statistics="2014"), statistics=statistics, flags=(flag,))
    shown = page(report, width=120)
    lines = [line for line in shown.splitlines() if line.strip()]
    assert line_of(shown, "（不同渠道和方式公开相同信息计1条）") == ["1683", "条"]
    assert line_of(shown, "1.政府公报公开政府信息数") == ["·", "条"]
    assert line_of(shown, "五、行政诉讼数量") == ["5", "!1", "件"]
    assert line_of(shown, "七、依申请公开信息收取的费用") == ["0", "万元"]
    assert line_of(shown, "督查数") == ["3"]
    assert sum("主动公开情况" in line for line in lines) == 1


def test_what_the_prose_says_is_quoted_beside_a_failed_comparison() -> None:
    check = Check("T1", "applications.new_received.total", "fail", 5, 3, "收到申请5件; scope: 全区")
    assert "the text says 5, the table 3 (informational); 收到申请5件; scope: 全区" in page(
        replace(PLAIN, checks=(check,))
    )
