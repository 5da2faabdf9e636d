"""What a crawl of replica sites saw, with what is true of them: for tests that hold whole walks against the truth."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from filelock import FileLock

from crawler.commands.replica_web import replica_sources
from crawler.replica.layouts import layout_of
from crawler.replica.process import ReplicaProcess
from crawler.replica.traps import TRAPS, trap_sites
from crawler.replica.truth import expected_outcomes, hidden_reports, other_pages, published_reports
from crawler.replica.values import Expected, Site
from crawler.store.database import close_pair, read_pair
from tests.net import loopback
from tests.road.command_line import requests_of
from tests.road.conftest import Demo

OFF = ":off"
Found = dict[str, Any]


@dataclass(frozen=True)
class Night:
    """One walk of each source."""

    words: tuple[str, ...]
    """The replica's sites: these, the five where they were walked, and generated ones."""
    generated: tuple[int, int]
    """(sites, reports a site)."""
    visits: Mapping[str, Found]
    """Source → what the walk came to, by the names of EndedVisit."""
    entries: Sequence[Found]
    """By the names of ListedEntry."""
    fetches: Sequence[Found]
    """source_id, kind, url, candidate_url, attachment_urls: one each time that an address was fetched."""
    missed: Sequence[Found]
    """source_id, url and state of the attachments that did not come."""
    requests: Sequence[Found]
    """The replica's own log."""
    proxy: str = ""
    sockets: Sequence[Sequence[str]] = ()
    """(audit event, address) of the crawl's process; only where it was watched."""

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(self.visits)

    @cached_property
    def outcomes(self) -> dict[str, Expected]:
        true = expected_outcomes(*self.generated, self.words)
        return {name: expected for name, expected in true.items() if name in self.ids}

    @cached_property
    def reports(self) -> list[Any]:
        return [report for report in published_reports(*self.generated, self.words) if report.source_id in self.ids]

    @cached_property
    def hidden(self) -> list[Any]:
        return [report for report in hidden_reports(self.words) if report.source_id in self.ids]

    @cached_property
    def others(self) -> list[Any]:
        return [page for page in other_pages(*self.generated, self.words) if page.source_id in self.ids]

    def entries_of(self, source_ids: Iterable[str]) -> list[Found]:
        wanted = frozenset(source_ids)
        return [entry for entry in self.entries if entry["source_id"] in wanted]

    def fetched(self, kind: str, source_ids: Iterable[str]) -> list[Found]:
        """The list pages, pages or attachments that were kept of some sources."""
        wanted = frozenset(source_ids)
        return [fetch for fetch in self.fetches if fetch["kind"] == kind and fetch["source_id"] in wanted]


# A crawl of the command, out of its store


def night_of_store(demo: Demo, words: Sequence[str]) -> Night:
    """The first night of a store, by what it kept and by what the replica logged."""
    pair = read_pair(demo.database)
    try:
        visits = {row["source"]: row | {"lists": json.loads(row["lists"])} for row in _rows(pair, "visits")}
        entries = [row | {"source_id": row["source"]} for row in _rows(pair, "entries")]
        captures = list(_rows(pair, "captures"))
        attachments = list(
            pair.browse.query(
                "SELECT candidates.url AS page, candidates.source AS source_id, attachment.url, attachment.state "
                "FROM candidate_attachments AS attachment JOIN candidates ON candidates.id = attachment.candidate"
            )
        )
    finally:
        close_pair(pair)
    requests = [dict(request) for request in requests_of(demo.log)]
    waiting: dict[str, list[str]] = {}
    page_of = {row["url"]: row["page"] for row in attachments}
    for row in attachments:
        waiting.setdefault(row["page"], []).append(row["url"])
    fetches = [
        {
            "source_id": row["source"],
            "kind": row["kind"],
            "url": row["url"],
            "candidate_url": page_of.get(row["url"]) if row["kind"] == "attachment" else row["url"],
            "attachment_urls": waiting.get(row["url"], []) if row["kind"] == "page" else [],
        }
        for row in _as_often_as_asked(captures, requests)
    ]
    missed = [dict(row) for row in attachments if row["state"] != "fetched"]
    return Night(tuple(words), (0, 0), visits, entries, fetches, missed, requests)


