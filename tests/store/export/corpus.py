"""The small store of tests/browse with what an export stumbles over: formulas, odd figures, torn tables, a sheet of
statistics of its own, a page behind compression, a list that was asked for with a form."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from crawler.items import FetchedResponse
from crawler.reports.forms import PROACTIVE_FORMS
from crawler.reports.model import Flag, Forms, Number, Reading, Section
from crawler.store.archive.captures import ImportedFile, archive, archive_files
from crawler.store.archive.queue import ready_candidates
from crawler.store.database import Origin, close_pair, open_pair
from crawler.store.grouping.reports import apply_readings
from crawler.store.walks.crawls import begin_crawl
from tests.browse.corpus import KUNMING, NOW, applications, build_corpus, report_of

ODD = "淮安市人民政府"
LONG_NUMBER = 12345678901234567890
ASKED_WITH_A_FORM = f"{KUNMING}/list.do?__wb_method=POST&page=1"
PACKED = f"{KUNMING}/c/packed.shtml"


def odd_report(year: int = 2021) -> Reading:
    """A 2019 form in a report of 2021 whose cells hold what no column of counts can."""
    proactive: dict[str, dict[str, Number | None]] = {
        row: dict.fromkeys(columns, 0) for row, columns in PROACTIVE_FORMS["2019"].items()
    }
    proactive["regulations"]["newly_published"] = 13
    proactive["regulations"]["produced"] = None
    proactive["licensing"]["change"] = -3
    proactive["penalty"]["decisions"] = Decimal("3.5")
    proactive["compulsion"]["decisions"] = LONG_NUMBER
    proactive["procurement"]["amount_yuan"] = Decimal("3483700.25")
    proactive["fees"]["change"] = None
    del proactive["other_services"]  # the document leaves the row out
    rows = applications("2019", received=7, carried_in=0, carried_out=0)
    del rows["rejected_confirm"]
    rows["denied_query"] = (None, 0, 0, 0, 0, 0, None)
    report = replace(
        report_of(year, ODD),
        title="=HYPERLINK(年度报告)",
        index_number="'@KM-1",
        metadata={"索引号": "'@KM-1", "发布机构": "", "内容概述": '有"引号",逗号\n和换行'},
        sections={"1": Section("一、总体情况", "-本年\r\n第二行"), "6": Section("六、其他需要报告的事项", "")},
        forms=Forms(proactive="2019", applications="2019", review="standard"),
        proactive=proactive,
        applications=rows,
        flags=(
            Flag("proactive.regulations.produced", "not_a_number", "／", "printed, and no number"),
            Flag("applications.denied_query", "unknown_column", "0 | 1", "its values may belong to other columns"),
            Flag("applications", "unknown_column", "法人小计", "a subtotal, no column of the form: not read"),
            Flag("proactive.other_services", "short_row", "", "the form has this row, the document has not"),
        ),
    )
    return Reading("report", ("title",), (report,))


def build_odd_corpus(path: Path, origin: Origin) -> None:
    build_corpus(path, origin)
    old = replace(
        report_of(2018), forms=Forms(), proactive=None, applications=None, review=None, title="2018年年度报告"
    )
    sheet = replace(
        old,
        title="2018年政府信息公开情况统计表",
        forms=Forms(statistics="2014"),
        sections={},
        index_number=None,
        metadata={},
        statistics={"村务.公开数": 5, "meetings": 4, "fees_wanyuan": Decimal("0.35"), "trainings": None},
        flags=(Flag("statistics.trainings", "not_a_number", "无", "printed, and no number"),),
    )
    said = {
        "odd.html": odd_report(),
        "report-2018.html": Reading("report", ("title",), (old,)),
        "sheet 2018.html": Reading("statistics", ("title",), (sheet,)),
    }
    pair = open_pair(path, origin=origin)
    try:
        archive_files(pair, [ImportedFile(name, name.encode(), NOW) for name in said])
        apply_readings(pair, [(one, said[one.name]) for one in ready_candidates(pair, 100)])
        crawl = begin_crawl(pair, started_at=NOW, arguments={}, versions={})
        packed = FetchedResponse(
            source_id="kunming-zwfw",
            kind="list",
            url=PACKED,
            final_url=f"{KUNMING}/c/年报.shtml",
            candidate_url=None,
            attachment_urls=(),
            fetched_at=NOW + timedelta(days=2),
            status=200,
            headers={
                "Content-Type": "text/html",
                "Content-Encoding": "gzip",
                "Transfer-Encoding": "chunked",
                "Content-Length": "7",
                "X-Title": "年报",
            },
            tls=None,
            body="<html>年报</html>".encode(),
        )
        asked = replace(packed, url=ASKED_WITH_A_FORM, final_url=ASKED_WITH_A_FORM, body=b"{}", status=203, headers={})
        archive(pair, crawl, [packed, asked], [])
    finally:
        close_pair(pair)
