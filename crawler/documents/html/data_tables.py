"""Which tables of a page are tables of data, and where they stand in its serialisation.

A table that holds another table of at least two by two cells, or the page's body, only arranges things on the page; so
does a table of a single cell, and one of a single column with sentences in it. Its cells' prose stays prose. A smaller
table inside a cell is part of that cell's text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.documents.grid import expand
from crawler.documents.html.containers import BEGIN_TAG, END_TAG
from crawler.documents.html.serialised import VOID, pieces, tag_name
from crawler.documents.html.table_markup import HIDING_STYLES, is_hidden, row_groups
from crawler.documents.html.tokens import Tokens
from crawler.documents.limits import MAX_DOCUMENT_SLOTS, MAX_TABLES
from crawler.documents.model import DocumentError, Table

_SENTENCE_END = "。"
_OPEN, _CLOSE, _BEGIN = "<table", "</table>", f"<{BEGIN_TAG}>"


@dataclass(slots=True)
class _Element:
    """A table element of the page."""

    start: int
    outer: _Element | None
    stop: int = 0
    own: list[tuple[int, int]] = field(default_factory=list)
    """Where its markup stands, without that of the tables in it."""
    holds_table: bool = False
    arranges: bool = False
    """It holds a large table, or the body of the page."""
    is_inside: bool = False
    """It is a table of data or stands in one."""


def take_tables(html: str, tokens: Tokens, tables: dict[int, Table]) -> str:
    """Canonical markup with every data table replaced by its token; the grids are added to `tables`, in page order.

    Cells are hidden when they, their row, or anything around them up to the body's container is: a container that a
    script shows after loading does not hide its tables.

    Raises DocumentError when there are more tables, or more places in them, than a document may have.
    """
    elements = _elements(html)
    data = _data_tables(elements, html)
    if not data:
        return html
    kept: list[str] = []
    end = 0
    numbered: dict[int, _Element] = {}
    for number, element in enumerate(data, start=len(tables) + 1):
        numbered[number] = element
        kept += (html[end : element.start], tokens.table(number))
        end = element.stop
    rest = "".join((*kept, html[end:]))
    hidden = _hidden_numbers(rest, tokens)
    slots = sum(table.width * len(table.rows) for table in tables.values())
    for number, element in numbered.items():
        markup = html[element.start : element.stop]
        all_hidden = number in hidden or is_hidden(markup[: markup.index(">")])
        table = expand(row_groups(markup, hidden=all_hidden, is_plain=not element.holds_table), number=number)
        slots += table.width * len(table.rows)
        if slots > MAX_DOCUMENT_SLOTS:
            raise DocumentError(
                f"the page's tables have more than {MAX_DOCUMENT_SLOTS:,} places: it is broken or hostile"
            )
        tables[number] = table
    return rest


def _elements(html: str) -> list[_Element]:
    """The table elements in page order."""
    edges = _edges(html)
    if (count := sum(word == _OPEN for _, word in edges)) > MAX_TABLES:
        raise DocumentError(f"the page has {count:,} tables, more than the {MAX_TABLES:,} that are read")
    found: list[_Element] = []
    innermost: _Element | None = None
    last = 0
    for place, word in edges:
        if innermost is not None:
            innermost.own.append((last, place))
        last = place
        if word == _BEGIN:
            _arranges(innermost)
        elif word == _OPEN:
            if innermost is not None:
                innermost.holds_table = True
            innermost = _Element(place, innermost)
            found.append(innermost)
        elif innermost is not None:
            innermost.stop = place + len(_CLOSE)
            innermost = innermost.outer
    # The page is cut behind its body: what is still open there holds it.
    _arranges(innermost)
    return found


def _edges(html: str) -> list[tuple[int, str]]:
    """Where tables begin and end, and where the body does, in page order."""
    found: list[tuple[int, str]] = []
    for word in (_OPEN, _CLOSE, _BEGIN):
        place = html.find(word)
        while place >= 0:
            if word != _OPEN or html[place + len(word)] in " >":
                found.append((place, word))
            place = html.find(word, place + 1)
    return sorted(found)


def _arranges(element: _Element | None) -> None:
    """Notes that a table holds what it only arranges, as all tables around it do."""
    while element is not None and not element.arranges:
        element.arranges = True
        element = element.outer


def _data_tables(elements: Sequence[_Element], html: str) -> list[_Element]:
    for element in elements:
        if element.outer is not None and not element.outer.arranges and _is_large(element, html):
            _arranges(element.outer)
    data: list[_Element] = []
    for element in elements:
        if element.outer is not None and element.outer.is_inside:
            element.is_inside = True
        elif not element.arranges and _cells(element, html) > 1 and not _is_column_of_prose(element, html):
            element.is_inside = True
            data.append(element)
    return data


def _cells(element: _Element, html: str) -> int:
    """How many cells a table has, those of the tables in it apart."""
    return sum(html.count("</td>", start, stop) + html.count("</th>", start, stop) for start, stop in element.own)


def _is_column_of_prose(element: _Element, html: str) -> bool:
    """Whether each row is one cell, and there are sentences in them: a report whose tables are pictures, say."""
    own = "".join(html[start:stop] for start, stop in element.own)
    return _SENTENCE_END in own and all(row.count("</td>") + row.count("</th>") <= 1 for row in own.split("</tr>"))


def _is_large(element: _Element, html: str) -> bool:
    """At least two rows, and two cells in one of them."""
    own = "".join(html[start:stop] for start, stop in element.own)
    rows = own.split("</tr>")[:-1]
    return len(rows) >= 2 and any(row.count("</td>") + row.count("</th>") > 1 for row in rows)


def _may_hide(html: str) -> bool:
    """Whether a tag may hide its element. The serialisation writes the names of attributes in lower case; a style's
    words may be in any, and to lower the whole page for them takes as long as to parse it."""
    if " hidden=" in html:
        return True
    styles = "".join([tag.partition('"')[0] for tag in html.split(' style="')[1:]]).lower()
    return any(word in styles for word in HIDING_STYLES)


def _hidden_numbers(html: str, tokens: Tokens) -> frozenset[int]:
    """The numbers of the tables around which something is hidden, the body's container and what is around it apart."""
    if not _may_hide(html):
        return frozenset()
    pattern = tokens.pattern()
    found: set[int] = set()
    open_elements: list[tuple[str, bool]] = []
    outside: list[int] = []
    hiding = 0
    is_container = False
    cut = pieces(html)
    for tag, text in zip(cut[1::2], cut[2::2], strict=True):
        name = tag_name(tag)
        if name == BEGIN_TAG:
            outside.append(hiding)
            hiding, is_container = 0, True
        elif name == END_TAG:
            hiding = outside.pop() if outside else hiding
        elif name.startswith("/"):
            if open_elements and open_elements[-1][0] == name[1:]:
                hiding -= open_elements.pop()[1]
        elif name not in VOID:
            hides = not is_container and name != "body" and is_hidden(tag)
            is_container = False
            open_elements.append((name, hides))
            hiding += hides
        if hiding:
            found.update(int(token[2]) for token in pattern.finditer(text) if token[1] == "table")
    return frozenset(found)
