"""The markup of one table → rows of cells with their spans, text and hiddenness.

Every tag becomes what it means to the grid: the beginning of a row or cell, a line break, or nothing. The table is then
one text that is cut at these marks.
"""

from __future__ import annotations

import re
from functools import lru_cache

from crawler.documents.grid import SpannedCell, column_span, row_span
from crawler.documents.html.serialised import RESERVED, VOID, attributes_of, pieces, plain, tag_name
from crawler.documents.wording import LINE_BREAK, folded_lines

_ROW, _CELL, _GROUP, _NOTE, _MARK = RESERVED
_SHOWN, _HIDDEN, _FOOTER = "-", "h", "f"
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
HIDING_STYLES = ("display", "visibility")
MAY_HIDE = (*HIDING_STYLES, "hidden")
"""One of these stands, in lower case, in each tag that hides its element."""
_STRUCK = frozenset(("s", "del", "strike"))
_NO_CELL_TEXT = frozenset(("button", "option", "rt", "rp"))
"""What they say belongs to a field of a form, or to how a word is pronounced."""
_STRUCK_STYLE = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_NO_SIZE = re.compile(r"font-size\s*:\s*0(?:\.0+)?(?:px|pt|em|rem|%)?\s*(?:;|!|$)", re.IGNORECASE)
PICTURE = "⟦▨⟧"
"""What a cell says that shows only a picture or a form's field: not blank, but nothing that could be read."""
_RAISED = {"sup": f"{_MARK}<", "sub": f"{_MARK}<", "/sup": f"{_MARK}>", "/sub": f"{_MARK}>", "/a": f"{_MARK}="}
_NOTE_LINK, _SHOWN_FIELD = f"{_MARK}#", f"{_MARK}~"
_LINK_WRITTEN = re.compile(rf"{_MARK}#([^{_MARK}]*){_MARK}=")
_RAISED_WRITTEN = re.compile(rf"{_MARK}<([^{_MARK}]*){_MARK}>")
_ANY_MARK = re.compile(rf"{_MARK}[<>#=~]")
_SPACER = re.compile(r'(?:width|height)="[0-2](?:px)?"|spacer|blank|space\.gif', re.IGNORECASE)
_FIELDS_WITHOUT_TEXT = frozenset(("hidden", "button", "submit", "reset", "image", "checkbox", "radio", "file"))
_CELLS = ("td", "th")
_GROUPS = ("tbody", "thead", "tfoot")
_PARTS = frozenset(("table", "caption", "colgroup", "tr", *_CELLS, *_GROUPS))
_HOLDERS = (*_CELLS, "caption")
"""The parts of a table that hold text, and may hold another table."""
_INNER_BLOCKS = ("table", "tr", *_CELLS)
_KEPT_WHEN_HIDDEN = frozenset(("tr", *_CELLS, *_GROUPS))
"""Hidden ones are marked; any other hidden element of a table is no part of its text."""
_SHORT = 80
"""Characters of a cell that is kept by what it says: the longest labels have as many, prose has more."""
_SHORT_TAG = 300
"""Characters of a tag whose meaning is kept."""
_BLOCKS = ("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd")
_BREAKS = frozenset(("br", *_BLOCKS, *(f"/{name}" for name in _BLOCKS)))


def is_hidden(tag: str) -> bool:
    """Whether an element's own attributes hide it: the hidden attribute, display:none, visibility:hidden."""
    lowered = tag.lower()
    if not any(word in lowered for word in MAY_HIDE):
        return False
    attributes = attributes_of(tag)
    return "hidden" in attributes or _HIDDEN_STYLE.search(attributes.get("style", "")) is not None


def _is_no_text(name: str, tag: str) -> bool:
    """Whether an element's text is struck out, which a reader takes for deleted, or no text of its cell."""
    if name in _STRUCK or name in _NO_CELL_TEXT:
        return True
    return "line-through" in tag.lower() and _STRUCK_STYLE.search(attributes_of(tag).get("style", "")) is not None


def _has_no_size(tag: str) -> bool:
    return "font-size" in tag.lower() and _NO_SIZE.search(attributes_of(tag).get("style", "").strip()) is not None


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
    return [_known_cell(cell, hidden) if len(cell) <= _SHORT else _cell(cell, hidden) for cell in written]


