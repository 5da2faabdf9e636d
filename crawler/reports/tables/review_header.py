"""The header of the table of reviews and lawsuits (行政复议、行政诉讼): which grid column is which of its 15 numbers.

The form prints one row of numbers and no label beside it: the header and the order are the only keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from crawler.documents.model import Cell
from crawler.reports.model import REVIEW_CHANNELS, REVIEW_OUTCOMES
from crawler.reports.tables.columns import (
    MOST_HEADER_ROWS,
    Frame,
    Span,
    Stack,
    follows_order,
    frame_of,
    header_stacks,
    match_stack,
    names_year,
)
from crawler.reports.tables.findings import Findings
from crawler.reports.tables.printed import Printed, read_printed
from crawler.reports.tables.view import JOINED, TableView
from crawler.reports.words.labels import REVIEW_CHANNEL_LABELS, REVIEW_OUTCOME_LABELS, REVIEW_TRUNCATED
from crawler.reports.words.normalise import label_key

CELLS = tuple(f"{channel}.{outcome}" for channel in REVIEW_CHANNELS for outcome in REVIEW_OUTCOMES)
"""The form's 15 columns in order."""
LEAST_OUTCOMES = 4
"""Different outcomes that a table prints; the applications table prints 其他 and 总计 alone."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where a table's header places the columns; `channels` are those that it prints, in the form's order."""

    rows: range
    channels: tuple[str, ...]
    spans: dict[str, Span]
    frame: Frame

    @property
    def cells(self) -> tuple[str, ...]:
        return tuple(f"{channel}.{outcome}" for channel in self.channels for outcome in REVIEW_OUTCOMES)

    @property
    def is_sound(self) -> bool:
        return self.frame.is_even and len(self.spans) == len(self.cells)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A lowest header cell: its grid columns, the channel above it, and what it says."""

    span: Span
    channel: str | None
    printed: str
    outcome: str | None
    misprint: str | None
    """The label that a misprint was read as."""
    above: tuple[str, ...] = ()
    """What the header prints above it."""

    def possible(self) -> frozenset[str]:
        """The outcomes that the print can stand for; none where it says nothing of an outcome."""
        if self.outcome is not None:
            return frozenset({self.outcome})
        return REVIEW_TRUNCATED.get(label_key(self.printed), frozenset())


def read_header(view: TableView, first: int, findings: Findings, year: int | None = None) -> Header | None:
    """The header at or below row `first` that names a channel and most of the outcomes under it; None where there is
    none."""
    rows = _header_rows(view, first)
    if rows is None:
        return None
    if not view.table.aligned:
        return _read_ordered_header(view, rows, findings)
    leaves = _leaves(view, rows)
    named = {*_named_channels(view, rows), *(leaf.channel for leaf in leaves)}
    grouped = _by_channel(leaves, [channel for channel in REVIEW_CHANNELS if channel in named], findings)
    channels = tuple(
        channel for channel in REVIEW_CHANNELS if sum(bool(leaf.possible()) for leaf in grouped.get(channel, ())) > 1
    )
    outcomes = {outcome for leaf in leaves for outcome in leaf.possible()}
    if not channels or len(outcomes) < LEAST_OUTCOMES:
        return None
    frame = frame_of(view, rows)
    spans = _place(leaves, {channel: grouped[channel] for channel in channels}, findings, year)
    header = Header(rows, channels, spans, frame)
    is_whole = header.is_sound and header.channels == REVIEW_CHANNELS
    if not is_whole and (regular := _by_order(view, rows, leaves)) is not None:
        note = "not every column has its header above it: named by the form's order"
        findings.flag("review", "truncated_header", _printed(leaves), note)
        return regular
    outcomes_of = [[leaf.outcome for leaf in grouped[channel] if leaf.outcome is not None] for channel in channels]
    if any(len(set(found)) < len(found) for found in outcomes_of):
        note = "the header prints columns twice: read only where it says which are the report's year"
        findings.flag("review", "unknown_column", _printed(leaves), note)
    if not frame.is_even:
        note = "the header's rows are not equally long: its columns may stand over others"
        findings.flag("review", "unknown_column", _printed(leaves), note)
    return header


def _header_rows(view: TableView, first: int) -> range | None:
    """The rows of the header: from the one that names 行政复议 or 行政诉讼 to the last one with an outcome."""
    top: int | None = None
    bottom: int | None = None
    for index in range(first, len(view.printed)):
        printed = view.printed[index]
        if top is None:
            if not names_channel(printed):
                continue
            top = index
        if any(known.is_value for known in printed) or index - top >= MOST_HEADER_ROWS:
            break
        if any(known.is_outcome for known in printed):
            bottom = index
    return range(top, bottom + 1) if top is not None and bottom is not None else None


def names_channel(printed: Iterable[Printed]) -> bool:
    return any(known.is_litigation or known.review_channel is not None for known in printed)


def _named_channels(view: TableView, rows: range) -> tuple[str, ...]:
    """The channels that the header prints, in the form's order."""
    printed = {known.review_channel for row in rows for known in view.printed[row]}
    return tuple(channel for channel in REVIEW_CHANNELS if channel in printed)


