"""The header of a table without rules: words over columns → cells in layers, spanning words over all that is theirs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crawler.documents.model import Cell
from crawler.documents.pdf.columns import Columns

_TIGHT = 1.75
_SAME_HEIGHT = 0.35
"""Characters by which the middles of headers in one row may differ."""


@dataclass(frozen=True, slots=True)
class HeaderWord:
    """A word of a header over the columns [first, stop) that it reaches into; `top` on the tall page."""

    text: str
    first: int
    stop: int
    top: float
    size: float
    page: int
    x0: float
    x1: float
    last: float = 0.0
    """The top of its last line; 0 = it has one line."""

    @property
    def middle(self) -> float:
        return (self.top + (self.last or self.top)) / 2


def header_cells(words: Sequence[HeaderWord], columns: Columns) -> tuple[list[Cell], int]:
    """The cells of a header, rows counted from 0, and how many rows it has."""
    blocks = _joined_lines(words)
    blocks = [_over_children(block, blocks, columns) for block in _bottom_up(blocks, columns)]
    blocks.sort(key=lambda block: (block.top, block.first))
    layers: list[int] = []
    for number, block in enumerate(blocks):
        above = [layers[n] for n in range(number) if _share(blocks[n], block)]
        layers.append(max(above, default=-1) + 1)
    depth = max(layers, default=-1) + 1
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for number, block in enumerate(blocks):
        below = [layers[n] for n in range(len(blocks)) if layers[n] > layers[number] and _share(blocks[n], block)]
        stop = min(below, default=depth)
        places = {(row, column) for row in range(layers[number], stop) for column in range(block.first, block.stop)}
        if places & taken:
            continue
        taken |= places
        cells.append(
            Cell(block.text, layers[number], block.first, stop - layers[number], block.stop - block.first, block.page)
        )
    return cells, depth


def _share(block: HeaderWord, other: HeaderWord) -> bool:
    return block.first < other.stop and other.first < block.stop


def _joined_lines(words: Sequence[HeaderWord]) -> list[HeaderWord]:
    """Words of one column on lines close together are one word that was wrapped."""
    found: list[HeaderWord] = []
    for word in sorted(words, key=lambda word: (word.top, word.x0)):
        above = next(
            (n for n in range(len(found) - 1, -1, -1) if (found[n].first, found[n].stop) == (word.first, word.stop)),
            None,
        )
        if (
            above is not None
            and word.stop - word.first == 1
            and 0 < word.top - _last(found[above]) <= _TIGHT * word.size
        ):
            found[above] = replace(found[above], text=f"{found[above].text}\n{word.text}", last=word.top)
        else:
            found.append(word)
    return found


def _last(word: HeaderWord) -> float:
    return word.last or word.top


def _bottom_up(blocks: list[HeaderWord], columns: Columns) -> list[HeaderWord]:
    """Widen each header that stands over others, the lowest first, so that those above see them wide."""
    known = list(blocks)
    for number in sorted(range(len(known)), key=lambda n: -known[n].top):
        known[number] = _over_children(known[number], known, columns)
    return known


def _over_children(block: HeaderWord, blocks: Sequence[HeaderWord], columns: Columns) -> HeaderWord:
    """A header over the row of headers right below it: those of one height, next to one another, under its words."""
    if block.first == 0:
        return block
    width = len(columns.spans)
    below = {column: _next_below(block, column, blocks) for column in range(1, width)}
    children = [below[column] for column in range(block.first, block.stop)]
    first, stop = block.first, block.stop
    child = next((known for known in children if known is not None), None)
    if child is None:
        return _alone(block, blocks, columns)
    while first > 1 and _is_sibling(below[first - 1], child) and not _is_occupied(first - 1, block, blocks):
        first -= 1
    while stop < width and _is_sibling(below[stop], child) and not _is_occupied(stop, block, blocks):
        stop += 1
    middle = (block.x0 + block.x1) / 2

    def off_middle(span: tuple[int, int]) -> tuple[int, int]:
        centre = (sum(columns.spans[span[0]]) + sum(columns.spans[span[1] - 1])) / 4
        return round(2 * abs(centre - middle) / block.size), span[0] - span[1]

    spans = [(a, b) for a in range(first, block.first + 1) for b in range(block.stop, stop + 1)]
    first, stop = min(spans, key=off_middle)
    return replace(block, first=first, stop=stop)


def _next_below(block: HeaderWord, column: int, blocks: Sequence[HeaderWord]) -> HeaderWord | None:
    under = [
        known for known in blocks if known.first <= column < known.stop and known.top > _last(block) + 0.5 * block.size
    ]
    return min(under, key=lambda known: known.top, default=None)


def _is_sibling(block: HeaderWord | None, other: HeaderWord) -> bool:
    return block is not None and abs(block.middle - other.middle) <= _SAME_HEIGHT * other.size


def _is_occupied(column: int, block: HeaderWord, blocks: Sequence[HeaderWord]) -> bool:
    return any(
        known.first <= column < known.stop and abs(known.middle - block.middle) <= 0.5 * block.size
        for known in blocks
        if known.text != block.text or known.first != block.first
    )


def _alone(block: HeaderWord, blocks: Sequence[HeaderWord], columns: Columns) -> HeaderWord:
    """A header that stands alone over, and in the middle of, all value columns is the header of all of them."""
    if any(known.first > 0 and known is not block and known.top >= block.top for known in blocks):
        return block
    left, right = columns.spans[1][0], columns.spans[-1][1]
    if abs((block.x0 + block.x1) / 2 - (left + right) / 2) > 1.5 * block.size + 0.1 * (right - left):
        return block
    return replace(block, first=1, stop=len(columns.spans))
