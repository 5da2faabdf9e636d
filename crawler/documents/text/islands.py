"""HTML tables inside a text, as tools for character recognition print them between Markdown paragraphs → grids."""

from __future__ import annotations

import html
import re
from dataclasses import replace

from crawler.documents.html.prose import own_prose
from crawler.documents.html.read import read_html
from crawler.documents.limits import MAX_MARKUP_CHARACTERS
from crawler.documents.model import Block, Cell, DocumentError, Paragraph, Table, TableBlock
from crawler.documents.text.inline import plain_text

_TABLE_EDGE = re.compile(r"<(/?)table(?=[\s/>])[^<>]{0,2000}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{1,2000}>")


def find_islands(text: str) -> list[tuple[int, int]]:
    """(start, stop) of every outermost `<table>` of a text; one that is never closed goes on to its last row's end."""
    islands: list[tuple[int, int]] = []
    depth = 0
    start = 0
    for edge in _TABLE_EDGE.finditer(text):
        if edge[1]:
            if depth == 1:
                islands.append((start, edge.end()))
            depth = max(depth - 1, 0)
            continue
        if depth == 0:
            start = edge.start()
        depth += 1
    if depth:
        last_row = text.lower().rfind("</tr>", start)
        if last_row > start:
            islands.append((start, last_row + len("</tr>")))
    return islands


def read_island(markup: str, line: int, number: int) -> list[Block]:
    """The tables of a piece of HTML that begins at `line`, numbered from `number`; its words where it holds none.

    Raises DocumentError if it is too large.
    """
    if len(markup) > MAX_MARKUP_CHARACTERS:
        raise DocumentError(
            f"a table of {len(markup):,} characters is more than the {MAX_MARKUP_CHARACTERS:,} that are read"
        )
    tables = read_html(f"<html><body>{markup}</body></html>", "utf-8", prose=own_prose).tables()
    if tables:
        return [TableBlock(_numbered(table, line, number + place)) for place, table in enumerate(tables)]
    words = (" ".join(html.unescape(part).split()) for part in _TAG.split(markup))
    return [Paragraph(part, line=line) for part in words if part]


def _numbered(table: Table, line: int, number: int) -> Table:
    known: dict[int, Cell] = {}

    def renewed(cell: Cell | None) -> Cell | None:
        if cell is None:
            return None
        if id(cell) not in known:
            known[id(cell)] = replace(
                cell, text=plain_text(cell.text) if "\n" not in cell.text else cell.text, line=line
            )
        return known[id(cell)]

    return replace(table, rows=tuple(tuple(renewed(cell) for cell in row) for row in table.rows), number=number)
