"""Whether a line of text is the heading of one of the six sections, and so no row of a table."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from crawler.documents.model import Heading, Paragraph
from crawler.reports.sections.split import split_sections
from crawler.reports.sections.titles import has_topic
from crawler.reports.words.simplify import simplified_prose

_LONGEST_HEADING = 45
"""Characters; see `sections`."""
_MARKDOWN = str.maketrans("", "", "#*")


def is_section_heading(block: Heading | Paragraph) -> bool:
    """True for 三、收到和处理政府信息公开申请情况, false for 三、本年度办理结果: by the words, never by the number."""
    if not block.text or len(block.text) > _LONGEST_HEADING:
        return False
    return _is_heading(block.text, block.level if isinstance(block, Heading) else 0)


@lru_cache(maxsize=4096)
def _is_heading(text: str, level: int) -> bool:
    """Kept by the text: a line is asked by several readers, and most reports have the same headings. A line without a
    word of any title is refused before it is taken for a document of one block."""
    words = "".join(unicodedata.normalize("NFC", text).translate(_MARKDOWN).split())
    if not has_topic(simplified_prose(words)):
        return False
    return bool(split_sections([Heading(text, level) if level else Paragraph(text)]).sections)
