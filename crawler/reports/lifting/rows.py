"""Lines that are rows (`1.属于国家秘密 36 0 0 0 0 0 36`) → the forms' tables.

So a PDF's text comes out of tools that print what stands side by side on one line, with one blank between
(`pdftotext -raw`, and libraries that join words by lines). A long label is wrapped, and its values stand on one of its
lines. Columns are lost: a row counts with all of its values, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from crawler.documents.model import Block, Paragraph, TableBlock
from crawler.reports.lifting.layout import kind_of, lift_lines
from crawler.reports.lifting.printed_lines import Segment, split_words
from crawler.reports.model import REVIEW_CHANNELS
from crawler.reports.sections.words import is_section_heading
from crawler.reports.words.labels import (
    APPLICATION_HEADS,
    REVIEW_CHANNEL_LABELS,
    REVIEW_OUTCOME_LABELS,
    REVIEW_TRUNCATED,
    is_label,
)
from crawler.reports.words.normalise import label_key
from crawler.reports.words.numbers import looks_like_value

LEAST_ROWS = 3
"""Fewer lines with a label and values are words of the prose."""
_LEAST_OUTCOMES = 3
_MOST_WORDS = 4
_LONGEST_ROW = 200
_MOST_LINES = 2_000
"""The three tables together take some 200 lines."""
_NO_PLACE = -1
"""The values' places say nothing: no column is ever read off them."""
_IDENTITY = label_key(APPLICATION_HEADS.official("identity"))
_LEAST_TORN = 8


def lift_rows(blocks: Iterable[Block], number: int) -> Iterator[Block]:
    """The blocks with every stretch of row lines replaced by the tables that it prints, numbered after `number`."""
    held: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph) and not is_section_heading(block):
            held.append(block)
            continue
        for own in _lifted(held, number):
            number += isinstance(own, TableBlock)
            yield own
        held = []
        yield block
    yield from _lifted(held, number)


def _lifted(paragraphs: Sequence[Paragraph], number: int) -> list[Block]:
    if len(paragraphs) > _MOST_LINES:
        return list(paragraphs)
    lines = [_segments(paragraph, row) for row, paragraph in enumerate(paragraphs)]
    rows = [place for place, line in enumerate(lines) if _is_row(line)]
    lone = sum(len(line) == 1 and line[0].is_value for line in lines)
    heads = [place for place, line in enumerate(lines) if _is_review_header(line)] or _channel_lines(lines)
    if len(rows) < max(LEAST_ROWS, lone) and not heads:
        return list(paragraphs)
    first = next(place for place, line in enumerate(lines) if _begins(line) or place in rows or place in heads)
    stop = max([*rows, *heads]) + 1
    return [*paragraphs[:first], *lift_lines(lines[first:stop], number + 1), *paragraphs[stop:]]


def _segments(paragraph: Paragraph, row: int) -> tuple[Segment, ...]:
    """The words of a line: its values at the end apart, the rest parted where the whole is no label."""
    words = split_words(paragraph.text) if len(paragraph.text) <= _LONGEST_ROW else [paragraph.text]
    values: list[str] = []
    while words and looks_like_value(words[-1]):
        values.insert(0, words.pop())
    label = " ".join(words)
    parts = [label] if "。" in label or is_label(label) else _with_labels_whole(words)
    if len(parts) > 1 and min(map(len, parts)) == 1:
        parts = [label]
    place = 0
    segments: list[Segment] = []
    for part in parts:
        if part:
            segments.append(Segment(part, row, place, place + len(part), paragraph.line, paragraph.page))
            place += len(part) + 1
    segments += [Segment(value, row, _NO_PLACE, _NO_PLACE, paragraph.line, paragraph.page) for value in values]
    return tuple(segments)


def _with_labels_whole(words: Sequence[str]) -> list[str]:
    """Words of a line, those together that are one label (尚未 审结, 总 计)."""
    parts: list[str] = []
    place = 0
    while place < len(words):
        stop = place + 1
        for end in range(min(len(words), place + _MOST_WORDS), place + 1, -1):
            if is_label("".join(words[place:end])):
                stop = end
                break
        parts.append("".join(words[place:stop]))
        place = stop
    return parts


def _is_row(line: Sequence[Segment]) -> bool:
    return len(line) > 1 and line[-1].is_value


def _is_review_header(line: Sequence[Segment]) -> bool:
    """Whether a line prints several of the review table's outcomes: that table has but one row."""
    words = [segment.text for segment in line]
    known = sum(REVIEW_OUTCOME_LABELS.exact(word) is not None or label_key(word) in REVIEW_TRUNCATED for word in words)
    return known >= _LEAST_OUTCOMES


def _channel_lines(lines: Sequence[Sequence[Segment]]) -> list[int]:
    """The lines that name the three channels, where values share a line (their outcomes may be torn)."""
    named = {
        found.key: place
        for place, line in enumerate(lines)
        for segment in line
        if (found := REVIEW_CHANNEL_LABELS.exact(segment.text)) is not None
    }
    shared = any(len(line) > 1 and line[0].is_value for line in lines)
    return sorted(named.values()) if set(named) == set(REVIEW_CHANNELS) and shared else []


def _begins(line: Sequence[Segment]) -> bool:
    """Whether a line begins a table: it prints a label of one, or the first words of the longest head."""
    if kind_of(line) is not None:
        return True
    key = label_key(line[0].text) if line else ""
    return len(key) >= _LEAST_TORN and _IDENTITY.startswith(key)
