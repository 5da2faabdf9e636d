"""The replica's sites (the five, every family, every trap), walked under their addresses and held against the truth."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from crawler.commands.replica_web import replica_sources
from crawler.items import FETCHED
from crawler.replica.process import ReplicaProcess
from crawler.replica.truth import expected_outcomes, hidden_reports, other_pages, published_reports
from crawler.sources import load_sources

REGISTRY = Path(__file__).resolve().parents[2] / "data" / "sources.csv"
EXTRA = ("families", "traps")
DECISIONS = {"news": "other", "law_report": "other", "mirror": "off_registry"}
"""What the replica calls a page, where the spider has one word for several kinds."""


@pytest.fixture(scope="module")
def night(loopback: ModuleType) -> Iterator[SimpleNamespace]:
    """One crawl of the five sites, of a site of every family and trap, and of two generated ones."""
    rows = replica_sources(load_sources(REGISTRY), EXTRA, 2, 9)
    browser = shutil.which("chromium") is not None
    sources = [row for row in rows if browser or row.rendering == "plain"]
    ids = {source.id for source in sources}
    with ReplicaProcess(sites=2, reports=9, extra=EXTRA) as replica:
        web = SimpleNamespace(proxy=replica.proxy, certificate_authority=str(replica.certificate_authority))
        crawl = loopback.crawl(web, sources)
        log = replica.log
    yield SimpleNamespace(
        crawl=crawl,
        log=log,
        proxy=replica.proxy,
        sources=sources,
        outcomes={name: one for name, one in expected_outcomes(2, 9, EXTRA).items() if name in ids},
        reports=[report for report in published_reports(2, 9, EXTRA) if report.source_id in ids],
        hidden=[report for report in hidden_reports(EXTRA) if report.source_id in ids],
        others=[page for page in other_pages(2, 9, EXTRA) if page.source_id in ids],
    )


def test_every_source_ends_as_it_should(night: SimpleNamespace) -> None:
    visits = night.crawl.visits()
    assert set(visits) == {source.id for source in night.sources} == set(night.outcomes)
    wrong = {
        name: (visits[name]["outcome"], visits[name]["reason"], expected)
        for name, expected in night.outcomes.items()
        if visits[name]["outcome"] != expected.outcome
        or any(word not in visits[name]["reason"] for word in expected.words)
    }
    assert not wrong, "\n".join(f"{key}: {value}" for key, value in wrong.items())
    assert {visit["evidence"] for visit in visits.values() if visit["outcome"] == "complete"} == {"stated", "pager"}
    assert {visit["evidence"] for visit in visits.values() if visit["outcome"] == "unstated"} == {"unstated"}


def test_every_report_page_is_fetched_once_and_no_other(night: SimpleNamespace) -> None:
    pages = Counter(item["url"] for item in night.crawl.of("FetchedResponse") if item["kind"] == "page")
    due = Counter(url for report in night.reports for url in (report.url, *report.copies))
    entries = night.crawl.of("ListedEntry")
    asked_to_know = {entry["url"] for entry in entries if entry["decision"] in FETCHED - {"report"}}
    assert due - pages == Counter(), "reports that were not fetched"
    assert {url for url in pages - due if url not in asked_to_know} == set(), "pages that are no report"


def test_every_line_is_decided_as_the_replica_meant_it(night: SimpleNamespace) -> None:
    meant = {page.url: DECISIONS.get(page.kind, page.kind) for page in night.others}
    meant |= {url: "report" for report in night.reports for url in (report.url, *report.copies)}
    meant |= {report.url: "report" for report in night.hidden}
    meant |= {url: "twin" for report in night.reports for url in report.twins}
    found: dict[str, Any] = {entry["url"]: entry for entry in night.crawl.of("ListedEntry")}
    lines = {url: entry for url, entry in found.items() if entry["decision"] != "branch"}
    wrong = {
        url: (entry["title"], entry["decision"], entry["reason"], meant.get(url))
        for url, entry in lines.items()
        if entry["decision"] != meant.get(url) and entry["decision"] != "follow"
    }
    assert not wrong, "\n".join(f"{key}: {value}" for key, value in wrong.items())
    assert all(entry["reason"] for entry in found.values())


def test_attachments_come_or_are_named(night: SimpleNamespace) -> None:
    items = night.crawl.of("FetchedResponse")
    awaited = {address for item in items for address in item["attachment_urls"]}
    fetched = {item["url"] for item in items if item["kind"] == "attachment"}
    missed = {item["url"]: item["state"] for item in night.crawl.of("MissedAttachment")}
    assert {url for report in night.reports for url in (*report.attachments, *report.twins)} <= awaited
    assert fetched | set(missed) == awaited
    assert set(missed.values()) <= {"disallowed", "off_registry"}, "a path that robots.txt forbids, poisoned mirrors"


def test_no_name_is_looked_up_and_no_socket_is_opened_but_to_the_replica(night: SimpleNamespace) -> None:
    port = night.proxy.rsplit(":", 1)[1]
    assert {address for event, address in night.crawl.sockets if not address.startswith("/")} == {
        f"('127.0.0.1', {port})"
    }


def test_no_two_requests_to_one_host_overlap(night: SimpleNamespace) -> None:
    ended: dict[str, float] = {}
    for request in night.log:
        if request.method != "CONNECT":
            assert request.started >= ended.get(request.host, 0.0), request
            ended[request.host] = request.ended


def test_what_is_never_fetched_is_kept_with_its_reason(night: SimpleNamespace) -> None:
    decisions = {entry["decision"] for entry in night.crawl.of("ListedEntry")}
    assert decisions >= {*FETCHED - {"statistics"}, "branch", "twin", "interpretation", "website_report", "other_body"}
