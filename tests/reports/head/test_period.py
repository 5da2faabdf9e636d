"""find_period: 统计期限 as printed, and as damaged."""

from datetime import date

import pytest

from crawler.reports.head.period import find_period
from crawler.reports.model import Period

YEAR_2023 = (date(2023, 1, 1), date(2023, 12, 31))


@pytest.mark.parametrize(
    ("paragraph", "expected", "raw"),
    [
        ("数据统计时间为2023年1月1日—2023年12月31日,已公布。", YEAR_2023, "2023年1月1日—2023年12月31日"),
        ("所列数据的统计期限自2023年1月1日起至2023年12月31日止。", YEAR_2023, "自2023年1月1日起至2023年12月31日止"),
        ("统计期限自 2023 年 1 月 1 日至 12 月 31 日。", YEAR_2023, "自 2023 年 1 月 1 日至 12 月 31 日"),
        ("统计期限为2023年1月1日至12月31日。", YEAR_2023, "2023年1月1日至12月31日"),
        ("统计期限为2023年1月1日-12月31日。", YEAR_2023, "2023年1月1日-12月31日"),
        ("数据统计期限从2023年1月1日到2023年12月31日。", YEAR_2023, "从2023年1月1日到2023年12月31日"),
        ("统计期限：2023.01.01-2023.12.31", YEAR_2023, "2023.01.01-2023.12.31"),
        ("统计期限为2023年3月1日至2023年9月1日。", (date(2023, 3, 1), date(2023, 9, 1)), "2023年3月1日至2023年9月1日"),
        ("2023年1月1日至2023年12月31日，我局主动公开信息19条。", YEAR_2023, "2023年1月1日至2023年12月31日"),
        ("统计期限自2023年1月1日起,至2023年12月31日止。", YEAR_2023, "自2023年1月1日起,至2023年12月31日止"),
        ("统计期限为2023年1月1日至当年12月31日。", YEAR_2023, "2023年1月1日至当年12月31日"),
        ("统计时间为2023年1月1日至12月31日期间。", YEAR_2023, "2023年1月1日至12月31日"),
        ("统计期限为２０２３年１月１日至１２月３１日。", YEAR_2023, "２０２３年１月１日至１２月３１日"),
        ("统计期限为2023年1月至12月。", YEAR_2023, "2023年1月至12月"),
        ("统计期限自2023年1月1日0时起至2023年12月31日24时止。", YEAR_2023, "自2023年1月1日0时起至2023年12月31日24时止"),
        ("统计期限为二〇二三年一月一日至十二月三十一日。", YEAR_2023, "二〇二三年一月一日至十二月三十一日"),
        ("統計期限自2023年1月1日起至2023年12月31日止。", YEAR_2023, "自2023年1月1日起至2023年12月31日止"),
        (
            "统计期限为2023年3月15日（机构成立之日）至2023年12月31日。",
            (date(2023, 3, 15), date(2023, 12, 31)),
            "2023年3月15日（机构成立之日）至2023年12月31日",
        ),
        ("统计期限为2023年1月1日至6月30日。", (date(2023, 1, 1), date(2023, 6, 30)), "2023年1月1日至6月30日"),
    ],
)  # fmt: skip
def test_the_period_and_its_words(paragraph: str, expected: tuple[date, date], raw: str) -> None:
    assert find_period(["引言。", paragraph]) == (Period(*expected, raw), ())


@pytest.mark.parametrize(
    "paragraph",
    [
        "2023年，某局主动公开政府信息19条。",
        "《条例》自2019年5月15日起施行。",
        "2023年5月1日至2023年5月7日开展政务开放日活动。",
        "活动时间为2023年5月1日至2023年5月7日。",
        "2023年3月至5月开展培训。",
        "统计期限自2023年2月30日起至2023年12月31日止。",
        "",
    ],
)
def test_what_is_no_period(paragraph: str) -> None:
    assert find_period([paragraph]) == (None, ())


def test_a_period_that_ends_before_it_begins_is_flagged() -> None:
    period, flags = find_period(["数据统计期限为2023年1月1日至2022年12月31日。"])
    assert period is None
    assert [(flag.where, flag.kind, flag.raw) for flag in flags] == [
        ("period", "disagreement", "2023年1月1日至2022年12月31日")
    ]
    assert find_period(["统计期限自2023年12月31日起至2023年1月1日止。"])[0] is None
    assert find_period(["我局于2023年5月1日至3月1日开展活动。"]) == (None, ())


def test_a_stated_period_goes_before_a_year_in_the_prose() -> None:
    period, flags = find_period(
        ["2022年1月1日至2022年12月31日为上一年度。", "所列数据的统计期限为2023年1月1日至2023年12月31日。"]
    )
    assert period is not None
    assert ((period.start, period.end), flags) == (YEAR_2023, ())


@pytest.mark.parametrize(
    ("printed", "start", "end"),
    [
        ("自202111日起至1231日止", date(2021, 1, 1), date(2021, 12, 31)),
        ("自202111日起至20211231日止", date(2021, 1, 1), date(2021, 12, 31)),
        ("自2021年1月1日起至1231日止", date(2021, 1, 1), date(2021, 12, 31)),
        ("202111日至12月31日", date(2021, 1, 1), date(2021, 12, 31)),
    ],
)
def test_swallowed_characters_that_leave_one_reading(printed: str, start: date, end: date) -> None:
    """Seed 002: 年 and 月 lost beside markup. The one reading is given, and flagged."""
    period, flags = find_period([f"本年度报告中所列数据的统计期限{printed}。"])
    assert period == Period(start, end, printed)
    assert [(flag.where, flag.kind, flag.raw) for flag in flags] == [("period", "swallowed_characters", printed)]


@pytest.mark.parametrize("printed", ["自2021111日起至1231日止", "自202111日起至112日止", "自202199日起至111日止"])
def test_swallowed_characters_with_two_readings_are_not_guessed(printed: str) -> None:
    """2021111日 is 1月11日 or 11月1日; 111日 alone may be either, too."""
    period, flags = find_period([f"所列数据的统计期限{printed}。"])
    assert period is None
    assert [(flag.where, flag.kind) for flag in flags] == [("period", "swallowed_characters")]
