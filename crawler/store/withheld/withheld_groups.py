"""Which reports of a (body, year) group are withheld: asked whenever the group's rows were written, so that neither a
new version nor a re-parse brings back what was taken out."""

from __future__ import annotations

import json

from sqlite_utils import Database

from crawler.store.identity import Group
from crawler.store.withheld.redaction import redact
from crawler.withholdings import Scope, addresses_of


def reports_named(browse: Database, named: str) -> set[str]:
    """The ids of the reports that a row of data/withheld.csv names, by id or by the address of any of their pages."""
    addresses = addresses_of(named)
    if not addresses:
        rows = browse.execute("SELECT id FROM reports WHERE id = ?", [named])
    else:
        rows = browse.execute(
            "SELECT DISTINCT decided.report FROM candidates JOIN identity_decisions AS decided "
            "ON decided.candidate = candidates.id WHERE candidates.url IN (SELECT value FROM json_each(?))",
            [json.dumps(addresses)],
        )
    return {row[0] for row in rows.fetchall()}


def withhold_in_group(browse: Database, group: Group) -> None:
    """Take out of the group's rows what is withheld. Works inside the caller's transaction."""
    asked = browse.execute("SELECT DISTINCT report, scope FROM withholdings WHERE lifted_at IS NULL").fetchall()
    if not asked:
        return
    wanted: dict[str, Scope] = {}
    for named, scope in asked:
        for name in addresses_of(named) or (named,):
            wanted[name] = _wider(wanted.get(name), scope)
    scopes: dict[str, Scope] = {}
    for report, address in browse.execute(
        "SELECT DISTINCT decided.report, facts.url FROM candidate_facts AS facts JOIN identity_decisions AS decided "
        "ON decided.candidate = facts.candidate AND decided.ordinal = facts.ordinal "
        "WHERE facts.body = ? AND facts.report_year = ?",
        list(group),
    ).fetchall():
        for name in {report, address} & wanted.keys():
            scopes[report] = _wider(scopes.get(report), wanted[name])
    for report, scope in scopes.items():
        _withhold(browse, report, scope)


def _withhold(browse: Database, report: str, scope: Scope) -> None:
    for version, withheld in browse.execute("SELECT id, withheld FROM versions WHERE report = ?", [report]).fetchall():
        if withheld not in (scope, "report"):
            redact(browse, version, scope)
            _quote_no_longer(browse, version)
    browse.execute(
        "UPDATE reports SET (title, index_number, published) = "
        "(SELECT title, index_number, published FROM versions WHERE id = reports.current_version) WHERE id = ?",
        [report],
    )


def _quote_no_longer(browse: Database, version: str) -> None:
    """What a re-parse that is under way, or was killed, has noted of this version: the places stay, the values go."""
    noted = browse.execute(
        "SELECT noted.candidate, noted.ordinal, noted.changes FROM identity_decisions AS decided "
        "JOIN reparse_changes AS noted ON noted.candidate = decided.candidate AND noted.ordinal = decided.ordinal "
        "WHERE decided.version = ?",
        [version],
    ).fetchall()
    for candidate, ordinal, changes in noted:
        kept = [
            {"field": one["field"], "where": one["where"], "kind": one["kind"], "digest": ""}
            for one in json.loads(changes)
        ]
        browse.execute(
            "UPDATE reparse_changes SET changes = ? WHERE candidate = ? AND ordinal = ?",
            [json.dumps(kept, ensure_ascii=False), candidate, ordinal],
        )


def _wider(one: Scope | None, other: Scope) -> Scope:
    return "report" if "report" in (one, other) else other
