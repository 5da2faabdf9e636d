"""One store, damaged in one way at a time: every damage is named, and nothing else is."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.store.database import close_pair, open_pair, raw_path
from crawler.store.verify.model import Findings
from crawler.store.withheld.withholding import apply_withholdings
from crawler.withholdings import Scope, Withholding

VERSION = "(SELECT current_version FROM reports WHERE report_year = 2023)"
REPORT = "(SELECT id FROM reports WHERE report_year = 2023)"
CANDIDATE = "(SELECT candidate FROM candidate_facts WHERE report_year = 2023)"
SHA256 = f"(SELECT sha256 FROM captures WHERE id = {CANDIDATE})"


@dataclass(frozen=True)
class Damage:
    name: str
    sql: str
    named: tuple[str, ...]
    """Pieces of lines that must be among the faults."""


ROWS = (
    Damage("page capture", f"DELETE FROM captures WHERE id = {CANDIDATE}", ("captures: a row is missing",)),
    Damage(
        "candidate",
        f"DELETE FROM candidates WHERE id = {CANDIDATE}",
        ("candidates: a row is missing", "candidates: a page that waits or was read is no candidate"),
    ),
    Damage(
        "facts",
        "DELETE FROM candidate_facts WHERE report_year = 2023",
        ("candidate_facts: a page that was read has none", "a report of the bytes is not stored"),
    ),
    Damage(
        "decision",
        f"DELETE FROM identity_decisions WHERE report = {REPORT}",
        ("identity_decisions: a report of a page has none", "versions: nothing says why it is there"),
    ),
    Damage(
        "version",
        f"DELETE FROM versions WHERE id = {VERSION}",
        ("versions: a row is missing: versions", "sections", "identity_decisions"),
    ),
    Damage("report", f"DELETE FROM reports WHERE id = {REPORT}", ("reports: a row is missing",)),
    Damage(
        "proactive",
        f"DELETE FROM proactive WHERE version = {VERSION}",
        ("proactive: a row is missing", "number differs: version", "proactive.licensing.decisions"),
    ),
    Damage(
        "applicant",
        f"DELETE FROM applications WHERE version = {VERSION} AND applicant = 'research'",
        ("applications: a row is missing", "the version says 7, the table holds 6"),
    ),
    Damage(
        "review",
        f"DELETE FROM reviews WHERE version = {VERSION} AND channel = 'review'",
        ("reviews: a row is missing", "the version says 3, the table holds 2"),
    ),
    Damage(
        "indicator",
        "DELETE FROM statistics WHERE position = 1",
        ("statistics: a row is missing", "readings: number differs"),
    ),
    Damage(
        "section",
        f"DELETE FROM sections WHERE version = {VERSION} AND number = '1'",
        ("sections: characters of text are missing", "text differs", "section.1.heading", "index: the index differs"),
    ),
    Damage("metadata", f"DELETE FROM metadata WHERE version = {VERSION} AND position = 0", ("metadata: a row is",)),
    Damage("check", f"DELETE FROM checks WHERE version = {VERSION} AND position = 1", ("checks: a row is missing",)),
    Damage(
        "last check",
        "DELETE FROM checks AS one WHERE position = (SELECT max(position) FROM checks WHERE version = one.version)",
        ("readings: text differs", "checks."),
    ),
    Damage("column", "DELETE FROM sources", ("sources: a row is missing: sources kunming-zwfw",)),
    Damage("crawl", "DELETE FROM crawls", ("crawls: a row is missing",)),
    Damage("name", "DELETE FROM body_names", ("body_names: a row is missing",)),
    Damage("search document", f"DELETE FROM search_documents WHERE report = {REPORT}", ("index: the index differs",)),
    Damage("search index", "INSERT INTO search_index (search_index) VALUES ('delete-all')", ("index: the index",)),
    Damage("never indexed", "DELETE FROM search_state", ("index: there is no index of today's tokens",)),
)
CHANGES = (
    Damage(
        "number",
        f"UPDATE applications SET granted = granted + 1 WHERE version = {VERSION} AND applicant = 'total'",
        ("readings: number differs: version", "applications.granted.total", "the bytes say"),
    ),
    Damage(
        "blank",
        f"UPDATE applications SET granted = NULL WHERE version = {VERSION} AND applicant = 'total'",
        ("applications.granted.total", "stored blank"),
    ),
    Damage(
        "text",
        f"UPDATE sections SET text = replace(text, '公开', '公幵') WHERE version = {VERSION} AND number = '1'",
        ("readings: text differs", "section.1;", "index: the index differs"),
    ),
    Damage(
        "title",
        f"UPDATE versions SET title = '别的' WHERE id = {VERSION}",
        ("readings: text differs", " title;", "stored '别的'"),
    ),
    Damage(
        "year",
        "UPDATE candidate_facts SET published = '2020-01-01' WHERE report_year = 2023",
        ("readings: fact differs", "published"),
    ),
    Damage(
        "decision",
        f"UPDATE identity_decisions SET rule = 'prose' WHERE report = {REPORT}",
        ("rows: decision differs", "stored 'prose', identity says 'alone'"),
    ),
    Damage("position", f"UPDATE versions SET position = 2 WHERE id = {VERSION}", ("version is not the newest",)),
    Damage("date", f"UPDATE versions SET published = '昨天' WHERE id = {VERSION}", ("stored rows cannot be loaded",)),
    Damage("kind", f"UPDATE reports SET kind = 'rexort' WHERE id = {REPORT}", ("rows: report differs", "'rexort'")),
    Damage("panel", f"UPDATE reports SET in_panel = 0 WHERE id = {REPORT}", ("rows: report differs", "in_panel")),
    Damage(
        "content",
        f"UPDATE versions SET content = 'x' WHERE id = {VERSION}",
        ("rows: version differs", " content;", "its decisions say"),
    ),
    Damage(
        "form of a table",
        f"UPDATE applications SET form = '2019' WHERE version = {VERSION} AND applicant = 'research'",
        ("readings: row differs: version", " applications;"),
    ),
    Damage("class", f"UPDATE versions SET document_class = 'other' WHERE id = {VERSION}", ("versions.document_class",)),
    Damage("parser", f"UPDATE versions SET parser_version = '0' WHERE id = {VERSION}", ("parser that it names",)),
    Damage("headers", f"UPDATE captures SET headers = '{{' WHERE id = {CANDIDATE}", ("captures: headers is damaged",)),
    Damage("aliases", "UPDATE bodies SET aliases = '['", ("bodies: aliases is damaged",)),
    Damage("another name", "UPDATE bodies SET name = '别局'", ("body_names: a row is missing", "别局")),
    Damage("body", "DELETE FROM bodies", ("bodies: a row is missing", "readings: cannot be compared", "the body of")),
    Damage(
        "address", f"UPDATE candidates SET url = 'https://a.cn/' WHERE id = {CANDIDATE}", ("is of another address",)
    ),
    Damage("time", f"UPDATE captures SET fetched_at = '2020' WHERE id = {CANDIDATE}", ("not what its candidate says",)),
    Damage(
        "way to the entries",
        "UPDATE search_index_idx SET pgno = pgno + 2 WHERE pgno = (SELECT max(pgno) FROM search_index_idx)",
        ("index: the index is damaged inside",),
    ),
    Damage("size", f"UPDATE captures SET size = 1 WHERE id = {CANDIDATE}", ("bytes: sizes differ", "says 1 bytes")),
)
RAW = (
    Damage("blob", "DELETE FROM blobs WHERE sha256 = '{key}'", ("bytes: bytes are missing: {key}", "{url}")),
    Damage(
        "truncated blob",
        "UPDATE blobs SET bytes = substr(bytes, 1, length(bytes) / 2) WHERE sha256 = '{key}'",
        ("bytes: bytes are damaged: {key}", "cannot be unpacked"),
    ),
    Damage(
        "blob of nothing",
        "UPDATE blobs SET bytes = x'' WHERE sha256 = '{key}'",
        ("bytes: bytes are damaged: {key}", "cannot be unpacked"),
    ),
    Damage(
        "another's bytes",
        "UPDATE blobs SET (size, bytes) = (SELECT size, bytes FROM blobs WHERE sha256 <> '{key}' LIMIT 1) "
        "WHERE sha256 = '{key}'",
        ("bytes are damaged: {key}", "the bytes under {key} are damaged"),
    ),
    Damage(
        "dictionary",
        "UPDATE blobs SET dictionary = 'gone' WHERE sha256 = '{key}'",
        ("bytes: bytes are damaged: {key}", "no dictionary gone", "dictionaries: a row is missing: dictionaries gone"),
    ),
    Damage("half", "UPDATE store_info SET created = '2001-01-01'", ("rows: the two files disagree",)),
)


def _change(file: Path, sql: str) -> None:
    connection = sqlite3.connect(file)
    changed = connection.execute(sql).rowcount
    connection.commit()
    connection.close()
    assert changed != 0, "the damage was done"


def _lines(findings: Findings) -> str:
    return "\n".join(fault.line for fault in findings.faults)


def test_a_sound_store_holds(store: Path, verified: Callable[[Path], Findings]) -> None:
    findings = verified(store)
    assert (_lines(findings), findings.notices) == ("", [])
    assert findings.checked["versions"] == findings.checked["bytes"] == findings.checked["indexed reports"] == 3
    assert findings.checked["numbers traced to their cells"] > 300, "of all forms, the appendix of 2016 among them"


@pytest.mark.parametrize("damage", [*ROWS, *CHANGES], ids=lambda damage: damage.name)
def test_what_is_missing_or_changed_is_named(damage: Damage, store: Path, verified: Callable[[Path], Findings]) -> None:
    _change(store, damage.sql)
    lines = _lines(verified(store))
    assert [piece for piece in damage.named if piece not in lines] == [], lines


@pytest.mark.parametrize("damage", RAW, ids=lambda damage: damage.name)
def test_damaged_bytes_are_named(damage: Damage, store: Path, verified: Callable[[Path], Findings]) -> None:
    [(key, url)] = sqlite3.connect(store).execute(f"SELECT sha256, url FROM captures WHERE id = {CANDIDATE}").fetchall()
    _change(raw_path(store), damage.sql.format(key=key))
    lines = _lines(verified(store))
    assert [piece for piece in damage.named if piece.format(key=key, url=url) not in lines] == [], lines


@pytest.mark.parametrize("place", range(0, 100, 9))
def test_one_flipped_bit_in_a_blob_is_named(place: int, store: Path, verified: Callable[[Path], Findings]) -> None:
    """Wherever it lies: the frame's head, its blocks, its end."""
    [(key,)] = sqlite3.connect(store).execute(f"SELECT sha256 FROM captures WHERE id = {CANDIDATE}").fetchall()
    connection = sqlite3.connect(raw_path(store))
    [packed] = connection.execute("SELECT bytes FROM blobs WHERE sha256 = ?", [key]).fetchone()
    damaged = bytearray(packed)
    at = place * len(packed) // 100
    damaged[at] ^= 1 << (place % 8)
    connection.execute("UPDATE blobs SET bytes = ? WHERE sha256 = ?", [bytes(damaged), key])
    connection.commit()
    connection.close()
    findings = verified(store)
    assert {fault.key for fault in findings.faults if fault.part == "bytes"} == {key}


