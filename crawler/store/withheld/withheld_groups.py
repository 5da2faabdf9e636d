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
    browse.execute(
        "UPDATE reports SET (title, index_number, published) = "
        "(SELECT title, index_number, published FROM versions WHERE id = reports.current_version) WHERE id = ?",
        [report],
    )


def _wider(one: Scope | None, other: Scope) -> Scope:
    return "report" if "report" in (one, other) else other
