"""Blocks of text → the lines that can be headings of sections, each with what speaks for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.documents.model import Block, Heading, Paragraph
from crawler.reports.sections.titles import clear_beginning, clear_section, is_own_title, loose_section
from crawler.reports.words.heading_numbers import BEGINNINGS, Numbering, Style, read_numbering
from crawler.reports.words.simplify import simplified_prose

_LONGEST_HEADING = 45
"""Characters; the longest variant, 四、因政府信息公开工作被申请行政复议、提起行政诉讼情况, has 29."""

_HEADING_BEGINNINGS = BEGINNINGS | frozenset("#*")
_MARKDOWN = re.compile(r"#{1,6}\s*|\*{2}")
_CONTENTS_LINE = re.compile(r"(?:\s*(?:[.．·]{3,}|[…⋯]+)\s*\d{0,3}|\s+\d{1,3})$")
"""一、总体情况 …… 1: a line of a table of contents."""
_SENTENCE_MARK = re.compile(r"[。；;！？]")
_TITLE_ENDS = re.compile(r"[。：:]|\s+|(?=(?:19|20)\d{2}\s*年)")
_TEXT_AFTER_TITLE = re.compile(r"(?:\s+|[。．:：]\s*)(?=\S)|(?=(?:19|20)\d{2}\s*年)")
_ENUMERATION_FOLLOWS = re.compile(r"[一二三四五六七八九十]{1,3}\s*[、，,.．]|[、，,；;]")
_OWN_WITH_TEXT = re.compile(
    r"(?P<title>[^。，；：,;:\s\d]{2,24}(?:情况|事项|工作|措施|打算|安排|计划|概述|建设|问题|建议|保障|说明)(?=[。：:\s])"
    r"|[^。，；：,;:\s\d]{2,20}(?=\s+\S{10}))[。：:]?\s*(?=\S)"
)
"""收费情况。本年度没有收取 …; what is parted by a blank can be any short title."""
_INNER_HEADING = re.compile(
    r"[。！\n]\s*(?=(?:第?[一二三四五六七八九十]{1,3}\s*[、．.]|第[一二三四五六七八九十]{1,3}部分))"
)

CLEAR, CLEAR_WITH_TEXT, CLEAR_UNMARKED, LOOSE, LOOSE_WITH_TEXT, OWN = 6, 5, 4, 2, 1, 0
"""How much a line's words say for it: official words before a variant, numbered before not, alone before followed by
text."""


@dataclass(frozen=True, slots=True)
class HeadingLine:
    """A line that can be a heading."""

    index: int
    """Of its block."""
    style: Style
    number: int
    """0 = without a number."""
    level: int
    """Of a block that the markup calls a heading, else 0."""
    heading: str
    """As printed, marks of markdown left out."""
    rest: str
    """Text that goes on after the heading in the same block."""
    key: str | None
    """The statutory section that its title means; None = it can only be a heading in the report's own words."""
    weight: int


def opened(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, a paragraph cut where a section's heading stands in its middle (…成效。二、主动公开政府信息情况…)."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph) and ("。" in block.text or "\n" in block.text):
            found.extend(_pieces(block))
        else:
            found.append(block)
    return tuple(found)


def _pieces(block: Paragraph) -> Iterator[Paragraph]:
    text = block.text
    start = 0
    for match in _INNER_HEADING.finditer(text):
        place = match.end()
        line = text[place : place + 2 * _LONGEST_HEADING].partition("\n")[0]
        if clear_beginning(_without_number(simplified_prose(line))) and _read(0, Paragraph(text[place:])) is not None:
            before = text[start : match.start() + 1].strip()
            if before:
                yield replace(block, text=before)
            start = place
    yield replace(block, text=text[start:].strip()) if start else block


def _without_number(line: str) -> str:
    numbering = read_numbering(line)
    return line[numbering.end :] if numbering is not None else line


def heading_lines(blocks: Iterable[Block]) -> list[HeadingLine]:
    """The lines that can be headings, in document order."""
    lines = (
        _read(index, block)
        for index, block in enumerate(blocks)
        if isinstance(block, Heading | Paragraph) and block.text
    )
    return [line for line in lines if line is not None]


def _read(index: int, block: Heading | Paragraph) -> HeadingLine | None:
    text = block.text.strip()
    if len(text) > _LONGEST_HEADING and text[0] not in _HEADING_BEGINNINGS and "\n" not in text:
        return None
    line, _, below = text.partition("\n")
    marked_up = unicodedata.normalize("NFC", line).strip()
    printed = _MARKDOWN.sub("", marked_up).strip() if "#" in marked_up or "*" in marked_up else marked_up
    plain = simplified_prose(printed)
    numbering = read_numbering(plain)
    title = plain[numbering.end :] if numbering is not None else plain
    level = block.level if isinstance(block, Heading) else 0
    marked = numbering is not None or level > 0 or printed != marked_up
    bare = ""
    if len(plain) <= _LONGEST_HEADING:
        if _CONTENTS_LINE.search(title) is not None:
            return None
        bare = "".join(title.split()).rstrip("。：:;；")
        key, weight = _meaning(bare, marked)
        if key is not None:
            return _line(index, numbering, level, printed, below.strip(), key, weight)
    if numbering is not None and (cut := _cut(plain, numbering)) is not None:
        end, begin, key, weight = cut
        rest = "\n".join(part for part in (printed[begin:].strip(), below.strip()) if part)
        return _line(index, numbering, level, printed[:end].strip(), rest, key, weight)
    if marked and is_own_title(bare):
        return _line(index, numbering, level, printed, below.strip(), None, OWN)
    return None


def _meaning(bare: str, marked: bool) -> tuple[str | None, int]:
    if _SENTENCE_MARK.search(bare) is not None:
        return None, OWN
    key = clear_section(bare)
    if key is not None:
        return key, CLEAR if marked else CLEAR_UNMARKED
    return (loose_section(bare), LOOSE) if marked else (None, OWN)


def _cut(plain: str, numbering: Numbering) -> tuple[int, int, str | None, int] | None:
    """Where a heading ends and its text begins in the same line (一、总体情况。2023年，…), its section and weight."""
    title = plain[numbering.end :]
    length = clear_beginning(title)
    if length and (gap := _TEXT_AFTER_TITLE.match(title, length)) is not None:
        if _ENUMERATION_FOLLOWS.match(title, gap.end()):
            return None
        key = clear_section("".join(title[:length].split()))
        return numbering.end + length, numbering.end + gap.end(), key, CLEAR_WITH_TEXT
    if numbering.style == "bracket":
        return None
    for end in _TITLE_ENDS.finditer(title, 0, _LONGEST_HEADING):
        key = loose_section("".join(title[: end.start()].split()))
        if key is not None and title[end.end() :].strip() and _ENUMERATION_FOLLOWS.match(title, end.end()) is None:
            return numbering.end + end.start(), numbering.end + end.end(), key, LOOSE_WITH_TEXT
    own = _OWN_WITH_TEXT.match(title)
    if own is None or not title.endswith("。") or not is_own_title(own["title"]):
        return None
    return numbering.end + own.end("title"), numbering.end + own.end(), None, OWN


def _line(
    index: int, numbering: Numbering | None, level: int, heading: str, rest: str, key: str | None, weight: int
) -> HeadingLine:
    style: Style = numbering.style if numbering is not None else ""
    number = numbering.number if numbering is not None else 0
    return HeadingLine(index, style, number, level, heading, rest, key, weight)
