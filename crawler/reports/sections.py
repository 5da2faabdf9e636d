"""Blocks of a document → the six sections of the form, found by their titles.

The numbers in front of the titles decide nothing: they restart, are shifted (上海市科委 2024), and rows of the
applications table carry the same ones (一、本年新收…). The titles and their variants are those of FORMATS.md §1:
国办公开办函〔2021〕30号, 国办公开办函〔2019〕60号, and what real reports print.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from crawler.documents.model import Block, Heading, Paragraph, TableBlock
from crawler.reports.model import Section

_LONGEST_HEADING = 45
"""Characters; the longest variant, 四、因政府信息公开工作被申请行政复议、提起行政诉讼情况, has 29."""

_LONGEST_SEARCHED = 20_000
"""Characters: more than a whole report has; a search through a paragraph grows with the square of its length."""

_NUMBERING = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}\s*(?:[、，,.．:：]|部分\s*[:：、]?)|\d{1,2}\s*[、.．](?!\d))\s*"
)
_MARKDOWN = re.compile(r"#{1,6}\s*|\*{2}")

_CLEAR_TITLES = {
    "1": r"(?:政府信息公开)?(?:工作)?(?:的)?总体(?:工作)?(?:情况|概况)",
    "2": r"(?:(?:行政机关|本机关|各级行政机关)?主动公开(?:的)?政府信息(?:的)?(?:工作)?情况"
    r"|政府信息主动公开(?:的)?(?:工作)?情况)",
    "3": r"(?:收到和处理(?:的)?政府信息公开申请(?:的)?(?:工作)?情况"
    r"|依申请公开(?:的)?(?:政府信息)?(?:的)?(?:工作|办理)?情况|政府信息依申请公开(?:的)?(?:工作|办理)?情况)",
    "4": r"(?:因?政府信息公开(?:工作)?(?:被|引发的?)?|受理)?(?:被)?(?:申请)?行政复议"
    r"\s*[、和及与,，]?\s*(?:提起|被提起)?(?:的)?行政诉讼(?:的)?情况",
    "5": r"(?:政府信息公开)?(?:工作)?(?:中)?存在(?:的)?(?:主要)?(?:问题|不足)"
    r"\s*[、和及与]?\s*(?:下一步)?(?:改进|整改)(?:的)?(?:情况|措施|意见|打算|方向)",
    "6": r"其[他它](?:需要|应当|需)(?:报告|说明)(?:的)?(?:重要)?(?:事项|情况)",
}
_LOOSE_TITLES = {
    "1": r"概述|基本情况|工作概述|总体情况.{0,10}",
    "2": r".{0,10}主动公开.{0,8}情况",
    "3": r".{0,10}(?:依申请公开|信息公开申请).{0,10}情况",
    "4": r".{0,20}(?:行政复议|行政诉讼).{0,16}情况",
    "5": r".{0,16}存在(?:的)?.{0,4}(?:问题|困难|不足).{0,20}|.{0,10}主要问题(?:和|及|与).{0,14}",
    "6": r"其[他它](?:重要)?(?:事项|情况)|(?:需要)?其[他它].{0,6}事项",
}
_CLEAR = {key: re.compile(pattern) for key, pattern in _CLEAR_TITLES.items()}
_LOOSE = {key: re.compile(pattern) for key, pattern in _LOOSE_TITLES.items()}
_TEXT_AFTER_TITLE = re.compile(r"(?:\s+|[。．:：]\s*)(?=\S)|(?=(?:19|20)\d{2}\s*年)")
_ENUMERATION_FOLLOWS = re.compile(r"[一二三四五六七八九十]{1,3}\s*[、，,.．]|[、，,；;]")
_SENTENCE_MARK = re.compile(r"[。；;！？]")


@dataclass(frozen=True, slots=True)
class SectionSplit:
    """A document cut at its section headings."""

    preamble: tuple[Block, ...]
    """All before the first section heading; the whole document where there is none."""
    sections: dict[str, Section]
    """"1" … "6"; a section that is not there is not in it."""
    blocks: dict[str, tuple[Block, ...]]
    """The blocks of each section, tables included, without the heading."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    index: int
    key: str
    heading: str
    rest: str
    """Text that goes on after the heading in the same block."""
    weight: int


