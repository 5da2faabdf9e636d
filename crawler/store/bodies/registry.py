"""The closed world: which divisions, bodies and columns there are, copied from the registry into the store."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlite_utils import Database

from crawler.divisions import division_and_parents
from crawler.sources import Source
from crawler.store.bodies.registry_changes import read_again_by, read_by
from crawler.store.database import Pair
from crawler.store.transactions import transaction


@dataclass(frozen=True, slots=True)
class Body:
    """A publishing body."""

    id: str
    name: str
    aliases: tuple[str, ...]
    division: str | None
    registered: bool


def name_key(printed: str) -> str:
    """A body's name for comparison: NFKC, without any blank. Nothing is guessed: 州 and 自治州 stay two names."""
    return "".join(unicodedata.normalize("NFKC", printed).split())


_WHOLE_COUNTRY = "000000"
UNREGISTERED = "unregistered-"


def unregistered_body_id(printed: str) -> str:
    return f"{UNREGISTERED}{name_key(printed)}"


def body_exists(browse: Database, body_id: str) -> bool:
    return browse.execute("SELECT 1 FROM bodies WHERE id = ?", [body_id]).fetchone() is not None


def sync_registry(pair: Pair, sources: Sequence[Source]) -> None:
    """Write the whole registry into the store. A row that left it stays, as disabled: captures point to it. Pages that
    were read by other names or columns go back into the reading queue."""
    with transaction(pair.browse):
        before = read_by(pair.browse)
        _sync_divisions(pair.browse, {source.division for source in sources if source.division})
        _sync_bodies(pair.browse, sources)
        _sync_sources(pair.browse, sources)
        read_again_by(pair.browse, before)


def body_for_name(pair: Pair, printed: str) -> Body | None:
    """The body that has this name or alias, of those that the registry or a stated succession names; None when there is
    none or more than one."""
    rows = pair.browse.execute(
        "SELECT bodies.id, bodies.name, aliases, division, registered FROM body_names "
        "JOIN bodies ON bodies.id = body_names.body WHERE body_names.name = ? AND (registered = 1 OR EXISTS "
        "(SELECT 1 FROM successions WHERE predecessor = bodies.id OR successor = bodies.id)) LIMIT 2",
        [name_key(printed)],
    ).fetchall()
    if len(rows) != 1:
        return None
    body_id, name, aliases, division, registered = rows[0]
    return Body(body_id, name, tuple(json.loads(aliases)), division, bool(registered))


def body_has_name(pair: Pair, body_id: str, printed: str) -> bool:
    """Whether this body prints itself so, by its name or an alias."""
    found = pair.browse.execute("SELECT 1 FROM body_names WHERE name = ? AND body = ?", [name_key(printed), body_id])
    return found.fetchone() is not None


def ensure_unregistered_body(pair: Pair, printed: str) -> str:
    """A body that the registry does not know, made from its printed name with `registered = 0`. Returns its id."""
    body_id = unregistered_body_id(printed)
    key = name_key(printed)
    with transaction(pair.browse):
        pair.browse.execute(
            "INSERT INTO bodies (id, name, aliases, division, kind, registered) "
            "VALUES (?, ?, '[]', NULL, 'other', 0) ON CONFLICT (id) DO NOTHING",
            [body_id, key],
        )
        pair.browse.execute("INSERT INTO body_names (name, body) VALUES (?, ?) ON CONFLICT DO NOTHING", [key, body_id])
    return body_id


def ensure_stated_body(pair: Pair, body_id: str) -> str:
    """A body that data/successions.csv or data/overrides.csv names by its id (division, '-', name): made with
    `registered = 0` where the store has no row of it. Returns its id."""
    if body_id.startswith(UNREGISTERED):
        return ensure_unregistered_body(pair, body_id.removeprefix(UNREGISTERED))
    if body_exists(pair.browse, body_id):
        return body_id
    division, _, name = body_id.partition("-")
    with transaction(pair.browse):
        if division != _WHOLE_COUNTRY:
            _sync_divisions(pair.browse, [division])
        pair.browse.execute(
            "INSERT INTO bodies (id, name, aliases, division, kind, registered) VALUES (?, ?, '[]', ?, 'other', 0)",
            [body_id, name, None if division == _WHOLE_COUNTRY else division],
        )
        pair.browse.execute("INSERT INTO body_names (name, body) VALUES (?, ?)", [name_key(name), body_id])
    return body_id


def _sync_divisions(browse: Database, codes: Iterable[str]) -> None:
    for code in sorted(codes):
        for division in division_and_parents(code):
            browse.execute(
                "INSERT INTO divisions (code, name, level, parent) VALUES (?, ?, ?, ?) ON CONFLICT (code) DO UPDATE "
                "SET name = excluded.name, level = excluded.level, parent = excluded.parent",
                [division.code, division.name, division.level, division.parent],
            )


def _sync_bodies(browse: Database, sources: Sequence[Source]) -> None:
    of_body: dict[str, list[Source]] = {}
    for source in sources:
        of_body.setdefault(source.body_id, []).append(source)
    for body_id, rows in of_body.items():
        first = rows[0]
        aliases = sorted({alias for row in rows for alias in row.aliases})
        browse.execute(
            "INSERT INTO bodies (id, name, aliases, division, kind, registered) "
            "VALUES (?, ?, ?, ?, ?, 1) ON CONFLICT (id) DO UPDATE SET name = excluded.name, "
            "aliases = excluded.aliases, division = excluded.division, kind = excluded.kind, registered = 1",
            [body_id, first.body, json.dumps(aliases, ensure_ascii=False), first.division or None, _kind(first)],
        )
        browse.execute("DELETE FROM body_names WHERE body = ?", [body_id])
        for key in sorted({name_key(name) for name in (first.body, *aliases)}):
            browse.execute("INSERT INTO body_names (name, body) VALUES (?, ?)", [key, body_id])


def _kind(source: Source) -> str:
    if source.level.endswith("-dept"):
        return "department"
    return "other" if source.level in ("other", "central") else "government"


def _sync_sources(browse: Database, sources: Sequence[Source]) -> None:
    for source in sources:
        browse.execute(
            "INSERT INTO sources (id, body, level, scope, family, list_url, article_pattern, branch_pattern, "
            "report_titles, rendering, first_year, state, evidence, note) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
            "body = excluded.body, level = excluded.level, scope = excluded.scope, family = excluded.family, "
            "list_url = excluded.list_url, article_pattern = excluded.article_pattern, "
            "branch_pattern = excluded.branch_pattern, report_titles = excluded.report_titles, "
            "rendering = excluded.rendering, first_year = excluded.first_year, state = excluded.state, "
            "evidence = excluded.evidence, note = excluded.note",
            [
                source.id,
                source.body_id,
                source.level,
                source.scope,
                source.family,
                source.list_url,
                source.article_pattern,
                source.branch_pattern,
                source.report_titles,
                source.rendering,
                source.first_year,
                source.state,
                source.evidence,
                source.note,
            ],
        )
    browse.execute(
        "UPDATE sources SET state = 'disabled', note = 'no longer in the registry' "
        "WHERE id NOT IN (SELECT value FROM json_each(?))",
        [json.dumps([source.id for source in sources])],
    )
