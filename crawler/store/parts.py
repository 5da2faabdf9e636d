"""A candidate as its reader gets it: which bytes are read together."""

from __future__ import annotations

from dataclasses import dataclass


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
