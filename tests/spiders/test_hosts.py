"""A host belongs to one Crawler of a run, so its requests never meet and no delay is cut short, whatever is asked."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from types import ModuleType, SimpleNamespace

import pytest

from crawler.commands.walk import crawler_groups
from crawler.replica.process import LoggedRequest, ReplicaProcess
from crawler.replica.truth import registry_csv
from crawler.sources import Source, parse_sources

DELAY = 0.2
CONNECTING = 0.05
"""A connection is set up, and TLS agreed on, between the request's start and its line in the log: the gap between two
lines may be shorter than that between two starts by what the first one's connection took."""


def crawled(loopback: ModuleType, sources: list[Source], words: tuple[str, ...]) -> dict[str, list[LoggedRequest]]:
    """Host → its requests in the replica's own log, while every answer takes a twentieth of a second."""
    with ReplicaProcess(extra=words, faults=["slow"]) as replica:
        web = SimpleNamespace(proxy=replica.proxy, certificate_authority=str(replica.certificate_authority))
        crawl = loopback.crawl(web, sources, settings={"DOWNLOAD_DELAY": DELAY})
        assert {visit["outcome"] for visit in crawl.visits().values()} == {"complete"}, crawl.visits()
        by_host: dict[str, list[LoggedRequest]] = defaultdict(list)
        for request in replica.log:
            if request.method != "CONNECT":
                by_host[request.host].append(request)
    return by_host


def test_two_families_on_one_host_wait_for_each_other(loopback: ModuleType) -> None:
    rows = [
        row for row in parse_sources(registry_csv(0, 0, ("families",))) if row.id.startswith("replica-two-families")
    ]
    assert len({row.family for row in rows}) == 2
    (host,) = {row.host for row in rows}
    requests = crawled(loopback, rows, ("families",))[host]
    assert len(requests) > 20
    for earlier, later in pairwise(requests):
        assert later.started >= earlier.ended, f"{earlier.path} and {later.path} overlapped"
        assert later.started - earlier.started >= DELAY - CONNECTING, f"{later.path} came too soon"
    asked_alternately = [request.path.startswith("/art/") for request in requests]
    assert len(set(asked_alternately)) == 2, "both columns were walked"


@pytest.mark.chromium
def test_what_a_browser_s_page_asks_for_waits_as_well(loopback: ModuleType) -> None:
    if shutil.which("chromium") is None:
        pytest.skip("no chromium on this machine (make test installs Debian's)")
    rows = [row for row in parse_sources(registry_csv(0, 0, ("families",))) if row.id == "replica-drawn-list"]
    by_host = crawled(loopback, rows, ("families",))
    assert set(by_host) == {rows[0].host}, "the browser speaks to nobody else"
    requests = by_host[rows[0].host]
    assert [request for request in requests if request.path.rsplit("/", 1)[-1].startswith("list.json")]
    for earlier, later in pairwise(requests):
        assert later.started >= earlier.ended, f"{earlier.path} and {later.path} overlapped"
        assert later.started - earlier.started >= DELAY - CONNECTING, f"{later.path} came too soon"


def test_a_host_with_a_list_that_needs_a_browser_is_wholly_in_that_crawler(source: Callable[..., Source]) -> None:
    drawn = source(id="a", list_url="https://a.gov.cn/x/", rendering="browser")
    same_host, other = replace(drawn, id="b", rendering="plain"), source(id="c", list_url="https://c.gov.cn/x/")
    assert crawler_groups([drawn, same_host, other]) == [(other,), (drawn, same_host)]
    assert crawler_groups([other]) == [(other,)]
