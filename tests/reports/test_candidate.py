"""A page with its attachments: which of them gives what, and what is said about the others."""

from __future__ import annotations

import pickle
from concurrent.futures import ProcessPoolExecutor
from itertools import count
from multiprocessing import get_context

import pytest

from crawler.documents.model import DocumentError
from crawler.reports.candidate import Part, read_candidate
from crawler.reports.explain import explain

TITLE = "示范县档案局2023年政府信息公开工作年度报告"

TABLES = ("proactive", "applications", "review")


@pytest.fixture(scope="module")
def report_text(forms):
    """The report as a text file: two tables, a title and the six sections."""
    cells = [(row, name) for row in forms.application_keys("2021") for name in forms.applicants]
    numbers = dict(zip(cells, map(str, count(1)), strict=False))
    rows = []
    for top, group, label, key in forms.application_rows("2021"):
        cells = [cell for cell in (top, group) if cell]
        rows.append(" | ".join([*cells, label, *(numbers[key, name] for name in forms.applicants)]) + " |")
    review = [" | ".join(label for label, _ in forms.labels["review_channels"]) + " | 行政诉讼 |"]
    review.append(" | ".join([label for label, _ in forms.labels["review_outcomes"]] * 3) + " |")
    review.append(" | ".join(["0"] * 15) + " |")
    return "\n".join(
        [TITLE, "统计期限为2023年1月1日至2023年12月31日。", "一、总体情况", "平稳。", "二、主动公开政府信息情况",
         "无。",
         "三、收到和处理政府信息公开申请情况", *rows, "四、政府信息公开行政复议、行政诉讼情况", *review,
         "五、存在的主要问题及改进情况", "不够及时。", "六、其他需要报告的事项", "无。"]
    )  # fmt: skip


@pytest.fixture(scope="module")
def attached(report_text):
    return Part(report_text.encode(), "report.txt")


def cover(title=TITLE, body='<p><a href="report.pdf">附件：年度报告</a></p>'):
    head = "<table><tr><td>索引号：</td><td>X-2024-7</td><td>发布日期：</td><td>2024-01-30</td></tr></table>"
    shown = f'<body>{head}<h1>{title}</h1><div id="zoom">{body}</div></body>'
    page = f"<html><head><title>{title}</title></head>{shown}</html>"
    return Part(page.encode(), "https://gov.example/1.html", "text/html; charset=utf-8")


def test_a_single_file(attached):
    reading = read_candidate([attached])
    assert reading.document_class == "report"
    [report] = reading.reports
    assert (report.title, report.report_year, report.forms.applications) == (TITLE, 2023, "2021")
    assert report.applications["new_received"] == (1, 2, 3, 4, 5, 6, 7)
    assert {place.document for place in report.places} == {0}


def test_a_page_that_only_links_to_the_report(attached):
    """The attachment gives sections, tables and period; the page gives 索引号, metadata and the day of publication."""
    alone = read_candidate([attached]).reports[0]
    reading = read_candidate([cover(), attached])
    assert reading.document_class == "report"
    [report] = reading.reports
    assert report.applications == alone.applications
    assert report.sections == alone.sections
    assert (report.period, report.contact, report.forms) == (alone.period, alone.contact, alone.forms)
    assert report.index_number == "X-2024-7"
    assert report.metadata["发布日期"] == "2024-01-30"
    assert report.published.isoformat() == "2024-01-30"
    assert any("report.txt" in reason and "attachment 1" in reason for reason in reading.class_reasons)
    assert {place.document for place in report.places if place.where.split(".")[0] in TABLES} == {1}
    assert {place.document for place in report.places if place.where.startswith("metadata.")} == {0}


def test_the_first_attachment_that_reads_as_a_report_is_taken(attached):
    docx = Part(b"PK\x03\x04rest", "report.docx")
    notice = Part("关于放假的通知".encode(), "notice.txt")
    reading = read_candidate([cover(), docx, notice, attached])
    assert reading.reports[0].applications["new_received"][0] == 1
    assert {place.document for place in reading.reports[0].places if place.where.split(".")[0] in TABLES} == {3}
    reasons = "\n".join(reading.class_reasons)
    assert "attachment 1, report.docx, cannot be read: " in reasons
    assert "attachment 2, notice.txt, is no annual report" in reasons


