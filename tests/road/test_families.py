"""A crawl of every family and every trap: each source ends as it truly should, each report is held once and exactly."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from types import SimpleNamespace
from typing import get_args

import pytest

from crawler.commands.closing_table import exit_code
from crawler.items import FETCHED, FINISHED, Decision
from crawler.replica.trap_rows import MIRROR
from crawler.replica.truth import (
    OtherPage,
    PublishedReport,
    expected_outcomes,
    hidden_reports,
    other_pages,
    published_reports,
)
from crawler.replica.values import Expected
from crawler.store.database import Pair, close_pair, read_pair
from crawler.store.walks.list_evidence import lists_from_json
from tests.road.command_line import closing_lines, requests_of
from tests.road.conftest import FAMILIES_AND_TRAPS, Demo
from tests.road.published import figures_of_truth, stored_figures

DRAWN_BY_SCRIPTS = frozenset(() if shutil.which("chromium") else ("replica-drawn-list",))
"""Sources that cannot be walked on this machine; the crawl skips them, saying why."""
DECISIONS = {"news": "other", "law_report": "other"}
"""What the replica calls a page, where the crawl has one word for several kinds."""
CUT_TITLES = "replica-trap-cut-titles"


@pytest.fixture(scope="module")
def pair(whole_replica: Demo) -> Iterator[Pair]:
    opened = read_pair(whole_replica.database)
    yield opened
    close_pair(opened)


@pytest.fixture(scope="module")
def truth() -> SimpleNamespace:
    """What the replica publishes to a walk on this machine."""

    def walked(pages: Sequence[PublishedReport]) -> list[PublishedReport]:
        return [page for page in pages if page.source_id not in DRAWN_BY_SCRIPTS]

    outcomes = expected_outcomes(extra=FAMILIES_AND_TRAPS)
    published = walked(published_reports(extra=FAMILIES_AND_TRAPS))
    return SimpleNamespace(
        outcomes={name: outcome for name, outcome in outcomes.items() if name not in DRAWN_BY_SCRIPTS},
        published=published,
        readable=[report for report in published if report.media != "doc"],
        hidden=walked(hidden_reports(FAMILIES_AND_TRAPS)),
        others=[page for page in other_pages(extra=FAMILIES_AND_TRAPS) if page.source_id not in DRAWN_BY_SCRIPTS],
    )


def addresses(report: PublishedReport) -> tuple[str, ...]:
    """Where the report stands as a page."""
    return (report.url, *report.copies)


def meant_by(page: OtherPage) -> str:
    """What a line should be taken for. One that leads to another host by a redirect looks like a report's."""
    if page.kind == "mirror":
        return "off_registry" if MIRROR in page.url else "report"
    return DECISIONS.get(page.kind, page.kind)


def reports_of_pages(pair: Pair) -> Mapping[str, set[str]]:
    """Address of a page → the reports that were read out of it."""
    found: dict[str, set[str]] = {}
    for row in pair.browse.query(
        "SELECT captures.url, decision.report FROM identity_decisions AS decision "
        "JOIN captures ON captures.id = decision.candidate"
    ):
        found.setdefault(row["url"], set()).add(row["report"])
    return found


def differences(found: Mapping[str, object], expected: Mapping[str, object]) -> str:
    """The keys at which two mappings differ, a line each; "" = they are equal."""
    keys = [key for key in {**expected, **found} if found.get(key) != expected.get(key)]
    return "\n".join(f"{key}: {found.get(key)!r}, expected {expected.get(key)!r}" for key in keys)


# Outcomes


def test_every_source_ends_as_it_should_and_the_exit_code_says_the_worst(
    whole_replica: Demo, pair: Pair, truth: SimpleNamespace
) -> None:
    visits = {row["source"]: row for row in pair.browse.query("SELECT * FROM visits")}
    expected: Mapping[str, Expected] = truth.outcomes
    assert set(visits) == set(expected)
    wrong = {
        source: (visit["outcome"], visit["reason"], expected[source])
        for source, visit in visits.items()
        if visit["outcome"] != expected[source].outcome
        or any(word not in visit["reason"] for word in expected[source].words)
    }
    assert not wrong, "\n".join(f"{source}: {told}" for source, told in wrong.items())
    assert whole_replica.answer.code == exit_code(visit["outcome"] for visit in visits.values()) == 4
    lines = closing_lines(whole_replica.answer)
    assert {source: visit["outcome"] for source, visit in visits.items() if visit["outcome"] not in lines[source]} == {}
    assert {source for source, cells in lines.items() if "skipped" in cells} == DRAWN_BY_SCRIPTS
    assert "Traceback" not in whole_replica.answer.err


