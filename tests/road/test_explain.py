"""`nianbao show REPORT --explain WHERE`: places are not stored, the archived bytes are read again for them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from crawler.store.database import close_pair, raw_path, read_pair
from tests.road.command_line import nianbao
from tests.road.conftest import Demo

CELL = "applications.new_received.total"


@pytest.fixture
def stored(demo: Demo, tmp_path: Path) -> tuple[Path, str, int]:
    """A copy of the demonstration, the id of a report in it that received applications, and how many."""
    path = tmp_path / "demo.db"
    pair = read_pair(demo.database)
    pair.browse.execute("VACUUM INTO ?", [str(path)])
    pair.raw.execute("VACUUM INTO ?", [str(raw_path(path))])
    close_pair(pair)
    with sqlite3.connect(path) as connection:
        report, received = connection.execute(
            "SELECT report, new_received FROM current_applications WHERE applicant = 'total' AND new_received > 0 "
            "ORDER BY report LIMIT 1"
        ).fetchone()
    return path, report, received


def test_a_stored_figure_leads_back_to_its_cell(stored: tuple[Path, str, int]) -> None:
    path, report, received = stored
    answer = nianbao("show", report, "--explain", CELL, "--database", path)
    assert (answer.code, answer.err) == (0, "")
    header, row = (line.split() for line in answer.out.splitlines()[1:])
    assert header == ["where", "value", "printed", "table", "row", "column"]
    assert row[:3] == [CELL, str(received), f"'{received}'"]


def test_another_parser_version_is_said_with_both_values(stored: tuple[Path, str, int]) -> None:
    path, report, received = stored
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE versions SET parser_version = '0.9'")
        connection.execute("UPDATE applications SET new_received = 777 WHERE applicant = 'total'")
    answer = nianbao("show", report, "--explain", CELL, "--database", path)
    assert answer.code == 0
    assert "stored by parser 0.9; the places are those of parser" in answer.out
    header, row = (line.split() for line in answer.out.splitlines()[2:])
    assert header[:4] == ["where", "stored", "now", "printed"]
    assert row[:4] == [CELL, "777", str(received), f"'{received}'"]


def test_the_same_parser_that_reads_another_value_is_said(stored: tuple[Path, str, int]) -> None:
    path, report, received = stored
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE applications SET new_received = 777 WHERE applicant = 'total'")
    answer = nianbao("show", report, "--explain", CELL, "--database", path)
    assert "are not what the same parser reads now: run `nianbao reparse`" in answer.out
    assert f"777 {received}" in " ".join(answer.out.split())


def test_a_value_that_is_not_printed_is_said_and_a_word_of_no_contract_refused(stored: tuple[Path, str, int]) -> None:
    path, report, _ = stored
    answer = nianbao("show", report, "--explain", "contact.fax", "--database", path)
    assert (answer.code, answer.out.splitlines()[-1]) == (0, "contact.fax: not printed in this document")
    answer = nianbao("show", report, "--explain", "nowhere", "--database", path)
    assert (answer.code, answer.out) == (2, "")
    assert "--explain nowhere: a place begins with one of" in answer.err


def test_bytes_that_are_gone_are_named(stored: tuple[Path, str, int]) -> None:
    path, report, _ = stored
    with sqlite3.connect(raw_path(path)) as connection:
        connection.execute("DELETE FROM blobs")
    answer = nianbao("show", report, "--explain", CELL, "--database", path)
    assert answer.code == 1
    assert len(answer.err.splitlines()) == 1
