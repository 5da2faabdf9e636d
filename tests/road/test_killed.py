"""kill -9 at several moments, then the same command again: the same database as an undisturbed run's."""

from __future__ import annotations

import random
import signal
from pathlib import Path

import pytest

from crawler.reports.contract import reading_to_json
from crawler.store.database import close_pair, read_pair
from crawler.store.grouping.reports import stored_reading
from crawler.store.reported.found_reports import find_reports
from tests.road.command_line import Answer, fingerprint_of, nianbao
from tests.road.conftest import Demo, made_once

MOMENTS = (
    "pipelines.archive:archive:1:before",
    "pipelines.archive:archive:2:after",
    "pipelines.archive:archive:3:before",
    "pipelines.read:apply_readings:1:before",
    "pipelines.read:apply_readings:2:after",
    "pipelines.visits:record_entries:2:after",
    "crawler.commands.crawl:settle_attachments:1:before",
)


def kill_at(moment: str, *arguments: object) -> None:
    """Raises AssertionError if the moment never came: the crawl must really have died."""
    answer = nianbao(*arguments, moment=f"{moment}:SIGKILL")
    assert answer.code == -signal.SIGKILL, f"{moment}: ended with {answer.code}: {answer.err[-2000:]}"


def assert_recovers(moment: str, database: Path, expected: str, *selection: str) -> None:
    kill_at(moment, "crawl", "--replica", *selection, "--database", database)
    again = nianbao("crawl", "--replica", *selection, "--database", database)
    assert again.code == 0, again.out + again.err
    assert fingerprint_of(database) == expected


TWO_SOURCES = ("--source", "kunming-zwfw", "--source", "yunnan-gxt")
"""A year that is only a PDF, a PDF twin, a forbidden attachment are among theirs; all five sites go in `make soak`."""


@pytest.fixture(scope="session")
def undisturbed(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> str:
    def crawl(folder: Path) -> Answer:
        # Cold: with another order of hashes than the runs that are compared with it, which are forks of one process.
        return nianbao("crawl", "--replica", *TWO_SOURCES, "--database", folder / "demo.db", cold=True)

    demo = made_once(tmp_path_factory, worker_id, "undisturbed", crawl)
    assert demo.answer.code == 0, demo.answer.out + demo.answer.err
    return fingerprint_of(demo.database)


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_run_is_simply_run_again(moment: str, tmp_path: Path, undisturbed: str) -> None:
    assert_recovers(moment, tmp_path / "demo.db", undisturbed, *TWO_SOURCES)


@pytest.mark.parametrize(
    ("moment", "name"),
    [
        ("spiders.walking:fetched:5:before:SIGTERM", "SIGTERM"),
        ("spiders.walking:fetched:5:before:SIGINT+SIGINT", "SIGINT"),
        ("crawler.commands.crawl:settle_attachments:1:before:SIGTERM", "SIGTERM"),
    ],
)
def test_a_run_that_is_stopped_says_so_and_loses_nothing(
    moment: str, name: str, tmp_path: Path, undisturbed: str
) -> None:
    """Once: what is under way comes to its end. Twice: at once. While reading: what is unread waits."""
    database = tmp_path / "demo.db"
    stopped = nianbao("crawl", "--replica", *TWO_SOURCES, "--database", database, moment=moment)
    assert stopped.code == 3, stopped.out + stopped.err
    assert [line for line in stopped.err.splitlines() if line.startswith("nianbao:")] == [
        f"nianbao: stopped by {name}; what was fetched is kept, run it again to go on"
    ]
    assert "Traceback" not in stopped.out + stopped.err
    pair = read_pair(database)
    try:
        visits = list(pair.browse.query("SELECT outcome, reason FROM visits"))
        assert len(visits) == 2, "each source has a visit, and a line in the closing table"
        if "spiders" in moment:
            assert [visit["outcome"] for visit in visits] == ["incomplete"] * 2
            assert all("the run was stopped" in visit["reason"] for visit in visits)
        assert [row["outcome"] for row in pair.browse.query("SELECT outcome FROM crawls")] == ["stopped"]
    finally:
        close_pair(pair)
    again = nianbao("crawl", "--replica", *TWO_SOURCES, "--database", database)
    assert again.code == 0, again.out + again.err
    assert fingerprint_of(database) == undisturbed


def test_what_was_archived_is_read_even_if_the_site_is_gone(tmp_path: Path, demo: Demo) -> None:
    """The second run finds no site at all. Every page that the first had archived is a report all the same."""
    database = tmp_path / "demo.db"
    kill_at("pipelines.archive:archive:6:after", "crawl", "--replica", "--database", database, "--no-read")
    answer = nianbao("crawl", "--replica", "--database", database, "--replica-fault", "gone")
    assert answer.code == 4, answer.out + answer.err
    pair, undisturbed = read_pair(database), read_pair(demo.database)
    try:
        # A page whose PDF had not come before the site went is read without it, and asked for again another night.
        archived = [
            row["url"]
            for row in pair.browse.query(
                "SELECT url FROM captures WHERE kind = 'page' AND id NOT IN "
                "(SELECT candidate FROM candidate_attachments WHERE state = 'failed')"
            )
        ]
        compared = 0
        for url in archived:
            expected = find_reports(undisturbed, url)
            found = find_reports(pair, url)
            assert [report.report_id for report in found] == [report.report_id for report in expected], url
            for ours, theirs in zip(found, expected, strict=True):
                mine = reading_to_json(stored_reading(pair, ours.version_id))
                assert mine == reading_to_json(stored_reading(undisturbed, theirs.version_id))
                compared += 1
        assert compared
        assert not list(pair.browse.query("SELECT id FROM captures WHERE read_state = 'pending'"))
    finally:
        close_pair(pair)
        close_pair(undisturbed)


def test_a_full_disk_ends_the_run_with_one_line_and_loses_nothing(tmp_path: Path, undisturbed: str) -> None:
    database = tmp_path / "demo.db"
    answer = nianbao("crawl", "--replica", *TWO_SOURCES, "--database", database, largest_file=350_000)
    assert answer.code == 1, answer.out + answer.err
    (line,) = [line for line in answer.err.splitlines() if line.startswith("nianbao:")]
    assert "could not" in line
    assert "is kept" in line
    assert "Traceback" not in answer.err
    again = nianbao("crawl", "--replica", *TWO_SOURCES, "--database", database)
    assert again.code == 0, again.out + again.err
    assert fingerprint_of(database) == undisturbed


@pytest.mark.soak
def test_thirty_seeded_kills(tmp_path: Path, demo_fingerprint: str) -> None:
    chance = random.Random(20261122)
    functions = [moment.rsplit(":", 2)[0] for moment in MOMENTS]
    for number in range(30):
        moment = f"{chance.choice(functions)}:1:{chance.choice(['before', 'after'])}"
        assert_recovers(moment, tmp_path / f"{number}.db", demo_fingerprint)
