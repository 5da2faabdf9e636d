"""That a stored number is printed where its reading found it.

The words at a place are read here in another way than the tables' reader reads them, and more simply: every figure that
stands in them counts. So a number that the reader made of something else is not confirmed by the reader's own mistake.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from crawler.reports.model import Number, Report, ValuePlace
from crawler.store.readings.content import printed_numbers

_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_SIGNS = str.maketrans({"−": "-", "–": "-", "‐": "-", "﹣": "-", "﹢": "+"})
_FIGURE = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?")
_ZERO_WORDS = frozenset({"零", "〇"})
_MONEY = re.compile(r"amount|wanyuan")
_MONEY_FACTORS = tuple(Decimal(10) ** power for power in (0, 3, 4, 6, 8))
"""元, 千元, 万元, 百万元, 亿元: a printed amount stands in the column's own unit."""


def untraced_numbers(stored: Report, places: Sequence[ValuePlace]) -> Iterator[tuple[str, Number, str]]:
    """(where, stored value, what is printed there) of every number that no place prints; "" = there is no place."""
    printed: dict[str, list[str]] = {}
    for place in places:
        printed.setdefault(place.where, []).append(place.raw)
    counters = _counters(stored)
    for where, value in printed_numbers(stored):
        words = printed.get(where, [])
        if not any(states(text, value, is_money=bool(_MONEY.search(where)) or where in counters) for text in words):
            yield where, value, " | ".join(words)


def states(text: str, value: Number, *, is_money: bool) -> bool:
    """Whether a text prints this number, thousands set apart or not; an amount of money in any of its units."""
    folded = text.translate(_FULL_WIDTH).translate(_SIGNS)
    if value == 0 and "".join(folded.split()) in _ZERO_WORDS:
        return True
    # Blanks stand between the thousands, or where a narrow cell broke the digits of one number over its lines.
    figures = {
        Decimal(figure.replace(",", ""))
        for form in (folded, "".join(folded.split()))
        for figure in _FIGURE.findall(form)
    }
    if value in figures:
        return True
    return is_money and any(
        value in (figure * factor, figure / factor) for figure in figures for factor in _MONEY_FACTORS
    )


def _counters(stored: Report) -> Mapping[str, str]:
    """Where a flag says that a unit was converted, whatever the column holds (万人次 in an appendix of counts)."""
    return {flag.where: flag.kind for flag in stored.flags if flag.kind == "unit_converted"}
