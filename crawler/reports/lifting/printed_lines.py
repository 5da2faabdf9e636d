"""Printed lines of a fixed pitch (a Table of `printed_lines`) → segments with their places, and labels put together.

A label is often broken over lines: its fragments stand below each other, at one left edge or around one middle, with
other columns' words and the row's values on the lines between. Fragments are joined only where the whole is a label
of the form, letter for letter; what is left over is nobody's.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from crawler.documents.model import Cell, Paragraph, Table
from crawler.reports.words.matching import Match, Vocabulary
from crawler.reports.words.numbers import looks_like_value

_OPENED = re.compile(r"[（(][^)）]*$")
"""A bracket that this word does not close."""
_BRACKETS = "（("
_CLOSED = re.compile(r"^[^（(]*[)）]")
_MOST_UNEVEN = 1.5
_LEAST_PART = 2
_LONGEST_LINE = 400
_MOST_FRAGMENTS = 6
_LONGEST_LABEL = 45
_MOST_BRANCHES = 3
"""Words below a fragment that may be its next line, nearest first: another column's may stand between."""
_FARTHEST_LINE = 4
"""Printed lines (blank ones not counted) between two fragments of one label."""
_SAME_EDGE = 3
_SAME_EDGE_OVER_PAGES = 8
"""Places. Every page of a dump has its own left margin."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a printed line; `row` counts the lines that are not blank."""

    text: str
    row: int
    start: int
    stop: int
    line: int | None = None
    page: int | None = None

    @property
    def middle(self) -> float:
        return (self.start + self.stop) / 2

    @property
    def is_value(self) -> bool:
        return looks_like_value(self.text)


@dataclass(frozen=True, slots=True)
class PrintedLabel:
    """A label with the fragments that it was put together from, top to bottom."""

    text: str
    match: Match
    fragments: tuple[Segment, ...]

    @property
    def first(self) -> int:
        return self.fragments[0].row

    @property
    def last(self) -> int:
        return self.fragments[-1].row

    @property
    def start(self) -> int:
        return min(fragment.start for fragment in self.fragments)

    @property
    def stop(self) -> int:
        return max(fragment.stop for fragment in self.fragments)

    @property
    def middle(self) -> float:
        return (self.start + self.stop) / 2


Lines = Sequence[tuple[Segment, ...]]


def segments_of(table: Table, is_label: Callable[[str], bool]) -> list[tuple[Segment, ...]]:
    """The segments of each printed line of a table. Narrow columns are parted by a single blank: words that are no
    label together are parted there too (结果维 结果纠), if each has two characters at least (but not 结 果)."""
    return [
        tuple(part for cell in table.origins(row) for part in _parted(cell, row, is_label))
        for row in range(len(table.rows))
    ]


def split_words(text: str) -> list[str]:
    """The words between single blanks; a figure with the note in brackets behind it is one of them, blanks and all:
    3467（含自然失效 3421 件）."""
    words = text.split(" ")
    if len(text) > _LONGEST_LINE or not any(map(_OPENED.search, words)):
        return words
    joined: list[str] = []
    place = 0
    while place < len(words):
        stop = place + 1
        if _OPENED.search(words[place]) is not None:
            own = joined.pop() if joined and words[place][0] in _BRACKETS and looks_like_value(joined[-1]) else ""
            last = next((at for at in range(stop, len(words)) if _CLOSED.search(words[at]) is not None), place)
            noted = " ".join([*([own] if own else []), *words[place : last + 1]])
            if looks_like_value(noted):
                joined.append(noted)
                place = last + 1
                continue
            joined += [own] if own else []
        joined.append(words[place])
        place = stop
    return joined


def _parted(cell: Cell, row: int, is_label: Callable[[str], bool]) -> Iterator[Segment]:
    words = split_words(cell.text)
    stop = cell.column + cell.column_span
    if len(words) == 1 or min(map(len, words)) < _LEAST_PART or "。" in cell.text or is_label(cell.text):
        yield Segment(cell.text, row, cell.column, stop, cell.line, cell.page)
        return
    pitch = cell.column_span / len(cell.text)
    place = 0
    for word in words:
        start = cell.column + round(place * pitch)
        yield Segment(word, row, start, min(start + round(len(word) * pitch), stop), cell.line, cell.page)
        place += len(word) + 1


def paragraph_of(line: Iterable[Segment]) -> Paragraph:
    segments = list(line)
    return Paragraph(" ".join(segment.text for segment in segments), page=segments[0].page, line=segments[0].line)


def find_labels(fragments: Iterable[Segment], *vocabularies: Vocabulary) -> list[PrintedLabel]:
    """The labels that fragments make, each fragment in one label at most; of two joins the longer one is taken."""
    ordered = sorted(fragments, key=lambda fragment: (fragment.row, fragment.start))
    by_row: dict[int, list[Segment]] = {}
    for fragment in ordered:
        by_row.setdefault(fragment.row, []).append(fragment)
    taken: set[Segment] = set()
    found: list[PrintedLabel] = []
    for fragment in ordered:
        if fragment in taken:
            continue
        best: PrintedLabel | None = None
        for chain in _chains((fragment,), by_row, taken, vocabularies):
            text = "".join(part.text for part in chain)
            known = next((own for words in vocabularies if (own := words.exact(text)) is not None), None)
            if known is not None and (best is None or len(text) > len(best.text)):
                best = PrintedLabel(text, known, chain)
        if best is not None:
            taken.update(best.fragments)
            found.append(best)
    return found


