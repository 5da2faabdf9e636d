"""Rule 2: one 索引号 in the reports of several bodies or years. Nothing is joined by it there, and it is said."""

from __future__ import annotations

from collections.abc import Iterable

from crawler.store.identity.facts import Group

_NAMED = 3
_COUNTED = 40
"""A template's number stands in hundreds of pages: beyond this, a reason says "more than", so that not every new page
changes the reason of all the others."""


def holders_as_told(holders: Iterable[Group]) -> tuple[tuple[Group, ...], int]:
    """All that reasons say of a number's holders: while this stays, no reason of any of them changes."""
    groups = sorted(holders)
    return tuple(groups[: _NAMED + 1]), min(len(groups), _COUNTED + 2)


def collision_note(group: Group, holders: Iterable[Group]) -> str:
    """The other bodies and years, a few by name; "" where there are none."""
    first, count = holders_as_told(holders)
    if count < 2:
        return ""
    named = [one for one in first if one != group][:_NAMED]
    text = ", ".join(f"{body} {year}" for body, year in named)
    others = count - 1
    if others > _COUNTED:
        text += f" and more than {_COUNTED - len(named)} others"
    elif others > len(named):
        text += f" and {others - len(named)} more"
    return f"its 索引号 also stands in {text}"
