"""Which report a candidate is, and which of its versions (DESIGN.md, "Identity"). Pure; order of arrival is nothing.

The rules, of which the first that joins two candidates of one body, year and kind is stated:
`index_number` (rule 1: one publisher's 索引号), `address` (rule 4: the same page, later), `content` (rule 5: a copy),
`numbers` and `prose` (rule 3: confirmed), `alone` (nothing to be joined with). Two candidates of one body and year that
nothing joins are two reports, flagged `same_body_year`; a 索引号 that also stands in another body or year is flagged
`collision` (rule 2) and joins nothing there.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from crawler.reports.model import Number

Rule = Literal["index_number", "address", "content", "numbers", "prose", "alone"]
Group = tuple[str, int]
"""(body id, report year)."""

CONFIRMING_NUMBERS = 5
"""Equal non-zero numbers at the same places that make two pages one report: small bodies are all zeros, and one or two
small numbers are equal by chance (DESIGN.md, "Identity", rule 3)."""
NEAR_DUPLICATE = 0.9
"""Jaccard similarity of the character bigrams of two proses. Two years' reports of one office, most of it boilerplate,
share well below this, while a copy on another portal differs by a line of navigation or a date."""

_REASONS: dict[Rule, str] = {
    "index_number": "the same 索引号 within its publisher",
    "address": "the same address",
    "content": "the same content or bytes",
    "numbers": f"at least {CONFIRMING_NUMBERS} equal non-zero numbers at the same places",
    "prose": f"prose alike to {NEAR_DUPLICATE} of its character pairs",
    "alone": "the only capture of this body, year and kind, or confirmed as none of the others",
}
_RULES: tuple[Rule, ...] = ("index_number", "address", "content", "numbers", "prose", "alone")


@dataclass(frozen=True, slots=True)
class CandidateFacts:
    """What identity needs to know of one report in one candidate."""

    candidate: str
    ordinal: int
    """The report's place in its reading, from 0."""
    body: str
    report_year: int
    kind: str
    """The document's class: a report and a page of statistics are not joined by likeness."""
    index_number: str | None
    """Normalised (normalise_index_number)."""
    url: str | None
    own_site: bool
    published: str | None
    """ISO date."""
    fetched_at: str
    byte_identity: str
    content: str
    numbers: frozenset[tuple[str, Number]] = frozenset()
    """(where, value) of the non-zero numbers of its tables."""
    prose: str = ""

    @property
    def group(self) -> Group:
        return (self.body, self.report_year)

    @property
    def key(self) -> tuple[str, int]:
        return (self.candidate, self.ordinal)


@dataclass(frozen=True, slots=True)
class Decision:
    """Where one report of one candidate belongs, and why."""

    candidate: str
    ordinal: int
    report: str
    number: int
    """1 for `body/year`, 2 for `body/year/2` …"""
    version: str
    position: int
    """The version's place among its report's versions, from 1; the last is the current one."""
    current: bool
    in_panel: bool
    """Of several reports of one body and year, the one that a panel takes."""
    rule: Rule
    flags: tuple[Literal["same_body_year", "collision"], ...]
    reason: str


def normalise_index_number(printed: str | None) -> str | None:
    """NFKC, no blanks; None for what holds no Latin letter or digit (a dash, 无, a label without a number)."""
    if printed is None:
        return None
    text = "".join(unicodedata.normalize("NFKC", printed).split())
    return text if any(character.isascii() and character.isalnum() for character in text) else None


def version_id(group: Group, ordinal: int, byte_identity: str) -> str:
    """16 hex digits, from the smallest byte identity of a version's candidates: a re-parse never changes it.

    The body and year are in it because one page can be two bodies' report (a column registered twice).
    """
    return hashlib.sha256(f"{group[0]}/{group[1]}\n{ordinal}\n{byte_identity}".encode()).hexdigest()[:16]


