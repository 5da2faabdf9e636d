"""A candidate as its reader gets it: which bytes are read together."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlite_utils import Database

from crawler.items import Decision


@dataclass(frozen=True, slots=True)
class PartReference:
    """One document of a candidate: the key of its bytes, its name and the media type that its server stated."""

    sha256: str
    name: str
    media_type: str | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is read as one: the page (or file) first, then its fetched attachments in page order."""

    id: str
    source_id: str | None
    url: str | None
    name: str
    parts: tuple[PartReference, ...]
    entry_title: str | None
    """The line of the source's list that led here."""
    entry_date: str | None
    entry_decision: Decision | None
    """What was decided about that line; None for a file, and for a page whose line is not known (yet)."""


def as_listed_now(browse: Database, candidate: Candidate) -> Candidate:
    """The candidate with its line as the store knows it by now; as it is where the store knows none.

    A candidate waits for its reading while the walk goes on: its line may have been kept, or changed, since then.
    """
    row = browse.execute(
        "SELECT title, date, decision FROM entries WHERE source = ? AND url = ?", [candidate.source_id, candidate.url]
    ).fetchone()
    if row is None:
        return candidate
    title, day, decision = row
    return replace(candidate, entry_title=title, entry_date=day, entry_decision=decision)
