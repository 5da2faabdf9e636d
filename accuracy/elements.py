"""Where the table elements of a piece of markup stand in its source, so that it can be changed without being rewritten.

End tags may be left out, as HTML allows for cells and rows: an element then ends where the next of its kind begins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_TAG = re.compile(r"<!--.*?-->|<(?P<slash>/?)(?P<name>table|tr|td|th)(?=[\s/>])[^>]*>", re.IGNORECASE | re.DOTALL)
_CLOSED_BY = {"td": ("td", "th"), "th": ("td", "th"), "tr": ("td", "th", "tr"), "table": ()}
"""Which open elements an opening tag closes, inside the nearest table."""


@dataclass(frozen=True, slots=True)
class Element:
    """A table element as offsets of its source: [start, inner_start) is its opening tag, [inner_end, end) its closing
    one (empty where it is left out)."""

    kind: str
    """table, tr or td (a th is a td here)."""
    start: int
    inner_start: int
    inner_end: int
    end: int
    parent: int | None
    """The place of the element around it in the list, None at the top."""


@dataclass(slots=True)
class _Open:
    place: int
    name: str
    start: int
    inner_start: int
    parent: int | None


def table_elements(markup: str) -> list[Element]:
    """The table, tr and td elements in the order of their opening tags. A stray end tag is none's."""
    found: dict[int, Element] = {}
    stack: list[_Open] = []

    def close(inner_end: int, end: int) -> None:
        element = stack.pop()
        kind = "td" if element.name == "th" else element.name
        found[element.place] = Element(kind, element.start, element.inner_start, inner_end, end, element.parent)

    for tag in _TAG.finditer(markup):
        if tag["name"] is None:
            continue
        name = tag["name"].lower()
        if tag["slash"]:
            depth = _open_place(stack, name)
            if depth is not None:
                while len(stack) - 1 > depth:
                    close(tag.start(), tag.start())
                close(tag.start(), tag.end())
            continue
        while stack and stack[-1].name in _CLOSED_BY[name]:
            close(tag.start(), tag.start())
        parent = stack[-1].place if stack else None
        stack.append(_Open(len(found) + len(stack), name, tag.start(), tag.end(), parent))
    while stack:
        close(len(markup), len(markup))
    return [found[place] for place in sorted(found)]


def _open_place(stack: Sequence[_Open], name: str) -> int | None:
    """The innermost open element of this name; a cell's or row's end tag does not reach out of its table."""
    for depth in range(len(stack) - 1, -1, -1):
        if stack[depth].name == name:
            return depth
        if stack[depth].name == "table":
            return None
    return None
