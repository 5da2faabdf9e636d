"""The table of reviews and lawsuits turned on its side: a row for each channel, the five outcomes as columns.

The form prints one row of fifteen numbers; some bodies print three of five. Both labels of every number are printed
then, so nothing is left to order: only channels and outcomes that are spelt out are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.reports.model import REVIEW_OUTCOMES
from crawler.reports.tables.columns import Frame, Span, find_runs, frame_of, header_stacks
from crawler.reports.tables.findings import Findings
from crawler.reports.tables.rows import Columns, Values, read_row
from crawler.reports.tables.view import TableView
from crawler.reports.words.labels import REVIEW_CHANNEL_LABELS, REVIEW_OUTCOME_LABELS
from crawler.reports.words.normalise import fold_blanks

_LITIGATION = re.compile("^行政诉讼")


def read_channel_rows(view: TableView, findings: Findings) -> Values:
    """The values of a grid's rows of channels by channel.outcome, in the order that they are printed in; nothing where
    the grid is no such table."""
    values: Values = {}
    if not view.table.aligned or "review_outcome" not in view.axes:
        return values
    header = _header(view)
    if header is None:
        return values
    first, spans, frame = header
    columns = Columns({outcome: spans.get(outcome) for outcome in REVIEW_OUTCOMES}, frame)
    labelled = list(_labelled_rows(view, first))
    data_rows = frozenset(row for row, _, _ in labelled)
    for row, channel, labels in labelled:
        if f"{channel}.total" in values:
            note = "the table has this channel again; the first is kept"
            findings.flag(f"review.{channel}", "disagreement", view.row_text(row), note)
            continue
        found = read_row(view, row, labels, columns, f"review.{channel}", findings, data_rows)
        values.update({f"{channel}.{outcome}": value for outcome, value in found.items()})
    return values


def _header(view: TableView) -> tuple[int, dict[str, Span], Frame] | None:
    """The row that prints each outcome once, and no channel: (the row below it, where the outcomes stand, its room)."""
    for index, printed in enumerate(view.printed):
        if any(known.is_value for known in printed):
            return None
        if sum(known.is_outcome for known in printed) != len(REVIEW_OUTCOMES):
            continue
        if any(known.review_channel is not None for known in printed):
            return None
        runs = find_runs(header_stacks(view, [index]), lambda stack: REVIEW_OUTCOME_LABELS.exact(stack[-1].text))
        if set(runs) != set(REVIEW_OUTCOMES) or any(len(own) > 1 for own in runs.values()):
            return None
        return index + 1, {key: own[0].span for key, own in runs.items()}, frame_of(view, [index])
    return None


def _labelled_rows(view: TableView, first: int) -> Iterator[tuple[int, str, int]]:
    """(row, channel, how many of its first cells are labels) of every row that names one channel."""
    for index in range(first, len(view.cells)):
        printed = view.printed[index]
        labels = next((place for place, known in enumerate(printed) if not known.key), len(printed))
        channels = [channel for cell in view.cells[index][:labels] if (channel := _channel(cell.text)) is not None]
        if len(channels) == 1:
            yield index, channels[0], labels


def _channel(text: str) -> str | None:
    """The channel that a label names, also as 行政诉讼（未经复议直接起诉）."""
    found = REVIEW_CHANNEL_LABELS.exact(text) or REVIEW_CHANNEL_LABELS.exact(_LITIGATION.sub("", fold_blanks(text)))
    return found.key if found is not None else None
