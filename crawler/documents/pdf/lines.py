"""Lines of a PDF page → paragraphs of prose.

A PDF holds no paragraphs, only characters at places. What begins one is read off the page as a person reads it: the
first line is indented, the last line ends early, a numbered heading stands at the beginning of its line.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crawler.documents.model import Paragraph

_NUMERAL = "一二三四五六七八九十"
_HEADING_START = re.compile(
    rf"(?:[{_NUMERAL}]{{1,3}}、|[（(][{_NUMERAL}]{{1,3}}[）)](?![项款条目])|\d{{1,2}}[.．、](?![\d]))"
)
_PAGE_NUMBER = re.compile(
    r"(?:[-—–－―]+\s*\d{1,4}\s*[-—–－―]+|\d{1,4}|第\s*\d{1,4}\s*页(?:\s*[共,，/]+\s*\d{1,4}\s*页?)?|\d{1,4}\s*/\s*\d{1,4})"
)
_DASHED_PAGE_NUMBER = re.compile(r"[-—–－―]+\s*\d{1,4}\s*[-—–－―]+")
_BLANKS = re.compile(r"\s+")
_FIGURE = re.compile(r"[-+＋−－]?\d[\d.,，．]*(?:%|[万亿]?[元件条次个项]?)|[-—–－―/／]+|无|空|不适用")
_RADICALS: dict[int, str] = {
    **{code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)},
    **{
        ord(radical): character
        for radical, character in zip(
            "⺟⺠⻁⻄⻅⻆⻇⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻲⻳",
            "母民虎西见角角贝车長长门青韦页风飞食马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙亀龟",
            strict=True,
        )
    },
}
"""Radicals (U+2E80 … U+2FD5) → the characters that they look like. Chromium's PDFs say ⼈⺠ for 人民: a font has one
glyph for both, and the program names its first code. NFC keeps radicals apart; a report never means one."""

_INDENT = 1.2
"""A first line is indented by two characters; word processors draw continued lines up to half a character off."""
_EARLY_END = 3.5
"""Characters. A full line can end up to three short: a number or a quoted word is not broken over lines."""
_WIDE_GAP = 2.6
"""Distance of two lines' tops in characters; the official layout has 28 points for type of 16, i.e. 1.75."""
_SAME_SIZE = 0.15
_ENOUGH_LINES = 5


@dataclass(frozen=True, slots=True)
class Word:
    """Characters of a line without a gap between them."""

    text: str
    x0: float
    x1: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of characters on a page; lengths in points, `top` counted from the page's upper edge."""

    text: str
    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    """The size of most of its characters."""
    words: tuple[Word, ...] = ()
    """Its words from left to right: the cells of a table without rules, where it is a line of one."""


@dataclass(frozen=True, slots=True)
class Margins:
    left: float
    right: float


def clean_text(raw: str) -> str:
    """NFC, radicals turned into the characters that they look like, blanks of every kind folded to one, none at the
    ends."""
    return _BLANKS.sub(" ", unicodedata.normalize("NFC", raw.translate(_RADICALS))).strip()


def is_figure(text: str) -> bool:
    """Whether a text is a value as the forms print it, also with its unit, or what stands for none (—, /, 无); a label
    or a note is neither."""
    return _FIGURE.fullmatch(text) is not None


def is_page_number(text: str) -> bool:
    """`4`, `- 4 -`, `— 5 —`, 第 3 页 共 6 页, 3/6: true only of a line that holds nothing else."""
    return _PAGE_NUMBER.fullmatch(text) is not None


def is_dashed_page_number(text: str) -> bool:
    """`- 4 -`: no value of a table is printed so, a bare `4` may be one."""
    return _DASHED_PAGE_NUMBER.fullmatch(text) is not None


def page_margins(lines: Sequence[Line]) -> dict[int, Margins]:
    """Where the prose of each page begins and ends; a page with few lines takes the whole document's."""
    if not lines:
        return {}
    whole = _margins(lines)
    by_page: dict[int, list[Line]] = {}
    for line in lines:
        by_page.setdefault(line.page, []).append(line)
    return {page: _margins(own) if len(own) >= _ENOUGH_LINES else whole for page, own in by_page.items()}


def _margins(lines: Sequence[Line]) -> Margins:
    buckets = Counter(round(line.x0 / 3) for line in lines)
    wanted = min(max(2, len(lines) // 10), max(buckets.values()))
    bucket = min(place for place, count in buckets.items() if count >= wanted)
    left = min(line.x0 for line in lines if round(line.x0 / 3) == bucket)
    return Margins(left, max(line.x1 for line in lines))


def body_size(lines: Iterable[Line]) -> float:
    """The type size that most characters are set in, in points; 0 without lines."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def paragraphs(lines: Sequence[Line], margins: Mapping[int, Margins], body: float) -> list[Paragraph]:
    """Join the lines of a run without tables, in reading order, into paragraphs (also over a page's end)."""
    found: list[Paragraph] = []
    text = ""
    previous: Line | None = None
    page = 0
    for line in lines:
        if previous is None or _begins_paragraph(previous, line, margins, body):
            if text:
                found.append(Paragraph(text, page=page))
            text, page = line.text, line.page
        else:
            text = _joined(text, line.text)
        previous = line
    if text:
        found.append(Paragraph(text, page=page))
    return found


def _begins_paragraph(previous: Line, line: Line, margins: Mapping[int, Margins], body: float) -> bool:
    same_page = line.page == previous.page
    if abs(line.size - previous.size) > _SAME_SIZE * max(line.size, previous.size):
        return True
    if same_page and line.top - previous.top > _WIDE_GAP * line.size:
        return True
    if _is_title(previous, margins, body) and _is_title(line, margins, body):
        return False
    if _HEADING_START.match(line.text) is not None:
        return True
    if line.x0 > margins[line.page].left + _INDENT * line.size:
        return True
    return previous.x1 < margins[previous.page].right - _EARLY_END * previous.size


def _is_title(line: Line, margins: Mapping[int, Margins], body: float) -> bool:
    """Larger than the prose and centred: a title may be broken over two such lines."""
    own = margins[line.page]
    centred = abs((line.x0 + line.x1) - (own.left + own.right)) / 2 < 1.5 * line.size
    return centred and line.size > (1 + _SAME_SIZE) * body


def _joined(text: str, following: str) -> str:
    """Chinese is joined without a blank; two Latin words keep one, an address or a number does not get any."""
    last, first = text[-1], following[0]
    latin = last.isascii() and last.isalpha() and first.isascii() and first.isalpha()
    address = "/" in text.rsplit(" ", 1)[-1] or "@" in text.rsplit(" ", 1)[-1]
    return f"{text} {following}" if latin and not address else text + following
