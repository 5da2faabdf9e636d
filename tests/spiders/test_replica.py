"""The replica's sites (the five, every family, every trap), walked under their addresses and held against the truth."""

from __future__ import annotations

from collections import Counter
from typing import Any

from crawler.items import FETCHED
from tests.spiders.night import Night, meant_by


def test_every_source_ends_as_it_should(night: Night) -> None:
    visits = night.visits
    assert set(visits) == night.ids == set(night.outcomes)
    wrong = {
        name: (visits[name]["outcome"], visits[name]["reason"], expected)
        for name, expected in night.outcomes.items()
        if visits[name]["outcome"] != expected.outcome
        or any(word not in visits[name]["reason"] for word in expected.words)
    }
    assert not wrong, "\n".join(f"{key}: {value}" for key, value in wrong.items())
    assert {visit["evidence"] for visit in visits.values() if visit["outcome"] == "complete"} == {"stated", "pager"}
    assert {visit["evidence"] for visit in visits.values() if visit["outcome"] == "unstated"} == {"unstated"}


def test_every_report_page_is_fetched_once_and_no_other(night: Night) -> None:
    pages = Counter(night.fetched("page", night.ids))
    due = Counter(url for report in night.reports for url in (report.url, *report.copies))
    entries = night.crawl.of("ListedEntry")
    asked_to_know = {entry["url"] for entry in entries if entry["decision"] in FETCHED - {"report"}}
    assert due - pages == Counter(), "reports that were not fetched"
    assert {url for url in pages - due if url not in asked_to_know} == set(), "pages that are no report"


def test_every_line_is_decided_as_the_replica_meant_it(night: Night) -> None:
    meant = meant_by(night.reports, night.hidden, night.others)
    found: dict[str, Any] = {entry["url"]: entry for entry in night.crawl.of("ListedEntry")}
    lines = {url: entry for url, entry in found.items() if entry["decision"] != "branch"}
    wrong = {
        url: (entry["title"], entry["decision"], entry["reason"], meant.get(url))
        for url, entry in lines.items()
        if entry["decision"] != meant.get(url) and entry["decision"] != "follow"
    }
    assert not wrong, "\n".join(f"{key}: {value}" for key, value in wrong.items())
    assert all(entry["reason"] for entry in found.values())


def test_attachments_come_or_are_named(night: Night) -> None:
    items = night.crawl.of("FetchedResponse")
    awaited = {address for item in items for address in item["attachment_urls"]}
    fetched = {item["url"] for item in items if item["kind"] == "attachment"}
    missed = {item["url"]: item["state"] for item in night.crawl.of("MissedAttachment")}
    assert {url for report in night.reports for url in (*report.attachments, *report.twins)} <= awaited
    assert fetched | set(missed) == awaited
    assert set(missed.values()) <= {"disallowed", "off_registry"}, "a path that robots.txt forbids, poisoned mirrors"


def test_no_name_is_looked_up_and_no_socket_is_opened_but_to_the_replica(night: Night) -> None:
    port = night.proxy.rsplit(":", 1)[1]
    assert {address for event, address in night.crawl.sockets if not address.startswith("/")} == {
        f"('127.0.0.1', {port})"
    }


def test_no_two_requests_to_one_host_overlap(night: Night) -> None:
    ended: dict[str, float] = {}
    for request in night.log:
        if request.method != "CONNECT":
            assert request.started >= ended.get(request.host, 0.0), request
            ended[request.host] = request.ended


def test_what_is_never_fetched_is_kept_with_its_reason(night: Night) -> None:
    decisions = {entry["decision"] for entry in night.crawl.of("ListedEntry")}
    assert decisions >= {*FETCHED - {"statistics"}, "branch", "twin", "interpretation", "website_report", "other_body"}
