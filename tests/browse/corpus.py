"""A small store with something in every table, written through the store's own functions. Every word and number of the
reports is this file's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from crawler.items import EndedVisit, FetchedResponse, ListedEntry, MissedAttachment
from crawler.overrides import Override
from crawler.reports.forms import APPLICATION_FORMS, PROACTIVE_FORMS
from crawler.reports.model import Check, Contact, Flag, Forms, Number, Period, Reading, Report, Section
from crawler.sources import load_sources
from crawler.store.archive.captures import ImportedFile, archive, archive_files
from crawler.store.archive.queue import ready_candidates
from crawler.store.bodies.registry import sync_registry
from crawler.store.bodies.successions import sync_successions
from crawler.store.database import Origin, Pair, close_pair, open_pair
from crawler.store.grouping.overrides import sync_overrides
from crawler.store.grouping.reports import apply_readings
from crawler.store.walks.crawls import begin_crawl, end_crawl, record_visit
from crawler.store.walks.entries import record_entries
from crawler.store.withheld.withholding import apply_withholdings
from crawler.successions import Succession
from crawler.withholdings import Withholding

PROJECT = Path(__file__).resolve().parents[2]
NOW = datetime(2024, 3, 5, 2, 0, tzinfo=UTC)
KUNMING = "https://zwfw.km.gov.cn"
PAGES = {
    "2023": f"{KUNMING}/c/2024-01-31/1.shtml",
    "2022": f"{KUNMING}/c/2023-01-31/2.shtml",
    "2017": f"{KUNMING}/c/2018-03-31/3.shtml",
    "website": f"{KUNMING}/c/2024-02-01/4.shtml",
    "broken": f"{KUNMING}/c/2021-02-01/5.shtml",
}
DIQING = "http://www.diqing.gov.cn/zfxxgk_dqzzf/gknb/bmxxgknb/202303/20230305_1.html"
FEES = Decimal("7730.28")
FIRST_SHOWN = {"2023": "2024-01-31"}
STATED = (
    # Two pages of two years are two reports anyway: the row stands, and changes nothing.
    Override(PAGES["2023"], "apart", PAGES["2017"], "2024-03-01", "corpus", "two years are two reports"),
)
SUCCESSIONS = (
    # No report is held of its year, so that no check and no series follows it.
    Succession("530100-昆明市人民政府政务服务管理局", "530100-昆明市政务服务管理局", 2019, "an invented merger"),
)
LONG_PROSE = "本年度主动公开工作有序推进。" * 60 + "文末。"
CHANNELS = ("review", "litigation_direct", "litigation_after_review")


def applications(form: str, received: int, carried_in: int, carried_out: int) -> dict[str, tuple[Number | None, ...]]:
    """A table that adds up, all of it by natural persons and granted."""
    rows: dict[str, tuple[Number | None, ...]] = dict.fromkeys(APPLICATION_FORMS[form], (0,) * 7)
    done = received + carried_in - carried_out
    printed = {"new_received": received, "carried_in": carried_in, "granted": done, "result_total": done}
    for row, number in {**printed, "carried_out": carried_out}.items():
        rows[row] = (number, 0, 0, 0, 0, 0, number)
    return rows


def report_of(year: int, agency: str = "昆明市政务服务管理局") -> Report:
    proactive: dict[str, dict[str, Number | None]] = {
        row: dict.fromkeys(columns, 0) for row, columns in PROACTIVE_FORMS["2021"].items()
    }
    proactive["fees"]["amount_wanyuan"] = FEES
    return Report(
        title=f"{agency}{year}年政府信息公开工作年度报告",
        agency=agency,
        report_year=year,
        index_number=f"KM-{year}-1",
        metadata={"索引号": f"KM-{year}-1", "发布机构": ""},
        period=Period(date(year, 1, 1), date(year, 12, 31), f"{year}年1月1日至12月31日"),
        contact=Contact(unit="办公室", phone="0871-0000000"),
        sections={
            "1": Section("一、总体情况", f"{year}年本局<认真>落实条例。\n第二段。"),
            "2": Section("二、主动公开政府信息情况", LONG_PROSE),
        },
        forms=Forms(proactive="2021", applications="2021", review="standard"),
        proactive=proactive,
        applications=applications("2021", received=10, carried_in=2, carried_out=1),
        review={channel: {"upheld": 1, "corrected": 0, "other": 0, "pending": 0, "total": 1} for channel in CHANNELS},
        statistics=None,
        flags=(),
        checks=(Check("A1", "applications.*.total", "pass", 12, 12),),
        body_origin="trafilatura",
        published=date(year + 1, 1, 31),
    )


def readings() -> dict[str, Reading | str]:
    """Address of the page, or name of the file → what was read there."""
    wrong = replace(
        report_of(2022),
        applications={**applications("2021", 10, 2, 1), "carried_out": (1, 0, 0, 0, 0, 0, 4)},
        flags=(Flag("applications.carried_out.total", "note_in_cell", "4（含1件<误>）", "a note beside the number"),),
        checks=(
            Check("A1", "applications.*.total", "fail", 12, 15),
            Check("A3", "applications.partial.total", "not_assessable", None, None),
        ),
        body_origin="container",
    )
    older = replace(
        report_of(2017),
        forms=Forms(statistics="2014"),
        proactive=None,
        applications=None,
        review=None,
        statistics={"村务公开数": 12, "applications_received": 3, "budget_wanyuan": None, "meetings": 2},
        checks=(
            Check("S", "statistics.applications_received", "fail", 4, 3),
            Check("T1", "statistics.meetings", "fail", 1, 2, "the prose says 会议1次; scope 全市"),
        ),
        body_origin="page",
    )
    shared = replace(
        report_of(2022, "迪庆州工业和信息化局"),
        forms=Forms(proactive="2019", applications="2019", review="standard"),
        proactive={row: dict.fromkeys(columns) for row, columns in PROACTIVE_FORMS["2019"].items()},
        applications=applications("2019", received=3, carried_in=0, carried_out=0),
        index_number=None,
        metadata={},
    )
    imported = replace(report_of(2024, "淮安市人民政府"), index_number=None, metadata={})
    return {
        PAGES["2023"]: Reading("report", ("title",), (report_of(2023),)),
        PAGES["2022"]: Reading("report", ("title",), (wrong,)),
        PAGES["2017"]: Reading("report", ("title",), (older,)),
        PAGES["website"]: Reading("website_report", ("title: 政府网站工作年度报表",), ()),
        PAGES["broken"]: "the page is cut off in the middle of a table",
        DIQING: Reading("report", ("title",), (shared,)),
        "huaian-2024.pdf": Reading("report", ("title",), (imported,)),
    }


def build_corpus(path: Path, origin: Origin) -> None:
    pair = open_pair(path, origin=origin)
    try:
        sync_registry(pair, load_sources(PROJECT / "data" / "sources.csv"))
        sync_successions(pair, SUCCESSIONS)
        sync_overrides(pair, STATED)
        _crawl(pair)
        archive_files(pair, [ImportedFile("huaian-2024.pdf", b"%PDF-1.7 (ours)", NOW)])
        _read(pair)
        _replace_a_page(pair)
        # A request about a page that this store does not hold: the record has a line, and no report is changed by it.
        asked = Withholding(f"{KUNMING}/c/none.shtml", "contact", "2024-05-01", "2024-17", "a private telephone")
        apply_withholdings(pair, [asked], NOW)
    finally:
        close_pair(pair)


def _crawl(pair: Pair) -> None:
    crawl = begin_crawl(pair, started_at=NOW, arguments={"full": False}, versions={"nianbao": "0.1.0"})
    record_entries(pair, crawl, "kunming-zwfw", _lines(**FIRST_SHOWN), full_walk=True, seen_at=NOW)
    attachments = (f"{KUNMING}/a.pdf", f"{KUNMING}/b.doc")
    archive(
        pair,
        crawl,
        [
            _response("kunming-zwfw", f"{KUNMING}/zfxxgk/zfxxgknb/", "list"),
            *(
                _response("kunming-zwfw", url, "page", attachments if name == "2023" else ())
                for name, url in PAGES.items()
            ),
            _response("diqing-gxj", DIQING, "page"),
            replace(_response("kunming-zwfw", attachments[0], "attachment"), candidate_url=PAGES["2023"]),
        ],
        [MissedAttachment("kunming-zwfw", PAGES["2023"], attachments[1], "failed", "404")],
    )
    visit = EndedVisit("kunming-zwfw", 5, 1, 5, 1, 5, True, "complete", "stated", "")
    record_visit(pair, crawl, visit, new=5, changed=0, unchanged=0, withdrawn=0, ended_at=NOW)
    down = EndedVisit("liangshan-jxj", None, None, 0, 0, 0, True, "down", "unstated", "no answer in 30 s")
    record_visit(pair, crawl, down, new=0, changed=0, unchanged=0, withdrawn=0, ended_at=NOW)
    end_crawl(pair, crawl, ended_at=NOW, totals={"new": 5}, outcome="down")


def _lines(**dates: str) -> list[ListedEntry]:
    """The list as it is shown; `dates`: name of a page → the date that its line prints."""
    titles = {"2023": "2023年政府信息公开工作年度报告", "website": "政府网站工作年度报表"}
    return [
        ListedEntry(
            source_id="kunming-zwfw",
            url=url,
            title=titles.get(name, f"{name}年报"),
            date=dates.get(name),
            position=position,
            decision="website_report" if name == "website" else "report",
            reason="title",
            list_url=f"{KUNMING}/zfxxgk/zfxxgknb/",
        )
        for position, (name, url) in enumerate(PAGES.items())
    ]


def _replace_a_page(pair: Pair) -> None:
    """The report of 2023 is silently replaced: a second version of the one report. Another one's line has changed."""
    crawl = begin_crawl(pair, started_at=NOW + timedelta(days=1), arguments={"full": True}, versions={})
    now_shown = _lines(**{**FIRST_SHOWN, "2022": "2023-01-31"})
    record_entries(pair, crawl, "kunming-zwfw", now_shown, full_walk=True, seen_at=NOW + timedelta(days=1))
    later = replace(
        _response("kunming-zwfw", PAGES["2023"], "page"), body=b"<p>2</p>", fetched_at=NOW + timedelta(days=1)
    )
    archive(pair, crawl, [later], [])
    new = replace(report_of(2023), applications=applications("2021", received=11, carried_in=2, carried_out=1))
    apply_readings(pair, [(one, Reading("report", ("title",), (new,))) for one in ready_candidates(pair, 10)])


def _read(pair: Pair) -> None:
    said = readings()
    apply_readings(pair, [(one, said[one.url or one.name]) for one in ready_candidates(pair, 100)])


def _response(source: str, url: str, kind: str, attachments: tuple[str, ...] = ()) -> FetchedResponse:
    return FetchedResponse(
        source_id=source,
        kind=kind,  # type: ignore[arg-type]
        url=url,
        final_url=url,
        candidate_url=url if kind == "page" else None,
        attachment_urls=attachments,
        fetched_at=NOW,
        status=200,
        headers={"Content-Type": "text/html; charset=utf-8", "ETag": f'"{len(url)}"'},
        tls="TLSv1.3" if url.startswith("https") else None,
        body=f"<html>{url}</html>".encode(),
    )
