"""Lift the forms' tables out of prose: paragraphs that are one cell each, known by the forms' labels.

Some extractors print every cell as a line of its own, without any mark (seed 002). A run of paragraphs that are labels
of the forms or numbers is such a table. Its rows are found by what the labels are: a new row begins at a label that
follows a number, at a row's label that follows another row's label (a row of blank cells), and at 第二十条第（…）项.
一、本年新收… and 四、结转下年度继续办理 are rows, whatever their numbering says; a real section heading is no label of
a table and ends the run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from crawler.documents.model import Block, Cell, Paragraph, Table, TableBlock
from crawler.reports.lifting.detached import lift_detached
from crawler.reports.lifting.layout import lift_printed_table, words_of
from crawler.reports.lifting.rows import lift_rows
from crawler.reports.words.labels import (
    APPLICATION_COLUMNS,
    APPLICATION_GROUPS,
    APPLICATION_HEADS,
    APPLICATION_ROWS,
    PROACTIVE_BLOCKS,
    PROACTIVE_COLUMNS_2019,
    PROACTIVE_COLUMNS_2021,
    PROACTIVE_CORNER,
    PROACTIVE_ROWS,
    REVIEW_CHANNEL_LABELS,
    REVIEW_HEADS,
    REVIEW_OUTCOME_LABELS,
    REVIEW_TRUNCATED,
    is_label,
)
from crawler.reports.words.normalise import read_label
from crawler.reports.words.numbers import looks_like_value

LEAST_CELLS = 4
"""Fewer labels and numbers in a row are words of the prose, not a table."""
MOST_CELLS = 2_000
"""The three tables together print some 330 cells: in a longer run no misprints are guessed at, which is slow."""
_LONGEST_LABEL = 60
_SECTION_LIKE = re.compile(r"\s*[一二三四五六七八九十]{1,2}\s*[、.．]")
_HEADERS = (
    APPLICATION_HEADS,
    APPLICATION_COLUMNS,
    PROACTIVE_CORNER,
    PROACTIVE_COLUMNS_2021,
    PROACTIVE_COLUMNS_2019,
    REVIEW_CHANNEL_LABELS,
    REVIEW_HEADS,
    REVIEW_OUTCOME_LABELS,
)
_AMBIGUOUS = frozenset({"其他", "其它", "总计", "合计"})
"""Words that are a column's label in the header and a row's label below it."""


class _Kind(Enum):
    BLOCK_TITLE = auto()
    HEADER = auto()
    GROUP = auto()
    ROW = auto()
    VALUE = auto()
    PROSE = auto()


@dataclass(frozen=True, slots=True)
class _Piece:
    paragraph: Paragraph
    kind: _Kind


def lift_tables(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with every run of label and number paragraphs replaced by one Table(aligned=False), and every table
    of printed lines by the forms' tables that it prints.

    Blocks that hold neither come back as they are. Lifted tables are numbered after those that were there.
    """
    number = max((block.table.number for block in blocks if isinstance(block, TableBlock)), default=0)
    for lift in (_without_printed_lines, lift_rows, lift_detached):
        blocks = list(lift(blocks, number))
        number = max((block.table.number for block in blocks if isinstance(block, TableBlock)), default=0)
    lifted: list[Block] = []
    run: list[_Piece] = []
    for index, block in enumerate(blocks):
        piece = _classify(block, run, blocks[index + 1 : index + 2]) if isinstance(block, Paragraph) else None
        if piece is not None and piece.kind is not _Kind.PROSE:
            run.append(piece)
            continue
        number = _end_run(run, lifted, number)
        run = []
        lifted.append(block)
    _end_run(run, lifted, number)
    return tuple(lifted)


def _without_printed_lines(blocks: Iterable[Block], number: int) -> Iterator[Block]:
    lines = 0
    for block in blocks:
        if isinstance(block, TableBlock) and block.table.printed_lines:
            lines += len(block.table.rows)
            if lines > MOST_CELLS:
                yield from words_of(block.table)
                continue
            lifted = lift_printed_table(block.table, number + 1)
            number += sum(isinstance(own, TableBlock) for own in lifted)
            yield from lifted
        else:
            yield block


