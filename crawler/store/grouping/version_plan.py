"""Where the rows of each version of a (body, year) group come from: a reading in hand, or stored rows. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from crawler.store.identity import CandidateFacts, same_version_sets, version_id


@dataclass(frozen=True, slots=True)
class StoredVersion:
    id: str
    byte_identity: str
    content: str
    ordinal: int


@dataclass(frozen=True, slots=True)
class PlannedVersion:
    """One version as it is to be. Exactly one of `fresh` and `row` is set, unless nothing is at hand for it."""

    id: str
    byte_identity: str
    members: tuple[CandidateFacts, ...]
    fresh: CandidateFacts | None
    """The candidate in hand whose reading is written."""
    row: str | None
    """The stored version whose rows are kept (the same id) or moved here (another)."""
    read_again: bool
    """The rows are another candidate's with the same content; the holder's own reading is to be made again."""

    @property
    def lacking(self) -> bool:
        return self.fresh is None and self.row is None


def plan_versions(
    members: Sequence[CandidateFacts], stored: Iterable[StoredVersion], fresh: Collection[tuple[str, int]]
) -> list[PlannedVersion]:
    """One plan for each version of the group, sorted by id. `fresh`: the (candidate, ordinal) of the readings in hand.

    A version's rows are those of its holder, the candidate with the smallest byte identity. Where the holder is not in
    hand and its rows are gone, another member's reading stands in, and the holder is to be read again.
    """
    rows = {row.id: row for row in stored}
    ids: dict[str, tuple[CandidateFacts, ...]] = {}
    for places in same_version_sets(members):
        ones = tuple(members[place] for place in places)
        ids[version_id(ones[0].group, ones[0].ordinal, min(one.byte_identity for one in ones))] = ones
    in_hand = {name: _in_hand(ones, fresh, rows.get(name)) for name, ones in ids.items()}
    kept = {name for name in ids if name in rows and in_hand[name] is None}
    free = {name: row for name, row in rows.items() if name not in kept}
    plans = []
    for name in sorted(ids):
        ones = ids[name]
        chosen, row = in_hand[name], (name if name in kept else None)
        # Rows of another content were written by a holder that has left.
        read_again = row is not None and rows[name].content != _same_bytes(ones)[0].content
        if chosen is None and row is None:
            read_again = True
            found = _row_of(ones, free)
            if found is not None:
                row = found
                del free[found]
            else:
                chosen = min((one for one in ones if one.key in fresh), key=lambda one: one.key, default=None)
        plans.append(
            PlannedVersion(
                id=name,
                byte_identity=min(one.byte_identity for one in ones),
                members=ones,
                fresh=chosen,
                row=row,
                read_again=read_again,
            )
        )
    return plans


def holders(plan: PlannedVersion) -> list[CandidateFacts]:
    return [one for one in plan.members if one.byte_identity == plan.byte_identity]


def _in_hand(
    ones: Sequence[CandidateFacts], fresh: Collection[tuple[str, int]], stored: StoredVersion | None
) -> CandidateFacts | None:
    """The holder whose reading is written; None: none is at hand, or the rows are already those of the right one.

    The same bytes may be held twice (two columns that list one page), with other flags of the registry: then the first
    of them by its address is the one, whichever was read or fetched last.
    """
    same = _same_bytes(ones)
    if same[0].key not in fresh and stored is not None and stored.content == same[0].content:
        return None
    return next((one for one in same if one.key in fresh), None)


def _same_bytes(ones: Sequence[CandidateFacts]) -> list[CandidateFacts]:
    """Those with the smallest byte identity; the first of them is the holder."""
    smallest = min(one.byte_identity for one in ones)
    return sorted((one for one in ones if one.byte_identity == smallest), key=lambda one: one.place)


def _row_of(ones: Sequence[CandidateFacts], free: Mapping[str, StoredVersion]) -> str | None:
    contents = {one.content for one in ones}
    return next((name for name in sorted(free) if free[name].content in contents), None)
