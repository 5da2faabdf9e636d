"""Serialised markup → lines of text, in the order of reading.

Works on what lexbor serialises and on nothing else: there attribute values are quoted and hold no `<` or `>`, and every
`<` of the text is an entity, so that a tag can be cut out with one expression. That is many times faster than walking
the nodes from Python, and does not care how deep they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from crawler.documents.wording import folded

CELL = "\x1f"
"""Between a label and its value where the markup separates them (dt and dd)."""
PIECE = "\x1d"
"""After an inline element: `<b>索引号</b>014…` is two pieces of one line."""
FIELD = "\x1c"
"""A field for typing: what stands before it is a form's label and not the page's."""

_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<(/?[a-zA-Z][^\s/>]*)[^>]*>")
_BLOCKS = frozenset(
    re.findall(
        r"\S+",
        """
        address article aside blockquote body br caption center dd details dir div
        dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5
        h6 header hr html legend li main menu nav ol p pre section summary table tbody td tfoot th thead
        tr ucapcontent ul nianbao-body
        """,
    )
)
_EDGES = _BLOCKS | {f"/{name}" for name in _BLOCKS}
_LEVELS = {f"h{level}": level for level in range(1, 7)} | {f"/h{level}": 0 for level in range(1, 7)}
_MARKS = {
    **dict.fromkeys(("/b", "/strong", "/span", "/label", "/em", "/i", "/font"), PIECE),
    **dict.fromkeys(("input", "textarea", "select"), FIELD),
    "dd": CELL,
    "/dt": "",
}


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    level: int = 0
    """1 … 6 inside h1 … h6, else 0."""


def lines_of(html: str) -> list[Line]:
    """The lines of text that a browser would show: one a block or br, inline elements joined without a blank."""
    return [Line(text, level) for text, level in _cut(html, marks=False)]


def marked_lines_of(html: str) -> Iterator[str]:
    """The same for a page's head, with CELL, PIECE and FIELD where the markup has such edges; blanks are not folded."""
    return (text for text, _ in _cut(html, marks=True))


def _cut(html: str, *, marks: bool) -> Iterator[tuple[str, int]]:
    if "<!--" in html:
        html = _COMMENT.sub("", html)
    parts = _TAG.split(html)
    buffer: list[str] = [parts[0]]
    level = 0
    for index in range(1, len(parts), 2):
        tag = parts[index]
        if marks and tag in _MARKS:
            buffer.append(_MARKS[tag])
        elif tag in _EDGES:
            text = "".join(buffer)
            if text and not text.isspace() and (text := _finished(text, marks)):
                yield text, level
            buffer.clear()
            level = _LEVELS.get(tag, level)
        buffer.append(parts[index + 1])
    if text := _finished("".join(buffer), marks):
        yield text, level


def _finished(text: str, marks: bool) -> str:
    if "&" in text:
        text = unescape(text)
    if marks:
        return "" if text.isspace() else text
    return folded(text)
