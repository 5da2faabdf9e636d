"""An export is whole or not there, replaces only its like, is the same twice, and Frictionless finds nothing wrong."""

from __future__ import annotations

import json
import os
import resource
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package, validate

from crawler.codebook import read_codebook
from crawler.store.database import Pair, close_pair, raw_path, read_pair
from crawler.store.errors import StoreError
from crawler.store.export.export import Order, export
from crawler.store.export.selection import Selection
from crawler.store.export.target import staged, target_of
from tests.browse.corpus import PAGES
from tests.store.export.conftest import CREATED

FORMATS = ("parquet", "csv", "jsonl", "sqlite", "warc")
ONE_YEAR = Selection(years=((2021, 2021),))


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


@pytest.mark.parametrize("format", FORMATS)
def test_two_exports_are_the_same_bytes_and_frictionless_finds_them_valid(
    format: str, exported: Callable[..., Path]
) -> None:
    one, other = (exported(format, name, selection=ONE_YEAR) for name in ("one", "other"))
    assert contents(one) == contents(other)
    report = validate(str(one / "datapackage.json"))
    assert report.valid, report.flatten(["title", "message"])[:3]
    later = exported(format, "later", selection=ONE_YEAR, created="2030-01-01T00:00:00Z")
    differing = {name for name, data in contents(later).items() if data != contents(one)[name]}
    assert differing == {"datapackage.json"}
    text = (later / "datapackage.json").read_text(encoding="utf-8")
    assert text.count("2030-01-01T00:00:00Z") == 1
    assert text.replace("2030-01-01T00:00:00Z", CREATED) == (one / "datapackage.json").read_text(encoding="utf-8")


def test_the_package_says_what_it_was_made_of(exported: Callable[..., Path]) -> None:
    folder = exported("csv", selection=ONE_YEAR, what=("panel",), for_spreadsheets=True)
    package = Package(str(folder / "datapackage.json"))
    assert [one.name for one in package.resources] == ["panel", "codebook"]
    said: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    assert said["nianbao"]["selection"] == {"years": ["2021"], "all_versions": False}
    assert said["nianbao"]["counts"] == {"panel": 1} and said["nianbao"]["demonstration"] is False
    fields = {field["name"]: field for field in said["resources"][0]["schema"]["fields"]}
    cell = fields["proactive_2019_regulations_newly_published"]
    assert (cell["title"], cell["unit"], cell["form"], cell["type"], cell["source"]) == (
        "规章 / 本年新公开数量",
        "件",
        "2019",
        "integer",
        "proactive.regulations_newly_published",
    )
    assert "not on the form of 2021" in cell["blank"] and "newly published in the year" in cell["meaning"]
    assert (fields["is_current"]["constraints"], "constraints" in fields["title"]) == (
        {"required": True, "enum": [0, 1]},
        False,
    )


def test_a_changed_byte_is_found(exported: Callable[..., Path]) -> None:
    folder = exported("parquet", selection=ONE_YEAR, what=("panel",))
    data = bytearray((folder / "panel.parquet").read_bytes())
    data[100] ^= 1
    (folder / "panel.parquet").write_bytes(data)
    assert not validate(str(folder / "datapackage.json")).valid


