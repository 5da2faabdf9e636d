"""Runs and visits: what a run was asked, what it did, and how each source's walk ended."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from crawler.items import EndedVisit
from crawler.store.database import Pair
from crawler.store.errors import StoreError
from crawler.store.moments import stored_moment
from crawler.store.transactions import transaction
from crawler.store.walks.list_evidence import lists_to_json


def begin_crawl(
    pair: Pair, *, started_at: datetime, arguments: Mapping[str, object], versions: Mapping[str, str]
) -> str:
    """Write the run at its start, so that a run without an end is known to have crashed. Returns its id."""
    moment = stored_moment(started_at)
    wording = json.dumps(arguments, ensure_ascii=False, sort_keys=True)
    crawl_id = hashlib.sha256(f"{moment}\n{wording}".encode()).hexdigest()[:16]
    with transaction(pair.browse):
        pair.browse.execute(
            "INSERT INTO crawls (id, started_at, arguments, versions) VALUES (?, ?, ?, ?)",
            [crawl_id, moment, wording, json.dumps(versions, ensure_ascii=False, sort_keys=True)],
        )
    return crawl_id


def end_crawl(pair: Pair, crawl_id: str, *, ended_at: datetime, totals: Mapping[str, object], outcome: str) -> None:
    """Raises StoreError when this store has no such run."""
    with transaction(pair.browse):
        cursor = pair.browse.execute(
            "UPDATE crawls SET ended_at = ?, totals = ?, outcome = ? WHERE id = ?",
            [stored_moment(ended_at), json.dumps(totals, ensure_ascii=False, sort_keys=True), outcome, crawl_id],
        )
        if cursor.rowcount != 1:
            raise StoreError(f"{pair.path}: no run {crawl_id} to end; begin_crawl writes it first")


def record_visit(
    pair: Pair,
    crawl_id: str,
    visit: EndedVisit,
    *,
    new: int,
    changed: int,
    unchanged: int,
    withdrawn: int,
    ended_at: datetime | None = None,
) -> None:
    """A source's walk, as it ended (now, when `ended_at` is not given). Said again in a run, it replaces the row."""
    row = [
        crawl_id,
        visit.source_id,
        stored_moment(ended_at or datetime.now(UTC)),
        visit.said,
        visit.said_pages,
        visit.seen,
        visit.list_pages,
        visit.report_pages,
        new,
        changed,
        unchanged,
        withdrawn,
        int(visit.full_walk),
        visit.outcome,
        visit.evidence,
        visit.reason,
        lists_to_json(visit.lists),
    ]
    with transaction(pair.browse):
        pair.browse.execute(
            "INSERT OR REPLACE INTO visits (crawl, source, ended_at, said, said_pages, seen, list_pages, report_pages, "
            "new, changed, unchanged, withdrawn, full_walk, outcome, evidence, reason, lists) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            row,
        )
