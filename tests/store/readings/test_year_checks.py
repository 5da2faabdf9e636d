"""Y1 and Y2: a report against the one of the year before, whatever the order in which the two arrived."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pytest

from crawler.reports.model import APPLICANTS, Forms, Number, Reading, Report
from crawler.store.archive.captures import ImportedFile, archive_files
from crawler.store.archive.queue import ready_candidates
from crawler.store.bodies.successions import sync_successions
from crawler.store.database import Pair
from crawler.store.grouping.reports import apply_readings
from crawler.store.readings.year_checks import failed_year_checks, year_checks
from crawler.successions import Succession
from tests.store.conftest import START

BODY = "昆明市政务服务管理局"

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


QUALITY, COMMERCE, DRUGS = "昆明市质量技术监督局", "昆明市工商行政管理局", "昆明市食品药品监督管理局"
MARKET, OTHER = "昆明市市场监督管理局", "昆明市知识产权局"
CARRIED, IN_FORCE = "applications.carried_in.total", "proactive.regulations.in_force"


def state(pair: Pair, *rows: tuple[str, str, int]) -> None:
    """(predecessor, successor, first report year of the successor), all of 昆明市."""
    sync_successions(
        pair, [Succession(f"530100-{before}", f"530100-{after}", year, "a test") for before, after, year in rows]
    )


def judged(pair: Pair, year: int, where: str, body: str = MARKET) -> tuple[object, ...]:
    """(outcome, expected, found, reports of the year before, reason) of one figure of the body's report."""
    (one,) = [one for one in year_checks(pair, f"530100-{body}/{year}") if one.check.where == where]
    former = tuple((one.last_report or "").replace("530100-", "").split("; "))
    return one.check.outcome, one.check.expected, one.check.found, former, one.reason


MERGER = ((QUALITY, MARKET, 2019), (COMMERCE, MARKET, 2019), (DRUGS, MARKET, 2019))


def put_merged(put: Put, **carried_out: int | None) -> None:
    """The last reports of the three, and the first of the body that they became."""
    names = {"quality": QUALITY, "commerce": COMMERCE, "drugs": DRUGS}
    for name, number in carried_out.items():
        put(**figures(2018, carried=(0, number), regulations=(0, 0, number), agency=names[name]))
    put(**figures(2019, carried=(9, 1), regulations=(2, 1, 10), agency=MARKET))


def test_one_predecessor_stands_in_where_the_body_has_no_report(pair: Pair, put: Put) -> None:
    state(pair, (COMMERCE, MARKET, 2019))
    put(**figures(2018, carried=(0, 5), agency=COMMERCE))
    put(**figures(2019, carried=(5, 2), agency=MARKET))
    assert judged(pair, 2019, CARRIED) == ("pass", 5, 5, (f"{COMMERCE}/2018",), "")
    put(**figures(2018, carried=(0, 9), agency=MARKET))
    assert judged(pair, 2019, CARRIED) == ("fail", 9, 5, (f"{MARKET}/2018",), ""), "its own report comes first"


def test_without_a_statement_nobody_is_followed(pair: Pair, put: Put) -> None:
    state(pair, (COMMERCE, OTHER, 2019), (QUALITY, MARKET, 2019))
    put(**figures(2018, carried=(0, 5), agency=COMMERCE))
    put(**figures(2019, carried=(5, 2), agency=MARKET))
    outcome, *_, reason = judged(pair, 2019, CARRIED)
    assert (outcome, reason) == ("not_assessable", "the store has no report of 2018 of its predecessor")


def test_of_a_succession_of_another_year_nothing_follows(pair: Pair, put: Put) -> None:
    state(pair, (COMMERCE, MARKET, 2018))
    put(**figures(2018, carried=(0, 5), agency=COMMERCE))
    put(**figures(2019, carried=(5, 2), agency=MARKET))
    assert judged(pair, 2019, CARRIED)[0] == "not_assessable"
    assert judged(pair, 2019, CARRIED)[-1] == "the store has no report of 2018"


def test_three_predecessors_are_added_up(pair: Pair, put: Put) -> None:
    state(pair, *MERGER)
    put_merged(put, quality=2, commerce=3, drugs=4)
    former = tuple(f"{name}/2018" for name in sorted((QUALITY, COMMERCE, DRUGS)))
    assert judged(pair, 2019, CARRIED) == ("pass", 9, 9, former, "")
    assert judged(pair, 2019, IN_FORCE) == ("pass", 2 + 3 + 4 + 2 - 1, 10, former, "")


