"""The label columns of a table without rules: pieces of label → the labels of its rows and of its groups of rows.

The forms number their labels on three levels: 一、 for a part, （一） for a row or a group, 1. for a row of a group. A
label of a group stands left of the labels of its rows, at the middle of their height.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.documents.pdf.lines import Line

_NUMERAL = "一二三四五六七八九十"
_LEVELS = (
    re.compile(rf"[{_NUMERAL}]{{1,3}}\s*、"),
    re.compile(rf"[（(]\s*[{_NUMERAL}]{{1,3}}\s*[）)]"),
    re.compile(r"(\d{1,2})\s*[.．、](?!\d)"),
)
_UNNUMBERED = 4
_TIGHT = 1.75
_WORD_GAP = 1.0
"""Words of a label are taken together over a smaller gap, in characters."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of label: what stands together on one line."""

    text: str
    x0: float
    x1: float
    top: float
    size: float
    line: int
    page: int


@dataclass(frozen=True, slots=True)
class LabelBlock:
    """A whole label, from the first of its lines to the last; lengths in points."""

    chunks: tuple[Chunk, ...]

    @property
    def text(self) -> str:
        return "\n".join(chunk.text for chunk in self.chunks)

    @property
    def top(self) -> float:
        return self.chunks[0].top

    @property
    def bottom(self) -> float:
        return self.chunks[-1].top

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def size(self) -> float:
        return self.chunks[0].size

    @property
    def page(self) -> int:
        return self.chunks[0].page

    @property
    def x0(self) -> float:
        return min(chunk.x0 for chunk in self.chunks)

    @property
    def x1(self) -> float:
        return max(chunk.x1 for chunk in self.chunks)

    @property
    def level(self) -> int:
        return level_of(self.chunks[0].text)

    @property
    def number(self) -> int | None:
        """The n of `n.`; None for another numbering, or none."""
        match = _LEVELS[2].match(self.chunks[0].text)
        return int(match.group(1)) if match else None


@dataclass(frozen=True, slots=True)
class LabelColumns:
    """How many columns the labels take, and where each but the first begins."""

    starts: tuple[float, ...] = ()
    is_printed: bool = True
    """False: the table has no labels at all, as the one of reviews and lawsuits."""

    @property
    def count(self) -> int:
        return len(self.starts) + 1 if self.is_printed else 0

    def edges(self, left: float, right: float) -> tuple[float, ...]:
        """The left edge of every label column: strictly ascending from `left`, all before `right`."""
        found = [left][: self.count]
        for number, start in enumerate(self.starts, start=1):
            least = left + (right - left) * number / (10 * self.count)
            found.append(min(max(start, found[-1] + 0.1, least), right - 0.1 * (self.count - number)))
        return tuple(found)


@dataclass(slots=True)
class Labels:
    columns: LabelColumns = field(default_factory=LabelColumns)
    of_anchor: dict[int, LabelBlock] = field(default_factory=dict)
    """Line with figures → the label of its row."""
    blank: list[LabelBlock] = field(default_factory=list)
    """Labels of rows without any figure."""
    header: list[LabelBlock] = field(default_factory=list)
    """Labels beside lines that name columns."""
    groups: list[tuple[int, LabelBlock]] = field(default_factory=list)
    """(label column, label) of groups of rows."""


def level_of(text: str) -> int:
    """1 for 一、, 2 for （一）, 3 for 1., 4 for a label without a number."""
    for level, pattern in enumerate(_LEVELS, start=1):
        if pattern.match(text):
            return level
    return _UNNUMBERED


def is_numbered(text: str) -> bool:
    return level_of(text) != _UNNUMBERED


def label_chunks(lines: Sequence[Line], tops: Sequence[float], right: float) -> list[Chunk]:
    """The pieces of label left of `right`, top to bottom; a number begins a piece of its own."""
    found: list[Chunk] = []
    for number, line in enumerate(lines):
        begun: Chunk | None = None
        for word in line.words:
            if word.x0 >= right - (word.x1 - word.x0) / 2:
                break
            if begun is not None and word.x0 - begun.x1 <= _WORD_GAP * line.size and not is_numbered(word.text):
                begun = Chunk(f"{begun.text} {word.text}", begun.x0, word.x1, begun.top, line.size, number, line.page)
                found[-1] = begun
            else:
                begun = Chunk(word.text, word.x0, word.x1, tops[number], line.size, number, line.page)
                found.append(begun)
    return found


