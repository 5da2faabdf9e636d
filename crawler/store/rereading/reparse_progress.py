"""A re-parse on its way: what it has applied, and what has changed so far, committed with each batch.

Both tables are empty while no re-parse is under way. One that was killed is gone on with where the same selection is
asked of the same parser version, and then its report of changes is the whole one's.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

from sqlite_utils import Database

from crawler.reports.model import Reading
from crawler.store.archive.parts import Candidate
from crawler.store.archive.queue import Selection, sequence_of
from crawler.store.database import Pair
from crawler.store.grouping.groups import Fresh
from crawler.store.grouping.reports import Applied, apply_readings
from crawler.store.identity import Group
from crawler.store.moments import stored_moment
from crawler.store.readings.reading_rows import holds_reading, load_report
from crawler.store.rereading.reading_changes import ABSENT, Change, changes_between
from crawler.store.transactions import transaction

Key = tuple[str, int]
"""(candidate, ordinal)."""
THE_CANDIDATE = -1
"""The ordinal of a row that is about the candidate itself, not about one of its reports."""


@dataclass(frozen=True, slots=True)
class Progress:
    parser_version: str
    selection: str
    """Selection as JSON."""
    started_at: str
    done_through: int
    """The place in candidate order of the last candidate that was applied; 0 = none yet."""
    read: int
    not_a_report: int
    failed: int
    compared: int
    """Stored readings that were held against the new ones."""

    @property
    def applied(self) -> int:
        return self.read + self.not_a_report + self.failed


def selection_text(selection: Selection) -> str:
    """The order in which an option's values are given is nothing."""
    values = {name: sorted(value) if isinstance(value, tuple) else value for name, value in asdict(selection).items()}
    return json.dumps({name: value for name, value in values.items() if value}, ensure_ascii=False)


def under_way(browse: Database) -> Progress | None:
    """The re-parse that was begun and has not come to its end."""
    row = browse.execute(
        "SELECT parser_version, selection, started_at, done_through, read, not_a_report, failed, compared "
        "FROM reparse_progress"
    ).fetchone()
    return None if row is None else Progress(*row)


def begin(browse: Database, parser_version: str, selection: Selection) -> Progress:
    """A new re-parse; one that was under way is given up, what it applied stays."""
    begun = Progress(parser_version, selection_text(selection), stored_moment(datetime.now(UTC)), 0, 0, 0, 0, 0)
    with transaction(browse):
        forget(browse)
        browse.execute(
            "INSERT INTO reparse_progress (parser_version, selection, started_at, done_through, read, not_a_report, "
            "failed, compared) VALUES (:parser_version, :selection, :started_at, :done_through, :read, :not_a_report, "
            ":failed, :compared)",
            asdict(begun),
        )
    return begun


def forget(browse: Database) -> None:
    """It is over: nothing of it stays but what it applied."""
    with transaction(browse):
        browse.execute("DELETE FROM reparse_progress")
        browse.execute("DELETE FROM reparse_changes")


def apply_and_record(pair: Pair, results: Sequence[tuple[Candidate, Reading | str]]) -> Applied:
    """apply_readings, and in the same transaction how far the re-parse has come and what this batch changed."""
    return _recorded(pair, results, sequence_of(pair.browse, results[-1][0].id))


def apply_put_back(pair: Pair, results: Sequence[tuple[Candidate, Reading | str]]) -> Applied:
    """The same of candidates outside the selection's order: those that others' new readings put back as pending."""
    return _recorded(pair, results, None)


def _recorded(pair: Pair, results: Sequence[tuple[Candidate, Reading | str]], through: int | None) -> Applied:
    with transaction(pair.browse):
        batch = _Batch(pair.browse)
        applied = apply_readings(pair, results, batch)
        batch.record()
        # What is put back is read for the second time: it is counted where it was read first.
        counted = through is not None
        pair.browse.execute(
            "UPDATE reparse_progress SET done_through = coalesce(?, done_through), read = read + ?, "
            "not_a_report = not_a_report + ?, failed = failed + ?, compared = compared + ?",
            [
                through,
                applied.read * counted,
                applied.not_a_report * counted,
                applied.failed * counted,
                batch.compared * counted,
            ],
        )
    return applied


_HELD = """
SELECT decided.ordinal, decided.version FROM identity_decisions AS decided
    JOIN candidate_facts AS facts ON facts.candidate = decided.candidate AND facts.ordinal = decided.ordinal
    JOIN versions ON versions.id = decided.version AND versions.byte_identity = facts.byte_identity
WHERE decided.candidate = ? AND NOT EXISTS (SELECT 1 FROM identity_decisions AS other JOIN candidate_facts AS theirs
    ON theirs.candidate = other.candidate AND theirs.ordinal = other.ordinal
    WHERE other.version = decided.version AND theirs.byte_identity = facts.byte_identity
    AND (theirs.url IS NULL, coalesce(theirs.url, ''), theirs.fetched_at, other.candidate)
        < (facts.url IS NULL, coalesce(facts.url, ''), facts.fetched_at, decided.candidate))
"""
"""The versions whose stored reading is this candidate's: of several with the same bytes the first one's, in the order
of crawler.store.grouping.version_plan."""


