"""Small misprints of long labels: one character lost, replaced or swapped, and the label still like no other."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from functools import lru_cache

_NUMBERING = re.compile(r"^(?:\d[.、]|（[一二三四五六七八九十]）|[一二三四五六七八九十]、|其中：)*")
_STRANGERS = "由甲田未末己已土士入人日曰干千王玉"
"""Characters that stand in no label, as a typist or a character recogniser puts them."""
_LEAST_LENGTH = 7
_LEAST_DISTANCE = 4
"""How many characters the nearest other label must differ by, so that a careful reader knows which one is meant."""


def core(label: str) -> str:
    """The label without its numbering."""
    return label[_NUMBERING.match(label).end() :]  # type: ignore[union-attr]


@lru_cache(maxsize=8192)
def distance(left: str, right: str) -> int:
    """Levenshtein's: how many characters must be put in, left out or replaced."""
    row = list(range(len(right) + 1))
    for place, character in enumerate(left, start=1):
        before, row[0] = row[0], place
        for column, other in enumerate(right, start=1):
            before, row[column] = row[column], min(row[column] + 1, row[column - 1] + 1, before + (character != other))
    return row[-1]


def misprint(label: str, labels: Sequence[str], source: random.Random) -> str | None:
    """`label` misprinted; None where it is too short, or too near to another one of `labels`."""
    plain = core(label)
    others = [core(other) for other in labels if other != label]
    if len(plain) < _LEAST_LENGTH or any(distance(plain, other) < _LEAST_DISTANCE for other in others):
        return None
    places = [
        place
        for place in range(1, len(plain) - 1)
        if plain[place : place + 2].isalpha() and plain[place] != plain[place + 1] and plain[place - 1] != plain[place]
    ]
    place = source.choice(places)
    before, character, after = plain[:place], plain[place], plain[place + 1 :]
    kind = source.choice(("lost", "replaced", "swapped"))
    if kind == "lost":
        changed = before + after
    elif kind == "replaced":
        changed = before + source.choice(_STRANGERS) + after
    else:
        changed = before + after[0] + character + after[1:]
    return label[: len(label) - len(plain)] + changed
