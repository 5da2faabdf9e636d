"""The WARC is read by two programs that are not ours, with every digest checked, and held to the raw store."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from fastwarc.warc import WarcRecordType
from warcio.archiveiterator import ArchiveIterator

from crawler.codebook import read_codebook
from crawler.items import FetchedResponse
from crawler.store.archive.captures import archive
from crawler.store.archive.queue import ready_candidates
from crawler.store.database import Pair, close_pair, open_pair, read_pair
from crawler.store.errors import StoreError
from crawler.store.export.export import Order, export
from crawler.store.export.selection import Selection
from crawler.store.export.warc import SUFFIX
from crawler.store.grouping.reports import apply_readings
from crawler.store.raw.blobs import load_blob
from crawler.store.walks.crawls import begin_crawl
from tests.browse.corpus import KUNMING, NOW, PAGES, readings
from tests.store.export.conftest import CREATED
from tests.store.export.corpus import ASKED_WITH_A_FORM, PACKED

KINDS = {
    "warcinfo": WarcRecordType.warcinfo,
    "response": WarcRecordType.response,
    "resource": WarcRecordType.resource,
}


@dataclass(frozen=True)
class Record:
    kind: str
    uri: str
    capture: str
    moment: datetime
    body: bytes
    status: str | None
    headers: dict[str, str]
    record_id: str


def by_warcio(path: Path) -> Iterator[Record]:
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            body = record.content_stream().read()
            assert record.digest_checker.passed is not False, record.digest_checker.problems
            told = record.rec_headers
            yield Record(
                record.rec_type,
                told.get_header("WARC-Target-URI") or "",
                told.get_header("Nianbao-Capture") or "",
                datetime.fromisoformat(told.get_header("WARC-Date")),
                body,
                record.http_headers.get_statuscode() if record.http_headers else None,
                dict(record.http_headers.headers) if record.http_headers else {},
                told.get_header("WARC-Record-ID"),
            )


def by_fastwarc(path: Path) -> Iterator[Record]:
    with path.open("rb") as file:
        for record in FastIterator(file, parse_http=False):
            assert record.verify_block_digest()
    with path.open("rb") as file:
        for record in FastIterator(file, parse_http=True):
            http = record.http_headers
            if http:  # of a record that is no HTTP message it knows the block's digest alone
                assert record.verify_payload_digest()
            yield Record(
                next(name for name, kind in KINDS.items() if record.record_type == kind),
                record.headers.get("WARC-Target-URI") or "",
                record.headers.get("Nianbao-Capture") or "",
                record.record_date,
                record.reader.read(),
                str(http.status_code) if http else None,
                dict(http.items()) if http else {},
                record.record_id,
            )


@pytest.mark.parametrize("read", [by_warcio, by_fastwarc])
def test_there_is_one_record_a_capture_with_its_bytes(
    read: Callable[[Path], Iterator[Record]], exported: Callable[..., Path], pair_of_store: Pair
) -> None:
    info, *records = read(exported("warc", name=f"all{SUFFIX}"))
    assert info.kind == "warcinfo" and "nianbao/" in info.body.decode() and "演示数据" not in info.body.decode()
    stored = pair_of_store.browse.execute(
        "SELECT id, url, name, fetched_at, sha256, status FROM captures ORDER BY fetched_at, url, name"
    ).fetchall()
    assert len(stored) == 15
    for record, (capture, url, name, fetched_at, sha256, status) in zip(records, stored, strict=True):
        assert (record.capture, record.body) == (capture, load_blob(pair_of_store, sha256))
        assert record.moment == datetime.fromisoformat(fetched_at)
        if url is None:
            assert (record.kind, record.uri) == ("resource", f"file:///{name.replace(' ', '%20')}")
        else:
            assert (record.kind, record.uri, record.status) == ("response", url, str(status))
            assert record.headers["Content-Length"] == str(len(record.body))
    by_uri = {record.uri: record for record in records}
    assert ASKED_WITH_A_FORM in by_uri
    packed = by_uri[PACKED].headers
    assert "Content-Encoding" not in packed and "Transfer-Encoding" not in packed
    assert (packed["X-Archive-Orig-Content-Encoding"], packed["X-Archive-Orig-Content-Length"]) == ("gzip", "7")


@pytest.mark.parametrize("selection", [Selection(), Selection(years=((2023, 2023),))])
def test_a_response_that_stands_in_two_rows_is_one_record_that_names_both(
    selection: Selection, copied_store: Path, tmp_path: Path
) -> None:
    """A file that two pages link is replaced: the second page's candidate has the response once more, under its own
    address. It came over the wire once."""
    pair = open_pair(copied_store, origin="live")
    file, later = f"{KUNMING}/a.pdf", NOW + timedelta(days=9)
    replaced = FetchedResponse(
        "kunming-zwfw", "attachment", file, file, PAGES["2023"], (), later, 200, {}, None, b"%PDF-1.7 another"
    )
    same = replace(replaced, fetched_at=NOW, body=f"<html>{file}</html>".encode())
    crawl = begin_crawl(pair, started_at=later, arguments={}, versions={})
    archive(pair, crawl, [replace(same, candidate_url=PAGES[page]) for page in ("2017", "2023")], [])
    archive(pair, crawl, [replaced], [])
    apply_readings(pair, [(one, readings()[str(one.url)]) for one in ready_candidates(pair, 10)])
    rows = [row[0] for row in pair.browse.execute("SELECT id FROM captures WHERE fetched_at LIKE '2024-03-14%'")]
    close_pair(pair)
    counts, records = export_of(copied_store, tmp_path / f"twice{SUFFIX}", selection=selection)
    (one,) = (record for record in records if record.body == replaced.body)
    assert (len(rows), sorted(one.capture.split())) == (2, sorted(rows))
    assert counts == {"captures": len(records) - 1, "withheld": 0}
    assert len({record.record_id for record in records}) == len(records)


def test_of_a_selection_it_holds_every_capture_of_those_reports_and_no_lists(exported: Callable[..., Path]) -> None:
    place = exported("warc", selection=Selection(years=((2023, 2023),)))
    _, *records = by_warcio(place / "nianbao.warc.gz")
    assert sorted(record.uri for record in records) == [f"{KUNMING}/a.pdf", PAGES["2023"], PAGES["2023"]]


def export_of(store: Path, place: Path, **changes: object) -> tuple[dict[str, int], list[Record]]:
    pair = read_pair(store)
    try:
        done = export(pair, read_codebook(), Order("warc", place, CREATED, **changes))  # type: ignore[arg-type]
    finally:
        close_pair(pair)
    return done.counts, list(by_warcio(place))


@pytest.mark.parametrize("scope", ["report", "contact"])
def test_no_bytes_of_a_withheld_report_go_out_even_those_that_wait_to_be_read(
    scope: str, copied_store: Path, tmp_path: Path
) -> None:
    pair = open_pair(copied_store, origin="live")
    crawl = begin_crawl(pair, started_at=NOW + timedelta(days=5), arguments={}, versions={})
    fetched_again = FetchedResponse(
        "kunming-zwfw", "page", PAGES["2022"], PAGES["2022"], PAGES["2022"], (), NOW + timedelta(days=5), 200, {},
        None, b"<p>again</p>",
    )  # fmt: skip
    copy_elsewhere = FetchedResponse(
        "kunming-zwfw", "page", f"{KUNMING}/copy.shtml", f"{KUNMING}/copy.shtml", f"{KUNMING}/copy.shtml", (),
        NOW + timedelta(days=5), 200, {}, None, f"<html>{PAGES['2022']}</html>".encode(),
    )  # fmt: skip
    archive(pair, crawl, [fetched_again, copy_elsewhere], [])
    close_pair(pair)
    withhold(copied_store, "2022", scope)
    counts, records = export_of(copied_store, tmp_path / f"some{SUFFIX}")
    assert counts == {"captures": 14, "withheld": 3}
    addresses = {record.uri for record in records}
    assert PAGES["2022"] not in addresses and f"{KUNMING}/copy.shtml" not in addresses
    assert not any(b"again" in record.body or PAGES["2022"].encode() in record.body for record in records)


def withhold(store: Path, year: str, scope: str) -> None:
    with sqlite3.connect(store) as database:
        database.execute(
            "UPDATE versions SET withheld = ? WHERE report = (SELECT id FROM reports WHERE url = ?)",
            [scope, PAGES[year]],
        )
    database.close()


def test_where_every_capture_is_withheld_no_empty_file_is_left(copied_store: Path, tmp_path: Path) -> None:
    withhold(copied_store, "2022", "contact")
    selection = Selection(years=((2022, 2022),), bodies=("昆明市政务服务管理局",))
    with pytest.raises(StoreError, match="no capture to export"):
        export_of(copied_store, tmp_path / f"none{SUFFIX}", selection=selection)
    assert list(tmp_path.glob("*none*")) == [] and list(tmp_path.glob(".*")) == []


@pytest.mark.parametrize("read", [by_warcio, by_fastwarc])
def test_a_stored_header_begins_no_other_header_and_no_body(
    read: Callable[[Path], Iterator[Record]], copied_store: Path, tmp_path: Path
) -> None:
    headers = {"x\r\ny": "1", "a\r\n\r\nb": "2", "n": "3\r\nm: 4\r\n\r\nbody", "": "5", "c:d": "6"}
    with sqlite3.connect(copied_store) as database:
        database.execute("UPDATE captures SET status = 304, headers = ? WHERE url = ?", [json.dumps(headers), PACKED])
    database.close()
    export_of(copied_store, tmp_path / f"odd{SUFFIX}")
    (one,) = (record for record in read(tmp_path / f"odd{SUFFIX}") if record.uri == PACKED)
    length = one.headers.pop("Content-Length")
    assert (one.status, length) == ("304", str(len(one.body)))
    assert one.headers == {
        "X-Archive-Orig-x%0D%0Ay": "1",
        "X-Archive-Orig-a%0D%0A%0D%0Ab": "2",
        "n": "3 m: 4  body",
        "X-Archive-Orig-": "5",
        "X-Archive-Orig-c%3Ad": "6",
    }


def test_damaged_headers_end_the_export_in_one_line(copied_store: Path, tmp_path: Path) -> None:
    with sqlite3.connect(copied_store) as database:
        database.execute("UPDATE captures SET headers = '{' WHERE url = ?", [PACKED])
    database.close()
    with pytest.raises(StoreError, match=r"the headers of capture .* are damaged"):
        export_of(copied_store, tmp_path / f"odd{SUFFIX}")


def test_damaged_bytes_end_the_export_with_their_name(copied_store: Path, tmp_path: Path) -> None:
    with sqlite3.connect(copied_store.with_name("copy-raw.db")) as raw:
        [(sha256,)] = raw.execute("SELECT sha256 FROM blobs ORDER BY sha256 LIMIT 1").fetchall()
        raw.execute("UPDATE blobs SET bytes = zeroblob(20) WHERE sha256 = ?", [sha256])
    raw.close()
    with pytest.raises(StoreError, match=sha256):
        export_of(copied_store, tmp_path / f"broken{SUFFIX}")
    assert not (tmp_path / f"broken{SUFFIX}").exists()


def test_dates_are_utc(exported: Callable[..., Path]) -> None:
    assert all(record.moment.tzinfo == UTC for record in by_warcio(exported("warc") / "nianbao.warc.gz"))