def index_number_holders(candidates: Iterable[CandidateFacts]) -> dict[str, frozenset[Group]]:
    """索引号 → the bodies and years that it stands in."""
    holders: dict[str, set[Group]] = {}
    for one in candidates:
        if one.index_number is not None:
            holders.setdefault(one.index_number, set()).add(one.group)
    return {number: frozenset(groups) for number, groups in holders.items()}


def identify(
    candidates: Sequence[CandidateFacts], holders: Mapping[str, frozenset[Group]] | None = None
) -> tuple[Decision, ...]:
    """Decide for whole (body, year) groups: every candidate of a group must be among `candidates`.

    `holders` says for the whole store in which groups each 索引号 stands; None: `candidates` is all there is.
    Any permutation of `candidates` gives the same decisions, sorted by candidate and ordinal.
    """
    known_holders = index_number_holders(candidates) if holders is None else holders
    groups: dict[Group, list[CandidateFacts]] = {}
    for one in sorted(candidates, key=lambda facts: facts.key):
        groups.setdefault(one.group, []).append(one)
    decisions: list[Decision] = []
    for group, members in groups.items():
        decisions += _identify_group(group, members, known_holders)
    return tuple(sorted(decisions, key=lambda decision: (decision.candidate, decision.ordinal)))


class _Joined:
    """Disjoint sets of candidates, by their place in the group."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, place: int) -> int:
        while self._parent[place] != place:
            place = self._parent[place]
        return place

    def join(self, left: int, right: int) -> None:
        first, second = sorted((self.root(left), self.root(right)))
        self._parent[second] = first

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
    joined = _Joined(len(members))
    first_of: dict[tuple[str, str, int], int] = {}
    for place, one in enumerate(members):
        for key in (("content", one.content, one.ordinal), ("bytes", one.byte_identity, one.ordinal)):
            joined.join(place, first_of.setdefault(key, place))
    return joined.sets()


def _identify_group(
    group: Group, members: Sequence[CandidateFacts], holders: Mapping[str, frozenset[Group]]
) -> list[Decision]:
    versions = same_version_sets(members)
    clusters, rules = _clusters(members, versions)
    versions_of = {
        version_id(group, members[version[0]].ordinal, _smallest(members, version)): version for version in versions
    }
    addressed = _published_and_generation(members, versions)
    ordered = sorted(clusters, key=lambda cluster: _report_order(members, cluster))
    panel = max(ordered, key=lambda cluster: _panel_order(members, cluster))
    decisions = []
    for number, cluster in enumerate(ordered, start=1):
        report = f"{group[0]}/{group[1]}" + ("" if number == 1 else f"/{number}")
        inside = set(cluster)
        chain = sorted(
            (name for name, version in versions_of.items() if version[0] in inside),
            key=lambda name: _version_order(members, versions_of[name], addressed, name),
        )
        for position, name in enumerate(chain, start=1):
            for place in versions_of[name]:
                one = members[place]
                flags: list[Literal["same_body_year", "collision"]] = []
                if len(ordered) > 1:
                    flags.append("same_body_year")
                if one.index_number is not None and len(holders.get(one.index_number, frozenset())) > 1:
                    flags.append("collision")
                decisions.append(
                    Decision(
                        candidate=one.candidate,
                        ordinal=one.ordinal,
                        report=report,
                        number=number,
                        version=name,
                        position=position,
                        current=position == len(chain),
                        in_panel=cluster is panel,
                        rule=rules[place],
                        flags=tuple(flags),
                        reason=_reason(rules[place], flags),
                    )
                )
    return decisions


def _clusters(
    members: Sequence[CandidateFacts], versions: Sequence[Sequence[int]]
) -> tuple[list[list[int]], list[Rule]]:
    """The sets of candidates that are one report each, and for every candidate the first rule that joins it."""
    joined = _Joined(len(members))
    rules: list[Rule] = ["alone"] * len(members)

    def join(left: int, right: int, rule: Rule) -> None:
        joined.join(left, right)
        for place in (left, right):
            rules[place] = min(rules[place], rule, key=_RULES.index)

    for version in versions:
        for left, right in combinations(version, 2):
            join(left, right, "content")
    by_key: dict[tuple[str, str], list[int]] = {}
    for place, one in enumerate(members):
        if one.index_number is not None:
            by_key.setdefault(("index_number", one.index_number), []).append(place)
        if one.url is not None:
            by_key.setdefault(("address", f"{one.url}#{one.ordinal}"), []).append(place)
    for (rule, _), places in by_key.items():
        for left, right in combinations(places, 2):
            join(left, right, "index_number" if rule == "index_number" else "address")
    # Likeness is a property of content: one candidate stands for each version.
    pairs = {place: bigrams(members[place].prose) for place in (version[0] for version in versions)}
    for left, right in combinations(pairs, 2):
        if members[left].kind != members[right].kind:
            continue
        if len(members[left].numbers & members[right].numbers) >= CONFIRMING_NUMBERS:
            join(left, right, "numbers")
        elif _alike(pairs[left], pairs[right]):
            join(left, right, "prose")
    return joined.sets(), rules


def bigrams(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters, blanks left out."""
    dense = "".join(text.split())
    return frozenset(dense[place : place + 2] for place in range(len(dense) - 1))


