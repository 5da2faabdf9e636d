"""What is decided, and about what."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.items import Decision
from spiders.lists.rows import Row


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a list, and where it stands."""

    row: Row
    list_url: str
    """The first page of the list that shows it."""
    branch: tuple[str, ...] = ()
    """The titles of the branches that lead to that list, outermost first; () = the source's own."""


@dataclass(frozen=True, slots=True)
class Decided:
    decision: Decision
    reason: str
    """One line."""
    twin_of: str | None = None
    """The address of the line that this one is another form of; only of a twin or an interpretation."""
