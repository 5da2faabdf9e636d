"""The headers of the 第二十条 table (主动公开) and the labels of its rows: which column is which, of which year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from crawler.documents.model import Cell
from crawler.reports.forms import Form
from crawler.reports.tables.columns import (
    Frame,
    Run,
    Span,
    fill_gaps,
    frame_of,
    header_stacks,
    of_the_year,
    printed_unit,
)
from crawler.reports.tables.rows import Columns
from crawler.reports.tables.view import TableView
from crawler.reports.words.labels import PROACTIVE_COLUMNS, PROACTIVE_ROWS
from crawler.reports.words.matching import Match
from crawler.reports.words.normalise import label_key
from crawler.reports.words.numbers import Unit

MOST_TITLES = 16
"""Cells of a header row; the forms have four. A row of hundreds is none, and each costs a comparison."""

UNITS: dict[str, Unit] = {"amount_wanyuan": "wanyuan", "amount_yuan": "yuan"}


@dataclass(frozen=True, slots=True)
class RowLabel:
    match: Match
    cell: Cell
    cells: int
    """How many of the row's first cells are labels."""


@dataclass(slots=True)
class Header:
    """The header that the rows below stand under: form, columns in printed order, and what was uncertain about it."""

    form: Form
    spans: dict[str, Span]
    misprints: tuple[tuple[str, Match, str], ...]
    width: int
    frame: Frame
    titles: dict[int, str]
    """Grid column → what the header prints over it."""
    repeated: frozenset[str] = frozenset()
    """Columns that the header prints twice."""
    unread: frozenset[str] = frozenset()
    """Those of them of which the header does not say which is the report's year."""
    placed: dict[tuple[str, ...], Columns] = field(default_factory=dict)
    """The columns of rows that have been read under it."""

    def columns(self, keys: tuple[str, ...]) -> Columns:
        known = self.placed.get(keys)
        if known is None:
            filled = fill_gaps(self.spans, keys, self.width, self._can_be)
            spans = {key: span for key, span in filled.items() if key not in self.unread}
            known = self.placed[keys] = Columns({key: spans.get(key) for key in keys}, self.frame, UNITS)
        return known

    def _can_be(self, column: int, key: str) -> bool:
        return label_key(self.titles.get(column, "")) in label_key(PROACTIVE_COLUMNS[self.form].official(key))


def row_label(view: TableView, index: int) -> RowLabel | None:
    """The row's label: one of its first two cells (a grid may have a numbering column, or the block's title in one)."""
    for place, (cell, known) in enumerate(zip(view.cells[index][:2], view.printed[index], strict=False)):
        if known.key and not known.proactive_columns:
            found = known.proactive_row or PROACTIVE_ROWS.match(cell.text)
            if found is not None:
                return RowLabel(found, cell, place + 1)
    return None


def read_header(view: TableView, index: int, year: int | None) -> Header | None:
    """The header in this row: it has a column label of a form spelt out, and its form is the one with most of them."""
    printed = view.printed[index]
    named = [form for known in printed for form in known.proactive_columns]
    if not named or len(printed) > MOST_TITLES:
        return None
    form: Form = "2019" if named.count("2019") > named.count("2021") else "2021"
    titles = [(cell, known) for cell, known in zip(view.cells[index], printed, strict=True) if cell.text]
    words = PROACTIVE_COLUMNS[form]
    runs: dict[str, list[Run]] = {}
    stacks = header_stacks(view, [index])
    order = 0
    for cell, known in titles:
        if known.is_corner:
            if runs:
                # The corner of another block beside this one.
                break
            continue
        found = words.match(cell.text)
        order += 1
        if found is None:
            continue
        stop = cell.column + cell.column_span
        while stop < len(stacks) and not stacks[stop]:
            stop += 1
        position = Span(cell.column, stop) if view.table.aligned else Span(order, order + 1)
        span = Span(position.start, position.stop, printed_unit(cell.text))
        runs.setdefault(found.key, []).append(Run(span, found, cell.text, (*_above(view, index, cell), cell)))
    chosen, unread = _of_one_year(runs, year)
    frame = frame_of(view, [index])
    if any(len(own) > 1 for own in runs.values()):
        frame = replace(frame, start=min(run.span.start for own in runs.values() for run in own))
    printed_over = {column: stack[-1].text for column, stack in enumerate(stacks) if stack}
    return Header(
        form,
        {key: run.span for key, run in chosen.items()},
        tuple((key, run.match, run.printed) for key, run in chosen.items() if not run.match.exact),
        view.width,
        frame,
        printed_over,
        frozenset(key for key, own in runs.items() if len(own) > 1),
        unread,
    )


def _of_one_year(runs: Mapping[str, list[Run]], year: int | None) -> tuple[dict[str, Run], frozenset[str]]:
    """The run of each column that is read, and the columns whose runs the header does not tell apart. A misprint gives
    way to the label itself."""
    chosen: dict[str, Run] = {}
    for key, own in runs.items():
        exact = [run for run in own if run.match.exact] or own
        run = exact[0] if len(exact) == 1 else of_the_year(exact, year)
        if run is not None:
            chosen[key] = run
    return chosen, frozenset(runs) - frozenset(chosen)


def _above(view: TableView, index: int, cell: Cell) -> list[Cell]:
    """What stands right above a header's cell, where that is no row of the form: the years of two blocks of columns."""
    if not view.table.aligned or index == 0 or row_label(view, index - 1) is not None:
        return []
    above = view.table.rows[index - 1][cell.column]
    return [above] if above is not None and above.text else []
