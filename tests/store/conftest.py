"""Real stores in a temporary directory, and plain values to put into them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from crawler.items import FetchedResponse
from crawler.reports.model import Contact, Forms, Reading, Report, Section
from crawler.sources import Source
from crawler.store.archive.captures import ImportedFile, archive, archive_files
from crawler.store.archive.queue import Candidate, ready_candidates
from crawler.store.bodies.registry import sync_registry
from crawler.store.database import Pair, close_pair, open_pair
from crawler.store.grouping.reports import apply_readings
from crawler.store.walks.crawls import begin_crawl
from tests.registry_rows import KUNMING

START = datetime(2024, 3, 1, 2, 0, tzinfo=UTC)

OWN = KUNMING
SHARED = replace(
    OWN,
    id="diqing-gxj",
    body="迪庆州工业和信息化局",
    aliases=("迪庆州工信局",),
    division="533400",
    scope="shared",
    family="diqing",
    list_url="http://www.diqing.gov.cn/gknb/",
)


@pytest.fixture
def own() -> Source:
    return OWN


@pytest.fixture
def shared() -> Source:
    return SHARED


@pytest.fixture
def start() -> datetime:
    return START


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Pair]:
    opened = open_pair(tmp_path / "corpus.db", origin="live")
    sync_registry(opened, [OWN, SHARED])
    yield opened
    close_pair(opened)


@pytest.fixture
def crawl(pair: Pair) -> str:
    return begin_crawl(pair, started_at=START, arguments={"full": False}, versions={"nianbao": "0.1.0"})


@pytest.fixture
def page() -> Callable[..., FetchedResponse]:
    """A fetched report page (or, by `kind`, something else); `minute` is when."""

    def build(
        url: str = "https://zwfw.km.gov.cn/c/2024-01-31/1.shtml",
        body: bytes = b"<html>1</html>",
        *,
        attachments: tuple[str, ...] = (),
        kind: str = "page",
        of: str | None = None,
        source: str = OWN.id,
        minute: int = 0,
    ) -> FetchedResponse:
        return FetchedResponse(
            source_id=source,
            kind=kind,  # type: ignore[arg-type]
            url=url,
            final_url=url,
            candidate_url=url if kind == "page" else of,
            attachment_urls=attachments,
            fetched_at=START + timedelta(minutes=minute),
            status=200,
            headers={"Content-Type": "text/html", "ETag": '"1"'},
            tls="TLSv1.3",
            body=body,
        )

    return build


@pytest.fixture
def report() -> Callable[..., Report]:
    """A small report; `numbers` are the first rows of its applications table, `text` its prose."""

    def build(text: str = "本机关依法公开政府信息。", numbers: tuple[int, ...] = (), **changes: object) -> Report:
        rows = ("new_received", "carried_in", "granted", "partial", "result_total", "carried_out")
        plain = Report(
            title="2023年政府信息公开工作年度报告",
            agency="昆明市政务服务管理局",
            report_year=2023,
            index_number=None,
            metadata={},
            period=None,
            contact=Contact(),
            sections={"1": Section("一、总体情况", text)},
            forms=Forms(applications="2021" if numbers else None),
            proactive=None,
            applications={row: (number,) * 7 for row, number in zip(rows, numbers, strict=False)} if numbers else None,
            review=None,
            statistics=None,
            flags=(),
            checks=(),
            body_origin="trafilatura",
            published=date(2024, 1, 31),
        )
        return replace(plain, **changes)  # type: ignore[arg-type]

    return build


@pytest.fixture
def reading() -> Callable[..., Reading]:
    def build(*reports: Report, parser_version: str = "1") -> Reading:
        return Reading("report" if reports else "other", ("by its title",), reports, parser_version)

    return build


@pytest.fixture
def fetched_candidate(pair: Pair, crawl: str, page: Callable[..., FetchedResponse]) -> Callable[..., Candidate]:
    """Archive one page and give its candidate from the queue."""

    def build(url: str, body: bytes, **changes: object) -> Candidate:
        archive(pair, crawl, [page(url, body, **changes)], [])
        return next(one for one in reversed(ready_candidates(pair, 10_000)) if one.url == url)

    return build


@pytest.fixture
def imported_candidate(pair: Pair) -> Callable[[str, bytes], Candidate]:
    def build(name: str, data: bytes) -> Candidate:
        archive_files(pair, [ImportedFile(name, data, START)])
        return next(one for one in ready_candidates(pair, 10_000) if one.name == name)

    return build


def pages_of_family(count: int, design: str = "first") -> list[bytes]:
    """Pages of one system: a frame of 3 KB that all of them share, and a little that each has for itself."""
    words = [hashlib.sha256(f"{design} {number}".encode()).hexdigest() for number in range(40)]
    frame = "".join(f"<div class='{word}'>" for word in words)
    own = (hashlib.sha256(f"{design} page {number}".encode()).hexdigest() for number in range(count))
    return [f"<html>{frame}<p>{name} {name[::-1]}</p></html>".encode() for name in own]


@pytest.fixture
def family_pages() -> Callable[..., list[bytes]]:
    return pages_of_family


def mark_failed(pair: Pair, candidate_id: str, reason: str) -> None:
    """The reading of this candidate fails: it leaves the queue with the reason."""
    source, url = pair.browse.execute("SELECT source, url FROM candidates WHERE id = ?", [candidate_id]).fetchone()
    nameless = Candidate(
        candidate_id, source, url, name="", parts=(), entry_title=None, entry_date=None, entry_decision=None
    )
    apply_readings(pair, [(nameless, reason)])