def test_complete_stands_on_what_each_list_said_itself(pair: Pair) -> None:
    """The evidence is kept, list by list: what it stated against what was seen, or the pages that its pager counted."""
    weighed: Counter[str] = Counter()
    for row in pair.browse.query("SELECT * FROM visits WHERE outcome IN ('complete', 'unstated')"):
        lists = lists_from_json(row["lists"])
        assert lists, row["source"]
        assert lists[0].branch == (), "the source's own list comes first"
        for one in lists:
            if one.said is not None:
                assert (one.evidence, sum(one.rows_by_page)) == ("stated", one.said), (row["source"], one)
            elif one.said_pages is not None:
                assert (one.evidence, len(one.rows_by_page)) == ("pager", one.said_pages), (row["source"], one)
            else:
                assert one.evidence == "unstated", (row["source"], one)
            weighed[one.evidence] += 1
        assert (
            (row["outcome"] == "unstated")
            == (row["evidence"] == "unstated")
            == any(one.evidence == "unstated" for one in lists)
        )
    assert weighed["stated"] > 15
    assert weighed["pager"] > 50
    assert weighed["unstated"] == 5


# Lines


def test_every_line_of_a_list_is_kept_with_what_it_was_taken_for_and_why(pair: Pair, truth: SimpleNamespace) -> None:
    meant = {page.url: meant_by(page) for page in truth.others}
    meant |= {url: "report" for report in truth.published for url in addresses(report)}
    meant |= {report.url: "report" for report in truth.hidden}
    meant |= {url: "twin" for report in truth.published for url in report.twins}
    entries = {row["url"]: row for row in pair.browse.query("SELECT * FROM entries WHERE decision <> 'branch'")}
    assert not [url for url in entries if url not in meant]
    # A title that is cut does not say what else it is, only that it is none to ask for.
    told = {url: row["decision"] for url, row in entries.items() if row["source"] != CUT_TITLES}
    decided = {url: decision for url, decision in told.items() if decision != "follow"}
    assert differences(decided, {url: meant[url] for url in decided}) == ""
    cut = {url: row["decision"] in FETCHED for url, row in entries.items() if row["source"] == CUT_TITLES}
    assert {url for url in cut if meant[url] == "report"} <= {url for url, asked in cut.items() if asked}
    assert not list(pair.browse.query("SELECT url FROM entries WHERE reason = '' OR listed = 0"))
    assert {row["decision"] for row in entries.values()} == set(get_args(Decision)) - {"branch"}, "each was met"
    # A list that was seen whole has left out none of its lines.
    finished = {source for source, expected in truth.outcomes.items() if expected.outcome in FINISHED}
    shown = [page for page in (*truth.published, *truth.others) if page.source_id in finished]
    due = {url for page in shown for url in (page.url, *getattr(page, "copies", ()), *getattr(page, "twins", ()))}
    assert due - entries.keys() == set()
    # A year is a list of its own where the column has years, and the lines below it say that they stand there.
    branches = {row["url"] for row in pair.browse.query("SELECT url FROM entries WHERE decision = 'branch'")}
    assert len(branches) >= 20
    assert branches <= {row["list_url"] for row in pair.browse.query("SELECT list_url FROM entries")}


# Reports


