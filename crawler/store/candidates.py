"""A candidate: a page with its attachments, or one file, which is read as one.

A candidate is named by the capture that opened it, and that capture's `read_state` is the candidate's place in the
queue. A page with new bytes opens one; so does an attachment that was replaced while its page stayed as it was (the
new candidate has the same page and the other attachments as they were). Every function works inside the caller's
transaction.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from crawler.items import MissedAttachment

GIVEN_UP = "not fetched before the run ended"


def open_candidate(browse: Database, opener: str, *, page: str, source: str | None, url: str | None) -> None:
    browse.execute(
        "INSERT INTO candidates (id, page, source, url) VALUES (?, ?, ?, ?)",
        [opener, page, source, url],
    )
    browse.execute(
        "UPDATE captures SET candidate = ?, read_state = 'pending', read_reason = '' WHERE id = ?", [opener, opener]
    )


def newest_candidate(browse: Database, url: str) -> str | None:
    row = browse.execute("SELECT id FROM candidates WHERE url = ? ORDER BY sequence DESC LIMIT 1", [url]).fetchone()
    return None if row is None else str(row[0])


def expect_attachments(browse: Database, candidate_url: str, urls: Sequence[str]) -> None:
    """The newest candidate of this page waits for these attachments, those that an earlier run gave up included."""
    candidate = newest_candidate(browse, candidate_url)
    for position, url in enumerate(dict.fromkeys(urls)):
        browse.execute(
            "INSERT INTO candidate_attachments (candidate, url, position, state) VALUES (?, ?, ?, 'expected') "
            "ON CONFLICT (candidate, url) DO UPDATE SET state = 'expected', reason = '', given_up = 0 "
            "WHERE given_up = 1",
            [candidate, url, position],
        )


def attachment_fetched(browse: Database, candidate_url: str, url: str, capture: str) -> None:
    """Give the newest candidate of the page this attachment, and the queue the candidate when that changes it."""
    candidate = newest_candidate(browse, candidate_url)
    if candidate is None:
        return
    row = browse.execute(
        "SELECT captures.sha256, (SELECT sha256 FROM captures WHERE id = ?) FROM candidate_attachments "
        "LEFT JOIN captures ON captures.id = capture WHERE candidate_attachments.candidate = ? "
        "AND candidate_attachments.url = ?",
        [capture, candidate, url],
    ).fetchone()
    if row is not None and row[0] == row[1]:
        return
    if row is not None and row[0] is not None and not _is_pending(browse, candidate):
        _replace_attachment(browse, candidate, url, capture)
        return
    browse.execute(
        "INSERT INTO candidate_attachments (candidate, url, position, state, capture) VALUES (?, ?, "
        "(SELECT count(*) FROM candidate_attachments WHERE candidate = ?), 'fetched', ?) "
        "ON CONFLICT (candidate, url) DO UPDATE SET state = 'fetched', reason = '', given_up = 0, "
        "capture = excluded.capture",
        [candidate, url, candidate, capture],
    )
    browse.execute(
        "UPDATE captures SET candidate = ?, read_state = 'pending' WHERE id = ? AND candidate IS NULL",
        [candidate, capture],
    )
    queue_again(browse, candidate)


def attachment_stands(browse: Database, url: str, capture: str) -> None:
    """A 304 for an attachment: whoever waits for it gets what is held."""
    waiting = browse.execute(
        "SELECT candidates.url FROM candidate_attachments JOIN candidates "
        "ON candidates.id = candidate_attachments.candidate "
        "WHERE candidate_attachments.url = ? AND state = 'expected'",
        [url],
    ).fetchall()
    for (candidate_url,) in waiting:
        attachment_fetched(browse, candidate_url, url, capture)


def attachment_missed(browse: Database, miss: MissedAttachment) -> None:
    """It will not come in this run: its candidate no longer waits for it. One that is held already stays held.

    `given_up` is set where it may come another night: then its page is asked for again, and with it the attachment.
    """
    browse.execute(
        "UPDATE candidate_attachments SET state = ?, reason = ?, given_up = ? "
        "WHERE candidate = ? AND url = ? AND state <> 'fetched'",
        [
            miss.state,
            miss.reason,
            int(miss.ask_again),
            newest_candidate(browse, miss.candidate_url),
            miss.url,
        ],
    )


def give_up_expected(browse: Database, crawl_id: str | None) -> int:
    reason = GIVEN_UP if crawl_id is None else f"{GIVEN_UP} (run {crawl_id})"
    cursor = browse.execute(
        "UPDATE candidate_attachments SET state = 'failed', given_up = 1, reason = ? WHERE state = 'expected'",
        [reason],
    )
    return cursor.rowcount


def queue_again(browse: Database, candidate: str) -> None:
    browse.execute("UPDATE captures SET read_state = 'pending', read_reason = '' WHERE id = ?", [candidate])


def set_read_state(browse: Database, candidate: str, state: str, reason: str, parser_version: str | None) -> None:
    """How reading ended, for the capture that opened the candidate and the others that belong to it."""
    browse.execute(
        "UPDATE captures SET read_state = ?, read_reason = ? WHERE id = ? OR candidate = ?",
        [state, reason, candidate, candidate],
    )
    browse.execute("UPDATE candidates SET parser_version = ? WHERE id = ?", [parser_version, candidate])


def _is_pending(browse: Database, candidate: str) -> bool:
    return bool(browse.execute("SELECT read_state = 'pending' FROM captures WHERE id = ?", [candidate]).fetchone()[0])


def _replace_attachment(browse: Database, candidate: str, url: str, capture: str) -> None:
    """The same page with another file under the same address: a new candidate, so that both versions are kept."""
    page, source, page_url = browse.execute(
        "SELECT page, source, url FROM candidates WHERE id = ?", [candidate]
    ).fetchone()
    if browse.execute("SELECT 1 FROM candidates WHERE id = ?", [capture]).fetchone() is not None:
        return  # this very replacement was archived before
    open_candidate(browse, capture, page=page, source=source, url=page_url)
    browse.execute(
        "INSERT INTO candidate_attachments (candidate, url, position, state, reason, given_up, capture) "
        "SELECT ?, url, position, CASE WHEN url = ? THEN 'fetched' ELSE state END, "
        "CASE WHEN url = ? THEN '' ELSE reason END, given_up, CASE WHEN url = ? THEN ? ELSE capture END "
        "FROM candidate_attachments WHERE candidate = ?",
        [capture, url, url, url, capture, candidate],
    )
