"""统计期限: the period that a report's figures cover."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from datetime import date

from crawler.reports.model import Flag, Period
from crawler.reports.words.dates import CHINESE_DIGITS, chinese_year, half_width, valid_date
from crawler.reports.words.heading_numbers import chinese_number
from crawler.reports.words.simplify import simplified_prose

_DASHES = "-－—–―─~～"
_REMARK = r"(?:[（(][^（）()]{1,20}[）)]\s*)?"
"""2023年3月15日（机构成立之日）至 …"""
_TO = rf"\s*{_REMARK}(?:(?:零|0|00)[时点:：0]*\s*)?(?:起|开始)?\s*[,，]?\s*(?:至|到|[{_DASHES}]+)\s*"
_FROM = re.compile(r"[自从由]\s*$")
_ENDED = r"(?:\s*(?:24|二十四)时)?(?:\s*[止底])?"
_SAME_YEAR = r"(?:当年|同年|本年)?\s*"
_DAYS = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
    + _TO
    + rf"(?:((?:19|20)\d{{2}})\s*年\s*)?{_SAME_YEAR}(\d{{1,2}})\s*月\s*(\d{{1,2}})\s*日"
    + _ENDED
)
_NUMERIC = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*([-./])\s*(\d{1,2})\s*\2\s*(\d{1,2})"
    + _TO
    + r"((?:19|20)\d{2})\s*\2\s*(\d{1,2})\s*\2\s*(\d{1,2})(?!\d)"
    + _ENDED
)
_MONTHS = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月?"
    + _TO
    + rf"(?:((?:19|20)\d{{2}})\s*年\s*)?{_SAME_YEAR}(\d{{1,2}})\s*月(?!\s*\d{{1,2}}\s*日)"
    + _ENDED
)
_CHINESE = re.compile(
    rf"([一二][{CHINESE_DIGITS}]{{3}})\s*年\s*([一二三四五六七八九十]{{1,2}})\s*月\s*([一二三四五六七八九十]{{1,3}})\s*日"
    + _TO
    + rf"(?:([一二][{CHINESE_DIGITS}]{{3}})\s*年\s*)?{_SAME_YEAR}"
    + r"([一二三四五六七八九十]{1,2})\s*月\s*([一二三四五六七八九十]{1,3})\s*日"
    + _ENDED
)
_DAMAGED = re.compile(
    r"(?<!\d)((?:19|20)\d{2})\s*年?\s*(\d{2,4}|\d{1,2}\s*月\s*\d{1,2})\s*日"
    + _TO
    + r"(?:((?:19|20)\d{2})\s*年?\s*)??(\d{2,4}|\d{1,2}\s*月\s*\d{1,2})\s*日"
    + _ENDED
)
_OF_FIGURES = re.compile(r"统计|所列")
_PERHAPS_OF_FIGURES = re.compile(r"期限|数据|时限|时间|期间|报告期")
"""Words that other periods have too (活动时间为5月1日至7日): they count for one that begins with the year."""
_GOES_TO = re.compile(rf"[至到{_DASHES}]")


def find_period(paragraphs: Sequence[str]) -> tuple[Period | None, tuple[Flag, ...]]:
    """The period, its words kept as printed from 自 to 止, and what was uncertain about it.

    A sentence about the figures (统计期限, 所列数据) goes before any other; elsewhere only a whole calendar year is
    taken for the period. Where 年 and 月 were swallowed (自202111日起至1231日止, a known damage of extractors) the
    digits are read only if they can be cut into a month and a day in one way, and are flagged either way.
    """
    candidates = [text for text in paragraphs if _may_hold_period(text)]
    whole_year: Period | None = None
    for text in candidates:
        for period, is_stated in _plain_periods(text):
            if is_stated:
                return period, ()
            if whole_year is None and _is_whole_year(period):
                whole_year = period
    for text in candidates:
        if (damaged := _damaged_period(text)) is not None:
            return damaged
    if whole_year is None:
        return None, tuple(_reversed(candidates))[:1]
    return whole_year, ()


def _reversed(paragraphs: Sequence[str]) -> Iterator[Flag]:
    """统计期限 2023年1月1日至2022年12月31日: an end before the beginning is a misprint, and no period."""
    for paragraph in paragraphs:
        for match in _DAYS.finditer(half_width(simplified_prose(paragraph))):
            start, end = _days(match)
            if start is not None and end is not None and end < start and _OF_FIGURES.search(_sentence_before(match)):
                yield Flag("period", "disagreement", _raw(paragraph, match), f"the end, {end}, is before {start}")


def _may_hold_period(text: str) -> bool:
    return ("日" in text or "月" in text or "统计" in text or "統計" in text) and _GOES_TO.search(text) is not None


def _is_whole_year(period: Period) -> bool:
    days = (period.start.month, period.start.day, period.end.month, period.end.day)
    return days == (1, 1, 12, 31) and period.start.year == period.end.year


def _plain_periods(paragraph: str) -> Iterator[tuple[Period, bool]]:
    """The periods of a paragraph in each of the ways to print one, and whether it is said of the figures."""
    plain = half_width(simplified_prose(paragraph))
    for match in [*_DAYS.finditer(plain), *_MONTHS.finditer(plain)] if "月" in plain else []:
        start, end = _days(match) if match.re is _DAYS else _months(match)
        yield from _checked(paragraph, match, start, end)
    for match in _NUMERIC.finditer(plain):
        year, _, month, day, *end_words = match.groups()
        yield from _checked(paragraph, match, _day(year, month, day), _day(*end_words))
    for match in _CHINESE.finditer(plain) if "月" in plain else []:
        start_year = chinese_year(match[1])
        end_year = chinese_year(match[4]) if match[4] else start_year
        if start_year is not None and end_year is not None:
            start = valid_date(start_year, chinese_number(match[2]), chinese_number(match[3]))
            yield from _checked(
                paragraph, match, start, valid_date(end_year, chinese_number(match[5]), chinese_number(match[6]))
            )


def _days(match: re.Match[str]) -> tuple[date | None, date | None]:
    year, month, day, end_year, end_month, end_day = match.groups()
    return _day(year, month, day), _day(end_year or year, end_month, end_day)


def _months(match: re.Match[str]) -> tuple[date | None, date | None]:
    """2023年1月至12月: from the first day of the one to the last day of the other."""
    year, month, end_year, end_month = match.groups()
    last_year, last_month = int(end_year or year), int(end_month)
    last_day = calendar.monthrange(last_year, last_month)[1] if 1 <= last_month <= 12 else 0
    return _day(year, month, "1"), valid_date(last_year, last_month, last_day)


def _day(year: str, month: str, day: str) -> date | None:
    return valid_date(int(year), int(month), int(day))


def _checked(
    paragraph: str, match: re.Match[str], start: date | None, end: date | None
) -> Iterator[tuple[Period, bool]]:
    if start is not None and end is not None and start <= end:
        sentence = _sentence_before(match)
        begins_with_year = (start.month, start.day) == (1, 1)
        stated = _OF_FIGURES.search(sentence) or (begins_with_year and _PERHAPS_OF_FIGURES.search(sentence))
        yield Period(start, end, _raw(paragraph, match)), bool(stated)


def _raw(paragraph: str, match: re.Match[str]) -> str:
    """The words as printed, with the 自 before them."""
    before = _FROM.search(paragraph[max(match.start() - 3, 0) : match.start()])
    return (before[0] if before is not None else "") + paragraph[match.start() : match.end()]


def _sentence_before(match: re.Match[str]) -> str:
    text = match.string
    return text[text.rfind("。", 0, match.start()) + 1 : match.start()]


def _damaged_period(paragraph: str) -> tuple[Period | None, tuple[Flag, ...]] | None:
    match = _DAMAGED.search(simplified_prose(paragraph)) if "日" in paragraph else None
    if match is None:
        return None
    sentence = _sentence_before(match)
    if _OF_FIGURES.search(sentence) is None and _PERHAPS_OF_FIGURES.search(sentence) is None:
        return None
    raw = _raw(paragraph, match)
    year, digits, end_year, end_digits = match.groups()
    if "月" in digits and "月" in end_digits and "年" in match[0]:
        return None
    start, end = _only_day(int(year), digits), _only_day(int(end_year or year), end_digits)
    if start is None or end is None or start > end:
        note = "characters were swallowed and the digits that are left can be cut into dates in no or several ways"
        return None, (Flag("period", "swallowed_characters", raw, note),)
    note = f"年 and 月 were swallowed; the digits that are left allow only {start} to {end}"
    return Period(start, end, raw), (Flag("period", "swallowed_characters", raw, note),)


def _only_day(year: int, digits: str) -> date | None:
    """The one date whose month and day these digits can be; None where there is none, or more than one."""
    if "月" in digits:
        month, day = digits.split("月")
        return valid_date(year, int(month), int(day))
    found: list[date] = []
    for place in range(1, len(digits)):
        possible = valid_date(year, int(digits[:place]), int(digits[place:]))
        if possible is not None and len(digits[:place]) <= 2 and len(digits[place:]) <= 2:
            found.append(possible)
    return found[0] if len(found) == 1 else None