def test_every_report_is_held_once_and_nothing_else_is_one(pair: Pair, truth: SimpleNamespace) -> None:
    """Two rows of two bodies that print one name (河东区) among them: the registry says whose column it is."""
    own = {row["id"]: row["body"] for row in pair.browse.query("SELECT id, body FROM sources")}
    rows = {
        row["report"]: (row["body"], row["body_name"], row["report_year"])
        for row in pair.browse.query("SELECT report, body, body_name, report_year FROM current_reports")
    }
    pages = reports_of_pages(pair)
    ids = {report.url: {one for url in addresses(report) for one in pages.get(url, ())} for report in truth.readable}
    held = {url: [rows[one] for one in found] for url, found in ids.items()}
    expected = {report.url: [(own[report.source_id], report.body, report.year)] for report in truth.readable}
    assert differences(held, expected) == ""
    once = Counter(one for found in ids.values() for one in found)
    assert once == Counter(dict.fromkeys(rows, 1)), "a report that is two of the replica's, or none of them"
    assert not {page.url for page in truth.others} & pages.keys()
    assert [row["name"] for row in pair.browse.query("SELECT name FROM bodies WHERE registered = 0")] == []


def test_the_day_and_the_number_are_the_published_ones(pair: Pair, truth: SimpleNamespace) -> None:
    pages = reports_of_pages(pair)
    rows = {
        row["report"]: (row["published"], row["index_number"])
        for row in pair.browse.query("SELECT report, published, index_number FROM current_reports")
    }
    alone = [report for report in truth.readable if not report.copies]
    held = {report.url: {rows[one] for one in pages[report.url]} for report in alone}
    expected = {report.url: {(report.published.isoformat(), report.index_number)} for report in alone}
    assert differences(held, expected) == ""


def test_two_bodies_of_one_name_keep_their_own_reports(pair: Pair) -> None:
    rows = pair.browse.query(
        "SELECT division, count(*) AS held, count(DISTINCT report_year) AS years FROM current_reports "
        "WHERE body_name LIKE '%河东区财政局' GROUP BY division"
    )
    assert {row["division"]: (row["held"], row["years"]) for row in rows} == {"120102": (6, 6), "371312": (6, 6)}


def test_a_copy_at_another_address_is_a_capture_of_the_one_report(pair: Pair, truth: SimpleNamespace) -> None:
    pages = reports_of_pages(pair)
    copied = [report for report in truth.published if report.copies]
    assert copied
    for report in copied:
        assert {one for url in addresses(report) for one in pages[url]} == pages[report.url]
        decisions = list(
            pair.browse.query(
                "SELECT captures.url, decision.version, decision.reason FROM identity_decisions AS decision "
                "JOIN captures ON captures.id = decision.candidate WHERE decision.report IN "
                "(SELECT value FROM json_each(?))",
                [json.dumps(sorted(pages[report.url]))],
            )
        )
        assert sorted(row["url"] for row in decisions) == sorted(addresses(report))
        # Two 索引号 are two heads: each is a content of its own, and which is which stays to be seen.
        assert len({row["version"] for row in decisions}) == len(decisions)
        assert all(row["reason"] for row in decisions)


def test_files_that_have_lines_of_their_own_belong_to_the_page_of_their_report(
    pair: Pair, truth: SimpleNamespace
) -> None:
    twins = {url: report.url for report in truth.published for url in report.twins}
    assert twins
    lines = pair.browse.query("SELECT url, twin_of FROM entries WHERE decision = 'twin'")
    assert {row["url"]: row["twin_of"] for row in lines} == twins
    files = pair.browse.query(
        "SELECT attachment.url, candidates.url AS page FROM candidate_attachments AS attachment "
        "JOIN candidates ON candidates.id = attachment.candidate WHERE attachment.state = 'fetched'"
    )
    of_page = {row["url"]: row["page"] for row in files}
    assert {url: of_page.get(url) for url in twins} == twins
    attached = {url: report.url for report in truth.published for url in report.attachments}
    missed = {
        row["url"] for row in pair.browse.query("SELECT url FROM candidate_attachments WHERE state = 'disallowed'")
    }
    assert len(missed) == 1, "one lies under a path that robots.txt forbids"
    assert {url: of_page.get(url) for url in attached if url not in missed} == {
        url: page for url, page in attached.items() if url not in missed
    }


# Figures


