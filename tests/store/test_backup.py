"""A backup is a whole pair, whatever is written while it is taken."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.store.archive.captures import ImportedFile, archive_files
from crawler.store.archive.queue import all_candidates, load_parts
from crawler.store.backup import BackedUp, back_up, check_room
from crawler.store.database import Pair, close_pair, open_pair, raw_path, read_pair
from crawler.store.errors import StoreError
from crawler.store.fingerprint import fingerprint
from crawler.store.run_lock import run_lock

NOW = datetime(2024, 1, 1, tzinfo=UTC)
WRITES = 60


def keep(pair: Pair, number: int) -> None:
    archive_files(pair, [ImportedFile(f"{number}.txt", b"%d " % number * 2000, NOW)])


@pytest.fixture
def store(pair: Pair) -> Pair:
    for number in range(3):
        keep(pair, number)
    return pair


def rows_without_bytes(pair: Pair) -> list[str]:
    held = {sha256 for (sha256,) in pair.raw.execute("SELECT sha256 FROM blobs")}
    return [sha256 for (sha256,) in pair.browse.execute("SELECT sha256 FROM captures") if sha256 not in held]


def test_a_backup_is_the_same_store_and_can_be_read_where_nothing_can_be_written(store: Pair, tmp_path: Path) -> None:
    target = tmp_path / "kept" / "backup.db"
    target.parent.mkdir()
    done = back_up(store, target)
    files = [target, raw_path(target)]
    assert done == BackedUp(captures=3, size=sum(file.stat().st_size for file in files))
    assert sorted(file for file in target.parent.iterdir() if file.suffix != ".lock") == sorted(files)
    # The header's read and write versions: 1 = no log beside the file is needed to read it.
    assert {file.read_bytes()[18:20] for file in files} == {b"\x01\x01"}
    copy = read_pair(target)
    assert fingerprint(copy) == fingerprint(store)
    assert [load_parts(copy, one) for one in all_candidates(copy)] == [
        load_parts(store, one) for one in all_candidates(store)
    ]
    close_pair(copy)


def test_backups_taken_while_a_crawl_writes_hold_no_row_without_bytes(store: Pair, tmp_path: Path) -> None:
    first = threading.Event()

    def write() -> None:
        writing = open_pair(store.path, origin="live")
        for number in range(WRITES):
            keep(writing, 100 + number)
            first.set()
        close_pair(writing)

    writer = threading.Thread(target=write)
    writer.start()
    assert first.wait(timeout=60)
    held = []
    while not held or (writer.is_alive() and len(held) < 8):
        target = tmp_path / f"backup-{len(held)}.db"
        back_up(store, target)
        copy = read_pair(target)
        assert rows_without_bytes(copy) == []
        held.append(copy.browse.execute("SELECT count(*) FROM captures").fetchone()[0])
        close_pair(copy)
    writer.join()
    assert held == sorted(held)
    assert 3 < held[0] <= 3 + WRITES


def test_what_is_written_between_the_two_copies_has_bytes_and_no_row(store: Pair, tmp_path: Path) -> None:
    """Bytes are committed before rows, so rows are copied before bytes."""
    halves: list[str] = []

    def write_meanwhile(half: Path) -> None:
        halves.append(half.name)
        keep(store, 50 + len(halves))

    assert back_up(store, tmp_path / "backup.db", copied=write_meanwhile).captures == 3
    assert halves == ["backup.db", "backup-raw.db"]
    copy = read_pair(tmp_path / "backup.db")
    assert rows_without_bytes(copy) == []
    assert copy.raw.execute("SELECT count(*) FROM blobs").fetchone() == (4,)
    close_pair(copy)


def test_what_a_killed_backup_has_left_is_taken_away(store: Pair, tmp_path: Path) -> None:
    left, other = tmp_path / ".kept.db.backup-abc", tmp_path / ".other.db.backup-abc"
    for folder in (left, other):
        folder.mkdir()
        (folder / "kept.db").write_bytes(b"half")
    back_up(store, tmp_path / "kept.db")
    assert (left.exists(), other.exists()) == (False, True)


def test_neither_half_of_the_store_is_a_target(store: Pair, tmp_path: Path) -> None:
    """`backup data/reports-raw.db --force` put the rows in the place of all bytes."""
    files = (store.path, raw_path(store.path))
    before = [file.read_bytes() for file in files]
    (tmp_path / "link.db").symlink_to(store.path)
    (tmp_path / "other-raw.db").symlink_to(raw_path(store.path))
    for target in (*files, tmp_path / "link.db", tmp_path / "other.db"):
        with pytest.raises(StoreError, match=r"the store itself|so the half with the bytes is called"):
            back_up(store, target, force=True)
    assert [file.read_bytes() for file in files] == before


def test_a_target_that_is_there_is_replaced_only_when_asked(store: Pair, tmp_path: Path) -> None:
    target = tmp_path / "backup.db"
    back_up(store, target)
    before = {file: file.read_bytes() for file in (target, raw_path(target))}
    keep(store, 9)
    with pytest.raises(StoreError, match="is there already; name another file, or replace it with --force"):
        back_up(store, target)
    assert {file: file.read_bytes() for file in before} == before
    # The log of the store that was there is not played into the new one.
    stale = target.with_name("backup.db-wal")
    stale.write_bytes(b"a log")
    assert back_up(store, target, force=True).captures == 4
    assert not stale.exists()


def no_bytes(pair: Pair) -> None:
    pair.raw.execute("DELETE FROM blobs WHERE rowid = 1")
    pair.raw.conn.commit()


@pytest.mark.parametrize(
    ("spoil", "target", "words"),
    [
        (lambda pair: None, "corpus.db", "the store itself"),
        (lambda pair: None, "demo.db", "a live run never writes demo.db"),
        (lambda pair: None, "backup.sqlite", "a database is called NAME.db"),
        (lambda pair: None, "none/backup.db", "no such directory"),
        (no_bytes, "backup.db", "has no bytes under"),
    ],
)
def test_refusals_leave_nothing(store: Pair, tmp_path: Path, spoil, target: str, words: str) -> None:  # type: ignore[no-untyped-def]
    spoil(store)
    before = {file.name for file in tmp_path.iterdir()}
    with pytest.raises(StoreError, match=words) as refused:
        back_up(store, tmp_path / target)
    assert "\n" not in str(refused.value)
    assert {file.name for file in tmp_path.iterdir()} - before <= {"backup.db.lock"}


def test_a_store_in_use_is_not_replaced(store: Pair, tmp_path: Path) -> None:
    with run_lock(tmp_path / "backup.db", "nianbao crawl"), pytest.raises(StoreError, match="in use by process"):
        back_up(store, tmp_path / "backup.db")


def test_a_place_without_room_is_refused(tmp_path: Path) -> None:
    check_room(tmp_path, needed=2_000_000_000, free=2_000_000_000)
    with pytest.raises(StoreError, match=r"1\.9 GB are free, a copy needs 2\.0; name another place"):
        check_room(tmp_path, needed=2_000_000_000, free=1_900_000_000)
