"""Printed lines → the table of reviews and lawsuits: its header put together column by column, and its 15 numbers."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import replace

from crawler.documents.model import Cell, Table
from crawler.reports.lifting.printed_lines import (
    Lines,
    PrintedLabel,
    Segment,
    find_labels,
    text_cell,
    value_cells,
)
from crawler.reports.model import REVIEW_CHANNELS, REVIEW_OUTCOMES
from crawler.reports.words.labels import REVIEW_CHANNEL_LABELS, REVIEW_HEADS, REVIEW_OUTCOME_LABELS

_COUNT = len(REVIEW_CHANNELS) * len(REVIEW_OUTCOMES)
_FORM_ORDER = [*REVIEW_OUTCOMES] * len(REVIEW_CHANNELS)


def lift_review(lines: Lines, number: int) -> list[Table]:
    """The table that the lines print: channels, outcomes, numbers; none where a channel is not named. One that is
    printed again (a twin for small screens) comes again.

    Its 15 numbers are known by their order. Of fewer none has a column (`aligned=False`): a dump moves what stands
    right of blank cells to the left, under other headers.
    """
    starts = [
        row
        for row, line in enumerate(lines)
        if any((found := REVIEW_CHANNEL_LABELS.exact(s.text)) is not None and found.key == "review" for s in line)
    ]
    bounds = [0, *starts[1:], len(lines)]
    parts = [table for first, stop in itertools.pairwise(bounds) if (table := _lift(lines[first:stop])) is not None]
    return [replace(table, number=number + place) for place, table in enumerate(parts)]


def _lift(lines: Lines) -> Table | None:
    words = [segment for line in lines for segment in line if not segment.is_value]
    channels = find_labels(words, REVIEW_CHANNEL_LABELS)
    if {label.match.key for label in channels} != set(REVIEW_CHANNELS):
        return None
    taken = {fragment for label in channels for fragment in label.fragments}
    heads = find_labels([word for word in words if word not in taken], REVIEW_HEADS)
    taken |= {fragment for label in heads for fragment in label.fragments}
    rest = [word for word in words if word not in taken]
    outcomes = find_labels(rest, REVIEW_OUTCOME_LABELS)
    values = [found for line in lines if (found := [s for s in line if s.is_value])]
    in_form_order = next((own for own in _orders(outcomes) if _keys(own) == _FORM_ORDER), outcomes)
    named = [(label.text, label.fragments[0]) for label in in_form_order]
    has_places = all(value.stop > value.start for found in values for value in found)
    if len(named) < _COUNT:
        named = _below_each_other(rest, values) if has_places and len(rest) != _COUNT else [(w.text, w) for w in rest]
    if _keys(in_form_order) == _FORM_ORDER and [len(found) for found in values] == [5, 10]:
        # 行政复议 and 行政诉讼 as two tables: together they are the form's row.
        values = [[*values[0], *values[1]]]
    table = _table(channels, named, values)
    # Without places, and without a header in the form's order, the order of the numbers is all that is known.
    return table if has_places or _keys(in_form_order) == _FORM_ORDER else replace(table, aligned=False)


def _keys(outcomes: Sequence[PrintedLabel]) -> list[str]:
    return [label.match.key for label in outcomes]


def _orders(outcomes: Sequence[PrintedLabel]) -> Iterator[list[PrintedLabel]]:
    """The orders in which the outcomes may be read: as they are printed, from left to right, and from left to right
    with the totals apart (a dump puts each printed line on its own scale, so that a total on another line than its
    four may stand left of the last of them)."""
    yield sorted(outcomes, key=lambda label: (label.first, label.start))
    across = sorted(outcomes, key=lambda label: label.start)
    yield across
    parts = [label for label in across if label.match.key != "total"]
    totals = [label for label in across if label.match.key == "total"]
    if len(outcomes) == _COUNT and len(totals) == len(REVIEW_CHANNELS):
        rest = iter(parts)
        sums = iter(totals)
        yield [next(sums if key == "total" else rest) for key in _FORM_ORDER]


def _below_each_other(words: Sequence[Segment], values: Sequence[Sequence[Segment]]) -> list[tuple[str, Segment]]:
    """What is printed above each number of a full row, where the outcomes cannot be put together from their own."""
    full = next((found for found in values if len(found) == _COUNT), None)
    if full is None:
        return [(word.text, word) for word in words]
    above: list[list[Segment]] = [[] for _ in full]
    for word in sorted(words, key=lambda segment: segment.row):
        if word.row < full[0].row:
            above[min(range(_COUNT), key=lambda place: abs(full[place].middle - word.middle))].append(word)
    return [("".join(part.text for part in own), own[0]) for own in above if own]


def _table(
    channels: Sequence[PrintedLabel],
    outcomes: Sequence[tuple[str, Segment]],
    values: Sequence[Sequence[Segment]],
) -> Table:
    by_key = {label.match.key: label for label in channels}
    width = len(REVIEW_OUTCOMES)
    names: list[Cell] = []
    for place, key in enumerate(REVIEW_CHANNELS):
        label = by_key[key]
        names += [text_cell(label.text, 0, place * width, label.fragments[0], span=width)] * width
    rows: list[tuple[Cell, ...]] = [tuple(names)]
    rows.append(tuple(text_cell(text, 1, place, source) for place, (text, source) in enumerate(outcomes)))
    for found in values:
        rows.append(tuple(value_cells(found, len(rows), 0)))
    aligned = all(len(found) == _COUNT for found in values)
    return Table(rows=tuple(rows), aligned=aligned, page=channels[0].fragments[0].page)
