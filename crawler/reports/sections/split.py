"""Blocks of a document → the six sections of the form, found by their titles, and what else has a heading of its own.

The numbers in front of the titles do not say which section it is: they restart, are shifted (上海市科委 2024), and rows
of the applications table carry the same ones (一、本年新收…). The titles and their variants are those of FORMATS.md §1:
国办公开办函〔2021〕30号, 国办公开办函〔2019〕60号, and what real reports print. The numbers do say which further
headings stand beside the six (older reports have 收费情况, 重点领域 … of their own), and which only part a section.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest

from crawler.documents.model import Block, Heading, Paragraph, TableBlock
from crawler.reports.model import Section
from crawler.reports.sections.heading_lines import CLEAR_UNMARKED, HeadingLine, heading_lines, opened
from crawler.reports.sections.titles import SECTION_KEYS
from crawler.reports.words.heading_numbers import Style, nested

_LONGEST_SEARCHED = 20_000
"""Characters: more than a whole report has; a search through a paragraph grows with the square of its length."""

_LINES_OF_CONTENTS = 3
"""As many lines that can be headings, one below the other with nothing between them, are a table of contents."""
_MOST_FURTHER = 60
"""More headings than any report has are a list, and not sections."""
_KEYS_WITH_TABLES = frozenset({"2", "3", "4"})
_NESTED, _IN_CONTENTS = -3, -4
_STYLES: tuple[Style, ...] = ("chinese", "part", "figure", "")


@dataclass(frozen=True, slots=True)
class SectionSplit:
    """A document cut at its section headings."""

    preamble: tuple[Block, ...]
    """All before the first section heading; the whole document where there is none."""
    sections: dict[str, Section]
    """"1" … "6" in document order; a section that is not there is not in it."""
    blocks: dict[str, tuple[Block, ...]]
    """The blocks of each section (the further ones too), in document order, tables included, without the heading."""
    further: dict[str, Section] = field(default_factory=dict)
    """Sections with a heading in the report's own words, beside the six: `N+01`, `N+02` … stand behind section N, and
    `0+01` … before the first of the six."""

    def every_section(self) -> dict[str, Section]:
        """The six and the further ones, in document order."""
        return {key: self.sections.get(key) or self.further[key] for key in self.blocks}


def is_statutory(key: str) -> bool:
    """Whether a section's key is one of the six of the form, and not that of a further section."""
    return key in SECTION_KEYS


def split_sections(blocks: Sequence[Block]) -> SectionSplit:
    """Find the six headings and the further ones beside them, and give each its blocks, in document order.

    Where a title stands more than once (a table of contents, a restarted numbering), the clearest is taken: the
    official words before a variant, numbered before not, with something below it before not; of equals the last.
    """
    blocks = opened(blocks)
    lines = heading_lines(blocks)
    style = _main_style(lines)
    lines = [line for line in lines if _may_stand(line, style)]
    contents = _lines_of_contents(lines)
    chosen = _chosen(lines, style, contents, blocks)
    keyed = _with_further(lines, style, contents, chosen)
    sections: dict[str, Section] = {}
    further: dict[str, Section] = {}
    own_blocks: dict[str, tuple[Block, ...]] = {}
    for (key, line), following in zip_longest(keyed, [line for _, line in keyed[1:]]):
        end = following.index if following is not None else len(blocks)
        own = (*_rest(blocks[line.index], line.rest), *blocks[line.index + 1 : end])
        own_blocks[key] = own
        held = sections if is_statutory(key) else further
        held[key] = Section(line.heading, "\n".join(paragraph_texts(own)))
    preamble = tuple(blocks[: keyed[0][1].index]) if keyed else tuple(blocks)
    return SectionSplit(preamble, sections, own_blocks, further)


def paragraph_texts(blocks: Iterable[Block]) -> tuple[str, ...]:
    """The texts of headings and paragraphs in order, tables and images left out."""
    return tuple(block.text for block in blocks if isinstance(block, Heading | Paragraph) and block.text)


def searched_texts(blocks: Iterable[Block]) -> tuple[str, ...]:
    """The same, each only so far as its words are searched one by one for period, contact and body."""
    return tuple(text[:_LONGEST_SEARCHED] for text in paragraph_texts(blocks))


