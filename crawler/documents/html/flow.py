"""Serialised markup → lines of text, in the order of reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.documents.html.serialised import RESERVED, pieces, plain
from crawler.documents.wording import folded

CELL = "\x1f"
"""Between a label and its value where the markup separates them (dt and dd)."""
PIECE = "\x1d"
"""After an inline element: `<b>索引号</b>014…` is two pieces of one line."""
FIELD = "\x1c"
"""A field for typing: what stands before it is a form's label and not the page's."""

_EDGE, _LEVEL, *_ = RESERVED
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
    """The lines of text that a browser would show: one a block or br, inline elements joined without a blank.

    Of canonical markup (`serialised`), as is what `take_apart` gives."""
    return [Line(text, level) for written, level in _cut(html, _PLAIN) if (text := folded(plain(written)))]


def marked_lines_of(html: str) -> Iterator[str]:
    """The same for a page's head, with CELL, PIECE and FIELD where the markup has such edges; blanks are not folded."""
    return (plain(written) for written, _ in _cut(html, _MARKED))


def _names(marks: dict[str, str]) -> dict[str, str]:
    edges = {name: _EDGE for block in _BLOCKS for name in (block, f"/{block}")}
    levels = {f"h{level}": f"{_EDGE}{_LEVEL}{level}" for level in range(1, 7)}
    ends = {f"/h{level}": f"{_EDGE}{_LEVEL}0" for level in range(1, 7)}
    return edges | levels | ends | marks


_PLAIN = _names({})
_MARKED = _names(_MARKS)


def _cut(html: str, names: dict[str, str]) -> Iterator[tuple[str, int]]:
    cut = pieces(html)
    # The name of a tag is an edge of a line, a mark, or nothing (`tag_name`, without a call for each).
    cut[1::2] = [names.get(tag.partition(" ")[0], "") for tag in cut[1::2]]
    level = 0
    for line in "".join(cut).split(_EDGE):
        text = line
        if line[:1] == _LEVEL:
            level = int(line[1])
            text = line[2:]
        if text and not text.isspace():
            yield text, level
