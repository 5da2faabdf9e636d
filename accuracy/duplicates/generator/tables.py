"""The tables of generated reports: large, small and all zeros; corrected, with their sums; and as a twin shows them."""

from __future__ import annotations

import random
from decimal import Decimal

from accuracy.duplicates.generator.page import Size
from accuracy.generator.facts import facts
from accuracy.generator.figures import result_rows
from accuracy.generator.values import Applications, Figures, Number, Proactive

_COMMON_RESULTS = ("granted", "granted", "granted", "partial", "unable_not_held", "unable_unclear", "denied_process")
"""Most applications end so; a small office's few are granted."""
_MONEY = ("amount_wanyuan", "amount_yuan")


def form_of(year: int) -> str:
    return "2019" if year < 2021 else "2021"


def tables(source: random.Random, year: int, size: Size) -> Figures:
    """All sums of the form hold."""
    form = form_of(year)
    return Figures(form, form, _proactive(source, form, size), _applications(source, form, size), _review(source, size))


def with_applications_of(figures: Figures, other: Figures) -> Figures:
    """The first one's table of 第二十条, the second one's applications and reviews: an office that copied a table."""
    return Figures(
        figures.proactive_form, figures.applications_form, figures.proactive, other.applications, other.review
    )


def next_years(source: random.Random, figures: Figures, new: Figures) -> Figures:
    """The next year's tables of the same office: of 第二十条 every second number stays, all else is new."""
    stays = {
        row: {column: value if source.random() < 0.5 else new.proactive[row][column] for column, value in cells.items()}
        for row, cells in figures.proactive.items()
    }
    return Figures(new.proactive_form, new.applications_form, stays, new.applications, new.review)


def corrected(source: random.Random, figures: Figures, count: int) -> Figures:
    """With other values in so many cells that are no sums, and all sums made anew."""
    proactive = {row: dict(cells) for row, cells in figures.proactive.items()}
    applications = {row: list(values) for row, values in figures.applications.items()}
    results = result_rows(figures.applications_form)
    places: list[tuple[str, str | int]] = [(row, column) for row, cells in proactive.items() for column in cells]
    places += [(row, at) for row in (*results, "carried_out") for at in range(6) if applications[row][at]]
    places = [(row, at) for row, at in places if isinstance(at, int) or proactive[row][at]] or places
    for row, at in source.sample(places, min(count, len(places))):
        if isinstance(at, int):
            applications[row][at] = _other(source, applications[row][at])
        else:
            proactive[row][at] = _other(source, proactive[row][at])
    return Figures(
        figures.proactive_form,
        figures.applications_form,
        proactive,
        _summed(applications, results),
        figures.review,
    )


def with_blanks(source: random.Random, figures: Figures, share: float) -> Figures:
    """As a twin in another format shows them: some cells blank."""

    def kept(value: Number | None) -> Number | None:
        return None if source.random() < share else value

    return Figures(
        figures.proactive_form,
        figures.applications_form,
        {row: {column: kept(value) for column, value in cells.items()} for row, cells in figures.proactive.items()},
        {row: [kept(value) for value in values] for row, values in figures.applications.items()},
        {row: {column: kept(value) for column, value in cells.items()} for row, cells in figures.review.items()},
    )


def received(figures: Figures) -> Number:
    return figures.applications["new_received"][-1] or 0


def _other(source: random.Random, value: Number | None) -> Number:
    """A corrected value: a digit mistyped, a few cases forgotten."""
    return (value or 0) + source.choice((1, 1, 2, 3, 10))


def _proactive(source: random.Random, form: str, size: Size) -> Proactive:
    table: Proactive = {}
    for block in facts("labels")["proactive"][form]:
        for key, _ in block["rows"]:
            row: dict[str, Number | None] = dict.fromkeys(block["columns"], 0)
            if size == "large" and key != "compulsion":
                row = {column: _amount(source, column, 2_000) for column in row}
            elif size == "small" and source.random() < 0.3:
                row = {column: _amount(source, column, 6) for column in row}
            if row.get("newly_published"):
                row["newly_published"] = row["produced"]
            table[key] = row
    return table


def _amount(source: random.Random, column: str, most: int) -> Number:
    """Skewed to the small, as counts of cases are."""
    if column in _MONEY:
        return Decimal(source.randint(1, most * 100)) / 100
    return int(most * source.random() ** 3)


def _applications(source: random.Random, form: str, size: Size) -> Applications:
    results = result_rows(form)
    rows = ("new_received", "carried_in", *results, "result_total", "carried_out")
    table: Applications = {row: [0] * 7 for row in rows}
    if size == "large":
        for row in results:
            table[row][0] = int(40 * source.random() ** 2)
            table[row][1] = int(8 * source.random() ** 2)
        table["carried_in"][0] = source.randint(0, 6)
        table["carried_out"][0] = source.randint(0, 6)
    elif size == "small":
        for _ in range(source.choice((0, 1, 1, 2, 3, 4, 6))):
            row, applicant = source.choice(_COMMON_RESULTS), source.choice((0, 0, 0, 1))
            table[row][applicant] = (table[row][applicant] or 0) + 1
    return _summed(table, results)


def _summed(table: Applications, results: list[str]) -> Applications:
    for at in range(6):
        table["result_total"][at] = sum(table[row][at] or 0 for row in results)
        handled = (table["result_total"][at] or 0) + (table["carried_out"][at] or 0)
        if handled < (table["carried_in"][at] or 0):
            table["carried_in"][at] = handled
        table["new_received"][at] = handled - (table["carried_in"][at] or 0)
    return {row: [*values[:6], sum(value or 0 for value in values[:6])] for row, values in table.items()}


def _review(source: random.Random, size: Size) -> Proactive:
    labels = facts("labels")["review"]
    most = {"large": 5, "small": 2, "zero": 0}[size]
    table: Proactive = {}
    for channel, _ in labels["channels"]:
        parts = [int(most * source.random() ** 4) for _ in range(4)]
        table[channel] = dict(zip([name for name, _ in labels["outcomes"]], [*parts, sum(parts)], strict=True))
    return table
