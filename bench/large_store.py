"""Stores for measuring: one that took the whole road from generated pages, and one of many reports made of its rows."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from crawler.items import FetchedResponse
from crawler.replica.corpus import all_sites
from crawler.replica.faults import Faults
from crawler.replica.truth import published_reports, registry_csv
from crawler.replica.web import Web
from crawler.sources import Source, parse_sources
from crawler.store.archive.captures import archive
from crawler.store.bodies.registry import sync_registry
from crawler.store.database import Pair, close_pair, open_pair
from crawler.store.search.index import rebuild_index
from crawler.store.transactions import transaction
from crawler.store.walks.crawls import begin_crawl

NOW = datetime(2026, 1, 1, 2, 0, tzinfo=UTC)
GROUP = 50
"""Responses archived in one commit, as a crawl does it."""

RARE_WORD = "鸢尾蓝田"
"""Planted in one report of a thousand; in no generated page."""
LONG_PHRASE = "本年度共受理鸢尾蓝田事项并逐件答复申请人"
_COPIED = ("metadata", "sections", "proactive", "applications", "reviews", "statistics", "flags", "checks")
"""The tables of a version."""


@dataclass(frozen=True, slots=True)
class Corpus:
    sources: tuple[Source, ...]
    responses: tuple[FetchedResponse, ...]


@dataclass(frozen=True, slots=True)
class Large:
    reports: int
    indexing: float
    """Seconds of processor time that the search index took."""


def replica_corpus(registry: Path) -> Corpus:
    """The five demonstration sites' report pages, under their rows of the registry."""
    return _corpus(all_sites(), parse_sources(registry.read_text(encoding="utf-8")), 0, 0)


def generated_corpus(sites: int, reports: int) -> Corpus:
    """`sites` hosts with `reports` distinct pages each."""
    return _corpus(all_sites(sites, reports), parse_sources(registry_csv(sites, reports)), sites, reports)


def _corpus(web_sites: Sequence[object], sources: Sequence[Source], sites: int, reports: int) -> Corpus:
    web = Web(web_sites, Faults())  # type: ignore[arg-type]
    known = {source.id: source for source in sources}
    published = [one for one in published_reports(sites, reports) if one.source_id in known and one.media == "html"]
    responses = []
    for report in published:
        address = urlsplit(report.url)
        answer = web.reply(address.hostname or "", address.path)
        responses.append(
            FetchedResponse(
                source_id=report.source_id,
                kind="page",
                url=report.url,
                final_url=report.url,
                candidate_url=report.url,
                attachment_urls=(),
                fetched_at=NOW,
                status=200,
                headers={"content-type": "text/html; charset=utf-8", "content-length": str(len(answer.body))},
                tls="TLSv1.3",
                body=answer.body,
            )
        )
    used = {response.source_id for response in responses}
    return Corpus(tuple(source for source in sources if source.id in used), tuple(responses))


def archived(path: Path, corpus: Corpus) -> Pair:
    """A new store with the corpus archived and nothing read. The caller closes it."""
    pair = open_pair(path, origin="replica")
    sync_registry(pair, corpus.sources)
    crawl = begin_crawl(pair, started_at=NOW, arguments={}, versions={})
    for start in range(0, len(corpus.responses), GROUP):
        archive(pair, crawl, corpus.responses[start : start + GROUP], [])
    return pair


def make_large_store(small: Path, path: Path, reports: int) -> Large:
    """A browsing file of at least `reports` reports: the rows of `small`'s over and over, as other bodies' reports.

    Rows are written directly, texts as they are, but that one report in a thousand says RARE_WORD and LONG_PHRASE; the
    search index is made at the end, over all. The raw file stays empty: nothing but searching and loading is measured
    on it.
    """
    pair = open_pair(path, origin="replica")
    browse = pair.browse
    browse.execute("ATTACH DATABASE ? AS small", [str(small)])
    browse.execute("PRAGMA foreign_keys = OFF")
    [each] = browse.execute("SELECT count(*) FROM small.reports").fetchone()
    copies = -(-reports // each)
    with transaction(browse):
        browse.execute("INSERT OR IGNORE INTO divisions SELECT * FROM small.divisions")
        for copy in range(copies):
            _copy_rows(pair, f"-{copy}")
        browse.execute(
            "UPDATE sections SET text = text || ? WHERE number = '1' "
            "AND version IN (SELECT id FROM versions WHERE rowid % 1000 = 7)",
            [f"\n{LONG_PHRASE}。"],
        )
    started = time.process_time()
    made = rebuild_index(browse)
    indexing = time.process_time() - started
    browse.execute("DETACH DATABASE small")
    browse.execute("PRAGMA foreign_keys = ON")
    browse.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    close_pair(pair)
    return Large(made, indexing)


def _copy_rows(pair: Pair, mark: str) -> None:
    """Every report once more, `mark` behind the keys of its body and version."""
    marked = {
        "bodies": ("id",),
        "body_names": ("body",),
        "reports": ("body", "current_version"),
        "versions": ("id",),
        **dict.fromkeys(_COPIED, ("version",)),
    }
    for table, keys in marked.items():
        columns = [row[1] for row in pair.browse.execute(f"PRAGMA small.table_info({table})").fetchall()]
        values = [_value(table, column, keys) for column in columns]
        pair.browse.execute(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} FROM small.{table}", {"mark": mark}
        )


def _value(table: str, column: str, keys: Sequence[str]) -> str:
    if (table, column) in (("reports", "id"), ("versions", "report")):
        # body/year[/n]: the mark stands behind the body, as in its key.
        at = f"instr({column}, '/')"
        return f"substr({column}, 1, {at} - 1) || :mark || substr({column}, {at})"
    return f"{column} || :mark" if column in keys else column
