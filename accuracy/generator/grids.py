"""The three standard tables as grids of cells, with the spans of the official forms."""

from __future__ import annotations

from decimal import Decimal

from accuracy.generator.facts import facts
from accuracy.generator.values import Cell, Figures, Grid, Number, placed, printed_number

APPLICANTS = ("natural_person", "commercial", "research", "social_welfare", "legal_service", "other_org", "total")


def _value(where: str, number: Number | None, columns: int = 1) -> Cell:
    return Cell(_printed(where, number), columns, kind="value", where=where, states=number)


def _printed(where: str, number: Number | None) -> str:
    """采购总金额 is free text with its unit on the 2019 form (FORMATS.md §2: 251000元); all else is a bare number."""
    if where.endswith(".amount_yuan") and number:
        return f"{printed_number(number)}元"
    return printed_number(number)


def _head(text: str, columns: int = 1, rows: int = 1, where: str = "") -> Cell:
    return Cell(text, columns, rows, kind="head", where=where, key=text)


def _label(text: str, where: str, columns: int = 1, rows: int = 1) -> Cell:
    return Cell(text, columns, rows, kind="label", where=where, key=text)


def proactive_grid(figures: Figures, five_columns: bool = False) -> Grid:
    """第二十条: four columns. `five_columns`: the grid of 上海市政府办公厅 2019 (FORMATS.md §2), where the middle of
    three value columns covers two columns of the grid."""
    form = figures.proactive_form
    rows = []
    for block in facts("labels")["proactive"][form]:
        spans: list[int] = block["spans"]
        if five_columns:
            spans = {(1, 1, 1): [1, 2, 1], (1, 2): [2, 2]}[tuple(spans)]
        rows.append([_head(block["clause"], 1 + sum(spans), where="proactive")])
        header = zip(block["header"][1:], block["columns"], spans, strict=True)
        rows.append(
            [
                _head(block["header"][0], where="proactive"),
                *(_head(text, span, where=f"proactive.*.{column}") for text, column, span in header),
            ]
        )
        for key, label in block["rows"]:
            values = [
                _value(f"proactive.{key}.{column}", figures.proactive[key][column], span)
                for column, span in zip(block["columns"], spans, strict=True)
            ]
            rows.append([_label(label, f"proactive.{key}"), *values])
    return placed(rows)


def applications_grid(figures: Figures) -> Grid:
    """The applications table: three columns of labels, seven of values."""
    labels = facts("labels")["applications"]
    groups = [*labels["groups"], labels["other"][figures.applications_form]]
    result_rows = sum(len(group["rows"]) for group in groups) + 1

    def values(key: str) -> list[Cell]:
        numbers = zip(APPLICANTS, figures.applications[key], strict=True)
        return [_value(f"applications.{key}.{kind}", number) for kind, number in numbers]

    rows = [
        [_head(labels["note"], 3, 3, "applications"), _head(labels["situation"], 7, where="applications")],
        [
            _head(labels["natural_person"], 1, 2, "applications.*.natural_person"),
            _head(labels["organisations"], 5, where="applications"),
            _head(labels["total"], 1, 2, "applications.*.total"),
        ],
        [_head(text, where=f"applications.*.{kind}") for kind, text in labels["organisation_kinds"]],
    ]
    rows += [[_label(label, f"applications.{key}", 3), *values(key)] for key, label in labels["before"]]
    opening = [_head(labels["results"], 1, result_rows, "applications")]
    for group in groups:
        alone = group["label"] is None
        heading = [] if alone else [_head(group["label"], 1, len(group["rows"]), "applications")]
        for key, label in group["rows"]:
            rows.append([*opening, *heading, _label(label, f"applications.{key}", 2 if alone else 1), *values(key)])
            opening, heading = [], []
    key, label = labels["result_total"]
    rows.append([_label(label, f"applications.{key}", 2), *values(key)])
    key, label = labels["after"]
    rows.append([_label(label, f"applications.{key}", 3), *values(key)])
    return placed(rows)


def review_grid(figures: Figures) -> Grid:
    """复议 and 诉讼: one row of fifteen numbers under a header of three rows."""
    labels = facts("labels")["review"]
    outcomes: list[list[str]] = labels["outcomes"]
    (first, review), (direct, direct_label), (after, after_label) = labels["channels"]

    def heads(channel: str, rows: int = 1) -> list[Cell]:
        return [_head(text, 1, rows, f"review.{channel}.{key}") for key, text in outcomes]

    numbers = [
        _value(f"review.{channel}.{key}", figures.review[channel][key])
        for channel, _ in labels["channels"]
        for key, _ in outcomes
    ]
    return placed(
        [
            [_head(review, 5, where="review"), _head(labels["litigation"], 10, where="review")],
            [
                *heads(first, 2),
                _head(direct_label, 5, where=f"review.{direct}"),
                _head(after_label, 5, where=f"review.{after}"),
            ],
            [*heads(direct), *heads(after)],
            numbers,
        ]
    )


def json_number(value: Number | None) -> int | float | None:
    """As the contract's JSON prints it: whole numbers as int, decimals as the double that prints the same."""
    if value is None or isinstance(value, int):
        return value
    if value == value.to_integral_value():
        return int(value)
    printed = float(value)
    if Decimal(repr(printed)) != value:
        raise ValueError(f"{value} has more digits than a JSON number keeps: draw a shorter one")
    return printed
