"""Labels: one key for every layout, and a misprint is taken for a label only when it can be no other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crawler.reports.forms import APPLICATION_FORMS, PROACTIVE_FORMS
from crawler.reports.words.labels import APPLICATION_COLUMNS, APPLICATION_ROWS, PROACTIVE_COLUMNS, PROACTIVE_ROWS
from crawler.reports.words.matching import Vocabulary, edit_distance
from crawler.reports.words.normalise import label_key, read_label

OFFICIAL = json.loads((Path(__file__).parent / "form_labels.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("printed", "official"),
    [
        ("总 计", "总计"), ("总\n计", "总计"), ("商业 企业", "商业企业"), ("社会\u3000公益\xa0组织", "社会公益组织"),
        ("（七）总计", "总计"), ("(七)总计", "总计"), ("㈦总计", "总计"),
        ("（七）、总计", "总计"), ("七、总计", "总计"),
        ("1、申请人", "1.申请人"), ("1．申请人", "申请人"), ("①申请人", "申请人"), ("1 ）申请人", "申请人"),
        ("危及“三安全一稳定”", '危及"三安全一稳定"'), ("危及「三安全一稳定」", "危及三安全一稳定"),
        ("部分公开（区分处理的，只计这一情形）", "部分公开(区分处理的,只计这一情形)"), ("本年增/减", "本年增／减"),
        ("本年收费金额（单位：万元）", "本年收费金额(单位:万元)"),
        ("本年处理决定数量（件）", "本年处理决定数量"), ("本年制发件数（单位：件）", "本年制发件数"),
        ("自然人\nNatural person", "自然人"), ("总计Total", "总计"),
        ("一、申请数量[1]", "申请数量"), ("规章[注2]", "规章"),
    ],
)  # fmt: skip
def test_layouts_of_one_label_have_one_key(printed, official):
    assert label_key(printed) == label_key(official)


@pytest.mark.parametrize(
    ("printed", "numbering", "key"),
    [("三、本年度办理结果", "三、", "本年度办理结果"), ("（六） 其他", "(六)", "其他"), ("3.其他", "3.", "其他"),
     ("第二十条第（一）项", "", "第二十条第一项"), ("三安全", "", "三安全"), ("（一）", "", "一")],
)  # fmt: skip
def test_numbering(printed, numbering, key):
    assert read_label(printed) == (numbering, key)


def test_every_official_label_is_known_as_what_it_is():
    shared, end = OFFICIAL["application_rows_shared"], OFFICIAL["application_rows_end"]
    for form in ("2021", "2019"):
        rows = [*shared, *OFFICIAL[f"application_rows_{form}"], *end]
        assert APPLICATION_FORMS[form] == tuple(row[3] for row in rows)
        for _, _, label, key in rows:
            if key != "other_other":
                assert APPLICATION_ROWS.match(label) == APPLICATION_ROWS.exact(label)
            assert APPLICATION_ROWS.exact(label).key == key
            assert APPLICATION_ROWS.exact(label).exact
        columns = {}
        for block in OFFICIAL[f"proactive_{form}"]:
            found = [PROACTIVE_COLUMNS[form].exact(label) for label in block["header"][1:]]
            assert [match.key for match in found] == block["columns"]
            for label, key in block["rows"]:
                assert PROACTIVE_ROWS.exact(label).key == key
                columns[key] = tuple(block["columns"])
        assert PROACTIVE_FORMS[form] == columns
    for label, key in OFFICIAL["applicants"]:
        assert APPLICATION_COLUMNS.exact(label).key == key


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("上年转结政府信息公开申请数量", "carried_in"),
        ("补征后早请内容仍不明确", "unable_unclear"),
        ("其他法律行政止公开", "denied_law_forbids"),
        ("本年新收政府信息公开申请数", "new_received"),
        ("保护第三方合法权宜", "denied_third_party"),
        ("申请人逾期未按收费通知要", "other_overdue_fee"),
        ("部份公开", "partial"),
    ],
)
def test_misprints_are_accepted_and_known_as_such(printed, key):
    match = APPLICATION_ROWS.match(printed)
    assert (match.key, match.exact) == (key, False)


@pytest.mark.parametrize(
    "printed",
    [
        "政府信息公开申请数量",  # 新收 or 上年结转: the word that tells them apart is lost
        "不予公开",  # a group's label, near to （一）予以公开
        "申请人",  # the beginning of two rows, and short
        "属于",
        "受理复议",
        "收到和处理政府信息公开申请情况",
        "",
    ],
)
def test_what_may_be_several_labels_is_none(printed):
    assert APPLICATION_ROWS.match(printed) is None


@pytest.mark.parametrize(
    "printed",
    [
        "上年处理决定数量",
        "上年度处理决定数量",
        "去年处理决定数量",
        "2022年处理决定数量",
        "全县处理决定数量",
        "上年制发件数",
    ],
)
def test_another_year_or_the_whole_place_is_no_misprint_of_this_year(printed):
    assert PROACTIVE_COLUMNS["2021"].match(printed) is None


def test_a_misprint_that_names_this_year_is_still_one():
    assert PROACTIVE_COLUMNS["2021"].match("本年处理决定数理").key == "decisions"


@pytest.mark.parametrize(
    "printed", ["一、上年新收政府信息公开申请数量", "二、本年结转政府信息公开申请数量", "全省新收政府信息公开申请数量"]
)
def test_the_year_tells_the_rows_of_the_applications_apart(printed):
    assert APPLICATION_ROWS.match(printed) is None


def test_the_group_decides_between_labels_that_are_equally_near():
    words = Vocabulary({"denied_a": ["属于内部信息甲"], "unable_b": ["属于内部信息乙"]})
    assert words.match("属于内部信息丙") is None
    assert words.match("属于内部信息丙", {"unable_b"}).key == "unable_b"


def test_one_label_cannot_stand_for_two_keys():
    with pytest.raises(ValueError, match="stands for both"):
        Vocabulary({"one": ["总计"], "other": ["（七）总 计"]})


@pytest.mark.parametrize(
    ("one", "other", "distance"),
    [
        ("", "", 0),
        ("甲", "", 1),
        ("转结", "结转", 1),
        ("上年转结", "上年结转", 1),
        ("甲乙丙", "甲丙", 1),
        ("甲乙", "丙丁", 2),
    ],
)
def test_edit_distance(one, other, distance):
    assert edit_distance(one, other) == edit_distance(other, one) == distance