def test_every_figure_of_every_report_is_the_published_one(pair: Pair, truth: SimpleNamespace) -> None:
    pages, stored = reports_of_pages(pair), stored_figures(pair)
    wrong, compared = [], 0
    for report in truth.readable:
        published = figures_of_truth(report)
        (held,) = pages[report.url]
        if differences(stored[held], published):
            wrong.append(f"{report.url}\n{differences(stored[held], published)}")
        compared += len(published)
    assert not wrong, "\n".join(wrong[:5])
    assert compared > 40_000
    without = {held for report in truth.readable if not figures_of_truth(report) for held in pages[report.url]}
    assert not [held for held in without if stored[held]], "figures of a report that has none"


def test_the_forms_of_the_tables_are_the_published_ones_and_a_picture_is_no_table(
    pair: Pair, truth: SimpleNamespace
) -> None:
    pages = reports_of_pages(pair)
    forms = {
        row["report"]: (row["proactive_form"], row["applications_form"])
        for row in pair.browse.query("SELECT report, proactive_form, applications_form FROM current_reports")
    }
    held = {report.url: {forms[one] for one in pages[report.url]} for report in truth.readable}
    expected = {report.url: {(report.proactive_form, report.applications_form)} for report in truth.readable}
    assert differences(held, expected) == ""
    pictured = [report for report in truth.readable if report.pictures]
    assert len(pictured) == 2
    assert all(held[report.url] == {(None, None)} for report in pictured)


def test_a_file_that_no_reader_reads_yet_is_kept_and_named(pair: Pair, truth: SimpleNamespace) -> None:
    unread = [report for report in truth.published if report.media == "doc"]
    assert unread
    captures = {row["url"]: row for row in pair.browse.query("SELECT * FROM captures WHERE kind <> 'list'")}
    blobs = {row["sha256"] for row in pair.raw.query("SELECT sha256 FROM blobs")}
    for report in unread:
        (file,) = report.attachments
        assert captures[file]["sha256"] in blobs
        assert captures[report.url]["read_state"] == "not_a_report"
        assert f"{file.rpartition('/')[2]}, cannot be read" in captures[report.url]["read_reason"]
        assert "not read yet" in captures[report.url]["read_reason"]
    waiting = pair.browse.query("SELECT url FROM captures WHERE read_state IN ('pending', 'failed')")
    assert [row["url"] for row in waiting] == []


# Manners


def test_each_page_is_asked_for_once_and_no_other_page_is(
    whole_replica: Demo, pair: Pair, truth: SimpleNamespace
) -> None:
    """What no title tells apart is asked for to know; nothing else that is no report is."""
    asked = Counter(
        (str(request["host"]), str(request["path"]))
        for request in requests_of(whole_replica.log)
        if request["method"] == "GET" and request["status"] == 200
    )
    times = {report.url: [asked[place_of(url)] for url in addresses(report)] for report in truth.published}
    inline = {row["url"] for row in pair.browse.query("SELECT url FROM entries WHERE url = list_url")}
    expected = {report.url: [2 if url in inline else 1 for url in addresses(report)] for report in truth.published}
    assert differences(times, expected) == "", "a column that is itself the report is asked for as list and as page"
    lines = pair.browse.query("SELECT url, decision FROM entries")
    followed = {row["url"] for row in lines if row["decision"] in FETCHED}
    assert [page.url for page in truth.others if page.url not in followed and place_of(page.url) in asked] == []


def place_of(url: str) -> tuple[str, str]:
    host, _, path = url.partition("://")[2].partition("/")
    return host, f"/{path}"


def test_one_robots_txt_a_host_and_no_two_requests_to_one_at_a_time(whole_replica: Demo, pair: Pair) -> None:
    """Lists of several families on one host, and what a browser asks for, wait for each other as well."""
    hosts = {place_of(row["list_url"])[0] for row in pair.browse.query("SELECT list_url FROM sources")}
    ended: dict[str, float] = {}
    robots: Counter[str] = Counter()
    for request in requests_of(whole_replica.log):
        if request["method"] == "CONNECT":
            continue
        host = str(request["host"])
        assert float(str(request["started"])) >= ended.get(host, 0.0), request
        ended[host] = float(str(request["ended"]))
        robots[host] += request["path"] == "/robots.txt"
    assert ended.keys() <= hosts, "only registered hosts are asked"
    assert set(robots.values()) == {1}
