"""A store that an older release wrote opens, keeps what it held, and has a copy beside it."""

from __future__ import annotations

import gzip
import hashlib
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from crawler.cli import main
from crawler.items import EndedVisit, ListedEntry
from crawler.store.database import Pair, close_pair, open_pair, raw_path, read_pair
from crawler.store.errors import StoreError
from crawler.store.fingerprint import fingerprint
from crawler.store.migrations import SCHEMA_VERSION, run_script
from crawler.store.raw.blobs import load_blob
from crawler.store.readings.year_checks import year_checks
from crawler.store.walks.crawls import begin_crawl, record_visit
from crawler.store.walks.entries import known_list, record_entries
from tests.registry_rows import KUNMING

FIXTURES = Path(__file__).parent / "fixtures"
FIRST_FINGERPRINT = "e4f2315ef53b7008d4a0525d7199966f64179f3db7b93c9f165885c4b1bf088b"
"""What `nianbao fingerprint` of the release that wrote the fixture said of it: two reports of the replica, imported."""


THIRD_FINGERPRINT = "4e060dcfcdbf153d4ef8ad78ccfffa7770633fc258d4a3c28e038dfc72dca90f"
"""The same of schema 3: the small corpus of tests/browse/corpus.py as it was then, with lines and visits."""

FOURTH_FINGERPRINT = "ed18659821835fd86b12cb4a91ec558d8537d1468c73f9520b46fc2780763ee2"
"""The same of schema 4, as the release wrote it that walks every kind of column."""


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


_KILLED_IN_THE_COPY = """
import resource, signal, sys
from pathlib import Path
from crawler.store.database import open_pair
path, most = Path(sys.argv[1]), int(sys.argv[2])
signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
open_pair(path, origin="live")
"""
"""The kernel kills it when a file grows beyond what it may."""


def test_a_copy_that_a_kill_left_half_made_is_made_anew(first_release: Path) -> None:
    before = first_release.stat().st_size
    arguments = [str(first_release), str(before // 2)]
    killed = subprocess.run([sys.executable, "-c", _KILLED_IN_THE_COPY, *arguments], check=False)
    assert killed.returncode == -signal.SIGXFSZ
    close_pair(open_pair(first_release, origin="live"))
    copies = [
        half.with_name(f"{half.name}.before-v{SCHEMA_VERSION}") for half in (first_release, raw_path(first_release))
    ]
    for copy in copies:
        database = sqlite3.connect(copy)
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("SELECT schema_version FROM store_info").fetchone() == (1,)
        database.close()
    assert sorted(first_release.parent.glob("*.before-*")) == sorted(copies)


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
    assert len(views) >= 12
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


@pytest.mark.parametrize("schema", [1, 3, 4])
def test_every_release_is_migrated_to_one_schema_that_holds_together(schema: int, tmp_path: Path) -> None:
    pair = open_pair(unpacked(tmp_path, schema), origin="live")
    fresh = open_pair(tmp_path / "fresh.db", origin="live")
    assert fingerprint(pair) == {1: FIRST_FINGERPRINT, 3: THIRD_FINGERPRINT, 4: FOURTH_FINGERPRINT}[schema]
    raw_schema = "SELECT type, name, coalesce(sql, '') FROM sqlite_master ORDER BY 1, 2"
    assert schema_of(pair) == schema_of(fresh)
    assert pair.raw.execute(raw_schema).fetchall() == fresh.raw.execute(raw_schema).fetchall()
    for database in (pair.browse, pair.raw):
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert pair.browse.execute("SELECT DISTINCT withheld FROM versions").fetchall() == [("",)]
    captures = [sha256 for (sha256,) in pair.browse.execute("SELECT sha256 FROM captures")]
    assert all(hashlib.sha256(load_blob(pair, sha256)).hexdigest() == sha256 for sha256 in captures) and captures
    for opened in (pair, fresh):
        close_pair(opened)


@pytest.mark.parametrize("half", [lambda path: path, raw_path])
@pytest.mark.parametrize(
    "verb", [["status"], ["fingerprint"], ["reparse"], ["backup", "copy.db"], ["withhold", "list"]]
)
def test_a_newer_store_is_refused_with_one_line(
    half: Callable[[Path], Path], verb: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "new.db"
    close_pair(open_pair(path, origin="live"))
    with sqlite3.connect(half(path)) as connection:
        [group] = connection.execute("SELECT DISTINCT migration_set FROM _sqlite_migrations").fetchone()
        connection.execute("INSERT INTO _sqlite_migrations VALUES (NULL, ?, ?, 'tomorrow')", [group, "999"])
    connection.close()
    before = [file.read_bytes() for file in (path, raw_path(path))]
    refused = CliRunner().invoke(main, [*verb, "--database", str(path)])
    assert refused.exit_code == 1
    [line] = refused.stderr.splitlines()
    assert line == (
        f"nianbao: {half(path)}: written by a newer nianbao (schema 999, this one knows {SCHEMA_VERSION}); "
        "upgrade nianbao, or use another --database"
    )
    assert [file.read_bytes() for file in (path, raw_path(path))] == before


def test_a_script_of_a_migration_is_run_statement_by_statement(tmp_path: Path) -> None:
    database = Database(tmp_path / "x.db")
    run_script(
        database,
        "CREATE TABLE a (b TEXT DEFAULT ';'); -- a remark; with a semicolon\n"
        "CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1; SELECT 2; END;",
    )
    assert [name for (name,) in database.execute("SELECT name FROM sqlite_master")] == ["a", "t"]
    with pytest.raises(ValueError, match="ends within a statement: 'CREATE TRIGGER u"):
        run_script(database, "CREATE TRIGGER u AFTER INSERT ON a BEGIN SELECT 1;")
    database.close()
