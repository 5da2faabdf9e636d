"""The lines of the lists: what a walk saw, and the spiders' one question, "what do I already hold of this list?"."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from crawler.items import FINISHED, Decision, KnownAttachment, KnownEntry, KnownList, ListedEntry, ListSeen
from crawler.sources import Source
from crawler.store.archive.read_again import HeldLine, read_again
from crawler.store.database import Pair
from crawler.store.moments import read_moment, stored_moment
from crawler.store.transactions import transaction
from crawler.store.walks.due import full_walk_due, recheck_due, second_look_due
from crawler.store.walks.list_evidence import lists_from_json


@dataclass(frozen=True, slots=True)
class EntryChanges:
    """How many lines of a walk were new, changed or as before, and how many known ones it no longer showed.

    new = an address that this source never listed before, wherever in the list it stands (so a backdated report on page
    4 is new). changed = another title or date than before, or a line that had been withdrawn and is back. withdrawn =
    listed until now and not shown by this finished full walk. A line that only moved, within its list or to another
    list of the source, is unchanged. A branch is kept like any line and not counted: what it lists is.
    """

    new: int
    changed: int
    unchanged: int
    withdrawn: int


def record_entries(
    pair: Pair,
    crawl_id: str,
    source_id: str,
    entries: Sequence[ListedEntry],
    *,
    full_walk: bool,
    seen_at: datetime,
    lists: Sequence[ListSeen] = (),
) -> EntryChanges:
    """Keep the lines that a walk saw. An address that stands twice counts once, at its first place.

    `full_walk`: the walk came to the end of all lists, so a line that it did not show is no longer listed (it stays,
    with the moment it was last seen). An unfinished walk takes nothing away: pass False.

    `lists`: what the walk saw of each list. Silence is never success: a list that shows nothing at all takes none of
    its lines away, not even when it says that it holds 0, since a site whose database is down says that as well. The
    lines of a list that no other list links to any more (a branch that is gone) are withdrawn.
    """
    moment = stored_moment(seen_at)
    shown: dict[str, ListedEntry] = {}
    for entry in entries:
        shown.setdefault(entry.url, entry)
    counts = {"new": 0, "changed": 0, "unchanged": 0}
    with transaction(pair.browse):
        held = _held_lines(pair, source_id)
        gone = _withdrawn(held, shown, lists) if full_walk else []
        pair.browse.execute(
            "UPDATE entries SET listed = 0 WHERE source = ? AND url IN (SELECT value FROM json_each(?))",
            [source_id, json.dumps(gone)],
        )
        for entry in shown.values():
            before = held.get(entry.url)
            if entry.decision != "branch":
                counts[_change(before, entry)] += 1
            if before is not None and (before.title, before.date) != (entry.title, entry.date):
                _keep_change(pair, crawl_id, source_id, before, entry, moment)
            _keep(pair, crawl_id, source_id, entry, moment)
        read_again(pair.browse, source_id, held, shown)
    return EntryChanges(**counts, withdrawn=sum(held[url].decision != "branch" for url in gone))


def _held_lines(pair: Pair, source_id: str) -> dict[str, HeldLine]:
    rows = pair.browse.execute(
        "SELECT url, title, date, decision, list_url, listed FROM entries WHERE source = ?", [source_id]
    )
    return {url: HeldLine(title, day, decision, at, bool(listed)) for url, title, day, decision, at, listed in rows}


def _change(held: HeldLine | None, entry: ListedEntry) -> str:
    if held is None:
        return "new"
    return "unchanged" if held.listed and (held.title, held.date) == (entry.title, entry.date) else "changed"


def _withdrawn(held: Mapping[str, HeldLine], shown: Mapping[str, ListedEntry], lists: Sequence[ListSeen]) -> list[str]:
    """The addresses that were listed and that a walk to the end of all lists did not show."""
    if not shown:
        return []
    # A page that shows nothing but branches is no list that shows nothing.
    silent = {one.url for one in lists if not sum(one.rows_by_page)} - {entry.list_url for entry in shown.values()}
    return [url for url, line in held.items() if line.listed and url not in shown and line.list_url not in silent]


def _keep(pair: Pair, crawl_id: str, source_id: str, entry: ListedEntry, moment: str) -> None:
    pair.browse.execute(
        "INSERT INTO entries (source, url, title, date, position, decision, reason, list_url, twin_of, first_seen, "
        "last_seen, crawl, listed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT (source, url) DO UPDATE "
        "SET title = excluded.title, date = excluded.date, position = excluded.position, "
        "decision = excluded.decision, reason = excluded.reason, list_url = excluded.list_url, "
        "twin_of = excluded.twin_of, last_seen = excluded.last_seen, crawl = excluded.crawl, listed = 1",
        [
            source_id,
            entry.url,
            entry.title,
            entry.date,
            entry.position,
            entry.decision,
            entry.reason,
            entry.list_url,
            entry.twin_of,
            moment,
            moment,
            crawl_id,
        ],
    )


def _keep_change(pair: Pair, crawl_id: str, source_id: str, before: HeldLine, entry: ListedEntry, moment: str) -> None:
    """What the line said before: a page that is replaced beside a changed line was not replaced in silence."""
    pair.browse.execute(
        "INSERT INTO line_changes (source, url, crawl, changed_at, title_before, title_after, date_before, date_after) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (source, url, crawl) DO UPDATE SET "
        "changed_at = excluded.changed_at, title_after = excluded.title_after, date_after = excluded.date_after",
        [source_id, entry.url, crawl_id, moment, before.title, entry.title, before.date, entry.date],
    )


_CLAIMED: frozenset[Decision] = frozenset({"report", "statistics"})
"""What the list itself says to be a report: when its page is none, the page is what is wrong. Whether a line to follow
leads to one was open, so there a page that is none says nothing of that kind."""

_KNOWN = """
SELECT entries.url, entries.title, entries.date, entries.position, entries.decision,
    page.id, page.last_checked, page.etag, page.last_modified,
    EXISTS (SELECT 1 FROM candidate_attachments WHERE candidate =
            (SELECT id FROM candidates WHERE url = entries.url ORDER BY sequence DESC LIMIT 1)
        AND (state = 'expected' OR given_up = 1)),
    (SELECT max(published) FROM candidate_facts WHERE candidate =
        (SELECT id FROM candidates WHERE url = entries.url ORDER BY sequence DESC LIMIT 1)),
    page.fetched_at, (SELECT read_state FROM captures WHERE id =
        (SELECT id FROM candidates WHERE url = entries.url ORDER BY sequence DESC LIMIT 1)),
    entries.list_url, entries.twin_of
