"""Whether what is printed at a place is the stored number: read in another way than the tables' reader reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.documents.model import Place
from crawler.reports.model import Number, Report, ValuePlace
from crawler.store.verify.cells import states, untraced_numbers
from crawler.store.verify.sample import evenly


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("13", 13),
        ("0", 0),
        ("〇", 0),
        ("1,234", 1234),
        ("1 234", 1234),
        ("1\n234", 1234),
        ("１２３", 123),
        ("－3", -3),
        ("−3", -3),
        ("22（其中修订16件）", 22),
        ("13件", 13),
        ("209.0", 209),
        ("0.50", Decimal("0.5")),
    ],
)
def test_a_text_states_its_number(text: str, value: Number) -> None:
    assert states(text, value, is_money=False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("13", 14),
        ("13", 3),
        ("130", 13),
        ("1,234", 234),
        ("", 0),
        ("/", 0),
        ("无", 0),
        ("3", -3),
        ("0.5", 5),
        ("13", 130),
    ],
)
def test_a_text_states_no_other_number(text: str, value: Number) -> None:
    assert not states(text, value, is_money=False)


@pytest.mark.parametrize(
    ("text", "value", "stated"),
    [
        ("35.0065万元", 350065, True),
        ("350065元", Decimal("35.0065"), True),
        ("1.2亿", 120_000_000, True),
        ("35.0065万元", 350066, False),
        ("35万元", 3500, False),
    ],
)
def test_money_may_be_printed_in_another_unit(text: str, value: Number, stated: bool) -> None:
    assert states(text, value, is_money=True) is stated
    assert not states(text, value, is_money=False)


@given(printed=st.integers(0, 10**6), stored=st.integers(0, 10**6))
def test_a_plain_figure_states_itself_alone(printed: int, stored: int) -> None:
    assert states(str(printed), stored, is_money=False) is (printed == stored)


def test_a_number_without_a_place_or_in_another_cell_is_named(report: Callable[..., Report]) -> None:
    stored = replace(report(), applications={"granted": (1, None, None, None, None, None, 2)})
    wrong = ValuePlace("applications.granted.total", "3", Place(table=1, row=2, column=8))
    assert list(untraced_numbers(stored, [wrong])) == [
        ("applications.granted.natural_person", 1, ""),
        ("applications.granted.total", 2, "3"),
    ]
    right = [replace(wrong, raw="2"), replace(wrong, where="applications.granted.natural_person", raw="1")]
    assert list(untraced_numbers(stored, [wrong, *right])) == []


@given(count=st.integers(0, 60), wanted=st.none() | st.integers(1, 60))
def test_a_sample_is_spread_evenly_and_holds_nothing_twice(count: int, wanted: int | None) -> None:
    chosen = list(evenly(range(count), wanted))
    assert len(chosen) == (count if wanted is None else min(count, wanted))
    assert chosen == sorted(set(chosen))
    gaps = {after - before for before, after in pairwise(chosen)}
    assert len(gaps) <= 2, "as far apart as each other, give or take one"
