"""The 2014–2018 appendix and the informational checks in the store."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crawler.reports.model import Check, Forms, Reading, Report
from crawler.store.database import Pair
from crawler.store.fingerprint import fingerprint
from crawler.store.grouping.reports import apply_readings, stored_reading
from crawler.store.status import status

VALUES = {"村务公开数": 12, "meetings": 2, "applications_received": 3, "budget_wanyuan": None, "a/b": 0}
CHECKS = (
    Check("A1", "applications.*.total", "fail", 12, 15),
    Check("S", "statistics.applications_received", "fail", 4, 3),
    Check("T1", "statistics.meetings", "fail", 1, 2, "the prose says 会议1次; scope 全市"),
    Check("T1", "statistics.meetings", "pass", 2, 2, "the prose says 会议2次"),
)


def appendix(report: Callable[..., Report], **changes: Any) -> Report:
    return report(
        report_year=2017, forms=Forms(statistics="2014"), proactive=None, applications=None, review=None,
        statistics=VALUES, checks=CHECKS, **changes,
    )  # fmt: skip


def test_an_appendix_comes_back_in_the_order_of_its_page_with_the_notes_of_its_checks(
    pair: Pair, imported_candidate: Any, report: Any, reading: Any
) -> None:
    apply_readings(pair, [(imported_candidate("a", b"a"), reading(appendix(report)))])
    (version,) = pair.browse.execute("SELECT id FROM versions").fetchone()
    [stored] = stored_reading(pair, version).reports
    assert stored.statistics is not None
    assert list(stored.statistics.items()) == list(VALUES.items())
    assert stored.checks == CHECKS


def test_a_store_from_before_there_was_an_order_keeps_its_fingerprint(
    pair: Pair, imported_candidate: Any, report: Any, reading: Any
) -> None:
    apply_readings(pair, [(imported_candidate("a", b"a"), reading(appendix(report)))])
    before = fingerprint(pair)
    pair.browse.execute("UPDATE statistics SET position = 0")
    assert fingerprint(pair) == before
    pair.browse.execute("UPDATE checks SET note = 'another' WHERE note <> ''")
    assert fingerprint(pair) != before


def test_informational_rules_are_counted_apart(pair: Pair, imported_candidate: Any, report: Any, reading: Any) -> None:
    apply_readings(pair, [(imported_candidate("a", b"a"), reading(appendix(report)))])
    assert pair.browse.execute("SELECT failed_checks FROM current_reports").fetchone() == (1,)
    held = status(pair)
    assert (held.failed_checks, held.informational_failures) == ({"A1": 1}, {"S": 1, "T1": 1})


def test_the_appendix_is_a_row_of_columns_for_a_panel(
    pair: Pair, imported_candidate: Any, report: Any, reading: Any
) -> None:
    apply_readings(pair, [(imported_candidate("a", b"a"), reading(appendix(report)))])
    columns = "report_year, applications_received, meetings, budget_wanyuan, received_fax"
    rows = pair.browse.execute(f"SELECT {columns} FROM current_statistics_2014").fetchall()
    assert rows == [(2017, 3, 2, None, None)]


def test_a_page_of_statistics_is_kept_beside_the_report_of_its_year(
    pair: Pair, imported_candidate: Any, report: Any
) -> None:
    """The same numbers do not make them one report, and the panel takes the report."""
    of_the_year = Reading("report", (), (appendix(report, index_number=None),))
    alone = Reading("statistics", (), (appendix(report, index_number=None, sections={}),))
    for name, read in (("sheet", alone), ("report", of_the_year)):
        applied = apply_readings(pair, [(imported_candidate(name, name.encode()), read)])
        assert (applied.read, applied.failed, applied.new_reports) == (1, 0, 1)
    rows = pair.browse.execute("SELECT number, kind, in_panel FROM reports ORDER BY number").fetchall()
    assert rows == [(1, "report", 1), (2, "statistics", 0)]
    kept = pair.browse.execute("SELECT report, count(*) FROM current_statistics GROUP BY report").fetchall()
    assert [count for _, count in kept] == [len(VALUES)] * 2
