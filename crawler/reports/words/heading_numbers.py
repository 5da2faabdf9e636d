"""The numbering in front of a heading, and which headings lie inside others by their numbers.

Top-level headings are printed as 一、 … (the official form), as 第一部分, 1. or （一） where an office has its own
style.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Style = Literal["chinese", "part", "figure", "bracket", ""]
"""一、 · 第一部分 · 1. · （一） · no number."""

_CHINESE = "[一二三四五六七八九十]{1,3}"
_NUMBERING = re.compile(
    rf"(?:第\s*(?P<part>{_CHINESE})\s*(?:部分|章)\s*[:：、.．]?"
    rf"|第?(?P<chinese>{_CHINESE})\s*(?:[、，,.．:：]|(?=\s\S))"
    r"|(?P<figure>\d{1,2})\s*[、.．](?!\d)"
    rf"|[（(]\s*(?P<bracket>{_CHINESE})\s*[）)]\s*[、.．]?)\s*"
)
_STYLES: tuple[Style, ...] = ("chinese", "part", "figure", "bracket")
_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)}
_MOST_OPEN = 16
"""Numberings that may still go on; a text that begins more of them is no report, and is not searched for long."""
BEGINNINGS = frozenset("一二三四五六七八九十第（(0123456789")
"""What a numbering can begin with."""


@dataclass(frozen=True, slots=True)
class Numbering:
    style: Style
    number: int
    end: int
    """Where the title begins behind it."""


def read_numbering(text: str) -> Numbering | None:
    """The numbering that a line begins with (三、 → 3); None where there is none."""
    match = _NUMBERING.match(text)
    if match is None:
        return None
    style = next(style for style in _STYLES if style == match.lastgroup)
    printed = match[style]
    return Numbering(style, int(printed) if style == "figure" else chinese_number(printed), match.end())


def chinese_number(text: str) -> int:
    """一 … 九十九. 0 for two digits without a ten between them, and for anything else."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS.get(text, 0)
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (_DIGITS.get(tens, 0) if tens else 1) * 10 + _DIGITS.get(ones, 0)


def nested(numbers: Sequence[int], sure: Sequence[bool] = ()) -> frozenset[int]:
    """The indices of the headings that lie inside another, told by the numbers alone.

    五、 一、 二、 六、: the 一 and 二 are inside 五, because 六 goes on where 五 was. 一、 … 六、 一、 二、: the
    numbering was restarted and nothing goes on before it, so that nothing is inside (上海市科委 2024).

    `sure` says which are known to be headings of the top: a restarted numbering behind the first of them that holds
    none of them is a list inside the last section, and a line that is not sure and fits no numbering is no heading.
    """
    known = list(sure) or [True] * len(numbers)
    first = known.index(True) if True in known else len(known)
    open_runs: list[tuple[int, list[int]]] = []
    inside: set[int] = set()
    for index, number in enumerate(numbers):
        fits = (depth for depth in range(len(open_runs) - 1, -1, -1) if open_runs[depth][0] + 1 == number)
        depth = next(fits, None)
        if depth is None and (number == 1 or not open_runs):
            open_runs.append((number, [index]))
            if len(open_runs) > _MOST_OPEN:
                inside.update(_list_behind(open_runs.pop(0)[1], first, known))
            continue
        if depth is None:
            if not known[index]:
                inside.add(index)
                continue
            # A number that was mistaken or left out: it goes on with the run at hand.
            depth = len(open_runs) - 1
        for _, members in open_runs[depth + 1 :]:
            inside.update(members)
        open_runs[depth:] = [(number, [*open_runs[depth][1], index])]
    for _, members in open_runs:
        inside.update(_list_behind(members, first, known))
    return frozenset(inside)


def _list_behind(members: Sequence[int], first: int, known: Sequence[bool]) -> Sequence[int]:
    """The members of a run that begins behind the first sure heading and holds none itself; else ()."""
    return members if members[0] > first and not any(known[index] for index in members) else ()
