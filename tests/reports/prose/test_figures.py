"""T1: a figure of the prose is held against the tables only where its clause can mean one row and nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.reports.forms import APPLICATION_FORMS
from crawler.reports.model import Contact, Forms, Report, Section
from crawler.reports.prose.figures import check_prose
from crawler.reports.words.chinese_numbers import read_figure

TOTALS = {"new_received": 13, "carried_in": 8, "granted": 10, "partial": 2, "result_total": 20, "carried_out": 1}
DENIED = {"denied_process": 2, "denied_query": 1}
RECEIVED = "applications.new_received.total"


def report(text, key="3", heading="三、收到和处理政府信息公开申请情况", **changes):
    """A 2023 report: 13 received, 8 carried in, 20 done, 1 carried out; 3 reviews, 1 + 1 lawsuits."""
    rows = {row: (0, 0, 0, 0, 0, 0, {**TOTALS, **DENIED}.get(row, 0)) for row in APPLICATION_FORMS["2021"]}
    channels = {"review": 3, "litigation_direct": 1, "litigation_after_review": 1}
    review = {name: dict.fromkeys(("upheld", "corrected", "other", "pending"), 0) | {"total": total}
              for name, total in channels.items()}  # fmt: skip
    whole = Report(
        title=None, agency=None, report_year=2023, index_number=None, metadata={}, period=None, contact=Contact(),
        sections={key: Section(heading, text)}, forms=Forms(applications="2021", review="standard"), proactive=None,
        applications=rows, review=review, statistics=None, flags=(), checks=(), body_origin="page",
    )  # fmt: skip
    return replace(whole, **changes)


def said(text, **changes):
    return [(check.where, check.expected) for check in check_prose(report(text, **changes))]


@pytest.mark.parametrize(
    ("text", "where", "figure"),
    [
        ("2023年，我局收到政府信息公开申请13件。", RECEIVED, 13),
        ("全市共受理政府信息公开申请 3,119 件，均已办理。", RECEIVED, 3119),
        ("本年度新收政府信息公开申请十三件", RECEIVED, 13),
        ("我局收到依申请公开申请一百零五件。", RECEIVED, 105),
        ("本年度收到申请１３件。", RECEIVED, 13),
        ("2023年我局未收到和处理政府信息公开申请，较去年无增减变化。", RECEIVED, 0),
        ("没有收到政府信息公开申请。", RECEIVED, 0),
        ("2022年度结转8件。", "applications.carried_in.total", 8),
        ("其中上年结转8件。", "applications.carried_in.total", 8),
        ("无上年结转申请。", "applications.carried_in.total", 0),
        ("结转下年度继续办理1件。", "applications.carried_out.total", 1),
        ("另有103件顺延到下年度答复。", "applications.carried_out.total", 103),
        ("结转至2024年1件。", "applications.carried_out.total", 1),
        ("无结转下年度办理件。", "applications.carried_out.total", 0),
        ("其中予以公开10件。", "applications.granted.total", 10),
        ("10件予以公开。", "applications.granted.total", 10),
        ("部分公开2件。", "applications.partial.total", 2),
        ("不予公开3件。", "applications.*.total", 3),
        ("无法提供4件。", "applications.*.total", 4),
        ("因政府信息公开被申请行政复议3件。", "review.review.total", 3),
        ("政府信息公开行政诉讼2件。", "review.*.total", 2),
    ],
)
def test_a_statement(text, where, figure):
    assert said(text) == [(where, figure)]


def test_every_statement_of_a_sentence_is_tried():
    text = "全市共受理政府信息公开申请13件，答复20件（含上年度结转申请8件，另有1件顺延到下年度答复）。"
    checks = check_prose(report(text))
    assert {check.outcome for check in checks} == {"pass"}
    assert [(check.where, check.expected, check.found) for check in checks] == [
        (RECEIVED, 13, 13),
        ("applications.result_total.total", 20, 20),
        ("applications.carried_in.total", 8, 8),
        ("applications.carried_out.total", 1, 1),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "本年度无行政复议、行政诉讼案件。",
        "未发生因依申请公开引发的行政复议和行政诉讼等情况。",
        "2023年，本局未收到申请行政复议、提起行政诉讼申请。",
        "没有因政府信息公开引起的行政复议和行政诉讼。",
    ],
)
def test_neither_reviews_nor_lawsuits(text):
    assert said(text, key="4", heading="四、行政复议、行政诉讼情况") == [
        ("review.review.total", 0),
        ("review.*.total", 0),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "收到并办理政协提案8件，主动公开8件。",
        "12345热线受理政府信息公开申请类咨询，共答复200件。",
        "网站点击量353.4万次，发布信息781条。",
        "依申请公开系统线上收到依申请公开政府信息申请3件，线下无申请件。",
        "其中当面收到政府信息公开申请3件。",
        "收到自然人提交的政府信息公开申请3件。",
        "未收到自然人提交的政府信息公开申请。",
        "收到政府信息公开申请13余件。",
        "收到政府信息公开申请约13件。",
        "较上年多收到政府信息公开申请13件。",
        "上半年收到政府信息公开申请5件。",
        "截至11月，共收到政府信息公开申请5件。",
        "2022年收到政府信息公开申请20件。",
        "自条例施行以来累计收到政府信息公开申请900件。",
        "2021年度结转8件。",
        "结转至2023年1件。",
        "办结3件。",
        "主动公开信息1027件，不予公开1535件。",
        "共制作政府信息3021条，依申请公开459条，不予公开1535条。",
        "收到行政复议申请50件。",
        "办理行政复议案件50件。",
        "行政复议维持1件。",
        "未发生行政复议败诉案件。",
        "收到政府信息公开申请一一件。",
        "《政府信息公开申请办理规范》要求收到申请后答复。",
    ],
)
def test_no_statement_about_a_row(text):
    assert said(text) == []


def test_outside_the_section_a_bare_figure_says_nothing():
    """收到申请13件 may be any application; 予以公开 may be of documents."""
    text = "收到申请13件，予以公开10件，行政复议3件。"
    assert said(text, key="1", heading="一、总体情况") == []
    assert said("（二）依申请公开。" + text, key="1", heading="一、总体情况") == [
        (RECEIVED, 13),
        ("applications.granted.total", 10),
        ("review.review.total", 3),
    ]


def test_what_was_carried_in_is_no_part_of_what_was_received():
    assert said("收到政府信息公开申请21件，其中上年结转8件。") == [("applications.carried_in.total", 8)]


def test_a_difference_fails_quotes_the_prose_and_names_its_scope():
    """区政府办 17 against 全区 95: neither need be wrong, and the reader of the check is told why."""
    text = "全区共收到政府信息公开申请95件。区政府办公室受理政府信息公开申请17件。"
    checks = check_prose(report(text))
    assert [(check.rule, check.outcome, check.expected, check.found, check.note) for check in checks] == [
        ("T1", "fail", 95, 13, "the prose says 全区共收到政府信息公开申请95件; scope 全区"),
        ("T1", "fail", 17, 13, "the prose says 区政府办公室受理政府信息公开申请17件; scope 区政府办公室"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2021年至2023年，我局共收到政府信息公开申请30件。",
        "2022年和2023年共收到政府信息公开申请30件。",
        "近三年共收到政府信息公开申请30件。",
        "近5年来，共收到政府信息公开申请30件。",
        "十四五以来，共收到政府信息公开申请30件。",
        "其中，县政府办公室收到政府信息公开申请17件。",
        "全县共办理申请情况如下：其中，本机关未收到政府信息公开申请。",
        "新收政府信息公开申请数量前三位的是住建局收到申请30件、教育局收到申请20件。",
        "2023年，县教育局共收到政府信息公开申请20件。",
        "某单位收到政府信息公开申请1件，未按期答复。",
        "收到行政许可申请356件，予以公开356件。",
        "受理不动产登记事项120件，其中不予公开2件。",
        "办理行政复议案件12件，行政诉讼案件5件。",
        "收到行政复议申请12件、行政诉讼案件5件。",
        "受理行政复议案件50件，其中涉及其他事项10件。",
        "行政复议案件5件、行政诉讼案件3件系上年度结转。",
    ],
)
def test_sentences_about_several_years_a_part_another_body_or_another_matter(text):
    assert said(text, agency="丰宁县水务局") == []


@pytest.mark.parametrize(
    "subject",
    ["", "我局", "本机关", "丰宁县水务局", "县水务局共", "2023年丰宁县水务局", "丰宁县水务局办公室",
     "全县共", "县政府办公室", "县级部门共", "各镇"],
)  # fmt: skip
def test_the_bodys_own_names_and_those_of_an_area_are_no_other_bodies(subject):
    assert said(f"{subject}收到政府信息公开申请13件。", agency="丰宁县水务局") == [(RECEIVED, 13)]


def test_another_body_is_only_known_beside_the_reports_own():
    text = "县教育局收到政府信息公开申请20件。"
    assert said(text, agency=None) == said(text, agency="丰宁县教育局") == [(RECEIVED, 20)]
    assert said(text, agency="丰宁县教育和体育局") == [(RECEIVED, 20)]


@pytest.mark.parametrize(
    ("subject", "scope"),
    [("县级部门", "县级部门"), ("各镇", "各镇"), ("市直各单位", "市直各单位"), ("县局机关", "县局机关")],
)
def test_a_scope_is_named(subject, scope):
    [check] = check_prose(report(f"{subject}共收到政府信息公开申请80件。"))
    assert check.note.endswith(f"; scope {scope}")


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("共办理政府信息公开申请20件，予以公开10件。", "applications.granted.total"),
        ("办理完结20件，予以公开10件。", "applications.granted.total"),
        ("办理申请20件，予以公开10件。", "applications.granted.total"),
        ("被申请行政复议3件，行政诉讼2件。", "review.review.total"),
    ],
)
def test_what_the_sentence_counted_before_may_be_applications(text, where):
    assert where in dict(said(text))


def test_a_statement_is_tried_once_though_it_is_printed_twice():
    text = "收到政府信息公开申请13件。\n本年收到政府信息公开申请13件。"
    assert said(text) == [(RECEIVED, 13)]


def test_a_blank_cell_is_not_assessable_and_a_missing_table_gives_no_check():
    rows = report("").applications | {"new_received": (0, 0, 0, 0, 0, 0, None), "denied_query": (None,) * 7}
    checks = check_prose(report("收到政府信息公开申请13件，其中不予公开3件。", applications=rows))
    assert [(check.outcome, check.expected, check.found) for check in checks] == [
        ("not_assessable", 13, None),
        ("not_assessable", 3, None),
    ]
    assert said("收到政府信息公开申请13件。", applications=None) == []


def test_the_2014_appendix_is_held_against_the_prose_too():
    text = "全省共收到政府信息公开申请17件，办结16件，答复15件。同意公开3件。\n政府信息公开行政复议1件，行政诉讼5件。"
    statistics = {"applications_received": 17, "applications_completed": 16, "applications_answered": 14,
                  "answered_granted": 3, "reviews_total": 1, "lawsuits_total": None}  # fmt: skip
    older = report(text, applications=None, review=None, report_year=2018, statistics=statistics)
    assert [(check.where, check.outcome) for check in check_prose(older)] == [
        ("statistics.applications_received", "pass"),
        ("statistics.applications_completed", "pass"),
        ("statistics.applications_answered", "fail"),
        ("statistics.answered_granted", "pass"),
        ("statistics.reviews_total", "pass"),
        ("statistics.lawsuits_total", "not_assessable"),
    ]


@pytest.mark.parametrize(
    "text", ["另有" * 5000, "收到" * 5000 + "申请", "，".join(["工作申请" * 20] * 200), "无行政复议申请案件" * 3000]
)
def test_words_without_end_say_nothing(text):
    assert said(text + "件") == []


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("13", 13), ("3,119", 3119), ("０", None), ("零", 0), ("十", 10), ("十三", 13), ("二十", 20), ("两", 2),
        ("一百零五", 105), ("三千一百一十九", 3119), ("一万二千", 12000), ("一一", None), ("十百", None), ("百", None),
        ("万", None), ("", None),
    ],
)  # fmt: skip
def test_figures(text, figure):
    assert read_figure(text) == figure
