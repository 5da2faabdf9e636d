"""Which report a candidate is, and which of its versions. Pure; the order of arrival is nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from crawler.store.identity.collisions import collision_note
from crawler.store.identity.facts import (
    NOTHING_STATED,
    CandidateFacts,
    Decision,
    DoubtFlag,
    Group,
    Rule,
    StatedPairs,
    index_number_holders,
    version_id,
)
from crawler.store.identity.joins import Joined, join_members, same_version_sets
from crawler.store.identity.likeness import Comparisons
from crawler.store.identity.reasons import RULES, measured_at, told_of_joins, told_of_likeness, told_of_rule


def identify(
    candidates: Sequence[CandidateFacts],
    holders: Mapping[str, frozenset[Group]] | None = None,
    stated: StatedPairs = NOTHING_STATED,
) -> tuple[Decision, ...]:
    """Decide for whole (body, year) groups: every candidate of a group must be among `candidates`.

    `holders` says for the whole store in which groups each 索引号 stands; None: `candidates` is all there is. `stated`
    says of pairs of candidates what people know better; pairs of two groups say nothing here.
    Any permutation of `candidates` gives the same decisions, sorted by candidate and ordinal.
    """
    known_holders = index_number_holders(candidates) if holders is None else holders
    groups: dict[Group, list[CandidateFacts]] = {}
    for one in sorted(candidates, key=lambda facts: facts.place):
        groups.setdefault(one.group, []).append(one)
    decisions: list[Decision] = []
    for group, members in groups.items():
        decisions += _identify_group(group, members, known_holders, stated)
    return tuple(sorted(decisions, key=lambda decision: (decision.candidate, decision.ordinal)))


def _identify_group(
    group: Group,
    members: Sequence[CandidateFacts],
    holders: Mapping[str, frozenset[Group]],
    stated: StatedPairs,
) -> list[Decision]:
    versions = same_version_sets(members)
    joined = join_members(members, versions, stated)
    versions_of = {
        version_id(group, members[version[0]].ordinal, _smallest(members, version)): version for version in versions
    }
    addressed = _published_and_generation(members, versions)
    ordered = sorted(joined.clusters, key=lambda cluster: _report_order(members, cluster))
    panel = max(ordered, key=lambda cluster: _panel_order(members, cluster))
    chains = [
        sorted(
            (name for name, version in versions_of.items() if version[0] in cluster),
            key=lambda name: _version_order(members, versions_of[name], addressed, name),
        )
        for cluster in map(frozenset, ordered)
    ]
    rules = _rules(members, joined)
    reports = [
        f"{group[0]}/{group[1]}" + ("" if number == 1 else f"/{number}") for number in range(1, len(ordered) + 1)
    ]
    measured = measured_at(joined.joins)
    unconfirmed = _told_of_others(joined.compared, reports, [versions_of[chain[-1]][0] for chain in chains])
    decisions = []
    for at, (cluster, chain) in enumerate(zip(ordered, chains, strict=True)):
        for position, name in enumerate(chain, start=1):
            for place in versions_of[name]:
                one, rule = members[place], rules[place]
                collision = (
                    ""
                    if one.index_number is None
                    else collision_note(group, holders.get(one.index_number, frozenset()))
                )
                flags = _flags(place, len(ordered) > 1, bool(collision), joined)
                notes = [
                    told_of_rule(rule, one),
                    told_of_joins(place, versions_of[name], measured, members),
                    unconfirmed[at],
                    collision,
                    _AMBIGUOUS if place in joined.ambiguous else None,
                    _CONTRADICTED if "same_number_contradicted" in flags else None,
                    _APART_BUT_EQUAL if "apart_but_equal" in flags else None,
                ]
                decisions.append(
                    Decision(
                        candidate=one.candidate,
                        ordinal=one.ordinal,
                        report=reports[at],
                        number=at + 1,
                        version=name,
                        position=position,
                        current=position == len(chain),
                        in_panel=cluster is panel,
                        rule=rule,
                        flags=flags,
                        reason="; ".join(note for note in notes if note),
                    )
                )
    return decisions


_AMBIGUOUS = "it is like two reports that are not alike, and was joined with neither"
_CONTRADICTED = "its 索引号 also stands on a page of this body and year that says something else: perhaps a template's"
_APART_BUT_EQUAL = "stated to be apart from a candidate with the same content, which is one version and cannot be cut"


def _rules(members: Sequence[CandidateFacts], joined: Joined) -> list[Rule]:
    """For every candidate the first rule that joins it with another."""
    rules: list[Rule] = ["alone"] * len(members)
    for join in joined.joins:
        for place in (join.left, join.right):
            rules[place] = min(rules[place], join.rule, key=RULES.index)
    for place in joined.stated:
        rules[place] = "override"
    return rules


def _flags(place: int, several: bool, collides: bool, joined: Joined) -> tuple[DoubtFlag, ...]:
    held: dict[DoubtFlag, bool] = {
        "same_body_year": several,
        "collision": collides,
        "same_number_contradicted": place in joined.contradicted,
        "apart_but_equal": place in joined.apart_but_equal,
    }
    return tuple(flag for flag, holds in held.items() if holds)


def _told_of_others(compared: Comparisons, reports: Sequence[str], current: Sequence[int]) -> list[str | None]:
    """For every report, what its current version has in common with that of the first other report of the group.

    `current`: the places of the candidates that stand for the current versions.
    """
    if len(reports) == 1:
        return [None]
    told: list[str | None] = []
    for at, place in enumerate(current):
        other = 0 if at else 1
        measured = compared.between(place, current[other])
        words = "another kind of document" if measured is None else told_of_likeness(measured)
        told.append(f"not confirmed to be {reports[other]}: {words}")
    return told


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
