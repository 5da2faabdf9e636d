"""The queue between archive and read: which candidates are to be read, in the order in which they were archived."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from sqlite_utils import Database

from crawler.store.blobs import load_blob
from crawler.store.database import Pair
from crawler.store.errors import StoreError
from crawler.store.parts import Candidate, PartReference
from crawler.store.reports import mark_failed

__all__ = [
    "Candidate",
    "PartReference",
    "Selection",
    "all_candidates",
    "candidate_of_version",
    "load_parts",
    "mark_failed",
    "ready_candidates",
]


@dataclass(frozen=True, slots=True)
class Selection:
    """Which candidates a re-parse takes: each condition that is given must hold; () and None = no condition."""

    sources: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    division: str = ""
    """The beginning of a division code: "53" = all of Yunnan."""
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
    conditions, values = [_NOT_WAITING], list[object]()
    selection = selection or Selection()
    for column, wanted in (
        ("candidates.source", selection.sources),
        ("sources.family", selection.families),
        ("opener.read_state", selection.states),
    ):
        if wanted:
            conditions.append(f"{column} IN (SELECT value FROM json_each(?))")
            values.append(json.dumps(wanted))
    if selection.division:
        conditions.append("substr(bodies.division, 1, ?) = ?")
        values += [len(selection.division), selection.division]
    if selection.not_parsed_by is not None:
        conditions.append("candidates.parser_version IS NOT ?")
        values.append(selection.not_parsed_by)
    rows = pair.browse.execute(
        f"{_SELECT} WHERE {' AND '.join(conditions)} ORDER BY candidates.sequence", values
    ).fetchall()
    return _candidates(pair.browse, rows)


def candidate_of_version(pair: Pair, version: str) -> tuple[Candidate, int]:
    """The candidate whose reading a version holds, and the report's place in that reading.

    Raises StoreError where there is none: the version is not there, or its candidate waits to be read again.
    """
    row = pair.browse.execute(
        "SELECT facts.candidate, facts.ordinal FROM versions JOIN identity_decisions AS decided "
        "ON decided.version = versions.id JOIN candidate_facts AS facts ON facts.candidate = decided.candidate "
        "AND facts.ordinal = decided.ordinal AND facts.byte_identity = versions.byte_identity "
        "WHERE versions.id = ? ORDER BY facts.candidate LIMIT 1",
        [version],
    ).fetchone()
    if row is None:
        raise StoreError(f"version {version}: no kept page holds it now; `nianbao reparse` reads its page again")
    found = pair.browse.execute(f"{_SELECT} WHERE candidates.id = ?", [row[0]]).fetchall()
    return _candidates(pair.browse, found)[0], int(row[1])


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
    return next((value for key, value in json.loads(headers).items() if key.lower() == "content-type"), None)
