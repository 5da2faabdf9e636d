"""The paragraphs of a document as its author wrote them, for what is searched for in whole sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.documents.model import Document
from crawler.reports.sections.split import searched_texts
from crawler.reports.words.heading_numbers import read_numbering

_SENTENCE_ENDS = "。！？!?；;：:"
_SHORTEST_WRAPPED = 20
"""A line that is shorter than this was not broken for want of room."""
_MOST_LINES = 40
_OPENING = re.compile(r"[（(]")
_CLOSING = re.compile(r"[）)]")


def flowing_texts(document: Document) -> tuple[str, ...]:
    """The texts of headings and paragraphs; in plain text and PDF, where a printed line can be a paragraph of its own,
    lines that were broken inside a sentence are joined again without a blank."""
    texts = searched_texts(document.blocks)
    return texts if document.format == "html" else tuple(_joined(texts))


def _joined(texts: Sequence[str]) -> list[str]:
    found: list[str] = []
    lines: list[str] = []
    for text in texts:
        if lines and len(lines) < _MOST_LINES and _goes_on(lines, text):
            lines.append(text)
            continue
        if lines:
            found.append("".join(lines))
        lines = [text]
    if lines:
        found.append("".join(lines))
    return found


def _goes_on(lines: Sequence[str], following: str) -> bool:
    """Whether a line goes on below: its sentence has no end, or a bracket is open."""
    last = lines[-1]
    if len(last) < _SHORTEST_WRAPPED or read_numbering(following) is not None:
        return False
    if last[-1] not in _SENTENCE_ENDS:
        return True
    whole = "".join(lines)
    return last[-1] in "：:；;" and len(_OPENING.findall(whole)) > len(_CLOSING.findall(whole))
