"""The queue between archive and read: which candidates are to be read, in the order in which they were archived."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlite_utils import Database

from crawler.divisions import beginning_of
from crawler.store.archive.parts import Candidate, PartReference
from crawler.store.database import Pair
from crawler.store.errors import StoreError
from crawler.store.raw.blobs import load_blob

__all__ = [
    "Candidate",
    "PartReference",
    "Selection",
    "all_candidates",
    "candidate_of_id",
    "candidate_of_version",
    "candidates_after",
    "count_candidates",
    "load_parts",
    "ready_candidates",
    "sequence_of",
]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which candidates a re-parse takes: each condition that is given must hold; () and None = no condition."""

    sources: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    """GB/T 2260 codes of the bodies whose columns they come from; trailing zeros stand for all below."""
    bodies: tuple[str, ...] = ()
    """Ids of the bodies whose reports they are; what gave no report counts to its column's body."""
    years: tuple[int, ...] = ()
    reports: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    not_parsed_by: str | None = None
    """Only those whose reading is of another parser version than this one."""


_SELECT = """
SELECT candidates.id, candidates.source, candidates.url, page.name, page.sha256, page.headers,
    entries.title, entries.date, entries.decision
FROM candidates JOIN captures AS opener ON opener.id = candidates.id
    JOIN captures AS page ON page.id = candidates.page
    LEFT JOIN entries ON entries.source = candidates.source AND entries.url = candidates.url
    LEFT JOIN sources ON sources.id = candidates.source LEFT JOIN bodies ON bodies.id = sources.body
"""
_NOT_WAITING = "NOT EXISTS (SELECT 1 FROM candidate_attachments WHERE candidate = candidates.id AND state = 'expected')"


def ready_candidates(pair: Pair, limit: int, *, include_waiting: bool = False) -> list[Candidate]:
    """The first `limit` candidates that are to be read: pending, and no attachment still expected.

    `include_waiting`: also those that still wait for an attachment (the site is gone, and the run wants to end).
    """
    waiting = "" if include_waiting else f"AND {_NOT_WAITING}"
    # The partial index on pending captures serves the inner query: a store of a million read pages costs nothing here.
    rows = pair.browse.execute(
        f"{_SELECT} WHERE candidates.id IN (SELECT id FROM captures WHERE read_state = 'pending') {waiting} "
        "ORDER BY candidates.sequence LIMIT ?",
        [limit],
    ).fetchall()
    return _candidates(pair.browse, rows)


def all_candidates(pair: Pair, selection: Selection | None = None) -> list[Candidate]:
    """Every candidate that can be read, in candidate order: what a re-parse works through."""
    return candidates_after(pair, selection or Selection(), 0, -1)


def candidates_after(pair: Pair, selection: Selection, sequence: int, limit: int) -> list[Candidate]:
    """The next `limit` candidates of a selection behind this place in candidate order; limit -1 = all of them."""
    conditions, values = _conditions(selection)
    rows = pair.browse.execute(
        f"{_SELECT} WHERE {conditions} AND candidates.sequence > ? ORDER BY candidates.sequence LIMIT ?",
        [*values, sequence, limit],
    ).fetchall()
    return _candidates(pair.browse, rows)


def count_candidates(pair: Pair, selection: Selection, sequence: int = 0) -> int:
    """How many candidates of a selection stand behind this place in candidate order."""
    conditions, values = _conditions(selection)
    sql = f"SELECT count(*) FROM ({_SELECT} WHERE {conditions} AND candidates.sequence > ?)"
    return int(pair.browse.execute(sql, [*values, sequence]).fetchone()[0])


def sequence_of(browse: Database, candidate: str) -> int:
    """A candidate's place in candidate order."""
    return int(browse.execute("SELECT sequence FROM candidates WHERE id = ?", [candidate]).fetchone()[0])


