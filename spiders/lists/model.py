"""What a reader of lists is given and gives: one request for a part of a list, its answer, and what that shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crawler.sources import Source
from spiders.lists.rows import Row


@dataclass(frozen=True, slots=True)
class Ask:
    """A request for a part of a list. Two that are equal are asked once."""

    url: str
    """Absolute."""
    form: tuple[tuple[str, str], ...] | None = None
    """Names and values of a POST, in this order, sent urlencoded; None = GET."""


@dataclass(frozen=True, slots=True)
class Answer:
    url: str
    """Where the answer came from, after redirects."""
    text: str
    """The body by its own encoding (HTML, JSON, XML or whatever the kind gets)."""


@dataclass(frozen=True, slots=True)
class ListPage:
    """What one answer shows of a list."""

    rows: tuple[Row, ...] = ()
    """In the order of the list, each address once."""
    following: tuple[Ask, ...] = ()
    """The requests for what comes after this page, nearest first; () = this is the last one by its own word.

    The walk asks the first that it has not asked before. A reader that knows how many pages there are gives all.
    """
    said: int | None = None
    """Entries of the whole list by its own word; None = it does not say."""
    said_pages: int | None = None
    """Pages of the whole list by its own word, entrances not counted."""
    entrance: bool = False
    """True: this page shows no rows by its nature, it only says where the list is (the column page before an API)."""
    unfollowed: str = ""
    """What on the page says that the list goes on where `following` has no request for it: a pager that only a script
    knows. "" = nothing does."""
    overlapping: bool = False
    """True: this kind's windows share rows by design, so rows seen before are no repetition, and the pages' sizes in
    new rows differ (Hanweb's dataproxy, SITES.md, 1)."""


class ListError(ValueError):
    """An answer is not what this kind of list gives: one line, what was expected and what stood there."""


ListReader = Callable[[Source, Ask, Answer], ListPage]
"""(registry row, what was asked, what came) → what it shows. The first Ask of a source is GET of its `list_url`.

Pure. Raises ListError.
"""
