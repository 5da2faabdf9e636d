"""That what is stored is what today's parser reads from the stored bytes, and that each number leads to its cell."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Literal

from crawler.reports.model import APPLICANTS, PARSER_VERSION, Reading, Report, ValuePlace
from crawler.store.archive.parts import Candidate, as_listed_now
from crawler.store.archive.queue import Selection, all_candidates
from crawler.store.bodies.body_and_year import year_of
from crawler.store.bodies.registry_flags import with_registry_flags
from crawler.store.database import Pair
from crawler.store.errors import StoreError
from crawler.store.grouping.overrides import as_stated
from crawler.store.identity import normalise_index_number
from crawler.store.readings.content import byte_identity, content_fingerprint, printed_numbers
from crawler.store.readings.number_columns import to_column
from crawler.store.readings.reading_rows import load_report, other_rows
from crawler.store.verify.cells import untraced_numbers
from crawler.store.verify.model import REPARSE, RESTORE, Fault, Findings
from crawler.store.verify.sample import evenly
from crawler.store.verify.withheld import Redactor
from crawler.withholdings import Scope

MOST_LINES = 20
"""Of one version's differences; how many more there are is said."""
_SHOWN = 60

ReadEach = Callable[[Sequence[Candidate]], Iterator[tuple[Candidate, Reading | str]]]
"""Reads candidates from their stored bytes, places included, in the order given; a str is why one cannot be read."""


@dataclass(frozen=True, slots=True)
class _Held:
    """A version that a candidate's own reading is stored in."""

    id: str
    report: str
    withheld: Scope | Literal[""]


def candidates_to_verify(pair: Pair, findings: Findings, sample: int | None) -> Sequence[Candidate]:
    """Those whose reading is of today's parser; what another one read is counted as stale, and said."""
    try:
        readable = all_candidates(pair, Selection(states=("read", "not_a_report")))
        of_today = dict(pair.browse.execute("SELECT id, parser_version FROM candidates").fetchall())
    except (sqlite3.DatabaseError, StoreError) as error:
        findings.add([Fault("readings", "what is to be read cannot be told", str(pair.path), "", str(error), RESTORE)])
        return ()
    current = [one for one in readable if of_today.get(one.id) == PARSER_VERSION]
    stale = len(readable) - len(current)
    if stale:
        findings.checked["stale readings, not compared"] = stale
        findings.notices.append(
            f"{stale} readings are of another parser version than today's {PARSER_VERSION}, and were not compared; "
            "`nianbao reparse --stale` reads them again"
        )
    return evenly(current, sample)


def verify_readings(
    pair: Pair,
    findings: Findings,
    candidates: Sequence[Candidate],
    read_each: ReadEach,
    on_progress: Callable[[int], None] = lambda done: None,
) -> None:
    """Read every candidate again and hold what is stored against it.

    A version is what one of the candidates with its very bytes reads as: where the same bytes stand in two columns, the
    registry may say something else of each, so it is at fault only when it is none of them.
    """
    redactor = Redactor(pair.browse)
    unmatched: dict[str, list[Fault]] = {}
    matched: set[str] = set()
    for candidate, result in read_each(candidates):
        findings.checked["readings"] += 1
        on_progress(1)
        address = candidate.url or candidate.name
        try:
            if not _has_its_column(pair, candidate):
                gone = f"its column {candidate.source_id}, or the body of it, is not in the store"
                findings.add([_fault("cannot be compared", f"candidate {candidate.id}", address, gone)])
                continue
            listed = as_listed_now(pair.browse, candidate)
            stated = as_stated(pair.browse, listed, result)
            if isinstance(stated, str):
                findings.add([_fault("bytes are not read any more", f"candidate {candidate.id}", address, stated)])
                continue
            reading = with_registry_flags(pair, listed, stated)
            findings.add(_candidate_faults(pair, listed, reading, address))
            for ordinal, version in _versions_of(pair, candidate).items():
                if version.id in matched or ordinal >= len(reading.reports):
                    continue
                read = reading.reports[ordinal]
                now = redactor.redacted(reading, ordinal, version.withheld) if version.withheld else read
                faults = list(_version_faults(pair, version, now, read.places, address, findings))
                if not faults and not version.withheld:
                    faults = list(_row_faults(pair, version, reading, ordinal, address))
                if faults:
                    unmatched.setdefault(version.id, faults)
                else:
                    matched.add(version.id)
        except (sqlite3.DatabaseError, StoreError, ValueError, LookupError) as error:
            # A page of the file, a date or a JSON text that is none, an applicant's row that is gone: what is stored
            # cannot even be put together.
            said = f"{type(error).__name__}: {error}"
            findings.add([_fault("the stored rows cannot be loaded", f"candidate {candidate.id}", address, said)])
    findings.checked["versions"] += len(matched | unmatched.keys())
    findings.add(fault for name, faults in unmatched.items() if name not in matched for fault in faults)


