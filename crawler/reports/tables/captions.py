"""Which tables of a document say above themselves that they are of an earlier year.

Some bodies print last year's table before this year's. Of two tables with the same rows the first is kept, and the
other is said; so the tables of other years are read after the others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from crawler.documents.model import Block, Heading, Paragraph, Table, TableBlock

LONGEST_CAPTION = 40
"""Characters; a longer line is prose, and names years for other reasons."""
_YEARS = re.compile(r"(?<![0-9])(20[0-9]{2})\s*年")
_LAST_YEAR = re.compile(r"上一?年度?(?!结转)|去年")


def in_order_of_years(blocks: Iterable[Block], year: int | None) -> list[Table]:
    """The tables of a document in its order, those whose caption names only years before `year` last. A table right
    below another one shares its caption."""
    own: list[Table] = []
    others: list[Table] = []
    is_earlier = is_below_table = False
    for block in blocks:
        match block:
            case TableBlock(table):
                if not is_below_table:
                    is_earlier = is_earlier or names_earlier_year(_first_line(table), year)
                is_below_table = True
                (others if is_earlier else own).append(table)
            case Paragraph(text) | Heading(text):
                is_earlier, is_below_table = names_earlier_year(text, year), False
            case _:
                pass
    return own + others


def names_earlier_year(text: str, year: int | None) -> bool:
    """Whether a line names years before `year`, or last year, and not the year itself."""
    if year is None or len(text) > LONGEST_CAPTION:
        return False
    years = set(map(int, _YEARS.findall(text)))
    return max(years) < year if years else _LAST_YEAR.search(text) is not None


def _first_line(table: Table) -> str:
    """A caption printed as the table's first row: one cell."""
    cells = {cell.text for cell in table.rows[0] if cell is not None} if table.rows else set()
    return cells.pop() if len(cells) == 1 else ""
