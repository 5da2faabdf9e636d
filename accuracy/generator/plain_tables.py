"""The three tables of one form as plain markup, for experiments that damage the markup itself."""

from __future__ import annotations

import random
from collections.abc import Mapping
from html import escape
from typing import Any

from accuracy.generator.answer import tables_answer
from accuracy.generator.figures import random_figures
from accuracy.generator.grids import applications_grid, proactive_grid, review_grid
from accuracy.generator.values import Cell, Grid, PrintedTable

HEADINGS = (
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
)


def html_tables(form: str, seed: int) -> tuple[str, Mapping[str, Any]]:
    """Markup of the three tables of `form` ("2021", "2019" or "mixed": 2021 第二十条, 2019 applications), with the
    official section headings above them, and the answer: `forms`, `proactive`, `applications`, `review`.

    Every cell is a td with the colspan and rowspan of the official form; all sums of the form hold. ValueError: no such
    form.
    """
    forms = {"2021": ("2021", "2021"), "2019": ("2019", "2019"), "mixed": ("2021", "2019")}.get(form)
    if forms is None:
        raise ValueError(f"no form {form!r}: 2021, 2019 or mixed")
    figures = random_figures(random.Random(f"html_tables {form} {seed}"), *forms)
    tables = (
        PrintedTable("proactive", proactive_grid(figures)),
        PrintedTable("applications", applications_grid(figures)),
        PrintedTable("review", review_grid(figures)),
    )
    markup = "".join(f"<p>{heading}</p>\n{_table(table.grid)}" for heading, table in zip(HEADINGS, tables, strict=True))
    answer = tables_answer(tables)
    answer["forms"] = {"proactive": forms[0], "applications": forms[1], "review": "standard", "statistics": None}
    return markup, answer


def _cell(cell: Cell) -> str:
    spans = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    spans += f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    return f"<td{spans}>{escape(cell.text, quote=False) or '&nbsp;'}</td>"


def _table(grid: Grid) -> str:
    rows = "".join(f"<tr>{''.join(map(_cell, row))}</tr>\n" for row in grid)
    return f'<table border="1" cellspacing="0">\n<tbody>\n{rows}</tbody></table>\n'
