"""Read the table of reviews and lawsuits (行政复议、行政诉讼): one row of 15 numbers, known by their headers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from crawler.documents.model import Cell, Table
from crawler.reports.columns import (
    JOINED,
    MOST_HEADER_ROWS,
    Findings,
    Span,
    distinct_cells,
    follows_order,
    frame_of,
    header_stacks,
    match_stack,
    misfit,
    read_cell,
    read_ordered_row,
    row_text,
    slot_at,
    visible_first,
)
from crawler.reports.labels import (
    REVIEW_CHANNEL_LABELS,
    REVIEW_HEADS,
    REVIEW_OUTCOME_LABELS,
    REVIEW_TRUNCATED,
)
from crawler.reports.model import REVIEW_CHANNELS, REVIEW_OUTCOMES, Number
from crawler.reports.normalise import label_key
from crawler.reports.numbers import looks_like_value

Review = dict[str, dict[str, Number | None]]

CELLS = tuple(f"{channel}.{outcome}" for channel in REVIEW_CHANNELS for outcome in REVIEW_OUTCOMES)
"""The form's 15 columns in order."""


LEAST_OUTCOMES = 10
"""Cells that print an outcome: two of the three channels. The applications table prints 其他 and 总计, four times."""
LEAST_DISTINCT_OUTCOMES = 4


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A lowest header cell: its grid columns, the labels above it, and what it says."""

    span: Span
    channel: str | None
    printed: str
    outcome: str | None
    misprint: str | None
    """The label that a misprint was read as."""


def read_review(tables: Iterable[Table], findings: Findings) -> Review | None:
    """The review table of a document; None where no table has its channels and outcomes as headers."""
    kept: dict[str, Number | None] | None = None
    tables = tuple(tables)
    for table in visible_first(tables):
        header = _header_rows(table)
        if header is None:
            continue
        own = Findings()
        values = _read_table(table, header, own)
        if kept is None:
            kept = values
            findings.add(own)
        elif kept == values:
            findings.flag("review", "repeated_table", "", "the table is printed again with equal numbers")
        else:
            raw = ", ".join("" if value is None else str(value) for value in values.values())
            findings.flag("review", "disagreement", raw, "another table prints other numbers; the first is kept")
    if kept is None:
        _flag_unreadable(tables, findings)
        return None
    return {
        channel: {outcome: kept[f"{channel}.{outcome}"] for outcome in REVIEW_OUTCOMES} for channel in REVIEW_CHANNELS
    }


def _flag_unreadable(tables: Iterable[Table], findings: Findings) -> None:
    """A table with the outcomes of all channels that cannot be read is no missing table: it is said."""
    for table in tables:
        printed = [cell.text for row in range(len(table.rows)) for cell in table.origins(row) if _is_outcome(cell.text)]
        distinct = {label_key(text) for text in printed}
        if len(printed) >= LEAST_OUTCOMES and len(distinct) >= LEAST_DISTINCT_OUTCOMES:
            note = "a table of these outcomes does not name the three channels: not read"
            findings.flag("review", "truncated_header", JOINED.join(printed), note)


def _header_rows(table: Table) -> range | None:
    """The rows of the header: from the one that names 行政复议 or 行政诉讼 to the last one with an outcome."""
    top: int | None = None
    bottom: int | None = None
    channels = set()
    for index in range(len(table.rows)):
        cells = [cell for cell in distinct_cells(table, index) if cell.text]
        heads = {
            found.key
            for cell in cells
            for words in (REVIEW_CHANNEL_LABELS, REVIEW_HEADS)
            if (found := words.exact(cell.text)) is not None
        }
        channels |= heads
        if top is None and heads & {"review", "litigation"}:
            top = index
        if top is None:
            continue
        if any(looks_like_value(cell.text) for cell in cells):
            break
        if any(_is_outcome(cell.text) for cell in cells):
            bottom = index
    if top is None or bottom is None or not {"review", "litigation_direct", "litigation_after_review"} <= channels:
        return None
    return range(top, bottom + 1) if bottom - top < MOST_HEADER_ROWS else None


def _is_outcome(text: str) -> bool:
    return REVIEW_OUTCOME_LABELS.exact(text) is not None or label_key(text) in REVIEW_TRUNCATED


def _read_table(table: Table, header: range, findings: Findings) -> dict[str, Number | None]:
    rows = _data_rows(table, header.stop)
    filled = [row for row in rows if any(cell.text for cell in distinct_cells(table, row))]
    spans = _aligned_spans(table, header, findings) if table.aligned else {}
    if not table.aligned:
        _flag_truncated(table, header, findings)
    if not rows:
        findings.flag("review", "short_row", "", "the table has no row below its header")
        return dict.fromkeys(CELLS)
    row = (filled or rows)[0]
    for other in filled[1:]:
        raw = row_text(distinct_cells(table, other))
        findings.flag("review", "disagreement", raw, "the table has another row of numbers; the first is kept")
    if table.aligned:
        frame = frame_of(table, header)
        reason = misfit(table, row, spans.values(), frame)
        if reason is None and not frame.is_even:
            reason = "the header's rows are not equally long"
        if reason is not None:
            raw = row_text(distinct_cells(table, row))
            findings.flag("review", "unknown_column", raw, f"{reason}: values may belong to other columns")
        return _read_aligned(table, row, spans, findings)
    cells = [cell for cell in distinct_cells(table, row) if cell.text]
    single = Findings()
    values = read_ordered_row(table, cells, dict.fromkeys(CELLS), "review", single)
    findings.add(single)
    return values


def _data_rows(table: Table, first: int) -> list[int]:
    """Rows below the header that can hold numbers: a remark that fills its row as one cell (注：…) is none."""
    rows = []
    for index in range(first, len(table.rows)):
        cells = [cell for cell in distinct_cells(table, index) if cell.text]
        if len(cells) == 1 and not looks_like_value(cells[0].text):
            continue
        rows.append(index)
    return rows


def _flag_truncated(table: Table, header: range, findings: Findings) -> None:
    cells = [cell for row in header for cell in distinct_cells(table, row) if cell.text]
    if any(label_key(cell.text) in REVIEW_TRUNCATED for cell in cells):
        findings.flag(
            "review", "truncated_header", row_text(cells), "labels are cut, the form's order names the columns"
        )


def _read_aligned(table: Table, row: int, spans: dict[str, Span], findings: Findings) -> dict[str, Number | None]:
    values: dict[str, Number | None] = dict.fromkeys(CELLS)
    for key, span in spans.items():
        where = f"review.{key}"
        slot = slot_at(table, row, span, frozenset({row}))
        if slot.flag is not None:
            findings.flag(where, slot.flag, slot.raw, slot.note)
        elif slot.cell is not None:
            values[key] = read_cell(table, slot.cell, where, findings)
    raw = row_text(distinct_cells(table, row))
    if len(spans) < len(CELLS) and raw:
        missing = ", ".join(key for key in CELLS if key not in spans)
        findings.flag("review", "unknown_column", raw, f"no header for {missing}")
    return values


def _aligned_spans(table: Table, header: range, findings: Findings) -> dict[str, Span]:
    """Grid columns of the 15 cells. Inside a channel an outcome is known by its label; a cut label (结果, 其他, 尚未)
    by its position, and only where the channel has five columns that contradict the form's order nowhere."""
    leaves = _leaves(table, header)
    spans: dict[str, Span] = {}
    by_position = False
    for channel, columns in _channels(leaves).items():
        named = [leaf.outcome for leaf in columns]
        if None in named and len(columns) == len(REVIEW_OUTCOMES) and _agrees(columns):
            by_position = True
            spans.update(
                {f"{channel}.{outcome}": leaf.span for outcome, leaf in zip(REVIEW_OUTCOMES, columns, strict=True)}
            )
            continue
        for leaf in columns:
            if leaf.outcome is None or f"{channel}.{leaf.outcome}" in spans:
                continue
            spans[f"{channel}.{leaf.outcome}"] = leaf.span
            if leaf.misprint is not None:
                note = f"column read as {leaf.misprint}"
                findings.flag(f"review.{channel}.{leaf.outcome}", "fuzzy_label", leaf.printed, note)
    if not follows_order(sorted(spans, key=lambda key: spans[key].start), CELLS):
        printed = " | ".join(leaf.printed for leaf in leaves)
        findings.flag("review", "disagreement", printed, "the columns are not in the form's order")
    if by_position:
        printed = " | ".join(leaf.printed for leaf in leaves)
        findings.flag("review", "truncated_header", printed, "labels are cut, the form's order names the columns")
    return spans


