"""The archive: responses and files are committed here before anything reads them.

The bytes are committed first (raw file), the rows after them (browsing file): a kill in between leaves bytes without a
row, which the next run completes, and never a row without bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from crawler.items import FetchedResponse, MissedAttachment, NotModified
from crawler.store.archive import candidates
from crawler.store.database import Pair
from crawler.store.moments import stored_moment
from crawler.store.raw.blobs import digest, keep_blobs
from crawler.store.raw.dictionaries import IMPORTED, families_of_columns, family_of
from crawler.store.transactions import transaction


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file that a user brought: it has no address."""

    name: str
    data: bytes
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class ArchiveResult:
    """How many captures are new, and how many responses or files were as they are already held."""

    new_captures: int
    unchanged: int


def capture_id(kind: str, address_or_name: str, fetched_at: str, sha256: str) -> str:
    """Derived from content, so that two stores name the same capture alike.

    The kind is in it because a column can be the report (SITES.md): one response is then a list page and a report page.
    """
    return hashlib.sha256(f"{kind}\n{address_or_name}\n{fetched_at}\n{sha256}".encode()).hexdigest()[:32]


def archive(
    pair: Pair, crawl_id: str, responses: Sequence[FetchedResponse], missed: Sequence[MissedAttachment]
) -> ArchiveResult:
    """One group commit: every response's bytes, then its rows. When it returns, all of it is on the disk.

    Bytes equal to the newest capture of the same address and kind make no new row. A page with new bytes is a new
    candidate; so is a page whose attachment was replaced. Pages go before attachments, however they are ordered.
    """
    columns = families_of_columns(pair.browse, {response.source_id for response in responses})
    families = [family_of(columns.get(response.source_id), response.kind) for response in responses]
    keep_blobs(pair, [response.body for response in responses], families)
    new = 0
    with transaction(pair.browse):
        for response in sorted(responses, key=lambda one: one.kind == "attachment"):
            new += _keep_response(pair.browse, crawl_id, response)
        for miss in missed:
            candidates.attachment_missed(pair.browse, miss)
    return ArchiveResult(new_captures=new, unchanged=len(responses) - new)


def archive_files(pair: Pair, files: Sequence[ImportedFile]) -> ArchiveResult:
    """The same for imported files: each is a candidate of its own. A file imported before, by SHA-256, is unchanged."""
    keep_blobs(pair, [file.data for file in files], [IMPORTED] * len(files))
    new = 0
    with transaction(pair.browse):
        for file in files:
            sha256 = digest(file.data)
            held = pair.browse.execute("SELECT 1 FROM captures WHERE sha256 = ? AND kind = 'file'", [sha256])
            if held.fetchone() is not None:
                continue
            new += 1
            moment = stored_moment(file.imported_at)
            capture = capture_id("file", file.name, moment, sha256)
            pair.browse.execute(
                "INSERT INTO captures (id, kind, candidate, name, fetched_at, last_checked, sha256, size, read_state) "
                "VALUES (?, 'file', ?, ?, ?, ?, ?, ?, 'pending')",
                [capture, capture, file.name, moment, moment, sha256, len(file.data)],
            )
            candidates.open_candidate(pair.browse, capture, page=capture, source=None, url=None)
    return ArchiveResult(new_captures=new, unchanged=len(files) - new)


def settle_attachments(pair: Pair, crawl_id: str | None) -> int:
    """All that is still expected is given up (failed, "not fetched before the run ended"). Returns how many.

    One run has the store at a time, so at its end nothing is under way any more, whichever run began to wait for it.
    `crawl_id` names the ending run in the reason; None: no run is there to name (an import, a re-parse).
    """
    with transaction(pair.browse):
        return candidates.give_up_expected(pair.browse, crawl_id)


def note_not_modified(pair: Pair, items: Sequence[NotModified]) -> None:
    """A 304 says that the newest capture of an address still stands: its last check moves, nothing else."""
    with transaction(pair.browse):
        for item in items:
            row = pair.browse.execute(
                "SELECT id, kind FROM captures WHERE url = ? ORDER BY fetched_at DESC, id DESC LIMIT 1", [item.url]
            ).fetchone()
            if row is None:
                continue
            capture, kind = row
            pair.browse.execute(
                "UPDATE captures SET last_checked = max(last_checked, ?) WHERE id = ?",
                [stored_moment(item.checked_at), capture],
            )
            if kind == "attachment":
                candidates.attachment_stands(pair.browse, item.url, capture)


def _keep_response(browse: Database, crawl_id: str, response: FetchedResponse) -> bool:
    sha256 = digest(response.body)
    moment = stored_moment(response.fetched_at)
    etag, last_modified = _header(response.headers, "etag"), _header(response.headers, "last-modified")
    newest = browse.execute(
        "SELECT id, sha256 FROM captures WHERE url = ? AND kind = ? ORDER BY fetched_at DESC, id DESC LIMIT 1",
        [response.url, response.kind],
    ).fetchone()
    is_new = newest is None or newest[1] != sha256
    if is_new:
        capture = capture_id(response.kind, response.url, moment, sha256)
        browse.execute(
            "INSERT INTO captures (id, kind, source, crawl, url, final_url, fetched_at, last_checked, status, headers, "
            "tls, etag, last_modified, sha256, size, read_state) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                capture,
                response.kind,
                response.source_id,
                crawl_id,
                response.url,
                response.final_url,
                moment,
                moment,
                response.status,
                json.dumps(response.headers, ensure_ascii=False, sort_keys=True),
                response.tls,
                etag,
                last_modified,
                sha256,
                len(response.body),
                "pending" if response.kind == "page" else "not_a_report",
            ],
        )
    else:
        capture = newest[0]
        browse.execute(
            "UPDATE captures SET last_checked = max(last_checked, ?), etag = ?, last_modified = ? WHERE id = ?",
            [moment, etag, last_modified, capture],
        )
    if response.kind == "page":
        if is_new:
            candidates.open_candidate(
                browse, capture, page=capture, source=response.source_id, url=response.candidate_url or response.url
            )
        candidates.expect_attachments(browse, response.candidate_url or response.url, response.attachment_urls)
    elif response.kind == "attachment" and response.candidate_url is not None:
        candidates.attachment_fetched(browse, response.candidate_url, response.url, capture)
    return is_new


def _header(headers: Mapping[str, str], name: str) -> str | None:
    return next((value for key, value in headers.items() if key.lower() == name), None)
