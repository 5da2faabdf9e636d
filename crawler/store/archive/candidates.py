"""A candidate: a page with its attachments, or one file, which is read as one.

A candidate is named by the capture that opened it, and that capture's `read_state` is the candidate's place in the
queue. A page with new bytes opens one; so does an attachment that was replaced while its page stayed as it was (the
new candidate has the same page and the other attachments as they were). One file may be linked by several pages: then
each of them has a candidate of its own, opened by a capture of its own. Every function works inside the caller's
transaction.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

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
    """Give the newest candidate of the page this attachment, and the queue the candidate when that changes it.

    What is replaced at an address is replaced for all: every other page whose newest candidate holds this attachment
    with other bytes follows, without a request of its own.
    """
    _give(browse, candidate_url, url, capture)
    for (other_url,) in browse.execute(_OTHER_HOLDERS, [url, candidate_url, capture]).fetchall():
        _give(browse, other_url, url, capture)


_OTHER_HOLDERS = """
SELECT DISTINCT candidates.url FROM candidate_attachments AS held
    JOIN candidates ON candidates.id = held.candidate JOIN captures ON captures.id = held.capture
WHERE held.url = ? AND candidates.url <> ? AND captures.sha256 <> (SELECT sha256 FROM captures WHERE id = ?)
    AND candidates.sequence = (SELECT max(newest.sequence) FROM candidates AS newest WHERE newest.url = candidates.url)
ORDER BY candidates.url
"""


def _give(browse: Database, candidate_url: str, url: str, capture: str) -> None:
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
    if row is not None and row[0] is not None and not _is_being_made(browse, candidate, url, capture):
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


def queue_older_readings(browse: Database, groups: Iterable[tuple[str, int]], parser_version: str) -> None:
    """Contents are compared under one parser: what another has read of these (body, year) groups is read again.

    Else a counter on a page that today's parser reads would make a version beside that of its copies, whose content
    an older parser has told.
    """
    for body, year in groups:
        browse.execute(
            "UPDATE captures SET read_state = 'pending' WHERE read_state = 'read' AND id IN "
            "(SELECT facts.candidate FROM candidate_facts AS facts JOIN candidates ON candidates.id = facts.candidate "
            "WHERE facts.body = ? AND facts.report_year = ? AND candidates.parser_version IS NOT ?)",
            [body, year, parser_version],
        )


def set_read_state(browse: Database, candidate: str, state: str, reason: str, parser_version: str | None) -> None:
    """How reading ended, for the capture that opened the candidate and the others that belong to it."""
    # What is so already is not written: a re-parse that changes nothing leaves the file's pages as they are.
    browse.execute(
        "UPDATE captures SET read_state = :state, read_reason = :reason WHERE (id = :candidate OR candidate = "
        ":candidate) AND (read_state <> :state OR read_reason <> :reason)",
        {"state": state, "reason": reason, "candidate": candidate},
    )
    browse.execute(
        "UPDATE candidates SET parser_version = ?1 WHERE id = ?2 AND parser_version IS NOT ?1",
        [parser_version, candidate],
    )


def _is_being_made(browse: Database, candidate: str, url: str, capture: str) -> bool:
    """Opened in the run of this capture, with this file carried on from before: what comes completes it.

    Whether it was read in the meantime decides nothing: else a fast reader would find a state of the page that nobody
    published, with one of its files replaced and the other not yet asked for. What the run itself brought is never
    exchanged: a server that gives two answers in one run has given both.
    """
    row = browse.execute(
        "SELECT opener.crawl IS brought.crawl AND held.crawl IS NOT brought.crawl "
        "FROM captures AS opener JOIN captures AS brought ON brought.id = ?1 "
        "JOIN candidate_attachments AS link ON link.candidate = opener.id AND link.url = ?3 "
        "JOIN captures AS held ON held.id = link.capture WHERE opener.id = ?2",
        [capture, candidate, url],
    ).fetchone()
    return bool(row[0])


def _replace_attachment(browse: Database, candidate: str, url: str, capture: str) -> None:
    """The same page with another file under the same address: a new candidate, so that both versions are kept."""
    page, source, page_url = browse.execute(
        "SELECT page, source, url FROM candidates WHERE id = ?", [candidate]
    ).fetchone()
    opener = _opener(browse, capture, page_url)
    if opener is None:
        return  # this very replacement was archived before
    open_candidate(browse, opener, page=page, source=source, url=page_url)
    browse.execute(
        "INSERT INTO candidate_attachments (candidate, url, position, state, reason, given_up, capture) "
        "SELECT ?, url, position, CASE WHEN url = ? THEN 'fetched' ELSE state END, "
        "CASE WHEN url = ? THEN '' ELSE reason END, given_up, CASE WHEN url = ? THEN ? ELSE capture END "
        "FROM candidate_attachments WHERE candidate = ?",
        [opener, url, url, url, opener, candidate],
    )


def _opener(browse: Database, capture: str, page_url: str) -> str | None:
    """The capture that opens a page's new candidate; None where it has opened one of this page already.

    A capture opens one candidate. For a further page the response is kept once more, under an id in which that page's
    address is: the same response, so its address, moment, head and bytes are the same.
    """
    opened = browse.execute("SELECT url FROM candidates WHERE id = ?", [capture]).fetchone()
    if opened is None:
        return capture
    if opened[0] == page_url:
        return None
    copy = hashlib.sha256(f"{capture}\n{page_url}".encode()).hexdigest()[:32]
    if browse.execute("SELECT 1 FROM captures WHERE id = ?", [copy]).fetchone() is not None:
        return None
    columns = ", ".join(_COPIED)
    browse.execute(
        f"INSERT INTO captures (id, read_state, {columns}) SELECT ?, 'pending', {columns} FROM captures WHERE id = ?",
        [copy, capture],
    )
    return copy


_COPIED = (
    "kind",
    "source",
    "crawl",
    "url",
    "name",
    "final_url",
    "fetched_at",
    "last_checked",
    "status",
    "headers",
    "tls",
    "etag",
    "last_modified",
    "sha256",
    "size",
)
