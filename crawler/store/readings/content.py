"""What makes two captures the same content, and what makes them the same bytes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping

from crawler.reports.model import APPLICANTS, Number, Reading, Report
from crawler.store.readings.number_columns import ColumnNumber, to_column
from crawler.store.readings.volatile import stable_metadata, stable_text, stable_words

CONTENT_VERSION = "2"
"""Changed with every change of what counts as content. Facts of another one's are never equal to today's, and their
candidates are stale together with those of an older parser: PARSER_VERSION is changed with it. 1 = all that was read;
2 = without counters, clocks and buttons (crawler.store.readings.volatile)."""


def byte_identity(page_sha256: str, attachments_sha256: Iterable[str]) -> str:
    """SHA-256 over the page's and its attachments' own; the order of the attachments does not count."""
    return hashlib.sha256("\n".join([page_sha256, *sorted(attachments_sha256)]).encode()).hexdigest()


def content_fingerprint(reading: Reading, ordinal: int, attachments_sha256: Iterable[str]) -> str:
    """SHA-256 over what a report says: class, title, head, sections, tables and its attachments' bytes.

    It holds under one parser version and one CONTENT_VERSION only, whose names are therefore in it. What a page prints
    of the visit (a counter, today's date) is in none of it; every number of a table is.
    """
    report = reading.reports[ordinal]
    content = {
        "content_version": CONTENT_VERSION,
        "parser_version": reading.parser_version,
        "class": reading.document_class,
        "ordinal": ordinal,
        "title": stable_words(report.title),
        "metadata": stable_metadata(report.metadata),
        "sections": {
            number: [stable_words(section.heading), stable_text(section.text)]
            for number, section in report.sections.items()
        },
        "tables": [
            _numbers(report.proactive),
            None
            if report.applications is None
            else {row: [to_column(value) for value in values] for row, values in report.applications.items()},
            _numbers(report.review),
            None
            if report.statistics is None
            else {indicator: to_column(value) for indicator, value in report.statistics.items()},
            report.forms.proactive,
            report.forms.applications,
            report.forms.review,
            report.forms.statistics,
        ],
        "attachments": sorted(attachments_sha256),
    }
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def printed_numbers(report: Report) -> Iterator[tuple[str, Number]]:
    """(where, value) of every number that the report's tables print."""
    for table, rows in (("proactive", report.proactive), ("review", report.review)):
        for row, cells in (rows or {}).items():
            for column, value in cells.items():
                if value is not None:
                    yield f"{table}.{row}.{column}", value
    for row, values in (report.applications or {}).items():
        for applicant, value in zip(APPLICANTS, values, strict=True):
            if value is not None:
                yield f"applications.{row}.{applicant}", value
    for indicator, value in (report.statistics or {}).items():
        if value is not None:
            yield f"statistics.{indicator}", value


def prose(report: Report) -> str:
    """The sections' texts, in the order of their numbers."""
    return "\n".join(report.sections[number].text for number in sorted(report.sections))


def _numbers(rows: Mapping[str, Mapping[str, Number | None]] | None) -> dict[str, dict[str, ColumnNumber]] | None:
    if rows is None:
        return None
    return {row: {column: to_column(value) for column, value in cells.items()} for row, cells in rows.items()}
