"""The dates that a list prints: whole ones, ones whose day stands apart, and ones without a year."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone

_DATE = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:[-./]|\s*年\s*)(\d{1,2})(?:[-./]|\s*月\s*)(\d{1,2})(?:\s*日)?(?!\d)")
_OPEN, _CLOSE = r"[\[【（(]?\s*", r"\s*[\]】）)]?"
_LABEL = r"(?:(?:发布|公开|成文|更新)?(?:时间|日期)\s*[:：]?\s*)?"
_CLOCK = r"(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
_YEARLESS = r"\d{1,2}(?:[-./]\d{1,2}|月\d{1,2}日)"
_WHOLE = re.compile(rf"{_OPEN}{_LABEL}(?:{_DATE.pattern}{_CLOCK}|{_YEARLESS}){_CLOSE}")
_EDGE = re.compile(
    rf"^{_OPEN}{_DATE.pattern}{_CLOSE}(?=\D)|(?<=\D){_OPEN}{_LABEL}{_DATE.pattern}{_CLOCK}{_CLOSE}$"
    rf"|^[\[【（(]\s*{_YEARLESS}\s*[\]】）)]|(?:[\[【（(]\s*{_YEARLESS}\s*[\]】）)]|\s{_YEARLESS})$"
)
_DAY_FIRST = re.compile(r"(\d{1,2})\s+((?:19|20)\d{2})[-./年]\s*(\d{1,2})月?")
_YEAR_LAST = re.compile(r"(\d{1,2})[-./](\d{1,2})\s+((?:19|20)\d{2})年?")
_CHINA = timezone(timedelta(hours=8))
_SECONDS_LIMIT = 4_102_444_800
"""2100-01-01: a larger number of seconds is one of milliseconds."""


def iso_date(text: str) -> str | None:
    """The last full date in a text, ISO; None without one. 2020-09-03, 2020.9.3, [2020-09-03], 2020年09月03日."""
    for year, month, day in reversed(_DATE.findall(text)):
        found = _iso(year, month, day)
        if found is not None:
            return found
    return None


def split_date(text: str) -> str | None:
    """A date that is all of a text, with its day or its year set apart (`31 2023-01`, `01-31 2023`), ISO; else None.

    Only where nothing else stands beside it: a row's number before a month would make a day that nobody printed.
    """
    folded = " ".join(text.split())
    if found := _DAY_FIRST.fullmatch(folded):
        return _iso(found[2], found[3], found[1])
    if found := _YEAR_LAST.fullmatch(folded):
        return _iso(found[3], found[1], found[2])
    return None


def is_date(text: str) -> bool:
    """Whether a text is a date and nothing else; one without a year is one too ([01-31], 1月31日)."""
    return _WHOLE.fullmatch(text.strip()) is not None


def without_date(text: str) -> str:
    """A line's text without the date that it begins or ends with; a date within it belongs to its words."""
    return " ".join(_EDGE.sub(" ", text).split())


def date_of_timestamp(value: int) -> str | None:
    """The day in China of a Unix time in seconds or milliseconds, ISO; None for one before 1980 or after 2100."""
    seconds = value // 1000 if value >= _SECONDS_LIMIT else value
    if not 315_532_800 <= seconds < _SECONDS_LIMIT:
        return None
    return datetime.fromtimestamp(seconds, _CHINA).date().isoformat()


def _iso(year: str, month: str, day: str) -> str | None:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:  # 2020-13-45 is no date
        return None
