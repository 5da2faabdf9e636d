"""One crawl of replica sites with what is true of them: what the tests of whole walks hold against each other."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from filelock import FileLock

from crawler.commands.replica_web import replica_sources
from crawler.replica.extra import extra_sites
from crawler.replica.layouts import layout_of
from crawler.replica.process import LoggedRequest, ReplicaProcess
from crawler.replica.traps import TRAPS, trap_sites
from crawler.replica.truth import expected_outcomes, hidden_reports, other_pages, published_reports
from crawler.replica.values import Expected, Site
from crawler.sources import Source, load_sources
from tests.net import loopback

REGISTRY = Path(__file__).resolve().parents[2] / "data" / "sources.csv"
EVERYTHING = ("families", "traps")
OFF = ":off"


@dataclass(frozen=True)
class Night:
    """A crawl, the replica's own log of it, and the truth about the sources that it walked."""

    words: tuple[str, ...]
    sites: int
    reports_a_site: int
    sources: tuple[Source, ...]
    crawl: loopback.Crawl
    log: tuple[LoggedRequest, ...]
    proxy: str

    @cached_property
    def ids(self) -> frozenset[str]:
        return frozenset(source.id for source in self.sources)

    @cached_property
    def outcomes(self) -> dict[str, Expected]:
        true = expected_outcomes(self.sites, self.reports_a_site, self.words)
        return {name: expected for name, expected in true.items() if name in self.ids}

    @cached_property
    def reports(self) -> list[Any]:
        true = published_reports(self.sites, self.reports_a_site, self.words)
        return [report for report in true if report.source_id in self.ids]

    @cached_property
    def hidden(self) -> list[Any]:
        return [report for report in hidden_reports(self.words) if report.source_id in self.ids]

    @cached_property
    def others(self) -> list[Any]:
        true = other_pages(self.sites, self.reports_a_site, self.words)
        return [page for page in true if page.source_id in self.ids]

    @cached_property
    def visits(self) -> dict[str, dict[str, Any]]:
        return self.crawl.visits()

    def items(self, kind: str, source_ids: Iterable[str]) -> list[dict[str, Any]]:
        wanted = frozenset(source_ids)
        return [item for item in self.crawl.of(kind) if item["source_id"] in wanted]

    def fetched(self, kind: str, source_ids: Iterable[str]) -> list[str]:
        """The addresses of the list pages, pages or attachments that were kept, in order."""
        return [item["url"] for item in self.items("FetchedResponse", source_ids) if item["kind"] == kind]


def walk_night(
    words: Sequence[str],
    *,
    sites: int = 0,
    reports: int = 0,
    seeds: bool = False,
    known: Mapping[str, Any] | None = None,
) -> Night:
    """Crawls what `words` name, with `seeds` the five sites of the registry too. Without chromium no site that needs
    a browser."""
    rows = replica_sources(load_sources(REGISTRY), words, sites, reports)
    own = {site.source_id for site in extra_sites(tuple(words))}
    browser = shutil.which("chromium") is not None
    sources = tuple(row for row in rows if (seeds or row.id in own) and (browser or row.rendering == "plain"))
    with ReplicaProcess(sites=sites, reports=reports, extra=words) as replica:
        web = SimpleNamespace(proxy=replica.proxy, certificate_authority=str(replica.certificate_authority))
        crawl = loopback.crawl(web, sources, known=dict(known or {}))  # type: ignore[arg-type]  # all that it reads
        return Night(tuple(words), sites, reports, sources, crawl, replica.log, replica.proxy)


def shared_night(folder: Path, words: Sequence[str], **arguments: Any) -> Night:
    """`walk_night`, once for all test processes: the first to come walks it, and the others wait for it."""
    held = folder / "night.json"
    with FileLock(f"{folder}.lock"):
        if not held.is_file():
            night = walk_night(words, **arguments)
            folder.mkdir()
            held.write_text(json.dumps(asdict(night)), encoding="utf-8")
            return night
    told = json.loads(held.read_text(encoding="utf-8"))
    return Night(
        words=tuple(told["words"]),
        sites=told["sites"],
        reports_a_site=told["reports_a_site"],
        sources=tuple(Source(**{**row, "aliases": tuple(row["aliases"])}) for row in told["sources"]),
        crawl=loopback.Crawl(
            told["crawl"]["items"], [tuple(pair) for pair in told["crawl"]["sockets"]], told["crawl"]["errors"]
        ),
        log=tuple(LoggedRequest(**request) for request in told["log"]),
        proxy=told["proxy"],
    )


def honest_make(site: Site) -> tuple[object, ...]:
    """What a trap's site is without its trap: two that are equal differ in nothing but their names."""
    rows = [(article.kind, article.year, article.media, article.pictures) for article in site.all_articles]
    return (
        layout_of(site).list_path,
        site.style or site.family,
        site.registration.scope,
        site.registration.report_titles,
        site.rows_per_page,
        len(site.branches),
        tuple(rows),
    )


def honest_traps() -> dict[str, str]:
    """Trap → the trap whose honest site stands for its own; the first of each make for itself."""
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
