"""Lines of words without rules around them → which runs of lines are tables, and where their columns stand.

A run is a table only where it is clearly one: figures stand under one another in columns, with nothing printed between
the columns on any line that holds figures. Prose has no such gaps; a line of prose, or a heading larger than the
table's type, ends a run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from crawler.documents.pdf.lines import Line, Word, is_figure

_CHAPTER = re.compile(r"[一二三四五六七八九十]{1,3}\s*、")
_NOTE = re.compile(r"(?:备?注|说明)\s*[:：]")
_VALLEY = 0.3
"""The least gap between two columns, in characters."""
_PROSE_FILL = 0.85
"""Share of a line's length that is printed, from which it is a line of prose …"""
_PROSE_LENGTH = 0.55
"""… where it is at least so long, as a share of the longest line."""
_LARGER = 1.08
_FAR = 6.0
"""Lines on one page farther apart than this, in characters, are not of one table."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the columns of an unruled table stand: `spans[0]` holds the labels, the others one column each."""

    spans: tuple[tuple[float, float], ...]
    edges: tuple[float, ...]
    """One more than there are columns: the middle of each gap."""
    fits_header: bool = True
    """False: there is a header, and it does not stand over the figures."""

    def covered(self, x0: float, x1: float) -> tuple[int, int]:
        """The columns [first, stop) that a word reaches into, at least the nearest one."""
        hit = [
            number
            for number, (left, right) in enumerate(pairwise(self.edges))
            if min(x1, right) - max(x0, left) > 0.2 * min(x1 - x0, right - left)
        ]
        if not hit:
            middle = (x0 + x1) / 2
            nearest = min(range(len(self.spans)), key=lambda n: abs(sum(self.spans[n]) / 2 - middle))
            return nearest, nearest + 1
        return hit[0], hit[-1] + 1


def figures(line: Line) -> list[Word]:
    return [word for word in line.words if is_figure(word.text)]


