"""What a cell states. The raw texts are those met on real pages (FORMATS.md §7)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reports.words.numbers import looks_like_value, read_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0), ("209", 209), ("447228", 447228), ("+1036", 1036), ("-3", -3), ("－3", -3), ("−3", -3), ("＋5", 5),
        ("1,234", 1234), ("3，985，758", 3985758), ("１２３", 123), (" 12 \n", 12), ("007", 7),
        ("1 234", 1234), ("12 345 678", 12345678), ("-1 234.5", Decimal("-1234.5")), ("零", 0), ("〇", 0),
        ("96171.6", Decimal("96171.6")), ("4068.208", Decimal("4068.208")), ("12.50", Decimal("12.5")),
        ("209.0", 209), ("7，730.28", Decimal("7730.28")), ("\u200b5\ufeff", 5),
    ],
)  # fmt: skip
def test_plain_numbers(text, value):
    number = read_number(text)
    assert (number.value, number.flag) == (value, None)
    assert type(number.value) is type(value)


@pytest.mark.parametrize(
    ("text", "joined"),
    [("8213\n500", 8213500), ("82 13", 8213), ("1 2", 12), ("1 234 56", 123456), ("12\n345", 12345),
     ("4068.\n208", Decimal("4068.208")), ("82\n13件", 8213)],
)  # fmt: skip
def test_pieces_in_one_cell_are_several_numbers_but_where_a_narrow_cell_breaks_digits(text, joined):
    number = read_number(text)
    assert (number.value, number.flag) == (None, "not_a_number")
    wrapped = read_number(text, may_wrap=True)
    assert (wrapped.value, wrapped.flag) == (joined, "note_in_cell")
    assert looks_like_value(text)


@pytest.mark.parametrize("text", ["", " ", "\n", "\u3000", "\xa0", "\u200b"])
def test_a_blank_is_neither_zero_nor_a_doubt(text):
    number = read_number(text)
    assert (number.value, number.flag) == (None, None)


@pytest.mark.parametrize("text", ["/", "／", "-", "—", "--", "－－", "——", "―", "无", "不适用", "空", "*"])
def test_marks_that_state_no_number(text):
    number = read_number(text)
    assert (number.value, number.flag) == (None, "not_a_number")
    assert looks_like_value(text)


@pytest.mark.parametrize(
    "text", ["约30", "1,2345", "1.2.3", "4-5", "—3", "详见附件", "二十", "9" * 16, "0.1234567890123456"]
)
def test_anything_else_is_no_number(text):
    number = read_number(text)
    assert (number.value, number.flag) == (None, "not_a_number")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("22（其中修订16件）", 22), ("22（其中修订 16 件）", 22), ("55（含自然失效29 件）", 55), ("0(注)", 0),
        ("12①", 12), ("12*", 12), ("3件", 3), ("0项", 0), ("8[2]", 8),
    ],
)  # fmt: skip
def test_a_number_with_a_note_is_kept_with_it(text, value):
    number = read_number(text)
    assert (number.value, number.flag) == (value, "note_in_cell")
    assert looks_like_value(text)


@pytest.mark.parametrize(
    ("text", "unit", "header_unit", "value", "flag"),
    [
        ("0万", "yuan", None, 0, "unit_converted"),
        ("251000元", "yuan", None, 251000, "unit_converted"),
        ("348.37万元", "yuan", None, 3483700, "unit_converted"),
        ("348.37 万 元", "yuan", None, 3483700, "unit_converted"),
        ("1.2亿元", "yuan", None, 120_000_000, "unit_converted"),
        ("348.37", "yuan", "万元", 3483700, "unit_converted"),
        ("251000", "yuan", "元", 251000, None),
        ("0", "yuan", None, 0, None),
        ("251000", "yuan", None, 251000, "unit_unknown"),
        ("5美元", "yuan", None, None, "unit_unknown"),
        ("0美元", "yuan", None, 0, "unit_unknown"),
        ("7730.28", "wanyuan", "万元", Decimal("7730.28"), None),
        ("12500元", "wanyuan", "万元", Decimal("1.25"), "unit_converted"),
        ("12500", "wanyuan", "元", Decimal("1.25"), "unit_converted"),
        ("7730.28", "wanyuan", None, Decimal("7730.28"), "unit_unknown"),
        ("1.2万件", "count", None, 12000, "unit_converted"),
    ],
)
def test_units(text, unit, header_unit, value, flag):
    number = read_number(text, unit, header_unit)
    assert (number.value, number.flag) == (value, flag)


@pytest.mark.parametrize(
    "label", ["1.属于国家秘密", "规章", "3.其他", "（七）总计", "第二十条第（一）项", "2023年度", ""]
)
def test_a_label_is_no_value(label):
    assert not looks_like_value(label)


@given(st.integers(-(10**14), 10**14))
def test_every_whole_number_comes_back_in_each_print(value):
    assert read_number(str(value)).value == value
    assert read_number(f"{value:,}").value == value
    assert (
        read_number(str(value).translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})).value == value
    )


@given(st.text(max_size=30))
def test_no_text_makes_it_fail_and_only_text_with_a_digit_states_a_number(text):
    number = read_number(text)
    assert number.value is None or any(
        "0" <= character <= "9" or "０" <= character <= "９" or character in "零〇" for character in text
    )
