"""What a merge refuses, before it has written anything: one line each."""

from __future__ import annotations

import gzip
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.cli import main
from crawler.store.archive.captures import ImportedFile, archive_files
from crawler.store.database import Pair, close_pair, open_pair, raw_path, read_pair
from crawler.store.fingerprint import fingerprint
from crawler.store.merge.merge import merge_store
from crawler.store.merge.others import opened_other, prove
from crawler.store.withheld.withholding import apply_withholdings
from crawler.withholdings import Withholding
from tests.store.conftest import START
from tests.store.merge.shards import empty_store, read_pending, text

FIXTURES = Path(__file__).parents[1] / "fixtures"


def store(path: Path, origin: str = "live") -> Path:
    pair = empty_store(path) if origin == "live" else open_pair(path, origin="replica")
    archive_files(pair, [ImportedFile(f"{path.stem}.txt", text(2021, agency=f"{path.stem}市").encode(), START)])
    read_pending(pair)
    close_pair(pair)
    return path


def newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO _sqlite_migrations VALUES (NULL, 'nianbao', '999', 'tomorrow')")
    connection.close()


def other_half(path: Path) -> None:
    third = path.with_name("third.db")
    close_pair(open_pair(third, origin="live"))
    shutil.copy(raw_path(third), raw_path(path))


def changed_bytes(path: Path) -> None:
    with sqlite3.connect(raw_path(path)) as connection:
        connection.execute("UPDATE blobs SET bytes = zeroblob(length(bytes))")
    connection.close()


def torn_page(path: Path) -> None:
    pair = read_pair(path)
    page, size = (
        pair.browse.execute(sql).fetchone()[0]
        for sql in ("SELECT rootpage FROM sqlite_master WHERE name = 'captures_of_url'", "PRAGMA page_size")
    )
    close_pair(pair)
    with path.open("r+b") as file:
        file.seek((page - 1) * size + 8)
        file.write(b"\xff" * 100)


def withholds(path: Path) -> None:
    pair = open_pair(path, origin="live")
    apply_withholdings(pair, [Withholding("https://a.cn/1", "report", "2024-05-01", "", "on request")], START)
    close_pair(pair)


def replica(path: Path) -> None:
    demonstration = store(path.with_name("demonstration.db"), "replica")
    raw_path(demonstration).replace(raw_path(path))
    demonstration.replace(path)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (replica, "a replica store; demonstration data is never merged"),
        (newer, r"written by a newer nianbao \(schema 999"),
        (lambda path: raw_path(path).unlink(), "no such database; a store is the pair of other.db and other-raw.db"),
        (lambda path: path.unlink(), "no such database"),
        (lambda path: path.write_text("none " * 100), "is not an SQLite database"),
        (other_half, "halves of two stores"),
        (changed_bytes, "cannot be unpacked|are damaged"),
        (torn_page, "damaged|malformed"),
        (withholds, r"withholds what data/withheld.csv here does not: https://a.cn/1 \(report\)"),
    ],
)
def test_what_is_refused_leaves_the_target_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Path], object], words: str
) -> None:
    monkeypatch.setenv("NIANBAO_DATA", str(tmp_path))
    target, good, other = (store(tmp_path / f"{name}.db") for name in ("target", "good", "other"))
    spoil(other)
    before = said(target)
    run = CliRunner().invoke(main, ["merge", str(good), str(other), "--database", str(target)])
    assert run.exit_code == 1
    [line] = [one for one in run.stderr.splitlines() if one.startswith("nianbao: ")]
    assert re.search(words, line), line
    assert said(target) == before
    assert not list(tmp_path.glob(".target*"))


def said(path: Path) -> tuple[str, int]:
    pair = read_pair(path)
    try:
        return fingerprint(pair), pair.browse.execute("SELECT count(*) FROM captures").fetchone()[0]
    finally:
        close_pair(pair)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["good.db", "target.db"], "target.db: the target itself"),
        (["good.db", "./good.db"], "good.db: named twice"),
    ],
)
def test_a_store_is_named_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("good.db", "target.db"):
        Path(name).touch()
    run = CliRunner().invoke(main, ["merge", *arguments, "--database", "target.db"])
    assert (run.exit_code, words in run.stderr) == (1, True)


def test_a_replica_target_is_refused(tmp_path: Path) -> None:
    good, target = store(tmp_path / "good.db"), store(tmp_path / "target.db", "replica")
    run = CliRunner().invoke(main, ["merge", str(good), "--database", str(target)])
    assert (run.exit_code, "a replica store, and this is a live run" in run.stderr) == (1, True)


def test_an_older_store_is_read_through_a_copy_and_stays_as_it_was(tmp_path: Path) -> None:
    other = tmp_path / "old.db"
    for packed, file in (("schema-4.db.gz", other), ("schema-4-raw.db.gz", raw_path(other))):
        with gzip.open(FIXTURES / packed) as source, file.open("wb") as unpacked:
            shutil.copyfileobj(source, unpacked)
    before = [file.read_bytes() for file in (other, raw_path(other))]
    target = open_pair(tmp_path / "target.db", origin="live")
    with opened_other(other, target.path) as pair:
        prove(pair, other)
        captures = pair.browse.execute("SELECT count(*) FROM captures").fetchone()[0]
        assert merge_store(target, pair).new_captures == captures > 0
    assert target.browse.execute("SELECT count(*) FROM captures").fetchone() == (captures,)
    assert [file.read_bytes() for file in (other, raw_path(other))] == before
    assert {file.name for file in tmp_path.iterdir() if "before" in file.name or file.name.startswith(".")} == set()
    close_pair(target)


def test_a_store_that_is_written_meanwhile_is_merged_as_of_one_moment(tmp_path: Path) -> None:
    other, target = store(tmp_path / "other.db"), open_pair(tmp_path / "target.db", origin="live")
    with opened_other(other, target.path) as reading:
        prove(reading, other)
        writing: Pair = open_pair(other, origin="live")
        archive_files(writing, [ImportedFile("later.txt", text(2022, agency="某市").encode(), START)])
        assert merge_store(target, reading).new_captures == 2
        archive_files(writing, [ImportedFile("last.txt", text(2023, agency="某市").encode(), START)])
        assert merge_store(target, reading).new_captures == 1
        close_pair(writing)
    close_pair(target)
