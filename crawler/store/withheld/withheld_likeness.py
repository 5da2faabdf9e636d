"""What a withheld version says, for identity alone: its rows no longer do, and which pages are one report must not
change because somebody asked for one to be kept out of sight. The kept bytes are read again, in this process."""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database

from crawler.documents.model import DocumentError
from crawler.reports.model import Report
from crawler.store.database import beside
from crawler.store.identity import CandidateFacts


def is_withheld(browse: Database, version: str) -> bool:
    row = browse.execute("SELECT withheld FROM versions WHERE id = ?", [version]).fetchone()
    return row is not None and row[0] != ""


def report_in_bytes(browse: Database, members: Iterable[CandidateFacts]) -> Report | None:
    """The report of a version whose candidates are `members`, from the first of them by bytes. None where today's
    parser no longer finds it there: the next re-parse says so of the candidate itself.

    Raises StoreError when the bytes are missing or damaged.
    """
    # Both lead back to this module's callers, and the parsers take a second to load: nobody waits for them in vain.
    from crawler.reports.candidate import Part, read_candidate
    from crawler.store.archive.queue import candidate_of_id, load_parts

    holder = min(members, key=lambda one: (one.byte_identity, one.key))
    with beside(browse) as pair:
        parts = load_parts(pair, candidate_of_id(pair, holder.candidate))
    try:
        reading = read_candidate([Part(data, name, media_type) for data, name, media_type in parts])
    except DocumentError:
        return None
    return reading.reports[holder.ordinal] if holder.ordinal < len(reading.reports) else None
