"""A cell a line, with values torn off their wrapped labels (`pdftotext` without -layout) → the forms' tables.

Such a dump prints the values of rows whose labels are wrapped all together, and their labels somewhere below:

    二、上年结转… | 34 0 0 0 0 0 34 | 1288 21 0 0 50 3 1362 | 447 7 0 0 0 0 454 | 1.属于国家秘密 …

The form's order says whose they are, and only where it leaves no choice: just as many rows as the form has between the
two labels around them, each seven long, and each adding up to its own total. Else they are nobody's, and it is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from crawler.documents.model import Block, Cell, Paragraph, Table, TableBlock
from crawler.reports.forms import APPLICATION_FORMS
from crawler.reports.lifting.layout_review import lift_review
from crawler.reports.lifting.printed_lines import PrintedLabel, Segment, find_labels, split_words, text_cell
from crawler.reports.model import APPLICANTS, REVIEW_CHANNELS
from crawler.reports.sections.words import is_section_heading
from crawler.reports.words.labels import (
    APPLICATION_HEADS,
    APPLICATION_ROWS,
    REVIEW_CHANNEL_LABELS,
    REVIEW_OUTCOME_LABELS,
)
from crawler.reports.words.normalise import read_label
from crawler.reports.words.numbers import looks_like_value, read_number

_COUNT = len(APPLICANTS)
_LEAST_OUTCOMES = 12
"""Of the 15: a table with as many is left to `lift_tables`."""
_SHORT = frozenset({"其他", "其它", "总计", "合计"})
_LEAST_LABELS = 5
_MOST_LINES = 2_000


@dataclass(frozen=True, slots=True)
class _Run:
    """Values that follow each other, and the line right before them."""

    before: int
    values: tuple[Segment, ...]


def lift_detached(blocks: Iterable[Block], number: int) -> Iterator[Block]:
    """The blocks with such tables replaced, numbered after `number`; only in dumps with pages, and only where values
    are torn off: all else is left to `lift_tables`."""
    held: list[Paragraph] = []
    for block in blocks:
        is_line = isinstance(block, Paragraph) and block.line is not None and block.page is not None
        if isinstance(block, Paragraph) and is_line and not is_section_heading(block):
            held.append(block)
            continue
        for own in _lifted(held, number):
            number += isinstance(own, TableBlock)
            yield own
        held = []
        yield block
    yield from _lifted(held, number)


def _lifted(paragraphs: Sequence[Paragraph], number: int) -> Sequence[Block]:
    if not _LEAST_LABELS < len(paragraphs) <= _MOST_LINES:
        return paragraphs
    lines = [_segments(paragraph, row) for row, paragraph in enumerate(paragraphs)]
    words = [line[0] for line in lines if not line[0].is_value]
    runs = _runs(lines)
    table = _applications(words, runs) or _review(words, runs)
    if table is None:
        return paragraphs
    used = {cell.line for row in table.rows for cell in row if cell is not None}
    places = [place for place, paragraph in enumerate(paragraphs) if paragraph.line in used]
    heads = [word.row for word in words if APPLICATION_HEADS.exact(word.text) is not None]
    first, last = min([*places, *heads]), max(places)
    numbered = Table(table.rows, table.aligned, number + 1, table.page)
    return [*paragraphs[:first], TableBlock(numbered), *paragraphs[last + 1 :]]


def _segments(paragraph: Paragraph, row: int) -> tuple[Segment, ...]:
    parts = split_words(paragraph.text)
    if not all(map(looks_like_value, parts)):
        parts = [paragraph.text]
    return tuple(Segment(part, row, 0, 0, paragraph.line, paragraph.page) for part in parts)


def _runs(lines: Sequence[tuple[Segment, ...]]) -> list[_Run]:
    runs: list[_Run] = []
    held: list[Segment] = []
    for line in lines:
        if line[0].is_value:
            held.extend(line)
            continue
        if held:
            runs.append(_Run(held[0].row - 1, tuple(held)))
            held = []
    if held:
        runs.append(_Run(held[0].row - 1, tuple(held)))
    return runs


# Applications --------------------------------------------------------------------------------------------------------


def _applications(words: Sequence[Segment], runs: Sequence[_Run]) -> Table | None:
    labels = [
        label
        for label in find_labels(words, APPLICATION_ROWS)
        if read_label(label.text).key not in _SHORT or read_label(label.text).numbering
    ]
    by_key = {label.match.key: label for label in labels}
    owners = {label.last: label.match.key for label in labels}
    torn = [run for run in runs if len(run.values) > _COUNT and run.before in owners]
    if len(by_key) < _LEAST_LABELS or not torn:
        return None
    form = APPLICATION_FORMS["2021" if "other_overdue_correction" in by_key else "2019"]
    owned = {owners[run.before]: run.values for run in runs if run.before in owners and owners[run.before] in form}
    values = _by_row(form, owned)
    rows: list[tuple[Cell, ...]] = []
    for key in form:
        label = by_key.get(key)
        if label is not None:
            rows.append(_row(label, values.get(key, ()), len(rows)))
    return Table(tuple(rows), aligned=False, page=words[0].page)


def _row(label: PrintedLabel, values: Sequence[Segment], index: int) -> tuple[Cell, ...]:
    # 3.其他 is a row of its own only in this group: here its place between the labels has shown it.
    # Nobody printed it beside the row, so it has no line.
    group = [text_cell("（六）其他处理", index, 0)] if label.match.key == "other_other" else []
    cells = [*group, text_cell(label.text, index, len(group), label.fragments[0])]
    return (*cells, *(text_cell(value.text, index, len(cells) + n, value) for n, value in enumerate(values)))


def _by_row(form: Sequence[str], owned: Mapping[str, Sequence[Segment]]) -> dict[str, Sequence[Segment]]:
    """Row → its seven values, or all those among which its own are, which no column can claim."""
    places = [place for place, key in enumerate(form) if key in owned]
    values: dict[str, Sequence[Segment]] = {}
    for place, following in zip(places, [*places[1:], len(form)], strict=True):
        keys = form[place:following]
        found = owned[keys[0]]
        chunks = [found[first : first + _COUNT] for first in range(0, len(found), _COUNT)]
        if len(found) == _COUNT:
            values[keys[0]] = found
        elif len(chunks) == len(keys) and all(map(_adds_up, chunks)):
            values.update(zip(keys, chunks, strict=True))
        else:
            values.update(dict.fromkeys(keys, found))
    return values


def _adds_up(values: Sequence[Segment]) -> bool:
    """Whether the last of a row's values is the sum of the others: what tells a row from any seven numbers."""
    numbers = [read_number(value.text).value for value in values]
    if len(numbers) != _COUNT or any(number is None for number in numbers):
        return False
    figures = [Decimal(number) for number in numbers if number is not None]
    return sum(figures[:-1], Decimal(0)) == figures[-1]


# Reviews -------------------------------------------------------------------------------------------------------------


def _review(words: Sequence[Segment], runs: Sequence[_Run]) -> Table | None:
    """The review table where its outcomes are torn: its numbers are known by their order if all 15 follow each other,
    and none of them if not."""
    channels = {label.match.key for label in find_labels(words, REVIEW_CHANNEL_LABELS)}
    spelt_out = sum(REVIEW_OUTCOME_LABELS.exact(word.text) is not None for word in words)
    if channels != set(REVIEW_CHANNELS) or not runs or spelt_out >= _LEAST_OUTCOMES:
        return None
    lines: list[tuple[Segment, ...]] = [(word,) for word in words]
    tables = lift_review([*lines, *(run.values for run in runs)], 1)
    return Table(tables[0].rows, aligned=False, page=tables[0].page) if tables else None
