"""A store that an older release wrote opens, keeps what it held, and has a copy beside it."""

from __future__ import annotations

import gzip
import shutil
from pathlib import Path

import pytest

from crawler.store.database import close_pair, open_pair, raw_path, read_pair
from crawler.store.errors import StoreError
from crawler.store.fingerprint import fingerprint
from crawler.store.migrations import SCHEMA_VERSION
from crawler.store.year_checks import year_checks

FIXTURES = Path(__file__).parent / "fixtures"
FIRST_FINGERPRINT = "e4f2315ef53b7008d4a0525d7199966f64179f3db7b93c9f165885c4b1bf088b"
"""What `nianbao fingerprint` of the release that wrote the fixture said of it: two reports of the replica, imported."""


@pytest.fixture
def first_release(tmp_path: Path) -> Path:
    path = tmp_path / "old.db"
    for packed, file in (("schema-1.db.gz", path), ("schema-1-raw.db.gz", raw_path(path))):
        with gzip.open(FIXTURES / packed) as source, file.open("wb") as target:
            shutil.copyfileobj(source, target)
    return path


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
