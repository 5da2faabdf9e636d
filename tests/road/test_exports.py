"""The whole replica leaves in the formats that people load, every cell of it as the store has it."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import duckdb
from warcio.archiveiterator import ArchiveIterator

from tests.road.command_line import nianbao
from tests.road.conftest import Demo
from tests.store.export.expected import Rows, assert_is_the_stores


def loaded(folder: Path, table: str) -> Rows:
    with duckdb.connect() as connection:
        answer = connection.execute(f"SELECT * FROM read_parquet('{folder / table}.parquet')")
        names = [column[0] for column in answer.description]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def test_every_number_and_text_of_the_whole_replica_is_loaded_back(whole_replica: Demo, tmp_path: Path) -> None:
    """The long form is compared in tests/store/export: here it would be 80,000 rows."""
    out, database = tmp_path / "out", whole_replica.copy_to(tmp_path)
    words = ("--format", "parquet", "--what", "panel", "--what", "texts")
    done = nianbao("export", *words, "--output", out, "--database", database)
    assert done.code == 0 and "演示数据" in done.out, done.err
    tables = {table: loaded(out, table) for table in ("panel", "texts", "codebook")}
    assert all(row["title"].startswith("【演示数据】") for row in (*tables["panel"], *tables["texts"]))
    counts = assert_is_the_stores(database, tables)
    assert counts["panel"] > 50 and counts["texts"] >= counts["panel"]


def test_every_capture_of_the_whole_replica_is_a_record_with_its_digest(whole_replica: Demo, tmp_path: Path) -> None:
    database = whole_replica.copy_to(tmp_path)
    done = nianbao("export", "--format", "warc", "--output", tmp_path / "all.warc.gz", "--database", database)
    assert done.code == 0, done.err
    with sqlite3.connect(database) as store:
        captures = {
            row[0]: row[1:] for row in store.execute("SELECT id, coalesce(url, ''), 'sha256:' || sha256 FROM captures")
        }
    store.close()
    with (tmp_path / "all.warc.gz").open("rb") as file:
        found = {}
        for record in ArchiveIterator(file, check_digests="raise"):
            record.content_stream().read()
            told = record.rec_headers
            for capture in (told.get_header("Nianbao-Capture") or "").split() or [None]:
                assert capture not in found, "a capture of two records"
                found[capture] = (told.get_header("WARC-Target-URI"), told.get_header("WARC-Payload-Digest"))
    assert found.pop(None)[0] is None  # the record that describes the file
    assert found == captures
