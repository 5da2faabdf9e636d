"""The replica's sites, crawled under their real addresses and held against what the replica says it published."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from crawler.commands.replica_web import replica_sources
from crawler.replica.process import ReplicaProcess
from crawler.replica.truth import other_pages, published_reports
from crawler.sources import load_sources

REGISTRY = Path(__file__).resolve().parents[2] / "data" / "sources.csv"
EXTRA = ("families",)
DECISIONS = {"news": "other", "law_report": "other"}
"""What the replica calls a page, where the spider has one word for several kinds."""


@pytest.fixture(scope="module")
def night(loopback: ModuleType) -> Iterator[SimpleNamespace]:
    """One crawl of the five sites, of a site of every family and of two generated ones."""
    sources = [row for row in replica_sources(load_sources(REGISTRY), EXTRA, 2, 9) if row.rendering == "plain"]
    with ReplicaProcess(sites=2, reports=9, extra=EXTRA) as replica:
        web = SimpleNamespace(proxy=replica.proxy, certificate_authority=str(replica.certificate_authority))
        crawl = loopback.crawl(web, sources)
    reports, others = published_reports(2, 9, EXTRA), other_pages(2, 9, EXTRA)
    yield SimpleNamespace(crawl=crawl, proxy=replica.proxy, reports=reports, others=others, sources=sources)


def test_every_source_is_complete_on_evidence(night: SimpleNamespace) -> None:
    visits = night.crawl.visits()
    assert set(visits) == {source.id for source in night.sources}
    assert {visit["outcome"] for visit in visits.values()} == {"complete"}, visits
    assert {visit["evidence"] for visit in visits.values()} <= {"stated", "pager"}
    assert all(visits[source.id]["list_pages"] >= 2 for source in night.sources if not source.id.startswith("site"))


def test_every_report_page_is_fetched_and_no_other(night: SimpleNamespace) -> None:
    pages = [item["url"] for item in night.crawl.of("FetchedResponse") if item["kind"] == "page"]
    assert len(pages) == len(set(pages))
    assert set(pages) == {report.url for report in night.reports}


def test_every_line_is_decided_as_the_replica_meant_it(night: SimpleNamespace) -> None:
    meant = {page.url: DECISIONS.get(page.kind, page.kind) for page in night.others}
    meant |= {report.url: "report" for report in night.reports}
    found: dict[str, Any] = {entry["url"]: entry["decision"] for entry in night.crawl.of("ListedEntry")}
    assert {url: "report" if decision == "follow" else decision for url, decision in found.items()} == meant


def test_attachments_come_or_are_named(night: SimpleNamespace) -> None:
    items = night.crawl.of("FetchedResponse")
    awaited = {address for item in items for address in item["attachment_urls"]}
    fetched = {item["url"] for item in items if item["kind"] == "attachment"}
    missed = {item["url"]: item["state"] for item in night.crawl.of("MissedAttachment")}
    assert awaited
    assert fetched | set(missed) == awaited
    assert set(missed.values()) == {"disallowed"}, "one site forbids a path in its robots.txt"


def test_no_name_is_looked_up_and_no_socket_is_opened_but_to_the_replica(night: SimpleNamespace) -> None:
    port = night.proxy.rsplit(":", 1)[1]
    assert set(night.crawl.sockets) == {("socket.connect", f"('127.0.0.1', {port})")}