def _cell(written: str, hidden: bool) -> SpannedCell:
    if _MARK in written:
        written = _without_marks(written)
    if written[:1] != _NOTE:
        return SpannedCell(folded_lines(plain(written)), 1, 1, hidden)
    _, rows, columns, note, text = written.split(_NOTE, 4)
    return SpannedCell(folded_lines(plain(text)), int(rows), int(columns), hidden or note == _HIDDEN)


def _without_marks(written: str) -> str:
    """A cell whose raised and lowered text, and whose links to notes, stand in brackets beside the number or words that
    they belong to: 8213 with a raised 1 is no 82131. A cell of nothing but a picture or field says so."""
    written = _LINK_WRITTEN.sub(_bracketed_link, written)
    written = _ANY_MARK.sub(_mark_left, _RAISED_WRITTEN.sub(_bracketed, written))
    if _SHOWN_FIELD not in written:
        return written
    written = written.replace(_SHOWN_FIELD, "")
    text = written.rpartition(_NOTE)[2]
    return written if plain(text).replace(LINE_BREAK, "").strip() else f"{written}{PICTURE}"


def _mark_left(found: re.Match[str]) -> str:
    return found[0] if found[0] == _SHOWN_FIELD else ""


def _bracketed_link(found: re.Match[str]) -> str:
    before = found.string[: found.start()].rstrip()[-1:]
    return f"[{found[1].strip()}]" if found[1].strip().isdigit() and before.isdigit() else found[1]


def _bracketed(found: re.Match[str]) -> str:
    """In brackets unless the text stands alone in its cell, as it does where an editor lowers all of it."""
    beside = _ANY_MARK.sub("", found.string[: found.start()].rpartition(_NOTE)[2] + found.string[found.end() :])
    inner = plain(found[1]).replace(LINE_BREAK, "").strip()
    if not inner or not plain(beside).replace(LINE_BREAK, "").strip():
        return found[1]
    return found[1] if inner[0] in "[(（［【〔" else f"[{found[1].strip()}]"


_known_cell = lru_cache(maxsize=4096)(_cell)
"""A few texts (0, a blank, the labels of the forms) fill nearly all cells of all pages."""


class _Meanings(dict[str, str]):
    """What each tag of a table means. A page has some thousand tags and some twenty different ones."""

    needs_walk = False
    """An element is hidden, or may hold the tags of a table without being one."""

    def __missing__(self, tag: str) -> str:
        self[tag], needs_walk = _known_meaning(tag) if len(tag) <= _SHORT_TAG else _meaning(tag)
        self.needs_walk |= needs_walk
        return self[tag]


def _meaning(tag: str) -> tuple[str, bool]:
    """What one tag means to the grid, and whether its table has to be walked for it."""
    name = tag_name(tag)
    struck = _is_no_text(name, tag)
    hidden = struck or is_hidden(tag)
    meaning = _RAISED.get(name, "")
    if name in _BREAKS:
        meaning = LINE_BREAK
    elif name in _CELLS:
        meaning = _CELL + _cell_note(tag, hidden) if "span=" in tag or hidden else _CELL
    elif name == "tr":
        meaning = _ROW + (_HIDDEN if hidden else _SHOWN)
    elif name in _GROUPS or name == "caption":
        meaning = _GROUP + (_FOOTER if name == "tfoot" else _SHOWN) + (_HIDDEN if hidden else _SHOWN)
    elif name == "a" and 'href="#' in tag:
        meaning = _NOTE_LINK
    elif name == "select" or (name == "img" and _SPACER.search(tag) is None) or (name == "input" and _shows_value(tag)):
        meaning = _SHOWN_FIELD
    return meaning, name == "math" or ((hidden or _has_no_size(tag)) and name not in _KEPT_WHEN_HIDDEN)


_known_meaning = lru_cache(maxsize=1024)(_meaning)
"""The tables of a site have the same tags on all of its pages."""


def _shows_value(tag: str) -> bool:
    """Whether a form's field shows a text to a reader."""
    attributes = attributes_of(tag)
    return attributes.get("type", "text").lower() not in _FIELDS_WITHOUT_TEXT and bool(attributes.get("value"))


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
        is_leaf = index + 2 < len(cut) and cut[index + 2] == f"/{name}"
        # What stands in an element without size may have a size of its own: editors close the gaps between elements so.
        is_gone = is_hidden(tag) or _is_no_text(name, tag) or (is_leaf and _has_no_size(tag))
        if name not in _KEPT_WHEN_HIDDEN and is_gone:
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
