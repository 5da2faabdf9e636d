"""The three standard tables as grids of cells, from the labels of `forms.json` and the figures of an article.

HTML and PDF are both drawn from these, with the rowspans and colspans of the official form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from crawler.replica.facts import facts
from crawler.replica.figures import REVIEW_CHANNELS
from crawler.replica.values import Article, Figures, Number

COLUMNS = ("natural_person", "commercial", "research", "social_welfare", "legal_service", "other_org", "total")


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell at its origin; row and column count from 0."""

    text: str
    column_span: int = 1
    row_span: int = 1
    is_label: bool = True
    pieces: tuple[str, ...] = ()
    """The label broken into paragraphs, where the page breaks it."""
    row: int = 0
    column: int = 0


Grid = tuple[tuple[GridCell, ...], ...]
"""Rows of the cells that begin in them, left to right."""


def printed_number(value: Number | None) -> str:
    """What a cell prints for a plain value: "" for a blank one."""
    if value is None:
        return ""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


def _placed(rows: Iterable[Iterable[GridCell]]) -> Grid:
    """The cells with their row and column, found as a browser finds them: the first free place of their row."""
    taken: set[tuple[int, int]] = set()
    grid = []
    for row, cells in enumerate(rows):
        column, placed = 0, []
        for cell in cells:
            while (row, column) in taken:
                column += 1
            placed.append(replace(cell, row=row, column=column))
            if cell.row_span > 1:
                spanned = range(column, column + cell.column_span)
                taken.update((row + down, across) for down in range(1, cell.row_span) for across in spanned)
            column += cell.column_span
        grid.append(tuple(placed))
    return tuple(grid)


class _Writer:
    """Cells as one article prints them."""

    def __init__(self, article: Article, figures: Figures) -> None:
        self.figures = figures
        self._labels = article.labels
        self._printed = article.printed
        self._split = article.split_review_labels

    def label(self, text: str, columns: int = 1, rows: int = 1) -> GridCell:
        return GridCell(self._labels.get(text, text), columns, rows)

    def number(self, where: str, value: Number | None, columns: int = 1) -> GridCell:
        return GridCell(self._printed.get(where, printed_number(value)), columns, is_label=False)

    def applications(self, key: str) -> list[GridCell]:
        values = zip(COLUMNS, self.figures.applications[key], strict=True)
        return [self.number(f"applications.{key}.{kind}", value) for kind, value in values]

    def outcome(self, text: str, rows: int = 1) -> GridCell:
        """An outcome's label, in two paragraphs where the page squeezes it (seeds 000 and 004 lost the second)."""
        pieces = (text[:2], text[2:]) if self._split and len(text) > 2 and text != "结果维持" else ()
        return GridCell(text, 1, rows, pieces=pieces)


def _proactive_span(form: str, place: int, count: int) -> int:
    """Columns that value `place` of `count` covers: the 2019 form's grid of five splits its middle column."""
    if form == "2021":
        return 3 if count == 1 else 1
    return {(1, 3): 2, (0, 2): 2, (1, 2): 2}.get((place, count), 1)


def proactive_grid(writer: _Writer) -> Grid:
    """The 第二十条 table: four columns on the 2021 form, five on the 2019 form."""
    figures = writer.figures
    form = figures.proactive_form
    rows = []
    for block in facts("forms")["proactive"][form]:
        spans = [_proactive_span(form, place, len(block["columns"])) for place in range(len(block["columns"]))]
        rows.append([writer.label(block["clause"], 4 if form == "2021" else 5)])
        titles = zip(block["header"][1:], spans, strict=True)
        rows.append([writer.label(block["header"][0]), *(writer.label(title, span) for title, span in titles)])
        for key, label in block["rows"]:
            values = [
                writer.number(f"proactive.{key}.{column}", figures.proactive[key][column], span)
                for column, span in zip(block["columns"], spans, strict=True)
            ]
            rows.append([writer.label(label), *values])
    return _placed(rows)


def applications_grid(writer: _Writer) -> Grid:
    """The applications table: three columns of labels, seven of values."""
    labels = facts("forms")["applications"]
    groups = [*labels["groups"], labels["other"][writer.figures.applications_form]]
    result_rows = sum(len(group["rows"]) for group in groups) + 1
    rows = [
        [writer.label(labels["note"], 3, 3), writer.label(labels["situation"], 7)],
        [
            writer.label(labels["natural_person"], 1, 2),
            writer.label(labels["organisations"], 5),
            writer.label(labels["total"], 1, 2),
        ],
        [writer.label(kind) for kind in labels["organisation_kinds"]],
    ]
    rows += [[writer.label(label, 3), *writer.applications(key)] for key, label in labels["before"]]
    opening = [writer.label(labels["results"], 1, result_rows)]
    for group in groups:
        heading = [] if group["label"] is None else [writer.label(group["label"], 1, len(group["rows"]))]
        for key, label in group["rows"]:
            item = writer.label(label, 2 if group["label"] is None else 1)
            rows.append([*opening, *heading, item, *writer.applications(key)])
            opening, heading = [], []
    key, label = labels["result_total"]
    rows.append([writer.label(label, 2), *writer.applications(key)])
    key, label = labels["after"]
    rows.append([writer.label(label, 3), *writer.applications(key)])
    return _placed(rows)


def review_grid(writer: _Writer) -> Grid:
    """复议 and 诉讼: one row of fifteen numbers under a header of three rows."""
    labels = facts("forms")["review"]
    outcomes: list[str] = labels["outcomes"]
    numbers = [
        writer.number(f"review.{channel}.{outcome}", value)
        for channel in REVIEW_CHANNELS
        for outcome, value in writer.figures.review[channel].items()
    ]
    direct, after = labels["litigation_direct"], labels["litigation_after_review"]
    return _placed(
        [
            [writer.label(labels["review"], 5), writer.label(labels["litigation"], 10)],
            [*(writer.outcome(text, 2) for text in outcomes), writer.label(direct, 5), writer.label(after, 5)],
            [writer.outcome(text) for text in outcomes * 2],
            numbers,
        ]
    )


_GRID_OF_SECTION: Mapping[int, Callable[[_Writer], Grid]] = {1: proactive_grid, 2: applications_grid, 3: review_grid}


def grid_of_section(article: Article, place: int) -> Grid | None:
    """The table that stands under section `place` (from 0) of a report; None where there is none."""
    if article.figures is None or place not in _GRID_OF_SECTION:
        return None
    return _GRID_OF_SECTION[place](_Writer(article, article.figures))
