"""What a re-parse changed, counted and with samples: the report that is reviewed before a better parser is kept.

Read from `reparse_changes` at the end of a re-parse, before it is forgotten. What was changed on the way and changed
back is no change. The order is that of the archive, so that two runs over the same store give the same samples.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlite_utils import Database

from crawler.store.rereading.reading_changes import KINDS
from crawler.store.rereading.reparse_progress import THE_CANDIDATE, Progress

GAINED, LOST = "fail to pass", "pass to fail"

_ROWS = """
SELECT changed.candidate, changed.ordinal, changed.was, changed.changes, coalesce(candidates.url, opener.name),
    opener.read_state, opener.read_reason, decided.report, versions.withheld
FROM reparse_changes AS changed JOIN candidates ON candidates.id = changed.candidate
    JOIN captures AS opener ON opener.id = changed.candidate
    LEFT JOIN identity_decisions AS decided
        ON decided.candidate = changed.candidate AND decided.ordinal = changed.ordinal
    LEFT JOIN versions ON versions.id = decided.version
ORDER BY candidates.sequence, changed.ordinal
"""


@dataclass(slots=True)
class Counted:
    """How often something happened, by kind, and the first few times."""

    kinds: Counter[str] = field(default_factory=Counter)
    samples: list[dict[str, Any]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.kinds.total()

    def add(self, kind: str, sample: dict[str, Any] | None, limit: int) -> None:
        self.kinds[kind] += 1
        if sample is not None and len(self.samples) < limit:
            self.samples.append(sample)


@dataclass(slots=True)
class ReparseReport:
    parser_version: str
    selection: str
    read: int
    not_a_report: int
    failed: int
    compared: int
    changed: int = 0
    """Of the compared, those whose values, flags or checks differ."""
    fields: dict[str, Counted] = field(default_factory=dict)
    flags: dict[str, Counted] = field(default_factory=dict)
    checks: dict[str, Counted] = field(default_factory=dict)
    reports: dict[str, Counted] = field(default_factory=dict)
    """moved (another body or year), renumbered, ceased, new: what became of reports."""
    candidates: dict[str, Counted] = field(default_factory=dict)
    """What became of pages and files whose reading ended otherwise than before, or failed for another reason."""
    digest: str = ""
    """SHA-256 over every change, those that are no samples included: two re-parses that share it change the same."""

    @property
    def applied(self) -> int:
        return self.read + self.not_a_report + self.failed

    @property
    def newly_failed(self) -> int:
        return self.candidates["newly_failed"].total if "newly_failed" in self.candidates else 0

    def as_json(self) -> dict[str, Any]:
        """The contract of `nianbao reparse --json` (docs/contract.md)."""
        return {
            "parser_version": self.parser_version,
            "selection": json.loads(self.selection),
            "candidates": {
                "read": self.read,
                "not_a_report": self.not_a_report,
                "failed": self.failed,
                **_sections(self.candidates),
            },
            "reports": {
                "compared": self.compared,
                "changed": self.changed,
                "unchanged": self.compared - self.changed,
                **_sections(self.reports),
            },
            "fields": {
                name: {kind: counted.kinds[kind] for kind in KINDS} | {"samples": counted.samples}
                for name, counted in self.fields.items()
            },
            "flags": {
                name: {kind: counted.kinds[kind] for kind in KINDS if counted.kinds[kind]}
                | {"samples": counted.samples}
                for name, counted in self.flags.items()
            },
            "checks": {
                rule: {
                    "gained": counted.kinds[GAINED],
                    "lost": counted.kinds[LOST],
                    "changes": dict(sorted(counted.kinds.items())),
                    "samples": counted.samples,
                }
                for rule, counted in self.checks.items()
            },
            "changes_sha256": self.digest,
        }


def _sections(counted: dict[str, Counted]) -> dict[str, Any]:
    return {name: {"count": one.total, "samples": one.samples} for name, one in counted.items()}


def report_of(browse: Database, progress: Progress, samples: int) -> ReparseReport:
    """`samples`: how many of each kind of change are quoted."""
    report = ReparseReport(
        progress.parser_version,
        progress.selection,
        progress.read,
        progress.not_a_report,
        progress.failed,
        progress.compared,
    )
    everything = hashlib.sha256()
    for row in _rows(browse):
        seen = (
            _add_candidate(report, row, samples) if row.ordinal == THE_CANDIDATE else _add_report(report, row, samples)
        )
        if seen:
            everything.update(json.dumps(seen, ensure_ascii=False).encode())
    report.digest = everything.hexdigest()
    for name in ("fields", "flags", "checks", "reports", "candidates"):
        setattr(report, name, dict(sorted(getattr(report, name).items())))
    return report


@dataclass(frozen=True, slots=True)
class _Row:
    candidate: str
    ordinal: int
    was: str
    changes: list[dict[str, Any]]
    place: str
    """The candidate's address, or its file's name."""
    read_state: str
    read_reason: str
    now: str
    withheld: bool


def _rows(browse: Database) -> Iterator[_Row]:
    for candidate, ordinal, was, changes, place, state, reason, now, withheld in browse.execute(_ROWS):
        yield _Row(candidate, ordinal, was, json.loads(changes), place, state, reason, now or "", bool(withheld))


def _add_candidate(report: ReparseReport, row: _Row, samples: int) -> list[str]:
    if row.was == row.read_state:
        return []
    if row.read_state == "failed":
        what = "newly_failed"
    elif row.was == "failed":
        what = "no_longer_failed"
    else:
        what = {"read": "newly_a_report", "not_a_report": "no_longer_a_report"}.get(row.read_state, row.read_state)
    sample = {"candidate": row.place, "before": row.was, "after": row.read_state, "reason": row.read_reason}
    report.candidates.setdefault(what, Counted()).add(what, sample, samples)
    return [row.candidate, row.was, row.read_state, row.read_reason]


def _add_report(report: ReparseReport, row: _Row, samples: int) -> list[Any]:
    if row.was != row.now:
        what = _became(row.was, row.now)
        sample = {"candidate": row.place, "before": row.was or None, "after": row.now or None}
        report.reports.setdefault(what, Counted()).add(what, None if row.withheld else sample, samples)
    elif not row.changes:
        return []
    report.changed += bool(row.changes)
    for change in row.changes:
        group, _, name = change["field"].partition(".")
        if group in ("flags", "checks"):
            counted = (report.flags if group == "flags" else report.checks).setdefault(name, Counted())
        else:
            counted = report.fields.setdefault(change["field"], Counted())
        quoted: dict[str, Any] = {name: change[name] for name in ("where", "kind", "before", "after") if name in change}
        # What is withheld has lost its digest with its values.
        kept_out = row.withheld or not change["digest"]
        counted.add(change["kind"], None if kept_out else {"report": row.now or row.was, **quoted}, samples)
    return [row.candidate, row.ordinal, row.was, row.now, row.changes]


def _became(was: str, now: str) -> str:
    if not was:
        return "new"
    if not now:
        return "ceased"
    return "renumbered" if _body_and_year(was) == _body_and_year(now) else "moved"


def _body_and_year(report: str) -> str:
    """`body/year` of `body/year/2`; a body's id may hold a stroke of its own."""
    return re.sub(r"(/\d{4})/\d+$", r"\1", report)
