"""Read what a cell prints as a number, and say so where it is no plain number.

NFKC is not used here on purpose: it turns a footnote mark into a digit (12① → 121). Only full-width forms are folded.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from crawler.reports.model import FlagKind, Number
from crawler.reports.words.traditional import SIMPLIFIED

Unit = Literal["count", "yuan", "wanyuan"]
"""What a column holds: things counted, or money in 元 or in 万元."""

MOST_DIGITS = 15
"""Significant digits that survive a JSON reader's double; a longer figure in a report is damage, not a number."""

_FOLDED = (
    {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    | str.maketrans({"−": "-", "–": "-", "‐": "-", "﹣": "-", "﹢": "+"})
    | dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
    | SIMPLIFIED
)
"""Full-width and traditional forms (萬元, 無), the signs that are printed for + and -, and zero-width characters, which
are none."""
_FIGURE = r"(?P<sign>[+-]?)(?P<figure>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
_PLAIN = re.compile(rf"{_FIGURE}")
_NOTED = re.compile(
    rf"{_FIGURE}(?P<unit>[^0-9()\[\]*※①-⑳²³¹,.;:+\-]{{0,4}})(?P<note>(?:\(.*\)|\[.*\]|[*※①-⑳¹²³]+)?)", re.DOTALL
)
_MONEY_IN_YUAN = {
    "元": Decimal(1),
    "圆": Decimal(1),
    "元人民币": Decimal(1),
    "千元": Decimal(1000),
    "万": Decimal(10_000),
    "万元": Decimal(10_000),
    "百万元": Decimal(1_000_000),
    "亿": Decimal(100_000_000),
    "亿元": Decimal(100_000_000),
}
_COUNTERS = frozenset({"件", "项", "条", "个", "宗", "次", "份", "例", "起", "人", "部", "件次", "项次"})
_VALUE_BEGINS = frozenset(
    "零〇0123456789０１２３４５６７８９+-−–‐﹣﹢＋－/／—―~～*＊无無不空暂暫没沒\u200b\u200c\u200d\u2060\ufeff"
)
"""What a value can begin with: prose, of which a page is full, is known by its first character to be none."""
_ZERO = frozenset({"零", "〇"})
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:[ \u2009\u202f\xa0][0-9]{3})+(?:\.[0-9]+)?(?![0-9])")
"""A figure whose thousands are set apart by blanks, on one line."""
_GAP = re.compile(r"(?<=[0-9.,])\s+(?=[0-9.,])")
_NO_NUMBER = re.compile(r"[/\-—―~*]+|无|不适用|空|暂无|没有|/无")


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """What a cell states. No flag: a blank (value None) or a plain number."""

    value: Number | None
    flag: FlagKind | None = None
    note: str = ""


@lru_cache(maxsize=4096)
def read_number(
    text: str, unit: Unit = "count", header_unit: str | None = None, *, may_wrap: bool = False
) -> ReadNumber:
    """Read a cell of a column that holds `unit`; header_unit is the unit of money that the column's header prints.

    Integers come back as int (209, 209.0), everything else as Decimal without trailing zeros. A unit in the cell is
    converted to the column's and flagged; a note beside the number is flagged and the number kept; what states no
    number is None and flagged, but a blank cell is None without a flag.

    may_wrap: the text is that of a PDF or a dump, where a narrow cell breaks the digits of one number over lines: what
    stands in pieces is joined and flagged. In markup such pieces are several numbers, and none of them is taken.
    """
    if unit == "count" and _is_plain(text):
        return ReadNumber(int(text))
    if text.isprintable() and " " not in text:
        return _read_joined(text, unit, header_unit)
    return _read_pieces(text, unit, header_unit, may_wrap)


def _read_pieces(text: str, unit: Unit, header_unit: str | None, may_wrap: bool) -> ReadNumber:
    """A text with blanks or line breaks: they may not stand inside its figure, but to set its thousands apart."""
    figure = re.split(r"[(\[]", text.translate(_FOLDED).strip(), maxsplit=1)[0]
    if _GAP.search(_GROUPED.sub("0", figure, count=1) if _GROUPED.match(figure) else figure) is None:
        return _read_joined(text, unit, header_unit)
    if not may_wrap:
        return ReadNumber(None, "not_a_number", "several numbers, or the pieces of one, in one cell")
    joined = _read_joined(text, unit, header_unit)
    if joined.flag is not None:
        return joined
    return ReadNumber(joined.value, "note_in_cell", "the digits stand apart in their cell: joined")


