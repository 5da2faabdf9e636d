"""Read the table of reviews and lawsuits (行政复议、行政诉讼): one row of 15 numbers, known by their headers.

It may be printed as one table, as one for each channel, or with its header and its numbers on two pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crawler.reports.model import REVIEW_CHANNELS, REVIEW_OUTCOMES, Number
from crawler.reports.tables.columns import names_year
from crawler.reports.tables.contradictions import in_review
from crawler.reports.tables.findings import EQUAL, Findings
from crawler.reports.tables.review_header import LEAST_OUTCOMES, Header, names_channel, read_header
from crawler.reports.tables.review_rows import read_channel_rows
from crawler.reports.tables.rows import Columns, Values, read_ordered_row, read_row
from crawler.reports.tables.view import JOINED, TableView

Review = dict[str, dict[str, Number | None]]

NO_ROW = "the table has no row below its header"
LEAST_PRINTED = 10
"""Cells that print an outcome in a table that must be this one: two of the three channels."""


def read_review(views: Iterable[TableView], findings: Findings, year: int | None = None) -> Review | None:
    """The review table of a document; None where no table has its channels and outcomes as headers."""
    kept: Values = {}
    unread: list[TableView] = []
    waiting: tuple[Header, Findings] | None = None
    for view in views:
        turned = Findings()
        if rows_of_channels := read_channel_rows(view, turned):
            _keep(kept, rows_of_channels, turned, findings, view.is_hidden)
            continue
        sections = _sections(view, year)
        if not sections:
            unread.append(view)
            if waiting is not None and _continues(view, waiting[0]):
                header, own = waiting
                _keep(kept, _read_rows(view, header, range(len(view.cells)), own, year), own, findings, view.is_hidden)
                waiting = None
        for header, rows, own in sections:
            if _data_rows(view, rows) or waiting is not None:
                _keep(kept, _read_rows(view, header, rows, own, year), own, findings, view.is_hidden)
            else:
                waiting = (header, own)
    if waiting is not None:
        header, own = waiting
        own.flag("review", "short_row", "", NO_ROW)
        _keep(kept, dict.fromkeys(header.cells), own, findings, is_hidden=False)
    if not kept:
        _flag_unreadable(unread, findings)
        return None
    for channel in REVIEW_CHANNELS:
        if f"{channel}.total" not in kept:
            findings.flag(f"review.{channel}", "short_row", "", "the form has this channel, the document has not")
    review: Review = {
        channel: {outcome: kept.get(f"{channel}.{outcome}") for outcome in REVIEW_OUTCOMES}
        for channel in REVIEW_CHANNELS
    }
    findings.flags.extend(in_review(review))
    return review


def _sections(view: TableView, year: int | None) -> list[tuple[Header, range, Findings]]:
    """The headers of a table with the rows below each: the channels may be printed below each other."""
    found: list[tuple[Header, range, Findings]] = []
    first = 0
    while {"review_channel", "review_outcome"} <= view.axes:
        own = Findings()
        header = read_header(view, first, own, year)
        if header is None:
            break
        first = header.rows.stop
        while first < len(view.cells) and not names_channel(view.printed[first]):
            first += 1
        found.append((header, range(header.rows.stop, first), own))
    return found


def _keep(kept: Values, values: Values, own: Findings, findings: Findings, is_hidden: bool) -> None:
    """Add a table's channels to those of earlier tables; one that repeats channels is a twin. A hidden twin that says
    the same is no doubt to a reader, who sees one table."""
    repeated = [key for key in values if key in kept]
    if not repeated:
        kept.update(values)
        findings.add(own)
    elif all(kept[key] == values[key] for key in repeated):
        if not is_hidden:
            findings.flag("review", "repeated_table", "", EQUAL)
    else:
        raw = ", ".join("" if value is None else str(value) for value in values.values())
        findings.flag("review", "disagreement", raw, "another table prints other numbers; the first is kept")


def _flag_unreadable(views: Iterable[TableView], findings: Findings) -> None:
    """A table with the outcomes of all channels that cannot be read is no missing table: it is said."""
    for view in views:
        if "review_outcome" not in view.axes:
            continue
        printed = [
            (cell.text, known.key)
            for index, row in enumerate(view.cells)
            for cell, known in zip(row, view.printed[index], strict=True)
            if known.is_outcome and cell.row == index
        ]
        if len(printed) >= LEAST_PRINTED and len({key for _, key in printed}) >= LEAST_OUTCOMES:
            note = "a table of these outcomes does not name the channels: not read"
            findings.flag("review", "truncated_header", JOINED.join(text for text, _ in printed), note)


def _data_rows(view: TableView, rows: range) -> list[int]:
    """Rows below the header that can hold numbers: blank ones, or with a value. A remark (注：…) is none."""
    return [
        index
        for index in rows
        if any(known.is_value for known in view.printed[index]) or not any(cell.text for cell in view.cells[index])
    ]


def _continues(view: TableView, header: Header) -> bool:
    """The numbers of a table whose header stands on the page before: a grid as wide, and nothing but values in it."""
    return view.width == header.frame.stop and all(
        known.is_value or not cell.text
        for row, printed in zip(view.cells, view.printed, strict=True)
        for cell, known in zip(row, printed, strict=True)
    )


def _counts_columns(view: TableView, row: int) -> bool:
    """A row 1, 2, 3 … below a header numbers its columns."""
    texts = [cell.text for cell in view.cells[row] if cell.text]
    return len(texts) >= len(REVIEW_OUTCOMES) and texts == [str(place + 1) for place in range(len(texts))]


def _row_of_the_year(view: TableView, rows: Sequence[int], year: int | None) -> int:
    named = [row for row in rows if any(names_year(cell.text, year) for cell in view.cells[row][:1])]
    return named[0] if len(named) == 1 else rows[0]


def _read_rows(view: TableView, header: Header, below: range, findings: Findings, year: int | None) -> Values:
    """The first row of numbers below the header, or of several the one that says that it is of the report's year;
    another one is said."""
    rows = _data_rows(view, below)
    filled = [row for row in rows if any(cell.text for cell in view.cells[row])]
    if len(filled) > 1 and _counts_columns(view, filled[0]):
        del filled[0]
    if not rows:
        findings.flag("review", "short_row", "", NO_ROW)
        return dict.fromkeys(header.cells)
    row = _row_of_the_year(view, filled or rows, year)
    for other in filled:
        if other == row:
            continue
        if [cell.text for cell in view.cells[other]] == [cell.text for cell in view.cells[row]]:
            findings.flag("review", "repeated_table", "", EQUAL)
        else:
            note = f"the table has another row of numbers; {'the first' if row == filled[0] else 'its year'} is kept"
            findings.flag("review", "disagreement", view.row_text(other), note)
    if not view.table.aligned:
        cells = [cell for cell in view.cells[row] if cell.text]
        return read_ordered_row(view, cells, dict.fromkeys(header.cells), "review", findings)
    columns = Columns({key: header.spans.get(key) for key in header.cells}, header.frame)
    raw = view.row_text(row)
    missing = [key for key in header.cells if key not in header.spans]
    if missing and raw:
        findings.flag("review", "unknown_column", raw, f"no header for {', '.join(missing)}")
    labels = 0
    while labels < len(view.cells[row]) and view.printed[row][labels].key:
        labels += 1
    return read_row(view, row, labels, columns, "review", findings, frozenset({row}))
