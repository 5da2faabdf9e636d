"""Printed lines of a PDF's dump (`pdftotext -layout`) → the forms' tables, and paragraphs for all the rest.

A stretch of printed lines may hold several tables with the section headings between them. It is cut at those headings,
and where the words of one table give way to those of the next.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from crawler.documents.model import Block, Table, TableBlock
from crawler.reports.lifting.layout_applications import lift_applications
from crawler.reports.lifting.layout_proactive import lift_proactive
from crawler.reports.lifting.layout_review import lift_review
from crawler.reports.lifting.printed_lines import Lines, Segment, paragraph_of, segments_of
from crawler.reports.sections.words import is_section_heading
from crawler.reports.words.labels import (
    APPLICATION_HEADS,
    APPLICATION_ROWS,
    PROACTIVE_BLOCKS,
    PROACTIVE_CORNER,
    PROACTIVE_ROWS,
    REVIEW_CHANNEL_LABELS,
    REVIEW_HEADS,
    is_label,
)
from crawler.reports.words.normalise import read_label


class Kind(Enum):
    """Which of the three tables a line is of."""

    PROACTIVE = auto()
    APPLICATIONS = auto()
    REVIEW = auto()


_LIFTS = {
    Kind.PROACTIVE: lift_proactive,
    Kind.APPLICATIONS: lift_applications,
    Kind.REVIEW: lift_review,
}
_SHORT = frozenset({"其他", "其它", "总计", "合计"})


def lift_printed_table(table: Table, number: int) -> list[Block]:
    """The blocks that a table of printed lines is: the forms' tables in it, numbered from `number`, its headings and
    whatever is no table as paragraphs."""
    return lift_lines(segments_of(table, is_label), number)


def words_of(table: Table) -> list[Block]:
    """The printed lines of a table as paragraphs."""
    return [paragraph_of(line) for line in segments_of(table, is_label)]


def lift_lines(lines: Lines, number: int) -> list[Block]:
    """The same for lines whose segments are known."""
    blocks: list[Block] = []
    part: list[tuple[Segment, ...]] = []
    kind: Kind | None = None
    for line in lines:
        is_heading = len(line) == 1 and is_section_heading(paragraph_of(line))
        own = None if is_heading else kind_of(line)
        if is_heading or (own is not None and kind is not None and own is not kind):
            _add(part, kind, blocks, number)
            part, kind = [], None
        if is_heading:
            blocks.append(paragraph_of(line))
            continue
        kind = kind or own
        part.append(line)
    _add(part, kind, blocks, number)
    return blocks


def kind_of(line: Sequence[Segment]) -> Kind | None:
    """Which table a line is surely of: a label that no other one prints."""
    for segment in line:
        text = segment.text
        for vocabulary in (PROACTIVE_BLOCKS, PROACTIVE_CORNER, PROACTIVE_ROWS):
            if vocabulary.exact(text) is not None:
                return Kind.PROACTIVE
        if APPLICATION_HEADS.exact(text) is not None:
            return Kind.APPLICATIONS
        if APPLICATION_ROWS.exact(text) is not None and read_label(text).key not in _SHORT:
            return Kind.APPLICATIONS
        if REVIEW_CHANNEL_LABELS.exact(text) is not None or REVIEW_HEADS.exact(text) is not None:
            return Kind.REVIEW
    return None


def _add(part: Sequence[tuple[Segment, ...]], kind: Kind | None, blocks: list[Block], number: int) -> None:
    if not part:
        return
    first = part[0][0].row
    lines = [tuple(Segment(s.text, s.row - first, s.start, s.stop, s.line, s.page) for s in line) for line in part]
    number += sum(isinstance(block, TableBlock) for block in blocks)
    lifted = _LIFTS[kind](lines, number) if kind is not None else []
    blocks.extend(TableBlock(own) for own in lifted)
    printed = {cell.line for own in lifted for row in own.rows for cell in row if cell is not None and cell.text}
    last = max((place for place, line in enumerate(part) if line[0].line in printed), default=-1)
    blocks.extend(
        paragraph_of(line)
        for place, line in enumerate(part)
        if place > last or (line[0].line not in printed and len(line) == 1 and _is_remark(line[0].text))
    )


def _is_remark(text: str) -> bool:
    """Whether a line inside a table says something of its own (注：…), and is no piece of a label."""
    return text.startswith(("注", "备注", "说明")) or "。" in text
