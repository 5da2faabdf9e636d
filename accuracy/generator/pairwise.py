"""A covering array of strength two: few rows that hold every possible pair of values of any two axes."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Mapping, Sequence

Row = dict[str, str]
Pair = tuple[tuple[str, str], tuple[str, str]]
"""Two (axis, value), in the order of the axes."""


def all_pairs(axes: Mapping[str, Sequence[str]]) -> set[Pair]:
    """Every pair of values of two different axes."""
    return {
        ((left, one), (right, other))
        for left, right in itertools.combinations(axes, 2)
        for one in axes[left]
        for other in axes[right]
    }


def pairs_of(row: Mapping[str, str]) -> Iterator[Pair]:
    """The pairs that a row holds."""
    return itertools.combinations(row.items(), 2)


def covering_rows(
    axes: Mapping[str, Sequence[str]], allowed: Callable[[Mapping[str, str]], bool], source: random.Random
) -> tuple[list[Row], set[Pair]]:
    """Rows that hold every pair which some allowed row can hold, and the pairs that none can.

    Greedy: each row begins with a pair that is still missing and is filled up with the values that bring most of the
    missing ones. `allowed` is asked of whole rows and of parts of rows: a part is allowed as long as what it holds is.
    """
    missing = all_pairs(axes)
    order = sorted(missing)
    source.shuffle(order)
    rows: list[Row] = []
    impossible: set[Pair] = set()
    for pair in order:
        if pair not in missing:
            continue
        row = _filled(axes, dict(pair), allowed, missing)
        if row is None:
            missing.discard(pair)
            impossible.add(pair)
            continue
        rows.append(row)
        missing.difference_update(pairs_of(row))
    return rows, impossible


def _filled(
    axes: Mapping[str, Sequence[str]], part: Row, allowed: Callable[[Mapping[str, str]], bool], missing: set[Pair]
) -> Row | None:
    """The part with a value for every axis, the most useful first; None where no allowed row holds the part."""
    if not allowed(part):
        return None
    free = [axis for axis in axes if axis not in part]
    if not free:
        return {axis: part[axis] for axis in axes}
    axis = free[0]

    def gain(value: str) -> int:
        grown = {name: value if name == axis else part[name] for name in axes if name == axis or name in part}
        return sum(pair in missing for pair in pairs_of(grown))

    for value in sorted(axes[axis], key=gain, reverse=True):
        row = _filled(axes, {**part, axis: value}, allowed, missing)
        if row is not None:
            return row
    return None
