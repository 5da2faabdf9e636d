"""Pages that stood again after another store had seen them changed.

A store that finds a page as it was keeps no further capture: it moves `last_checked`. Where another store captured
other bytes of that page in between, the check was a page put back, which a store that saw both would have kept. The
capture that it would have kept is written: its moment is the check's, its bytes are held, its id is what that store
would have given it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from crawler.store.archive.candidates import queue_again
from crawler.store.archive.captures import capture_id
from crawler.store.merge.attached import columns


@dataclass(frozen=True, slots=True)
class _Page:
    id: str
    url: str
    sha256: str
    fetched_at: str
    last_checked: str


def put_back_pages(browse: Database, url: str) -> None:
    """Write the captures and candidates of one address that the stores together show. Those that are written already
    get the attachments that their page has by now."""
    pages = [
        _Page(*row)
        for row in browse.execute(
            "SELECT DISTINCT page.id, page.url, page.sha256, page.fetched_at, page.last_checked FROM main.candidates "
            "JOIN main.captures AS page ON page.id = candidates.page WHERE candidates.url = ? ORDER BY page.id",
            [url],
        ).fetchall()
    ]
    for page in pages:
        if any(
            other.sha256 != page.sha256 and page.fetched_at < other.fetched_at < page.last_checked for other in pages
        ):
            _stood_again(browse, page)


def _stood_again(browse: Database, page: _Page) -> None:
    again = capture_id("page", page.url, page.last_checked, page.sha256)
    changed = {
        "id": "?1",
        "candidate": "?1",
        "fetched_at": "last_checked",
        "read_state": "'pending'",
        "read_reason": "''",
    }
    names = columns(browse, "captures")
    browse.execute(
        f"INSERT INTO main.captures ({', '.join(names)}) SELECT {', '.join(changed.get(name, name) for name in names)} "
        "FROM main.captures WHERE id = ?2 ON CONFLICT (id) DO NOTHING",
        [again, page.id],
    )
    newest = browse.execute(
        "SELECT candidates.id FROM main.candidates JOIN main.captures ON captures.id = candidates.id "
        "WHERE candidates.page = ? ORDER BY captures.fetched_at DESC, candidates.id DESC LIMIT 1",
        [page.id],
    ).fetchone()[0]
    browse.execute(
        "INSERT INTO main.candidates (id, page, source, url) SELECT ?1, ?1, source, url FROM main.candidates "
        "WHERE id = ?2 ON CONFLICT (id) DO NOTHING",
        [again, newest],
    )
    given = browse.execute(
        "INSERT INTO main.candidate_attachments (candidate, url, position, state, reason, given_up, capture) "
        "SELECT ?1, url, position, state, reason, given_up, capture FROM main.candidate_attachments "
        "WHERE candidate = ?2 ON CONFLICT (candidate, url) DO UPDATE SET state = excluded.state, "
        "reason = excluded.reason, given_up = excluded.given_up, capture = excluded.capture "
        "WHERE capture IS NOT excluded.capture OR state <> excluded.state OR reason <> excluded.reason",
        [again, newest],
    ).rowcount
    if given:
        queue_again(browse, again)
