"""Which candidates of a group are one report: the joins that the rules make, weighed against what is stated."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from crawler.store.identity.facts import CandidateFacts, Rule, StatedPairs
from crawler.store.identity.likeness import Comparisons, Likeness

_STRENGTH: tuple[Rule, ...] = ("content", "override", "address", "index_number", "numbers", "prose")
"""Which join is made first, where not all can be made because two candidates are stated to be apart."""


@dataclass(frozen=True, slots=True)
class Join:
    """A reason to take two candidates (their places in the group) for one report."""

    left: int
    right: int
    rule: Rule
    likeness: Likeness | None = None
    """What was measured; None where the rule asks for nothing to be measured."""


@dataclass(frozen=True, slots=True)
class Joined:
    clusters: tuple[tuple[int, ...], ...]
    """The places of the candidates of each report."""
    joins: tuple[Join, ...]
    """The joins that hold: both ends are in one cluster."""
    contradicted: frozenset[int]
    """Places that share a 索引号 with a candidate of the same report that says something else."""
    compared: Comparisons
    """What was measured, by the places of the candidates that stand for the versions."""
    stated: frozenset[int]
    """Places that a statement about two candidates of this group names."""
    ambiguous: frozenset[int]
    """Places that are like two reports which are not one, and so were joined with neither."""
    apart_but_equal: frozenset[int]
    """Places stated to be apart from one with the same content: a version is in one report only."""


class DisjointSets:
    """Disjoint sets of places, and which of them must stay apart."""

    def __init__(self, size: int, apart: Iterable[tuple[int, int]] = ()) -> None:
        self._parent = list(range(size))
        self._apart: dict[int, set[int]] = defaultdict(set)
        self.keep_apart(apart)

    def keep_apart(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Of two places that are in one set already, this says nothing."""
        for left, right in pairs:
            first, second = self.root(left), self.root(right)
            if first != second:
                self._apart[first].add(second)
                self._apart[second].add(first)

    def __len__(self) -> int:
        return len(self._parent)

    def root(self, place: int) -> int:
        while self._parent[place] != place:
            self._parent[place] = self._parent[self._parent[place]]
            place = self._parent[place]
        return place

    def join(self, left: int, right: int) -> bool:
        """Whether both are in one set now; they are not if that would bring together what is stated to be apart."""
        first, second = sorted((self.root(left), self.root(right)))
        if first == second:
            return True
        if any(self.root(one) == first for one in self._apart.get(second, ())):
            return False
        self._parent[second] = first
        if second in self._apart:
            self._apart[first] |= self._apart.pop(second)
        return True

    def sets(self) -> list[list[int]]:
        members: dict[int, list[int]] = {}
        for place in range(len(self._parent)):
            members.setdefault(self.root(place), []).append(place)
        return list(members.values())


def same_version_sets(members: Sequence[CandidateFacts]) -> list[list[int]]:
    """The places of those candidates of a group that are one version: equal content, or equal bytes.

    Equal bytes have equal content under one parser version; in the middle of a re-parse, when only one of two copies
    has been read again, they are still one version.
    """
    sets = DisjointSets(len(members))
    first_of: dict[tuple[str, str, int], int] = {}
    for place, one in enumerate(members):
        for key in (("content", one.content, one.ordinal), ("bytes", one.byte_identity, one.ordinal)):
            sets.join(place, first_of.setdefault(key, place))
    return sets.sets()


def join_members(members: Sequence[CandidateFacts], versions: Sequence[Sequence[int]], stated: StatedPairs) -> Joined:
    """The reports of a group.

    What is certain comes first (content, statements, addresses, numbers), in chains. `stated.apart` cuts chains: joins
    are made from the strongest rule to the weakest (`_STRENGTH`, then by bytes and address, never by order of arrival),
    and one that would bring together two that are stated to be apart, directly or through others, is left out. So a
    third that belongs to both goes to the one with the stronger join, and a statement to be the same gives way to one
    to be apart. One content is one version, which no statement can cut: such a pair is `apart_but_equal`.

    Likeness comes second, and is no chain: tables without prose can be like two reports whose proses differ. What is
    like two that oppose each other is joined with neither, and no join brings two together that do.
    """
    version_of = {place: version[0] for version in versions for place in version}
    same, apart = (_places_of(members, pairs) for pairs in (stated.same, stated.apart))
    effective = {(left, right) for left, right in apart if version_of[left] != version_of[right]}
    # One version needs no comparison, and most groups have one.
    compared = Comparisons({version[0]: members[version[0]] for version in versions} if len(versions) > 1 else {})
    certain = [
        *(Join(left, right, "content") for version in versions for left, right in combinations(version, 2)),
        *(Join(left, right, "override") for left, right in same),
        *_joins_by_key(members),
    ]
    sets = DisjointSets(len(members), effective)
    _make(certain, sets, members)
    alike = _Alike(_joins_by_likeness(compared), sets, compared)
    sets.keep_apart(alike.opposed)
    likely = [one for one in alike.joins if not alike.ambiguous & {sets.root(one.left), sets.root(one.right)}]
    ambiguous = frozenset(place for place in range(len(members)) if sets.root(place) in alike.ambiguous)
    _make(likely, sets, members)
    holding = tuple(one for one in (*certain, *likely) if sets.root(one.left) == sets.root(one.right))
    named = {place for pair in (*same, *apart) for place in pair}
    equal = {place for pair in set(apart) - effective for place in pair}
    return Joined(
        clusters=tuple(map(tuple, sets.sets())),
        joins=holding,
        contradicted=_contradicted(holding, version_of, compared),
        compared=compared,
        stated=frozenset(named),
        ambiguous=ambiguous,
        apart_but_equal=frozenset(equal),
    )


