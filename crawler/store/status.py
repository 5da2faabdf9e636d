"""What a store holds, in counts."""

from __future__ import annotations

from dataclasses import dataclass

from crawler.reports.checks import INFORMATIONAL
from crawler.reports.model import PARSER_VERSION
from crawler.store.database import Origin, Pair
from crawler.store.readings.year_checks import failed_year_checks

UNREAD_NAMED = 20


@dataclass(frozen=True, slots=True)
class CrawlStatus:
    id: str
    started_at: str
    ended_at: str | None
    """None: it is still running, or it crashed."""
    outcome: str | None


@dataclass(frozen=True, slots=True)
class SourceStatus:
    id: str
    body: str
    family: str
    state: str
    reports: int
    """Reports that this source's pages belong to."""
    last_visit: str | None
    said: int | None
    seen: int | None
    withdrawn: int | None
    """Lines of its lists that the visit no longer showed."""
    outcome: str | None
    """None: never visited."""
    evidence: str | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class UnreadCandidate:
    """A page or file whose bytes are held and that gave no report: it could not be read, or it is none."""

    state: str
    """failed or not_a_report."""
    name: str
    """Its address, or the name of an imported file."""
    reason: str


@dataclass(frozen=True, slots=True)
class Status:
    origin: Origin
    captures: dict[str, int]
    """Kind → captures."""
    read_states: dict[str, int]
    """read_state → candidates (pages and files); list pages are no candidates."""
    failures: dict[str, int]
    """Reason → candidates that could not be read."""
    unread: tuple[UnreadCandidate, ...]
    """The newest of them, UNREAD_NAMED at the most."""
    stale: int
    """Candidates that another parser version than today's has read."""
    waiting: int
    """Pending candidates that still wait for an attachment."""
    reports: int
    versions: int
    bodies: int
    """Bodies with a report."""
    unregistered_bodies: int
    body_origins: dict[str, int]
    """body_origin → versions."""
    failed_checks: dict[str, int]
    """Rule → failed checks of current versions, Y1 and Y2 (against the year before) among them."""
    informational_failures: dict[str, int]
    """S and T1: sums of the 2014–2018 appendix, and the prose's own figures against the tables."""
    withheld: dict[str, int]
    """Scope (report, contact) → requests in force; `nianbao withhold list` names them."""
    overrides: int
    """Corrections of overrides.csv that stand in it."""
    dictionaries: int
    """Families of pages whose bytes are packed with a dictionary of their own."""
    last_crawl: CrawlStatus | None
    sources: tuple[SourceStatus, ...]


def report_count(pair: Pair) -> int:
    return int(pair.browse.execute("SELECT count(*) FROM reports").fetchone()[0])


def status(pair: Pair) -> Status:
    def counts(sql: str) -> dict[str, int]:
        return dict(pair.browse.execute(sql).fetchall())

    def count(sql: str) -> int:
        return int(pair.browse.execute(sql).fetchone()[0])

    last = pair.browse.execute(
        "SELECT id, started_at, ended_at, outcome FROM crawls ORDER BY started_at DESC, id LIMIT 1"
    ).fetchone()
    failures = counts("SELECT rule, count(*) FROM current_checks WHERE outcome = 'fail' GROUP BY rule ORDER BY rule")
    return Status(
        origin=pair.origin,
        captures=counts("SELECT kind, count(*) FROM captures GROUP BY kind ORDER BY kind"),
        read_states=counts(
            "SELECT read_state, count(*) FROM candidates JOIN captures ON captures.id = candidates.id "
            "GROUP BY read_state ORDER BY read_state"
        ),
        failures=counts(
            "SELECT read_reason, count(*) FROM candidates JOIN captures ON captures.id = candidates.id "
            "WHERE read_state = 'failed' GROUP BY read_reason ORDER BY count(*) DESC, read_reason"
        ),
        unread=tuple(
            UnreadCandidate(*row)
            for row in pair.browse.execute(
                "SELECT read_state, coalesce(captures.url, captures.name), read_reason FROM candidates "
                "JOIN captures ON captures.id = candidates.id WHERE read_state IN ('failed', 'not_a_report') "
                "ORDER BY read_state, candidates.sequence DESC LIMIT ?",
                [UNREAD_NAMED],
            )
        ),
        stale=int(
            pair.browse.execute(
                "SELECT count(*) FROM candidates JOIN captures ON captures.id = candidates.id "
                "WHERE read_state <> 'pending' AND parser_version IS NOT ?",
                [PARSER_VERSION],
            ).fetchone()[0]
        ),
        waiting=count(
            "SELECT count(*) FROM candidates JOIN captures ON captures.id = candidates.id WHERE read_state = 'pending' "
            "AND EXISTS (SELECT 1 FROM candidate_attachments WHERE candidate = candidates.id AND state = 'expected')"
        ),
        reports=report_count(pair),
        versions=count("SELECT count(*) FROM versions"),
        bodies=count("SELECT count(DISTINCT body) FROM reports"),
        unregistered_bodies=count("SELECT count(*) FROM bodies WHERE registered = 0"),
        body_origins=counts("SELECT body_origin, count(*) FROM versions GROUP BY body_origin ORDER BY body_origin"),
        failed_checks={rule: failed for rule, failed in failures.items() if rule not in INFORMATIONAL}
        | failed_year_checks(pair),
        informational_failures={rule: failed for rule, failed in failures.items() if rule in INFORMATIONAL},
        withheld=counts(
            "SELECT scope, count(*) FROM (SELECT DISTINCT report, scope FROM withholdings WHERE lifted_at IS NULL) "
            "GROUP BY scope ORDER BY scope DESC"
        ),
        overrides=count("SELECT count(*) FROM overrides"),
        dictionaries=int(pair.raw.execute("SELECT count(DISTINCT family) FROM dictionaries").fetchone()[0]),
        last_crawl=CrawlStatus(*last) if last else None,
        sources=tuple(SourceStatus(*row) for row in pair.browse.execute(_SOURCES)),
    )


_SOURCES = """
SELECT sources.id, bodies.name, sources.family, sources.state,
    (SELECT count(DISTINCT report) FROM candidates JOIN identity_decisions ON candidate = candidates.id
        WHERE candidates.source = sources.id),
    visits.ended_at, visits.said, visits.seen, visits.withdrawn, visits.outcome, visits.evidence, visits.reason
FROM sources JOIN bodies ON bodies.id = sources.body
    LEFT JOIN visits ON visits.source = sources.id
        AND visits.ended_at = (SELECT max(ended_at) FROM visits AS other WHERE other.source = sources.id)
ORDER BY sources.id
"""
