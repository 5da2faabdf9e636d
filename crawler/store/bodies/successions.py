"""The successions of bodies that stand in a store: data/successions.csv as it was last applied (crawler.successions).

A body that a row names and the registry does not is made, so that reports of before a merger have a body of their own:
an imported file that prints the name of a ministry's former self is that body's report. The views `series` and
`year_checks` follow the rows.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlite_utils import Database

from crawler.store.archive.candidates import queue_again
from crawler.store.bodies.registry import UNREGISTERED, ensure_stated_body, name_key, unregistered_body_id
from crawler.store.database import Pair
from crawler.store.grouping.overrides import Synced
from crawler.store.transactions import transaction
from crawler.successions import Succession


def standing_successions(browse: Database) -> list[Succession]:
    rows = browse.execute(
        "SELECT predecessor, successor, year, evidence FROM successions ORDER BY successor, year, predecessor"
    )
    return [Succession(*row) for row in rows.fetchall()]


def sync_successions(pair: Pair, rows: Sequence[Succession], name: str = "successions.csv") -> Synced:
    """Bring the table to the file's rows. The registry must have been synced before.

    Reports whose body was known by its printed name alone go back into the reading queue when a row now names that
    body; so do those of a body that was named here alone and no longer is.
    """
    with transaction(pair.browse):
        held = set(standing_successions(pair.browse))
        changed = held ^ set(rows)
        known = _bodies_of(held)
        named = _bodies_of(rows)
        pair.browse.execute("DELETE FROM successions")
        for row in rows:
            for body in (row.predecessor, row.successor):
                ensure_stated_body(pair, body)
            pair.browse.execute(
                "INSERT INTO successions (predecessor, successor, year, evidence) VALUES (?, ?, ?, ?)",
                [row.predecessor, row.successor, row.year, row.evidence],
            )
        printed = [unregistered_body_id(name_key(body.partition("-")[2])) for body in sorted(named - known)]
        loose = [body for body in sorted(known - named) if not body.startswith(UNREGISTERED)]
        queued = _queue_reports_of(pair.browse, printed) + _queue_reports_of(pair.browse, loose, registered=0)
        for body in sorted(known - named):
            _drop_empty(pair.browse, body)
    notices = tuple(
        f"{name}: {row.successor} is no longer said to follow {row.predecessor}"
        for row in sorted(held - set(rows), key=lambda one: (one.successor, one.predecessor))
        if (row.predecessor, row.successor) not in {(one.predecessor, one.successor) for one in rows}
    )
    keys = {(row.predecessor, row.successor) for row in changed}
    return Synced(len(keys), queued, notices)


def _bodies_of(rows: Sequence[Succession] | set[Succession]) -> set[str]:
    return {body for row in rows for body in (row.predecessor, row.successor)}


def _queue_reports_of(browse: Database, bodies: Sequence[str], registered: int | None = None) -> int:
    queued = 0
    for body in bodies:
        rows = browse.execute(
            "SELECT DISTINCT candidate FROM candidate_facts JOIN bodies ON bodies.id = candidate_facts.body "
            "WHERE body = ? AND (? IS NULL OR registered = ?)",
            [body, registered, registered],
        ).fetchall()
        for (candidate,) in rows:
            queue_again(browse, candidate)
        queued += len(rows)
    return queued


def _drop_empty(browse: Database, body: str) -> None:
    """A body that only the successions named, and of which nothing is held, goes with its row."""
    browse.execute(
        "DELETE FROM bodies WHERE id = ? AND registered = 0 "
        "AND NOT EXISTS (SELECT 1 FROM candidate_facts WHERE body = bodies.id)",
        [body],
    )
