"""The archive as WARC 1.1: one record a capture, each in a gzip member of its own, after one that describes the file.

One response can stand in several rows of the store: a file that was replaced for two pages, a column that is its own
report. It came over the wire once, so it is one record, which names all of its rows.

What was fetched is a `response` with the status and headers that were kept; what was imported a `resource`. The bytes
are stored without their transfer's compression, so Content-Encoding and Transfer-Encoding are no longer true of them:
they stand under X-Archive-Orig-…, and Content-Length is the body's. The HTTP version and the words after the status
were not kept; the version is written as 1.1. Redirects on the way were not kept either: where the address that
answered is another one, Nianbao-Final-URI names it.
"""

from __future__ import annotations

import json
import mimetypes
import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.store.database import Pair
from crawler.store.errors import StoreError
from crawler.store.export.selection import CHOSEN, Selection
from crawler.store.moments import read_moment
from crawler.store.raw.blobs import load_blob

SUFFIX = ".warc.gz"
_NO_LONGER_TRUE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""A token of RFC 9110, section 5.6.2."""
_URI_CHARACTERS = "%/:=&?~#+!$,;'@()*[]"
_KEY = "url, name, fetched_at, sha256"
"""What makes a capture (DESIGN.md, "Capture, version, reading"): where it came from, when, and its bytes."""
_ROW = (
    "captures.id, captures.kind, captures.url, captures.name, captures.final_url, captures.fetched_at, "
    "captures.status, captures.headers, captures.sha256"
)


@dataclass(frozen=True, slots=True)
class Capture:
    """One response, or one imported file."""

    ids: tuple[str, ...]
    """The rows that it stands in."""
    kinds: tuple[str, ...]
    url: str | None
    name: str | None
    final_url: str | None
    fetched_at: str
    status: int | None
    headers: str | None
    """JSON object, name → value."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Written:
    captures: int
    """Responses and files, however many rows each of them stands in."""
    withheld: int
    """Those of withheld reports, or of reports whose contact data are withheld: left out with all their bytes."""


def write_warc(pair: Pair, path: Path, selection: Selection, software: str) -> Written:
    """The captures of the chosen reports, whatever version they are of; of everything: all that the store holds, list
    pages and what is no report included. Only inside `chosen_reports`.

    Raises StoreError for bytes that are missing or damaged, and where no capture is left to write.
    """
    _choose(pair, selection)
    total, first = pair.browse.execute("SELECT count(*), min(fetched_at) FROM temp.kept").fetchone()
    if not total:
        raise StoreError(f"{pair.path}: no capture to export: the store holds none, or all of them are withheld")
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True, warc_version="1.1")
        _write_info(writer, pair, path.name, first, software)
        for capture in _kept(pair):
            _write_capture(writer, capture, load_blob(pair, capture.sha256))
    wanted = pair.browse.execute(
        f"SELECT count(*) FROM (SELECT DISTINCT {_KEY} FROM captures WHERE id IN (SELECT capture FROM "
        "temp.captures_of_export))"
    ).fetchone()[0]
    return Written(total, wanted - total)


def _choose(pair: Pair, selection: Selection) -> None:
    """temp.kept: the captures that go out. Never one that shares candidate, address or bytes with a withheld one: a
    page that was fetched again and waits to be read is the withheld report, too."""
    script = pair.browse.conn.execute
    of_reports = """
        SELECT page AS capture FROM candidates WHERE id IN ({0})
        UNION SELECT id FROM captures WHERE candidate IN ({0})
        UNION SELECT capture FROM candidate_attachments WHERE candidate IN ({0}) AND capture IS NOT NULL
    """
    if selection.is_everything:
        wanted = "SELECT id AS capture FROM captures"
    else:
        wanted = of_reports.format(
            f"SELECT candidate FROM identity_decisions WHERE report IN (SELECT report FROM {CHOSEN})"
        )
    withheld = of_reports.format(
        "SELECT candidate FROM identity_decisions WHERE report IN (SELECT report FROM versions WHERE withheld <> '')"
    )
    script(f"CREATE TEMPORARY TABLE captures_of_export AS {wanted}")
    script(f"CREATE TEMPORARY TABLE withheld_captures AS {withheld}")
    script(
        "CREATE TEMPORARY TABLE withheld_names AS SELECT url AS name FROM captures WHERE url IS NOT NULL AND id IN "
        "(SELECT capture FROM temp.withheld_captures) UNION SELECT sha256 FROM captures WHERE id IN "
        "(SELECT capture FROM temp.withheld_captures)"
    )
    script(
        f"CREATE TEMPORARY TABLE kept AS SELECT DISTINCT {_KEY} FROM captures "
        "WHERE id IN (SELECT capture FROM temp.captures_of_export) AND sha256 NOT IN "
        "(SELECT name FROM temp.withheld_names) AND (url IS NULL OR url NOT IN (SELECT name FROM temp.withheld_names))"
    )


