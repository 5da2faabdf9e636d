"""Where the words of a report stood that are not in its tables: for `nianbao parse FILE --explain WHERE`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from crawler.documents.model import Document, Heading, Paragraph, Place
from crawler.reports.model import Report, ValuePlace


def prose_places(document: Document, report: Report) -> Iterator[ValuePlace]:
    """The places of title, agency, year, 索引号, head labels, period, contact and section headings.

    Words are looked for in the blocks first, blanks left out (a title may be broken over two lines), then in the head
    of the page. A value that is put together from several places (a year from a date) has the first that prints it.
    """
    blocks = _blocks(document)
    head = _head(document)

    def place_of(words: str) -> Place | None:
        asked = _dense(words)
        for number, (text, place) in enumerate(blocks):
            following = blocks[number + 1][0] if number + 1 < len(blocks) else ""
            # A match that lies in the following block alone is that block's.
            if asked in text or (asked in text + following and asked not in following):
                return place
        return next((place for text, place in head if asked in text), None)

    for where, words in _printed(report):
        found = place_of(words)
        if found is not None:
            yield ValuePlace(where, words, found)
    seen: set[str] = set()
    for number, label in enumerate(document.labels, start=1):
        place = Place(head=f"label {number}")
        if label.name in report.metadata and label.name not in seen:
            seen.add(label.name)
            yield ValuePlace(f"metadata.{label.name}", label.value, place)
            if report.index_number is not None and label.value == report.index_number:
                yield ValuePlace("index_number", label.value, place)


def _printed(report: Report) -> Iterator[tuple[str, str]]:
    if report.title:
        yield "title", report.title
    if report.agency:
        yield "agency", report.agency
    if report.report_year is not None:
        yield "report_year", str(report.report_year)
    if report.period is not None:
        yield "period", report.period.raw
    for name, value in asdict(report.contact).items():
        if value:
            yield f"contact.{name}", value
    for number, section in sorted(report.sections.items()):
        yield f"section.{number}", section.heading


def _blocks(document: Document) -> list[tuple[str, Place]]:
    return [
        (_dense(block.text), Place(block=number, page=block.page, line=block.line))
        for number, block in enumerate(document.blocks, start=1)
        if isinstance(block, Heading | Paragraph)
    ]


def _head(document: Document) -> list[tuple[str, Place]]:
    titles = [(_dense(title.text), Place(head=title.origin)) for title in document.titles]
    labels = [(_dense(label.value), Place(head=f"label {number}")) for number, label in enumerate(document.labels, 1)]
    return titles + labels


def _dense(text: str) -> str:
    return "".join(text.split())
