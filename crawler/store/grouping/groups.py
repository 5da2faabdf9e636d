"""Reports, versions and decisions of (body, year) groups, computed anew from the facts of all their candidates.

What is stored of a version is the reading of the candidate with its smallest byte identity, so that neither the order
of arrival nor a re-parse in another order changes anything. When that candidate leaves (a better parser reads its page
otherwise), the rows stay under the next candidate, and this one goes back into the queue to be read for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlite_utils import Database

from crawler.reports.model import Reading
from crawler.store.archive.candidates import queue_again
from crawler.store.grouping.likeness_facts import with_likeness
from crawler.store.grouping.overrides import stated_pairs, with_stated_reasons
from crawler.store.grouping.repeats import with_repeats, without_repeats
from crawler.store.grouping.report_rows import report_rows
from crawler.store.grouping.version_plan import PlannedVersion, StoredVersion, holders, plan_versions
from crawler.store.identity import CandidateFacts, Decision, Group, identify
from crawler.store.readings.reading_rows import insert_reading, load_report, replace_reading, version_columns
from crawler.store.search.index import search_follows
from crawler.store.withheld.withheld_groups import withhold_in_group
from crawler.store.withheld.withheld_likeness import is_withheld, report_in_bytes

Fresh = Mapping[tuple[str, int], tuple[Reading, int]]
"""(candidate, ordinal) → the reading in hand and the report's ordinal in it."""

_FACTS = (
    "SELECT candidate, ordinal, body, report_year, kind, index_number, url, own_site, published, fetched_at, "
    "byte_identity, content FROM candidate_facts "
)
_DECISION = "candidate, ordinal, report, version, rule, flags, reason"


@dataclass(frozen=True, slots=True)
class Recomputed:
    new_reports: int
    new_versions: int


def holders_of(browse: Database, index_numbers: Iterable[str]) -> dict[str, frozenset[Group]]:
    """For each 索引号 the bodies and years of the whole store that it stands in."""
    return {
        number: frozenset(
            browse.execute(
                "SELECT DISTINCT body, report_year FROM candidate_facts WHERE index_number = ?", [number]
            ).fetchall()
        )
        for number in index_numbers
    }


def put_facts(browse: Database, facts: Sequence[CandidateFacts]) -> None:
    browse.conn.executemany(
        "INSERT INTO candidate_facts (candidate, ordinal, body, report_year, kind, index_number, url, own_site, "
        "published, fetched_at, byte_identity, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                one.candidate,
                one.ordinal,
                one.body,
                one.report_year,
                one.kind,
                one.index_number,
                one.url,
                int(one.own_site),
                one.published,
                one.fetched_at,
                one.byte_identity,
                one.content,
            )
            for one in facts
        ],
    )


def recompute(browse: Database, groups: Iterable[Group], fresh: Fresh) -> Recomputed:
    """Bring the rows of these groups to what their candidates' facts say. Works inside the caller's transaction."""
    new_reports = new_versions = 0
    for group in sorted(set(groups)):
        with search_follows(browse, *group):
            done = _recompute_group(browse, group, fresh)
        new_reports += done.new_reports
        new_versions += done.new_versions
    return Recomputed(new_reports, new_versions)