def _read_joined(text: str, unit: Unit, header_unit: str | None) -> ReadNumber:
    folded = _fold(text)
    if not folded:
        return ReadNumber(None)
    if folded in _ZERO:
        return ReadNumber(0)
    plain = _PLAIN.fullmatch(folded)
    if plain is not None:
        return _plain_number(plain, unit, header_unit)
    noted = _NOTED.fullmatch(folded)
    if noted is not None:
        return _noted_number(noted, unit, header_unit)
    if _NO_NUMBER.fullmatch(folded):
        return ReadNumber(None, "not_a_number", "a mark that states no number")
    return ReadNumber(None, "not_a_number", "not read as a number")


@lru_cache(maxsize=4096)
def looks_like_value(text: str) -> bool:
    """True for what stands in a value cell (a number, one with its unit or note, a dash or 无), False for labels."""
    if _is_plain(text):
        return True
    if text.lstrip()[:1] not in _VALUE_BEGINS:
        return False
    folded = _fold(text)
    return folded in _ZERO or bool(_NO_NUMBER.fullmatch(folded) or _PLAIN.fullmatch(folded) or _is_noted_value(folded))


def _is_noted_value(folded: str) -> bool:
    noted = _NOTED.fullmatch(folded)
    return noted is not None and (not noted["unit"] or noted["unit"] in _COUNTERS or noted["unit"] in _MONEY_IN_YUAN)


def _is_plain(text: str) -> bool:
    """Digits alone, as almost every cell prints them: known without a pattern."""
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS


def _fold(text: str) -> str:
    return "".join((text if text.isascii() else text.translate(_FOLDED)).split())


def _too_long() -> ReadNumber:
    return ReadNumber(None, "not_a_number", f"more than {MOST_DIGITS} digits")


def _plain_number(found: re.Match[str], unit: Unit, header_unit: str | None) -> ReadNumber:
    value = _figure(found)
    if value is None:
        return _too_long()
    if unit == "count" or value == 0:
        return ReadNumber(value)
    if header_unit is None:
        return ReadNumber(value, "unit_unknown", "neither the cell nor the header names a unit; kept as printed")
    own_unit = "元" if unit == "yuan" else "万元"
    return ReadNumber(value) if header_unit == own_unit else _money(value, header_unit, unit)


def _noted_number(found: re.Match[str], unit: Unit, header_unit: str | None) -> ReadNumber:
    value = _figure(found)
    if value is None:
        return _too_long()
    printed = found["unit"]
    if not printed:
        stated = _plain_number(found, unit, header_unit)
        return stated if stated.flag else ReadNumber(value, "note_in_cell", "a note stands beside the number")
    if unit != "count":
        return _money(value, printed, unit)
    if printed in _COUNTERS:
        return ReadNumber(value, "note_in_cell", f"the number is printed with its counter {printed}")
    if printed == "万" or (printed[0] == "万" and printed[1:] in _COUNTERS):
        whole = _settle(Decimal(value) * 10_000)
        return _too_long() if whole is None else ReadNumber(whole, "unit_converted", "万 = 10000")
    return ReadNumber(None, "not_a_number", "not read as a number")


def _money(value: Number, printed: str, unit: Unit) -> ReadNumber:
    factor = _MONEY_IN_YUAN.get(printed)
    if factor is None:
        if value == 0:
            return ReadNumber(0, "unit_unknown", f"unit {printed} is not known; zero is zero in each")
        return ReadNumber(None, "unit_unknown", f"unit {printed} is not known")
    in_yuan = Decimal(value) * factor
    converted = _settle(in_yuan if unit == "yuan" else in_yuan / 10_000)
    if converted is None:
        return _too_long()
    own_unit = "元" if unit == "yuan" else "万元"
    return ReadNumber(converted, "unit_converted", f"printed in {printed}, given in {own_unit}")


def _figure(found: re.Match[str]) -> Number | None:
    return _settle(Decimal(found["sign"] + found["figure"].replace(",", "")))


def _settle(value: Decimal) -> Number | None:
    """An int where the value is whole, else a Decimal without trailing zeros; None where it has too many digits."""
    if len(value.as_tuple().digits) > 4 * MOST_DIGITS:
        return None
    if value == value.to_integral_value():
        whole = int(value)
        return whole if len(str(abs(whole))) <= MOST_DIGITS else None
    settled = value.normalize()
    return settled if len(settled.as_tuple().digits) <= MOST_DIGITS else None