def _kept(pair: Pair) -> Iterator[Capture]:
    """Each with all the rows that the store has of it, those of reports that were not asked for included: the record
    is the same in every export."""
    rows = pair.browse.conn.execute(
        f"SELECT {_ROW} FROM temp.kept JOIN captures ON captures.sha256 = temp.kept.sha256 "
        "AND captures.fetched_at = temp.kept.fetched_at AND captures.url IS temp.kept.url "
        "AND captures.name IS temp.kept.name "
        "ORDER BY captures.fetched_at, captures.url, captures.name, captures.sha256, captures.id"
    )
    for _, of_one in groupby(rows, key=lambda row: (row[5], row[2], row[3], row[8])):
        yield _capture(list(of_one))


def _capture(rows: Sequence[tuple[Any, ...]]) -> Capture:
    ids, kinds = tuple(row[0] for row in rows), tuple(sorted({row[1] for row in rows}))
    return Capture(ids, kinds, *rows[0][2:])


def _write_info(writer: WARCWriter, pair: Pair, name: str, first: str, software: str) -> None:
    demonstration = pair.origin == "replica"
    words = {
        "software": software,
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "description": ("演示数据 (demonstration data), no page of a government. " if demonstration else "")
        + "Captures of 政府信息公开工作年度报告. Bodies are stored without their transfer's compression; headers that "
        "this made untrue stand under X-Archive-Orig-.",
        "isPartOf": "年报 Nianbao" + (" 演示数据" if demonstration else ""),
    }
    data = "".join(f"{key}: {value}\r\n" for key, value in words.items()).encode()
    # Dated by the first capture in the file: two exports of the same captures are the same file.
    headers = {
        "WARC-Record-ID": _record_id(f"{pair.origin} {first}"),
        "WARC-Filename": name,
        "WARC-Date": _warc_date(first),
    }
    record = writer.create_warc_record(
        "",
        "warcinfo",
        payload=BytesIO(data),
        length=len(data),
        warc_headers_dict=headers,
        warc_content_type="application/warc-fields",
    )
    writer.write_record(record)


def _write_capture(writer: WARCWriter, capture: Capture, body: bytes) -> None:
    headers = {
        "WARC-Record-ID": _record_id(f"{capture.url or capture.name} {capture.fetched_at} {capture.sha256}"),
        "WARC-Date": _warc_date(capture.fetched_at),
        "WARC-Payload-Digest": f"sha256:{capture.sha256}",
        "Nianbao-Capture": " ".join(capture.ids),
        "Nianbao-Kind": " ".join(capture.kinds),
    }
    if capture.url is None:
        headers["WARC-Block-Digest"] = headers["WARC-Payload-Digest"]  # the record is the file and nothing else
        media_type = mimetypes.guess_type(capture.name or "")[0] or "application/octet-stream"
        record = writer.create_warc_record(
            f"file:///{quote(capture.name or capture.sha256)}",
            "resource",
            payload=BytesIO(body),
            length=len(body),
            warc_headers_dict=headers,
            warc_content_type=media_type,
        )
    else:
        if capture.final_url not in (None, capture.url):
            headers["Nianbao-Final-URI"] = _ascii(str(capture.final_url))
        record = writer.create_warc_record(
            _ascii(capture.url),
            "response",
            payload=BytesIO(body),
            length=len(body),
            http_headers=_http_headers(capture, len(body)),
            warc_headers_dict=headers,
        )
    writer.write_record(record)


def _http_headers(capture: Capture, length: int) -> StatusAndHeaders:
    try:
        kept = json.loads(capture.headers or "{}")
    except ValueError as error:
        raise StoreError(f"the headers of capture {capture.ids[0]} are damaged ({error}); restore a backup") from error
    headers = []
    for name, value in kept.items():
        # What is no name of a header (a line break in it would begin another header, or the body) is written harmless.
        is_name = _HEADER_NAME.fullmatch(name) is not None
        own = name if is_name and name.lower() not in _NO_LONGER_TRUE else f"X-Archive-Orig-{quote(name, safe='')}"
        headers.append((own, " ".join(str(value).splitlines())))
    headers.append(("Content-Length", str(length)))
    status = capture.status if capture.status is not None else 200
    known = {known.value: known.phrase for known in HTTPStatus}
    return StatusAndHeaders(f"{status} {known.get(status, '')}".strip(), headers, protocol="HTTP/1.1")


def _record_id(key: str) -> str:
    """Derived from the capture's own key, so that a capture has the same record in every export."""
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'nianbao:capture:{key}')}>"


def _warc_date(moment: str) -> str:
    return read_moment(moment).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _ascii(address: str) -> str:
    return quote(address, safe=_URI_CHARACTERS)