@pytest.mark.parametrize(
    ("carried_out", "reason"),
    [
        ({"quality": 2, "commerce": 3}, "the store has no report of 2018 of 1 of its 3 predecessors"),
        ({"drugs": 4}, "the store has no report of 2018 of 2 of its 3 predecessors"),
        ({}, "the store has no report of 2018 of 3 of its 3 predecessors"),
        (
            {"quality": 2, "commerce": None, "drugs": 4},
            "blank, not on the form, or no whole number, in 2018 for 1 of its 3 predecessors",
        ),
    ],
)
def test_a_sum_that_lacks_a_predecessor_is_not_made(
    pair: Pair, put: Put, carried_out: dict[str, int | None], reason: str
) -> None:
    state(pair, *MERGER)
    put_merged(put, **carried_out)
    for where in (CARRIED, IN_FORCE):
        outcome, expected, *_, told = judged(pair, 2019, where)
        assert (outcome, expected, told) == ("not_assessable", None, reason)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (
            ((COMMERCE, MARKET, 2019), (COMMERCE, OTHER, 2019)),
            "its predecessor was divided: what it had left in 2018 went to several",
        ),
        (
            (*MERGER, (DRUGS, OTHER, 2020)),
            "1 of its 3 predecessors was divided: what they had left in 2018 went to several",
        ),
    ],
)
def test_what_a_divided_body_had_left_is_not_given_to_one(
    pair: Pair, put: Put, rows: tuple[tuple[str, str, int], ...], reason: str
) -> None:
    state(pair, *rows)
    put_merged(put, quality=2, commerce=3, drugs=4)
    outcome, expected, *_, told = judged(pair, 2019, CARRIED)
    assert (outcome, expected, told) == ("not_assessable", None, reason)


def test_who_left_earlier_does_not_divide_what_was_merged_later(pair: Pair, put: Put) -> None:
    state(pair, (COMMERCE, OTHER, 2016), (COMMERCE, MARKET, 2019))
    put(**figures(2018, carried=(0, 5), agency=COMMERCE))
    put(**figures(2019, carried=(5, 2), agency=MARKET))
    assert judged(pair, 2019, CARRIED)[0] == "pass"


def test_a_predecessor_that_reports_on_was_divided(pair: Pair, put: Put) -> None:
    state(pair, (COMMERCE, MARKET, 2019))
    put(**figures(2018, carried=(0, 5), agency=COMMERCE))
    put(**figures(2019, carried=(5, 2), agency=MARKET))
    put(**figures(2019, carried=(5, 2), agency=COMMERCE))
    assert judged(pair, 2019, CARRIED)[0] == "not_assessable"
    assert judged(pair, 2019, CARRIED, COMMERCE)[0] == "pass"


def test_a_chain_is_followed_one_step_a_year(pair: Pair, put: Put) -> None:
    """工商局 → 工商质监局 (2015) → 市场监管局 (2019): each first report follows the body just before it."""
    state(pair, (QUALITY, COMMERCE, 2015), (COMMERCE, MARKET, 2019))
    for agency, year, carried in (
        (QUALITY, 2014, (0, 7)),
        (COMMERCE, 2015, (7, 4)),
        (COMMERCE, 2018, (1, 6)),
        (MARKET, 2019, (6, 0)),
    ):
        put(**figures(year, carried=carried, agency=agency))
    assert judged(pair, 2015, CARRIED, COMMERCE)[:4] == ("pass", 7, 7, (f"{QUALITY}/2014",))
    assert judged(pair, 2019, CARRIED)[:4] == ("pass", 6, 6, (f"{COMMERCE}/2018",))
    series = pair.browse.execute(
        "SELECT report_year, reporting_body_name, how, steps FROM series WHERE body_name = ? ORDER BY report_year",
        [MARKET],
    ).fetchall()
    assert series == [
        (2014, QUALITY, "predecessor", 2),
        (2015, COMMERCE, "predecessor", 1),
        (2018, COMMERCE, "predecessor", 1),
        (2019, MARKET, "own", 0),
    ]


def test_a_series_ends_where_the_next_one_begins(pair: Pair, put: Put) -> None:
    """What a predecessor reports after the succession is its own; of several predecessors all stand in the series."""
    state(pair, (COMMERCE, MARKET, 2019), (DRUGS, MARKET, 2020))
    for agency, year in ((COMMERCE, 2018), (COMMERCE, 2019), (DRUGS, 2018), (DRUGS, 2019), (MARKET, 2019)):
        put(**figures(year, agency=agency))
    series = pair.browse.execute(
        "SELECT report_year, reporting_body_name FROM series WHERE body = ? ORDER BY report_year, reporting_body_name",
        [f"530100-{MARKET}"],
    ).fetchall()
    assert series == [(2018, COMMERCE), (2018, DRUGS), (2019, MARKET), (2019, DRUGS)]
    own = pair.browse.execute("SELECT report_year FROM series WHERE body = ?", [f"530100-{COMMERCE}"]).fetchall()
    assert sorted(own) == [(2018,), (2019,)]


def test_a_circle_that_no_file_could_state_does_not_hang_the_series(pair: Pair, put: Put) -> None:
    state(pair, (QUALITY, COMMERCE, 2015), (COMMERCE, MARKET, 2019), (MARKET, QUALITY, 2024))
    put(**figures(2014, agency=QUALITY))
    assert pair.browse.execute("SELECT count(*) FROM series").fetchone() == (3,)