def _read_ordered_header(view: TableView, rows: range, findings: Findings) -> Header | None:
    """Text that lost its blank cells keeps no position: the form's order names the columns of the channels that are
    printed, if five outcomes are printed for each of them."""
    printed = [known for row in rows for known in view.printed[row]]
    channels = _named_channels(view, rows)
    outcomes = [known for known in printed if known.is_outcome]
    if not channels or (len(outcomes) != len(channels) * len(REVIEW_OUTCOMES) and channels != REVIEW_CHANNELS):
        return None
    if any(known.key in REVIEW_TRUNCATED for known in printed):
        raw = JOINED.join(view.row_text(row) for row in rows)
        findings.flag("review", "truncated_header", raw, "labels are cut, the form's order names the columns")
    return Header(rows, channels, {}, Frame(view.width))


def _place(
    leaves: Sequence[_Leaf], grouped: dict[str, list[_Leaf]], findings: Findings, year: int | None
) -> dict[str, Span]:
    """Grid columns by key. Inside a channel an outcome is known by its label; a cut label (结果, 其他, 尚未) by its
    position, and only where the channel has five columns that contradict the form's order nowhere."""
    spans: dict[str, Span] = {}
    by_position = False
    for channel, columns in grouped.items():
        if any(leaf.outcome is None for leaf in columns) and _agrees(columns):
            by_position = True
            ordered = zip(REVIEW_OUTCOMES, columns, strict=True)
            spans.update({f"{channel}.{outcome}": leaf.span for outcome, leaf in ordered})
            continue
        for leaf in columns:
            twins = [other for other in columns if other.outcome == leaf.outcome]
            if leaf.outcome is None or (len(twins) > 1 and not _is_of_the_year(leaf, twins, year)):
                continue
            spans[f"{channel}.{leaf.outcome}"] = leaf.span
            if leaf.misprint is not None:
                where, note = f"review.{channel}.{leaf.outcome}", f"column read as {leaf.misprint}"
                findings.flag(where, "fuzzy_label", leaf.printed, note)
    if not follows_order(sorted(spans, key=lambda key: spans[key].start), CELLS):
        findings.flag("review", "disagreement", _printed(leaves), "the columns are not in the form's order")
    if by_position:
        note = "labels are cut, the form's order names the columns"
        findings.flag("review", "truncated_header", _printed(leaves), note)
    return spans


def _is_of_the_year(leaf: _Leaf, twins: Sequence[_Leaf], year: int | None) -> bool:
    named = [twin for twin in twins if any(names_year(text, year) for text in twin.above)]
    return len(named) == 1 and named[0] is leaf


def _printed(leaves: Iterable[_Leaf]) -> str:
    return JOINED.join(leaf.printed for leaf in leaves)


