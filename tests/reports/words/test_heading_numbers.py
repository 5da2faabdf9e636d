"""Numbers in front of headings, and what they say of what lies inside what."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reports.words.heading_numbers import chinese_number, nested, read_numbering


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一、总体情况", ("chinese", 1, 2)),
        ("十二．其他", ("chinese", 12, 3)),
        ("三 依申请公开", ("chinese", 3, 2)),
        ("第二部分：主动公开", ("part", 2, 5)),
        ("3.依申请公开", ("figure", 3, 2)),
        ("（四） 复议", ("bracket", 4, 4)),
        ("2023年", None),
        ("3.5万条", None),
        ("一是公开", None),
    ],
)
def test_read_numbering(text: str, expected: tuple[str, int, int] | None) -> None:
    found = read_numbering(text)
    assert (found and (found.style, found.number, found.end)) == expected


@pytest.mark.parametrize(
    ("text", "number"), [("一", 1), ("十", 10), ("十二", 12), ("二十", 20), ("九十九", 99), ("一二", 0), ("甲", 0)]
)
def test_chinese_number(text: str, number: int) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize(
    ("numbers", "sure", "inside"),
    [
        ([1, 2, 3], (), set()),
        ([1, 2, 1, 2, 3], (), set()),
        ([1, 2, 3, 4, 5, 1, 2, 6], (), {5, 6}),
        ([1, 2, 3, 4, 5, 6, 1, 2, 3, 5], (), set()),
        ([1, 1, 2, 2], (), {1, 2}),
        ([1, 2, 9], [True, True, False], {2}),
        ([1, 2, 1, 2], [True, True, False, False], {2, 3}),
        ([1, 2, 1, 2], [False, False, True, True], set()),
        ([], (), set()),
    ],
)
def test_nested(numbers: list[int], sure: list[bool], inside: set[int]) -> None:
    assert nested(numbers, sure) == inside


@given(st.lists(st.integers(1, 9)))
def test_any_numbers_give_places_among_them(numbers: list[int]) -> None:
    assert nested(numbers) <= set(range(len(numbers)))
