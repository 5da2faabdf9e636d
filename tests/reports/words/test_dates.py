"""parse_date: dates as offices print them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.reports.words.dates import chinese_year, parse_date

CHINESE = "〇一二三四五六七八九"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-01-31", date(2024, 1, 31)),
        ("2024-1-5 09:30:00", date(2024, 1, 5)),
        ("2024-01-31T10:00:00+08:00", date(2024, 1, 31)),
        ("2020年08月02日", date(2020, 8, 2)),
        ("2022 年 1 月 26 日", date(2022, 1, 26)),
        ("发布时间：2022年01月26日 来源：州经信局", date(2022, 1, 26)),
        ("2024/1/31", date(2024, 1, 31)),
        ("2024.1.31", date(2024, 1, 31)),
        ("20240131", date(2024, 1, 31)),
        ("２０２４年１月３１日", date(2024, 1, 31)),
        ("二〇二二年一月二十六日", date(2022, 1, 26)),
        ("二○二三年十二月三十一日", date(2023, 12, 31)),
        ("二零二一年十月十日", date(2021, 10, 10)),
        ("二O二二年一月二十六日", date(2022, 1, 26)),
        ("二〇二四 年 一 月 三十一 日", date(2024, 1, 31)),
        ("二〇二四年一月廿六日", date(2024, 1, 26)),
        ("二〇二二年一月一二日", None),
        ("2022126日", None),
        ("20221226日", None),
        ("2024年1月", None),
        ("2023年2月30日", None),
        ("2024-13-01", None),
        ("2024-01.31", None),
        ("12024-01-31", None),
        ("3070211020000013000000/2024013100000057", None),
        ("无", None),
        ("", None),
    ],
)
def test_parse_date(text: str, expected: date | None) -> None:
    assert parse_date(text) == expected


@given(
    st.dates(date(1990, 1, 1), date(2099, 12, 31)), st.sampled_from(["%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"])
)
def test_every_day_is_read_back(day: date, printed: str) -> None:
    assert parse_date(day.strftime(printed)) == day


def in_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else CHINESE[tens]) + ("十" if tens else "") + (CHINESE[ones] if ones else "")


@given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
def test_every_day_in_chinese_is_read_back(day: date) -> None:
    year = "".join(CHINESE[int(digit)] for digit in str(day.year))
    assert parse_date(f"{year}年{in_chinese(day.month)}月{in_chinese(day.day)}日") == day


@pytest.mark.parametrize(
    ("text", "expected"), [("二〇二二", 2022), ("二○一九", 2019), ("二O二二", 2022), ("二二", None), ("二十二年", None)]
)
def test_chinese_year(text: str, expected: int | None) -> None:
    assert chinese_year(text) == expected
