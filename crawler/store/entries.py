"""The lines of the lists: what a walk saw, and the spiders' one question, "what do I already hold of this list?"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from crawler.items import KnownAttachment, KnownEntry, KnownList, ListedEntry
from crawler.sources import Source
from crawler.store.database import Pair
from crawler.store.due import full_walk_due, recheck_due, second_look_due
from crawler.store.moments import read_moment, stored_moment
from crawler.store.transactions import transaction


@dataclass(frozen=True, slots=True)
class EntryChanges:
    """How many lines of a walk were new, had another title or date than before, or were as before."""

    new: int
    changed: int
    unchanged: int


def record_entries(
    pair: Pair,
    crawl_id: str,
    source_id: str,
    entries: Sequence[ListedEntry],
    *,
    full_walk: bool,
    seen_at: datetime,
) -> EntryChanges:
    """Keep the lines that a walk saw. An address that stands twice in a list counts once, at its first place.

    `full_walk`: the walk reached the list's end, so a line that it did not show is no longer listed (it stays, with the
    moment it was last seen). An incomplete walk takes nothing away: pass False.
    """
    moment = stored_moment(seen_at)
    counts = {"new": 0, "changed": 0, "unchanged": 0}
    with transaction(pair.browse):
        held: dict[str, tuple[str, str | None]] = {
            url: (title, day)
            for url, title, day in pair.browse.execute(
                "SELECT url, title, date FROM entries WHERE source = ?", [source_id]
            )
        }
        if full_walk:
            pair.browse.execute("UPDATE entries SET listed = 0 WHERE source = ?", [source_id])
        seen: set[str] = set()
        for entry in entries:
            if entry.url in seen:
                continue
            seen.add(entry.url)
            if entry.url not in held:
                counts["new"] += 1
            else:
                counts["unchanged" if held[entry.url] == (entry.title, entry.date) else "changed"] += 1
            pair.browse.execute(
                "INSERT INTO entries (source, url, title, date, position, decision, reason, first_seen, last_seen, "
                "crawl, listed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1) ON CONFLICT (source, url) DO UPDATE SET "
                "title = excluded.title, date = excluded.date, position = excluded.position, "
                "decision = excluded.decision, reason = excluded.reason, last_seen = excluded.last_seen, "
                "crawl = excluded.crawl, listed = 1",
                [
                    source_id,
                    entry.url,
                    entry.title,
                    entry.date,
                    entry.position,
                    entry.decision,
                    entry.reason,
                    moment,
                    moment,
                    crawl_id,
                ],
            )
    return EntryChanges(**counts)


_KNOWN = """
SELECT entries.url, entries.title, entries.date, entries.position, entries.decision,
    page.id, page.last_checked, page.etag, page.last_modified,
    EXISTS (SELECT 1 FROM candidate_attachments WHERE candidate =
            (SELECT id FROM candidates WHERE url = entries.url ORDER BY sequence DESC LIMIT 1)
        AND (state = 'expected' OR given_up = 1)),
    (SELECT max(published) FROM candidate_facts WHERE candidate =
        (SELECT id FROM candidates WHERE url = entries.url ORDER BY sequence DESC LIMIT 1)),
    page.fetched_at, (SELECT read_state FROM captures WHERE id =
        (SELECT id FROM candidates WHERE url = entries.url ORDER BY sequence DESC LIMIT 1))
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
                    decision == "report"
                    and state in ("not_a_report", "failed")
                    and second_look_due(read_moment(fetched_at), read_moment(last_checked), now)
                )
            ),
            etag=etag,
            last_modified=last_modified,
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
        ) in pair.browse.execute(_KNOWN, [source.id])
    )
    complete = pair.browse.execute(
        "SELECT ended_at, said, evidence FROM visits WHERE source = ? AND full_walk = 1 AND outcome = 'complete' "
        "ORDER BY ended_at DESC LIMIT 1",
        [source.id],
    ).fetchone()
    # Entries of a walk that broke off are kept, so page 1 can look unchanged beside later pages that nobody saw.
    newest = pair.browse.execute(
        "SELECT outcome FROM visits WHERE source = ? AND full_walk = 1 AND list_pages > 0 "
        "ORDER BY ended_at DESC LIMIT 1",
        [source.id],
    ).fetchone()
    broke_off = newest is not None and newest[0] not in ("complete", "empty")
    most_seen = pair.browse.execute("SELECT max(seen) FROM visits WHERE source = ?", [source.id]).fetchone()[0]
    return KnownList(
        entries=entries,
        said=complete[1] if complete else None,
        last_evidence=complete[2] if complete else None,
        full_walk_due=broke_off or full_walk_due(source.id, read_moment(complete[0]) if complete else None, now),
        most_seen=most_seen or 0,
    )


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
