"""Plain text → its lines: with their numbers, the page they stand on, and without the page's own numbers.

A form feed is where a PDF's dump begins a new page. It ends a line for the reader, but no editor counts it as one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crawler.documents.limits import MAX_PRINTED_LINES, MAX_TEXT_LINES
from crawler.documents.model import DocumentError

_DASHES = "-—–－―─"
_MARKED_PAGE_NUMBER = re.compile(
    rf"[{_DASHES}]+\s*\d{{1,4}}\s*[{_DASHES}]+"
    r"|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?|共\s*\d{1,4}\s*页\s*[,，/]?\s*第\s*\d{1,4}\s*页"
    r"|(?:page\s*)\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?",
    re.IGNORECASE,
)
"""What is a page's number and nothing else, wherever it stands. (`-3` is a signed value, `—3—` is none.)"""
_EDGE_PAGE_NUMBER = re.compile(r"(?P<number>\d{1,4})(?:\s*/\s*\d{1,4})?")
"""What may be a page's number at the edge of a page, and a value anywhere else."""
_FIGURE = re.compile(r"[+-]?\d[\d,.]*")
_LEAST_PAGES = 2
"""Pages whose edges count on by one: one digit alone at one edge proves nothing."""
_INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0xFEFF))


@dataclass(frozen=True, slots=True)
class TextLine:
    number: int
    """Counts from 1, as an editor does."""
    raw: str
    """As printed (NFC), blanks and all, without blanks at its end."""
    text: str
    """Inner blanks folded to one space."""
    page: int | None = None
    """Counts from 1; None in a text without form feeds."""


def lines_of(text: str, first: int = 1) -> tuple[TextLine, ...]:
    """Every line, the blank ones included, without page numbers; the first has the number `first`.

    Dropped: `- 4 -`, 第 4 页 共 8 页, on a line of their own; a bare `4` only at the edge of a page and only where the
    edges of all pages that print one count on by one, or where it is the page's own number below other figures.
    Raises DocumentError for more than MAX_TEXT_LINES lines that are not blank, or MAX_PRINTED_LINES with them.
    """
    breaks = sum(map(text.count, "\n\r\f"))
    if breaks > MAX_PRINTED_LINES:
        raise DocumentError(f"the text has more than the {MAX_PRINTED_LINES:,} lines that are read")
    has_pages = "\f" in text
    lines: list[TextLine] = []
    page = 1
    for number, printed in enumerate(re.split(r"\r\n|\r|\n", text), start=first):
        for place, raw in enumerate(printed.split("\f")):
            page += place > 0
            if raw or not place:
                lines.append(text_line(number, raw, page if has_pages else None))
    filled = sum(bool(line.text) for line in lines)
    if filled > MAX_TEXT_LINES:
        raise DocumentError(f"the text has {filled:,} lines, more than the {MAX_TEXT_LINES:,} that are read")
    edges = _numbered_edges(lines)
    return tuple(line for line in lines if line.number not in edges and not _MARKED_PAGE_NUMBER.fullmatch(line.text))


def text_line(number: int, raw: str, page: int | None = None) -> TextLine:
    normal = unicodedata.normalize("NFC", raw).translate(_INVISIBLE).rstrip(" \u3000\xa0\r\n\f")
    return TextLine(number, normal, " ".join(normal.split()), page)


def display_width(text: str) -> int:
    """Places that a text takes in a fixed pitch: a Chinese or full-width character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _numbered_edges(lines: Sequence[TextLine]) -> frozenset[int]:
    """Numbers of the lines that hold a bare page number: the last of a page, or the first, by the same count."""
    pages: dict[int, list[TextLine]] = {}
    for line in lines:
        if line.page is not None and line.text:
            pages.setdefault(line.page, []).append(line)
    found: set[int] = set()
    for edge in (0, -1):
        printed = {page: own[edge] for page, own in pages.items()}
        numbers = {
            page: int(match["number"])
            for page, line in printed.items()
            if (match := _EDGE_PAGE_NUMBER.fullmatch(line.text)) is not None
        }
        if not numbers:
            continue
        offset, count = Counter(number - page for page, number in numbers.items()).most_common(1)[0]
        if count >= max(_LEAST_PAGES, len(numbers) - 1):
            found.update(printed[page].number for page, number in numbers.items() if number - page == offset)
    found.update(_doubtful_edges(pages))
    return frozenset(found)


def _doubtful_edges(pages: Mapping[int, Sequence[TextLine]]) -> Iterator[int]:
    """A page that ends with its own number below other figures: page number or value, nobody knows. It must not fill a
    row, so it is left out: if it was a value, its row is one short, and that is flagged."""
    for page, own in pages.items():
        if len(own) > 1 and own[-1].text == str(page) and _FIGURE.fullmatch(own[-2].text):
            yield own[-1].number
