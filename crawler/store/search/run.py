"""A search: how many reports hold the words, and the first of them with passages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlite_utils import Database

from crawler.store.search.matching import Holder, Match, Matching
from crawler.store.search.passages import Passage, passages
from crawler.store.search.rates import rate
from crawler.store.search.selection import SearchSelection

RANKED = 2000
"""So many of the newest matches are ranked: ranking reads the whole text of each."""


@dataclass(frozen=True, slots=True)
class Hit:
    match: Match
    passages: tuple[Passage, ...]
    rate: float | None
    """With `rank`: occurrences of the words a 1,000 characters, blanks not counted."""


@dataclass(frozen=True, slots=True)
class Found:
    hits: tuple[Hit, ...]
    """The first ones: newest first, or with `rank` by their rate."""
    total: int
    """All reports that hold the words, exactly."""
    ranked: int | None
    """With `rank`: how many of them were ranked, the newest; the others are not among the hits."""


def search(
    browse: Database,
    words: str,
    *,
    selection: SearchSelection | None = None,
    rank: bool = False,
    limit: int = 20,
) -> Found:
    """The reports whose current version holds all of the words (`parse_query` says what a word is).

    Raises StoreError for words that hold nothing to search for, a body or division that the store does not have, and an
    index that is missing or not of today's tokens.
    """
    with _standing_still(browse):
        matching = Matching(browse, words, selection or SearchSelection())
        return _ranked(matching, limit) if rank else _newest(matching, limit)


@contextmanager
def _standing_still(browse: Database) -> Iterator[None]:
    """What a crawl writes meanwhile is not looked at: a report that was found is still there when it is shown."""
    if browse.conn.in_transaction:
        yield
        return
    browse.execute("BEGIN")
    try:
        yield
    finally:
        browse.execute("ROLLBACK")


def _newest(matching: Matching, limit: int) -> Found:
    first, total = matching.first_and_total(limit)
    return Found(tuple(_hit(matching, one) for one in first), total, ranked=None)


def _ranked(matching: Matching, limit: int) -> Found:
    newest, total = matching.first_and_total(RANKED)
    rates = [_rate(matching, one) for one in newest]
    # A stable sort: reports of one rate stay newest first.
    order = sorted(range(len(newest)), key=lambda place: -rates[place])[:limit]
    return Found(
        tuple(_hit(matching, newest[at], rates[at]) for at in order),
        total,
        ranked=len(newest),
    )


def count_hits(browse: Database, words: str, *, selection: SearchSelection | None = None) -> int:
    """How many reports hold the words. Raises StoreError as `search` does."""
    return Matching(browse, words, selection or SearchSelection()).count()


def _hit(matching: Matching, holder: Holder, found_at: float | None = None) -> Hit:
    shown = passages(matching.fields(holder.version), matching.query)
    return Hit(matching.match(holder), tuple(shown), found_at)


def _rate(matching: Matching, holder: Holder) -> float:
    return rate([field.text for field in matching.fields(holder.version)], matching.query, holder.otherwise)