def _main_style(lines: Sequence[HeadingLine]) -> Style:
    """How the six are numbered: as most of their titles are. （一） only where nothing else numbers them."""
    for least in (CLEAR_UNMARKED, 0):
        keys = {(line.style, line.key) for line in lines if line.key is not None and line.weight >= least}
        counts = Counter(style for style, _ in keys)
        best = max(_STYLES, key=lambda style: counts[style])
        if counts["bracket"] >= 3 and counts[best] < 2:
            return "bracket"
        if counts[best]:
            return best
    return ""


def _may_stand(line: HeadingLine, style: Style) -> bool:
    """Lines in the style of the six, and official words in any but （一）, which numbers the parts of a section."""
    return (
        line.style == style
        or (line.key is not None and line.style != "bracket" and line.weight >= CLEAR_UNMARKED)
        or (line.key is not None and line.style == "")
    )


def _lines_of_contents(lines: Sequence[HeadingLine]) -> frozenset[int]:
    """The blocks that are lines of a table of contents: their sections stand again further down."""
    found: set[int] = set()
    run: list[HeadingLine] = []
    for line in [*lines, None]:
        if line is not None and run and line.index == run[-1].index + 1 and not run[-1].rest:
            run.append(line)
            continue
        if len(run) >= _LINES_OF_CONTENTS:
            found.update(one.index for one in run)
        run = [line] if line is not None else []
    return frozenset(found)


def _chosen(
    lines: Sequence[HeadingLine], style: Style, contents: frozenset[int], blocks: Sequence[Block]
) -> dict[str, HeadingLine]:
    """The line that is the heading of each section."""
    numbered = [line for line in lines if line.style == style and style and line.index not in contents]
    inside = {numbered[place].index for place in nested([line.number for line in numbered])}
    best: dict[str, tuple[int, HeadingLine]] = {}
    for line, following in zip_longest(lines, lines[1:]):
        if line.key is None:
            continue
        end = following.index if following is not None else len(blocks)
        own = blocks[line.index + 1 : end]
        weight = line.weight + (line.style == style) + bool(line.rest or own)
        weight += line.key in _KEYS_WITH_TABLES and any(isinstance(block, TableBlock) for block in own)
        weight += _NESTED * (line.index in inside) + _IN_CONTENTS * (line.index in contents)
        if line.key not in best or weight >= best[line.key][0]:
            best[line.key] = (weight, line)
    return {key: line for key, (_, line) in best.items()}


def _with_further(
    lines: Sequence[HeadingLine], style: Style, contents: frozenset[int], chosen: Mapping[str, HeadingLine]
) -> list[tuple[str, HeadingLine]]:
    """The chosen headings and the further ones beside them, each with its key, in document order."""
    keys = {line.index: key for key, line in chosen.items()}
    beside = _beside(lines, style, contents, keys) if keys else frozenset()
    if len(beside) > _MOST_FURTHER:
        beside = frozenset()
    found: list[tuple[str, HeadingLine]] = []
    before, count = "0", 0
    for line in lines:
        if (key := keys.get(line.index)) is not None:
            found.append((key, line))
            before, count = key, 0
        elif line.index in beside:
            count += 1
            found.append((f"{before}+{count:02d}", line))
    return found


def _beside(
    lines: Sequence[HeadingLine], style: Style, contents: frozenset[int], keys: Mapping[int, str]
) -> frozenset[int]:
    """The blocks whose headings stand beside the six: of the same look, and not inside another by their numbers."""
    same = [line for line in lines if line.style == style and (line.index in keys or line.index not in contents)]
    levels = {line.level for line in same if line.index in keys}
    if 0 not in levels:
        same = [line for line in same if line.level in levels]
    if not style:
        first = min(keys)
        return frozenset(line.index for line in same if 0 not in levels and line.index > first) - keys.keys()
    inside = nested([line.number for line in same], sure=[line.index in keys for line in same])
    return frozenset(line.index for place, line in enumerate(same) if place not in inside) - keys.keys()


def _rest(block: Block, text: str) -> list[Block]:
    if not text or isinstance(block, TableBlock) or not isinstance(block, Heading | Paragraph):
        return []
    return [Paragraph(text, page=block.page, line=block.line)]
