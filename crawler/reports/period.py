"""统计期限: the period that a report's figures cover."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from crawler.reports.dates import valid_date
from crawler.reports.model import Flag, Period

_TO = r"\s*(?:起|开始)?\s*(?:至|到|[-－—–―~～]+)\s*"
_FROM = r"(?:[自从]\s*)?"
_ENDED = r"(?:\s*[止底])?"
_PLAIN = (
    re.compile(
        _FROM
        + r"(?<!\d)((?:19|20)\d{2})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日"
        + _TO
        + r"(?:((?:19|20)\d{2})\s*年\s*)?(\d{1,2})\s*月\s*(\d{1,2})\s*日"
        + _ENDED
    ),
    re.compile(
        _FROM
        + r"(?<!\d)((?:19|20)\d{2})[-./](\d{1,2})[-./](\d{1,2})"
        + _TO
        + r"((?:19|20)\d{2})[-./](\d{1,2})[-./](\d{1,2})(?!\d)"
        + _ENDED
    ),
)
_DAMAGED = re.compile(
    _FROM
    + r"(?<!\d)((?:19|20)\d{2})\s*年?\s*(\d{2,4}|\d{1,2}\s*月\s*\d{1,2})\s*日"
    + _TO
    + r"(?:((?:19|20)\d{2})\s*年?\s*)??(\d{2,4}|\d{1,2}\s*月\s*\d{1,2})\s*日"
    + _ENDED
)
_SPEAKS_OF_FIGURES = re.compile(r"统计|期限|数据|所列|时限|时间")


def find_period(paragraphs: Sequence[str]) -> tuple[Period | None, tuple[Flag, ...]]:
    """The period, its words kept as printed from 自 to 止, and what was uncertain about it.

    A sentence about the figures (统计期限, 所列数据) goes before any other; elsewhere only a whole calendar year is
    taken for the period. Where 年 and 月 were swallowed (自202111日起至1231日止, a known damage of extractors) the
    digits are read only if they can be cut into a month and a day in one way, and are flagged either way.
    """
    found = list(_plain_periods(paragraphs))
    for period, is_stated in found:
        if is_stated:
            return period, ()
    for paragraph in paragraphs:
        if (damaged := _damaged_period(paragraph)) is not None:
            return damaged
    for period, _ in found:
        if (period.start.month, period.start.day, period.end.month, period.end.day) == (1, 1, 12, 31):
            return period, ()
    return None, ()


def _plain_periods(paragraphs: Sequence[str]) -> Iterator[tuple[Period, bool]]:
    for paragraph in paragraphs:
        for pattern in _PLAIN:
            for match in pattern.finditer(paragraph):
                year, month, day, end_year, end_month, end_day = match.groups()
                start = valid_date(int(year), int(month), int(day))
                end = valid_date(int(end_year or year), int(end_month), int(end_day))
                if start is not None and end is not None and start <= end:
                    sentence = paragraph[: match.start()].rsplit("。", 1)[-1]
                    yield Period(start, end, match[0]), _SPEAKS_OF_FIGURES.search(sentence) is not None


def _damaged_period(paragraph: str) -> tuple[Period | None, tuple[Flag, ...]] | None:
    match = _DAMAGED.search(paragraph)
    if match is None or _SPEAKS_OF_FIGURES.search(paragraph[: match.start()].rsplit("。", 1)[-1]) is None:
        return None
    year, digits, end_year, end_digits = match.groups()
    if "月" in digits and "月" in end_digits and "年" in match[0]:
        return None
    start, end = _only_day(int(year), digits), _only_day(int(end_year or year), end_digits)
    if start is None or end is None or start > end:
        note = "characters were swallowed and the digits that are left can be cut into dates in no or several ways"
        return None, (Flag("period", "swallowed_characters", match[0], note),)
    note = f"年 and 月 were swallowed; the digits that are left allow only {start} to {end}"
    return Period(start, end, match[0]), (Flag("period", "swallowed_characters", match[0], note),)


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