def table_runs(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """Runs [first, stop) of lines in which a table may stand: those between lines that can be no part of one."""
    longest = max((line.x1 - line.x0 for line in lines), default=0.0)
    typical = _figure_size(lines)
    runs: list[tuple[int, int]] = []
    first = 0
    for index, line in enumerate(lines):
        above = lines[index - 1] if index else None
        if above is not None and above.page == line.page and line.top - above.bottom > _FAR * line.size:
            runs.append((first, index))
            first = index
        if _is_prose(line, longest) or (typical and not figures(line) and line.size > _LARGER * typical):
            runs.append((first, index))
            first = index + 1
    runs.append((first, len(lines)))
    return [(first, stop) for first, stop in runs if sum(len(figures(line)) > 0 for line in lines[first:stop]) > 0]


def _figure_size(lines: Sequence[Line]) -> float:
    """The size of type of the lines that hold several figures; 0 without any."""
    sizes = sorted(line.size for line in lines if len(figures(line)) >= 3)
    return sizes[-1] if sizes else 0.0


def _is_prose(line: Line, longest: float) -> bool:
    if _NOTE.match(line.text):
        return True
    length = line.x1 - line.x0
    if length < _PROSE_LENGTH * longest or not line.words:
        return False
    wide = sum(right.x0 - left.x1 > 0.8 * line.size for left, right in pairwise(line.words))
    return sum(word.x1 - word.x0 for word in line.words) >= _PROSE_FILL * length and wide <= 1


def is_chapter(text: str) -> bool:
    """Whether a line is numbered as a section is: 四、…"""
    return _CHAPTER.match(text) is not None


def find_columns(lines: Sequence[Line], *, is_part: bool = False) -> Columns | None:
    """The columns of a run of lines, or None where it is not clearly a table.

    `is_part`: the run is a block of what is known to be a table, and has a header of its own; one line of figures under
    it is enough, and a header that does not fit the figures is too little.
    """
    data = [line for line in lines if figures(line) and (len(line.words) > 1)]
    if not data:
        return None
    size = sorted(line.size for line in data)[len(data) // 2]
    spans = _covered(((word.x0, word.x1) for line in data for word in line.words), _VALLEY * size)
    first_value = _first_value_column(spans, data)
    if first_value is None:
        return None
    label_end = spans[first_value - 1][1] if first_value else float("-inf")
    leaves = _header_leaves(lines, data[0], label_end, 1 if is_part else 2)
    values, named = _with_header(spans[first_value:], leaves)
    if not (named > 0 if is_part else _is_clearly_a_table(values, named, data)):
        return None
    # A table without labels gets a column for them all the same, left of all that is printed.
    label = (spans[0][0], label_end) if first_value else (values[0][0] - 2 * size, values[0][0] - size)
    spans = [label, *values]
    left = min(spans[0][0], *(line.x0 for line in lines))
    edges = [left, *((a[1] + b[0]) / 2 for a, b in pairwise(spans)), spans[-1][1] + size]
    return Columns(tuple(spans), tuple(edges), named >= len(values) or not leaves)


def header_starts(lines: Sequence[Line]) -> list[int]:
    """Where, below lines with figures, lines begin that name columns anew."""
    found: list[int] = []
    for index in range(1, len(lines)):
        here = lines[index]
        if figures(here) or not figures(lines[index - 1]):
            continue
        group = [here, *lines[index + 1 : index + 2]]
        if any(len(line.words) > 1 and not figures(line) for line in group):
            found.append(index)
    return found


def _covered(spans: Iterable[tuple[float, float]], valley: float) -> list[tuple[float, float]]:
    """The stretches that any of the spans covers, those closer than a valley taken together."""
    found: list[tuple[float, float]] = []
    for x0, x1 in sorted(spans):
        if found and x0 - found[-1][1] <= valley:
            found[-1] = (found[-1][0], max(found[-1][1], x1))
        else:
            found.append((x0, x1))
    return found


def _first_value_column(spans: Sequence[tuple[float, float]], data: Sequence[Line]) -> int | None:
    """The first of the columns behind the last one that holds more labels (three characters, no figure) than figures.

    Behind two columns of figures (a number of the row may stand before its label) words are notes and no labels.
    """
    labels = [0] * len(spans)
    for line in data:
        for word in line.words:
            if is_figure(word.text):
                labels[_place(spans, word)] -= 1
            elif len(word.text) >= 3:
                labels[_place(spans, word)] += 1
    of_labels = [
        number for number, count in enumerate(labels) if count > 0 and sum(other < 0 for other in labels[:number]) < 2
    ]
    first = max(of_labels, default=-1) + 1
    return first if first < len(spans) else None


def _place(spans: Sequence[tuple[float, float]], word: Word) -> int:
    middle = (word.x0 + word.x1) / 2
    return min(range(len(spans)), key=lambda n: max(spans[n][0] - middle, middle - spans[n][1], 0.0))


def _header_leaves(lines: Sequence[Line], first_data: Line, label_end: float, least: int) -> list[tuple[float, float]]:
    """Where the lowest words of the header stand, one for each column: words with none of the others below them."""
    leaves: list[tuple[float, float]] = []
    header = lines[: lines.index(first_data)]
    named = [n for n, line in enumerate(header) if sum(word.x0 > label_end for word in line.words) >= least]
    # A line above the header proper that holds one word names a unit, or is a caption.
    for line in reversed(header[named[0] :] if named else ()):
        words = [word for word in line.words if word.x0 > label_end]
        leaves += [
            (word.x0, word.x1)
            for word in words
            if not any(word.x0 < right and left < word.x1 for left, right in leaves)
        ]
    return sorted(leaves)


def _with_header(
    data: Sequence[tuple[float, float]], leaves: Sequence[tuple[float, float]]
) -> tuple[list[tuple[float, float]], int]:
    """The columns of the figures and of the header together, and how many of them the header names.

    A column may hold no figure at all, and figures may be set to the right under a header set in the middle. Where the
    two do not fit one another, the figures decide.
    """
    if len(leaves) < len(data) or not leaves:
        return list(data), 0
    edges = [(left[1] + right[0]) / 2 for left, right in pairwise(leaves)]
    found: list[tuple[float, float]] = list(leaves)
    taken: set[int] = set()
    for x0, x1 in data:
        slot = sum(edge < (x0 + x1) / 2 for edge in edges)
        if slot in taken:
            return list(data), 0
        taken.add(slot)
        found[slot] = (min(x0, found[slot][0]), max(x1, found[slot][1]))
    if any(left[1] > right[0] for left, right in pairwise(found)):
        return list(data), 0
    return found, len(leaves)


def _is_clearly_a_table(values: Sequence[tuple[float, float]], named: int, data: Sequence[Line]) -> bool:
    """Three columns of values that two lines fill, or that a header names over two lines, or many columns on one line;
    two columns (a unit and a figure) on three lines."""
    left = values[0][0]
    filled = [len({_place(values, word) for word in line.words if word.x1 > left}) for line in data]
    if len(values) >= 3:
        return sum(count >= 3 for count in filled) >= (1 if len(values) >= 5 else 2) or (named >= 3 and len(data) >= 2)
    return len(values) == 2 and sum(count >= 2 for count in filled) >= 3