def _rows(pair: Any, table: str) -> Iterable[Found]:
    return (dict(row) for row in pair.browse.query(f"SELECT * FROM {table} ORDER BY rowid"))


def _as_often_as_asked(captures: Sequence[Found], requests: Sequence[Found]) -> Iterable[Found]:
    """A store keeps equal answers once; the log knows how often each was given. An address that is both the list and
    the report was rightly asked as either.
    """
    asked = Counter(
        f"{request['host']}{request['path']}"
        for request in requests
        if request["method"] == "GET" and request["status"] == 200
    )
    kinds = Counter(row["url"] for row in captures)
    for row in captures:
        times = asked[row["url"].partition("://")[2]] - (kinds[row["url"]] - 1)
        yield from [row] * max(1, times)


# A crawl of the spiders alone, watched


def walk_night(
    words: Sequence[str], *, generated: tuple[int, int] = (0, 0), known: Mapping[str, Any] | None = None
) -> Night:
    """Crawls the sites that `words` name, and generated ones, in a process of its own without a store."""
    sources = replica_sources((), words, *generated)
    with ReplicaProcess(sites=generated[0], reports=generated[1], extra=words) as replica:
        web = SimpleNamespace(proxy=replica.proxy, certificate_authority=str(replica.certificate_authority))
        crawl = loopback.crawl(web, sources, known=dict(known or {}))  # type: ignore[arg-type]  # all that it reads
        log = [asdict(request) for request in replica.log]
    return Night(
        words=tuple(words),
        generated=generated,
        visits=crawl.visits(),
        entries=crawl.of("ListedEntry"),
        fetches=[item | {"body": ""} for item in crawl.of("FetchedResponse")],
        missed=crawl.of("MissedAttachment"),
        requests=log,
        proxy=replica.proxy,
        sockets=crawl.sockets,
    )


def shared_walk(folder: Path, words: Sequence[str], generated: tuple[int, int]) -> Night:
    """`walk_night`, once for all test processes: the first to come walks it, and the others wait for it."""
    held = folder / "night.json"
    with FileLock(f"{folder}.lock"):
        if not held.is_file():
            folder.mkdir()
            held.write_text(json.dumps(asdict(walk_night(words, generated=generated))), encoding="utf-8")
    told = json.loads(held.read_text(encoding="utf-8"))
    return Night(**{**told, "words": tuple(told["words"]), "generated": tuple(told["generated"])})


# The truth


def honest_make(site: Site) -> tuple[object, ...]:
    """What a trap's site is without its trap: two that are equal differ in nothing but their names."""
    rows = tuple((article.kind, article.year, article.media, article.pictures) for article in site.all_articles)
    told = site.registration
    return (layout_of(site), told.scope, told.report_titles, site.rows_per_page, len(site.branches), rows)


@cache
def honest_traps() -> dict[str, str]:
    """Trap → the trap whose honest site stands for its own; the first of each make stands for itself."""
    first: dict[tuple[object, ...], str] = {}
    return {
        name: first.setdefault(tuple(honest_make(site) for site in trap_sites(name, "off")), name) for name in TRAPS
    }


_DECISIONS = {"news": "other", "law_report": "other"}
"""What the replica calls a page, where the spider has one word for several kinds."""


def meant_by(reports: Iterable[Any], hidden: Iterable[Any], others: Iterable[Any]) -> dict[str, str]:
    """Address of a line → the decision that the replica means, where the line says all that is true of it."""
    meant: dict[str, str] = {}
    for page in others:
        meant[page.url] = _DECISIONS.get(page.kind, page.kind)
        if page.kind == "mirror":
            # That a line's own host redirects to a mirror, nobody can know before its page is asked for.
            meant[page.url] = "report" if urlsplit(page.url).hostname == page.host else "off_registry"
    for report in (*reports, *hidden):
        meant |= dict.fromkeys((report.url, *report.copies), "report")
        meant |= dict.fromkeys(report.twins, "twin")
    return meant
