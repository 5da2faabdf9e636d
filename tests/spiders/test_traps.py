"""Each trap of SITES.md ("What breaks a naive walker"), by its number and name: what its site must come to.

One crawl serves all (`night`). What a trap does to the reading of a report, and not to the walk, is held by
tests/road/test_trapped_reports.py, over the same crawl; that a changed list is seen as such, by
tests/road/test_changed_lists.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from crawler.items import FETCHED
from crawler.replica.addresses import columns_of, list_pages
from crawler.replica.extra import extra_sites
from crawler.replica.layouts import layout_of
from crawler.replica.trap_rows import MIRROR
from crawler.replica.traps import TRAPS, trap_sites
from crawler.replica.truth import expected_outcomes, hidden_reports, other_pages, published_reports
from crawler.replica.values import Site
from tests.spiders.night import OFF, Night, honest_traps, meant_by, walk_night

ENDS = r"the list was walked to where it ends; it says neither how many entries nor how many pages it has"
PAGE_2 = r"the list says that it holds 11 entries, 6 were seen; list page 2 \(\S+\) {}, and the pager says 2 pages"
CERTIFICATE = r"TLS: certificate verify failed"
REASONS: Mapping[str, str] = {
    "deep-pages-empty": r"the list says that it holds 15 entries, 8 were seen",
    "past-end-unstated": ENDS,
    "endless-next-unstated": ENDS,
    "short-list": r"the list says that it holds 11 entries, 8 were seen",
    "repeated-page": PAGE_2.format("repeats entries of earlier pages"),
    "empty-page": PAGE_2.format("holds no entries"),
    "poisoned-mirror": rf"\S+: http://{re.escape(MIRROR)}\S+ lies outside the registered hosts",
    "ruishu-412": r"\S+: 瑞数 challenge",
    "ruishu-articles": r"(?:\S+: 瑞数 challenge; ){4}and 2 more",
    "ruishu-loader": r"\S+: 瑞数 challenge",
    "edgeone": r"\S+: EdgeOne challenge",
    "jiasule": r"\S+: 加速乐 challenge",
    "c3vk": r"\S+: C3VK cookie shell",
    "cookie-redirect": r"\S+: redirect to itself \(wants its cookie back\)",
    "burst": r"list page 2 \(\S+\) holds no entries, and the pager says 2 pages; "
    r"(?:\S+: the front page in place of what was asked(?:; )?){3}",
    "expired-certificate": CERTIFICATE,
    "self-signed-certificate": CERTIFICATE,
    "legacy-tls": r"TLS: .*protocol.*",
    "http-only": r"robots\.txt of \S+ could not be had: the proxy did not connect to it \(HTTP 502\)",
    "disallowed": r"robots\.txt of \S+ forbids \S+",
}
"""The whole reason of a visit; a trap that is not here is walked without one."""
PAST_END = {"endless-next-unstated": 2}
"""How many pages past its end a list must be asked for: only one that states nothing, until two have shown nothing."""
REQUESTS_OF_LIST = {"overlapping-windows": 4, "deep-pages-empty": 4}
"""Where the list's pages have no addresses of their own. Five windows of 76 rows hold 131 rows; four show them all."""
OPEN = {"ruishu-articles", "burst"}
"""Of the sites that are blocked, those that show their list or the beginning of it."""
LINES = {
    "deep-pages-empty": 8,
    "short-list": 8,
    "repeated-page": 6,
    "empty-page": 6,
    "poisoned-mirror": 11,
    "ruishu-articles": 11,
    "burst": 6,
}
"""How many lines are seen of the lists that are not seen whole, or whose reports cannot be come to."""
UNSAID = {"cut-titles": {"report", "website_report"}}
"""Trap → the kinds of line whose title does not say what they are, so that their page decides."""


@dataclass(frozen=True)
class Trapped:
    """A trap's sites, their truth, and what the night saw of them."""

    name: str
    sites: tuple[Site, ...]
    night: Night

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(site.source_id for site in self.sites)

    @property
    def reports(self) -> list[Any]:
        return [report for report in published_reports(extra=(self.name,)) if report.source_id in self.ids]

    @property
    def hidden(self) -> list[Any]:
        return list(hidden_reports((self.name,)))

    @property
    def meant(self) -> dict[str, str]:
        others = [page for page in other_pages(extra=(self.name,)) if page.source_id in self.ids]
        return meant_by(self.reports, self.hidden, others)

    @property
    def entries(self) -> list[dict[str, Any]]:
        return self.night.entries_of(self.ids)

    @property
    def is_closed(self) -> bool:
        """Not even the list can be come to."""
        outcome = self.night.outcomes[self.ids[0]].outcome
        return outcome in ("down", "disallowed", "blocked") and self.name not in OPEN

    @property
    def pages_of_lists(self) -> list[str]:
        """The addresses of the list's pages, and of its branches'."""
        columns = [column for site in self.sites for column in columns_of(site)]
        return [column.address(page.path) for column in columns for page in list_pages(column)]


every_trap = pytest.mark.parametrize("name", TRAPS, ids=[f"{trap.number:02}-{name}" for name, trap in TRAPS.items()])


@pytest.fixture
def trapped(night: Night, name: str) -> Trapped:
    return Trapped(name, trap_sites(name), night)


@every_trap
def test_the_outcome_and_its_whole_reason(trapped: Trapped) -> None:
    true = expected_outcomes(extra=(trapped.name,))
    for site in trapped.sites:
        visit, expected = trapped.night.visits[site.source_id], true[site.source_id]
        assert visit["outcome"] == expected.outcome, visit["reason"]
        assert re.fullmatch(REASONS.get(trapped.name, ""), visit["reason"])
        assert all(word in visit["reason"] for word in expected.words)
        if visit["lists"]:
            assert visit["evidence"] == layout_of(site).evidence