def _leaves(table: Table, header: range) -> list[_Leaf]:
    leaves: list[_Leaf] = []
    stacks = header_stacks(table, header)
    last: tuple[Cell, ...] = ()
    for column, stack in enumerate(stacks):
        if stack and last and stack[-1] is last[-1]:
            known = leaves[-1]
            leaves[-1] = _Leaf(
                Span(known.span.start, column + 1), known.channel, known.printed, known.outcome, known.misprint
            )
            continue
        last = stack
        if not stack:
            continue
        channel = _channel(stack)
        outcome = match_stack(_below_channel(stack), REVIEW_OUTCOME_LABELS.match) if _below_channel(stack) else None
        leaves.append(
            _Leaf(
                Span(column, column + 1),
                channel,
                "".join(cell.text for cell in _below_channel(stack)) or stack[-1].text,
                outcome.key if outcome is not None else None,
                outcome.label if outcome is not None and not outcome.exact else None,
            )
        )
    return leaves


def _channel(stack: tuple[Cell, ...]) -> str | None:
    for cell in reversed(stack):
        found = REVIEW_CHANNEL_LABELS.match(cell.text)
        if found is not None:
            return found.key
    return None


def _below_channel(stack: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The part of a header stack below the last cell that names a channel or 行政诉讼."""
    for index in range(len(stack) - 1, -1, -1):
        text = stack[index].text
        if REVIEW_CHANNEL_LABELS.match(text) is not None or REVIEW_HEADS.exact(text) is not None:
            return stack[index + 1 :]
    return stack


def _channels(leaves: Sequence[_Leaf]) -> dict[str, list[_Leaf]]:
    """Leaves by channel. A grid that lost its spans names a channel over its first column only: there the form's order
    counts, if the outcomes are printed as three times five."""
    grouped: dict[str, list[_Leaf]] = {}
    for leaf in leaves:
        if leaf.channel is not None:
            grouped.setdefault(leaf.channel, []).append(leaf)
    outcomes = len(REVIEW_OUTCOMES)
    if all(len(grouped.get(channel, ())) == outcomes for channel in REVIEW_CHANNELS):
        return grouped
    columns = [leaf for leaf in leaves if leaf.outcome is not None or label_key(leaf.printed) in REVIEW_TRUNCATED]
    parts = {
        channel: columns[place * outcomes : (place + 1) * outcomes] for place, channel in enumerate(REVIEW_CHANNELS)
    }
    if len(columns) == len(CELLS) and all(_agrees(part) for part in parts.values()):
        return parts
    return grouped


def _agrees(columns: Sequence[_Leaf]) -> bool:
    """Whether five columns can be the five outcomes in the form's order."""
    return all(
        leaf.outcome == outcome
        or (leaf.outcome is None and outcome in REVIEW_TRUNCATED.get(label_key(leaf.printed), ()))
        for leaf, outcome in zip(columns, REVIEW_OUTCOMES, strict=True)
    )
