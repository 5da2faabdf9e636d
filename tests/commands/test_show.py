"""`nianbao show` of stored reports: what it says of a version, and addresses as they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.cli import main
from crawler.store.database import close_pair, open_pair
from crawler.store.transactions import transaction
from tests.browse.corpus import build_corpus

REPORT = "530100-昆明市政务服务管理局/2023"
BRACKETS = "https://zwfw.km.gov.cn/[/c]/2024-01-31/1.shtml"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The current version of REPORT carries in 3 where its first one carries in 2; the year before carries out 4."""
    path = tmp_path_factory.mktemp("show") / "mine.db"
    build_corpus(path, "live")
    pair = open_pair(path, origin="live")
    with transaction(pair.browse):
        pair.browse.execute(
            "UPDATE applications SET carried_in = 3 WHERE applicant = 'total' AND version = "
            "(SELECT current_version FROM reports WHERE id = ?)",
            [REPORT],
        )
        pair.browse.execute("UPDATE reports SET url = ? WHERE id = ?", [BRACKETS, REPORT])
    close_pair(pair)
    return path


def show(database: Path, report: str) -> str:
    done = CliRunner().invoke(main, ["show", report, "--database", str(database)])
    assert done.exit_code == 0, done.output
    return done.stdout


def version_of(database: Path, position: int) -> str:
    pair = open_pair(database, origin="live")
    [(version,)] = pair.browse.execute(
        "SELECT id FROM versions WHERE report = ? AND position = ?", [REPORT, position]
    ).fetchall()
    close_pair(pair)
    return str(version)


def test_the_year_checks_are_shown_with_the_version_that_they_compared(database: Path) -> None:
    judged = "Y1 applications.carried_in.total: last year's report carries out 4, this one carries in 3"
    assert judged in show(database, REPORT)
    assert judged in show(database, version_of(database, 2))
    assert "Y1" not in show(database, version_of(database, 1))


def test_brackets_of_an_address_are_printed_as_they_are(database: Path) -> None:
    assert show(database, REPORT).splitlines()[0] == f"{REPORT}  {BRACKETS}"
