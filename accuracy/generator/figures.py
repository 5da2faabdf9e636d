"""Random figures of one report. Every sum of the form holds, and neighbours differ, so that a shifted column shows."""

from __future__ import annotations

import random
from decimal import Decimal

from accuracy.generator.facts import facts
from accuracy.generator.values import Applications, Figures, Number, Proactive

_MOST = (60, 23, 7, 6, 11, 9)
"""The most of a result for each of the six applicants: few bodies hear of research institutes."""
_MOST_LARGE = (4_200, *_MOST[1:])
_SHARES = (0.8, 0.7, 0.5, 0.4, 0.6, 0.5)
"""How often a result of each applicant is not zero."""


def result_rows(form: str) -> list[str]:
    """The keys of the result rows of the applications table, in the order of the form, without the total."""
    labels = facts("labels")["applications"]
    groups = [*labels["groups"], labels["other"][form]]
    return [key for group in groups for key, _ in group["rows"]]


def random_figures(source: random.Random, proactive_form: str, applications_form: str, large: bool = False) -> Figures:
    """Figures for the three tables; `large`: some of them have four to seven digits."""
    return Figures(
        proactive_form,
        applications_form,
        _proactive(source, proactive_form, large),
        _applications(source, applications_form, large),
        _review(source, large),
    )


def _money(source: random.Random, large: bool) -> Number:
    most = 9_000_000 if large else 900_000
    places = source.choice((1, 2, 3, 4))
    amount = Decimal(source.randint(10_000, most) * 10 + source.randint(1, 9)) / 10**places
    return int(amount) if amount == amount.to_integral_value() else amount


def _distinct(source: random.Random, count: int, low: int, high: int) -> list[int]:
    return source.sample(range(low, high), count)


def _proactive(source: random.Random, form: str, large: bool) -> Proactive:
    most = 90_000 if large else 900
    table: Proactive = {}
    for block in facts("labels")["proactive"][form]:
        for key, _ in block["rows"]:
            row: dict[str, Number | None] = {}
            for column, number in zip(block["columns"], _distinct(source, len(block["columns"]), 1, most), strict=True):
                row[column] = number
            if key in ("regulations", "compulsion", "other_services") and source.random() < 0.3:
                row = dict.fromkeys(row, 0)
            if row.get("change"):
                row["change"] = source.choice((1, 1, -1)) * source.randint(1, most // 2)
            if "amount_wanyuan" in row:
                row["amount_wanyuan"] = _money(source, large)
            if "amount_yuan" in row:
                row["amount_yuan"] = source.randint(1_000, 90_000) * 100
            table[key] = row
    return table


def _applications(source: random.Random, form: str, large: bool) -> Applications:
    rows = result_rows(form)
    table: Applications = {key: [] for key in ("new_received", "carried_in", *rows, "result_total", "carried_out")}
    for most, share in zip(_MOST_LARGE if large else _MOST, _SHARES, strict=True):
        results = [source.randint(1, most) if source.random() < share else 0 for _ in rows]
        if not any(results):
            results[source.randrange(len(rows))] = most
        total = sum(results)
        carried_out = source.randint(0, max(1, total // 6))
        carried_in = source.randint(0, max(1, total // 5))
        for key, number in zip(rows, results, strict=True):
            table[key].append(number)
        table["result_total"].append(total)
        table["carried_out"].append(carried_out)
        table["carried_in"].append(carried_in)
        table["new_received"].append(total + carried_out - carried_in)
    return {key: [*numbers, sum(number for number in numbers if number is not None)] for key, numbers in table.items()}


def _review(source: random.Random, large: bool) -> Proactive:
    labels = facts("labels")["review"]
    most = 1_900 if large else 60
    table: Proactive = {}
    for channel, _ in labels["channels"]:
        parts = _distinct(source, 4, 0, most)
        names = [name for name, _ in labels["outcomes"]]
        table[channel] = dict(zip(names, [*parts, sum(parts)], strict=True))
    return table