@every_trap
def test_the_pages_of_its_reports_are_fetched_once_and_no_other(trapped: Trapped) -> None:
    due = Counter(url for report in trapped.reports for url in (report.url, *report.copies))
    unsaid = UNSAID.get(trapped.name, set()) | {"statistics"}
    asked_to_know = [url for url, kind in trapped.meant.items() if kind != "report" and kind in unsaid]
    fetched = Counter(page["url"] for page in trapped.night.fetched("page", trapped.ids))
    assert fetched == due + Counter(asked_to_know)


@every_trap
def test_every_line_is_decided_and_none_is_left_out(trapped: Trapped) -> None:
    unsaid = UNSAID.get(trapped.name, set())
    meant = {url: "follow" if kind in unsaid else kind for url, kind in trapped.meant.items()}
    branches = {column.address(column.list_path) for site in trapped.sites for column in columns_of(site)[1:]}
    meant |= {url: "branch" for url in branches if url not in meant}
    shown = {entry["url"]: entry["decision"] for entry in trapped.entries}
    assert shown.items() <= meant.items()
    assert len(trapped.entries) == len(shown), "a line twice"
    assert len(shown) == (0 if trapped.is_closed else LINES.get(trapped.name, len(meant)))


@every_trap
def test_the_lists_are_asked_page_by_page_and_not_beyond_their_end(trapped: Trapped) -> None:
    asked = [page["url"] for page in trapped.night.fetched("list", trapped.ids)]
    assert len(asked) == len(set(asked)), "one page twice"
    if trapped.is_closed:
        assert asked == []
    elif trapped.name in REQUESTS_OF_LIST:
        assert len(asked) == REQUESTS_OF_LIST[trapped.name]
    else:
        assert set(trapped.pages_of_lists) <= set(asked)
        assert len(asked) == len(trapped.pages_of_lists) + PAST_END.get(trapped.name, 0)


@every_trap
def test_its_files_come_with_the_page_that_they_belong_to(trapped: Trapped) -> None:
    waiting = {page["url"]: page["attachment_urls"] for page in trapped.night.fetched("page", trapped.ids)}
    files = trapped.night.fetched("attachment", trapped.ids)
    came = Counter((file["candidate_url"], file["url"]) for file in files)
    twin_of = {entry["url"]: entry["twin_of"] for entry in trapped.entries if entry["decision"] == "twin"}
    for report in trapped.reports:
        assert sorted(waiting[report.url]) == sorted({*report.attachments, *report.twins})
        assert {url: twin_of[url] for url in report.twins} == dict.fromkeys(report.twins, report.url)
    due = [(report.url, url) for report in trapped.reports for url in {*report.attachments, *report.twins}]
    assert came == Counter(due)


@every_trap
def test_the_same_site_without_its_trap_is_walked_to_its_end(honest: Night, name: str) -> None:
    """By the site of the same make that was walked: without their traps most sites differ in their names alone."""
    word = honest_traps()[name] + OFF
    for site in extra_sites((word,)):
        expected, visit = expected_outcomes(extra=(word,))[site.source_id], honest.visits[site.source_id]
        assert expected.outcome in ("complete", "unstated")
        assert (visit["outcome"], visit["full_walk"]) == (expected.outcome, True)
        reports = [report for report in published_reports(extra=(word,)) if report.source_id == site.source_id]
        others = [page for page in other_pages(extra=(word,)) if page.source_id == site.source_id]
        decided = {entry["url"]: entry["decision"] for entry in honest.entries_of([site.source_id])}
        assert {url: kind for url, kind in decided.items() if kind != "branch"} == meant_by(reports, (), others)
        assert len(reports) >= 6
        fetched = Counter(page["url"] for page in honest.fetched("page", [site.source_id]))
        assert fetched == Counter(report.url for report in reports)


def held_after(night: Night, source_id: str) -> list[dict[str, Any]]:
    """The lines that a store would hold after a visit, every page of a report with them."""
    return [
        {
            **{name: entry[name] for name in ("url", "title", "date", "position", "decision", "list_url", "twin_of")},
            "page_held": entry["decision"] in FETCHED,
            "recheck_due": False,
            "etag": None,
            "last_modified": None,
        }
        for entry in night.entries_of([source_id])
    ]


def test_05_new_branch_is_found_on_an_ordinary_night_when_it_appears(night: Night) -> None:
    """The store holds the column as it stood `before`: everything but the newest year."""
    [site] = trap_sites("new-branch")
    [before] = trap_sites("new-branch", "before")
    [new] = {branch.path for branch in site.branches} - {branch.path for branch in before.branches}
    address, source_id = site.address(new), site.source_id
    entries = [entry for entry in held_after(night, source_id) if address not in (entry["url"], entry["list_url"])]
    said = {one["url"]: one["said"] for one in night.visits[source_id]["lists"] if one["url"] != address}
    known = {"entries": entries, "said": said, "last_evidence": "pager", "full_walk_due": False, "most_seen": 48}

    january = walk_night(["new-branch"], known={source_id: known})

    visit = january.visits[source_id]
    assert (visit["outcome"], visit["full_walk"]) == ("complete", True)
    [report] = [one for one in january.reports if one.year == 2025]
    assert [page["url"] for page in january.fetched("page", [source_id])] == [report.url]
    assert {entry["url"] for entry in january.entries_of([source_id])} >= {address, report.url}
