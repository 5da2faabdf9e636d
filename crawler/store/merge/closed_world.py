"""Divisions, bodies, columns and successions of two stores. Of two rows that say different things, one is taken by what
it says and never by whose it is: no store's registry is the newer one, and a registry file that is given is applied
afterwards and decides."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from sqlite_utils import Database

from crawler.store.archive.candidates import queue_again
from crawler.store.bodies.registry import name_key
from crawler.store.merge.attached import columns

_STATES = ("disabled", "unlisted", "assumed", "active")
"""A column that one registry still had is not disabled because another one no longer had it."""


_IN_SUCCESSION = "id IN (SELECT predecessor FROM other.successions UNION SELECT successor FROM other.successions)"


def merge_closed_world(browse: Database) -> None:
    """Bring the target's rows to what both say, and queue what was read by names or columns that are now others."""
    _take_greater(browse, "divisions", "code", _plain)
    before = _names(browse)
    # A body that no registry knows is made of a printed name, by whoever reads it here.
    changed = _take_greater(browse, "bodies", "id", _body, f"WHERE registered = 1 OR {_IN_SUCCESSION}")
    _write_names(browse, changed)
    sources = _take_greater(browse, "sources", "id", _source)
    browse.execute(
        "INSERT INTO main.successions (predecessor, successor, year, evidence) "
        "SELECT predecessor, successor, year, evidence FROM other.successions WHERE true "
        "ON CONFLICT DO UPDATE SET year = excluded.year, evidence = excluded.evidence "
        "WHERE (excluded.year, excluded.evidence) > (successions.year, successions.evidence)"
    )
    _read_again(browse, changed, sources, {name for name, _ in _names(browse) - before})


def _names(browse: Database) -> set[tuple[str, str]]:
    return set(browse.execute("SELECT name, body FROM body_names").fetchall())


Row = dict[str, Any]


def _take_greater(
    browse: Database, table: str, key: str, choose: Callable[[Row, Row], Row], which: str = ""
) -> set[str]:
    """Insert what is new, put the chosen row in the place of one that says otherwise. Returns the keys of these."""
    names = columns(browse, table)
    listed = ", ".join(names)
    held = {row[names.index(key)]: row for row in browse.execute(f"SELECT {listed} FROM main.{table}").fetchall()}
    changed: set[str] = set()
    for row in browse.execute(f"SELECT {listed} FROM other.{table} {which}").fetchall():
        own = held.get(row[names.index(key)])
        if own == row:
            continue
        other = dict(zip(names, row, strict=True))
        taken = other if own is None else choose(dict(zip(names, own, strict=True)), other)
        if own is not None and tuple(taken.values()) == own:
            continue
        changed.add(str(taken[key]))
        updates = ", ".join(f"{name} = excluded.{name}" for name in names if name != key)
        browse.execute(
            f"INSERT INTO {table} ({listed}) VALUES ({', '.join('?' * len(names))}) "
            f"ON CONFLICT ({key}) DO UPDATE SET {updates}",
            list(taken.values()),
        )
    return changed


def _plain(one: Row, two: Row) -> Row:
    return max(one, two, key=_words)


def _words(row: Row) -> list[str]:
    return [json.dumps(value, ensure_ascii=False) for value in row.values()]


def _body(one: Row, two: Row) -> Row:
    """What is registered before what is not; the names of both."""
    taken = max(one, two, key=lambda row: (row["registered"], _words({**row, "aliases": ""})))
    aliases = sorted({*json.loads(one["aliases"]), *json.loads(two["aliases"])})
    return {**taken, "aliases": json.dumps(aliases, ensure_ascii=False)}


def _source(one: Row, two: Row) -> Row:
    return max(one, two, key=lambda row: (_STATES.index(row["state"]), _words(row)))


def _write_names(browse: Database, bodies: set[str]) -> None:
    for body in sorted(bodies):
        name, aliases = browse.execute("SELECT name, aliases FROM bodies WHERE id = ?", [body]).fetchone()
        for key in sorted({name_key(one) for one in (name, *json.loads(aliases))}):
            browse.execute("INSERT INTO body_names (name, body) VALUES (?, ?) ON CONFLICT DO NOTHING", [key, body])


def _read_again(browse: Database, bodies: set[str], sources: set[str], names: set[str]) -> None:
    """The readings of a store hold to its names and columns (`bodies.body_and_year`): what was read by others."""
    candidates = browse.execute(
        "SELECT candidates.id FROM candidates JOIN sources ON sources.id = candidates.source "
        "WHERE sources.id IN (SELECT value FROM json_each(?)) OR sources.body IN (SELECT value FROM json_each(?)) "
        "UNION SELECT facts.candidate FROM candidate_facts AS facts JOIN body_names ON body_names.body = facts.body "
        "WHERE body_names.name IN (SELECT value FROM json_each(?))",
        [json.dumps(sorted(ones)) for ones in (sources, bodies, names)],
    ).fetchall()
    for (candidate,) in candidates:
        queue_again(browse, candidate)
