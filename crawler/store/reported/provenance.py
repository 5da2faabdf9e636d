"""Why a report is what it is: every capture of it, what joined them, and what was not joined and why not."""

from __future__ import annotations

from dataclasses import dataclass

from sqlite_utils import Database

from crawler.overrides import Override
from crawler.store.database import Pair
from crawler.store.grouping.overrides import candidates_of, standing_overrides
from crawler.store.reported.found_reports import FoundReport

_COLLIDING_SHOWN = 20


@dataclass(frozen=True, slots=True)
class AttachedCapture:
    url: str
    state: str
    """fetched, failed, disallowed …"""
    sha256: str | None


@dataclass(frozen=True, slots=True)
class DecidedCapture:
    """One page or file, and the row that says where it belongs."""

    candidate: str
    ordinal: int
    """The report's place among those of the page, from 0."""
    address: str | None
    name: str | None
    """Of an imported file."""
    captured_at: str
    last_checked: str
    sha256: str
    attachments: tuple[AttachedCapture, ...]
    source: str | None
    source_body: str | None
    """Whose column it stands in."""
    source_scope: str | None
    own_site: bool
    report: str
    version: str
    position: int
    """The version's place among its report's versions, from 1."""
    rule: str
    reason: str
    flags: tuple[str, ...]
    waits: bool
    """It is in the reading queue again: its next reading may decide otherwise."""


@dataclass(frozen=True, slots=True)
class Collision:
    """Another report that carries an 索引号 of this one."""

    index_number: str
    report: str
    body: str
    year: int
    address: str | None


@dataclass(frozen=True, slots=True)
class OtherReport:
    """Another report of the same body and year."""

    report: str
    title: str | None
    in_panel: bool
    panel_reason: str
    captures: tuple[DecidedCapture, ...]


@dataclass(frozen=True, slots=True)
class Provenance:
    report: str
    body: str
    body_name: str
    year: int
    title: str | None
    index_number: str | None
    withheld: str
    """report, contact or '' (nothing): what the rows no longer say, on request (crawler.withholdings)."""
    in_panel: bool
    panel_reason: str
    versions: int
    current_version: str
    captures: tuple[DecidedCapture, ...]
    overrides: tuple[Override, ...]
    """The rows of data/overrides.csv that touch a capture of this report."""
    collisions: tuple[Collision, ...]
    collisions_in_all: int
    others: tuple[OtherReport, ...]
    panel_report: str
    """Which report of this body and year the panel takes."""


def provenance(pair: Pair, found: FoundReport) -> Provenance:
    browse = pair.browse
    body, body_name, year, title, number, withheld, in_panel, panel_reason, versions, current = browse.execute(
        "SELECT reports.body, bodies.name, report_year, title, index_number, (SELECT coalesce(max(withheld), '') FROM "
        "versions WHERE report = reports.id), in_panel, panel_reason, version_count, current_version "
        "FROM reports JOIN bodies ON bodies.id = reports.body WHERE reports.id = ?",
        [found.report_id],
    ).fetchone()
    captures = _captures(browse, found.report_id)
    others = tuple(
        OtherReport(report, other_title, bool(taken), reason, _captures(browse, report))
        for report, other_title, taken, reason in browse.execute(
            "SELECT id, title, in_panel, panel_reason FROM reports WHERE body = ? AND report_year = ? AND id <> ? "
            "ORDER BY number",
            [body, year, found.report_id],
        ).fetchall()
    )
    collisions = _collisions(browse, found.report_id, body, year)
    return Provenance(
        report=found.report_id,
        body=body,
        body_name=body_name,
        year=year,
        title=title,
        index_number=number,
        withheld=withheld,
        in_panel=bool(in_panel),
        panel_reason=panel_reason,
        versions=versions,
        current_version=current,
        captures=captures,
        overrides=_overrides(browse, {one.candidate for one in captures}),
        collisions=collisions[:_COLLIDING_SHOWN],
        collisions_in_all=len(collisions),
        others=others,
        panel_report=found.report_id if in_panel else next(one.report for one in others if one.in_panel),
    )


def _captures(browse: Database, report: str) -> tuple[DecidedCapture, ...]:
    rows = browse.execute(
        "SELECT decided.candidate, decided.ordinal, candidates.url, page.name, page.fetched_at, page.last_checked, "
        "page.sha256, candidates.source, bodies.name, sources.scope, facts.own_site, decided.version, "
        "versions.position, decided.rule, decided.reason, decided.flags, opener.read_state = 'pending' "
        "FROM identity_decisions AS decided JOIN candidates ON candidates.id = decided.candidate "
        "JOIN captures AS page ON page.id = candidates.page JOIN captures AS opener ON opener.id = candidates.id "
        "JOIN candidate_facts AS facts ON facts.candidate = decided.candidate AND facts.ordinal = decided.ordinal "
        "JOIN versions ON versions.id = decided.version LEFT JOIN sources ON sources.id = candidates.source "
        "LEFT JOIN bodies ON bodies.id = sources.body WHERE decided.report = ? "
        "ORDER BY versions.position, page.fetched_at, candidates.url, page.name, decided.candidate, decided.ordinal",
        [report],
    ).fetchall()
    return tuple(
        DecidedCapture(
            candidate=candidate,
            ordinal=ordinal,
            address=url,
            name=name if url is None else None,
            captured_at=fetched_at,
            last_checked=last_checked,
            sha256=sha256,
            attachments=_attachments(browse, candidate),
            source=source,
            source_body=source_body,
            source_scope=scope,
            own_site=bool(own_site),
            report=report,
            version=version,
            position=position,
            rule=rule,
            reason=reason,
            flags=tuple(flags.split()),
            waits=bool(waits),
        )
        for (
            candidate,
            ordinal,
            url,
            name,
            fetched_at,
            last_checked,
            sha256,
            source,
            source_body,
            scope,
            own_site,
            version,
            position,
            rule,
            reason,
            flags,
            waits,
        ) in rows
    )


def _attachments(browse: Database, candidate: str) -> tuple[AttachedCapture, ...]:
    rows = browse.execute(
        "SELECT attached.url, state, captures.sha256 FROM candidate_attachments AS attached "
        "LEFT JOIN captures ON captures.id = attached.capture WHERE attached.candidate = ? "
        "ORDER BY position, attached.url",
        [candidate],
    ).fetchall()
    return tuple(AttachedCapture(*row) for row in rows)


def _collisions(browse: Database, report: str, body: str, year: int) -> tuple[Collision, ...]:
    """Reports of other bodies or years that carry a number that a capture of this one carries."""
    rows = browse.execute(
        "SELECT DISTINCT facts.index_number, reports.id, bodies.name, reports.report_year, reports.url "
        "FROM identity_decisions AS mine JOIN candidate_facts AS own ON own.candidate = mine.candidate "
        "AND own.ordinal = mine.ordinal JOIN candidate_facts AS facts ON facts.index_number = own.index_number "
        "JOIN identity_decisions AS theirs ON theirs.candidate = facts.candidate AND theirs.ordinal = facts.ordinal "
        "JOIN reports ON reports.id = theirs.report JOIN bodies ON bodies.id = reports.body "
        "WHERE mine.report = ? AND (facts.body <> ? OR facts.report_year <> ?) "
        "ORDER BY facts.index_number, reports.body, reports.report_year, reports.number",
        [report, body, year],
    ).fetchall()
    return tuple(Collision(*row) for row in rows)


def _overrides(browse: Database, candidates: set[str]) -> tuple[Override, ...]:
    return tuple(row for row in standing_overrides(browse) if candidates & set(candidates_of(browse, row)))
