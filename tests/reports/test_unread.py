"""Pages of a PDF that are pictures: what may stand on them is said where it is missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from crawler.documents.model import Document, Paragraph
from crawler.reports.model import Flag
from crawler.reports.read import read_as_report
from crawler.reports.tables.read import read_tables
from crawler.reports.unread import flag_unread_pages

ALL = {"proactive": {}, "applications": {}, "review": {}}


@pytest.mark.parametrize(
    ("found", "pages", "expected"),
    [
        ({}, (), []),
        ({}, (3,), [(name, "page 3 is a picture and was not read") for name in ALL]),
        (ALL | {"review": None}, (3, 4), [("review", "pages 3, 4 are pictures and were not read")]),
        (ALL, (2,), [("section.0", "page 2 is a picture and was not read")]),
        ({"statistics": {}}, (2,), [("section.0", "page 2 is a picture and was not read")]),
    ],
)
def test_the_tables_that_may_stand_there_are_flagged(found, pages, expected) -> None:
    document = Document("pdf", "pdf", (), unread_pages=pages)
    flags = flag_unread_pages(document, replace(read_tables(()), **found))
    assert flags == tuple(Flag(where, "ocr", "", note) for where, note in expected)


def test_a_reading_carries_them() -> None:
    document = Document("pdf", "pdf", (Paragraph("一、总体情况", page=1),), pages=2, unread_pages=(2,))
    report, _, _ = read_as_report(document)
    assert [flag.where for flag in report.flags if flag.kind == "ocr"] == list(ALL)
