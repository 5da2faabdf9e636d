"""Dates as Chinese offices print them → date."""

from __future__ import annotations

import re
from datetime import date

from crawler.reports.words.heading_numbers import chinese_number

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | dict.fromkeys("〇○◯ＯOo０0", 0)
CHINESE_DIGITS = "一二三四五六七八九零〇○◯ＯO０0"
"""A year's digits as they are printed; zero has many looks."""
_FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")
_ANY_FULL_WIDTH = re.compile("[０-９]")
_PATTERNS = (
    re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"),
    re.compile(r"(?<!\d)((?:19|20)\d{2})\s*([-/.．－—])\s*(\d{1,2})\s*\2\s*(\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?![\d日])"),
)
_CHINESE = re.compile(
    rf"([一二][{CHINESE_DIGITS}\s]{{3,7}}?)\s*年\s*([一二三四五六七八九十\s]{{1,4}}?)\s*月\s*([一二三四五六七八九十廿\s]{{1,5}}?)\s*日"
)


def half_width(text: str) -> str:
    """The text with half-width digits, character for character."""
    return text.translate(_FULL_WIDTH) if _ANY_FULL_WIDTH.search(text) is not None else text


def parse_date(text: str) -> date | None:
    """The first date in a short text: 2024-01-31, 2020年08月02日, 2024/1/31, 二〇二二年一月二十六日.

    None when it holds none, or one that the calendar does not have. A date whose 年 and 月 were swallowed
    (2022126日 may be 1月26日 or 12月6日) is none: it is not guessed.
    """
    plain = half_width(text)
    for pattern in _PATTERNS:
        if (match := pattern.search(plain)) is not None:
            year, month, day = (int(group) for group in match.groups() if group.isdigit())
            return valid_date(year, month, day)
    if (match := _CHINESE.search(text)) is not None:
        printed, month_words, day_words = ("".join(group.split()) for group in match.groups())
        named_year = chinese_year(printed)
        if named_year is None:
            return None
        return valid_date(named_year, chinese_number(month_words), chinese_number(day_words.replace("廿", "二十")))
    return None


def valid_date(year: int, month: int, day: int) -> date | None:
    """The date, or None where the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def chinese_year(text: str) -> int | None:
    """二〇二二, 二O二二 → 2022; None for anything else."""
    if len(text) != 4 or any(digit not in _DIGITS for digit in text):
        return None
    return int("".join(str(_DIGITS[digit]) for digit in text))