def _conditions(selection: Selection) -> tuple[str, list[object]]:
    conditions, values = [_NOT_WAITING], list[object]()
    for column, wanted in (
        ("candidates.source", selection.sources),
        ("sources.family", selection.families),
        ("opener.read_state", selection.states),
    ):
        if wanted:
            conditions.append(f"{column} IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(wanted))
    if selection.divisions:
        beginnings = [beginning_of(division) for division in selection.divisions]
        conditions.append("EXISTS (SELECT 1 FROM json_each(?) WHERE substr(bodies.division, 1, length(value)) = value)")
        values.append(json.dumps(beginnings))
    if selection.bodies or selection.years:
        # One report must be of the body and of the year.
        of_facts = "candidates.id IN (SELECT candidate FROM candidate_facts WHERE true"
        for column, asked in (("body", selection.bodies), ("report_year", selection.years)):
            if asked:
                of_facts += f" AND {column} IN (SELECT value FROM json_each(?))"
                values.append(json.dumps(asked))
        if selection.years:
            conditions.append(f"{of_facts})")
        else:
            conditions.append(
                f"({of_facts}) OR sources.body IN (SELECT value FROM json_each(?)) "
                "AND NOT EXISTS (SELECT 1 FROM candidate_facts WHERE candidate = candidates.id))"
            )
            values.append(json.dumps(selection.bodies))
    if selection.reports:
        conditions.append(
            "candidates.id IN (SELECT candidate FROM identity_decisions WHERE report IN "
            "(SELECT value FROM json_each(?)))"
        )
        values.append(json.dumps(selection.reports))
    if selection.not_parsed_by is not None:
        conditions.append("candidates.parser_version IS NOT ?")
        values.append(selection.not_parsed_by)
    return " AND ".join(conditions), values


def candidate_of_version(pair: Pair, version: str) -> tuple[Candidate, int]:
    """The candidate whose reading a version holds, and the report's place in that reading.

    Raises StoreError where there is none: the version is not there, or its candidate waits to be read again.
    """
    row = pair.browse.execute(
        "SELECT facts.candidate, facts.ordinal FROM versions JOIN identity_decisions AS decided "
        "ON decided.version = versions.id JOIN candidate_facts AS facts ON facts.candidate = decided.candidate "
        "AND facts.ordinal = decided.ordinal AND facts.byte_identity = versions.byte_identity "
        "WHERE versions.id = ? "
        "ORDER BY facts.url IS NULL, facts.url, facts.fetched_at, facts.candidate LIMIT 1",
        [version],
    ).fetchone()
    if row is None:
        raise StoreError(f"version {version}: no kept page holds it now; `nianbao reparse` reads its page again")
    found = pair.browse.execute(f"{_SELECT} WHERE candidates.id = ?", [row[0]]).fetchall()
    return _candidates(pair.browse, found)[0], int(row[1])


def candidate_of_id(pair: Pair, candidate_id: str) -> Candidate:
    """Raises StoreError when this store has no such candidate."""
    found = _candidates(pair.browse, pair.browse.execute(f"{_SELECT} WHERE candidates.id = ?", [candidate_id]))
    if not found:
        raise StoreError(f"{pair.path}: no candidate {candidate_id}")
    return found[0]


def load_parts(pair: Pair, candidate: Candidate) -> tuple[tuple[bytes, str, str | None], ...]:
    """The bytes, name and media type of each part. Raises StoreError when bytes are missing or damaged."""
    return tuple((load_blob(pair, part.sha256), part.name, part.media_type) for part in candidate.parts)


def _candidates(browse: Database, rows: Iterable[tuple[Any, ...]]) -> list[Candidate]:
    return [
        Candidate(
            id=candidate,
            source_id=source,
            url=url,
            name=name or _name_of(url),
            parts=(
                PartReference(sha256, name or _name_of(url), _media_type(headers)),
                *_attachments(browse, candidate),
            ),
            entry_title=title,
            entry_date=day,
            entry_decision=decision,
        )
        for candidate, source, url, name, sha256, headers, title, day, decision in rows
    ]


def _attachments(browse: Database, candidate: str) -> Iterable[PartReference]:
    rows = browse.execute(
        "SELECT candidate_attachments.url, captures.sha256, captures.headers FROM candidate_attachments "
        "JOIN captures ON captures.id = candidate_attachments.capture WHERE candidate_attachments.candidate = ? "
        "ORDER BY candidate_attachments.position, candidate_attachments.url",
        [candidate],
    ).fetchall()
    return (PartReference(sha256, _name_of(url), _media_type(headers)) for url, sha256, headers in rows)


def _name_of(url: str) -> str:
    """The last part of an address's path; the host when the path has none."""
    parts = urlsplit(url)
    return unquote(PurePosixPath(parts.path).name) or parts.netloc


def _media_type(headers: str | None) -> str | None:
    if headers is None:
        return None
    try:
        kept = json.loads(headers)
    except ValueError as error:
        raise StoreError(f"the stored headers of a capture are damaged ({error}); restore a backup") from error
    return next((value for key, value in kept.items() if key.lower() == "content-type"), None)
