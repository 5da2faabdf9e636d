"""Other forms of a body's name, as its own pages print it: with more in front, with its office behind, or short."""

from __future__ import annotations

import re
from collections.abc import Iterable

_OFFICE = re.compile(r".{0,8}(?:办公室|办公厅|科|处|室)")
_PLACE = re.compile(r"[省州县区旗镇乡]|市(?!场)")
_SHORTEST_END = 4
_SHORTEST_SHORT = 3


def is_form_of(printed: str, name: str, aliases: Iterable[str] = ()) -> bool:
    """Whether a printed name is the body's own in another form (all as `name_key` has them).

    Its name or an alias; that with the places above it in front, or one of its offices behind; its end
    (政务服务管理局); for a government its place alone (昆明市); short for it (昆明市政务局), or 自治州 for 州. Not a
    body above it, with whose name its own begins (市公安局 of 市公安局五华分局), nor one below it.
    """
    names = (name, *aliases)
    for own in names:
        before, found, behind = printed.partition(own)
        # 河东区工业和信息化局 is an alias in 临沂, and the name of another body in 天津.
        placed = own == name or before in name
        if found and placed and (not behind or _OFFICE.fullmatch(behind)):
            return True
    if f"{printed}人民政府" in names or (len(printed) >= _SHORTEST_END and any(own.endswith(printed) for own in names)):
        return True
    return any(_is_short_for(printed, own) or _is_autonomous_form(printed, own) for own in names)


def _is_short_for(printed: str, name: str) -> bool:
    """Its characters stand in the name in this order, both begin and end alike, and no place is left out."""
    alike = (printed[0], printed[-1]) == (name[0], name[-1]) and not name.startswith(printed)
    if len(printed) < _SHORTEST_SHORT or not alike:
        return False
    left_out, place = "", 0
    for character in printed:
        found = name.find(character, place)
        if found < 0:
            return False
        left_out += name[place:found]
        place = found + 1
    return _PLACE.search(left_out) is None


def _is_autonomous_form(printed: str, name: str) -> bool:
    """迪庆藏族自治州… for 迪庆州…: only 自治 and the nationalities before it stand between what both say."""
    before, _, after = printed.partition("自治")
    place = name.removesuffix(after)
    return bool(after) and "" != place != name and before.startswith(place)
