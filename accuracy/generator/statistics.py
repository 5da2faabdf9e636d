"""政府信息公开情况统计表, the appendix of 2014–2018: figures whose sums hold, and its grid of three columns."""

from __future__ import annotations

import random
from collections.abc import Mapping
from decimal import Decimal

from accuracy.generator.facts import facts
from accuracy.generator.values import Cell, Grid, Number, placed, printed_number

StatisticsFigures = dict[str, Number | None]
_MONEY = ("fees_wanyuan", "budget_wanyuan")


def random_statistics(source: random.Random, large: bool = False) -> StatisticsFigures:
    """A number for each indicator; parts are drawn, and the totals of the table added up from them."""
    table: StatisticsFigures = {}
    most = 40_000 if large else 400
    sums: dict[str, list[str]] = facts("statistics")["sums"]
    for _, _, key in facts("statistics")["rows"]:
        if key is None or key in sums:
            continue
        if key in _MONEY:
            table[key] = Decimal(source.randint(100, 99_999)) / 100
        else:
            table[key] = source.randint(1, most) if source.random() < 0.75 else 0
    for key, parts in sums.items():
        table[key] = sum((table[part] or 0 for part in parts), start=0)
    return table


def statistics_grid(figures: StatisticsFigures, ordinals: bool = False, local: Mapping[str, int] | None = None) -> Grid:
    """The whole appendix. `ordinals`: a first column 序号, as some provinces print it; `local`: numbers of rows that
    are printed below the official ones, by their label, which is their key in the answer, too."""
    known = facts("statistics")
    added = [[label, unit, label] for label, unit in known["local_rows"] if label in (local or {})]
    figures = {**figures, **(local or {})}
    head = [Cell(text, where="statistics", key=text) for text in known["header"]]
    rows = [[Cell("序号", where="statistics", key="序号"), *head] if ordinals else head]
    for number, (label, unit, key) in enumerate([*known["rows"], *added], start=1):
        before = [Cell(str(number), where="statistics", key="序号")] if ordinals else []
        if key is None:
            rows.append([*before, Cell(label, where="statistics", key=label), Cell("——"), Cell("——")])
            continue
        value = figures[key]
        rows.append(
            [
                *before,
                Cell(label, kind="label", where=f"statistics.{key}", key=label),
                Cell(unit),
                Cell(printed_number(value), kind="value", where=f"statistics.{key}", states=value),
            ]
        )
    return placed(rows)