def test_a_demonstration_says_so_in_every_title_and_in_its_package(copied_store: Path, tmp_path: Path) -> None:
    for half in (copied_store, raw_path(copied_store)):
        with sqlite3.connect(half) as database:
            database.execute("UPDATE store_info SET origin = 'replica'")
        database.close()
    pair = read_pair(copied_store)
    try:
        for format, name in (("jsonl", "tables"), ("warc", "pages.warc.gz")):
            export(pair, read_codebook(), Order(format, tmp_path / name, CREATED))  # type: ignore[arg-type]
    finally:
        close_pair(pair)
    for table in ("panel", "texts"):
        for line in (tmp_path / "tables" / f"{table}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            assert row["title"].startswith("【演示数据】") and row["demonstration"] == 1
    for package in ("tables/datapackage.json", "pages.warc.gz.datapackage.json"):
        said = json.loads((tmp_path / package).read_text(encoding="utf-8"))
        assert "演示数据" in said["title"] and said["nianbao"]["demonstration"] is True


@pytest.mark.parametrize("format", FORMATS[:4])
def test_a_withheld_report_leaves_no_trace(format: Any, copied_store: Path, tmp_path: Path) -> None:
    with sqlite3.connect(copied_store) as database:
        database.execute(
            "UPDATE versions SET withheld = 'report' WHERE report = (SELECT id FROM reports WHERE url = ?)",
            [PAGES["2022"]],
        )
    database.close()
    pair = read_pair(copied_store)
    try:
        done = export(pair, read_codebook(), Order(format, tmp_path / "out", CREATED))
    finally:
        close_pair(pair)
    assert done.counts["panel"] == 6 and done.counts["texts"] == 7
    if format != "parquet":  # where texts are compressed, and the counts must do
        assert not any(PAGES["2022"].encode() in data for data in contents(tmp_path / "out").values())


def test_the_sqlite_file_stands_alone_and_is_sound(exported: Callable[..., Path]) -> None:
    place = exported("sqlite", "one.sqlite", selection=ONE_YEAR)
    assert sorted(file.name for file in place.parent.iterdir()) == ["one.sqlite", "one.sqlite.datapackage.json"]
    with sqlite3.connect(f"{place.as_uri()}?mode=ro&immutable=1", uri=True) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        kinds = database.execute("SELECT DISTINCT typeof(report_year), typeof(title) FROM panel").fetchall()
        assert kinds == [("integer", "text")]
    database.close()
    report = validate(f"{place}.datapackage.json")
    assert report.valid


def test_nothing_is_overwritten_but_an_earlier_export_that_is_asked_to_be(
    exported: Callable[..., Path], tmp_path: Path
) -> None:
    place = exported("jsonl", "out", selection=ONE_YEAR)
    with pytest.raises(StoreError, match="already there"):
        exported("csv", "out", selection=ONE_YEAR)
    exported("csv", "out", selection=ONE_YEAR, force=True)
    assert sorted(contents(place)) == ["codebook.csv", "datapackage.json", "long.csv", "panel.csv", "texts.csv"]
    (place / "my notes.txt").write_text("mine")
    with pytest.raises(StoreError, match="no earlier export"):
        exported("csv", "out", selection=ONE_YEAR, force=True)
    assert (place / "my notes.txt").is_file()
    single = exported("sqlite", "x.sqlite", selection=ONE_YEAR)
    exported("sqlite", "x.sqlite", selection=ONE_YEAR, force=True)
    assert single.is_file()
    assert not [file for file in tmp_path.iterdir() if file.name.startswith(".")]


@pytest.mark.parametrize(
    ("place", "complaint"),
    [("nowhere/out", "no such directory"), ("file.txt/out", "no such directory"), ("file.txt", "already there")],
)
def test_a_place_that_cannot_be_written_is_named_before_anything_is_read(
    place: str, complaint: str, tmp_path: Path
) -> None:
    (tmp_path / "file.txt").write_text("mine")
    with pytest.raises(StoreError, match=complaint):
        target_of(tmp_path / place, (), force=False)


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """A disk that is full, as the kernel plays it: a file grows to `size` bytes and no further."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("format", FORMATS)
def test_a_full_disk_is_one_line_and_leaves_nothing(format: Any, pair_of_store: Pair, tmp_path: Path) -> None:
    # The WARC of this store is 5 KB, every other export far larger.
    with files_of_at_most(2000), pytest.raises(StoreError, match="cannot be written") as error:
        export(pair_of_store, read_codebook(), Order(format, tmp_path / "out", CREATED))
    assert "\n" not in str(error.value)
    assert list(tmp_path.iterdir()) == []


def test_a_killed_export_leaves_nothing_under_the_final_name(tmp_path: Path) -> None:
    target = target_of(tmp_path / "out", (), force=False)
    child = os.fork()
    if child == 0:
        with staged(target) as folder:
            (folder / "panel.csv").write_text("half")
            os.kill(os.getpid(), signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert not (tmp_path / "out").exists()
    assert [file.name.startswith(".out.unfinished-") for file in tmp_path.iterdir()] == [True]
    with staged(target_of(tmp_path / "out", (), force=False)) as folder:
        (folder / "panel.csv").write_text("whole")
    assert (tmp_path / "out" / "panel.csv").read_text() == "whole"
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_leftovers_are_taken_away_and_what_is_written_now_or_is_not_ours_stays(tmp_path: Path) -> None:
    left, foreign, others = (tmp_path / f".out.unfinished-{end}" for end in ("0123abcd", "mine", "0123abcd.csv"))
    for folder in (left, foreign, others, tmp_path / ".x.unfinished-0123abcd"):
        folder.mkdir()
    with staged(target_of(tmp_path / "out", (), force=False)) as running:
        (running / "panel.csv").write_text("of the one")
        with staged(target_of(tmp_path / "out", (), force=False)) as folder:
            (folder / "panel.csv").write_text("of the other")
            assert running.is_dir() and folder.is_dir() and not left.exists()
        shutil.rmtree(tmp_path / "out")
    assert (tmp_path / "out" / "panel.csv").read_text() == "of the one"
    kept = [".out.unfinished-0123abcd.csv", ".out.unfinished-mine", ".x.unfinished-0123abcd", "out"]
    assert sorted(file.name for file in tmp_path.iterdir()) == kept


def test_an_export_that_was_put_aside_gets_its_name_back(tmp_path: Path) -> None:
    """A run with --force was killed between its two renames, and the next one does not come to its end."""
    aside = tmp_path / ".out.unfinished-0123abcd-former"
    aside.mkdir()
    (aside / "panel.csv").write_text("of before")
    with pytest.raises(ZeroDivisionError), staged(target_of(tmp_path / "out", (), force=False)):
        raise ZeroDivisionError
    assert [file.name for file in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out" / "panel.csv").read_text() == "of before"
