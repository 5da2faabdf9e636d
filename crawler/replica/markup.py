"""Prose as it looks after it was pasted from Word into a CMS: tags between and around the words, no word changed.

The tags are those that text extractors stumble over (seed 002 lost the characters beside them).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import cycle

_PIECE = re.compile(
    r"(?P<date>(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日)"
    r"|〔(?P<issue_year>\d{4})〕(?P<issue>\d+)号"
    r"|(?P<name>《[^》]{2,40}》)"
    r"|(?P<number>\d[\d.,]*\d|\d)"
)
_SPAN = '<span lang="EN-US" style="font-family:仿宋_GB2312;font-size:16.0pt;mso-bidi-font-size:10.5pt">{}</span>'
_NUMBERS = (
    _SPAN,
    _SPAN + "<o:p></o:p>",
    '<ins cite="mailto:admin" datetime="2024-01-05T09:00">{}</ins>',
    "<nobr>{}</nobr>",
    '<span style="font-size:21px">{}</span>',
    "<label>{}</label>",
)
_DATES = (
    '<st1:chsdate w:st="on" IsROCDate="False" IsLunarDate="False" Day="{day}" Month="{month}" Year="{year}">'
    '<span lang="EN-US">{year}</span>年<span lang="EN-US">{month}</span>月<span lang="EN-US">{day}</span>日'
    "</st1:chsdate>",
    '<time datetime="{year}-{month:0>2}-{day:0>2}">{year}年{month}月{day}日</time>',
    '<span lang="EN-US">{year}</span>年<ins>{month}</ins>月<span lang="EN-US">{day}</span>日',
)
_ISSUES = (
    '〔<span lang="EN-US">{year}</span>〕<span lang="EN-US">{issue}</span>号',
    "〔<ins>{year}</ins>〕<ins>{issue}</ins>号",
    "〔<label>{year}</label>〕<o:p>{issue}</o:p>号",
)


class WordPaste:
    """Wraps words in Word's tags, each kind of tag in its turn (the same text always gives the same bytes)."""

    def __init__(self) -> None:
        self._numbers: Iterator[str] = cycle(_NUMBERS)
        self._dates: Iterator[str] = cycle(_DATES)
        self._issues: Iterator[str] = cycle(_ISSUES)

    def text(self, words: str) -> str:
        """HTML of `words`; with its tags taken out it is `words` again."""
        return _PIECE.sub(self._wrapped, escape(words, quote=False))

    def _wrapped(self, found: re.Match[str]) -> str:
        if found["date"]:
            return next(self._dates).format(year=found["year"], month=found["month"], day=found["day"])
        if found["issue"]:
            return next(self._issues).format(year=found["issue_year"], issue=found["issue"])
        if found["name"]:
            return f'<span style="letter-spacing:-.2pt">{found["name"]}</span>'
        return next(self._numbers).format(found["number"])
