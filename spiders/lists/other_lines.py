"""What stands in a list beside the articles that the registry's pattern knows: files, and links that lead elsewhere.

A link is a line where it stands in the list as the articles do (SITES.md, 6 and 13).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from spiders.lists.rows import Line, folded

FILE_SUFFIX = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar)$", re.IGNORECASE)
"""What a link's path or query ends in when it leads to a file."""
_PAGER_LINK = re.compile(
    r"首页|[上前下后]一?页|[尾末]页|最后一页|更多.*|more.*|返回.*|跳转|转到|go|\d{1,3}|[<>«»‹›.…]+", re.IGNORECASE
)
_CLASSLESS_ROWS = frozenset({"li", "tr"})
"""Rows whose class says nothing of their kind (odd, even, first); a div of another class is another thing."""

Link = tuple[HtmlElement, str]
"""A link and its absolute address."""


def is_file(url: str) -> bool:
    """Whether an address is a file's by its ending (a PDF, a Word file, a table, an archive)."""
    address = urlsplit(url)
    return FILE_SUFFIX.search(address.path) is not None or FILE_SUFFIX.search(address.query) is not None


def written(element: HtmlElement) -> str:
    return f"{element.tag}.{element.get('class') or ''}"


def others_in(found_lines: Sequence[Line], links: Iterable[Link], page_url: str) -> list[Line]:
    """The lines of a list that the article pattern does not know: files, and links that lead elsewhere.

    `found_lines`: those that it knows.
    """
    held = {line.link for line in found_lines}
    rows = {line.row: line.link for line in reversed(found_lines)}
    likeness = {_likeness(line.row) for line in found_lines}
    places = {_place(line.link, line.row) for line in found_lines}
    containers = {line.row.getparent() for line in found_lines}
    by_row: dict[HtmlElement, list[Link]] = {}
    for link, url in links:
        row = None if link in held else _row_among(link, containers)
        if row is not None and (row in rows or _likeness(row) in likeness):
            by_row.setdefault(row, []).append((link, url))
    found: list[Line] = []
    for row, members in by_row.items():
        if row in rows:
            found += [Line(link, row, url, main=rows[row]) for link, url in members if is_file(url)]
        else:
            found += _strange_row(row, members, places, page_url)
    return found


def _row_among(link: HtmlElement, containers: set[HtmlElement]) -> HtmlElement | None:
    """The element around a link that stands right in one of the containers, if one does."""
    row = link
    for parent in link.iterancestors():
        if parent in containers:
            return row
        row = parent
    return None


def _likeness(row: HtmlElement) -> str:
    return str(row.tag) if row.tag in _CLASSLESS_ROWS else written(row)


def _place(link: HtmlElement, row: HtmlElement) -> tuple[str, ...]:
    """The way from a row to its link."""
    way: list[str] = []
    element = link
    while element is not row:
        way.append(str(element.tag))
        element = element.getparent()
    return tuple(way)


def _strange_row(row: HtmlElement, members: Sequence[Link], places: set[tuple[str, ...]], page_url: str) -> list[Line]:
    """The lines of a row without an article: one link that stands where the other rows' do, and the files beside it."""
    if any(_is_pager_link(link) or _leads_up(url, page_url) for link, url in members):
        return []
    files = [(link, url) for link, url in members if is_file(url)]
    if row.tag == "a":  # no row at all, a link between links: only what is plainly a file is a line
        return [Line(link, row, url) for link, url in files]
    pages = [(link, url) for link, url in members if not is_file(url) and _place(link, row) in places]
    if not pages:
        return [Line(link, row, url) for link, url in files]
    main, address = max(pages, key=lambda member: len(folded(member[0].text_content())))
    return [Line(main, row, address), *(Line(link, row, url, main=main) for link, url in files)]


def _is_pager_link(link: HtmlElement) -> bool:
    words = folded(link.text_content()).strip("[]【】<>«»‹›| ")
    return _PAGER_LINK.fullmatch(words) is not None


def _leads_up(url: str, page_url: str) -> bool:
    """Whether an address is the page's own or lies above it: a breadcrumb, a column's heading."""
    address, page = urlsplit(url), urlsplit(page_url)
    if address.netloc != page.netloc or address.query:
        return False
    return page.path == address.path or (address.path.endswith("/") and page.path.startswith(address.path))
