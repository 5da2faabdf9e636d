"""Lift the 2014–2018 statistics out of lines of text: a cell a line, or a row a line with blanks between its cells.

Such a table carries no mark at all. What shows it is a run of lines that are labels of the form, units and figures; a
section of the report with the words of a group's title (一、主动公开情况) is followed by prose, and is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import lru_cache

from crawler.documents.model import Block, Cell, Paragraph, Table, TableBlock
from crawler.reports.statistics.labels import header_role, is_heading, is_indicator, is_unit, is_value
from crawler.reports.words.normalise import read_label

LEAST_INDICATORS = 6
"""So many indicators of the form in one run are no prose."""
_LONGEST_LINE = 80
_MOST_LINES_OF_LABEL = 4
_PAGE_NUMBER = re.compile(r"[-—–－·\s]+\d{1,4}[-—–－·\s]+|第\s*\d+\s*页.{0,10}")
_ORDINAL = re.compile(r"[0-9]{1,3}")
"""序号, the running number in front of a row."""
_SENTENCE = re.compile(r"[。；;！？!?]")


class _Kind(Enum):
    INDICATOR = auto()
    HEADING = auto()
    HEADER = auto()
    UNIT = auto()
    VALUE = auto()
    OTHER = auto()
    """A short line that is none of these: a part of a label, a misprint, a local indicator."""


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    kind: _Kind
    block: Paragraph


def lift_statistics(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with every run of lines that is such a table replaced by one Table(aligned=False).

    Lifted tables are numbered after those that were there.
    """
    number = sum(isinstance(block, TableBlock) for block in blocks)
    blocks = _with_first_labels(blocks)
    lifted: list[Block] = []
    place = 0
    while place < len(blocks):
        if not _begins(blocks[place]):
            lifted.append(blocks[place])
            place += 1
            continue
        run, stop = _run_from(blocks, place)
        if not _is_table(run):
            lifted.extend(blocks[place:stop])
            place = stop
            continue
        number += 1
        lifted.append(TableBlock(_build(_without_ordinals(run), number)))
        kept = {id(piece.block) for piece in run}
        last = max(index for index in range(place, stop) if id(blocks[index]) in kept)
        lifted.extend(block for block in blocks[place : last + 1] if id(block) not in kept)
        place = last + 1
    return tuple(lifted)


