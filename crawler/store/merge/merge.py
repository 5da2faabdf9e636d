"""One store into another: what was captured and seen is copied; what is to be read again is put into the queue."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from crawler.store.archive.captures import settle_attachments
from crawler.store.database import Pair
from crawler.store.merge.attached import attached, columns
from crawler.store.merge.captured import merge_candidates, merge_captures
from crawler.store.merge.closed_world import merge_closed_world
from crawler.store.merge.lines import merge_line_changes, merge_lines, merge_runs, merge_visits
from crawler.store.raw.blobs import copy_blobs
from crawler.store.transactions import transaction


@dataclass(frozen=True, slots=True)
class Merged:
    """What one store brought."""

    new_captures: int
    held_captures: int
    new_blobs: int
    to_read: int
    """Candidates that are now to be read, those that the target had left unread before included."""


def merge_store(target: Pair, other: Pair) -> Merged:
    """Copy what `other` has and `target` lacks, in one transaction of the browsing file. Nothing is read here: the
    queue of the target (crawler.store.archive.queue) holds what is to be read afterwards, and only then do the reports
    say what both stores know.

    The bytes are committed before the rows that name them. A kill leaves bytes without rows, or all; the same merge
    begins again. `other` may be written meanwhile: its rows are those of one moment.
    """
    with attached(target.browse, other.path), transaction(target.browse):
        wanted = [row[0] for row in target.browse.execute("SELECT DISTINCT sha256 FROM other.captures ORDER BY sha256")]
        blobs = copy_blobs(other, target, wanted)
        browse = target.browse
        merge_closed_world(browse)
        merge_runs(browse)
        captures = merge_captures(browse)
        merge_candidates(browse, captures.checked)
        merge_lines(browse)
        merge_visits(browse)
        merge_line_changes(browse)
        _merge_record(browse)
        # It names the last candidate of a killed re-parse by its place, and places have changed.
        browse.execute("DELETE FROM main.reparse_progress")
        browse.execute("DELETE FROM main.reparse_changes")
    settle_attachments(target, None)
    to_read = target.browse.execute(
        "SELECT count(*) FROM candidates JOIN captures USING (id) WHERE read_state = 'pending'"
    ).fetchone()[0]
    return Merged(captures.new, captures.held, blobs, to_read)


def _merge_record(browse: Database) -> None:
    """What was withheld and when; what is lifted in either store is so in the record."""
    listed = ", ".join(columns(browse, "withholdings"))
    browse.execute(
        f"INSERT INTO main.withholdings ({listed}) SELECT {listed} FROM other.withholdings WHERE true "
        "ON CONFLICT DO UPDATE SET lifted_at = excluded.lifted_at WHERE withholdings.lifted_at IS NULL"
    )