def _make(joins: Iterable[Join], sets: DisjointSets, members: Sequence[CandidateFacts]) -> None:
    for join in sorted(joins, key=lambda one: _order(one, members)):
        sets.join(join.left, join.right)


class _Alike:
    """Likeness between the sets that are certain: who is like whom, who opposes whom, and who is like both of two."""

    def __init__(self, joins: Sequence[Join], sets: DisjointSets, compared: Comparisons) -> None:
        self.joins = joins
        self._compared = compared
        self.opposed: set[tuple[int, int]] = set()
        self.ambiguous: set[int] = set()
        """Roots of the sets."""
        self._versions: dict[int, list[int]] = defaultdict(list)
        for place in compared.contents:
            self._versions[sets.root(place)].append(place)
        near: dict[int, set[int]] = defaultdict(set)
        components = DisjointSets(len(sets))
        for join in joins:
            left, right = sets.root(join.left), sets.root(join.right)
            if left != right:
                near[left].add(right)
                near[right].add(left)
                components.join(left, right)
        for component in components.sets():
            for left, right in combinations(component, 2):
                if right not in near[left] and self._oppose(left, right):
                    self.opposed.add((left, right))
                    self.ambiguous |= near[left] & near[right]

    def _oppose(self, left: int, right: int) -> bool:
        """No version of one is like one of the other (the caller knows), and some say different things."""
        pairs = product(self._versions[left], self._versions[right])
        return any(found.opposes for pair in pairs if (found := self._compared.between(*pair)) is not None)


def _places_of(members: Sequence[CandidateFacts], pairs: Iterable[tuple[str, str]]) -> list[tuple[int, int]]:
    """The pairs of which both candidates are in this group, as places.

    A candidate that holds several reports of one body and year is meant by the report of the same ordinal.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(members):
        places[one.candidate].append(place)
    found = set()
    for first, second in pairs:
        lefts, rights = places.get(first, []), places.get(second, [])
        only = len(lefts) == len(rights) == 1
        for left in lefts:
            for right in rights:
                if left != right and (only or members[left].ordinal == members[right].ordinal):
                    found.add((min(left, right), max(left, right)))
    return sorted(found)


def _joins_by_key(members: Sequence[CandidateFacts]) -> list[Join]:
    by_key: dict[tuple[Rule, str], list[int]] = defaultdict(list)
    for place, one in enumerate(members):
        if one.index_number is not None:
            by_key["index_number", one.index_number].append(place)
        if one.url is not None:
            by_key["address", f"{one.url}#{one.ordinal}"].append(place)
    return [Join(left, right, rule) for (rule, _), places in by_key.items() for left, right in combinations(places, 2)]


def _joins_by_likeness(compared: Comparisons) -> list[Join]:
    joins = []
    for left, right in compared.near():
        measured = compared.between(left, right)
        if measured is not None and measured.confirms is not None:
            joins.append(Join(left, right, measured.confirms, measured))
    return joins


def _contradicted(joins: Iterable[Join], version_of: dict[int, int], compared: Comparisons) -> frozenset[int]:
    """Of two versions that only their 索引号 joins, those that say different things: a template's number, perhaps.

    Rule 1 holds all the same (one number, body and year is one report); the flag says that somebody should look.
    """
    known = {(one.left, one.right) for one in joins if one.rule in ("address", "override")}
    found: set[int] = set()
    for join in joins:
        left, right = version_of[join.left], version_of[join.right]
        if join.rule == "index_number" and left != right and (join.left, join.right) not in known:
            measured = compared.between(left, right)
            if measured is not None and measured.speaks_against:
                found |= {join.left, join.right}
    return frozenset(found)


def _order(join: Join, members: Sequence[CandidateFacts]) -> tuple[int, float, tuple[str, ...]]:
    measured = 0.0
    if join.likeness is not None:
        tables, prose = join.likeness.tables, join.likeness.prose
        measured = tables.differing - tables.equal if join.rule == "numbers" else prose.bits
    ends = sorted(
        (members[place].byte_identity, members[place].url or "", members[place].candidate, str(members[place].ordinal))
        for place in (join.left, join.right)
    )
    return _STRENGTH.index(join.rule), measured, (*ends[0], *ends[1])
