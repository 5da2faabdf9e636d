"""A correction by hand, as an operator makes it: written into a file, applied, listed, kept, and taken back."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.road.command_line import PROJECT, fingerprint_of, nianbao
from tests.road.conftest import Demo

HEADER = "what,action,value,date,by,reason\n"


def a_page(database: Path) -> tuple[str, str, int]:
    """(address, body, year) of a report that is the only one of its body and year."""
    with closing(sqlite3.connect(database)) as connection:
        row: tuple[str, str, int] = connection.execute(
            "SELECT url, body, report_year FROM reports WHERE same_body_year = 0 ORDER BY id"
        ).fetchone()
        return row


def ids(database: Path) -> set[str]:
    with closing(sqlite3.connect(database)) as connection:
        return {row[0] for row in connection.execute("SELECT id FROM reports")}


def test_a_correction_is_applied_kept_by_a_reparse_and_taken_back(
    demo: Demo, demo_fingerprint: str, tmp_path: Path
) -> None:
    database = demo.copy_to(tmp_path)
    registry = tmp_path / "sources.csv"
    shutil.copy(PROJECT / "data" / "sources.csv", registry)
    file = tmp_path / "overrides.csv"
    address, body, year = a_page(database)
    where = ("--registry", registry, "--database", database)
    file.write_text(f"{HEADER}{address},report_year,1999,2024-05-01,ME,seen by eye\n", encoding="utf-8")
    applied = nianbao("overrides", "apply", *where)
    assert (applied.code, applied.err) == (0, "")
    assert applied.out.startswith("1 rows changed, 1 pages touched. Read 1: 1 new reports, 0 not reports, 0 not read.")
    corrected = ids(database)
    assert f"{body}/1999" in corrected
    assert f"{body}/{year}" not in corrected
    again = nianbao("reparse", *where)
    assert again.code == 0, again.err
    assert ids(database) == corrected
    listed = nianbao("overrides", *where)
    assert f"    {address}: {body}/1999 (rule override)" in listed.out.splitlines()
    file.unlink()
    lost = nianbao("overrides", "apply", *where)
    assert lost.code == 1
    assert lost.err.startswith(f"nianbao: {file}: missing, while demo.db holds 1 rows of it; put it back")
    file.write_text(HEADER, encoding="utf-8")
    assert nianbao("overrides", "apply", *where).code == 0
    assert fingerprint_of(database) == demo_fingerprint
