"""That every decision is what identity says of the facts as they stand, and that reports and versions follow from
the decisions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from crawler.reports.model import PARSER_VERSION
from crawler.store.database import Pair
from crawler.store.errors import StoreError
from crawler.store.grouping.groups import decide, facts_of_candidate
from crawler.store.grouping.likeness_facts import with_likeness
from crawler.store.grouping.report_rows import report_rows
from crawler.store.identity import CandidateFacts, Decision, Group, same_version_sets
from crawler.store.readings.reading_rows import load_report
from crawler.store.verify.model import REPARSE, Fault, Findings
from crawler.store.withheld.withheld_likeness import is_withheld, report_in_bytes

_COLUMNS = ("report", "version", "rule", "flags", "reason")
_OF_VERSION = ("report", "position", "byte_identity", "content", "ordinal")


def verify_identity(pair: Pair, findings: Findings) -> None:
    """Decide every (body, year) group again and hold the stored decisions against it.

    The facts of another parser version are another's, and were decided by its rules: such groups are not compared.
    """
    try:
        groups = pair.browse.execute(
            "SELECT DISTINCT body, report_year FROM candidate_facts ORDER BY body, report_year"
        ).fetchall()
    except sqlite3.DatabaseError as error:
        findings.add([_fault("a page of the file is damaged", str(pair.path), "", str(error))])
        return
    for group in groups:
        try:
            if _is_stale(pair, group):
                findings.checked["stale identity groups, not compared"] += 1
                continue
            findings.add(list(_differences(pair, group)))
        except (sqlite3.DatabaseError, StoreError, ValueError, LookupError) as error:
            findings.add([_fault("a group cannot be decided", f"{group[0]}/{group[1]}", "", str(error))])
        findings.checked["identity groups"] += 1


def _fault(what: str, key: str, address: str, detail: str) -> Fault:
    return Fault("rows", what, key, address, detail, REPARSE)


def _differences(pair: Pair, group: Group) -> Iterator[Fault]:
    members = _members(pair, group)
    decisions = decide(pair.browse, group, _with_likeness(pair, members), _agencies(pair, members))
    addresses = {one.key: one.url or "" for one in members}
    stored = {
        (candidate, ordinal): row
        for one in {one.candidate for one in members}
        for candidate, ordinal, *row in pair.browse.execute(
            f"SELECT candidate, ordinal, {', '.join(_COLUMNS)} FROM identity_decisions WHERE candidate = ?", [one]
        ).fetchall()
    }
    for one in decisions:
        key = (one.candidate, one.ordinal)
        now = (one.report, one.version, one.rule, " ".join(one.flags), one.reason)
        for name, own, new in zip(_COLUMNS, stored.get(key, now), now, strict=True):
            if own != new:
                words = f"stored {own!r}, identity says {new!r}"
                yield _fault(
                    "decision differs",
                    f"identity_decisions {one.candidate} {one.ordinal} {name}",
                    addresses[key],
                    words,
                )
    yield from _report_differences(pair, group, members, decisions)
    yield from _version_differences(pair, members, decisions)


def _report_differences(
    pair: Pair, group: Group, members: Sequence[CandidateFacts], decisions: Sequence[Decision]
) -> Iterator[Fault]:
    """The group's rows of `reports`, beside those that its decisions make."""
    for row in report_rows(pair.browse, group, decisions, {one.key: one for one in members}):
        found = pair.browse.execute(f"SELECT {', '.join(row)} FROM reports WHERE id = ?", [row["id"]]).fetchone()
        for (name, now), own in zip(row.items(), found or tuple(row.values()), strict=True):
            if own != now:
                words = f"stored {own!r}, its decisions say {now!r}"
                yield _fault("report differs", f"reports {row['id']} {name}", str(row["url"] or ""), words)


def _version_differences(
    pair: Pair, members: Sequence[CandidateFacts], decisions: Sequence[Decision]
) -> Iterator[Fault]:
    """What a version's own row says of its place and its content."""
    facts = {one.key: one for one in members}
    of_version: dict[str, list[Decision]] = {}
    for one in decisions:
        of_version.setdefault(one.version, []).append(one)
    for version, ones in of_version.items():
        holder = min((facts[one.candidate, one.ordinal] for one in ones), key=lambda one: (one.byte_identity, one.key))
        now = (ones[0].report, ones[0].position, holder.byte_identity, holder.content, holder.ordinal)
        found = pair.browse.execute(f"SELECT {', '.join(_OF_VERSION)} FROM versions WHERE id = ?", [version]).fetchone()
        for name, own, new in zip(_OF_VERSION, found or now, now, strict=True):
            if own != new:
                words = f"stored {own!r}, its decisions say {new!r}"
                yield _fault("version differs", f"versions {version} {name}", holder.url or "", words)


def _is_stale(pair: Pair, group: Group) -> bool:
    found = pair.browse.execute(
        "SELECT 1 FROM candidate_facts JOIN candidates ON candidates.id = candidate WHERE body = ? AND report_year = ? "
        "AND parser_version IS NOT ? LIMIT 1",
        [*group, PARSER_VERSION],
    )
    return found.fetchone() is not None


def _agencies(pair: Pair, members: Sequence[CandidateFacts]) -> dict[tuple[str, int], str | None]:
    """(candidate, ordinal) → the body's name as the report prints it."""
    return {
        one.key: agency
        for one in members
        for (agency,) in pair.browse.execute(
            "SELECT agency FROM identity_decisions JOIN versions ON versions.id = version "
            "WHERE candidate = ? AND identity_decisions.ordinal = ?",
            list(one.key),
        ).fetchall()
    }


def _members(pair: Pair, group: Group) -> list[CandidateFacts]:
    candidates = pair.browse.execute(
        "SELECT DISTINCT candidate FROM candidate_facts WHERE body = ? AND report_year = ? ORDER BY candidate",
        list(group),
    ).fetchall()
    facts = (one for (candidate,) in candidates for one in facts_of_candidate(pair.browse, candidate))
    return [one for one in facts if one.group == group]


def _with_likeness(pair: Pair, members: Sequence[CandidateFacts]) -> list[CandidateFacts]:
    """The facts with the numbers and the prose that rule 3 compares, where there is more than one content."""
    sets = same_version_sets(members)
    if len(sets) == 1:
        return list(members)
    told: list[CandidateFacts] = []
    for places in sets:
        version = min(_version_of(pair, members[place]) for place in places)
        ones = [members[place] for place in places]
        report = load_report(pair.browse, version)
        if is_withheld(pair.browse, version):  # what its rows no longer say, its bytes do
            report = report_in_bytes(pair.browse, ones) or report
        told += with_likeness(pair.browse, ones, report)
    return told


def _version_of(pair: Pair, one: CandidateFacts) -> str:
    """Raises StoreError where no decision names one."""
    row = pair.browse.execute(
        "SELECT version FROM identity_decisions WHERE candidate = ? AND ordinal = ?", list(one.key)
    ).fetchone()
    if row is None:
        raise StoreError(f"candidate {one.candidate} has no decision")
    return str(row[0])
