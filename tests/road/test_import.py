"""`nianbao import`: files go the same road; the order of arrival decides nothing, and repeating changes nothing."""

from __future__ import annotations

import os
import random
import shutil
from pathlib import Path

import pytest

from crawler.store.archive.queue import all_candidates, load_parts
from crawler.store.database import close_pair, read_pair
from tests.road.command_line import PROJECT, fingerprint_of, nianbao
from tests.road.conftest import Demo

SHARED = PROJECT.parent / "shared"
needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="../shared (real documents) is not beside this checkout")


def reports_of(database: Path) -> list[tuple[str, str, int]]:
    pair = read_pair(database)
    try:
        rows = pair.browse.query(
            "SELECT bodies.division, bodies.name, reports.report_year FROM reports "
            "JOIN bodies ON bodies.id = reports.body"
        )
        return sorted((row["division"] or "", row["name"], row["report_year"]) for row in rows)
    finally:
        close_pair(pair)


@pytest.fixture(scope="module")
def pages(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Pages of the replica as files that somebody saved."""
    folder = tmp_path_factory.mktemp("pages")
    pair = read_pair(demo.database)
    saved = []
    try:
        for number, candidate in enumerate(all_candidates(pair)):
            parts = load_parts(pair, candidate)
            if len(parts) == 1 and "PDF" not in (candidate.entry_title or ""):
                path = folder / f"{number:03}.html"
                path.write_bytes(parts[0][0])
                saved.append(path)
    finally:
        close_pair(pair)
    return saved[:12]


def test_any_order_gives_the_same_database(pages: list[Path], tmp_path: Path) -> None:
    fingerprints = set()
    chance = random.Random(7)
    for attempt in range(2):
        shuffled = list(pages)
        chance.shuffle(shuffled)
        database = tmp_path / f"{attempt}.db"
        half = len(shuffled) // 2
        for group in (shuffled[:half], shuffled[half:]):
            answer = nianbao("import", *group, "--database", database)
            assert answer.code == 0, answer.out + answer.err
        fingerprints.add(fingerprint_of(database))
    assert len(fingerprints) == 1


def test_repeating_an_import_changes_nothing(pages: list[Path], tmp_path: Path) -> None:
    database = tmp_path / "a.db"
    first = nianbao("import", *pages, "--database", database)
    assert first.code == 0, first.err
    assert f"{len(pages)} new, 0 held already" in first.out
    before = fingerprint_of(database)
    renamed = shutil.copy(pages[0], tmp_path / "another name.html")
    again = nianbao("import", *pages, renamed, "--database", database)
    assert f"0 new, {len(pages) + 1} held already" in again.out
    assert fingerprint_of(database) == before


def test_a_file_that_cannot_be_read_is_kept_and_named(tmp_path: Path, pages: list[Path]) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    shutil.copy(pages[0], folder / "good.html")
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing behind it")
    (folder / "table.docx").write_bytes(b"PK\x03\x04")
    answer = nianbao("import", folder, "--database", tmp_path / "a.db")
    assert answer.code == 3
    assert "table.docx" in answer.err
    assert "1 not read" in answer.out
    assert "Traceback" not in answer.err
    status = nianbao("status", "--database", tmp_path / "a.db")
    assert "broken.pdf" in status.out
    pair = read_pair(tmp_path / "a.db")
    try:
        assert len(list(pair.raw.query("SELECT sha256 FROM blobs"))) == 2
    finally:
        close_pair(pair)


def test_a_folder_full_of_traps_is_imported_as_far_as_it_goes(tmp_path: Path, pages: list[Path]) -> None:
    folder = tmp_path / "files"
    (folder / "sub").mkdir(parents=True)
    shutil.copy(pages[0], folder / "good.html")
    (folder / "sub" / "round").symlink_to(folder)
    (folder / "itself.html").symlink_to("itself.html")
    (folder / "nowhere.pdf").symlink_to("absent.pdf")
    (folder / "unreadable.html").symlink_to("/proc/self/mem")  # an input/output error, for root as well
    (folder / "two\nlines.txt").write_text("a note")
    (folder / "empty.html").touch()
    os.mkfifo(folder / "pipe.txt")
    (folder / os.fsdecode(b"not-utf8-\xff.txt")).write_text("another note")
    answer = nianbao("import", folder, "--database", tmp_path / "a.db")
    assert answer.code == 3, answer.err
    assert "5 files: 4 new, 0 held already, 1 not opened" in answer.out
    assert "1 new reports" in answer.out
    assert "Traceback" not in answer.err
    for name in ("itself.html", "nowhere.pdf", "unreadable.html", "pipe.txt"):
        (line,) = [line for line in answer.err.splitlines() if name in line]
        assert line.startswith("not imported: ")
    pair = read_pair(tmp_path / "a.db")
    try:
        names = {row["name"] for row in pair.browse.query("SELECT name FROM captures")}
    finally:
        close_pair(pair)
    assert names == {"good.html", "empty.html", "two\nlines.txt", "not-utf8-\\xff.txt"}


@needs_shared
def test_the_seeds_and_the_real_pdf_are_six_reports(tmp_path: Path) -> None:
    fingerprints = set()
    orders = (
        [SHARED / "seeds", SHARED / "real" / "pdf"],
        [SHARED / "real" / "pdf", *sorted((SHARED / "seeds").iterdir(), reverse=True)],
    )
    for number, order in enumerate(orders):
        database = tmp_path / f"{number}.db"
        for _ in range(2):
            answer = nianbao("import", *order, "--database", database)
            assert answer.code == 0, answer.out + answer.err
            assert reports_of(database) == [
                ("", "淮安市人民政府", 2024),
                ("371312", "临沂市河东区工业和信息化局", 2023),
                ("513400", "凉山州经济和信息化局", 2021),
                ("530000", "云南省工业和信息化厅", 2023),
                ("530100", "昆明市政务服务管理局", 2023),
                ("533400", "迪庆州工业和信息化局", 2022),
            ]
        fingerprints.add(fingerprint_of(database))
    assert len(fingerprints) == 1
