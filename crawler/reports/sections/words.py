"""Whether a line of text is the heading of one of the six sections, and so no row of a table."""

from __future__ import annotations

from crawler.documents.model import Heading, Paragraph
from crawler.reports.sections.split import split_sections

_LONGEST_HEADING = 45
"""Characters; see `sections`."""


def is_section_heading(block: Heading | Paragraph) -> bool:
    """True for 三、收到和处理政府信息公开申请情况, false for 三、本年度办理结果: by the words, never by the number."""
    if not block.text or len(block.text) > _LONGEST_HEADING:
        return False
    return bool(split_sections([block]).sections)
