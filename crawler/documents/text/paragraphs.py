"""Lines of a PDF's dump → paragraphs: a line that fills the page's width goes on in the next one, also over a page's
end."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from crawler.documents.model import Block, Heading, Paragraph
from crawler.documents.text.inline import plain_text
from crawler.documents.text.lines import TextLine, display_width
from crawler.documents.text.rows import is_figure

_HEADING = re.compile(r"(#{1,6})\s+(\S.*)")
_BEGINS = re.compile(
    r"[一二三四五六七八九十]{1,3}\s*、|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}\s*[.．、](?!\d)"
    r"|第[一二三四五六七八九十]+条|附件|注\s*[:：]"
)
_ENDS = re.compile(r"[。！？!?；;：:]$")
_PROSE = re.compile(r"[，。；：,;:]")
"""A full line without any of these is a title, or a table's."""
_CELLS = re.compile(r"[\u4e00-\u9fff] [\u4e00-\u9fff]")
"""Chinese prose has no blank between two characters: a line with one is a table's."""
_LEAST_WIDTH = 22
"""Characters of a line that can be one of a page's prose; labels in cells are broken earlier."""
_LEAST_LINES = 3
_SLACK = 4
"""Places that a full line may be short of the others: a quoted word or a number is not broken."""
_INDENT = 2


Width = tuple[Callable[[str], int], int]
"""How a line's width is measured, and from where on it is full."""


def page_width(lines: Iterable[TextLine]) -> Width | None:
    """The width that the prose of a dump is broken at; None for a text without pages, or without such a width."""
    long = [line.text for line in lines if line.page is not None and len(line.text) >= _LEAST_WIDTH]
    best: tuple[int, Width] | None = None
    for measure in (display_width, len):
        widths = sorted((measure(text) for text in long), reverse=True)
        for width in dict.fromkeys(widths):
            slack = _SLACK if measure is display_width else 0
            count = sum(width - slack <= own <= width for own in widths)
            if count >= max(_LEAST_LINES, 0.3 * len(widths)):
                if best is None or count > best[0]:
                    best = (count, (measure, width - slack))
                break
    return best[1] if best is not None else None


def prose_blocks(lines: Sequence[TextLine], width: Width | None) -> list[Block]:
    """The headings and paragraphs of lines that are no table; `lines` with the blank ones between."""
    blocks: list[Block] = []
    last: TextLine | None = None
    blank = False
    for line in lines:
        if not line.text:
            blank = True
            continue
        goes_on = (
            last is not None
            and width is not None
            and (not blank or last.page != line.page)
            and _goes_on(last, line, width)
        )
        if goes_on and isinstance(blocks[-1], Paragraph):
            above = blocks[-1]
            blocks[-1] = Paragraph(_joined(above.text, _text(line)), page=above.page, line=above.line)
        else:
            blocks.append(_block(line))
        last, blank = line, False
    return blocks


def _goes_on(last: TextLine, line: TextLine, width: Width) -> bool:
    measure, full = width
    if (
        measure(last.text) < full
        or _PROSE.search(last.text) is None
        or _ENDS.search(last.text)
        or is_figure(last.text.rsplit(" ", 1)[-1])
    ):
        return False
    indent = len(line.raw) - len(line.raw.lstrip()) - (len(last.raw) - len(last.raw.lstrip()))
    is_row = is_figure(line.text) or _CELLS.search(line.text) is not None
    return indent < _INDENT and not is_row and _BEGINS.match(line.text) is None


def _joined(text: str, following: str) -> str:
    """Chinese is joined without a blank; two Latin words keep one, an address or a number does not get any."""
    last, first = text[-1], following[0]
    latin = last.isascii() and last.isalpha() and first.isascii() and first.isalpha()
    words = re.split(r"[^\x21-\x7e]", text)[-1] + re.split(r"[^\x21-\x7e]", following)[0]
    return f"{text} {following}" if latin and not re.search(r"[@/]", words) else text + following


def _block(line: TextLine) -> Block:
    heading = _HEADING.fullmatch(line.text)
    if heading is not None:
        return Heading(plain_text(heading[2].rstrip("# ")), len(heading[1]), page=line.page, line=line.number)
    return Paragraph(_text(line), page=line.page, line=line.number)


def _text(line: TextLine) -> str:
    return plain_text(line.text).replace("\n", " ") or line.text
