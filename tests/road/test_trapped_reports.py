"""The traps of SITES.md whose handling is in the reading and the store, not in the walk: what is kept of their reports.

That their pages and files are fetched is in tests/spiders/test_traps.py.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from crawler.replica.traps import TRAPS, trap_sites
from crawler.replica.truth import PublishedReport, published_reports
from crawler.store.database import Pair, close_pair, read_pair
from tests.road.conftest import Demo

READ = ("migrated-dates", "two-hedong", "pdf-only", "doc-only", "table-pictures", "two-addresses", "file-rows")
every_trap = pytest.mark.parametrize("name", READ, ids=[f"{TRAPS[name].number:02}-{name}" for name in READ])


@pytest.fixture(scope="module")
def pair(whole_replica: Demo) -> Iterator[Pair]:
    opened = read_pair(whole_replica.database)
    yield opened
    close_pair(opened)


def reports_of(name: str) -> list[PublishedReport]:
    sources = {site.source_id for site in trap_sites(name)}
    return [report for report in published_reports(extra=(name,)) if report.source_id in sources]


def held(pair: Pair, name: str) -> list[dict[str, Any]]:
    """What the store holds of the bodies of a trap's sites."""
    bodies = {f"{site.division}-{site.body}" for site in trap_sites(name)}
    question = (
        "SELECT reports.*, proactive_form, applications_form, review_form FROM reports "
        "JOIN versions ON versions.id = current_version"
    )
    return [dict(row) for row in pair.browse.query(question) if row["body"] in bodies]


def is_read(report: PublishedReport) -> bool:
    """No reader of DOC is here yet: such a report is fetched and waits in the archive."""
    return report.media != "doc"


@every_trap
def test_every_report_is_held_once_under_its_own_body(pair: Pair, name: str) -> None:
    division = {site.source_id: site.division for site in trap_sites(name)}
    due = Counter((f"{division[one.source_id]}-{one.body}", one.year) for one in reports_of(name) if is_read(one))
    rows = held(pair, name)
    assert Counter((row["body"], row["report_year"]) for row in rows) == due
    assert {row["kind"] for row in rows} == {"report"}


@every_trap
def test_the_day_the_number_and_the_figures_are_those_of_the_report(pair: Pair, name: str) -> None:
    by_address = {row["url"]: row for row in held(pair, name)}
    for report in filter(is_read, reports_of(name)):
        [row] = [by_address[url] for url in (report.url, *report.copies) if url in by_address]
        assert row["version_count"] == 1 + len(report.copies)
        if not report.copies:
            assert (row["published"], row["index_number"]) == (report.published.isoformat(), report.index_number)
        assert (row["proactive_form"], row["applications_form"]) == (report.proactive_form, report.applications_form)
        assert figures(pair, row["current_version"]) == {
            f"{line}_{column}": Decimal(str(value))
            for line, cells in (report.proactive or {}).items()
            for column, value in cells.items()
            if value is not None
        }


def figures(pair: Pair, version: str) -> dict[str, Decimal]:
    """The numbers of the first standard table, by the names of their columns."""
    rows = pair.browse.query("SELECT * FROM proactive WHERE version = ?", [version])
    return {
        name: Decimal(str(value))
        for row in rows
        for name, value in row.items()
        if name not in ("version", "form") and value is not None
    }


@every_trap
def test_every_file_is_in_the_archive_with_its_page(pair: Pair, name: str) -> None:
    question = (
        "SELECT page.url AS page, file.url AS url FROM candidate_attachments AS file "
        "JOIN captures ON captures.id = file.capture JOIN candidates AS page ON page.id = file.candidate"
    )
    kept = {(row["page"], row["url"]) for row in pair.browse.query(question)}
    files = {(report.url, url) for report in reports_of(name) for url in (*report.attachments, *report.twins)}
    assert files <= kept
    assert bool(files) == (name in ("pdf-only", "doc-only", "file-rows"))
