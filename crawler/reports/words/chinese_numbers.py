"""Figures of the prose: 13, 3,119, 十三, 一百零五."""

from __future__ import annotations

import re

FIGURE = r"(?:\d{1,3}(?:,\d{3})+|\d{1,9}|[零〇一二两三四五六七八九十百千万]{1,9})"
"""What read_figure reads, as a part of a regular expression."""
_DIGITS = {character: place for place, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_CHINESE = re.compile(
    r"[零〇]|(?:[一二两三四五六七八九]千)?(?:零?[一二两三四五六七八九]百)?(?:零?[一二两三四五六七八九]?十)?"
    r"(?:零?[一二两三四五六七八九])?"
)


def read_figure(text: str) -> int | None:
    """The whole number that a figure states; None for Chinese digits that are none (一一, 十百)."""
    if text and text[0].isdigit() and text[0] in "0123456789":
        return int(text.replace(",", ""))
    before, found, after = text.partition("万")
    if found:
        thousands = _below_ten_thousand(before)
        rest = _below_ten_thousand(after) if after else 0
        return None if thousands is None or rest is None else thousands * 10_000 + rest
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> int | None:
    if not text or _CHINESE.fullmatch(text) is None:
        return None
    total, digit = 0, 0
    for character in text:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit
