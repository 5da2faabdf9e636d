"""Captures, candidates and attachments of two stores."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass

from sqlite_utils import Database

from crawler.store.archive.candidates import queue_again
from crawler.store.merge.attached import columns
from crawler.store.merge.page_runs import Fetched, HeldCandidate, Link, completed
from crawler.store.merge.put_back import put_back_pages

_LINK = "url, position, state, reason, given_up, capture"
_STATES = ("expected", "failed", "disallowed", "off_registry", "too_large", "fetched")
"""What is known more surely stands further right."""


@dataclass(frozen=True, slots=True)
class CapturesCopied:
    new: int
    held: int
    """Those that the target had already."""
    checked: tuple[str, ...]
    """Those of them that the other store has checked since."""


def merge_captures(browse: Database) -> CapturesCopied:
    """Copy what the target lacks, to be read; of what both have, the later check stands."""
    names = columns(browse, "captures")
    listed = ", ".join(names)
    total = browse.execute("SELECT count(*) FROM other.captures").fetchone()[0]
    checked = browse.execute(
        "UPDATE main.captures SET last_checked = theirs.last_checked, etag = theirs.etag, "
        "last_modified = theirs.last_modified, candidate = coalesce(captures.candidate, theirs.candidate) "
        "FROM other.captures AS theirs WHERE theirs.id = captures.id AND (theirs.last_checked, "
        "coalesce(theirs.etag, ''), coalesce(theirs.last_modified, '')) > (captures.last_checked, "
        "coalesce(captures.etag, ''), coalesce(captures.last_modified, '')) RETURNING id"
    ).fetchall()
    # What is no part of a candidate (a list page) is never read; all else is, by today's readers.
    taken = {"read_state": "CASE WHEN candidate IS NULL THEN read_state ELSE 'pending' END", "read_reason": "''"}
    new = browse.execute(
        f"INSERT INTO main.captures ({listed}) SELECT {', '.join(taken.get(name, name) for name in names)} "
        "FROM other.captures WHERE id NOT IN (SELECT id FROM main.captures)"
    ).rowcount
    return CapturesCopied(new=new, held=total - new, checked=tuple(row[0] for row in checked))


def merge_candidates(browse: Database, checked: Sequence[str]) -> None:
    """Copy the candidates that the target lacks, and give the pages that several stores have what each of them saw.

    `checked`: the captures that stood longer than the target knew.
    """
    new = [
        row[0]
        for row in browse.execute(
            "SELECT id FROM other.candidates WHERE id NOT IN (SELECT id FROM main.candidates) ORDER BY sequence"
        ).fetchall()
    ]
    browse.conn.executemany(
        "INSERT INTO main.candidates (id, page, source, url) SELECT id, page, source, url FROM other.candidates "
        "WHERE id = ?",
        [(one,) for one in new],
    )
    browse.execute(
        f"INSERT INTO main.candidate_attachments (candidate, {_LINK}) SELECT candidate, {_LINK} "
        "FROM other.candidate_attachments WHERE candidate IN (SELECT value FROM json_each(?))",
        [json.dumps(new)],
    )
    differing = [*_merge_pages_of_both(browse), *_merge_links_of_both(browse)]
    for candidate in (*new, *differing):
        queue_again(browse, candidate)
    for (url,) in browse.execute(
        "SELECT url FROM main.candidates WHERE url IS NOT NULL AND id IN (SELECT value FROM json_each(?)) "
        "UNION SELECT url FROM main.candidates WHERE page IN (SELECT value FROM json_each(?)) ORDER BY url",
        [json.dumps([*new, *differing]), json.dumps(checked)],
    ).fetchall():
        _follow_page(browse, url)


def _merge_pages_of_both(browse: Database) -> list[str]:
    """A candidate that a replaced attachment opened in both stores, each of which held a capture of its own of the
    page: the earlier capture is its page."""
    return [
        row[0]
        for row in browse.execute(
            "UPDATE main.candidates SET page = theirs.page, source = theirs.source FROM other.candidates AS theirs, "
            "main.captures AS ours_page, main.captures AS their_page WHERE theirs.id = candidates.id "
            "AND ours_page.id = candidates.page AND their_page.id = theirs.page "
            "AND (their_page.fetched_at, theirs.page, coalesce(theirs.source, '')) "
            "< (ours_page.fetched_at, candidates.page, coalesce(candidates.source, '')) RETURNING id"
        ).fetchall()
    ]


def _merge_links_of_both(browse: Database) -> list[str]:
    """A candidate of both stores: of two words about one attachment, the surer one, then the later."""
    rows = browse.execute(
        f"SELECT theirs.candidate, {_of('theirs')}, {_of('ours')}, ours.url IS NOT NULL "
        "FROM other.candidate_attachments AS theirs LEFT JOIN main.candidate_attachments AS ours "
        "ON ours.candidate = theirs.candidate AND ours.url = theirs.url "
        f"WHERE ours.url IS NULL OR ({_of('theirs')}) IS NOT ({_of('ours')})"
    ).fetchall()
    differing: dict[str, None] = {}
    for candidate, *cells, held in rows:
        width = len(_LINK.split(", "))
        theirs = Link(*cells[:width]).own
        ours = Link(*cells[width:]).own if held else None
        known = [link for link in (ours, theirs) if link is not None]
        if not known:
            continue  # both were given it by other stores, from whose candidates it is followed again
        surest = max(known, key=lambda link: _sureness(browse, link))
        if surest != ours:
            _write_link(browse, candidate, surest)
            differing[candidate] = None
    return list(differing)


def _of(table: str) -> str:
    return ", ".join(f"{table}.{name}" for name in _LINK.split(", "))


def _sureness(browse: Database, link: Link) -> tuple[int, str, int, str, int]:
    at = browse.execute("SELECT fetched_at FROM main.captures WHERE id = ?", [link.capture]).fetchone()
    return (
        _STATES.index(link.state),
        at[0] if at else "",
        -link.given_up,
        f"{link.capture} {link.reason}",
        link.position,
    )


def _follow_page(browse: Database, url: str) -> None:
    """The attachments of every candidate of one address as all stores together saw them, and the order of its
    candidates: what is taken for the newest by a later crawl is the newest."""
    put_back_pages(browse, url)
    candidates = _candidates_of(browse, url)
    captures = {
        capture: Fetched(sha256, at)
        for capture, sha256, at in browse.execute(
            "SELECT id, sha256, fetched_at FROM main.captures WHERE id IN (SELECT value FROM json_each(?))",
            [json.dumps(sorted(_named(candidates)))],
        ).fetchall()
    }
    followed = completed(candidates, captures)
    for one in candidates:
        links = followed[one.id]
        if set(links) != set(one.links):
            _write_links(browse, one.id, links)
            queue_again(browse, one.id)
    _order_by_time(browse, url)


def _named(candidates: Iterable[HeldCandidate]) -> set[str]:
    """The captures in their links, in those that were given in another's place included."""
    links = [link for one in candidates for link in one.links]
    return {one.capture for link in links for one in (link, link.own) if one is not None and one.capture is not None}


