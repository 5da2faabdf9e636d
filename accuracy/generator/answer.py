"""What a document states, collected from the cells that it prints; no reader has a part in this."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accuracy.generator.grids import APPLICANTS, json_number
from accuracy.generator.values import Cell, PrintedTable, cells_of


def tables_answer(tables: Iterable[PrintedTable]) -> dict[str, Any]:
    """The contract's tables: "proactive", "applications", "review" and "statistics", None where none is printed.

    A table that is printed twice states each of its numbers twice; the first print is taken.
    """
    answer: dict[str, Any] = {"proactive": None, "applications": None, "review": None, "statistics": None}
    for table in tables:
        for cell in cells_of(table.grid):
            if cell.kind == "value":
                _put(answer, cell)
    return answer


def _put(answer: dict[str, Any], cell: Cell) -> None:
    table, row, *rest = cell.where.split(".")
    number = json_number(cell.states)
    if answer[table] is None:
        answer[table] = {}
    if table == "statistics":
        answer[table].setdefault(row, number)
        return
    (column,) = rest
    if table == "applications":
        numbers = answer[table].setdefault(row, [None] * len(APPLICANTS))
        if numbers[APPLICANTS.index(column)] is None:
            numbers[APPLICANTS.index(column)] = number
        return
    answer[table].setdefault(row, {}).setdefault(column, number)
