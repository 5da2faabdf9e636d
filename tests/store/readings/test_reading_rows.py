"""A reading comes back from the tables as it went in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.documents.model import Place
from crawler.reports.forms import APPLICATION_FORMS, PROACTIVE_FORMS
from crawler.reports.model import (
    APPLICANTS,
    REVIEW_CHANNELS,
    REVIEW_OUTCOMES,
    Check,
    Contact,
    Flag,
    FlagKind,
    Forms,
    Period,
    Reading,
    Report,
    Section,
    ValuePlace,
)
from crawler.store.archive.captures import ImportedFile, archive_files
from crawler.store.archive.queue import ready_candidates
from crawler.store.database import Pair, close_pair, open_pair
from crawler.store.errors import StoreError
from crawler.store.grouping.reports import apply_readings, stored_reading
from crawler.store.readings.columns import APPLICATION_ROWS, PROACTIVE_CELLS
from crawler.store.readings.number_columns import from_column, to_column
from crawler.store.readings.reading_rows import load_report

words = st.text(st.characters(codec="utf-8"), max_size=12)
maybe = st.none() | words
numbers = (
    st.integers(-(10**21), 10**21) | st.decimals(allow_nan=False, allow_infinity=False, places=4) | st.integers(0, 9)
)
cells = st.none() | numbers
REVIEW = dict.fromkeys(REVIEW_CHANNELS, REVIEW_OUTCOMES)


def table_of(form: dict[str, tuple[str, ...]], *, whole: bool) -> st.SearchStrategy[dict[str, dict[str, object]]]:
    rows = {row: st.fixed_dictionaries(dict.fromkeys(columns, cells)) for row, columns in form.items()}
    if whole:
        return st.fixed_dictionaries(rows)  # type: ignore[return-value]
    torn = {row: st.fixed_dictionaries({}, optional=dict.fromkeys(columns, cells)) for row, columns in form.items()}
    return st.fixed_dictionaries({}, optional=torn)  # type: ignore[return-value]


def any_table(forms: list[dict[str, tuple[str, ...]]]) -> st.SearchStrategy[dict[str, dict[str, object]] | None]:
    return st.none() | st.one_of(*(table_of(form, whole=whole) for form in forms for whole in (True, False)))


seven = st.tuples(*([cells] * 7))
applications = st.none() | st.one_of(
    *(st.fixed_dictionaries(dict.fromkeys(rows, seven)) for rows in APPLICATION_FORMS.values()),
    st.dictionaries(st.sampled_from(APPLICATION_ROWS), seven, max_size=4),
)
reports = st.builds(
    Report,
    title=maybe,
    agency=st.just("局"),
    report_year=st.integers(2008, 2030),
    index_number=maybe,
    metadata=st.dictionaries(words, words, max_size=3),
    period=st.none() | st.builds(Period, st.dates(), st.dates(), words),
    contact=st.builds(Contact, maybe, maybe, maybe, maybe, maybe, maybe),
    sections=st.dictionaries(st.sampled_from("123456"), st.builds(Section, words, words), max_size=6),
    forms=st.builds(
        Forms,
        st.sampled_from([None, "2021", "2019"]),
        st.sampled_from([None, "2021", "2019"]),
        st.sampled_from([None, "standard"]),
        st.sampled_from([None, "2014"]),
    ),
    proactive=any_table([*PROACTIVE_FORMS.values()]),
    applications=applications,
    review=any_table([REVIEW]),
    statistics=st.none() | st.dictionaries(words, cells, max_size=3),
    flags=st.lists(st.builds(Flag, words, st.sampled_from(get_args(FlagKind)), words, words), max_size=2).map(tuple),
    checks=st.lists(
        st.builds(Check, words, words, st.sampled_from(["pass", "fail", "not_assessable"]), cells, cells, words),
        max_size=2,
    ).map(tuple),
    body_origin=st.sampled_from(["trafilatura", "container", "page"]),
    published=st.none() | st.dates(),
    places=st.just((ValuePlace("title", "x", Place(line=1)),)),
)
readings = st.builds(
    Reading,
    st.sampled_from(["report", "statistics", "interpretation"]),
    st.lists(words, max_size=2).map(tuple),
    st.lists(reports, min_size=1, max_size=2).map(tuple),
    words,
)
_serial = count()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    opened = open_pair(tmp_path_factory.mktemp("rows") / Path("corpus.db"), origin="live")
    yield opened
    close_pair(opened)


def apply_and_give_back(pair: Pair, reading: Reading) -> list[Reading]:
    data = b"%d" % next(_serial)
    archive_files(pair, [ImportedFile(data.decode(), data, datetime(2024, 1, 1, tzinfo=UTC))])
    candidate = ready_candidates(pair, 10)[-1]
    applied = apply_readings(pair, [(candidate, reading)])
    assert (applied.read, applied.failed) == (1, 0)
    versions = pair.browse.execute(
        "SELECT version FROM identity_decisions WHERE candidate = ? ORDER BY ordinal", [candidate.id]
    ).fetchall()
    return [stored_reading(pair, version) for (version,) in versions]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(readings)
def test_a_stored_reading_equals_the_one_that_was_applied(corpus: Pair, reading: Reading) -> None:
    body = f"局{next(_serial)}"
    named = replace(reading, reports=tuple(replace(one, agency=body) for one in reading.reports))
    given_back = apply_and_give_back(corpus, named)
    assert given_back == [named] * len(named.reports)
    assert all(report.places == () for one in given_back for report in one.reports)


@pytest.mark.parametrize(
    ("number", "stored"),
    [
        (0, 0),
        (-3, -3),
        (2**63 - 1, 2**63 - 1),
        (2**63, "9223372036854775808"),
        (Decimal("59237.2449"), 59237.2449),
        (Decimal("96171.60"), 96171.6),
        (Decimal("0.1"), 0.1),
        (Decimal("10"), 10.0),
        (Decimal("12345678901234567.89"), "12345678901234567.89"),
        (Decimal(10**30 + 1), "1000000000000000000000000000001."),
        (None, None),
    ],
)
def test_numbers_are_exact_in_their_columns(number: int | Decimal | None, stored: object) -> None:
    column = to_column(number)
    assert (column, type(column)) == (stored, type(stored))
    back = from_column(column)
    assert (back, type(back)) == (number, type(number))


def test_the_tables_have_the_columns_of_both_forms(corpus: Pair) -> None:
    def columns(table: str) -> list[str]:
        return [column.name for column in corpus.browse[table].columns]

    assert set(columns("proactive")) == {"version", "form", *(f"{row}_{column}" for row, column in PROACTIVE_CELLS)}
    assert set(columns("applications")) == {"version", "applicant", "form", *APPLICATION_ROWS}
    assert columns("reviews") == ["version", "channel", "form", *REVIEW_OUTCOMES]


def test_a_form_as_it_is_printed_is_rows_with_blanks(corpus: Pair, report, reading) -> None:  # type: ignore[no-untyped-def]
    proactive = {row: dict.fromkeys(columns, None) for row, columns in PROACTIVE_FORMS["2021"].items()}
    proactive["fees"]["amount_wanyuan"] = Decimal("7730.28")  # type: ignore[assignment]
    rows = dict.fromkeys(APPLICATION_FORMS["2021"], (1, None, None, None, None, None, 1))
    whole = report(
        agency="样局",
        forms=Forms("2021", "2021"),
        proactive=proactive,
        applications=rows,
        period=Period(date(2023, 1, 1), date(2023, 12, 31), "2023年"),
    )
    assert apply_and_give_back(corpus, reading(whole)) == [reading(whole)]
    columns = "fees_amount_wanyuan, regulations_issued, regulations_produced"
    view = f"SELECT {columns} FROM current_proactive WHERE body_name = ?"
    assert corpus.browse.execute(view, ["样局"]).fetchall() == [(7730.28, None, None)]
    per_applicant = dict(
        corpus.browse.execute(
            "SELECT applicant, granted FROM current_applications WHERE body_name = ?", ["样局"]
        ).fetchall()
    )
    assert per_applicant == {
        applicant: 1 if applicant in ("natural_person", "total") else None for applicant in APPLICANTS
    }
    exceptions = "SELECT proactive_cells, applications_rows, review_cells, class_reasons FROM versions WHERE agency = ?"
    assert corpus.browse.execute(exceptions, ["样局"]).fetchall() == [(None, None, None, json.dumps(["by its title"]))]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"proactive": {"licences": {"decisions": 1}}}, "proactive.licences: the store has no such row"),
        ({"proactive": {"fees": {"amount_dollars": 1}}}, "proactive.fees: the store has no such row or column"),
        ({"applications": {"granted": (1, 2)}}, "applications.granted: the store has no such row of 2"),
        ({"review": {"appeal": {}}}, "review.appeal: the store has no such row"),
        ({"title": "\ud800"}, "half a surrogate pair"),
        ({"statistics": {"费用": Decimal("NaN")}}, "NaN is no number of a table"),
    ],
)
def test_what_no_table_holds_fails_with_its_reason_and_stays_archived(  # type: ignore[no-untyped-def]
    pair: Pair, imported_candidate, report, reading, changes: dict[str, object], reason: str
) -> None:
    applied = apply_readings(pair, [(imported_candidate("a", b"a"), reading(report(**changes)))])
    assert (applied.failed, applied.read) == (1, 0)
    state, why = pair.browse.execute("SELECT read_state, read_reason FROM captures").fetchone()
    assert state == "failed"
    assert reason in why
    assert pair.browse.execute("SELECT count(*) FROM versions").fetchone() == (0,)


@pytest.mark.parametrize(
    ("table", "column", "row"), [("applications", "applicant", "research"), ("reviews", "channel", "review")]
)
def test_a_row_that_is_missing_is_named_with_its_version_and_what_to_run(  # type: ignore[no-untyped-def]
    pair: Pair, imported_candidate, report, reading, table: str, column: str, row: str
) -> None:
    zeros = dict.fromkeys(APPLICATION_FORMS["2021"], (0,) * 7)
    review = {channel: dict.fromkeys(REVIEW_OUTCOMES, 0) for channel in REVIEW_CHANNELS}
    whole = report(applications=zeros, review=review, forms=Forms(applications="2021", review="standard"))
    apply_readings(pair, [(imported_candidate("a", b"a"), reading(whole))])
    (version,) = pair.browse.execute("SELECT id FROM versions").fetchone()
    pair.browse.execute(f"DELETE FROM {table} WHERE {column} = ?", [row])
    with pytest.raises(StoreError) as raised:
        load_report(pair.browse, version)
    assert str(raised.value).splitlines() == [
        f"version {version}: {table} has no row {row}; `nianbao verify` names all that is damaged"
    ]
