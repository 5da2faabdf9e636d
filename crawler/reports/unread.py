"""What a PDF could not give: pages that are pictures among pages of text."""

from __future__ import annotations

from crawler.documents.model import Document
from crawler.reports.model import Flag
from crawler.reports.tables.read import StandardTables

_STANDARD = ("proactive", "applications", "review")


def flag_unread_pages(document: Document, tables: StandardTables) -> tuple[Flag, ...]:
    """A flag `ocr` at each standard table that is missing, for it may stand on those pages; at the text before the
    first section (`section.0`) where none is, for something does. A report on the form of 2014–2018 prints none of
    them."""
    if not document.unread_pages:
        return ()
    found = tables.names()
    missing = [name for name in _STANDARD if name not in found and "statistics" not in found]
    pages = ", ".join(map(str, document.unread_pages))
    one = len(document.unread_pages) == 1
    note = f"page {pages} is a picture and was not read" if one else f"pages {pages} are pictures and were not read"
    return tuple(Flag(where, "ocr", "", note) for where in missing or ["section.0"])
