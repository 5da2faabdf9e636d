"""GB/T 2260: six digits, each with those above it; today's codes and the abolished ones that the registry needs."""

from __future__ import annotations

import pytest

from crawler.divisions import ABOLISHED, division_and_parents, find_division, has_no_prefectures, lies_in


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("530000", ["云南省"]),
        ("530100", ["云南省", "昆明市"]),
        ("530129", ["云南省", "昆明市", "寻甸回族彝族自治县"]),
        ("371312", ["山东省", "临沂市", "河东区"]),
        ("120102", ["天津市", "河东区"]),
        ("110118", ["北京市", "密云区"]),
        ("419001", ["河南省", "济源市"]),
        ("659001", ["新疆维吾尔自治区", "石河子市"]),
        ("441900", ["广东省", "东莞市"]),
        ("152530", ["内蒙古自治区", "锡林郭勒盟", "正蓝旗"]),
        ("542128", ["西藏自治区", "昌都地区", "左贡县"]),
        ("520221", ["贵州省", "六盘水市", "水城县"]),
    ],
)
def test_a_division_stands_below_those_above_it(code: str, names: list[str]) -> None:
    assert [division.name for division in division_and_parents(code)] == names


def test_each_parent_is_the_one_above() -> None:
    for code in ("530129", "110118", "419001", "542128"):
        chain = division_and_parents(code)
        assert [division.parent for division in chain] == [None, *(division.code for division in chain[:-1])]


@pytest.mark.parametrize("code", ["999999", "110100", "530199", "710000", "4419", "53", "", "资料暂缺00"])
def test_what_no_table_has_is_no_division(code: str) -> None:
    assert find_division(code) is None


def test_an_unknown_code_stands_without_a_name_below_what_is_known() -> None:
    chain = division_and_parents("530199")
    assert [(division.code, division.name) for division in chain] == [
        ("530000", "云南省"),
        ("530100", "昆明市"),
        ("530199", None),
    ]


def test_abolished_codes_are_told_as_such_and_are_none_of_todays() -> None:
    for division in ABOLISHED:
        found = find_division(division.code)
        assert found is not None
        assert found.abolished is not None
    today = find_division("540327")
    assert today is not None
    assert (today.name, today.abolished) == ("左贡县", None)


def test_only_the_four_municipalities_have_no_prefectures() -> None:
    assert [code for code in ("110000", "120000", "310000", "500000") if not has_no_prefectures(code)] == []
    assert not has_no_prefectures("530000")
    assert not has_no_prefectures("110118")


@pytest.mark.parametrize(
    ("code", "whole", "inside"),
    [
        ("530129", "530000", True),
        ("530129", "530100", True),
        ("530129", "530129", True),
        ("530000", "530100", False),
        ("533400", "530100", False),
        ("", "530000", False),
    ],
)
def test_a_code_lies_in_the_wholes_that_it_begins_with(code: str, whole: str, inside: bool) -> None:
    assert lies_in(code, whole) is inside