def _fault(what: str, key: str, address: str, detail: str) -> Fault:
    return Fault("readings", what, key, address, detail, REPARSE)


def _has_its_column(pair: Pair, candidate: Candidate) -> bool:
    return candidate.source_id is None or bool(
        pair.browse.execute(
            "SELECT 1 FROM sources JOIN bodies ON bodies.id = sources.body WHERE sources.id = ?", [candidate.source_id]
        ).fetchone()
    )


def _candidate_faults(pair: Pair, candidate: Candidate, reading: Reading, address: str) -> Iterator[Fault]:
    """The facts that identity is decided by, beside those that today's reading gives."""
    attachments = [part.sha256 for part in candidate.parts[1:]]
    stored = {
        row[0]: row[1:]
        for row in pair.browse.execute(
            "SELECT ordinal, report_year, kind, index_number, published, byte_identity, content FROM candidate_facts "
            "WHERE candidate = ?",
            [candidate.id],
        ).fetchall()
    }
    names = ("report_year", "kind", "index_number", "published", "byte_identity", "content")
    read = {
        ordinal: (
            year_of(pair, candidate, report, len(reading.reports)),
            reading.document_class,
            normalise_index_number(report.index_number),
            report.published.isoformat() if report.published else None,
            byte_identity(candidate.parts[0].sha256, attachments),
            content_fingerprint(reading, ordinal, attachments),
        )
        for ordinal, report in enumerate(reading.reports)
    }
    for ordinal in sorted(stored.keys() | read.keys()):
        key = f"candidate_facts {candidate.id} {ordinal}"
        if ordinal not in read:
            yield _fault("the bytes hold no such report", key, address, "")
        elif ordinal not in stored:
            yield _fault("a report of the bytes is not stored", key, address, "")
        else:
            for name, own, now in zip(names, stored[ordinal], read[ordinal], strict=True):
                if own != now:
                    yield _fault("fact differs", f"{key} {name}", address, _beside(own, now))


def _versions_of(pair: Pair, candidate: Candidate) -> dict[int, _Held]:
    """The report's place in the reading → the version that is stored of it, where the bytes are this candidate's."""
    rows = pair.browse.execute(
        "SELECT facts.ordinal, versions.id, versions.report, versions.withheld FROM candidate_facts AS facts "
        "JOIN identity_decisions AS decided ON decided.candidate = facts.candidate "
        "AND decided.ordinal = facts.ordinal JOIN versions ON versions.id = decided.version "
        "AND versions.byte_identity = facts.byte_identity WHERE facts.candidate = ? ORDER BY facts.ordinal",
        [candidate.id],
    ).fetchall()
    return {ordinal: _Held(*row) for ordinal, *row in rows}


def _version_faults(
    pair: Pair, version: _Held, now: Report, places: Sequence[ValuePlace], address: str, findings: Findings
) -> Iterator[Fault]:
    """`now`: what should be stored. `places`: those of the reading, of what is withheld too."""
    stored = load_report(pair.browse, version.id)
    key = f"version {version.id} of {version.report}"
    differing = list(differences(stored, now))
    for where, own, new in differing[:MOST_LINES]:
        what = "number differs" if _is_number(own) or _is_number(new) else "text differs"
        yield _fault(what, f"{key} {where}", address, _beside(own, new))
    if len(differing) > MOST_LINES:
        yield _fault("values differ", key, address, f"{len(differing) - MOST_LINES} more")
    named = {where for where, _, _ in differing}
    for where, value, printed in untraced_numbers(stored, places):
        if where not in named:
            words = f"printed is {printed!r}" if printed else "no cell of the bytes is its place"
            yield _fault("number does not trace to its cell", f"{key} {where}", address, f"stored {value}; {words}")
    findings.checked["numbers traced to their cells"] += sum(1 for _ in printed_numbers(stored))


