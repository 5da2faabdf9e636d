"""Printed lines → the 第二十条 table: each block's header, and the values under it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from crawler.documents.model import Cell, Table
from crawler.reports.lifting.printed_lines import (
    Lines,
    PrintedLabel,
    Segment,
    find_labels,
    pair_labels,
    text_cell,
    value_cells,
)
from crawler.reports.words.labels import (
    PROACTIVE_BLOCKS,
    PROACTIVE_COLUMNS_2019,
    PROACTIVE_COLUMNS_2021,
    PROACTIVE_CORNER,
    PROACTIVE_ROWS,
)

_LEAST_ROWS = 2


@dataclass(frozen=True, slots=True)
class _Header:
    row: int
    page: int | None
    columns: tuple[PrintedLabel, ...]


def lift_proactive(lines: Lines, number: int) -> list[Table]:
    """The blocks that the lines print, each header above its rows, a label and its values a row; none where there is
    no header, or fewer than two of the forms' rows. A row with values whose column cannot be known is a table of its
    own under its header, where a value has no column (`aligned=False`)."""
    words = [segment for line in lines for segment in line if not segment.is_value]
    blocks = find_labels(words, PROACTIVE_BLOCKS)
    taken = {fragment for label in blocks for fragment in label.fragments}
    labels = find_labels([word for word in words if word not in taken], PROACTIVE_ROWS)
    taken |= {fragment for label in labels for fragment in label.fragments}
    corners = find_labels([word for word in words if word not in taken], PROACTIVE_CORNER)
    taken |= {fragment for label in corners for fragment in label.fragments}
    headers = _headers(
        find_labels([word for word in words if word not in taken], PROACTIVE_COLUMNS_2021, PROACTIVE_COLUMNS_2019),
        corners,
    )
    values = {row: [s for s in line if s.is_value] for row, line in enumerate(lines)}
    values = {row: found for row, found in values.items() if found and headers and row > headers[0].row}
    if not headers or len(labels) < _LEAST_ROWS:
        return []
    paired, unpaired = pair_labels(labels, values)
    rows: list[tuple[int, PrintedLabel, Sequence[Segment]]] = [(row, paired[row], values[row]) for row in paired]
    rows += [(label.first, label, ()) for label in unpaired]
    rows += _misprinted([word for word in words if word not in taken], values, paired)
    rows.sort(key=lambda written: written[0])
    return _tables(headers, rows, number)


def _misprinted(
    words: Sequence[Segment], values: Mapping[int, Sequence[Segment]], paired: Container[int]
) -> Iterator[tuple[int, PrintedLabel, Sequence[Segment]]]:
    """Lines with values beside words that are clearly one row's label, though misprinted."""
    for row, found in values.items():
        beside = tuple(word for word in words if word.row == row)
        text = "".join(word.text for word in beside)
        match = PROACTIVE_ROWS.match(text) if beside and row not in paired else None
        if match is not None:
            yield row, PrintedLabel(text, match, beside), found


def _headers(columns: Sequence[PrintedLabel], corners: Sequence[PrintedLabel]) -> list[_Header]:
    """Column labels that stand on the same printed lines are one header."""
    headers: list[list[PrintedLabel]] = []
    for label in sorted(columns, key=lambda found: (found.first, found.start)):
        above = headers[-1] if headers else []
        if above and label.first <= max(known.last for known in above) and _beside(label, above):
            above.append(label)
        else:
            headers.append([label])
    return [
        _Header(min(label.first for label in own), own[0].fragments[0].page, tuple(sorted(own, key=lambda c: c.start)))
        for own in headers
    ]


def _beside(label: PrintedLabel, others: Sequence[PrintedLabel]) -> bool:
    return all(label.start >= other.stop or other.start >= label.stop for other in others)


def _tables(
    headers: Sequence[_Header], rows: Sequence[tuple[int, PrintedLabel, Sequence[Segment]]], number: int
) -> list[Table]:
    placed: list[tuple[Cell, ...]] = []
    lost: list[tuple[Cell, ...]] = []
    shown: dict[bool, _Header] = {}
    for row, label, values in rows:
        own = [header for header in headers if header.row < max(row, label.last)]
        if not own:
            continue
        header = own[-1]
        found = _placed(header, values)
        kind = placed if found is not None else lost
        if shown.get(found is not None) is not header:
            shown[found is not None] = header
            # What marks a header for the reader; where the dump prints it is not known, so it has no line.
            corner = text_cell("信息内容", len(kind), 0)
            names = [text_cell(c.text, len(kind), 1 + n, c.fragments[0]) for n, c in enumerate(header.columns)]
            kind.append((corner, *names))
        name = text_cell(label.text, len(kind), 0, label.fragments[0])
        kind.append((name, *value_cells(values if found is None else found, len(kind), 1)))
    tables = [Table(tuple(placed), number=number, page=headers[0].page)] if placed else []
    if lost:
        tables.append(Table(tuple(lost), aligned=False, number=number + len(tables), page=headers[0].page))
    return tables


def _placed(header: _Header, values: Sequence[Segment]) -> list[Segment | None] | None:
    if not values:
        return [None] * len(header.columns)
    if len(values) == len(header.columns):
        return list(values)
    found: list[Segment | None] = []
    for column in header.columns:
        under = [value for value in values if column.start <= value.start and value.stop <= column.stop]
        if len(under) > 1:
            return None
        found.append(under[0] if under else None)
    same_page = all(value.page == header.page for value in values)
    return found if same_page and sum(value is not None for value in found) == len(values) else None
