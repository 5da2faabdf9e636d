"""Text in which an extractor has swallowed characters beside the borders of markup (seed 002)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crawler.documents.model import Document
from crawler.reports.model import Flag
from crawler.reports.sections import SectionSplit, paragraph_texts

_DAMAGE = re.compile(r"〔\d{5,}号|20\d{4,}日|(?<!\d)\d{3,4}日")
"""〔2021〕12号 → 〔202112号; 2022年1月26日 → 2022126日; 12月31日 → 1231日 (DESIGN.md, the guard)."""


def find_damage(split: SectionSplit, document: Document) -> tuple[Flag, ...]:
    """One swallowed_characters flag for each hit, at "section.N"; "section.0" is what stands before section 1.

    The document's title is looked at too, where it does not stand among the blocks.
    """
    texts = paragraph_texts(split.preamble)
    flags = list(_hits("section.0", texts, " (in the text before section 1)"))
    seen = set(texts)
    flags.extend(_hits("title", [title.text for title in document.titles[:1] if title.text not in seen], ""))
    for key, section in sorted(split.sections.items()):
        flags.extend(_hits(f"section.{key}", [section.heading, section.text], ""))
    return tuple(flags)


def _hits(where: str, texts: list[str] | tuple[str, ...], suffix: str) -> Iterator[Flag]:
    for text in texts:
        for match in _DAMAGE.finditer(text):
            note = f"characters beside these digits were swallowed{suffix}"
            yield Flag(where, "swallowed_characters", match[0], note)
