"""What is scored: a document's bytes and the answer that a careful person reads from them.

This module imports nothing of the reader, so that generators of documents can use it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Origin = Literal["shared", "generated", "golden"]


@dataclass(frozen=True, slots=True)
class ExpectedFlag:
    """A flag that the reading must carry: its kind, and the `where` that it must lie at, below or above."""

    kind: str
    where: str


@dataclass(frozen=True, slots=True)
class Case:
    """One document with its answer."""

    name: str
    """Unique, and fit to be a file name."""
    origin: Origin
    data: bytes
    file_name: str
    """As the reader is given it: its suffix may matter (.html, .txt, .md, .pdf)."""
    media_type: str | None
    answer: Mapping[str, Any]
    """A report in the shape of docs/contract.md, as far as it is known: a key that is absent is not scored. Sections
    may give their heading alone ({"1": {"heading": …}}). Numbers are what the document states after all damage was
    done to it: None = a blank, or a value that nobody could place (see `unknowable`)."""
    facets: Mapping[str, str] = field(default_factory=dict)
    """form, format, layout, damage: the axes of pairwise coverage."""
    traps: tuple[str, ...] = ()
    """Names of the traps of FORMATS.md §7 that this document holds."""
    unknowable: frozenset[str] = frozenset()
    """`where`s (cells, or a row or table as prefix) whose printed values cannot be known from the document. Right is:
    None, and covered by a flag or a failed check."""
    expected_flags: tuple[ExpectedFlag, ...] = ()
    document_class: str = "report"