def _recompute_group(browse: Database, group: Group, fresh: Fresh) -> Recomputed:
    members = _load_facts(browse, group)
    stored = [
        StoredVersion(*row)
        for row in browse.execute(
            "SELECT versions.id, byte_identity, content, ordinal FROM versions JOIN reports ON reports.id = report "
            "WHERE reports.body = ? AND reports.report_year = ?",
            list(group),
        ).fetchall()
    ]
    reports_before = {
        row[0]
        for row in browse.execute("SELECT id FROM reports WHERE body = ? AND report_year = ?", list(group)).fetchall()
    }
    plans = []
    for plan in plan_versions(members, stored, fresh.keys()):
        if plan.lacking:
            _set_aside(browse, plan)
        else:
            plans.append(plan)
    members = [one for plan in plans for one in plan.members]
    if len(plans) > 1:
        members = [one for plan in plans for one in _with_likeness(browse, plan, fresh)]
    decisions = decide(browse, group, members, _agencies(browse, plans, fresh))
    facts = {one.key: one for one in members}
    decided = [
        (one.candidate, one.ordinal, one.report, one.version, one.rule, " ".join(one.flags), one.reason)
        for one in decisions
    ]
    of_group = "FROM identity_decisions WHERE report IN (SELECT id FROM reports WHERE body = ? AND report_year = ?)"
    stands = set(browse.execute(f"SELECT {_DECISION} {of_group}", list(group)).fetchall()) == set(decided)
    if not stands:
        browse.execute(f"DELETE {of_group}", list(group))
    new_versions = _write_versions(browse, plans, decisions, stored, fresh)
    _write_reports(browse, group, decisions, facts, reports_before)
    if not stands:
        browse.conn.executemany(f"INSERT INTO identity_decisions ({_DECISION}) VALUES (?, ?, ?, ?, ?, ?, ?)", decided)
    withhold_in_group(browse, group)
    return Recomputed(len({one.report for one in decisions} - reports_before), new_versions)


def decide(
    browse: Database,
    group: Group,
    members: Sequence[CandidateFacts],
    agencies: Mapping[tuple[str, int], str | None],
) -> tuple[Decision, ...]:
    """What identity says of a group. `members`: its facts, with their likeness where there is more than one content.
    `agencies`: (candidate, ordinal) → the body's name as the report prints it."""
    holding = holders_of(browse, {one.index_number for one in members if one.index_number is not None})
    once, repeats = without_repeats(members)
    identified = with_repeats(identify(once, holding, stated_pairs(browse, group)), repeats)
    return with_stated_reasons(browse, group, identified, agencies)


def _agencies(browse: Database, plans: Iterable[PlannedVersion], fresh: Fresh) -> dict[tuple[str, int], str | None]:
    """For every candidate of the group the body's name that its report prints."""
    printed: dict[tuple[str, int], str | None] = {}
    for plan in plans:
        if plan.fresh is not None:
            reading, ordinal = fresh[plan.fresh.key]
            agency = reading.reports[ordinal].agency
        else:
            (agency,) = browse.execute("SELECT agency FROM versions WHERE id = ?", [plan.row]).fetchone()
        printed.update(dict.fromkeys((one.key for one in plan.members), agency))
    return printed


def facts_of_candidate(browse: Database, candidate: str) -> list[CandidateFacts]:
    """What is stored of one candidate, in the order of its reports."""
    rows = browse.execute(f"{_FACTS} WHERE candidate = ? ORDER BY ordinal", [candidate]).fetchall()
    return [_facts_of_row(*row) for row in rows]


def _load_facts(browse: Database, group: Group) -> list[CandidateFacts]:
    rows = browse.execute(f"{_FACTS} WHERE body = ? AND report_year = ?", list(group)).fetchall()
    return [_facts_of_row(*row) for row in rows]


def _facts_of_row(
    candidate: str,
    ordinal: int,
    body: str,
    report_year: int,
    kind: str,
    index_number: str | None,
    url: str | None,
    own_site: int,
    published: str | None,
    fetched_at: str,
    byte_identity: str,
    content: str,
) -> CandidateFacts:
    return CandidateFacts(
        candidate,
        ordinal,
        body,
        report_year,
        kind,
        index_number,
        url,
        bool(own_site),
        published,
        fetched_at,
        byte_identity,
        content,
    )


def _set_aside(browse: Database, plan: PlannedVersion) -> None:
    """In the middle of a re-parse, three copies can leave one without a stored reading: it is read again."""
    for one in plan.members:
        browse.execute("DELETE FROM candidate_facts WHERE candidate = ? AND ordinal = ?", list(one.key))
        queue_again(browse, one.candidate)


