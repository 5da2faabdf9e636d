"""The dates that lists print in parts, and those that APIs give as numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.lists.dates import date_of_timestamp, is_date, iso_date, split_date, without_date


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("31 2023-01", "2023-01-31"),
        ("31\n 2023.01", "2023-01-31"),
        ("31 2023年1月", "2023-01-31"),
        ("01-31 2023", "2023-01-31"),
        ("31 2023-02", None),
        ("2 2023-01 版", None),
        ("第2 2023-01", None),
        ("2023-01", None),
        ("2023-01-31", None),
    ],
)
def test_a_date_in_two_parts_is_one_only_where_it_stands_alone(text: str, date: str | None) -> None:
    assert split_date(text) == date


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("2023-01-31", True),
        (" [2023年1月31日] ", True),
        ("（01-31）", True),
        ("1月31日", True),
        ("发布日期：2023-01-31 10:00:00", True),
        ("2023年", False),
        ("2022年年报", False),
        ("1.5", True),
        ("", False),
    ],
)
def test_what_is_a_date_and_nothing_else(text: str, whole: bool) -> None:
    assert is_date(text) is whole


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2022年年报 2023-01-31", "2022年年报"),
        ("[2023-01-31] 2022年年报", "2022年年报"),
        ("2022年年报（01-31）", "2022年年报"),
        ("截至2023年1月31日的报告", "截至2023年1月31日的报告"),
        ("2022年年报", "2022年年报"),
    ],
)
def test_a_date_at_an_end_is_no_part_of_a_title(text: str, words: str) -> None:
    assert without_date(text) == words


def test_unix_times_are_days_in_china() -> None:
    assert date_of_timestamp(1_704_038_399) == "2023-12-31"
    assert date_of_timestamp(1_704_038_400) == date_of_timestamp(1_704_038_400_000) == "2024-01-01"


@given(st.integers())
def test_any_number_is_a_day_or_none(value: int) -> None:
    found = date_of_timestamp(value)
    assert found is None or iso_date(found) == found
