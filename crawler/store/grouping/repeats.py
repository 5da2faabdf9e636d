"""One page that was captured twice as it stood is one thing to identify. Pure.

A store that fetches a page again and gets the bytes that it holds keeps no further capture; two stores that are merged,
or two people who import one file, do. Identity must not depend on that: the first capture stands for the others.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from crawler.store.identity import CandidateFacts, Decision

Key = tuple[str, int]
"""(candidate, ordinal)"""


def without_repeats(members: Sequence[CandidateFacts]) -> tuple[list[CandidateFacts], dict[Key, Key]]:
    """The facts that identity is asked about, and for each one left out the one that stands for it.

    A capture repeats the one before it at its address when both have the same bytes; one that comes after other bytes
    is a page that was put back, and repeats nothing. A file has no address: equal bytes repeat it whenever they came.
    In the middle of a re-parse, when only one of two has been read anew, neither stands for the other: a copy elsewhere
    may be one version with the one alone.
    """
    kept: list[CandidateFacts] = []
    repeats: dict[Key, Key] = {}
    before: dict[tuple[object, ...], CandidateFacts] = {}
    for one in sorted(members, key=lambda facts: (facts.fetched_at, facts.key)):
        place = ("file", one.byte_identity, one.ordinal) if one.url is None else ("page", one.url, one.ordinal)
        last = before.get(place)
        if last is not None and _said(last) == _said(one):
            repeats[one.key] = last.key
        else:
            before[place] = one
            kept.append(one)
    return kept, repeats


def _said(one: CandidateFacts) -> tuple[str, str, bool]:
    return one.byte_identity, one.content, one.own_site


def with_repeats(decisions: Iterable[Decision], repeats: dict[Key, Key]) -> tuple[Decision, ...]:
    """The decisions, and for each repeat the one that its first capture got; sorted by candidate and ordinal."""
    decided = {(one.candidate, one.ordinal): one for one in decisions}
    decided.update((key, replace(decided[first], candidate=key[0], ordinal=key[1])) for key, first in repeats.items())
    return tuple(decided[key] for key in sorted(decided))
