"""The markup of one table → rows of cells with their spans, text and hiddenness.

Every tag becomes what it means to the grid: the beginning of a row or cell, a line break, or nothing. The table is then
one text that is cut at these marks.
"""

from __future__ import annotations

import re

from crawler.documents.grid import SpannedCell, column_span, row_span
from crawler.documents.html.serialised import RESERVED, VOID, attributes_of, pieces, plain, tag_name
from crawler.documents.wording import LINE_BREAK, folded_lines

_ROW, _CELL, _GROUP, _NOTE, _ = RESERVED
_SHOWN, _HIDDEN, _FOOTER = "-", "h", "f"
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
MAY_HIDE = ("display", "visibility", "hidden")
"""One of these stands, in lower case, in each tag that hides its element."""
_CELLS = ("td", "th")
_GROUPS = ("tbody", "thead", "tfoot")
_PARTS = frozenset(("table", "caption", "colgroup", "tr", *_CELLS, *_GROUPS))
_HOLDERS = (*_CELLS, "caption")
"""The parts of a table that hold text, and may hold another table."""
_INNER_BLOCKS = ("table", "tr", *_CELLS)
_KEPT_WHEN_HIDDEN = frozenset(("tr", *_CELLS, *_GROUPS))
"""Hidden ones are marked; any other hidden element of a table is no part of its text."""
_BLOCKS = ("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd")
_BREAKS = frozenset(("br", *_BLOCKS, *(f"/{name}" for name in _BLOCKS)))


def is_hidden(tag: str) -> bool:
    """Whether an element's own attributes hide it: the hidden attribute, display:none, visibility:hidden."""
    lowered = tag.lower()
    if not any(word in lowered for word in MAY_HIDE):
        return False
    attributes = attributes_of(tag)
    return "hidden" in attributes or _HIDDEN_STYLE.search(attributes.get("style", "")) is not None


def row_groups(table: str, *, hidden: bool, is_plain: bool) -> list[list[list[SpannedCell]]]:
    """The rows of a table's canonical markup, by row group; tfoot comes last wherever it is written (HTML standard,
    "Forming a table").

    `hidden`: something around the table hides it. `is_plain`: no other table stands in it.
    """
    cut = pieces(table)
    meanings = _Meanings()
    means = list(map(meanings.__getitem__, cut[1::2]))
    if not is_plain or meanings.needs_walk:
        cut = _walked(cut)
        meanings = _Meanings()
        means = list(map(meanings.__getitem__, cut[1::2]))
    cut[1::2] = means
    groups: list[list[list[SpannedCell]]] = []
    footers: list[list[list[SpannedCell]]] = []
    for group in "".join(cut).split(_GROUP)[1:]:
        note, *written = group.split(_ROW)
        rows = [_cells(row, hidden or note[1] == _HIDDEN) for row in written]
        (footers if note[0] == _FOOTER else groups).append(rows)
    return groups + footers


def _cells(row: str, hidden: bool) -> list[SpannedCell]:
    note, *written = row.split(_CELL)
    hidden = hidden or note[0] == _HIDDEN
    return [_cell(cell, hidden) for cell in written]


def _cell(written: str, hidden: bool) -> SpannedCell:
    if written[:1] != _NOTE:
        return SpannedCell(folded_lines(plain(written)), 1, 1, hidden)
    _, rows, columns, note, text = written.split(_NOTE, 4)
    return SpannedCell(folded_lines(plain(text)), int(rows), int(columns), hidden or note == _HIDDEN)


class _Meanings(dict[str, str]):
    """What each tag of a table means. A page has some thousand tags and some twenty different ones."""

    needs_walk = False
    """An element is hidden, or may hold the tags of a table without being one."""

    def __missing__(self, tag: str) -> str:
        name = tag_name(tag)
        hidden = is_hidden(tag)
        meaning = ""
        if name in _BREAKS:
            meaning = LINE_BREAK
        elif name in _CELLS:
            meaning = _CELL + _cell_note(tag, hidden) if "span=" in tag or hidden else _CELL
        elif name == "tr":
            meaning = _ROW + (_HIDDEN if hidden else _SHOWN)
        elif name in _GROUPS or name == "caption":
            meaning = _GROUP + (_FOOTER if name == "tfoot" else _SHOWN) + (_HIDDEN if hidden else _SHOWN)
        self.needs_walk |= name == "math" or (hidden and name not in _KEPT_WHEN_HIDDEN)
        self[tag] = meaning
        return meaning


def _cell_note(tag: str, hidden: bool) -> str:
    attributes = attributes_of(tag)
    rows, columns = row_span(attributes.get("rowspan")), column_span(attributes.get("colspan"))
    return _NOTE.join(("", str(rows), str(columns), _HIDDEN if hidden else _SHOWN, ""))


def _walked(cut: list[str]) -> list[str]:
    """The pieces of a table without its hidden elements, the parts of tables that stand in its cells made to blocks.

    The table's own tag is passed over: a hidden table is hidden, not empty.
    """
    kept = cut[:3]
    holder = gone = ""
    inner = depth = 0
    for index in range(3, len(cut), 2):
        tag, text = cut[index], cut[index + 1]
        name = tag_name(tag)
        if gone:
            depth += (name == gone) - (name == f"/{gone}")
            gone = gone if depth else ""
            kept += ("", "" if gone else text)
            continue
        if name not in _KEPT_WHEN_HIDDEN and is_hidden(tag):
            gone, depth = ("", 0) if name in VOID else (name, 1)
            kept += ("", "" if gone else text)
            continue
        element = name.removeprefix("/")
        if element not in _PARTS:
            pass
        elif not holder:
            holder = name if name in _HOLDERS else ""
        elif name == f"/{holder}" and not inner:
            holder = ""
        else:
            inner += -1 if name.startswith("/") else 1
            tag = name.replace(element, "div" if element in _INNER_BLOCKS else "span")
        kept += (tag, text)
    return kept
