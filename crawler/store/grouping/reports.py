"""Readings become reports and versions, and are given back again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlite_utils import Database

from crawler.reports.model import PARSER_VERSION, Reading
from crawler.store.archive.candidates import queue_older_readings, set_read_state
from crawler.store.archive.parts import Candidate, as_listed_now
from crawler.store.bodies.body_and_year import body_of, year_of
from crawler.store.bodies.registry_flags import with_registry_flags
from crawler.store.database import Pair
from crawler.store.errors import StoreError
from crawler.store.grouping.groups import Fresh, facts_of_candidate, holders_of, put_facts, recompute
from crawler.store.grouping.overrides import as_stated
from crawler.store.identity import CandidateFacts, Group, holders_as_told, normalise_index_number
from crawler.store.readings.content import byte_identity, content_fingerprint
from crawler.store.readings.reading_rows import check_storable, load_reading
from crawler.store.transactions import transaction

__all__ = ["Applied", "Witness", "apply_readings", "stored_reading"]


@dataclass(frozen=True, slots=True)
class Applied:
    """How many candidates were read, are no report, or failed; how many reports and versions they made."""

    read: int
    not_a_report: int
    failed: int
    new_reports: int
    new_versions: int


class Witness(Protocol):
    """Who looks at what a batch of readings is about to change, inside the transaction that changes it."""

    def before_facts(self, browse: Database, candidates: Sequence[str]) -> None:
        """All that is stored still stands; these candidates are about to be given their new readings."""
        ...

    def before_rows(self, browse: Database, groups: Iterable[Group], fresh: Fresh) -> None:
        """The candidates' facts are new; the rows of these groups are about to follow, from the readings in hand."""
        ...


def apply_readings(
    pair: Pair, results: Sequence[tuple[Candidate, Reading | str]], witness: Witness | None = None
) -> Applied:
    """Put a batch of readings into the store, in one transaction; a str in a reading's place is why it failed.

    What an earlier reading of the same candidate said is replaced as a whole, also by a failure: the store says what
    today's parser says. A reading one of whose reports has no body or no year fails as a whole; its bytes stay.
    What is stored just so already is not written again.
    """
    counts = {"read": 0, "not_a_report": 0, "failed": 0}
    fresh: dict[tuple[str, int], tuple[Reading, int]] = {}
    touched: set[Group] = set()
    read_by: dict[str, set[Group]] = {}
    with transaction(pair.browse):
        numbers = _index_numbers_of(pair, results)
        before = holders_of(pair.browse, numbers)
        if witness is not None:
            witness.before_facts(pair.browse, [candidate.id for candidate, _ in results])
        for waited, read in results:
            candidate = as_listed_now(pair.browse, waited)
            result = as_stated(pair.browse, candidate, read)
            stored = facts_of_candidate(pair.browse, candidate.id)
            touched |= {one.group for one in stored}
            for key in [key for key in fresh if key[0] == candidate.id]:
                del fresh[key]
            facts: list[CandidateFacts] = []
            if isinstance(result, str):
                state, reason, parser_version = "failed", result, PARSER_VERSION
            else:
                parser_version = result.parser_version
                reading = with_registry_flags(pair, candidate, result)
                try:
                    with transaction(pair.browse):  # takes back a body that was made for a reading that then fails
                        facts = _facts_of(pair, candidate, reading)
                except StoreError as error:
                    state, reason = "failed", str(error)
                else:
                    state = "read" if facts else "not_a_report"
                    reason = "" if facts else "; ".join((reading.document_class, *reading.class_reasons))
                    fresh.update({one.key: (reading, one.ordinal) for one in facts})
            if facts != stored:
                pair.browse.execute("DELETE FROM candidate_facts WHERE candidate = ?", [candidate.id])
                put_facts(pair.browse, facts)
            touched |= {one.group for one in facts}
            read_by.setdefault(parser_version, set()).update(one.group for one in facts)
            set_read_state(pair.browse, candidate.id, state, reason, parser_version)
            counts[state] += 1
        after = holders_of(pair.browse, numbers)
        for number in numbers:
            # A number that begins or ceases to be a collision changes the flag of every group that it stands in, and
            # each further one what they say of it: a few by name, and how many.
            if holders_as_told(before[number]) != holders_as_told(after[number]):
                touched |= before[number] | after[number]
        if witness is not None:
            witness.before_rows(pair.browse, touched, fresh)
        made = recompute(pair.browse, touched, fresh)
        for version, groups in read_by.items():
            queue_older_readings(pair.browse, sorted(groups), version)
        _drop_empty_unregistered(pair, {body for body, _ in touched})
    return Applied(**counts, new_reports=made.new_reports, new_versions=made.new_versions)


def stored_reading(pair: Pair, version_id: str) -> Reading:
    """The reading of a version, rebuilt from the tables alone; it equals the one that was applied, but for `places`.

    Raises StoreError when there is no such version.
    """
    return load_reading(pair.browse, version_id)


def _facts_of(pair: Pair, candidate: Candidate, reading: Reading) -> list[CandidateFacts]:
    attachments = [part.sha256 for part in candidate.parts[1:]]
    fetched_at = pair.browse.execute("SELECT fetched_at FROM captures WHERE id = ?", [candidate.id]).fetchone()[0]
    facts = []
    for ordinal, report in enumerate(reading.reports):
        try:
            check_storable(report)
            year = year_of(pair, candidate, report, len(reading.reports))
            body, own_site = body_of(pair, candidate, report)
            content = content_fingerprint(reading, ordinal, attachments)
        except ValueError as error:
            raise StoreError(f"the reading holds what no table holds: {error}") from error
        facts.append(
            CandidateFacts(
                candidate=candidate.id,
                ordinal=ordinal,
                body=body,
                report_year=year,
                kind=reading.document_class,
                index_number=normalise_index_number(report.index_number),
                url=candidate.url,
                own_site=own_site,
                published=report.published.isoformat() if report.published else None,
                fetched_at=fetched_at,
                byte_identity=byte_identity(candidate.parts[0].sha256, attachments),
                content=content,
            )
        )
    return facts


def _index_numbers_of(pair: Pair, results: Sequence[tuple[Candidate, Reading | str]]) -> set[str]:
    """The 索引号 that this batch takes away or brings."""
    numbers: set[str | None] = set()
    for candidate, result in results:
        rows = pair.browse.execute("SELECT index_number FROM candidate_facts WHERE candidate = ?", [candidate.id])
        numbers |= {row[0] for row in rows.fetchall()}
        if not isinstance(result, str):
            numbers |= {normalise_index_number(report.index_number) for report in result.reports}
    return {number for number in numbers if number is not None}


def _drop_empty_unregistered(pair: Pair, bodies: set[str]) -> None:
    """A body made from a printed name that nothing prints any more (a better parser reads it otherwise) goes again,
    unless a succession names it."""
    for body in bodies:
        pair.browse.execute(
            "DELETE FROM bodies WHERE id = ? AND registered = 0 "
            "AND NOT EXISTS (SELECT 1 FROM candidate_facts WHERE body = bodies.id) "
            "AND NOT EXISTS (SELECT 1 FROM successions WHERE predecessor = bodies.id OR successor = bodies.id)",
            [body],
        )
