"""A 64-bit simhash over pairs of characters: a sieve that is cheap over all pairs of a group, and no more than that.

Each pair of neighbouring characters is mixed into 64 bits (splitmix64), each bit votes once for every time the pair
stands in the text, and the majority is the simhash. Like texts differ in few bits.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy

_MOST_CHARACTER_BITS = 21
"""A code point has at most 21 bits, so that two fit into 64."""


def simhash(text: str) -> int:
    """The 64 bits; 0 for a text of less than two characters."""
    import numpy  # 0.1 s, which a command that decides nothing need not wait for

    points = numpy.frombuffer(text.encode("utf-32-le"), dtype=numpy.uint32).astype(numpy.uint64)
    if len(points) < 2:
        return 0
    pairs, votes = numpy.unique((points[:-1] << numpy.uint64(_MOST_CHARACTER_BITS)) | points[1:], return_counts=True)
    places = numpy.arange(64, dtype=numpy.uint64)
    ones = ((_mixed(pairs)[:, None] >> places) & numpy.uint64(1)).astype(numpy.int64)
    majority = votes @ (2 * ones - 1) > 0
    return int((majority.astype(numpy.uint64) << places).sum())


def bits_apart(left: int, right: int) -> int:
    return (left ^ right).bit_count()


def near_pairs(simhashes: Sequence[int], most: int) -> list[tuple[int, int]]:
    """The places of every two simhashes that are at most `most` bits apart, the smaller place first."""
    return [
        (left, right)
        for left, one in enumerate(simhashes)
        for right in range(left + 1, len(simhashes))
        if bits_apart(one, simhashes[right]) <= most
    ]


def _mixed(values: numpy.ndarray) -> numpy.ndarray:
    """splitmix64 (Steele, Lea and Flood 2014): every input bit changes every output bit with probability 1/2."""
    import numpy

    mixed = values + numpy.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> numpy.uint64(30))) * numpy.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> numpy.uint64(27))) * numpy.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> numpy.uint64(31))
