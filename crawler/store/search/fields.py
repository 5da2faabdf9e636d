"""What is searched of a report: what its current version says, field by field.

The names that the registry gives to a body are no part of it: they change without the report (and are asked for with
`--body`); what the report prints for itself, its agency and title, is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from crawler.store.search.query import Term
from crawler.store.search.tokens import comparison_form, may_hold


@dataclass(frozen=True, slots=True)
class Field:
    where: str
    """In the words of the contract: title, agency, index_number, section.N."""
    heading: str
    """Of a section's text, the section's heading; else ""."""
    text: str


def each_field(browse: Database, version: str) -> Iterator[Field]:
    """The fields that hold something, in the report's order, each read when it is asked for; none of no version."""
    head = browse.execute("SELECT title, agency, index_number FROM versions WHERE id = ?", [version]).fetchone()
    for where, text in zip(("title", "agency", "index_number"), head or (), strict=False):
        if text:
            yield Field(where, "", text)
    sections = browse.execute("SELECT number, heading, text FROM sections WHERE version = ? ORDER BY number", [version])
    for number, heading, text in sections:
        if heading:
            yield Field(f"section.{number}", "", heading)
        if text:
            yield Field(f"section.{number}", heading, text)


def fields_of_version(browse: Database, version: str) -> list[Field]:
    return list(each_field(browse, version))


def fields_of_group(browse: Database, body: str, report_year: int) -> dict[str, list[Field]]:
    """Report → its fields, of all reports of a body and year."""
    rows = browse.execute(
        "SELECT id, current_version FROM reports WHERE body = ? AND report_year = ? ORDER BY number",
        [body, report_year],
    ).fetchall()
    return {report: fields_of_version(browse, version) for report, version in rows}


def holds(texts: Iterable[str], terms: Sequence[Term]) -> bool:
    """Whether every term stands in one of these texts: the plain scan that decides where nothing else can."""
    read: list[str] = []
    missing = tuple(terms)
    for text in texts:
        # Looking into a text as it is printed costs a thirtieth of folding it, and most words are printed as typed.
        missing = tuple(term for term in missing if not any(printed in text for printed in term.printed))
        if not missing:
            return True
        read.append(text)
    return all(_holds_otherwise(read, term) for term in missing)


def _holds_otherwise(texts: Sequence[str], term: Term) -> bool:
    """Whether a text holds the term in another form than `printed`: with line breaks inside, in full width …"""
    possible = [text for text in texts if may_hold(text, term.writings)]
    return any(writing in form for form in map(comparison_form, possible) for writing in term.writings)
