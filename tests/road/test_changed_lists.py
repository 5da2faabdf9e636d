"""A list that changed: what a quiet night sees of it at once, and what the next full walk brings to light."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.replica.truth import PublishedReport, published_reports
from crawler.store.walks.list_evidence import lists_from_json
from tests.road.conftest import Demo
from tests.road.night import Night

SOURCE = "replica-trap-changed-list"
ROWS_PER_PAGE = 8
EIGHT_DAYS = timedelta(days=8)


@dataclass(frozen=True)
class Seen:
    """What a visit says of itself."""

    full_walk: int
    list_pages: int
    report_pages: int
    new: int
    changed: int
    withdrawn: int
    rows: tuple[int, ...]
    """Of each list page that was asked for."""


def walked(night: Night, variant: str, *arguments: str) -> Seen:
    night.run("--replica-with", f"changed-list:{variant}", *arguments)
    ((full_walk, list_pages, report_pages, new, changed, withdrawn, outcome, lists),) = night.ask(
        "SELECT full_walk, list_pages, report_pages, new, changed, withdrawn, outcome, lists FROM visits "
        "WHERE source = ? ORDER BY ended_at DESC LIMIT 1",
        SOURCE,
    )
    assert outcome == "complete"
    (one,) = lists_from_json(str(lists))
    numbers = (full_walk, list_pages, report_pages, new, changed, withdrawn)
    return Seen(*map(int, map(str, numbers)), rows=one.rows_by_page)


def truth_of(variant: str = "") -> dict[int, PublishedReport]:
    """Year → the report that the list shows."""
    word = f"changed-list:{variant}" if variant else "changed-list"
    return {report.year: report for report in published_reports(extra=(word,)) if report.source_id == SOURCE}


def held(night: Night) -> dict[object, object]:
    """Year → the title of the report that is held."""
    return dict(
        night.ask(
            "SELECT report_year, title FROM current_reports WHERE body = (SELECT body FROM sources WHERE id = ?)",
            SOURCE,
        )
    )


def line(night: Night, url: str) -> tuple[object, ...]:
    """The title of a line, the list page on which it stands, and whether it is still listed."""
    ((title, position, listed),) = night.ask(
        "SELECT title, position, listed FROM entries WHERE source = ? AND url = ?", SOURCE, url
    )
    return title, 1 + int(str(position)) // ROWS_PER_PAGE, listed


@pytest.fixture
def night(whole_replica: Demo, tmp_path: Path) -> Night:
    night = Night(whole_replica, tmp_path, SOURCE)
    assert held(night) == {year: report.title for year, report in truth_of().items()}
    return night


def test_a_report_added_on_page_1_is_seen_at_once(night: Night) -> None:
    (year,) = truth_of("added").keys() - truth_of().keys()
    report = truth_of("added")[year]
    assert walked(night, "added") == Seen(1, 4, 1, new=1, changed=0, withdrawn=0, rows=(8, 8, 8, 4))
    assert line(night, report.url) == (report.title, 1, 1)
    assert held(night) == {year: report.title for year, report in truth_of("added").items()}


def test_a_report_backdated_onto_page_4_is_seen_within_the_week(night: Night) -> None:
    """A quiet night looks at page 1 and sees nothing; eight days after the last full walk another one is due."""
    (year,) = truth_of("backdated").keys() - truth_of().keys()
    report = truth_of("backdated")[year]
    assert walked(night, "backdated") == Seen(0, 1, 0, new=0, changed=0, withdrawn=0, rows=(8,))
    assert year not in held(night)
    last_week = (datetime.now(UTC) - EIGHT_DAYS).isoformat()
    night.write("UPDATE visits SET ended_at = ? WHERE source = ? AND full_walk = 1", last_week, SOURCE)
    assert walked(night, "backdated") == Seen(1, 4, 1, new=1, changed=0, withdrawn=0, rows=(8, 8, 8, 4))
    assert line(night, report.url) == (report.title, 4, 1)
    assert held(night) == {year: report.title for year, report in truth_of("backdated").items()}


def test_a_report_that_was_withdrawn_is_no_longer_listed_and_stays_held(night: Night) -> None:
    (year,) = truth_of().keys() - truth_of("withdrawn").keys()
    report = truth_of()[year]
    before = held(night)
    assert walked(night, "withdrawn", "--full") == Seen(1, 4, 0, new=0, changed=0, withdrawn=1, rows=(8, 8, 8, 2))
    assert line(night, report.url) == (report.title, 3, 0)
    assert night.ask("SELECT count(*) FROM entries WHERE source = ? AND listed = 0", SOURCE) == [(1,)]
    assert held(night) == before


def test_a_report_with_another_title_is_asked_for_again_and_its_old_content_stays(night: Night) -> None:
    (year,) = {year for year, report in truth_of("retitled").items() if report.title != truth_of()[year].title}
    report = truth_of("retitled")[year]
    before = held(night)
    assert walked(night, "retitled", "--full") == Seen(1, 4, 1, new=0, changed=1, withdrawn=0, rows=(8, 8, 8, 3))
    assert line(night, report.url) == (report.title, 2, 1)
    assert held(night) == before | {year: report.title}
    versions = night.ask(
        "SELECT versions.title FROM versions JOIN reports ON reports.id = versions.report WHERE reports.url = ? "
        "ORDER BY versions.position",
        report.url,
    )
    assert versions == [(truth_of()[year].title,), (report.title,)]


def test_all_of_it_in_one_night(night: Night) -> None:
    """Page 1 has changed, so the night is no quiet one: the list is walked to its end, and all four are seen."""
    before, after = truth_of(), truth_of("all")
    assert walked(night, "all") == Seen(1, 4, 3, new=2, changed=1, withdrawn=1, rows=(8, 8, 8, 4))
    gone = before.keys() - after.keys()
    assert held(night) == {year: report.title for year, report in after.items()} | {
        year: before[year].title for year in gone
    }
    assert all(line(night, report.url)[::2] == (report.title, 1) for report in after.values())
    assert all(line(night, before[year].url)[2] == 0 for year in gone)
