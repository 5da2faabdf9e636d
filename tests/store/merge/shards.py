"""A small web as several stores saw it, and as one store would have: who fetched what, and when.

The documents are their own words: `agency;year;索引号;prose;numbers`, read by `read` below, so that no parser is needed
to see what a merge does. Every name and number is this file's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from crawler.items import FetchedResponse, ListedEntry, MissedAttachment
from crawler.reports.model import Contact, Forms, Reading, Report, Section
from crawler.store.archive.captures import ImportedFile, archive, archive_files, settle_attachments
from crawler.store.archive.queue import load_parts, ready_candidates
from crawler.store.bodies.registry import sync_registry
from crawler.store.database import Pair, close_pair, open_pair, raw_path
from crawler.store.grouping.reports import apply_readings
from crawler.store.walks.crawls import begin_crawl
from crawler.store.walks.entries import record_entries
from tests.registry_rows import KUNMING

START = datetime(2024, 3, 1, 2, 0, tzinfo=UTC)
DIQING = replace(
    KUNMING,
    id="diqing-gxj",
    body="迪庆州工业和信息化局",
    aliases=(),
    division="533400",
    scope="shared",
    family="diqing",
    list_url="http://www.diqing.gov.cn/gknb/",
)
OWN = KUNMING.body
SITE = "https://zwfw.km.gov.cn"
ROWS = ("new_received", "carried_in", "granted", "partial", "result_total", "carried_out")


@dataclass(frozen=True, slots=True)
class Page:
    """One fetch of a page, with what came of its attachments then: address → bytes, or None where none came."""

    seen_by: str
    """The shards, a letter each."""
    minute: int
    url: str
    body: str
    attachments: tuple[tuple[str, str | None], ...] = ()
    source: str = KUNMING.id


@dataclass(frozen=True, slots=True)
class File:
    seen_by: str
    minute: int
    name: str
    body: str


@dataclass(frozen=True, slots=True)
class Line:
    seen_by: str
    minute: int
    url: str
    title: str


Event = Page | File | Line


def text(year: int | str, number: str = "", prose: str = "本机关依法公开政府信息。", agency: str = OWN) -> str:
    return f"{agency};{year};{number};{prose}{year};{','.join(str(len(prose) + at) for at in range(6))}"


A, B = f"{SITE}/a.pdf", f"{SITE}/b.pdf"
EVENTS: tuple[Event, ...] = (
    Page("a", 0, f"{SITE}/alone", text(2010)),
    # One page, fetched twice as it stood: one thing.
    Page("a", 1, f"{SITE}/equal", text(2011, "KM-11")),
    Page("b", 11, f"{SITE}/equal", text(2011, "KM-11")),
    # Replaced in between: two versions, the later one stands.
    Page("a", 2, f"{SITE}/replaced", text(2012, prose="旧。")),
    Page("b", 12, f"{SITE}/replaced", text(2012, prose="新的文字。")),
    # Replaced and put back.
    Page("a", 3, f"{SITE}/back", text(2013, prose="甲。")),
    Page("b", 13, f"{SITE}/back", text(2013, prose="乙，另一份。")),
    Page("c", 23, f"{SITE}/back", text(2013, prose="甲。")),
    # The same, where the shard that saw it put back had the first state itself, and kept no further capture.
    Page("a", 3, f"{SITE}/returned", text(2006, prose="甲。"), ((A, "附"),)),
    Page("b", 13, f"{SITE}/returned", text(2006, prose="乙，另一份。"), ((A, "附"),)),
    Page("a", 23, f"{SITE}/returned", text(2006, prose="甲。"), ((A, "附"),)),
    # The attachment came in one shard only, before or after another one was refused it.
    Page("a", 4, f"{SITE}/attached-later", text(2014), ((A, None),)),
    Page("b", 14, f"{SITE}/attached-later", text(2014), ((A, "附件"),)),
    Page("a", 5, f"{SITE}/attached-before", text(2015), ((A, "附件"),)),
    Page("c", 15, f"{SITE}/attached-before", text(2015), ((A, None),)),
    # Each shard has one of two.
    Page("a", 6, f"{SITE}/halves", text(2016), ((A, "甲"), (B, None))),
    Page("c", 16, f"{SITE}/halves", text(2016), ((A, None), (B, "乙"))),
    # An attachment replaced between two shards' visits, and a third one refused it.
    Page("a", 7, f"{SITE}/exchanged", text(2017), ((A, "一"), (B, "旁"))),
    Page("b", 17, f"{SITE}/exchanged", text(2017), ((A, "二"), (B, "旁"))),
    Page("c", 27, f"{SITE}/exchanged", text(2017), ((A, None), (B, "旁"))),
    # One shard saw two states, another one a third between them.
    Page("a", 8, f"{SITE}/between", text(2018), ((A, "初"), (B, "右"))),
    Page("b", 18, f"{SITE}/between", text(2018), ((A, "初"), (B, "左"))),
    Page("a", 28, f"{SITE}/between", text(2018), ((A, "末"), (B, "左"))),
    # The body's report on another portal, which another shard walks; and a report of the portal's own.
    Page("a", 9, f"{SITE}/copied", text(2019, "KM-19")),
    Page("c", 19, f"{DIQING.list_url}copy", text(2019, "KM-19", prose="转载。"), source=DIQING.id),
    Page("c", 19, f"{DIQING.list_url}own", text(2019, "KM-19", agency=DIQING.body), source=DIQING.id),
    # The page says no year, its line does, and another shard has the line; a page that nobody can read.
    Page("a", 10, f"{SITE}/yearless", text("")),
    Line("b", 20, f"{SITE}/yearless", "2020年年报"),
    Page("b", 20, f"{SITE}/unreadable", "cut off"),
    # A line that said another year in the shard that saw it first.
    Page("b", 21, f"{SITE}/renamed", text("")),
    Line("a", 21, f"{SITE}/renamed", "2008年年报"),
    Line("c", 31, f"{SITE}/renamed", "2009年年报"),
    # Files: one that two people brought, and a body that no registry knows, in two shards.
    File("a", 22, "one.txt", text(2021, agency="淮安市人民政府")),
    File("c", 32, "two.txt", text(2021, agency="淮安市人民政府")),
    File("b", 22, "three.txt", text(2022, agency="淮安市人民政府")),
    File("b", 24, "four.txt", text(2022, agency="淮安市人民政府", prose="另一份报告，数字与文字都不同于前者。")),
)
SHARDS = ("a", "b", "c")


def read(parts: Sequence[tuple[bytes, str, str | None]]) -> Reading | str:
    """What stands in for the readers: a pure function of the bytes, as they are."""
    words = parts[0][0].decode().split(";")
    if len(words) == 1:
        return "the page is cut off"
    agency, year, number, prose, numbers = words
    report = Report(
        title=f"{year}政府信息公开工作年度报告",
        agency=agency,
        report_year=int(year) if year else None,
        index_number=number or None,
        metadata={},
        period=None,
        contact=Contact(),
        sections={"1": Section("一、总体情况", prose + "".join(data.decode() for data, _, _ in parts[1:]))},
        forms=Forms(applications="2021"),
        proactive=None,
        applications={row: (int(value),) * 7 for row, value in zip(ROWS, numbers.split(","), strict=True)},
        review=None,
        statistics=None,
        flags=(),
        checks=(),
        body_origin="page",
        published=None,
    )
    return Reading("report", ("by its title",), (report,))


def read_pending(pair: Pair) -> int:
    settle_attachments(pair, None)
    waiting = ready_candidates(pair, 10_000)
    apply_readings(pair, [(one, read(load_parts(pair, one))) for one in waiting])
    return len(waiting)


@cache
def _made_once() -> tuple[bytes, bytes]:
    """Both files of an empty store: making one takes longer than all that these tests put into it."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "empty.db"
        close_pair(open_pair(path, origin="live"))
        return path.read_bytes(), raw_path(path).read_bytes()