def _candidates_of(browse: Database, url: str) -> list[HeldCandidate]:
    rows = browse.execute(
        "SELECT candidates.id, opener.fetched_at, page.id, page.sha256, page.fetched_at FROM main.candidates "
        "JOIN main.captures AS opener ON opener.id = candidates.id "
        "JOIN main.captures AS page ON page.id = candidates.page WHERE candidates.url = ? ORDER BY candidates.id",
        [url],
    ).fetchall()
    return [
        HeldCandidate(candidate, opened_at, page, page_sha256, page_at, _links_of(browse, candidate))
        for candidate, opened_at, page, page_sha256, page_at in rows
    ]


def _links_of(browse: Database, candidate: str) -> tuple[Link, ...]:
    sql = f"SELECT {_LINK} FROM main.candidate_attachments WHERE candidate = ? ORDER BY url"
    return tuple(Link(*row) for row in browse.execute(sql, [candidate]).fetchall())


def _write_links(browse: Database, candidate: str, links: Iterable[Link]) -> None:
    browse.execute("DELETE FROM main.candidate_attachments WHERE candidate = ?", [candidate])
    for link in links:
        _write_link(browse, candidate, link)


def _write_link(browse: Database, candidate: str, link: Link) -> None:
    browse.execute(
        f"INSERT OR REPLACE INTO main.candidate_attachments (candidate, {_LINK}) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [candidate, *astuple(link)],
    )


def _order_by_time(browse: Database, url: str) -> None:
    """`sequence` is the order in which candidates were archived here; of one address it is the order of fetches."""
    rows = browse.execute(
        "SELECT candidates.sequence, candidates.id FROM main.candidates JOIN main.captures "
        "ON captures.id = candidates.id WHERE candidates.url = ? ORDER BY captures.fetched_at, candidates.id",
        [url],
    ).fetchall()
    places = sorted(sequence for sequence, _ in rows)
    moved = [(place, one) for place, (sequence, one) in zip(places, rows, strict=True) if place != sequence]
    browse.conn.executemany(
        "UPDATE main.candidates SET sequence = -sequence WHERE id = ?", [(one,) for _, one in moved]
    )
    browse.conn.executemany("UPDATE main.candidates SET sequence = ? WHERE id = ?", moved)
