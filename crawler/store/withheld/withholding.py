"""What is kept out of browsing and exports on request: applied, kept through every re-parse and merge, lifted.

data/withheld.csv is the one source (crawler.withholdings). A withheld report stays as a row without content: that there
is one is known from the government's own list, whose lines (`entries`) are not touched. Its bytes stay in the raw file,
which is never served, so nothing is lost: when a row leaves the file, the pages go back into the reading queue.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

from sqlite_utils import Database

from crawler.registry_csv import RegistryError
from crawler.store.archive.candidates import queue_again
from crawler.store.database import Pair
from crawler.store.grouping.groups import recompute
from crawler.store.identity import Group
from crawler.store.moments import stored_moment
from crawler.store.transactions import transaction
from crawler.store.withheld.withheld_groups import reports_named
from crawler.withholdings import Scope, Withholding, load_withholdings


@dataclass(frozen=True, slots=True)
class InForce:
    """A withholding that stands, with what it touches here."""

    asked: Withholding
    applied_at: str
    reports: tuple[str, ...]
    """Ids; () = this store holds no such report (yet)."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What applying the file did."""

    applied: int
    lifted: int
    queued: int
    """Pages that are to be read again, to show what is no longer withheld."""


def apply_withheld_file(pair: Pair, path: Path, now: datetime) -> Changed:
    """`apply_withholdings` with the rows of the file. No file is no row, unless something is in force here: a file that
    was moved away must not publish what it withheld.

    Raises RegistryError for a file that cannot be used.
    """
    if path.exists():
        return apply_withholdings(pair, load_withholdings(path), now)
    standing = len(_standing(pair.browse))
    if standing:
        raise RegistryError(
            path.name, [f"missing in {path.parent}, while {standing} withholdings are in force; put the file back"]
        )
    return Changed(0, 0, 0)


def apply_withholdings(pair: Pair, rows: Sequence[Withholding], now: datetime) -> Changed:
    """Bring the store to these rows, in one transaction: what is new is taken out of the browsing file, what is gone
    from the rows is put into the reading queue; both are recorded with their time. Who calls it inside a transaction of
    his own calls `empty_log` behind that."""
    moment = stored_moment(now)
    with transaction(pair.browse):
        standing = _standing(pair.browse)
        new, gone = set(rows) - set(standing), set(standing) - set(rows)
        for row in gone:
            pair.browse.execute(
                "UPDATE withholdings SET lifted_at = ? WHERE report = ? AND scope = ? AND requested_on = ? "
                "AND reference = ? AND reason = ? AND lifted_at IS NULL",
                [moment, row.report, row.scope, row.requested_on, row.reference, row.reason],
            )
        for row in sorted(new, key=lambda one: (one.report, one.scope)):
            pair.browse.execute(
                "INSERT INTO withholdings (report, scope, requested_on, reference, reason, applied_at) "
                "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (report, scope, applied_at) DO UPDATE SET lifted_at = NULL, "
                "requested_on = excluded.requested_on, reference = excluded.reference, reason = excluded.reason",
                [row.report, row.scope, row.requested_on, row.reference, row.reason, moment],
            )
        recompute(pair.browse, _groups_of(pair.browse, (row.report for row in new)), {})
        asked = {(row.report, row.scope) for row in rows}
        queued = _show_again(pair.browse, [row for row in gone if (row.report, row.scope) not in asked])
    if new and not pair.browse.conn.in_transaction:
        empty_log(pair)
    return Changed(applied=len(new), lifted=len(gone), queued=queued)


def empty_log(pair: Pair) -> None:
    """The pages of before a withholding stand in the write-ahead log until it is emptied."""
    pair.browse.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def in_force(pair: Pair) -> tuple[InForce, ...]:
    """What is withheld now, by report and scope."""
    return tuple(
        InForce(row, applied_at, tuple(sorted(reports_named(pair.browse, row.report))))
        for row, applied_at in sorted(_standing(pair.browse).items(), key=lambda one: (one[0].report, one[0].scope))
    )


def scope_of(pair: Pair, version: str) -> Scope | None:
    """What of a version is withheld; None where all of it is shown."""
    row = pair.browse.execute("SELECT withheld FROM versions WHERE id = ? AND withheld <> ''", [version]).fetchone()
    return None if row is None else cast(Scope, row[0])


def _standing(browse: Database) -> dict[Withholding, str]:
    rows = browse.execute(
        "SELECT report, scope, requested_on, reference, reason, min(applied_at) FROM withholdings "
        "WHERE lifted_at IS NULL GROUP BY report, scope, requested_on, reference, reason"
    ).fetchall()
    return {Withholding(*row[:5]): row[5] for row in rows}


def _groups_of(browse: Database, named: Iterable[str]) -> set[Group]:
    reports = {report for one in named for report in reports_named(browse, one)}
    return set(
        browse.execute(
            "SELECT body, report_year FROM reports WHERE id IN (SELECT value FROM json_each(?))",
            [json.dumps(sorted(reports))],
        ).fetchall()
    )


def _show_again(browse: Database, gone: Sequence[Withholding]) -> int:
    reports = {report for row in gone for report in reports_named(browse, row.report)}
    candidates = browse.execute(
        "SELECT DISTINCT candidate FROM identity_decisions JOIN versions ON versions.id = identity_decisions.version "
        "WHERE versions.withheld <> '' AND identity_decisions.report IN (SELECT value FROM json_each(?))",
        [json.dumps(sorted(reports))],
    ).fetchall()
    for (candidate,) in candidates:
        queue_again(browse, candidate)
    return len(candidates)