class _Batch:
    """One batch, before and after (crawler.store.grouping.reports.Witness)."""

    def __init__(self, browse: Database) -> None:
        self._browse = browse
        self._states: dict[str, str] = {}
        self._groups: set[Group] = set()
        self._reports: dict[Key, str] = {}
        self._held: dict[Key, str] = {}
        self._before: dict[Key, tuple[Reading, bool]] = {}
        """The reading that stood there, and whether it is withheld."""
        self.compared = 0

    def before_facts(self, browse: Database, candidates: Sequence[str]) -> None:
        for candidate in candidates:
            self._states[candidate] = _state_of(browse, candidate)
            self._held |= {(candidate, at): version for at, version in browse.execute(_HELD, [candidate]).fetchall()}
            self._see(
                browse.execute(
                    "SELECT DISTINCT body, report_year FROM candidate_facts WHERE candidate = ?", [candidate]
                ).fetchall()
            )

    def before_rows(self, browse: Database, groups: Iterable[Group], fresh: Fresh) -> None:
        self._see(groups)
        for key, version in self._held.items():
            if key in fresh:
                self.compared += 1
                if not holds_reading(browse, version, *fresh[key]):
                    self._before[key] = _reading_of(browse, version)

    def record(self) -> None:
        """Write what has changed. Of a candidate that comes a second time, what it was stays what it was at first."""
        now = {key: decided for group in self._groups for key, decided in _decided(self._browse, group).items()}
        changes: dict[Key, tuple[Change, ...]] = {}
        for key, (reading, withheld) in self._before.items():
            version = self._browse.execute(
                "SELECT version FROM identity_decisions WHERE candidate = ? AND ordinal = ?", list(key)
            ).fetchone()
            if version is not None:
                after, withheld_now = _reading_of(self._browse, version[0])
                changes[key] = _quotable(changes_between(reading, after), withheld or withheld_now)
        for key in sorted(self._reports.keys() | now.keys() | changes.keys()):
            was = self._reports.get(key, "")
            if was != now.get(key, "") or changes.get(key):
                self._write(key, was, changes.get(key, ()))
        for candidate, state in self._states.items():
            if state != _NEVER_READ and state != _state_of(self._browse, candidate):
                self._write((candidate, THE_CANDIDATE), state, ())

    def _see(self, groups: Iterable[Group]) -> None:
        for group in sorted(set(groups) - self._groups):
            self._groups.add(group)
            self._reports |= _decided(self._browse, group)

    def _write(self, key: Key, was: str, changes: Sequence[Change]) -> None:
        written = self._browse.execute(
            "SELECT changes FROM reparse_changes WHERE candidate = ? AND ordinal = ?", list(key)
        ).fetchone()
        earlier = [] if written is None else json.loads(written[0])
        self._browse.execute(
            "INSERT INTO reparse_changes (candidate, ordinal, was, changes) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (candidate, ordinal) DO UPDATE SET changes = excluded.changes",
            [*key, was, json.dumps(_after(earlier, map(_to_json, changes)), ensure_ascii=False)],
        )


_NEVER_READ = "pending"


def _state_of(browse: Database, candidate: str) -> str:
    """How its last reading ended. What was read and is only put back still has the facts of that reading."""
    row = browse.execute(
        "SELECT CASE WHEN read_state = 'pending' AND EXISTS (SELECT 1 FROM candidate_facts "
        "WHERE candidate_facts.candidate = captures.id) THEN 'read' ELSE read_state END FROM captures WHERE id = ?",
        [candidate],
    ).fetchone()
    return str(row[0])


def _decided(browse: Database, group: Group) -> dict[Key, str]:
    """(candidate, ordinal) → report, of all that belongs to a body and year."""
    rows = browse.execute(
        "SELECT candidate, ordinal, report FROM identity_decisions WHERE report IN "
        "(SELECT id FROM reports WHERE body = ? AND report_year = ?)",
        list(group),
    ).fetchall()
    return {(candidate, ordinal): report for candidate, ordinal, report in rows}


def _reading_of(browse: Database, version: str) -> tuple[Reading, bool]:
    """A version's reading as one of this report alone, and whether any of it is withheld."""
    document_class, reasons, parser_version, withheld = browse.execute(
        "SELECT document_class, class_reasons, parser_version, withheld FROM versions WHERE id = ?", [version]
    ).fetchone()
    report = load_report(browse, version)
    return Reading(document_class, tuple(json.loads(reasons)), (report,), parser_version), withheld != ""


def _quotable(changes: Sequence[Change], withheld: bool) -> tuple[Change, ...]:
    """What is withheld is counted and never quoted, not even here: the values go before they are written."""
    if not withheld:
        return tuple(changes)
    return tuple(replace(change, before=ABSENT, after=ABSENT, digest="") for change in changes)


def _after(earlier: Sequence[dict[str, object]], changes: Iterable[dict[str, object]]) -> list[dict[str, object]]:
    """Changes upon changes: what is taken back again has not changed. Those of one batch never undo each other."""
    left, added = list(earlier), list[dict[str, object]]()
    for change in changes:
        undone = next((one for one in left if _undoes(change, one)), None)
        if undone is None:
            added.append(change)
        else:
            left.remove(undone)
    return left + added


def _undoes(change: dict[str, object], earlier: dict[str, object]) -> bool:
    return (
        all(change[name] == earlier[name] for name in ("field", "where"))
        and change.get("before", ABSENT) == earlier.get("after", ABSENT)
        and change.get("after", ABSENT) == earlier.get("before", ABSENT)
    )


def _to_json(change: Change) -> dict[str, object]:
    """A value that is absent is left out; null is a blank."""
    values = {name: value for name in ("before", "after") if (value := getattr(change, name)) != ABSENT}
    return {"field": change.field, "where": change.where, "kind": change.kind, **values, "digest": change.digest}
