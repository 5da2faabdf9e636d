"""`make demo`: five sites complete, every report once, every number exact, and nothing asked that may not be asked."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from crawler.replica.truth import other_pages, published_reports
from crawler.reports.candidate import Part, read_candidate
from crawler.reports.contract import reading_to_json
from crawler.store.archive.queue import all_candidates, load_parts
from crawler.store.database import Pair, close_pair, read_pair
from crawler.store.grouping.reports import stored_reading
from crawler.store.reported.found_reports import find_reports
from tests.road.command_line import PROJECT, closing_lines, fingerprint_of, nianbao, requests_of
from tests.road.conftest import Demo
from tests.road.published import figures_of_truth, stored_figures

PUBLISHED = published_reports()


@pytest.fixture(scope="module")
def pair(demo: Demo) -> Pair:  # type: ignore[misc]  # a generator fixture
    opened = read_pair(demo.database)
    yield opened  # type: ignore[misc]
    close_pair(opened)


def test_five_sources_are_complete_and_the_next_command_is_named(demo: Demo) -> None:
    assert demo.answer.code == 0, demo.answer.err
    lines = closing_lines(demo.answer)
    assert len(lines) == 5
    assert {source: "complete" in cells for source, cells in lines.items()} == dict.fromkeys(lines, True)
    assert demo.answer.out.endswith("Look at it with: make browse\n")
    assert "Traceback" not in demo.answer.err


def test_every_report_of_the_replica_is_stored_once_and_nothing_else(pair: Pair) -> None:
    assert len(PUBLISHED) >= 40
    stored = Counter(row["url"] for row in pair.browse.query("SELECT url FROM reports"))
    ours = {source["id"] for source in pair.browse.query("SELECT id FROM sources")}
    assert stored == Counter(report.url for report in PUBLISHED if report.source_id in ours)
    assert not set(stored) & {page.url for page in other_pages()}


def test_every_number_that_was_published_is_in_the_tables(pair: Pair) -> None:
    """A blank is NULL, and what stands on the other form, or in a table that the report has not, holds no number."""
    stored = stored_figures(pair)
    held = {report.url: [stored[found.report_id] for found in find_reports(pair, report.url)] for report in PUBLISHED}
    assert held == {report.url: [figures_of_truth(report)] for report in PUBLISHED}


def test_the_head_is_what_was_published(pair: Pair) -> None:
    for report in PUBLISHED:
        (found,) = find_reports(pair, report.url)
        assert (found.body, found.year) == (report.body, report.year)
        row = next(iter(pair.browse.query("SELECT index_number FROM reports WHERE id = ?", [found.report_id])))
        assert row["index_number"] == report.index_number, report.url


def test_what_the_tables_rebuild_is_what_the_parser_said(pair: Pair) -> None:
    compared = 0
    for candidate in all_candidates(pair):
        reading = read_candidate([Part(*part) for part in load_parts(pair, candidate)])
        if not reading.reports:
            continue
        (found,) = find_reports(pair, candidate.url or "")
        assert reading_to_json(stored_reading(pair, found.version_id)) == reading_to_json(reading)
        compared += 1
    assert compared == len(PUBLISHED)


def test_show_prints_what_parse_prints(demo: Demo, pair: Pair, tmp_path: Path) -> None:
    candidate = next(candidate for candidate in all_candidates(pair) if "t20220126_2143947" in (candidate.url or ""))
    ((data, _, _),) = load_parts(pair, candidate)
    saved = tmp_path / "page.html"
    saved.write_bytes(data)
    parsed = nianbao("parse", saved, "--json")
    shown = nianbao("show", candidate.url or "", "--json", "--database", demo.database)
    assert parsed.code == shown.code == 0
    assert json.loads(shown.out) == json.loads(parsed.out)


def test_the_fingerprint_is_printed_alone(demo: Demo, demo_fingerprint: str) -> None:
    answer = nianbao("fingerprint", "--database", demo.database, cold=True)
    assert (answer.code, answer.out, answer.err) == (0, demo_fingerprint + "\n", "")


def test_no_two_requests_to_a_host_overlap_and_a_forbidden_path_is_never_asked(demo: Demo) -> None:
    requests = requests_of(demo.log)
    hosts = {str(request["host"]) for request in requests}
    assert len(hosts) == 5
    for host in hosts:
        ours = sorted((r for r in requests if r["host"] == host), key=lambda r: float(str(r["started"])))
        assert ours[0]["path"] == "/robots.txt"
        assert sum(request["path"] == "/robots.txt" for request in ours) == 1
        assert all(float(str(a["ended"])) <= float(str(b["started"])) for a, b in pairwise(ours))
    assert not [request["path"] for request in requests if "/internal/" in str(request["path"])]


def test_again_at_once_nothing_is_new_and_no_report_page_is_asked(
    demo: Demo, demo_fingerprint: str, tmp_path: Path
) -> None:
    database, log = demo.copy_to(tmp_path), tmp_path / "requests.jsonl"
    answer = nianbao("crawl", "--replica", "--database", database, "--replica-log", log)
    assert answer.code == 0, answer.err
    first = closing_lines(demo.answer)
    for source, (lists, pages, said, seen, new, changed, same, *_) in closing_lines(answer).items():
        assert (source, lists, pages, new, changed) == (source, "1", "0", "0", "0")
        assert [said, seen, same] == [*first[source][2:4], seen]
    paths = [str(request["path"]) for request in requests_of(log)]
    assert len(paths) == 10, "one robots.txt and one list page a host"
    assert fingerprint_of(database) == demo_fingerprint


def test_the_browsing_file_says_that_it_is_a_demonstration(pair: Pair) -> None:
    assert pair.origin == "replica"
    titles = [row["title"] for row in pair.browse.query("SELECT title FROM reports") if row["title"]]
    assert sum("演示数据" in title for title in titles) >= 35


def test_a_reader_who_has_seen_enough_is_no_error() -> None:
    """`nianbao sources list | true`: the pipe is closed before the end."""
    command = f"{sys.executable} -m crawler sources list | true; exit ${{PIPESTATUS[0]}}"
    answer = subprocess.run(["bash", "-c", command], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stderr) == (0, "")


def test_a_closed_pipe_hides_no_outcome(tmp_path: Path) -> None:
    command = (
        f"{sys.executable} -m crawler crawl --replica --source kunming-zwfw --replica-fault gone "
        f"--database {tmp_path}/a.db 2>/dev/null | true; exit ${{PIPESTATUS[0]}}"
    )
    answer = subprocess.run(["bash", "-c", command], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert answer.returncode == 4
