"""That every row's bytes are there, unpack, and have the SHA-256 that they stand under."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

from crawler.store.database import Pair, raw_path
from crawler.store.errors import StoreError
from crawler.store.raw.blobs import load_blob
from crawler.store.verify.model import RESTORE, Fault, Findings
from crawler.store.verify.sample import evenly


def verify_bytes(pair: Pair, findings: Findings, sample: int | None, on_progress: Callable[[int], None]) -> None:
    """`sample`: how many of the captures' bytes are unpacked (spread evenly); None: all. That they are there is always
    asked of all."""
    held = _held(pair, findings)
    named = _named(pair, findings)
    if held is None or named is None:
        return
    for sha256, size in sorted(named):
        if sha256 not in held:
            address = _address(pair, sha256)
            findings.add([Fault("bytes", "bytes are missing", sha256, address, f"{size:,} bytes", RESTORE)])
        elif held[sha256] != size:
            detail = f"the capture says {size:,} bytes, the raw file {held[sha256]:,}"
            findings.add([Fault("bytes", "sizes differ", sha256, _address(pair, sha256), detail, RESTORE)])
    present = sorted({sha256 for sha256, _ in named if sha256 in held})
    for sha256 in evenly(present, sample):
        findings.add(_damage(pair, sha256))
        findings.checked["bytes"] += 1
        on_progress(1)
    nameless = len(held.keys() - {sha256 for sha256, _ in named})
    if nameless:
        findings.notices.append(
            f"{nameless} bytes of the raw file belong to no capture: a run was killed between both files, or captures "
            "are missing; they are kept"
        )


def bytes_to_verify(pair: Pair, sample: int | None) -> int:
    """How many `verify_bytes` will unpack, for a progress bar; 0 where a damaged file does not let them be counted."""
    try:
        [count] = pair.browse.execute("SELECT count(DISTINCT sha256) FROM captures").fetchone()
    except sqlite3.DatabaseError:  # said by verify_bytes, which asks for the same rows
        return 0
    return int(count) if sample is None else min(int(count), sample)


def _held(pair: Pair, findings: Findings) -> dict[str, int] | None:
    try:
        return dict(pair.raw.execute("SELECT sha256, size FROM blobs").fetchall())
    except sqlite3.DatabaseError as error:
        findings.add([_unreadable(str(raw_path(pair.path)), error)])
        return None


def _named(pair: Pair, findings: Findings) -> Sequence[tuple[str, int]] | None:
    try:
        return pair.browse.execute("SELECT DISTINCT sha256, size FROM captures").fetchall()
    except sqlite3.DatabaseError as error:
        findings.add([_unreadable(str(pair.path), error)])
        return None


def _unreadable(file: str, error: sqlite3.DatabaseError) -> Fault:
    return Fault("bytes", "a page of the file is damaged", file, "", str(error), RESTORE)


def _damage(pair: Pair, sha256: str) -> list[Fault]:
    try:
        load_blob(pair, sha256)
    except (StoreError, sqlite3.DatabaseError) as error:
        return [Fault("bytes", "bytes are damaged", sha256, _address(pair, sha256), str(error), "")]
    return []


def _address(pair: Pair, sha256: str) -> str:
    row = pair.browse.execute(
        "SELECT coalesce(url, name) FROM captures WHERE sha256 = ? ORDER BY fetched_at, id LIMIT 1", [sha256]
    ).fetchone()
    return "" if row is None else str(row[0])