def _with_first_labels(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks with the first line of a label put back into its table: at the top of a page of a PDF it stands above
    the row's figures, and so above the table."""
    kept: list[Block] = []
    for block in blocks:
        above = kept[-1] if kept else None
        if isinstance(block, TableBlock) and isinstance(above, Paragraph) and above.page == block.table.page:
            table = _with_first_label(block.table, above.text)
            if table is not None:
                kept[-1] = TableBlock(table)
                continue
        kept.append(block)
    return tuple(kept)


def _with_first_label(table: Table, label: str) -> Table | None:
    """The table with `label` in its first cell, before what stands there; None where they make no label of the form."""
    first = table.rows[0][0] if table.rows and table.rows[0] else None
    if first is None or first.column_span > 1 or first.row_span > 1 or not table.aligned:
        return None
    if first.text:
        if is_indicator(first.text) or not is_indicator(label + first.text):
            return None
        return replace(table, rows=((replace(first, text=label + first.text), *table.rows[0][1:]), *table.rows[1:]))
    below = table.rows[1][0] if len(table.rows) > 1 and table.rows[1] else None
    filled = [cell for cell in table.rows[1] if cell is not None and cell.text] if below is not None else []
    second = below.text if below is not None and filled == [below] else ""
    if not is_indicator(label) and not is_indicator(label + second):
        return None
    named = replace(first, text=label)
    return replace(table, rows=((named, *table.rows[0][1:]), *table.rows[1:]))


def _begins(block: Block) -> bool:
    if not isinstance(block, Paragraph) or not _may_be_cell(block.text):
        return False
    first = next(iter(_split(block)), None)
    return first is not None and first.kind in (_Kind.INDICATOR, _Kind.HEADING, _Kind.HEADER)


def _run_from(blocks: Sequence[Block], start: int) -> tuple[list[_Piece], int]:
    """The cells of the run that begins at `start`, up to its last unit, figure or indicator, and where the run ends.

    A line that is no label of the form belongs to it where it stands between such as are: the second line of a label, a
    misprint, a local indicator.
    """
    pieces: list[_Piece] = []
    strange = length = 0
    for stop in range(start, len(blocks)):
        block = blocks[stop]
        if not isinstance(block, Paragraph) or not _may_be_cell(block.text):
            return pieces[:length], stop
        if _PAGE_NUMBER.fullmatch(block.text):
            continue
        for piece in _split(block):
            pieces.append(piece)
            strange = strange + 1 if piece.kind is _Kind.OTHER else 0
            if piece.kind in (_Kind.UNIT, _Kind.VALUE, _Kind.INDICATOR):
                length = len(pieces)
        if strange > _MOST_LINES_OF_LABEL:
            return pieces[:length], stop
    return pieces[:length], len(blocks)


def _may_be_cell(text: str) -> bool:
    return len(text) <= _LONGEST_LINE and _SENTENCE.search(text) is None


def _split(block: Paragraph) -> Iterator[_Piece]:
    """The cells of a line: the line as one, or label, unit and figure with blanks between them."""
    text = block.text.strip()
    kind = _kind(text)
    parts = text.split()
    if kind is not _Kind.OTHER or len(parts) < 2:
        yield _Piece(text, kind, block)
        return
    if _ORDINAL.fullmatch(parts[0]) and not is_value(parts[1]):
        parts = parts[1:]
    kinds = [_kind(part) for part in parts]
    if set(kinds) <= {_Kind.HEADER}:
        yield from (_Piece(part, _Kind.HEADER, block) for part in parts)
        return
    parts = _with_whole_unit(parts)
    kinds = [_kind(part) for part in parts]
    stop = len(parts)
    while stop > 0 and kinds[stop - 1] in (_Kind.UNIT, _Kind.VALUE):
        stop -= 1
        if kinds[stop] is _Kind.UNIT and _Kind.VALUE in kinds[stop:]:
            break  # 活动场 次 次 372: a row has one unit
    # A note beside a figure may hold blanks: 件 339（含自然失效 29 件）.
    noted = next((place for place in range(stop) if is_value("".join(parts[place:]))), None)
    if noted is not None:
        parts, kinds = [*parts[:noted], "".join(parts[noted:])], [*kinds[:noted], _Kind.VALUE]
        stop = noted - (noted > 0 and kinds[noted - 1] is _Kind.UNIT)
    label = " ".join(parts[:stop])
    if label:
        yield _Piece(label, _kind(label), block)
    yield from (_Piece(part, kind, block) for part, kind in zip(parts[stop:], kinds[stop:], strict=True))


def _with_whole_unit(parts: Sequence[str]) -> list[str]:
    """The parts with the last unit as one, where a blank stands in it (万 元, 人 次)."""
    place = max((at for at, part in enumerate(parts) if _kind(part) is _Kind.UNIT), default=0)
    if place and parts[place] != parts[place - 1] and is_unit("".join(parts[place - 1 : place + 1])):
        return [*parts[: place - 1], "".join(parts[place - 1 : place + 1]), *parts[place + 1 :]]
    return list(parts)


@lru_cache(maxsize=16384)
def _kind(text: str) -> _Kind:
    if is_unit(text):
        return _Kind.UNIT
    if is_value(text):
        return _Kind.VALUE
    if is_indicator(text):
        return _Kind.INDICATOR
    if is_heading(text):
        return _Kind.HEADING
    return _Kind.HEADER if header_role(text) is not None else _Kind.OTHER


def _is_table(run: Sequence[_Piece]) -> bool:
    known = {piece.text for piece in run if piece.kind is _Kind.INDICATOR}
    return len(known) >= LEAST_INDICATORS and any(piece.kind is _Kind.VALUE for piece in run)


def _without_ordinals(run: Sequence[_Piece]) -> Sequence[_Piece]:
    """The run without its running numbers, where its head names a column of them (序号): each label has the next one
    right before it, counted on from 1, anew below each head. Where one does not fit, a value may stand there, and
    nothing is left out."""
    if not any(piece.kind is _Kind.HEADER and header_role(piece.text) == "number" for piece in run):
        return run
    ordinals: set[int] = set()
    count = 0
    for place, piece in enumerate(run):
        before = run[place - 1] if place else None
        if piece.kind in (_Kind.HEADER, _Kind.UNIT, _Kind.VALUE) or before is None:
            continue
        if before.kind is _Kind.VALUE:
            is_first = place > 1 and run[place - 2].kind is _Kind.HEADER
            if before.text not in (str(count + 1), "1" if is_first else ""):
                return run
            count = int(before.text)
            ordinals.add(place - 1)
        elif before.kind in (_Kind.UNIT, _Kind.HEADER):
            return run
    return [piece for place, piece in enumerate(run) if place not in ordinals]


def _build(run: Sequence[_Piece], number: int) -> Table:
    rows = [
        tuple(
            Cell("".join(piece.text for piece in cell), row, column, page=cell[0].block.page, line=cell[0].block.line)
            for column, cell in enumerate(cells)
        )
        for row, cells in enumerate(_rows(run))
    ]
    return Table(rows=tuple(rows), aligned=False, number=number, page=run[0].block.page)


def _rows(run: Sequence[_Piece]) -> Iterator[list[list[_Piece]]]:
    """Rows of cells, a cell being one piece or the lines of one label."""
    place = 0
    while place < len(run):
        if run[place].kind is _Kind.HEADER:
            begin = place
            while place < len(run) and run[place].kind is _Kind.HEADER:
                place += 1
            yield [[piece] for piece in run[begin:place]]
            continue
        label = _label_at(run, place)
        place += len(label)
        begin = place
        while place < len(run) and run[place].kind in (_Kind.UNIT, _Kind.VALUE):
            place += 1
        yield [*([label] if label else []), *([piece] for piece in run[begin:place])]


def _label_at(run: Sequence[_Piece], place: int) -> list[_Piece]:
    """The pieces of the label that begins here: the longest that together are one of the form's; a second line without
    numbering goes on with a label that nobody knows."""
    labels = []
    for piece in run[place : place + _MOST_LINES_OF_LABEL]:
        if piece.kind in (_Kind.UNIT, _Kind.VALUE):
            break
        labels.append(piece)
    for count in range(len(labels), 0, -1):
        whole = "".join(piece.text for piece in labels[:count])
        if is_indicator(whole) or is_heading(whole):
            return labels[:count]
    if len(labels) > 1 and labels[1].kind is _Kind.OTHER and not read_label(labels[1].text).numbering:
        return labels[:2]
    return labels[:1]
