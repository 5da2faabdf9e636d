"""A store that an older release wrote opens, keeps what it held, and has a copy beside it."""

from __future__ import annotations

import gzip
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.items import EndedVisit, ListedEntry
from crawler.store.crawls import begin_crawl, record_visit
from crawler.store.database import Pair, close_pair, open_pair, raw_path, read_pair
from crawler.store.entries import known_list, record_entries
from crawler.store.errors import StoreError
from crawler.store.fingerprint import fingerprint
from crawler.store.migrations import SCHEMA_VERSION
from crawler.store.year_checks import year_checks
from tests.registry_rows import KUNMING

FIXTURES = Path(__file__).parent / "fixtures"
FIRST_FINGERPRINT = "e4f2315ef53b7008d4a0525d7199966f64179f3db7b93c9f165885c4b1bf088b"
"""What `nianbao fingerprint` of the release that wrote the fixture said of it: two reports of the replica, imported."""


THIRD_FINGERPRINT = "4e060dcfcdbf153d4ef8ad78ccfffa7770633fc258d4a3c28e038dfc72dca90f"
"""The same of schema 3: the small corpus of tests/browse/corpus.py as it was then, with lines and visits."""


def unpacked(folder: Path, schema: int) -> Path:
    path = folder / "old.db"
    for packed, file in ((f"schema-{schema}.db.gz", path), (f"schema-{schema}-raw.db.gz", raw_path(path))):
        with gzip.open(FIXTURES / packed) as source, file.open("wb") as target:
            shutil.copyfileobj(source, target)
    return path


@pytest.fixture
def first_release(tmp_path: Path) -> Path:
    return unpacked(tmp_path, 1)


@pytest.fixture
def third_schema(tmp_path: Path) -> Iterator[Pair]:
    pair = open_pair(unpacked(tmp_path, 3), origin="live")
    yield pair
    close_pair(pair)


def test_an_older_store_is_not_changed_by_reading_it(first_release: Path) -> None:
    before = first_release.read_bytes()
    with pytest.raises(StoreError, match=rf"schema 1, this nianbao reads {SCHEMA_VERSION}"):
        read_pair(first_release)
    assert first_release.read_bytes() == before


def test_an_older_store_is_copied_then_migrated_and_holds_what_it_held(first_release: Path) -> None:
    pair = open_pair(first_release, origin="live")
    assert fingerprint(pair) == FIRST_FINGERPRINT
    reports = [row[0] for row in pair.browse.execute("SELECT id FROM reports ORDER BY id")]
    assert len(reports) == 2
    assert all(year_checks(pair, report) for report in reports)
    versions = {db.execute("SELECT schema_version FROM store_info").fetchone() for db in (pair.browse, pair.raw)}
    assert versions == {(SCHEMA_VERSION,)}
    close_pair(pair)
    copies = sorted(file.name for file in first_release.parent.glob("*.before-*"))
    assert copies == [f"old-raw.db.before-v{SCHEMA_VERSION}", f"old.db.before-v{SCHEMA_VERSION}"]
    reopened = read_pair(first_release)
    assert fingerprint(reopened) == FIRST_FINGERPRINT
    close_pair(reopened)


def test_the_copy_is_the_older_store(first_release: Path) -> None:
    close_pair(open_pair(first_release, origin="live"))
    for half in (first_release, raw_path(first_release)):
        copy = half.with_name(f"{half.name}.before-v{SCHEMA_VERSION}")
        copy.rename(half)
    pair = open_pair(first_release, origin="live")
    assert fingerprint(pair) == FIRST_FINGERPRINT
    close_pair(pair)


def schema_of(pair: Pair) -> set[tuple[str, str, str]]:
    return set(pair.browse.execute("SELECT type, name, coalesce(sql, '') FROM sqlite_master"))


def test_a_store_of_schema_3_keeps_its_rows_its_references_and_its_number(third_schema: Pair, tmp_path: Path) -> None:
    browse = third_schema.browse
    assert fingerprint(third_schema) == THIRD_FINGERPRINT
    lines = browse.execute("SELECT position, decision, title, list_url, twin_of, listed FROM entries").fetchall()
    assert [(line[0], line[1]) for line in lines] == [
        (0, "report"),
        (1, "report"),
        (2, "report"),
        (3, "website_report"),
        (4, "report"),
    ]
    assert lines[0][2] == "2023年政府信息公开工作年度报告"
    # There were no branches: each line stood in the source's own list.
    assert {line[3:] for line in lines} == {("https://zwfw.km.gov.cn/zfxxgk/zfxxgknb/", None, 1)}
    visits = browse.execute(
        "SELECT source, said, seen, new, withdrawn, outcome, evidence, reason, lists FROM visits ORDER BY source"
    ).fetchall()
    assert visits == [
        ("kunming-zwfw", 5, 5, 5, 0, "complete", "stated", "", "[]"),
        ("liangshan-jxj", None, 0, 0, 0, "down", "unstated", "no answer in 30 s", "[]"),
    ]
    walking = "SELECT DISTINCT branch_pattern, report_titles, rendering FROM sources"
    assert browse.execute(walking).fetchall() == [("", "", "plain")]
    assert browse.execute("PRAGMA foreign_key_check").fetchall() == []
    assert browse.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    indexes = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name IN ('entries', 'visits') AND sql <> ''"
    assert set(browse.execute(indexes)) == {("entries_of_url",), ("visits_of_source",)}
    fresh = open_pair(tmp_path / "fresh.db", origin="live")
    assert schema_of(third_schema) == schema_of(fresh)
    close_pair(fresh)


def test_every_view_can_still_be_read_when_the_tables_were_written_anew(third_schema: Pair) -> None:
    views = [name for (name,) in third_schema.browse.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    assert len(views) == 11
    for view in views:
        assert third_schema.browse.execute(f"SELECT * FROM [{view}]").fetchone() is not None, view


def test_the_lists_of_a_store_of_schema_3_are_known_and_walked_on(third_schema: Pair) -> None:
    """A visit of schema 3 kept one total, which was that of the source's own list."""
    later = datetime(2024, 3, 5, 22, tzinfo=UTC)
    known = known_list(third_schema, KUNMING, later)
    assert (known.said, known.most_seen, len(known.entries)) == ({KUNMING.list_url: 5}, 5, 5)
    assert {entry.list_url for entry in known.entries} == {KUNMING.list_url}
    crawl = begin_crawl(third_schema, started_at=later, arguments={}, versions={})
    twin = ListedEntry(
        KUNMING.id, f"{KUNMING.list_url}1.pdf", "2023年报", None, 5, "twin", "PDF", KUNMING.list_url, "https://a.cn/1"
    )
    changes = record_entries(third_schema, crawl, KUNMING.id, [twin], full_walk=False, seen_at=later)
    assert changes.new == 1
    visit = EndedVisit(KUNMING.id, None, None, 6, 1, 0, True, "unstated", "unstated", "")
    record_visit(third_schema, crawl, visit, new=1, changed=0, unchanged=5, withdrawn=0, ended_at=later)
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        third_schema.browse.execute("UPDATE entries SET decision = 'strange'")
