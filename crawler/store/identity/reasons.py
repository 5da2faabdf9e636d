"""Decisions in words, with what was measured. A reason names addresses, never a capture: captures have times."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from crawler.store.identity.facts import CandidateFacts, Rule
from crawler.store.identity.joins import Join
from crawler.store.identity.likeness import Likeness
from crawler.store.identity.prose_evidence import SHORTEST

RULES: tuple[Rule, ...] = ("override", "index_number", "address", "content", "numbers", "prose", "alone")
"""The first of these that joins a candidate is the one that is stated."""


_WORDS: dict[Rule, str] = {
    "override": "as stated in data/overrides.csv",
    "index_number": "the same 索引号 {index_number} within its publisher",
    "address": "the same address",
    "content": "the same content or bytes",
    "numbers": "confirmed by its tables",
    "prose": "confirmed by its prose",
    "alone": "nothing of this body, year and kind is to be joined with it",
}


def told_of_rule(rule: Rule, one: CandidateFacts) -> str:
    return _WORDS[rule].format(index_number=one.index_number)


def told_of_likeness(measured: Likeness) -> str:
    """What was measured of two, whether they were joined or not."""
    tables, prose = measured.tables, measured.prose
    words = [
        f"{_numbers(tables.equal)} in the tables, {tables.differing} {'differs' if tables.differing == 1 else 'differ'}"
    ]
    if prose.long_enough:
        figures = f"{prose.figures_differing} figure{'' if prose.figures_differing == 1 else 's'}"
        words.append(
            f"prose: {prose.bits} of 64 bits apart, {_percent(prose.contained)} of the words' pairs contained, "
            f"{figures} other"
        )
    else:
        words.append(f"prose too short to say anything (less than {SHORTEST} pairs of letters in one of them)")
    if measured.same_office is False:
        words.append("another office's name is printed")
    return "; ".join(words)


def measured_at(joins: Iterable[Join]) -> dict[int, list[tuple[Likeness, int]]]:
    """Place → what was measured of it and another place in the joins, and that place. Made once for a group."""
    found: dict[int, list[tuple[Likeness, int]]] = {}
    for join in joins:
        if join.likeness is not None:
            for here, other in ((join.left, join.right), (join.right, join.left)):
                found.setdefault(here, []).append((join.likeness, other))
    return found


def told_of_joins(
    place: int,
    version: Iterable[int],
    joined: Mapping[int, Sequence[tuple[Likeness, int]]],
    members: Sequence[CandidateFacts],
) -> str | None:
    """The strongest likeness that joins this candidate's version with another one, and with which.

    `joined`: `measured_at` of the group's joins.
    """
    inside = set(version)
    measured = [(one, other) for here in inside for one, other in joined.get(here, ()) if other not in inside]
    if not measured:
        return None
    best, other = min(
        measured,
        key=lambda pair: (
            -pair[0].tables.equal,
            pair[0].tables.differing,
            pair[0].prose.bits,
            members[pair[1]].url or "",
            members[pair[1]].byte_identity,
        ),
    )
    url = members[other].url
    where = "a file" if url is None else "another state of this address" if url == members[place].url else url
    return f"as {where}: {told_of_likeness(best)}"


def _numbers(count: int) -> str:
    return f"{count} equal number{'' if count == 1 else 's'}"


def _percent(share: float) -> str:
    """Rounded down: 99.97 % is not all."""
    return f"{int(share * 1000) / 10:g} %"
