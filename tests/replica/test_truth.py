"""What the truth says stands in the pages, read here by a parser and labels of this test's own; and its sums hold."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from decimal import Decimal

import lxml.html
import pdfplumber
import pytest

from crawler.replica.truth import other_pages, published_reports, registry_csv

REAL = published_reports()
ALL = published_reports(4, 14)
APPLICANTS = 7
ENCODING = {"hedong.gov.cn": "gb18030", "site0002.gov.test": "gb18030"}
APPLICATION_LABELS = {
    "new_received": "本年新收政府信息公开申请数量",
    "carried_in": "二、上年(结转|转结)政府信息公开申请数量",
    "granted": "予以公开",
    "partial": "部分公开（区分处理的",
    "denied_state_secret": "1.属于国家秘密",
    "denied_law_forbids": "2.其他法律行政法规禁止公开",
    "denied_three_safety": "3.危及“三安全一稳定”",
    "denied_third_party": "4.保护第三方合法权益",
    "denied_internal": "5.属于三类内部事务信息",
    "denied_process": "6.属于四类过程性信息",
    "denied_case_file": "7.属于行政执法案卷",
    "denied_query": "8.属于行政查询事项",
    "unable_not_held": "1.本机关不掌握相关政府信息",
    "unable_needs_creation": "2.没有现成信息需要另行制作",
    "unable_unclear": "3.(补正后申请|补征后早请)内容仍不明确",
    "rejected_petition": "1.信访举报投诉类申请",
    "rejected_repeat": "2.重复申请",
    "rejected_publication": "3.要求提供公开出版物",
    "rejected_massive": "4.无正当理由大量反复申请",
    "rejected_confirm": "5.要求行政机关确认或重新出具已获取信息",
    "other_overdue_correction": "1.申请人无正当理由逾期不补正",
    "other_overdue_fee": "2.申请人逾期未按收费通知要求缴纳费用",
    "other_other": "3.其他$",
    "other_handling": "（六）其他处理$",
    "result_total": "（七）总 ?计$",
    "carried_out": "四、结转下年度继续办理",
}
PROACTIVE_LABELS = {
    "regulations": "规章",
    "normative_documents": "(行政)?规范性文件",
    "licensing": "行政许可",
    "other_services": "其他对外管理服务事项",
    "penalty": "行政处罚",
    "compulsion": "行政强制",
    "fees": "行政事业性收费",
    "procurement": "政府集中采购",
}
ONE_ROW_FORM = {"other_handling"}
THREE_ROW_FORM = {"other_overdue_correction", "other_overdue_fee", "other_other"}


def number(text: str) -> int | Decimal | None:
    """The value that a cell states: signs and separators read, 万元 turned into yuan."""
    found = re.fullmatch(r"([+-]?[\d,]+(?:\.\d+)?)(万元?|元)?", text.strip())
    if not text.strip():
        return None
    assert found, f"no number: {text!r}"
    value = Decimal(found[1].replace(",", "")) * (10000 if (found[2] or "").startswith("万") else 1)
    return int(value) if value == value.to_integral_value() else value


def grid(table: lxml.html.HtmlElement) -> list[list[str]]:
    """The table with every cell repeated over the places that it spans."""
    places: dict[tuple[int, int], str] = {}
    for row, line in enumerate(table.iter("tr")):
        column = 0
        for cell in line.iterchildren("td", "th"):
            while (row, column) in places:
                column += 1
            text = cell.text_content().replace("\xa0", " ").strip()
            for down in range(int(cell.get("rowspan", 1))):
                for across in range(int(cell.get("colspan", 1))):
                    assert (row + down, column + across) not in places, "two cells at one place"
                    places[row + down, column + across] = text
    rows = 1 + max(row for row, _ in places)
    columns = 1 + max(column for _, column in places)
    return [[places[row, column] for column in range(columns)] for row in range(rows)]


def tables(client, report) -> list[list[list[str]]]:
    """The grids of a page that belong to the report, in page order."""
    page = lxml.html.fromstring(client.get(report.url).body.decode(ENCODING.get(report.host, "utf-8")))
    return [
        grid(table)
        for table in page.xpath(
            "//table[.//td[contains(., '第二十条第') or contains(., '行政复议') "
            "or contains(., '申请人情况')]][not(.//table)]"
        )
    ]


HTML_WITH_TABLES = [report for report in ALL if report.proactive is not None and report.media == "html"]


@pytest.mark.parametrize("source", sorted({report.source_id for report in ALL}))
def test_every_number_of_the_tables_stands_in_the_pages(client, source):
    reports = [report for report in HTML_WITH_TABLES if report.source_id == source]
    assert reports
    for report in reports:
        proactive, applications, review = tables(client, report)
        assert read_proactive(proactive, report) == report.proactive, report.url
        assert read_applications(applications, report) == report.applications, report.url
        assert read_review(review) == report.review, report.url


def read_proactive(lines: list[list[str]], report) -> dict[str, dict[str, int | Decimal | None]]:
    assert {len(line) for line in lines} == {4 if report.proactive_form == "2021" else 5}
    read = {}
    for key, keys in report.proactive.items():
        [line] = [line for line in lines if re.fullmatch(PROACTIVE_LABELS[key], line[0])]
        cells = line[1:]
        if len(keys) == 1:
            assert len(set(cells)) == 1
            places = [0]
        elif len(keys) == 2:
            places = [0, 2]
        else:
            places = [0, 1, len(cells) - 1]
        read[key] = dict(zip(keys, (number(cells[place]) for place in places), strict=True))
    labelled = [line for line in lines if any(re.fullmatch(label, line[0]) for label in PROACTIVE_LABELS.values())]
    assert len(labelled) == len(read)
    return read


def read_applications(lines: list[list[str]], report) -> dict[str, list[int | Decimal | None]]:
    assert {len(line) for line in lines} == {3 + APPLICANTS}
    absent = ONE_ROW_FORM if report.applications_form == "2021" else THREE_ROW_FORM
    read = {}
    for key, label in APPLICATION_LABELS.items():
        found = [line for line in lines[3:] if re.search(label, line[2])]
        if key in absent:
            assert found == []
        else:
            [line] = found
            read[key] = [number(cell) for cell in line[3:]]
    assert len(read) == len(lines) - 3
    return {key: read[key] for key in report.applications}


def read_review(lines: list[list[str]]) -> dict[str, dict[str, int | Decimal | None]]:
    assert [len(line) for line in lines] == [15] * 4
    assert lines[1][5] == "未经复议直接起诉"
    assert lines[1][10] == "复议后起诉"
    outcomes = {
        "结果维持": "upheld",
        "结果纠正": "corrected",
        "其他结果": "other",
        "尚未审结": "pending",
        "总计": "total",
    }
    channels = ["review"] * 5 + ["litigation_direct"] * 5 + ["litigation_after_review"] * 5
    read: dict[str, dict[str, int | Decimal | None]] = {}
    for channel, label, cell in zip(channels, lines[2], lines[3], strict=True):
        read.setdefault(channel, {})[outcomes[label]] = number(cell)
    return read


def test_the_pdf_states_every_number_too(client):
    [report] = [report for report in REAL if report.media == "pdf"]
    with pdfplumber.open(io.BytesIO(client.get(report.attachments[0]).body)) as file:
        found = [(page.page_number, table) for page in file.pages for table in page.extract_tables()]
    cut = [table for _, table in found if len(table[0]) == 10]
    assert len(cut) == 2, "the applications table runs over a page break"
    lines = [[re.sub(r"\s", "", cell or "") for cell in line] for table in cut for line in table]
    printed = [[number(cell) for cell in line[3:]] for line in lines[3:]]
    assert printed == list(report.applications.values())
    [proactive] = [table for _, table in found if len(table[0]) == 4]
    stated = Counter(cell for line in proactive for cell in line[1:] if cell and re.fullmatch(r"[\d,.]+", cell))
    assert stated == Counter(str(value) for row in report.proactive.values() for value in row.values())
    [review] = [table for _, table in found if len(table[0]) == 15]
    outcomes = [value for channel in report.review.values() for value in channel.values()]
    assert [number(cell) for cell in review[-1]] == outcomes


def test_the_pdf_only_page_holds_a_link_and_no_table(client):
    [report] = [report for report in REAL if report.media == "pdf"]
    page = lxml.html.fromstring(client.get(report.url).body)
    assert page.xpath("//table") == []
    assert page.xpath("//div[@class='activity']//a/@href") == [
        report.attachments[0].removeprefix("https://zwfw.km.gov.cn")
    ]
    assert page.xpath("string(//h1)") == report.title


@pytest.mark.parametrize("report", REAL, ids=lambda report: f"{report.source_id}-{report.year}")
def test_titles_and_dates_are_those_of_the_page(client, report):
    text = client.get(report.url).body.decode(ENCODING.get(report.host, "utf-8"))
    page = lxml.html.fromstring(re.sub(r"^<!DOCTYPE[^>]*>", "", text))
    assert page.xpath("string(//meta[@name='ArticleTitle']/@content)") == report.title
    assert page.xpath("string(//meta[@name='PubDate']/@content)").startswith(report.published.isoformat())
    assert (report.index_number is None) or (report.index_number in text)
    assert str(report.year) in report.title


def test_every_report_has_six_sections_under_their_headings(client):
    for report in (report for report in REAL if report.media == "html"):
        text = client.get(report.url).body.decode(ENCODING.get(report.host, "utf-8"))
        page = lxml.html.fromstring(re.sub(r"^<!DOCTYPE[^>]*>", "", text))
        lines = [paragraph.text_content().strip() for paragraph in page.xpath("//p[not(ancestor::table[@border='1'])]")]
        headings = [line[0] for line in lines if re.match(r"[一二三四五六]、.{2,40}$", line)]
        assert headings == list("一二三四五六"), report.url


def test_a_missing_table_is_none_and_a_blank_cell_is_none():
    old = [report for report in REAL if report.year <= 2018]
    assert len(old) >= 10
    assert all((report.proactive, report.applications, report.review) == (None, None, None) for report in old)
    [diqing] = [report for report in REAL if report.source_id == "diqing-gxj" and report.year == 2022]
    assert diqing.applications["new_received"] == [0, None, None, None, None, None, None]
    assert diqing.applications["carried_out"] == [None] * APPLICANTS
    zeros = [(channel, key) for channel, row in diqing.review.items() for key, value in row.items() if value == 0]
    assert zeros == [("review", "total"), ("litigation_direct", "total")]
    assert diqing.proactive["procurement"] == {"items": 0, "amount_yuan": 0}


SUMMED = [
    report
    for report in published_reports(8, 14)
    if report.applications is not None and None not in report.applications["carried_out"]
]


@pytest.mark.parametrize("source", sorted({report.source_id for report in SUMMED}))
def test_the_sums_of_the_form_hold(source):
    for report in (report for report in SUMMED if report.source_id == source):
        rows = report.applications
        results = [row for key, row in rows.items() if key not in BALANCE]
        for kind in range(APPLICANTS):
            received, carried_in, total, carried_out = (rows[key][kind] for key in BALANCE)
            assert received + carried_in == total + carried_out, "A1"
            assert total == sum(row[kind] for row in results), "A2"
        assert all(row[6] == sum(row[:6]) for row in rows.values()), "A3"
        assert all(min(row) >= 0 for row in rows.values()), "P1"
        for channel in report.review.values():
            assert channel["total"] == sum(channel[key] for key in ("upheld", "corrected", "other", "pending")), "R1"


BALANCE = ("new_received", "carried_in", "result_total", "carried_out")


@pytest.mark.parametrize("source", sorted({report.source_id for report in SUMMED}))
def test_years_follow_from_each_other(source):
    by_year = {report.year: report for report in published_reports(8, 14) if report.source_id == source}
    compared = 0
    for year, report in by_year.items():
        before = by_year.get(year - 1)
        if before is None or before.applications is None or report.applications is None:
            continue
        compared += 1
        ends, begins = before.applications["carried_out"], report.applications["carried_in"]
        assert None in (*ends, *begins) or ends == begins, "Y1"
        if report.proactive_form == "2021" and before.proactive_form == "2021":
            for row in ("regulations", "normative_documents"):
                now, then = report.proactive[row], before.proactive[row]
                assert now["in_force"] == then["in_force"] + now["issued"] - now["abolished"], "Y2"
        if report.proactive_form == "2019" and before.proactive_form == "2019":
            for row in ("licensing", "penalty", "fees"):
                now, then = report.proactive[row], before.proactive[row]
                assert now["prev_year_items"] == then["prev_year_items"] + then["change"]
    assert compared >= 5


def test_the_five_sites_publish_enough():
    counted = Counter(report.source_id for report in REAL)
    assert set(counted) == {"yunnan-gxt", "linyi-hedong-gxj", "liangshan-jxj", "diqing-gxj", "kunming-zwfw"}
    assert min(counted.values()) >= 9
    assert len(REAL) >= 45
    assert len({report.url for report in REAL}) == len(REAL)
    assert {(report.source_id, report.year) for report in REAL if "演示数据" not in report.title} == {
        ("yunnan-gxt", 2023),
        ("linyi-hedong-gxj", 2023),
        ("liangshan-jxj", 2021),
        ("diqing-gxj", 2022),
        ("kunming-zwfw", 2023),
    }


def test_columns_are_mixed():
    kinds = Counter((page.source_id, page.kind) for page in other_pages())
    for source in {report.source_id for report in REAL}:
        assert min(kinds[source, kind] for kind in ("website_report", "interpretation", "law_report", "news")) >= 1
    assert kinds["diqing-gxj", "other_body"] >= 10
    assert all("演示数据" in page.title for page in other_pages())


def test_both_forms_and_their_mixture_occur():
    forms = Counter((report.proactive_form, report.applications_form) for report in REAL)
    assert min(forms[pair] for pair in (("2021", "2021"), ("2019", "2019"), ("2021", "2019"))) >= 1


def test_registry_rows_describe_the_synthetic_columns():
    rows = list(csv.DictReader(io.StringIO(registry_csv(8, 30))))
    reports = [report for report in published_reports(8, 30) if report.host.endswith(".gov.test")]
    assert Counter(report.host for report in reports) == {f"site{number:04d}.gov.test": 30 for number in range(1, 9)}
    assert [row["family"] for row in rows[::3]] == ["trs", "vsb", "kunming", "yunnan"] * 2
    by_id = {row["id"]: row for row in rows}
    assert len(by_id) == len(rows) == 24
    for report in reports:
        row = by_id[report.source_id]
        assert row["body"] == report.body
        assert int(row["first_year"]) <= report.year
        path = report.url.removeprefix(f"https://{report.host}")
        matching = [
            other["id"]
            for other in rows
            if report.host in other["list_url"] and re.match(other["article_pattern"], path)
        ]
        assert matching == [report.source_id]