def _with_likeness(browse: Database, plan: PlannedVersion, fresh: Fresh) -> list[CandidateFacts]:
    """A version's facts with the numbers, the prose and the printed office that rule 3 compares."""
    if plan.fresh is not None:
        reading, ordinal = fresh[plan.fresh.key]
        report = reading.reports[ordinal]
    else:
        report = load_report(browse, str(plan.row))
        if is_withheld(browse, str(plan.row)):
            report = report_in_bytes(browse, plan.members) or report
    return with_likeness(browse, plan.members, report)


def _write_versions(
    browse: Database,
    plans: Sequence[PlannedVersion],
    decisions: Sequence[Decision],
    stored: Sequence[StoredVersion],
    fresh: Fresh,
) -> int:
    """Write, move or leave every version's rows; take away what is no version any more. Returns how many are new."""
    places: dict[str, dict[str, str | int]] = {
        one.version: {"report": one.report, "position": one.position} for one in decisions
    }
    moved = {plan.row: plan for plan in plans if plan.row is not None and plan.row != plan.id}
    for row, plan in moved.items():
        browse.execute("UPDATE versions SET id = ?, byte_identity = ? WHERE id = ?", [plan.id, plan.byte_identity, row])
    ids = {row.id for row in stored}
    remaining = (ids - set(moved)) | {plan.id for plan in moved.values()}
    for version in sorted(remaining - {plan.id for plan in plans}):
        browse.execute("DELETE FROM versions WHERE id = ?", [version])
    for plan in plans:
        if plan.fresh is not None:
            reading, ordinal = fresh[plan.fresh.key]
            facts = replace(plan.fresh, byte_identity=plan.byte_identity)
            _write_version(browse, plan.id, facts, reading, ordinal, places[plan.id])
        else:
            browse.execute(
                "UPDATE versions SET report = :report, position = :position WHERE id = :id "
                "AND (report <> :report OR position <> :position)",
                {**places[plan.id], "id": plan.id},
            )
        if plan.read_again:
            for one in holders(plan):
                queue_again(browse, one.candidate)
    # A version that only got another holder is not a new one: its content was there before.
    contents = {row.content for row in stored}
    return sum(plan.id not in ids and contents.isdisjoint(one.content for one in plan.members) for plan in plans)


def _write_version(
    browse: Database,
    version: str,
    facts: CandidateFacts,
    reading: Reading,
    ordinal: int,
    place: Mapping[str, str | int],
) -> None:
    columns: dict[str, Any] = {
        "id": version,
        "byte_identity": facts.byte_identity,
        "content": facts.content,
        **place,
        **version_columns(reading, ordinal),
    }
    marks = ", ".join(f":{name}" for name in columns)
    names = ", ".join(columns)
    stored = browse.execute(f"SELECT withheld, {names} FROM versions WHERE id = ?", [version]).fetchone()
    if stored is None:
        browse.execute(f"INSERT INTO versions ({names}) VALUES ({marks})", columns)
        insert_reading(browse, version, reading, ordinal)
        return
    if stored != ("", *columns.values()):
        # What a reading says is not withheld yet: that comes after it, whatever the version said before.
        browse.execute(f"UPDATE versions SET withheld = '', ({names}) = ({marks}) WHERE id = :id", columns)
    replace_reading(browse, version, reading, ordinal)


def _write_reports(
    browse: Database,
    group: Group,
    decisions: Sequence[Decision],
    facts: Mapping[tuple[str, int], CandidateFacts],
    reports_before: Iterable[str],
) -> None:
    for gone in sorted(set(reports_before) - {one.report for one in decisions}):
        browse.execute("DELETE FROM reports WHERE id = ?", [gone])
    for values in report_rows(browse, group, decisions, facts):
        updates = ", ".join(f"{name} = excluded.{name}" for name in values if name != "id")
        marks = ", ".join(f":{name}" for name in values)
        differs = " OR ".join(f"reports.{name} IS NOT excluded.{name}" for name in values if name != "id")
        browse.execute(
            f"INSERT INTO reports ({', '.join(values)}) VALUES ({marks}) ON CONFLICT (id) DO UPDATE SET {updates} "
            f"WHERE {differs}",
            values,
        )