@pytest.mark.parametrize(
    ("what", "readings"), [("applications", True), ("candidates", True), ("captures_pending", False)]
)
def test_a_damaged_page_of_a_file_is_a_fault_and_no_traceback(
    what: str, readings: bool, store: Path, verified: Callable[[Path], Findings]
) -> None:
    """`readings`: whether what is read again is touched by it."""
    connection = sqlite3.connect(store)
    [size] = connection.execute("PRAGMA page_size").fetchone()
    [page] = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [what]).fetchone()
    connection.close()
    with store.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    findings = verified(store)
    assert any(fault.what == "a page of the file is damaged" for fault in findings.faults)
    assert any(fault.part == "readings" for fault in findings.faults) == readings
    assert findings.checked["bytes"] == 3, "the other parts are still looked at"


def test_what_nothing_names_is_a_notice_and_no_fault(store: Path, verified: Callable[[Path], Findings]) -> None:
    """A run that was killed between both files leaves bytes without a row."""
    _change(raw_path(store), "INSERT INTO blobs (sha256, size, codec, bytes) VALUES ('ab', 1, 'zstd', x'00')")
    findings = verified(store)
    assert _lines(findings) == ""
    assert [notice for notice in findings.notices if "belong to no capture" in notice]


def test_another_parser_version_is_stale_and_not_compared(store: Path, verified: Callable[[Path], Findings]) -> None:
    _change(store, f"UPDATE candidates SET parser_version = '0' WHERE id = {CANDIDATE}")
    _change(store, f"UPDATE versions SET parser_version = '0' WHERE id = {VERSION}")
    _change(store, f"UPDATE applications SET granted = 77 WHERE version = {VERSION}")
    findings = verified(store)
    assert _lines(findings) == ""
    assert findings.checked["stale readings, not compared"] == 1
    assert findings.checked["versions"] == 2


def test_the_lines_are_the_same_every_time(store: Path, verified: Callable[[Path], Findings]) -> None:
    _change(store, "DELETE FROM applications")
    _change(store, "DELETE FROM sections")
    first, second = verified(store), verified(store)
    assert first.faults == second.faults
    assert len(first.faults) > 10


@pytest.mark.parametrize("scope", ["report", "contact"])
def test_what_is_withheld_is_compared_as_it_is_withheld(
    scope: Scope, store: Path, verified: Callable[[Path], Findings]
) -> None:
    pair = open_pair(store, origin="replica")
    [(report,)] = pair.browse.execute("SELECT id FROM reports WHERE report_year = 2023").fetchall()
    apply_withholdings(
        pair, [Withholding(report, scope, "2024-05-01", "", "on request")], datetime(2024, 5, 2, tzinfo=UTC)
    )
    close_pair(pair)
    assert _lines(verified(store)) == ""
    _change(store, f"UPDATE versions SET contact_phone = '0871-63130000', title = 'shown' WHERE id = {VERSION}")
    lines = _lines(verified(store))
    assert "contact.phone" in lines and " title;" in lines