def _by_order(view: TableView, rows: range, leaves: Sequence[_Leaf]) -> Header | None:
    """A header that has lost cells over a row of fifteen: the form's order names them, if the labels that are left
    stand in it."""
    below = [cells for cells in view.cells[rows.stop :] if cells]
    if view.width != len(CELLS) or not any(len(cells) == len(CELLS) for cells in below):
        return None
    expected = iter(REVIEW_OUTCOMES * len(REVIEW_CHANNELS))
    for leaf in leaves:
        possible = leaf.possible()
        if possible and not any(outcome in possible for outcome in expected):
            return None
    spans = {key: Span(column, column + 1) for column, key in enumerate(CELLS)}
    return Header(rows, REVIEW_CHANNELS, spans, Frame(view.width))


def _leaves(view: TableView, rows: range) -> list[_Leaf]:
    leaves: list[_Leaf] = []
    last: Stack = ()
    for column, stack in enumerate(header_stacks(view, rows)):
        if stack and last and stack[-1] is last[-1]:
            leaves[-1] = replace(leaves[-1], span=Span(leaves[-1].span.start, column + 1))
            continue
        last = stack
        if not stack:
            continue
        channel, own = _channel(stack), _below_channel(stack)
        if own:
            inner, words = _split_channel(own[0])
            channel, own = inner or channel, (words, *own[1:])
        outcome = match_stack(own, REVIEW_OUTCOME_LABELS.match) if own else None
        leaves.append(
            _Leaf(
                Span(column, column + 1),
                channel,
                "".join(cell.text for cell in own) or stack[-1].text,
                outcome.key if outcome is not None else None,
                outcome.label if outcome is not None and not outcome.exact else None,
                tuple([cell.text for cell in stack[:-1]]),
            )
        )
    return leaves


def _split_channel(cell: Cell) -> tuple[str | None, Cell]:
    """The channel that the first lines of a cell name, and the cell without them: without rules a PDF shows only that
    复议后起诉 stands right above the outcome that is the middle one of its five."""
    lines = cell.text.split("\n")
    for count in range(1, len(lines)):
        found = REVIEW_CHANNEL_LABELS.exact("".join(lines[:count]))
        rest = "".join(lines[count:])
        if found is not None and REVIEW_OUTCOME_LABELS.exact(rest) is not None:
            return found.key, replace(cell, text=rest)
    return None, cell


def _channel(stack: Stack) -> str | None:
    for cell in reversed(stack):
        found = REVIEW_CHANNEL_LABELS.match(cell.text)
        if found is not None:
            return found.key
    return None


def _below_channel(stack: Stack) -> Stack:
    """The part of a header stack below the last cell that names a channel or 行政诉讼."""
    for index in range(len(stack) - 1, -1, -1):
        text = stack[index].text
        if read_printed(text).is_litigation or REVIEW_CHANNEL_LABELS.match(text) is not None:
            return stack[index + 1 :]
    return stack


def _by_channel(leaves: Sequence[_Leaf], named: Sequence[str], findings: Findings) -> dict[str, list[_Leaf]]:
    """Leaves by channel. Text that keeps its blank cells names a channel over its first column only, a PDF without
    rules over the middle one: there the form's order counts, if five outcomes are printed for each channel."""
    grouped: dict[str, list[_Leaf]] = {}
    for leaf in leaves:
        if leaf.channel is not None:
            grouped.setdefault(leaf.channel, []).append(leaf)
    count = len(REVIEW_OUTCOMES)
    columns = [leaf for leaf in leaves if leaf.possible()]
    channels = REVIEW_CHANNELS if len(columns) == len(CELLS) else named
    if all(len(grouped.get(channel, ())) == count for channel in channels):
        return grouped
    parts = {channel: columns[place * count : (place + 1) * count] for place, channel in enumerate(channels)}
    if len(columns) != count * len(channels) or not all(_agrees(part) for part in parts.values()):
        return grouped
    if not all({leaf.channel for leaf in part} - {None} == {channel} for channel, part in parts.items()):
        note = "the channels do not stand over their columns: named by the form's order"
        findings.flag("review", "truncated_header", _printed(leaves), note)
    return parts


def _agrees(columns: Sequence[_Leaf]) -> bool:
    """Whether these can be the five outcomes in the form's order."""
    return len(columns) == len(REVIEW_OUTCOMES) and all(
        outcome in leaf.possible() for leaf, outcome in zip(columns, REVIEW_OUTCOMES, strict=True)
    )
