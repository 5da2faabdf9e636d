"""What a citation of a report states: whose it is, where it stood, when it was captured, and which bytes were read."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version as package_version

from sqlite_utils import Database

from crawler.store.database import Pair
from crawler.store.errors import StoreError
from crawler.store.reported.found_reports import FoundReport


@dataclass(frozen=True, slots=True)
class CitedFile:
    """An attachment of the page."""

    address: str
    captured_at: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Citation:
    """One version of one report. None = the report, or the store, does not say it."""

    report: str
    publisher: str
    """The body's registered name; of a body that the registry does not know, the printed one."""
    publisher_registered: bool
    division: str | None
    title: str | None
    report_year: int
    index_number: str | None
    """索引号 as printed."""
    published: str | None
    """ISO date."""
    address: str | None
    file_name: str | None
    """Of an imported file, which has no address."""
    captured_at: str
    """UTC, ISO 8601, to the second: when the page (or file) was captured."""
    sha256: str
    attachments: tuple[CitedFile, ...]
    version: str
    version_number: int
    version_count: int
    parser_version: str
    nianbao_version: str
    demonstration: bool
    """From a replica store: no real government's."""


def cite(pair: Pair, found: FoundReport, number: int | None = None) -> Citation:
    """The citation of a report's version: the `number`-th from 1, else the one that was found.

    Of several captures with this content, the one to cite is chosen as the report's address is: the body's own site
    first, then the shortest address, then its letters; of those the first capture. So equal stores cite alike.
    Raises StoreError where there is no such version, and for one that is withheld.
    """
    browse = pair.browse
    version = found.version_id if number is None else _version_numbered(browse, found.report_id, number)
    row = browse.execute(
        "SELECT reports.report_year, bodies.name, bodies.registered, bodies.division, reports.version_count, "
        "versions.position, versions.title, versions.index_number, versions.published, versions.parser_version, "
        "EXISTS (SELECT 1 FROM versions AS any_of WHERE any_of.report = reports.id AND any_of.withheld = 'report') "
        "FROM versions JOIN reports ON reports.id = versions.report "
        "JOIN bodies ON bodies.id = reports.body WHERE versions.id = ?",
        [version],
    ).fetchone()
    year, publisher, registered, division, count, position, title, index_number, published, parser, withheld = row
    if withheld:
        raise StoreError(f"{found.report_id}: withheld on request, so it is not cited")
    candidate, address, name, captured_at, sha256 = _capture_to_cite(browse, version)
    return Citation(
        report=found.report_id,
        publisher=publisher,
        publisher_registered=bool(registered),
        division=division,
        title=title or None,
        report_year=year,
        index_number=index_number or None,
        published=published,
        address=address,
        file_name=name if address is None else None,
        captured_at=_to_the_second(captured_at),
        sha256=sha256,
        attachments=_attachments(browse, candidate),
        version=version,
        version_number=position,
        version_count=count,
        parser_version=parser,
        nianbao_version=package_version("nianbao"),
        demonstration=pair.origin == "replica",
    )


def _version_numbered(browse: Database, report: str, number: int) -> str:
    row = browse.execute("SELECT id FROM versions WHERE report = ? AND position = ?", [report, number]).fetchone()
    if row is None:
        (held,) = browse.execute("SELECT count(*) FROM versions WHERE report = ?", [report]).fetchone()
        raise StoreError(f"{report}: it has no version {number}; it has {held}, counted from 1")
    return str(row[0])


def _capture_to_cite(browse: Database, version: str) -> tuple[str, str | None, str | None, str, str]:
    """(candidate, address, name, captured at, SHA-256 of the page or file)."""
    row: tuple[str, str | None, str | None, str, str] = browse.execute(
        "SELECT candidates.id, candidates.url, page.name, page.fetched_at, page.sha256 "
        "FROM identity_decisions AS decided JOIN candidates ON candidates.id = decided.candidate "
        "JOIN captures AS page ON page.id = candidates.page JOIN candidate_facts AS facts "
        "ON facts.candidate = decided.candidate AND facts.ordinal = decided.ordinal WHERE decided.version = ? "
        "ORDER BY candidates.url IS NULL, facts.own_site DESC, length(candidates.url), candidates.url, "
        "page.fetched_at, page.name, candidates.id LIMIT 1",
        [version],
    ).fetchone()
    return row


def _attachments(browse: Database, candidate: str) -> tuple[CitedFile, ...]:
    rows = browse.execute(
        "SELECT attached.url, captures.fetched_at, captures.sha256 FROM candidate_attachments AS attached "
        "JOIN captures ON captures.id = attached.capture WHERE attached.candidate = ? ORDER BY position, attached.url",
        [candidate],
    ).fetchall()
    return tuple(CitedFile(url, _to_the_second(captured_at), sha256) for url, captured_at, sha256 in rows)


def _to_the_second(stored: str) -> str:
    return f"{stored[:19]}Z"
