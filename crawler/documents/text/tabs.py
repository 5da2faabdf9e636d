"""Lines with tabs between their cells, as a spreadsheet or a browser's clipboard prints them → tables."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.documents.model import Table
from crawler.documents.text.inline import plain_text
from crawler.documents.text.lines import TextLine
from crawler.documents.text.rows import TextRow, table_of_rows

_LEAST_ROWS = 3


def tabs_end(lines: Sequence[TextLine], start: int) -> int:
    """Where the run of lines with tabs inside that begins at `start` ends; `start` where none begins. A line that is
    only indented by tabs is none, and two lines are no table."""
    stop = start
    while stop < len(lines) and _has_cells(lines[stop]):
        stop += 1
    return stop if stop - start >= _LEAST_ROWS else start


def _has_cells(line: TextLine) -> bool:
    return "\t" in line.raw and bool(line.text) and (len(line.text.split()) > 1 or line.raw.endswith("\t"))


def read_tabs(lines: Sequence[TextLine], number: int) -> Table:
    """The table of such a run: a blank between two tabs is a blank cell."""
    rows = [TextRow(line.number, tuple(plain_text(cell) for cell in line.raw.split("\t"))) for line in lines]
    return table_of_rows(rows, number, keeps_blanks=True)
