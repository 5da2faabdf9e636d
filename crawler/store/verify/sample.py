"""A sample without chance: the same store gives the same one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


def evenly(items: Sequence[Item], wanted: int | None) -> Sequence[Item]:
    """At most `wanted` of the items, spread evenly over their order, the first one among them; None: all."""
    if wanted is None or wanted >= len(items):
        return items
    return [items[place * len(items) // wanted] for place in range(wanted)]