def read_labels(chunks: Sequence[Chunk], anchors: Sequence[int], named: Sequence[int], tops: Sequence[float]) -> Labels:
    """Give every line with figures (`anchors`) its label; `named` are the lines that name columns."""
    left, own = _divided(chunks)
    of_anchor: dict[int, LabelBlock] = {}
    free: list[LabelBlock] = []
    anchored = set(anchors)
    for block in _blocks(own, anchored, set(named)):
        anchor = _anchor_of(block, anchors, tops, of_anchor)
        if anchor is None:
            free.append(block)
        else:
            of_anchor[anchor] = block
    groups: list[Chunk] = []
    for chunk in left:
        if chunk.line in anchored and chunk.line not in of_anchor:
            of_anchor[chunk.line] = LabelBlock((chunk,))
        else:
            groups.append(chunk)
    labels = Labels(LabelColumns(is_printed=bool(chunks)), of_anchor)
    heights = [tops[n] for n in named]
    for block in free:
        beside = any(block.top - block.size / 2 <= height <= block.bottom + block.size / 2 for height in heights)
        above_all = bool(anchors) and bool(named) and block.middle < tops[anchors[0]] and not is_numbered(block.text)
        (labels.header if beside or above_all else labels.blank).append(block)
    _read_groups(groups, own, labels)
    return labels


def _divided(chunks: Sequence[Chunk]) -> tuple[list[Chunk], list[Chunk]]:
    """Pieces left of the numbered labels of a group's rows (1. 2. …), and all others."""
    numbered = [chunk for chunk in chunks if level_of(chunk.text) == 3]
    if len(numbered) < 2:
        return [], list(chunks)
    start = min(chunk.x0 for chunk in numbered)
    left = [chunk for chunk in chunks if chunk.x1 <= start + 0.3 * chunk.size]
    return left, [chunk for chunk in chunks if chunk.x1 > start + 0.3 * chunk.size]


def _blocks(chunks: Sequence[Chunk], anchors: set[int], named: set[int]) -> list[LabelBlock]:
    blocks: list[list[Chunk]] = []
    ordered = sorted(chunks, key=lambda chunk: (chunk.top, chunk.x0))
    for index, chunk in enumerate(ordered):
        below = ordered[index + 1] if index + 1 < len(ordered) else None
        if blocks and not is_numbered(chunk.text) and _goes_on(blocks[-1], chunk, below, anchors, named):
            blocks[-1].append(chunk)
        else:
            blocks.append([chunk])
    return [LabelBlock(tuple(block)) for block in blocks]


def _goes_on(block: Sequence[Chunk], chunk: Chunk, below: Chunk | None, anchors: set[int], named: set[int]) -> bool:
    """Whether a piece without a number belongs to the label above it."""
    above = block[-1]
    if chunk.line == above.line:
        return True
    if chunk.top - above.top > _TIGHT * max(chunk.size, above.size):
        return False
    has_figures = any(known.line in anchors or known.line in named for known in block)
    if chunk.line in anchors:
        return not has_figures
    # A label's first line stands nearer to its second than to the label above.
    is_nearer_below = (
        below is not None and not is_numbered(below.text) and below.top - chunk.top < 0.95 * (chunk.top - above.top)
    )
    return not (has_figures and is_nearer_below)


def _anchor_of(
    block: LabelBlock, anchors: Sequence[int], tops: Sequence[float], taken: dict[int, LabelBlock]
) -> int | None:
    """The line with figures beside a label: the one nearest its middle, or, where it has one, on one of its lines."""
    reach = 0.6 * block.size
    near = [n for n in anchors if n not in taken and block.top - reach <= tops[n] <= block.bottom + reach]
    lines = {chunk.line for chunk in block.chunks}
    own = [n for n in near if n in lines] or near
    return min(own, key=lambda n: abs(tops[n] - block.middle), default=None)


def _read_groups(chunks: Sequence[Chunk], own: Sequence[Chunk], labels: Labels) -> None:
    if not chunks:
        return
    columns: list[list[Chunk]] = []
    reach = 0.0
    for chunk in sorted(chunks, key=lambda chunk: chunk.x0):
        if columns and chunk.x0 < reach:
            columns[-1].append(chunk)
            reach = max(reach, chunk.x1)
        else:
            columns.append([chunk])
            reach = chunk.x1
    item = min((chunk.x0 for chunk in own if level_of(chunk.text) == 3), default=reach)
    starts = [min(chunk.x0 for chunk in column) for column in columns[1:]]
    labels.columns = LabelColumns((*starts, item))
    for number, column in enumerate(columns):
        labels.groups += [(number, block) for block in _group_blocks(column)]


def _group_blocks(chunks: Sequence[Chunk]) -> list[LabelBlock]:
    """A group's label is whole where the next number begins: a page break may stand between its lines."""
    blocks: list[list[Chunk]] = []
    for chunk in sorted(chunks, key=lambda chunk: (chunk.top, chunk.x0)):
        if blocks and not is_numbered(chunk.text):
            blocks[-1].append(chunk)
        else:
            blocks.append([chunk])
    return [LabelBlock(tuple(block)) for block in blocks]
