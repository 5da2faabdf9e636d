"""Printed lines → the applications table: label fragments joined, values under their columns, page by page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from crawler.documents.model import Cell, Table
from crawler.reports.lifting.printed_lines import (
    Column,
    Lines,
    PrintedLabel,
    Segment,
    columns_of_rows,
    find_labels,
    goes_on,
    pair_labels,
    place_values,
    text_cell,
    value_cells,
)
from crawler.reports.model import APPLICANTS
from crawler.reports.words.labels import APPLICATION_COLUMNS, APPLICATION_GROUPS, APPLICATION_HEADS, APPLICATION_ROWS
from crawler.reports.words.normalise import read_label

_COUNT = len(APPLICANTS)
_LEAST_ROWS = 3
_SHORT = frozenset({"其他", "其它", "总计", "合计"})
"""Words of the header too: as rows they carry a number before them."""
_GROUPS_OF_ROWS = ("denied", "unable", "rejected", "other")
_LABEL_COLUMNS = 2
_ORGANISATIONS = APPLICANTS[1:6]


@dataclass(frozen=True, slots=True)
class _Row:
    place: int
    label: str
    source: Segment | None
    values: Sequence[Segment]


def lift_applications(lines: Lines, number: int) -> list[Table]:
    """The table that the lines print, a row a row: its group, its label, seven values; none where fewer than three of
    the form's rows are spelt out. Rows with values whose column cannot be known are a second table, where a value has
    no column (`aligned=False`)."""
    words = [segment for line in lines for segment in line if not segment.is_value]
    labels = find_labels(words, APPLICATION_ROWS)
    labels = [label for label in labels if read_label(label.text).key not in _SHORT or read_label(label.text).numbering]
    if len(labels) < _LEAST_ROWS:
        return []
    if any(label.match.key.startswith("other_overdue") for label in labels):
        labels = [label for label in labels if label.match.key != "other_handling"]
    top = min(label.first for label in labels)
    values = {row: [s for s in line if s.is_value] for row, line in enumerate(lines) if row >= top - 1}
    values = {row: found for row, found in values.items() if found}
    columns = _columns(values)
    paired, unpaired = pair_labels(labels, values)
    taken = {fragment for label in labels for fragment in label.fragments}
    groups = find_labels([word for word in words if word not in taken], APPLICATION_GROUPS)
    taken |= {fragment for label in groups for fragment in label.fragments}
    rows: list[_Row] = []
    for row, found in values.items():
        label = paired.get(row)
        if label is not None:
            rows.append(_Row(row, label.text, label.fragments[0], found))
        else:
            # What stands beside other values is the label of those.
            free = [word for word in words if word not in taken and (word.row == row or word.row not in values)]
            rest = _rest(row, free, columns.get(found[0].page))
            rows.append(_Row(row, "".join(part.text for part in rest), rest[0] if rest else None, found))
    rows += [_Row(label.first, label.text, label.fragments[0], ()) for label in unpaired]
    rows.sort(key=lambda written: written.place)
    return _tables(rows, groups, columns, _header([word for word in words if word.row < top]), number)


def _header(words: Sequence[Segment]) -> list[Segment]:
    """The seven column labels above the rows, in the form's order; none where one is not spelt out, or the five
    organisations are not printed in that order."""
    named = [word for word in words if APPLICATION_HEADS.exact(word.text) is None]
    found = find_labels(named, APPLICATION_COLUMNS)
    by_key = {label.match.key: label for label in found}
    inner = [label.match.key for label in sorted(found, key=lambda own: own.start) if label.match.key in _ORGANISATIONS]
    if set(by_key) != set(APPLICANTS) or len(found) != _COUNT or tuple(inner) != _ORGANISATIONS:
        return []
    return [replace(by_key[key].fragments[0], text=by_key[key].text) for key in APPLICANTS]


def _columns(values: dict[int, list[Segment]]) -> dict[int | None, list[Column]]:
    """Page → where the values of its seven columns stand. The header says nothing of that: a dump moves the words of a
    printed line to the left where nothing stands before them, by more than a column where many cells are blank."""
    pages = {found[0].page for found in values.values()}
    columns: dict[int | None, list[Column]] = {}
    for page in pages:
        own = columns_of_rows([found for found in values.values() if found[0].page == page], _COUNT)
        if own is not None:
            columns[page] = own
    return columns


def _rest(row: int, words: Sequence[Segment], columns: Sequence[Column] | None) -> list[Segment]:
    """What of the words is printed beside values that no label of the form stands beside: the nearest words left of
    them, with the lines above and below that can be of the same cell."""
    edge = columns[0].start if columns and columns[0].start < columns[0].stop else float("inf")
    free = [word for word in words if word.stop <= edge]
    beside = [word for word in free if word.row == row]
    if not beside:
        above = [word for word in free if word.row == row - 1]
        below = [word for word in free if word.row == row + 1 and any(goes_on(other, word) for other in above)]
        return [*above[-1:], *below[-1:]] if below else []
    own = beside[-1]
    parts = [own]
    for step in (-1, 1):
        last = own
        while True:
            following = [word for word in free if word.row == last.row + step and goes_on(last, word)]
            if not following:
                break
            last = following[0]
            parts.append(last)
    return sorted(parts, key=lambda part: part.row)


def _tables(
    rows: Sequence[_Row],
    groups: Sequence[PrintedLabel],
    columns: dict[int | None, list[Column]],
    header: Sequence[Segment],
    number: int,
) -> list[Table]:
    printed = {label.match.key: label for label in groups if label.match.key in _GROUPS_OF_ROWS}
    placed: list[tuple[Cell, ...]] = []
    if header:
        blanks = [text_cell("", 0, place) for place in range(_LABEL_COLUMNS)]
        placed.append((*blanks, *value_cells(header, 0, _LABEL_COLUMNS)))
    lost: list[tuple[Cell, ...]] = []
    for row in rows:
        known = APPLICATION_ROWS.match(row.label)
        head = printed.get(known.key.split("_", maxsplit=1)[0]) if known is not None else None
        values: Sequence[Segment | None] | None = [None] * _COUNT
        if row.values:
            values = place_values(row.values, columns.get(row.values[0].page) or _in_order(row.values))
        rows_of_kind = lost if values is None else placed
        index = len(rows_of_kind)
        labels = [
            text_cell(head.text if head is not None else "", index, 0, head.fragments[0] if head else None),
            text_cell(row.label, index, 1, row.source),
        ]
        rows_of_kind.append((*labels, *value_cells(row.values if values is None else values, index, _LABEL_COLUMNS)))
    page = next((row.source.page for row in rows if row.source is not None), None)
    tables = [Table(tuple(placed), number=number, page=page)] if len(placed) > bool(header) else []
    if lost:
        tables.append(Table(tuple(lost), aligned=False, number=number + len(tables), page=page))
    return tables


def _in_order(values: Sequence[Segment]) -> list[Column] | None:
    """A full row needs no columns but its own."""
    return columns_of_rows([values], _COUNT) if len(values) == _COUNT else None
