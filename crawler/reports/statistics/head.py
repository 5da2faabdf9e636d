"""The head of a page that holds nothing but the 2014–2018 statistics: its title is no report's title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from crawler.documents.model import Document, Heading, Paragraph
from crawler.reports.head.read import Head
from crawler.reports.head.titles import LONGEST_TITLE, agency_of_title, year_of_title
from crawler.reports.sections.split import SectionSplit
from crawler.reports.words.normalise import fold_blanks
from crawler.reports.words.spacing import close_up

_TITLE = re.compile(r"(?:统计表|情况统计|统计报表|统计情况|情况表)")
_OPENED = re.compile(r"[（(][^（()）]*$")
_CLOSES = re.compile(r"[^（()）]*[)）]$")
_FILLED_IN_BY = re.compile(
    r"填(?:报|表)(?:单位|机关)(?:\((?:盖章|章|公章)\))?:?(?P<name>[^\s:;,()。]{4,40}?)(?:\(盖?章\))?$"
)


def head_of_statistics(head: Head, document: Document, split: SectionSplit) -> Head:
    """The head with what the table's own title says: the title where none is known, the body and the year.

    The body is the one that the title names, else that of 填报单位：…; what the page's head said of them is kept.
    """
    own = next((text for text in _with_brackets_closed(_first_lines(document, split)) if _is_title(text)), None)
    title = head.title if head.title is not None and _is_title(head.title) else own or head.title
    if title is None:
        return head
    year = year_of_title(title)
    named = agency_of_title(title) or _filled_in_by(document)
    return replace(
        head,
        title=title,
        agency=named if head.agency is None else head.agency,
        report_year=year if year is not None else head.report_year,
    )


def _is_title(text: str) -> bool:
    return len(text) <= LONGEST_TITLE and _TITLE.search(text) is not None


def _first_lines(document: Document, split: SectionSplit) -> Iterator[str]:
    yield from (close_up(title.text) for title in document.titles)
    for block in split.preamble:
        if isinstance(block, Heading | Paragraph):
            yield from (close_up(line) for line in block.text.split("\n"))
    for table in document.tables():
        for row in range(min(len(table.rows), 3)):
            yield from (close_up(cell.text) for cell in table.origins(row))


def _with_brackets_closed(lines: Iterable[str]) -> Iterator[str]:
    """The lines, one that is broken in a bracket joined with the line that closes it: …统计表（2015年 / 度）."""
    held = ""
    for line in lines:
        if held and len(held) + len(line) <= LONGEST_TITLE and _CLOSES.match(line) is not None:
            yield held + line
            held = ""
            continue
        if held:
            yield held
        held = line if _OPENED.search(line) is not None else ""
        if not held:
            yield line
    if held:
        yield held


def _filled_in_by(document: Document) -> str | None:
    """填报单位（盖章）：河北省教育厅, above the table or in its first rows."""
    lines = [block.text for block in document.blocks if isinstance(block, Heading | Paragraph)]
    lines += [
        cell.text
        for table in document.tables()
        for row in range(min(len(table.rows), 3))
        for cell in table.origins(row)
    ]
    for line in lines:
        found = _FILLED_IN_BY.search(fold_blanks(line))
        if found is not None:
            return found["name"]
    return None
