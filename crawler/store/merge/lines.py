"""Runs, visits and the lines of lists of two stores."""

from __future__ import annotations

import json

from sqlite_utils import Database

from crawler.items import FINISHED
from crawler.store.archive.candidates import queue_again
from crawler.store.merge.attached import columns

_SAID = ("title", "date", "position", "decision", "reason", "list_url", "twin_of", "crawl")
_PAIRED = "FROM other.entries AS theirs LEFT JOIN main.entries AS ours USING (source, url)"


def merge_runs(browse: Database) -> None:
    """A run that has ended in one store has ended."""
    names = ", ".join(columns(browse, "crawls"))
    browse.execute(
        f"INSERT INTO main.crawls ({names}) SELECT {names} FROM other.crawls WHERE true ON CONFLICT (id) DO UPDATE "
        "SET ended_at = excluded.ended_at, totals = excluded.totals, outcome = excluded.outcome "
        "WHERE coalesce(excluded.ended_at, '') > coalesce(crawls.ended_at, '')"
    )


def merge_visits(browse: Database) -> None:
    """Of two rows of one visit the later stands (a store that was copied while the run went on)."""
    names = columns(browse, "visits")
    updates = ", ".join(f"{name} = excluded.{name}" for name in names if name not in ("crawl", "source"))
    listed = ", ".join(names)
    browse.execute(
        f"INSERT INTO main.visits ({listed}) SELECT {listed} FROM other.visits WHERE true "
        f"ON CONFLICT (crawl, source) DO UPDATE SET {updates} WHERE excluded.ended_at > visits.ended_at"
    )


def merge_lines(browse: Database) -> None:
    """The newest word about each line; the pages of a line that now says something else are read again.

    To be called before `merge_visits`: until when a store knew that a line was gone is the end of its own last whole
    walk.
    """
    names = ", ".join(columns(browse, "entries"))
    newer = f"{_word('theirs')} > {_word('ours')}"
    changed = browse.execute(
        f"SELECT source, url {_PAIRED} WHERE ours.url IS NULL OR ({newer} "
        "AND (theirs.title <> ours.title OR theirs.date IS NOT ours.date OR theirs.decision <> ours.decision))"
    ).fetchall()
    listed = _listed(browse)
    browse.execute(
        "UPDATE main.entries SET first_seen = theirs.first_seen FROM other.entries AS theirs "
        "WHERE theirs.source = entries.source AND theirs.url = entries.url AND theirs.first_seen < entries.first_seen"
    )
    updates = ", ".join(f"{name} = excluded.{name}" for name in (*_SAID, "last_seen"))
    browse.execute(
        f"INSERT INTO main.entries ({names}) SELECT {names} FROM other.entries WHERE true "
        f"ON CONFLICT (source, url) DO UPDATE SET {updates} WHERE {_word('excluded')} > {_word('entries')}"
    )
    browse.conn.executemany(
        "UPDATE main.entries SET listed = ?1 WHERE source = ?2 AND url = ?3 AND listed <> ?1", listed
    )
    for source, url in changed:
        for (candidate,) in browse.execute(
            "SELECT id FROM main.candidates WHERE source = ? AND url = ?", [source, url]
        ).fetchall():
            queue_again(browse, candidate)


def _word(line: str) -> str:
    """What orders two words about one line: when it was seen, then its text, so that no order of stores decides."""
    return f"({line}.last_seen, {', '.join(f'coalesce({line}.{name}, char(0))' for name in _SAID)})"


def _listed(browse: Database) -> list[tuple[int, str, str]]:
    """(listed, source, address) for every line that either store knows something of which the other does not say."""
    ours, theirs = _known_at("ours", "main"), _known_at("theirs", "other")
    of_both = browse.execute(
        f"SELECT CASE WHEN {theirs} >= {ours} THEN theirs.listed ELSE coalesce(ours.listed, 0) END, source, url "
        f"{_PAIRED}",
        {"finished": json.dumps(sorted(FINISHED))},
    ).fetchall()
    gone = browse.execute(
        "SELECT 0, source, url FROM main.entries AS ours WHERE listed = 1 "
        "AND NOT EXISTS (SELECT 1 FROM other.entries WHERE source = ours.source AND url = ours.url) "
        f"AND last_seen < {_last_walk('ours', 'other')}",
        {"finished": json.dumps(sorted(FINISHED))},
    ).fetchall()
    return [*of_both, *gone]


def _known_at(line: str, schema: str) -> str:
    """The moment up to which a store's word on `listed` holds. A store without the line knows from its last whole walk
    that it was not there."""
    walk = _last_walk("theirs", schema)
    return (
        f"CASE WHEN {line}.url IS NULL THEN {walk} WHEN {line}.listed = 1 THEN {line}.last_seen "
        f"ELSE max({line}.last_seen, {walk}) END"
    )


def _last_walk(line: str, schema: str) -> str:
    return (
        f"coalesce((SELECT max(ended_at) FROM {schema}.visits WHERE visits.source = {line}.source AND full_walk = 1 "
        "AND outcome IN (SELECT value FROM json_each(:finished))), '')"
    )


def merge_line_changes(browse: Database) -> None:
    """What the lines said before, as each run saw it change."""
    names = ", ".join(columns(browse, "line_changes"))
    browse.execute(
        f"INSERT INTO main.line_changes ({names}) SELECT {names} FROM other.line_changes WHERE true "
        "ON CONFLICT (source, url, crawl) DO NOTHING"
    )