def _row_faults(pair: Pair, version: _Held, reading: Reading, ordinal: int, address: str) -> Iterator[Fault]:
    """What rows hold beside the report itself: forms, counts, the class of the document."""
    for where in other_rows(pair.browse, version.id, reading, ordinal):
        yield _fault("row differs", f"version {version.id} of {version.report} {where}", address, "")


def differences(stored: Report, read: Report) -> Iterator[tuple[str, object, object]]:
    """(where, stored, read now) of everything that differs, by the contract's names, in its order."""
    left, right = flat(stored), flat(read)
    for where in [*left, *(name for name in right if name not in left)]:
        if where not in left or where not in right or left[where] != right[where]:
            yield where, left.get(where, ABSENT), right.get(where, ABSENT)


ABSENT = "absent"
"""A cell that is not on the form is not a blank one."""


def flat(report: Report) -> dict[str, object]:
    """A report as `where` → value. Numbers as their columns hold them: 1.50 is stored as 1.5."""
    values: dict[str, object] = {
        name: getattr(report, name)
        for name in ("title", "agency", "report_year", "index_number", "published", "period", "body_origin")
    }
    values |= {f"contact.{field.name}": getattr(report.contact, field.name) for field in fields(report.contact)}
    values |= {f"forms.{field.name}": getattr(report.forms, field.name) for field in fields(report.forms)}
    values |= {f"metadata.{label}": value for label, value in report.metadata.items()}
    for number, section in sorted(report.sections.items()):
        values[f"section.{number}.heading"] = section.heading
        values[f"section.{number}"] = section.text
    values |= dict(_numbers_of(report))
    values |= {f"{name}": None for name in ("proactive", "applications", "review", "statistics")
               if getattr(report, name) is None}  # fmt: skip
    values |= {f"flags.{place}": flag for place, flag in enumerate(report.flags)}
    for place, check in enumerate(report.checks):
        values[f"checks.{place}"] = replace(check, expected=None, found=None)
        values[f"checks.{place}.expected"] = to_column(check.expected)
        values[f"checks.{place}.found"] = to_column(check.found)
    return values


def _numbers_of(report: Report) -> Iterator[tuple[str, object]]:
    """Every cell of the tables, blanks included."""
    tables: tuple[tuple[str, Mapping[str, Mapping[str, object]] | None], ...] = (
        ("proactive", report.proactive),
        ("review", report.review),
    )
    for table, rows in tables:
        for row, cells in (rows or {}).items():
            for column, value in cells.items():
                yield f"{table}.{row}.{column}", to_column(value)  # type: ignore[arg-type]
    for row, values in (report.applications or {}).items():
        for applicant, number in zip(APPLICANTS, values, strict=True):
            yield f"applications.{row}.{applicant}", to_column(number)
    for indicator, number in (report.statistics or {}).items():
        yield f"statistics.{indicator}", to_column(number)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)


def _beside(stored: object, now: object) -> str:
    """Both, cut to the piece where they begin to differ."""
    if isinstance(stored, str) and isinstance(now, str) and stored is not ABSENT and now is not ABSENT:
        start = next(
            (place for place, (one, other) in enumerate(zip(stored, now, strict=False)) if one != other),
            min(len(stored), len(now)),
        )
        begin = max(0, start - 10)
        place = f" (from character {begin + 1})" if begin else ""
        return f"stored {_cut(stored[begin:])}, the bytes say {_cut(now[begin:])}{place}"
    return f"stored {_cut(stored)}, the bytes say {_cut(now)}"


def _cut(value: object) -> str:
    if value is None:
        return "blank"
    if value is ABSENT:
        return ABSENT
    shown = repr(value)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