def _classify(paragraph: Paragraph, run: Sequence[_Piece], following: Sequence[Block]) -> _Piece:
    return _Piece(paragraph, _kind(paragraph.text, run, following))


def _kind(text: str, run: Sequence[_Piece], following: Sequence[Block]) -> _Kind:
    previous = run[-1].kind if run else None
    if len(text) > _LONGEST_LABEL:
        return _Kind.PROSE
    if looks_like_value(text):
        return _Kind.VALUE if run else _Kind.PROSE
    known = _kind_of_label(text, previous, following)
    if known is None:
        known = _kind_of_damaged(text, following) if 0 < len(run) < MOST_CELLS else _Kind.PROSE
    return known


def _kind_of_label(text: str, previous: _Kind | None, following: Sequence[Block]) -> _Kind | None:
    """What a label that is spelt out is, None for other words."""
    label = read_label(text)
    if not is_label(text) and label.key not in REVIEW_TRUNCATED:
        return None
    kind: _Kind | None = None
    if PROACTIVE_BLOCKS.exact(text) is not None:
        kind = _Kind.BLOCK_TITLE
    elif label.key in _AMBIGUOUS:
        kind = _Kind.HEADER if not label.numbering and previous is _Kind.HEADER else _Kind.ROW
    elif APPLICATION_GROUPS.exact(text) is not None:
        kind = _Kind.GROUP if _opens_group(text, following) else _Kind.ROW
    elif APPLICATION_ROWS.exact(text) is not None or PROACTIVE_ROWS.exact(text) is not None:
        kind = _Kind.ROW
    elif any(words.exact(text) is not None for words in _HEADERS) or label.key in REVIEW_TRUNCATED:
        kind = _Kind.HEADER
    return kind


def _kind_of_damaged(text: str, following: Sequence[Block]) -> _Kind:
    """A print inside a run that is no label: a misprint of one, or a label nobody knows (a number stands after it)."""
    if APPLICATION_ROWS.match(text) is not None or PROACTIVE_ROWS.match(text) is not None:
        return _Kind.ROW
    if any(words.match(text) is not None for words in _HEADERS):
        return _Kind.HEADER
    is_section = _SECTION_LIKE.match(text) is not None
    before_number = any(isinstance(block, Paragraph) and looks_like_value(block.text) for block in following)
    return _Kind.ROW if before_number and not is_section and "。" not in text else _Kind.PROSE


def _opens_group(text: str, following: Iterable[Block]) -> bool:
    """（六）其他处理 is a row on the 2019 form and a group of three rows on the 2021 form: what follows tells."""
    found = APPLICATION_GROUPS.exact(text)
    if found is None or found.key != "other":
        return True
    for block in following:
        if isinstance(block, Paragraph):
            row = APPLICATION_ROWS.match(block.text)
            return row is not None and row.key.startswith("other_")
    return False


def _end_run(run: Sequence[_Piece], lifted: list[Block], number: int) -> int:
    if len(run) < LEAST_CELLS or sum(piece.kind is not _Kind.VALUE for piece in run) < 2:
        lifted.extend(piece.paragraph for piece in run)
        return number
    lifted.append(TableBlock(_build(run, number + 1)))
    return number + 1


def _build(run: Sequence[_Piece], number: int) -> Table:
    rows: list[list[_Piece]] = []
    for piece in run:
        if not rows or _begins_row(rows[-1], piece.kind):
            rows.append([])
        rows[-1].append(piece)
    return Table(
        rows=tuple(
            tuple(
                Cell(piece.paragraph.text, row, column, page=piece.paragraph.page, line=piece.paragraph.line)
                for column, piece in enumerate(pieces)
            )
            for row, pieces in enumerate(rows)
        ),
        aligned=False,
        number=number,
        page=run[0].paragraph.page,
    )


def _begins_row(row: Sequence[_Piece], kind: _Kind) -> bool:
    last = row[-1].kind
    if last is _Kind.BLOCK_TITLE or kind is _Kind.BLOCK_TITLE:
        return True
    if kind is _Kind.VALUE:
        return last is _Kind.HEADER
    if kind is _Kind.HEADER:
        return last is not _Kind.HEADER
    return last in (_Kind.VALUE, _Kind.ROW, _Kind.HEADER)
