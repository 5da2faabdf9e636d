"""Where the words of a report stood that are not in its tables: for `nianbao parse FILE --explain WHERE`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from crawler.documents.model import Document, Heading, Paragraph, Place
from crawler.reports.model import Report, ValuePlace

_CONTACT = ("unit", "address", "postcode", "phone", "fax", "email")


def prose_places(document: Document, report: Report) -> Iterator[ValuePlace]:
    """The places of title, agency, year, 索引号, head labels, period, contact and section headings.

    Words are looked for in the blocks first, blanks left out (a title may be broken over lines), then in the head of
    the page. A value that is put together from several places (a year from a date) has the first that prints it; a
    section's heading has the last block that begins with it, for a table of contents stands before the sections.
    """
    blocks = [block for block in document.blocks if isinstance(block, Heading | Paragraph)]
    texts = [_dense(block.text) for block in blocks]
    ends = list(accumulate(map(len, texts)))
    whole = "".join(texts)
    numbers = {id(block): number for number, block in enumerate(document.blocks, start=1)}

    def place_of(where: str, words: str) -> Place | None:
        asked = _dense(words)
        index = _begins(texts, asked) if where.startswith("section.") else None
        if index is None:
            found = whole.find(asked)
            if found < 0:
                return _in_head(document, asked)
            index = bisect_right(ends, found)
        block = blocks[index]
        return Place(block=numbers[id(block)], page=block.page, line=block.line)

    for where, words in _printed(report):
        place = place_of(where, words)
        if place is not None:
            yield ValuePlace(where, words, place)
    seen: set[str] = set()
    for number, label in enumerate(document.labels, start=1):
        if label.name in report.metadata and label.name not in seen:
            seen.add(label.name)
            place = Place(head=f"label {number}", line=label.line)
            yield ValuePlace(f"metadata.{label.name}", label.value, place)
            if report.index_number is not None and label.value == report.index_number:
                yield ValuePlace("index_number", label.value, place)


def _begins(texts: list[str], asked: str) -> int | None:
    """The last text that begins with the words."""
    return next(
        (index for index in range(len(texts) - 1, -1, -1) if texts[index].startswith(asked)),
        None,
    )


def _printed(report: Report) -> Iterator[tuple[str, str]]:
    if report.title:
        yield "title", report.title
    if report.agency:
        yield "agency", report.agency
    if report.report_year is not None:
        yield "report_year", str(report.report_year)
    if report.period is not None:
        yield "period", report.period.raw
    for name in _CONTACT:
        value = getattr(report.contact, name)
        if value:
            yield f"contact.{name}", value
    for number, section in report.sections.items():
        yield f"section.{number}", section.heading


def _in_head(document: Document, asked: str) -> Place | None:
    for title in document.titles:
        if asked in _dense(title.text):
            return Place(head=title.origin)
    for number, label in enumerate(document.labels, start=1):
        if asked in _dense(label.value):
            return Place(head=f"label {number}", line=label.line)
    return None


def _dense(text: str) -> str:
    return "".join(text.split())