def empty_store(path: Path) -> Pair:
    for file, data in zip((path, raw_path(path)), _made_once(), strict=True):
        file.write_bytes(data)
    return open_pair(path, origin="live")


def build(path: Path, events: Iterable[Event]) -> Pair:
    """A store to which these happened, in the order of time, each in a run of its own."""
    pair = empty_store(path)
    sync_registry(pair, [KUNMING, DIQING])
    for event in sorted(events, key=lambda one: one.minute):
        _happen(pair, event)
    read_pending(pair)
    return pair


def _happen(pair: Pair, event: Event) -> None:
    moment = START + timedelta(minutes=event.minute)
    if isinstance(event, File):
        archive_files(pair, [ImportedFile(event.name, event.body.encode(), moment)])
        return
    crawl = begin_crawl(pair, started_at=moment, arguments={"of": repr(event)}, versions={})
    if isinstance(event, Line):
        line = ListedEntry(
            KUNMING.id, event.url, event.title, None, 0, "report", "title", KUNMING.list_url, twin_of=None
        )
        record_entries(pair, crawl, KUNMING.id, [line], full_walk=False, seen_at=moment)
        return
    came = [(url, body) for url, body in event.attachments if body is not None]
    missed = [url for url, body in event.attachments if body is None]
    archive(
        pair,
        crawl,
        [
            _response(event, event.url, event.body, "page", moment),
            *(_response(event, url, body, "attachment", moment + timedelta(seconds=1)) for url, body in came),
        ],
        [MissedAttachment(event.source, event.url, url, "failed", "404") for url in missed],
    )


def _response(event: Page, url: str, body: str, kind: str, moment: datetime) -> FetchedResponse:
    return FetchedResponse(
        source_id=event.source,
        kind=kind,  # type: ignore[arg-type]
        url=url if kind == "page" else f"{event.url}{url.removeprefix(SITE)}",
        final_url=url,
        candidate_url=event.url,
        attachment_urls=tuple(f"{event.url}{one.removeprefix(SITE)}" for one, _ in event.attachments)
        if kind == "page"
        else (),
        fetched_at=moment,
        status=200,
        headers={"Content-Type": "text/html"},
        tls=None,
        body=body.encode(),
    )
