"""The five seeds and a real PDF, number by number and word by word. Expected values were read by eye."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from crawler.reports.candidate import Part, read_candidate
from crawler.reports.contract import reading_to_json

APPLICANTS = 7
ROWS_2021 = (
    "new_received",
    "carried_in",
    "granted",
    "partial",
    "denied_state_secret",
    "denied_law_forbids",
    "denied_three_safety",
    "denied_third_party",
    "denied_internal",
    "denied_process",
    "denied_case_file",
    "denied_query",
    "unable_not_held",
    "unable_needs_creation",
    "unable_unclear",
    "rejected_petition",
    "rejected_repeat",
    "rejected_publication",
    "rejected_massive",
    "rejected_confirm",
    "other_overdue_correction",
    "other_overdue_fee",
    "other_other",
    "result_total",
    "carried_out",
)
HEADINGS = {
    "1": "一、总体情况",
    "2": "二、主动公开政府信息情况",
    "3": "三、收到和处理政府信息公开申请情况",
    "4": "四、政府信息公开行政复议、行政诉讼情况",
    "5": "五、存在的主要问题及改进情况",
    "6": "六、其他需要报告的事项",
}
NO_REVIEWS = {
    channel: dict.fromkeys(("upheld", "corrected", "other", "pending", "total"), 0)
    for channel in ("review", "litigation_direct", "litigation_after_review")
}
CONTACT = ("unit", "address", "postcode", "phone", "fax", "email")

TABLES = ("proactive", "applications", "review")


def proactive_2021(regulations, documents, licensing, penalty, compulsion, fees):
    columns = ("issued", "abolished", "in_force")
    return {
        "regulations": dict(zip(columns, regulations, strict=True)),
        "normative_documents": dict(zip(columns, documents, strict=True)),
        "licensing": {"decisions": licensing},
        "penalty": {"decisions": penalty},
        "compulsion": {"decisions": compulsion},
        "fees": {"amount_wanyuan": fees},
    }


def applications_2021(**rows):
    return {row: rows.get(row, [0] * APPLICANTS) for row in ROWS_2021}


BY_EYE = {
    "002": {
        "title": "凉山州经济和信息化局2021年政府信息公开工作年度报告",
        "agency": "凉山州经济和信息化局",
        "report_year": 2021,
        "index_number": None,
        "metadata": {"来源": "州经信局", "时间": "2022年01月26日"},
        "period": ("2021-01-01", "2021-12-31"),
        "contact": ("我局办公室", "西昌市福利路5号", "615000", "0834-2189047", None, None),
        "sections": HEADINGS,
        "proactive": proactive_2021((0, 0, 0), (0, 0, 1), 64, 0, 0, 0),
        "applications": applications_2021(),
        "review": NO_REVIEWS,
    },
    "004": {
        "title": "昆明市政务服务管理局2023年政府信息公开工作年度报告",
        "agency": "昆明市政务服务管理局",
        "report_year": 2023,
        "index_number": None,
        "metadata": {},
        "period": ("2023-01-01", "2023-12-31"),
        "contact": (
            "昆明市政务服务管理局",
            "昆明市呈贡新区锦绣大街1号市级行政中心综合服务楼四楼",
            "650500",
            "0871—63149962",
            "0871—63149963",
            "kmzwfw@163.com",
        ),
        "sections": HEADINGS,
        "proactive": proactive_2021((0, 0, 0), (0, 0, 1), 0, 0, 0, 0),
        "applications": applications_2021(
            new_received=[3, 0, 0, 0, 0, 0, 3],
            partial=[1, 0, 0, 0, 0, 0, 1],
            unable_not_held=[2, 0, 0, 0, 0, 0, 2],
            result_total=[3, 0, 0, 0, 0, 0, 3],
        ),
        "review": NO_REVIEWS,
    },
}


def read(path):
    return reading_to_json(read_candidate([Part(path.read_bytes(), path.name)]))


def seed(shared, number):
    return next((shared / "seeds").glob(f"{number}_*.txt"))


def answer(shared, name):
    return json.loads((shared / "answers" / f"{name}.json").read_text("utf-8"))


def kinds(report):
    return {(flag["where"], flag["kind"]) for flag in report["flags"]}


def cells(report):
    return (
        sum(len(row) for row in report["proactive"].values())
        + sum(len(row) for row in report["applications"].values())
        + sum(len(row) for row in report["review"].values())
    )


@pytest.mark.parametrize("number", ["000", "001"])
def test_a_seed_with_a_written_answer(shared, number):
    reading = read(seed(shared, number))
    expected = answer(shared, number)
    assert reading["class"] == "report"
    [report] = reading["reports"]
    for key in (
        "title",
        "agency",
        "report_year",
        "metadata",
        "period",
        "contact",
        "proactive",
        "applications",
        "review",
    ):
        assert report[key] == expected[key], key
    assert {key: section["heading"] for key, section in report["sections"].items()} == expected["sections"]
    assert report["index_number"] == expected["metadata"]["索引号"]
    assert report["forms"] == {"proactive": "2021", "applications": "2021", "review": "standard", "statistics": None}
    assert cells(report) == 200
    assert {check["outcome"] for check in report["checks"]} == {"pass"}
    assert kinds(report) == ({("review", "truncated_header")} if number == "000" else set())


@pytest.mark.parametrize("number", sorted(BY_EYE))
def test_a_seed_read_by_eye(shared, number):
    [report] = read(seed(shared, number))["reports"]
    expected = BY_EYE[number]
    for key in ("title", "agency", "report_year", "index_number", "metadata", "proactive", "applications", "review"):
        assert report[key] == expected[key], key
    assert (report["period"]["start"], report["period"]["end"]) == expected["period"]
    assert tuple(report["contact"][key] for key in CONTACT) == expected["contact"]
    assert {key: section["heading"] for key, section in report["sections"].items()} == expected["sections"]
    assert cells(report) == 200
    assert {check["outcome"] for check in report["checks"]} == {"pass"}


def test_no_cell_of_a_table_is_left_in_the_text_of_a_section(shared):
    """Seed 002 prints a cell a line: its tables are lifted out, and 三、本年度办理结果 … 四、结转… are no headings."""
    [report] = read(seed(shared, "002"))["reports"]
    assert [report["sections"][key]["text"] for key in "234"] == ["", "", ""]
    assert report["sections"]["6"]["text"].startswith("2021年,我未收取过信息处理费")
    assert report["sections"]["5"]["text"].startswith("(一)存在问题。")


def test_seed_003_keeps_its_blanks_and_invents_no_zero(shared):
    [report] = read(seed(shared, "003"))["reports"]
    expected = answer(shared, "003")
    for key in (
        "title",
        "agency",
        "report_year",
        "metadata",
        "period",
        "contact",
        "proactive",
        "applications",
        "review",
    ):
        assert report[key] == expected[key], key
    assert report["forms"] == {"proactive": "2019", "applications": "2019", "review": "standard", "statistics": None}
    assert sum(len(row) for row in report["proactive"].values()) == 22
    assert {value for row in report["applications"].values() for value in row} == {None}
    assert {value for row in report["review"].values() for value in row.values()} == {None}
    assert {(flag["where"], flag["kind"], flag["raw"]) for flag in report["flags"]} == {
        ("proactive.procurement.amount_yuan", "unit_converted", "0万"),
        ("applications.new_received", "unknown_column", "0"),
        ("applications.carried_in", "fuzzy_label", "二、上年转结政府信息公开申请数量"),
        ("applications.unable_unclear", "fuzzy_label", "3.补征后早请内容仍不明确"),
        ("review", "unknown_column", "0 | 0"),
    }
    assert {check["outcome"] for check in report["checks"] if check["rule"] != "P1"} == {"not_assessable"}


def test_the_real_pdf(shared):
    reading = read_candidate([Part((shared / "real/pdf/huaian-2024.pdf").read_bytes(), "huaian-2024.pdf")])
    [report] = reading_to_json(reading)["reports"]
    expected = answer(shared, "huaian2024")
    for key in ("title", "agency", "report_year", "metadata", "proactive", "applications", "review"):
        assert report[key] == expected[key], key
    assert {key: report["contact"][key] for key in expected["contact"]} == expected["contact"]
    assert {key: section["heading"] for key, section in report["sections"].items()} == expected["sections"]
    assert (report["period"]["start"], report["period"]["end"]) == ("2024-01-01", "2024-12-31")
    assert reading.reports[0].proactive["fees"]["amount_wanyuan"] == Decimal("96171.6")
    assert cells(report) == 200
    assert {check["outcome"] for check in report["checks"]} == {"pass"}
    assert all(place.place.page for place in reading.reports[0].places)


def test_every_number_of_a_seed_leads_back_to_its_line(shared):
    path = seed(shared, "000")
    lines = path.read_text("utf-8").splitlines()
    reading = read_candidate([Part(path.read_bytes(), path.name)])
    places = reading.reports[0].places
    assert len({place.where for place in places if place.where.split(".")[0] in TABLES}) == 200
    words = {place.where for place in places if place.where.split(".")[0] not in TABLES}
    assert words == {
        *("title", "agency", "report_year", "index_number", "period"),
        *("contact.unit", "contact.address", "contact.postcode", "contact.phone"),
        *(f"metadata.{label}" for label in ("索引号", "发布机构", "生效日期", "废止日期", "文号", "主题分类")),
        *(f"section.{number}" for number in HEADINGS),
    }
    for place in places:
        if place.where.startswith("metadata.") or place.where == "index_number":
            assert place.place.head.startswith("label ")
        else:
            assert place.raw in lines[place.place.line - 1]