FROM entries LEFT JOIN captures AS page ON page.id =
    (SELECT id FROM captures WHERE url = entries.url AND kind = 'page' ORDER BY fetched_at DESC, id DESC LIMIT 1)
WHERE entries.source = ? AND entries.listed = 1 ORDER BY entries.position, entries.url
"""


_ATTACHMENTS = """
SELECT entries.url, attachment.url, held.etag, held.last_modified
FROM entries JOIN candidate_attachments AS attachment ON attachment.candidate =
    (SELECT id FROM candidates WHERE url = entries.url ORDER BY sequence DESC LIMIT 1)
LEFT JOIN captures AS held ON held.id = attachment.capture
WHERE entries.source = ? AND entries.listed = 1 AND attachment.state <> 'off_registry'
ORDER BY entries.url, attachment.position, attachment.url
"""


def known_list(pair: Pair, source: Source, now: datetime) -> KnownList:
    """What the store holds of a source's list at `now`.

    A page counts as held when it is archived and none of its attachments is still waited for; an attachment that a run
    gave up because it ended does not count as known not to come, so the next run asks for its page again.
    """
    attachments = _known_attachments(pair, source)
    entries = tuple(
        KnownEntry(
            url=url,
            title=title,
            date=day,
            position=position,
            decision=decision,
            page_held=page is not None and not waits,
            recheck_due=page is not None
            and (
                recheck_due(url, read_moment(last_checked), _day(day or published), now)
                or (
                    decision in _CLAIMED
                    and state in ("not_a_report", "failed")
                    and second_look_due(read_moment(fetched_at), read_moment(last_checked), now)
                )
            ),
            etag=etag,
            last_modified=last_modified,
            list_url=list_url,
            twin_of=twin_of,
            attachments=attachments.get(url, ()),
        )
        for (
            url,
            title,
            day,
            position,
            decision,
            page,
            last_checked,
            etag,
            last_modified,
            waits,
            published,
            fetched_at,
            state,
            list_url,
            twin_of,
        ) in pair.browse.execute(_KNOWN, [source.id])
    )
    finished = pair.browse.execute(
        "SELECT ended_at, said, evidence, lists FROM visits WHERE source = ? AND full_walk = 1 "
        "AND outcome IN (SELECT value FROM json_each(?)) ORDER BY ended_at DESC LIMIT 1",
        [source.id, json.dumps(sorted(FINISHED))],
    ).fetchone()
    # Entries of a walk that broke off are kept, so page 1 can look unchanged beside later pages that nobody saw.
    newest = pair.browse.execute(
        "SELECT outcome FROM visits WHERE source = ? AND full_walk = 1 AND list_pages > 0 "
        "ORDER BY ended_at DESC LIMIT 1",
        [source.id],
    ).fetchone()
    broke_off = newest is not None and newest[0] not in FINISHED
    most_seen = pair.browse.execute("SELECT max(seen) FROM visits WHERE source = ?", [source.id]).fetchone()[0]
    return KnownList(
        entries=entries,
        said=_said(source, finished[1], finished[3]) if finished else {},
        last_evidence=finished[2] if finished else None,
        full_walk_due=broke_off or full_walk_due(source.id, read_moment(finished[0]) if finished else None, now),
        most_seen=most_seen or 0,
    )


def _said(source: Source, said: int | None, lists: str) -> dict[str, int | None]:
    """First page of each list → what it said. A visit of a store before schema 4 knew the source's own list alone."""
    return {one.url: one.said for one in lists_from_json(lists)} or {source.list_url: said}


def _known_attachments(pair: Pair, source: Source) -> Mapping[str, tuple[KnownAttachment, ...]]:
    """Address of a page → the attachments of its newest candidate, as that candidate holds them.

    Its own capture is asked about, not the newest of the address: another page may link to the same file and have
    brought the replacement, which this page must be given as well.
    """
    known: dict[str, tuple[KnownAttachment, ...]] = defaultdict(tuple)
    for page, url, etag, last_modified in pair.browse.execute(_ATTACHMENTS, [source.id]):
        known[page] += (KnownAttachment(url, etag, last_modified),)
    return known


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
