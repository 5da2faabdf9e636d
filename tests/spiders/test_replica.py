"""The replica's sites (the five, every family, every trap), walked under their addresses and held against the truth."""

from __future__ import annotations

import shutil
from collections import Counter
from typing import Any

import pytest

from crawler.items import FETCHED
from crawler.replica.corpus import SEED_NUMBERS
from crawler.replica.truth import registry_csv
from crawler.sources import parse_sources
from tests.spiders.night import Night, meant_by


@pytest.fixture(params=["night", "honest"])
def walked(request: pytest.FixtureRequest) -> Night:
    """A crawl of everything, and one of sites without traps and of generated ones."""
    found: Night = request.getfixturevalue(request.param)
    return found


def test_every_source_ends_as_it_should(walked: Night) -> None:
    visits = walked.visits
    rows = parse_sources(registry_csv(*walked.generated, walked.words), "the replica's own sites")
    due = {row.id for row in rows if row.rendering == "plain" or shutil.which("chromium")}
    assert set(visits) - set(SEED_NUMBERS) == due
    assert set(visits) == set(walked.outcomes)
    wrong = {
        name: (visits[name]["outcome"], visits[name]["reason"], expected)
        for name, expected in walked.outcomes.items()
        if visits[name]["outcome"] != expected.outcome
        or any(word not in visits[name]["reason"] for word in expected.words)
    }
    assert not wrong, "\n".join(f"{key}: {value}" for key, value in wrong.items())
    assert {visit["evidence"] for visit in visits.values() if visit["outcome"] == "complete"} == {"stated", "pager"}
    assert {visit["evidence"] for visit in visits.values() if visit["outcome"] == "unstated"} == {"unstated"}


def test_every_report_page_is_fetched_once_and_no_other(walked: Night) -> None:
    pages = Counter(page["url"] for page in walked.fetched("page", walked.ids))
    due = Counter(url for report in walked.reports for url in (report.url, *report.copies))
    entries = walked.entries
    asked_to_know = {entry["url"] for entry in entries if entry["decision"] in FETCHED - {"report"}}
    assert due - pages == Counter(), "reports that were not fetched"
    assert {url for url in pages - due if url not in asked_to_know} == set(), "pages that are no report"


def test_every_line_is_decided_as_the_replica_meant_it(walked: Night) -> None:
    meant = meant_by(walked.reports, walked.hidden, walked.others)
    found: dict[str, Any] = {entry["url"]: entry for entry in walked.entries}
    lines = {url: entry for url, entry in found.items() if entry["decision"] != "branch"}
    wrong = {
        url: (entry["title"], entry["decision"], entry["reason"], meant.get(url))
        for url, entry in lines.items()
        if entry["decision"] != meant.get(url) and entry["decision"] != "follow"
    }
    assert not wrong, "\n".join(f"{key}: {value}" for key, value in wrong.items())
    assert all(entry["reason"] for entry in found.values())


def test_attachments_come_or_are_named(walked: Night) -> None:
    awaited = {address for page in walked.fetched("page", walked.ids) for address in page["attachment_urls"]}
    fetched = {file["url"] for file in walked.fetched("attachment", walked.ids)}
    missed = {file["url"]: file["state"] for file in walked.missed}
    assert {url for report in walked.reports for url in (*report.attachments, *report.twins)} <= awaited
    assert fetched | set(missed) == awaited
    assert set(missed.values()) <= {"disallowed", "off_registry"}, "a path that robots.txt forbids, poisoned mirrors"


def test_no_name_is_looked_up_and_no_socket_is_opened_but_to_the_replica(honest: Night) -> None:
    port = honest.proxy.rsplit(":", 1)[1]
    assert {address for _, address in honest.sockets if not address.startswith("/")} == {f"('127.0.0.1', {port})"}


def test_no_two_requests_to_one_host_overlap(walked: Night) -> None:
    ended: dict[str, float] = {}
    for request in walked.requests:
        if request["method"] != "CONNECT":
            assert request["started"] >= ended.get(request["host"], 0.0), request
            ended[request["host"]] = request["ended"]


def test_what_is_never_fetched_is_kept_with_its_reason(night: Night) -> None:
    decisions = {entry["decision"] for entry in night.entries}
    assert decisions >= {*FETCHED, "branch", "twin", "interpretation", "website_report", "other_body", "off_registry"}
