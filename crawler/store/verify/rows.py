"""Rows that are missing, or that contradict each other, as far as the rows themselves say."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from crawler.reports.model import APPLICANTS
from crawler.store.bodies.registry import name_key
from crawler.store.database import Pair, raw_path
from crawler.store.verify.model import REPARSE, RESTORE, Fault, Findings

_ADDRESS_OF_VERSION = (
    "(SELECT coalesce(candidate_facts.url, captures.name) FROM identity_decisions JOIN candidate_facts "
    "ON candidate_facts.candidate = identity_decisions.candidate "
    "AND candidate_facts.ordinal = identity_decisions.ordinal "
    "LEFT JOIN captures ON captures.id = candidate_facts.candidate WHERE identity_decisions.version = versions.id "
    "ORDER BY candidate_facts.candidate LIMIT 1)"
)
_ADDRESS_OF_CANDIDATE = "coalesce(candidates.url, (SELECT name FROM captures WHERE captures.id = candidates.page))"


@dataclass(frozen=True, slots=True)
class Rule:
    """A question whose every row is a fault: key, address, detail."""

    what: str
    sql: str
    remedy: str = REPARSE


def _children(table: str, stated: str, found: str, what: str) -> Rule:
    """A version says itself how many rows of a table it has."""
    return Rule(
        f"{table}: {what}",
        f"SELECT 'version ' || id || ' of ' || report, {_ADDRESS_OF_VERSION}, 'the version says ' || stated || "
        f"', the table holds ' || found FROM (SELECT *, {stated} AS stated, "
        f"(SELECT {found} FROM {table} WHERE version = all_versions.id) AS found FROM versions AS all_versions) "
        "AS versions WHERE stated <> found ORDER BY id",
    )


def _gaps(table: str) -> Rule:
    return Rule(
        f"{table}: a row is missing",
        f"SELECT 'version ' || versions.id || ' of ' || versions.report, {_ADDRESS_OF_VERSION}, 'positions end at ' || "
        f"last || ', rows are ' || held FROM (SELECT version, max(position) + 1 AS last, count(*) AS held FROM {table} "
        "GROUP BY version) AS counted JOIN versions ON versions.id = counted.version WHERE last <> held "
        "ORDER BY versions.id",
    )


def _no_json(table: str, key: str, column: str) -> Rule:
    return Rule(
        f"{table}: {column} is damaged",
        f"SELECT '{table} ' || {key}, '', 'no JSON' FROM {table} WHERE {column} IS NOT NULL "
        f"AND NOT json_valid({column}) ORDER BY {key}",
        RESTORE,
    )


RULES = (
    Rule(
        "candidates: a page that waits or was read is no candidate",
        "SELECT 'capture ' || captures.id, coalesce(captures.url, captures.name), 'read_state ' || read_state "
        "FROM captures WHERE (captures.kind IN ('page', 'file') OR captures.candidate = captures.id) "
        "AND NOT EXISTS (SELECT 1 FROM candidates WHERE candidates.id = captures.id) ORDER BY captures.id",
        RESTORE,
    ),
    Rule(
        "candidate_facts: a page that was read has none",
        f"SELECT 'candidate ' || candidates.id, {_ADDRESS_OF_CANDIDATE}, '' FROM candidates JOIN captures "
        "ON captures.id = candidates.id WHERE captures.read_state = 'read' "
        "AND NOT EXISTS (SELECT 1 FROM candidate_facts WHERE candidate_facts.candidate = candidates.id) "
        "ORDER BY candidates.id",
    ),
    Rule(
        "candidate_facts: a row is missing",
        f"SELECT 'candidate ' || candidates.id, {_ADDRESS_OF_CANDIDATE}, 'ordinals end at ' || last || ', rows are ' "
        "|| held FROM (SELECT candidate, max(ordinal) + 1 AS last, count(*) AS held FROM candidate_facts "
        "GROUP BY candidate) AS counted JOIN candidates ON candidates.id = counted.candidate "
        "WHERE last <> held ORDER BY candidates.id",
    ),
    Rule(
        "candidate_facts: a page that is not read has some",
        f"SELECT 'candidate ' || candidates.id, {_ADDRESS_OF_CANDIDATE}, 'read_state ' || captures.read_state "
        "FROM candidates JOIN captures ON captures.id = candidates.id "
        "WHERE captures.read_state IN ('failed', 'not_a_report') "
        "AND EXISTS (SELECT 1 FROM candidate_facts WHERE candidate_facts.candidate = candidates.id) "
        "ORDER BY candidates.id",
    ),
    Rule(
        "identity_decisions: a report of a page has none",
        f"SELECT 'candidate ' || facts.candidate || ' report ' || facts.ordinal, {_ADDRESS_OF_CANDIDATE}, '' "
        "FROM candidate_facts AS facts JOIN candidates ON candidates.id = facts.candidate "
        "WHERE NOT EXISTS (SELECT 1 FROM identity_decisions AS decided WHERE decided.candidate = facts.candidate "
        "AND decided.ordinal = facts.ordinal) ORDER BY facts.candidate, facts.ordinal",
    ),
    Rule(
        "versions: nothing says why it is there",
        "SELECT 'version ' || id || ' of ' || report, '', '' FROM versions "
        "WHERE NOT EXISTS (SELECT 1 FROM identity_decisions WHERE version = versions.id) ORDER BY id",
    ),
    Rule(
        "versions: a row is missing",
        "SELECT 'report ' || reports.id, coalesce(reports.url, ''), 'the report says ' || version_count || "
        "', the table holds ' || held FROM (SELECT reports.*, (SELECT count(*) FROM versions "
        "WHERE report = reports.id) AS held FROM reports) AS reports WHERE version_count <> held ORDER BY reports.id",
    ),
    Rule(
        "reports: the current version is not the newest",
        "SELECT 'report ' || reports.id, coalesce(reports.url, ''), 'current_version is ' || current_version "
        "FROM reports JOIN versions ON versions.id = current_version WHERE versions.report <> reports.id "
        "OR versions.position <> reports.version_count ORDER BY reports.id",
    ),
    Rule(
        "candidates: its page is of another address",
        f"SELECT 'candidate ' || candidates.id, {_ADDRESS_OF_CANDIDATE}, 'the page is ' || captures.url "
        "FROM candidates JOIN captures ON captures.id = candidates.page WHERE captures.url IS NOT candidates.url "
        "ORDER BY candidates.id",
        RESTORE,
    ),
    Rule(
        "candidate_facts: not what its candidate says",
        "SELECT 'candidate ' || facts.candidate, coalesce(candidates.url, ''), 'url or fetched_at' "
        "FROM candidate_facts AS facts JOIN candidates ON candidates.id = facts.candidate "
        "JOIN captures ON captures.id = facts.candidate WHERE facts.url IS NOT candidates.url "
        "OR facts.fetched_at <> captures.fetched_at ORDER BY facts.candidate, facts.ordinal",
    ),
    _no_json("captures", "id", "headers"),
    _no_json("crawls", "id", "arguments"),
    _no_json("crawls", "id", "versions"),
    _no_json("crawls", "id", "totals"),
    _no_json("visits", "crawl || ' ' || source", "lists"),
    _no_json("versions", "id", "class_reasons"),
    _no_json("bodies", "id", "aliases"),
    Rule(
        "versions: no page of it was read by the parser that it names",
        f"SELECT 'version ' || id || ' of ' || report, {_ADDRESS_OF_VERSION}, 'parser_version ' || parser_version "
        "FROM versions WHERE NOT EXISTS (SELECT 1 FROM identity_decisions AS decided JOIN candidates "
        "ON candidates.id = decided.candidate JOIN captures ON captures.id = candidates.id "
        "WHERE decided.version = versions.id AND (candidates.parser_version = versions.parser_version "
        "OR captures.read_state = 'pending')) ORDER BY id",
    ),
    Rule(
        "candidate_attachments: what was fetched is of another address",
        f"SELECT 'candidate ' || candidates.id, {_ADDRESS_OF_CANDIDATE}, 'attachment ' || held.url "
        "FROM candidate_attachments AS held JOIN candidates ON candidates.id = held.candidate "
        "LEFT JOIN captures ON captures.id = held.capture WHERE held.state = 'fetched' "
        "AND captures.url IS NOT held.url ORDER BY candidates.id, held.url",
        RESTORE,
    ),
    _children("proactive", "proactive_form IS NOT NULL OR proactive_cells IS NOT NULL", "count(*)", "a row is missing"),
    _children(
        "applications",
        f"CASE WHEN applications_form IS NOT NULL OR applications_rows IS NOT NULL THEN {len(APPLICANTS)} ELSE 0 END",
        "count(*)",
        "a row is missing",
    ),
    _children(
        "reviews",
        "CASE WHEN review_cells IS NULL AND review_form IS NOT NULL THEN 3 "
        "WHEN review_cells IS NULL THEN 0 ELSE "
        "(instr(review_cells, 'review.') > 0 AND (substr(review_cells, 1, 7) = 'review.' "
        "OR instr(review_cells, ' review.') > 0)) + (instr(review_cells, 'litigation_direct.') > 0) "
        "+ (instr(review_cells, 'litigation_after_review.') > 0) END",
        "count(*)",
        "a row is missing",
    ),
    _children("statistics", "coalesce(statistics_count, 0)", "count(*)", "a row is missing"),
    _children("flags", "flag_count", "count(*)", "a row is missing"),
    _children("sections", "characters", "coalesce(sum(length(text)), 0)", "characters of text are missing"),
    *(_gaps(table) for table in ("metadata", "statistics", "flags", "checks")),
)


def verify_rows(pair: Pair, findings: Findings) -> None:
    """Both files: sound pages, both of one store, no reference into nothing, no row that another one misses.

    A page of the file that SQLite cannot read is a fault of its own, and the other questions are still asked.
    """
    for file, database in ((str(pair.path), pair.browse), (str(raw_path(pair.path)), pair.raw)):
        findings.add(_guarded(file, _damaged_pages(file, database)))
        findings.add(_guarded(file, _broken_references(database)))
        findings.checked["files"] += 1
    findings.add(_guarded(str(pair.path), _halves(pair)))
    for rule in RULES:
        findings.add(_guarded(str(pair.path), _broken(pair.browse, rule)))
        findings.checked["questions about rows"] += 1
    findings.add(_guarded(str(pair.path), _missing_names(pair.browse)))
    findings.checked["questions about rows"] += 1
    try:
        [waiting] = pair.browse.execute("SELECT count(*) FROM captures WHERE read_state = 'pending'").fetchone()
    except sqlite3.DatabaseError as error:
        findings.add([_unreadable(str(pair.path), error)])
        return
    if waiting:
        findings.notices.append(f"{waiting} captures wait to be read: the next run or `nianbao reparse` reads them")


def _guarded(file: str, faults: Iterator[Fault]) -> Iterator[Fault]:
    """The faults until the file itself cannot be read, which is one more."""
    try:
        yield from faults
    except sqlite3.DatabaseError as error:
        yield _unreadable(file, error)


def _unreadable(file: str, error: sqlite3.DatabaseError) -> Fault:
    return Fault("rows", "a page of the file is damaged", file, "", str(error), RESTORE)


def _damaged_pages(file: str, database: Database) -> Iterator[Fault]:
    for (said,) in database.execute("PRAGMA integrity_check").fetchall():
        if said == "ok":
            return
        for line in str(said).splitlines():
            if not line.startswith("***"):
                yield Fault("rows", "a page of the file is damaged", file, "", line, RESTORE)


def _broken_references(database: Database) -> Iterator[Fault]:
    broken = sorted({(table, int(number)) for table, _, _, number in database.execute("PRAGMA foreign_key_check")})
    for table, number in broken:
        reference = [row for row in database.execute(f"PRAGMA foreign_key_list({table})") if row[0] == number]
        parent, columns = reference[0][2], [row[3] for row in reference]
        keys = [row[4] or own for row, own in zip(reference, _primary_key(database, reference[0][2]), strict=False)]
        own_key = _primary_key(database, table)
        there = " AND ".join(f"parent.{key} = child.{column}" for key, column in zip(keys, columns, strict=True))
        names = ", ".join(f"child.{name}" for name in (*own_key, *columns))
        present = " AND ".join(f"child.{column} IS NOT NULL" for column in columns)
        order = ", ".join(str(place) for place in range(1, len(own_key) + 1))
        for row in database.execute(
            f"SELECT {names} FROM {table} AS child WHERE {present} "
            f"AND NOT EXISTS (SELECT 1 FROM {parent} AS parent WHERE {there}) ORDER BY {order}"
        ).fetchall():
            key, lost = row[: len(own_key)], row[len(own_key) :]
            yield Fault(
                "rows",
                f"{parent}: a row is missing",
                f"{parent} {' '.join(map(str, lost))}",
                "",
                f"{table} {' '.join(map(str, key))} names it",
                RESTORE,
            )


def _primary_key(database: Database, table: str) -> list[str]:
    columns = [(place, name) for _, name, _, _, _, place in database.execute(f"PRAGMA table_info({table})") if place]
    return [name for _, name in sorted(columns)] or ["rowid"]


def _missing_names(browse: Database) -> Iterator[Fault]:
    """Every name of a body is one that it is found by."""
    remedy = "a crawl or an import writes the registry's names again"
    held = set(browse.execute("SELECT body, name FROM body_names").fetchall())
    for body, name, aliases in browse.execute(
        "SELECT id, name, CASE WHEN json_valid(aliases) THEN aliases ELSE '[]' END FROM bodies ORDER BY id"
    ).fetchall():
        for one in (name, *json.loads(aliases)):
            if (body, name_key(str(one))) not in held:
                yield Fault("rows", "body_names: a row is missing", f"body {body}", "", str(one), remedy)


def _halves(pair: Pair) -> Iterator[Fault]:
    columns = ("pair", "origin", "schema_version", "created")
    own, other = (
        database.execute(f"SELECT {', '.join(columns)} FROM store_info").fetchall()
        for database in (pair.browse, pair.raw)
    )
    if own != other:
        yield Fault(
            "rows", "the two files disagree", "store_info", "", f"{own} beside {other}", "put the right file back"
        )


def _broken(browse: Database, rule: Rule) -> Iterator[Fault]:
    for key, address, detail in browse.execute(rule.sql).fetchall():
        yield Fault("rows", rule.what, str(key), address or "", str(detail), rule.remedy)