def _alike(left: frozenset[str], right: frozenset[str]) -> bool:
    return bool(left and right) and len(left & right) >= NEAR_DUPLICATE * len(left | right)


def _smallest(members: Sequence[CandidateFacts], places: Iterable[int]) -> str:
    return min(members[place].byte_identity for place in places)


def _report_order(members: Sequence[CandidateFacts], cluster: Sequence[int]) -> tuple[bool, bool, str, str]:
    """`body/year` goes to a report rather than a page of statistics, from the body's own site, published first.

    No time of a fetch is in it, so that a crawl that was killed and run again numbers the reports alike.
    """
    return (
        all(members[place].kind != "report" for place in cluster),
        not any(members[place].own_site for place in cluster),
        min(members[place].published or "9999" for place in cluster),
        _smallest(members, cluster),
    )


def _panel_order(members: Sequence[CandidateFacts], cluster: Sequence[int]) -> tuple[bool, bool, str, str]:
    """The panel takes the one from the body's own site, then the latest published (rule 3); bytes break a tie."""
    return (
        any(members[place].kind == "report" for place in cluster),
        any(members[place].own_site for place in cluster),
        max(members[place].published or "" for place in cluster),
        _smallest(members, cluster),
    )


def _published_and_generation(
    members: Sequence[CandidateFacts], versions: Sequence[Sequence[int]]
) -> list[tuple[str, int]]:
    """For every candidate: the latest date published at its address so far, and how often that address's content had
    changed.

    Times of fetches are compared only within one address, where they are the order of what was published there. A later
    page that has lost its date so stays later. Files have no address: each stands for itself.
    """
    version_of = {place: number for number, version in enumerate(versions) for place in version}
    result = [(one.published or "", 0) for one in members]
    addresses: dict[str, list[int]] = {}
    for place, one in enumerate(members):
        if one.url is not None:
            addresses.setdefault(f"{one.url}#{one.ordinal}", []).append(place)
    for places in addresses.values():
        published, generation, before = "", -1, -1
        for place in sorted(places, key=lambda one: (members[one].fetched_at, members[one].key)):
            published = max(published, members[place].published or "")
            generation += version_of[place] != before
            before = version_of[place]
            result[place] = (published, generation)
    return result


def _version_order(
    members: Sequence[CandidateFacts], version: Sequence[int], addressed: Sequence[tuple[str, int]], name: str
) -> tuple[tuple[str, int], bool, str]:
    return max(addressed[place] for place in version), any(members[place].own_site for place in version), name


def _reason(rule: Rule, flags: Sequence[str]) -> str:
    notes = [_REASONS[rule]]
    if "same_body_year" in flags:
        notes.append("another report of this body and year was not confirmed to be the same")
    if "collision" in flags:
        notes.append("its 索引号 also stands in a report of another body or year")
    return "; ".join(notes)
