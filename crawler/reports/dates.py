"""Dates as Chinese offices print them → date."""

from __future__ import annotations

import re
from datetime import date

_DIGITS = {
    "〇": 0,
    "○": 0,
    "零": 0,
    "Ｏ": 0,
    "O": 0,
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_PATTERNS = (
    re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"),
    re.compile(r"(?<!\d)((?:19|20)\d{2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?![\d日])"),
)
_CHINESE = re.compile(
    r"([一二三四五六七八九〇○零ＯO]{4})\s*年\s*([一二三四五六七八九十]{1,2})\s*月\s*([一二三四五六七八九十]{1,3})\s*日"
)


def parse_date(text: str) -> date | None:
    """The first date in a short text: 2024-01-31, 2020年08月02日, 2024/1/31, 二〇二二年一月二十六日.

    None when it holds none, or one that the calendar does not have. A date whose 年 and 月 were swallowed
    (2022126日 may be 1月26日 or 12月6日) is none: it is not guessed.
    """
    plain = text.translate(_FULL_WIDTH)
    for pattern in _PATTERNS:
        if (match := pattern.search(plain)) is not None:
            year, month, day = (int(group) for group in match.groups() if group.isdigit())
            return valid_date(year, month, day)
    if (match := _CHINESE.search(plain)) is not None:
        year = int("".join(str(_DIGITS[digit]) for digit in match[1]))
        return valid_date(year, _chinese_number(match[2]), _chinese_number(match[3]))
    return None


def valid_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def chinese_year(text: str) -> int | None:
    """二〇二二 → 2022; None for anything else."""
    if len(text) != 4 or any(digit not in _DIGITS for digit in text):
        return None
    return int("".join(str(_DIGITS[digit]) for digit in text))


def _chinese_number(text: str) -> int:
    """一 … 九十九. 0, which no calendar has, for two digits without a ten between them."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS[text] if len(text) == 1 else 0
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
