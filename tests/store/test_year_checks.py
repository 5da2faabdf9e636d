"""Y1 and Y2: a report against the one of the year before, whatever the order in which the two arrived."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest

from crawler.reports.model import APPLICANTS, Forms, Number, Reading, Report
from crawler.store.captures import ImportedFile, archive_files
from crawler.store.database import Pair
from crawler.store.queue import ready_candidates
from crawler.store.reports import apply_readings
from crawler.store.year_checks import failed_year_checks, year_checks
from tests.store.conftest import START

BODY = "昆明市政务服务管理局"
FORMER = "迪庆州工业和信息化局"

Put = Callable[..., None]


def figures(
    year: int,
    *,
    carried: tuple[Number | None, Number | None] = (0, 0),
    regulations: tuple[Number | None, ...] | None = None,
    agency: str = BODY,
    form: str = "2021",
) -> dict[str, object]:
    """What a report of `year` prints: carried_in and carried_out of every applicant; issued, abolished, in_force."""
    applications = {"carried_in": (carried[0],) * len(APPLICANTS), "carried_out": (carried[1],) * len(APPLICANTS)}
    columns = {
        "2021": ("issued", "abolished", "in_force"),
        "2019": ("produced", "newly_published", "total_published"),
    }[form]
    return {
        "report_year": year,
        "agency": agency,
        "title": f"{agency}{year}年政府信息公开工作年度报告",
        "forms": Forms(applications="2021", proactive=None if regulations is None else form),  # type: ignore[arg-type]
        "applications": applications,
        "proactive": None if regulations is None else {"regulations": dict(zip(columns, regulations, strict=True))},
    }


@pytest.fixture
def put(pair: Pair, report: Callable[..., Report]) -> Put:
    def store(**changes: object) -> None:
        name = f"{changes['agency']}-{changes['report_year']}.html"
        archive_files(pair, [ImportedFile(name, name.encode(), START)])
        (candidate,) = ready_candidates(pair, 9)
        reading = Reading("report", ("made by a test",), (report(f"{name}的正文。", **changes),))
        apply_readings(pair, [(candidate, reading)])

    return store


def outcomes(pair: Pair, body: str, year: int) -> dict[str, tuple[object, ...]]:
    (found,) = pair.browse.execute(
        "SELECT reports.id FROM reports JOIN bodies ON bodies.id = body WHERE bodies.name = ? AND report_year = ?",
        [body, year],
    ).fetchone()
    return {
        one.check.where: (one.check.rule, one.check.outcome, one.check.expected, one.check.found)
        for one in year_checks(pair, found)
    }


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_what_was_carried_out_is_carried_in(pair: Pair, put: Put, order: tuple[int, ...]) -> None:
    reports = [figures(2021, carried=(0, 4)), figures(2022, carried=(4, 7)), figures(2023, carried=(6, 0))]
    for place in order:
        put(**reports[place])
    for applicant in APPLICANTS:
        where = f"applications.carried_in.{applicant}"
        assert outcomes(pair, BODY, 2021)[where] == ("Y1", "not_assessable", None, 0)
        assert outcomes(pair, BODY, 2022)[where] == ("Y1", "pass", 4, 4)
        assert outcomes(pair, BODY, 2023)[where] == ("Y1", "fail", 7, 6)
    assert failed_year_checks(pair) == {"Y1": len(APPLICANTS)}


@pytest.mark.parametrize(
    ("last", "now", "outcome", "expected"),
    [
        ((1, 0, 20), (3, 2, 21), "pass", 21),
        ((1, 0, 20), (3, 2, 20), "fail", 21),
        ((1, 0, None), (3, 2, 21), "not_assessable", None),
        ((1, 0, 20), (3, None, 21), "not_assessable", None),
        ((1, 0, 20), (3, 2, None), "not_assessable", 21),
    ],
)
def test_what_is_in_force_follows_from_last_year(
    pair: Pair, put: Put, last: tuple[int, ...], now: tuple[int, ...], outcome: str, expected: int | None
) -> None:
    put(**figures(2022, regulations=last))
    put(**figures(2023, regulations=now))
    assert outcomes(pair, BODY, 2023)["proactive.regulations.in_force"] == ("Y2", outcome, expected, now[2])


def test_the_trial_form_knows_nothing_in_force(pair: Pair, put: Put) -> None:
    put(**figures(2020, regulations=(3, 3, 40), form="2019"))
    put(**figures(2021, regulations=(1, 0, 41)))
    assert "proactive.regulations.in_force" not in outcomes(pair, BODY, 2020)
    assert outcomes(pair, BODY, 2021)["proactive.regulations.in_force"] == ("Y2", "not_assessable", None, 41)


def test_the_reason_says_what_is_missing(pair: Pair, put: Put) -> None:
    put(**figures(2023, carried=(None, 0)))
    (identifier,) = pair.browse.execute("SELECT id FROM reports").fetchone()
    assert {one.reason for one in year_checks(pair, identifier)} == {"the store has no report of 2022"}
    put(**figures(2022))
    assert {one.reason for one in year_checks(pair, identifier)} == {"blank, or no whole number, in 2023"}


def test_a_stated_predecessor_stands_in_where_the_body_has_no_report(pair: Pair, put: Put) -> None:
    put(**figures(2018, carried=(0, 5), agency=FORMER))
    put(**figures(2019, carried=(5, 2)))
    where = "applications.carried_in.total"
    assert outcomes(pair, BODY, 2019)[where] == ("Y1", "not_assessable", None, 5)
    pair.browse.execute(
        "UPDATE bodies SET predecessor = (SELECT id FROM bodies WHERE name = ?) WHERE name = ?", [FORMER, BODY]
    )
    assert outcomes(pair, BODY, 2019)[where] == ("Y1", "pass", 5, 5)
    put(**figures(2018, carried=(0, 9)))
    assert outcomes(pair, BODY, 2019)[where] == ("Y1", "fail", 9, 5)
