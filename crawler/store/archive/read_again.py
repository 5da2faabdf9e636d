"""Pages that were read before their line was known, or that the line now says something else of: they are read again.

A walk's lines are kept when it ends (only then it is known whether the whole list was seen), while its pages are read
as they come, and a killed run leaves pages and no lines. A line says of which year a page is that does not say so
itself, and whether the column vouches for the body (`crawler.store.bodies.body_and_year`). So what a store holds in the
end depends on its pages and lines alone, and not on which of them came first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlite_utils import Database

from crawler.items import Decision, ListedEntry
from crawler.store.archive.candidates import queue_again
from crawler.store.bodies.body_and_year import year_in_title


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A line as an earlier walk left it."""

    title: str
    date: str | None
    decision: Decision
    list_url: str
    listed: bool


def read_again(
    browse: Database, source_id: str, held: Mapping[str, HeldLine], shown: Mapping[str, ListedEntry]
) -> None:
    """Put the pages back into the reading queue whose line is new, or says something else than before.

    `held`, `shown`: address → line, before this walk and in it. A new line brings back only what it can change: a page
    that could not be read, one whose body its column does not vouch for, one that was read as of another year.
    """
    for url, entry in shown.items():
        before = held.get(url)
        if before is not None and (before.title, before.decision) == (entry.title, entry.decision):
            continue
        for candidate, state, scope in browse.execute(
            "SELECT candidates.id, captures.read_state, sources.scope FROM candidates "
            "JOIN captures ON captures.id = candidates.id JOIN sources ON sources.id = candidates.source "
            "WHERE candidates.source = ? AND candidates.url = ? AND captures.read_state <> 'pending'",
            [source_id, url],
        ).fetchall():
            unvouched = scope == "own" and entry.decision == "follow"
            if before or state == "failed" or unvouched or _of_other_year(browse, candidate, entry.title):
                queue_again(browse, candidate)


def _of_other_year(browse: Database, candidate: str, title: str) -> bool:
    listed = year_in_title(title)
    rows = browse.execute("SELECT report_year FROM candidate_facts WHERE candidate = ?", [candidate]).fetchall()
    return listed is not None and any(year != listed for (year,) in rows)
