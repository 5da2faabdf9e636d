"""Pages that were read by a registry which has since said something else of them: they are read again.

Whose a report is rests on whose column it stands in and on the registry's names (crawler.store.bodies.body_and_year).
So a body that is renamed or gets an alias between two crawls, or a column that is another's, must not leave its old
pages under what the older registry said, and the new ones under the new: what a store holds depends on its pages and on
the registry of today.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlite_utils import Database

from crawler.store.archive.candidates import queue_again


@dataclass(frozen=True, slots=True)
class ReadBy:
    """What readings rest on."""

    names: frozenset[tuple[str, str, int]]
    """(name for comparison, body, whether the registry knows the body)."""
    columns: frozenset[tuple[str, str | None, str]]
    """(source, body, scope)."""


def read_by(browse: Database) -> ReadBy:
    names = browse.execute(
        "SELECT body_names.name, body_names.body, registered FROM body_names JOIN bodies ON bodies.id = body_names.body"
    ).fetchall()
    return ReadBy(frozenset(names), frozenset(browse.execute("SELECT id, body, scope FROM sources").fetchall()))


def read_again_by(browse: Database, before: ReadBy) -> int:
    """Put back into the reading queue what rests on names or columns that were others before. Returns how many pages
    and files. A name that nobody had, of a body that nothing is held of, brings nothing back."""
    now = read_by(browse)
    names = {(name, body) for name, body, _ in before.names ^ now.names}
    found = browse.execute(
        "SELECT id FROM candidates WHERE source IN (SELECT value FROM json_each(:columns)) "
        "UNION SELECT candidates.id FROM candidates JOIN sources ON sources.id = candidates.source "
        "WHERE sources.body IN (SELECT value FROM json_each(:bodies)) "
        "UNION SELECT facts.candidate FROM candidate_facts AS facts "
        "WHERE facts.body IN (SELECT value FROM json_each(:bodies)) "
        "UNION SELECT facts.candidate FROM candidate_facts AS facts JOIN body_names ON body_names.body = facts.body "
        "WHERE body_names.name IN (SELECT value FROM json_each(:names))",
        {
            "columns": json.dumps(sorted({source for source, _, _ in before.columns ^ now.columns})),
            "bodies": json.dumps(sorted({body for _, body in names})),
            "names": json.dumps(sorted({name for name, _ in names}), ensure_ascii=False),
        },
    ).fetchall()
    for (candidate,) in found:
        queue_again(browse, candidate)
    return len(found)