def split_sections(blocks: Sequence[Block]) -> SectionSplit:
    """Find the six headings and give each its blocks, in document order.

    Where a title stands more than once (a table of contents, a restarted numbering), the clearest is taken: the
    official words before a variant, numbered before not, with something below it before not; of equals the last.
    """
    best: dict[str, _Candidate] = {}
    for candidate in _candidates(blocks):
        held = best.get(candidate.key)
        if held is None or candidate.weight >= held.weight:
            best[candidate.key] = candidate
    chosen = sorted(best.values(), key=lambda candidate: candidate.index)
    sections: dict[str, Section] = {}
    own_blocks: dict[str, tuple[Block, ...]] = {}
    for candidate, following in zip_longest(chosen, chosen[1:]):
        end = following.index if following is not None else len(blocks)
        own = [*_rest(blocks[candidate.index], candidate.rest), *blocks[candidate.index + 1 : end]]
        own_blocks[candidate.key] = tuple(own)
        sections[candidate.key] = Section(candidate.heading, "\n".join(paragraph_texts(own)))
    preamble = tuple(blocks[: chosen[0].index]) if chosen else tuple(blocks)
    return SectionSplit(preamble, sections, own_blocks)


def paragraph_texts(blocks: Iterable[Block]) -> tuple[str, ...]:
    """The texts of headings and paragraphs in order, tables and images left out."""
    return tuple(block.text for block in blocks if isinstance(block, Heading | Paragraph) and block.text)


def searched_texts(blocks: Iterable[Block]) -> tuple[str, ...]:
    """The same, each only so far as its words are searched one by one for period, contact and body."""
    return tuple(text[:_LONGEST_SEARCHED] for text in paragraph_texts(blocks))


def _candidates(blocks: Sequence[Block]) -> list[_Candidate]:
    found: list[_Candidate] = []
    for index, block in enumerate(blocks):
        if not isinstance(block, Heading | Paragraph):
            continue
        matched = _match(block)
        if matched is not None:
            key, heading, rest, weight = matched
            found.append(_Candidate(index, key, heading, rest, weight))
    places = {candidate.index for candidate in found}
    return [_Candidate(c.index, c.key, c.heading, c.rest, c.weight + _has_content(c, places, blocks)) for c in found]


def _has_content(candidate: _Candidate, places: set[int], blocks: Sequence[Block]) -> int:
    """1 where something else than another heading follows: a line of a table of contents has nothing below it."""
    following = candidate.index + 1
    return int(bool(candidate.rest) or (following < len(blocks) and following not in places))


def _match(block: Heading | Paragraph) -> tuple[str, str, str, int] | None:
    """(section, heading as printed, text after it in the same block, weight), or None."""
    text = block.text.strip()
    line, _, below = text.partition("\n")
    plain = _MARKDOWN.sub("", unicodedata.normalize("NFC", line)).strip()
    numbering = _NUMBERING.match(plain)
    title = plain[numbering.end() :] if numbering is not None else plain
    marked = numbering is not None or isinstance(block, Heading) or plain != line.strip()
    bare = re.sub(r"\s+", "", title).rstrip("。：:;；")
    if len(plain) <= _LONGEST_HEADING and _SENTENCE_MARK.search(bare) is None:
        for key, pattern in _CLEAR.items():
            if pattern.fullmatch(bare):
                return key, plain, below.strip(), 4 + 2 * marked
        for key, pattern in _LOOSE.items():
            if marked and "，" not in bare and "," not in bare and pattern.fullmatch(bare):
                return key, plain, below.strip(), 2
    if numbering is None:
        return None
    for key, pattern in _CLEAR.items():
        if (begins := pattern.match(title)) is None:
            continue
        after = title[begins.end() :]
        gap = _TEXT_AFTER_TITLE.match(after)
        if gap is None or _ENUMERATION_FOLLOWS.match(after[gap.end() :]):
            continue
        heading = plain[: numbering.end() + begins.end()]
        return key, heading, "\n".join(part for part in (after[gap.end() :].strip(), below.strip()) if part), 5
    return None


def _rest(block: Block, text: str) -> list[Block]:
    if not text or isinstance(block, TableBlock) or not isinstance(block, Heading | Paragraph):
        return []
    return [Paragraph(text, page=block.page, line=block.line)]