def _chains(
    chain: tuple[Segment, ...],
    by_row: dict[int, list[Segment]],
    taken: set[Segment],
    vocabularies: Sequence[Vocabulary],
) -> Iterator[tuple[Segment, ...]]:
    yield chain
    text = "".join(part.text for part in chain)
    if len(chain) == _MOST_FRAGMENTS or len(text) > _LONGEST_LABEL or not any(v.begins(text) for v in vocabularies):
        return
    last = chain[-1]
    rows = range(last.row + 1, last.row + 1 + _FARTHEST_LINE)
    below = (part for row in rows for part in by_row.get(row, ()) if part not in taken and goes_on(last, part))
    for part in itertools.islice(below, _MOST_BRANCHES):
        yield from _chains((*chain, part), by_row, taken, vocabularies)


def goes_on(above: Segment, below: Segment) -> bool:
    """Whether a fragment can be the next line of the cell that another one stands in."""
    if above.page != below.page:
        return abs(above.start - below.start) <= _SAME_EDGE_OVER_PAGES
    return abs(above.start - below.start) <= _SAME_EDGE or abs(above.middle - below.middle) <= _SAME_EDGE


def pair_labels(
    labels: Sequence[PrintedLabel], value_rows: Iterable[int]
) -> tuple[dict[int, PrintedLabel], list[PrintedLabel]]:
    """Value line → the label that it stands beside, and the labels without values.

    The values stand on a line of their label, or between two of them (an even number of lines), or, where no label is
    there, right above or below the only one that is next to them.
    """
    paired: dict[int, PrintedLabel] = {}
    used: set[int] = set()
    waiting: list[int] = []
    for row in value_rows:
        beside = [place for place, label in enumerate(labels) if label.first <= row <= label.last and place not in used]
        if len(beside) == 1:
            paired[row] = labels[beside[0]]
            used.add(beside[0])
        else:
            waiting.append(row)
    for row in waiting:
        near = [
            place
            for place, label in enumerate(labels)
            if place not in used and (label.first - row == 1 or row - label.last == 1)
        ]
        if len(near) == 1:
            paired[row] = labels[near[0]]
            used.add(near[0])
    return paired, [label for place, label in enumerate(labels) if place not in used]


@dataclass(frozen=True, slots=True)
class Column:
    """Places that the values or the header of one column take on a page."""

    start: int
    stop: int

    @property
    def middle(self) -> float:
        return (self.start + self.stop) / 2


def place_values(values: Sequence[Segment], columns: Sequence[Column] | None) -> list[Segment | None] | None:
    """The values of a row by column: in order where there are as many as columns, else each under the column that it
    stands under. None where that cannot be said of one of them."""
    if columns is None or len(values) > len(columns):
        return None
    if len(values) == len(columns):
        return list(values)
    placed: list[Segment | None] = [None] * len(columns)
    gaps = [right.middle - left.middle for left, right in itertools.pairwise(columns)]
    reach = 0.4 * min(gaps) if gaps else float("inf")
    if reach <= 0:
        return None
    for value in values:
        distance, place = min((abs(column.middle - value.middle), place) for place, column in enumerate(columns))
        inside = columns[place].start <= value.start and value.stop <= columns[place].stop
        if (distance > reach and not inside) or placed[place] is not None:
            return None
        placed[place] = value
    return placed


def columns_of_rows(rows: Iterable[Sequence[Segment]], count: int) -> list[Column] | None:
    """The `count` columns that the values of a page stand in: those of its full rows, or, without one, stretches of
    places that no value reaches beyond, if they are just as many and evenly set. None where neither is so."""
    held = list(rows)
    full = [row for row in held if len(row) == count]
    if full:
        return [
            Column(min(cell.start for cell in cells), max(cell.stop for cell in cells))
            for cells in zip(*full, strict=True)
        ]
    stretches: list[Column] = []
    for value in sorted((value for row in held for value in row), key=lambda segment: segment.start):
        if stretches and value.start < stretches[-1].stop:
            stretches[-1] = Column(stretches[-1].start, max(stretches[-1].stop, value.stop))
        else:
            stretches.append(Column(value.start, value.stop))
    gaps = [right.middle - left.middle for left, right in itertools.pairwise(stretches)]
    return stretches if len(stretches) == count and 0 < max(gaps) <= _MOST_UNEVEN * min(gaps) else None


def text_cell(text: str, row: int, column: int, source: Segment | None = None, span: int = 1) -> Cell:
    return Cell(
        text,
        row,
        column,
        column_span=span,
        page=source.page if source is not None else None,
        line=source.line if source is not None else None,
    )


def value_cells(values: Sequence[Segment | None], row: int, first: int) -> list[Cell]:
    """The value cells of a row, at `first` and right of it."""
    return [
        text_cell(value.text if value is not None else "", row, first + place, value)
        for place, value in enumerate(values)
    ]