def test_a_page_of_another_kind_is_no_cover(attached):
    reading = read_candidate([cover("示范县档案局2023年法治政府建设年度报告"), attached])
    assert (reading.document_class, reading.reports) == ("other", ())
    assert any("report.txt" in reason for reason in reading.class_reasons)


def test_a_cover_whose_attachment_cannot_be_read_is_no_report():
    reading = read_candidate([cover(), Part(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "report.doc")])
    assert reading.reports == ()
    assert any("report.doc, cannot be read" in reason for reason in reading.class_reasons)


def test_a_page_that_is_a_report_keeps_its_own_values(forms, attached):
    values = {(row, name): "9" for row in forms.application_keys("2021") for name in forms.applicants}
    page = Part(forms.page("", forms.applications("2021", values)), "page.html")
    reading = read_candidate([page, attached])
    assert reading.reports[0].applications["granted"] == (9,) * 7
    assert reading.reports[0] == read_candidate([page]).reports[0]
    assert "attachment 1, report.txt, is the same report with other numbers in: applications" in reading.class_reasons


def test_a_twin_is_named(attached):
    reading = read_candidate([attached, Part(attached.data, "twin.txt")])
    assert reading.class_reasons[-1] == "attachment 1, twin.txt, is the same report"


def test_the_report_of_another_year_is_no_twin(attached):
    earlier = Part(attached.data.replace(b"2023", b"2022"), "2022.txt")
    reading = read_candidate([attached, earlier])
    assert reading.class_reasons[-1] == "attachment 1, 2022.txt, is the report of another year, 2022"


def test_a_cover_of_another_year_than_its_attachment_is_flagged(attached):
    reading = read_candidate([cover(TITLE.replace("2023", "2022")), attached])
    [report] = reading.reports
    assert report.report_year == 2023
    assert ("title", "disagreement") in {(flag.where, flag.kind) for flag in report.flags}


def test_a_page_that_cannot_be_read_is_an_error(attached):
    with pytest.raises(DocumentError) as error:
        read_candidate([Part(b"", "page.html"), attached])
    assert "\n" not in str(error.value)


def test_no_part_is_an_error():
    with pytest.raises(ValueError, match="at least one part"):
        read_candidate([])


def test_it_runs_in_a_worker_process(attached):
    """Bytes in, a value out: what goes over and what comes back can be pickled, and is the same."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as workers:
        reading = workers.submit(read_candidate, [cover(), attached]).result()
    assert reading == read_candidate([cover(), attached])
    assert pickle.loads(pickle.dumps(reading)) == reading


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("applications.granted.total", ["applications.granted.total"]),
        ("applications.carried_out", [f"applications.carried_out.{name}" for name in (
            "natural_person", "commercial", "research", "social_welfare", "legal_service", "other_org", "total")]),
        ("review.*.upheld", ["review.review.upheld", "review.litigation_direct.upheld",
                             "review.litigation_after_review.upheld"]),
        ("period", ["period"]),
        ("title", ["title"]),
        ("section.3", ["section.3"]),
        ("applications.no_such_row", []),
        ("proactive", []),
    ],
)  # fmt: skip
def test_explain(attached, where, found):
    places = explain(read_candidate([attached]), where)
    assert [place.where for place in places] == found
    lines = attached.data.decode().splitlines()
    assert all(place.raw in lines[place.place.line - 1] for place in places)


def test_explain_finds_a_row_without_columns_from_its_cells(attached):
    short = Part(attached.data.replace(b"1 | 2 | 3 | 4 | 5 | 6 | 7 |", b"1 | 7 |"), "short.txt")
    places = explain(read_candidate([short]), "applications.new_received.total")
    assert [(place.where, place.raw) for place in places] == [
        ("applications.new_received", "1"),
        ("applications.new_received", "7"),
    ]
