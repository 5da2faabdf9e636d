"""Tables of a lexbor tree → grids. Which table is a table of data, and what its cells say.

A table that holds another table of at least two by two cells, or the page's body, only arranges things on the page; so
does a table of a single cell. Its cells' prose stays prose. A smaller table inside a cell is part of that cell's text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from selectolax.lexbor import LexborHTMLParser, LexborNode

from crawler.documents.containers import MARK_TAG
from crawler.documents.grid import SpannedCell, column_span, expand, row_span
from crawler.documents.limits import MAX_DOCUMENT_SLOTS, MAX_TABLES
from crawler.documents.model import DocumentError, Table
from crawler.documents.wording import LINE_BREAK, folded_lines

_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_GROUPS = ("tbody", "thead", "tfoot")
_EDGED = "p, div, li, h1, h2, h3, h4, h5, h6, td table, td tr, td td, td th, th td, th th, dt, dd"

Attributes = dict[str, str | None]
RowGroups = list[list[tuple[LexborNode, list[LexborNode]]]]


def take_tables(
    trees: Sequence[LexborHTMLParser], containers: Sequence[LexborNode], token: Callable[[int], str]
) -> dict[int, Table]:
    """Replaces every data table of the trees by its token and returns the grids by their number, in page order.

    Cells are hidden when they, their row, or anything around them up to the body's container is: a container that a
    script shows after loading does not hide its tables.

    Raises DocumentError when there are more tables, or more places in them, than a document may have.
    """
    tables: dict[int, Table] = {}
    limits = frozenset(node.mem_id for node in containers)
    slots = 0
    for tree in trees:
        for node, groups in _data_tables(tree):
            number = len(tables) + 1
            table = _read(node, groups, number, limits)
            slots += table.width * len(table.rows)
            if slots > MAX_DOCUMENT_SLOTS:
                raise DocumentError(
                    f"the page's tables have more than {MAX_DOCUMENT_SLOTS:,} places: it is broken or hostile"
                )
            tables[number] = table
            node.replace_with(token(number))
    return tables


def is_hidden(attributes: Attributes) -> bool:
    if "hidden" in attributes:
        return True
    style = attributes.get("style")
    return style is not None and _HIDDEN_STYLE.search(style) is not None


def _data_tables(tree: LexborHTMLParser) -> list[tuple[LexborNode, RowGroups]]:
    nodes = tree.css("table")
    if len(nodes) > MAX_TABLES:
        raise DocumentError(f"the page has {len(nodes):,} tables, more than the {MAX_TABLES:,} that are read")
    groups = [_row_groups(node) for node in nodes]
    holders = _table_ancestors([*(n for n, g in zip(nodes, groups, strict=True) if _is_large(g)), *tree.css(MARK_TAG)])
    inside: set[int] = set()
    data: list[tuple[LexborNode, RowGroups]] = []
    for node, rows in zip(nodes, groups, strict=True):
        outer = _nearest_table(node)
        if outer is not None and outer.mem_id in inside:
            inside.add(node.mem_id)
        elif node.mem_id not in holders and sum(len(cells) for group in rows for _, cells in group) > 1:
            inside.add(node.mem_id)
            data.append((node, rows))
    return data


def _table_ancestors(nodes: Sequence[LexborNode]) -> set[int]:
    found: set[int] = set()
    for node in nodes:
        outer = _nearest_table(node)
        while outer is not None and outer.mem_id not in found:
            found.add(outer.mem_id)
            outer = _nearest_table(outer)
    return found


def _nearest_table(node: LexborNode) -> LexborNode | None:
    parent = node.parent
    while parent is not None and parent.tag != "table":
        parent = parent.parent
    return parent


def _row_groups(table: LexborNode) -> RowGroups:
    """The table's own rows by row group. tfoot comes last wherever it is written (HTML standard, "Forming a table")."""
    groups: RowGroups = []
    footers: RowGroups = []
    for part in table.iter():
        if part.tag in _GROUPS:
            rows = [(row, _cells(row)) for row in part.iter() if row.tag == "tr"]
            (footers if part.tag == "tfoot" else groups).append(rows)
        elif part.tag == "tr":
            groups.append([(part, _cells(part))])
    return groups + footers


def _cells(row: LexborNode) -> list[LexborNode]:
    return [cell for cell in row.iter() if cell.tag in ("td", "th")]


def _is_large(groups: RowGroups) -> bool:
    rows = [cells for group in groups for _, cells in group]
    return len(rows) >= 2 and max(map(len, rows)) >= 2


def _read(node: LexborNode, groups: RowGroups, number: int, limits: frozenset[int]) -> Table:
    hidden = _take_hidden_text(node)
    _mark_breaks(node)
    spanning = {cell.mem_id for cell in node.css("[rowspan], [colspan]")}
    all_hidden = _stands_hidden(node, limits)
    written = [
        [
            [
                _cell(cell, cell.mem_id in spanning, all_hidden or row.mem_id in hidden or cell.mem_id in hidden)
                for cell in cells
            ]
            for row, cells in group
        ]
        for group in groups
    ]
    return expand(written, number=number)


def _cell(cell: LexborNode, spanning: bool, hidden: bool) -> SpannedCell:
    text = folded_lines(cell.text())
    if not spanning:
        return SpannedCell(text, 1, 1, hidden)
    attributes = cell.attributes
    return SpannedCell(text, row_span(attributes.get("rowspan")), column_span(attributes.get("colspan")), hidden)


def _take_hidden_text(table: LexborNode) -> set[int]:
    """Takes out what cells hide from their readers, and returns the hidden cells, rows and row groups' rows
    themselves."""
    hidden: set[int] = set()
    gone: set[int] = set()
    for node in table.css('[style*="display" i], [style*="visibility" i], [hidden]'):
        if node.mem_id in gone or not is_hidden(node.attributes):
            continue
        if node.tag in _GROUPS:
            hidden.update(row.mem_id for row in node.iter())
        elif node.tag in ("tr", "td", "th"):
            hidden.add(node.mem_id)
        elif node.mem_id != table.mem_id:
            gone.update(inner.mem_id for inner in node.css("*"))
            node.decompose()
    return hidden


def _mark_breaks(table: LexborNode) -> None:
    """Writes LINE_BREAK into the text where the markup breaks a line."""
    for node in table.css("br"):
        node.insert_before(LINE_BREAK)
    for node in table.css(_EDGED):
        parent = node.parent
        outermost = parent is None or parent.tag not in ("td", "th", "div", "p", "li")
        # At its parent's edge an element that is itself set apart needs no break: most cells hold a single paragraph.
        if outermost or node.prev is not None:
            node.insert_before(LINE_BREAK)
        if outermost or node.next is not None:
            node.insert_after(LINE_BREAK)


def _stands_hidden(node: LexborNode, limits: frozenset[int]) -> bool:
    outer: LexborNode | None = node
    while outer is not None and outer.mem_id not in limits and outer.tag not in ("body", "html"):
        if outer.is_element_node and is_hidden(outer.attributes):
            return True
        outer = outer.parent
    return False
