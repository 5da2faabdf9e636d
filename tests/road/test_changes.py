"""The second night: what a run asks for when a line, a page or a file is no longer as the store holds it.

The replica never changes. So the store is made to hold what an earlier night would have left, and the replica's own
answers are then the news.
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.items import FetchedResponse
from crawler.sources import load_sources
from crawler.store.archive.captures import archive, settle_attachments
from crawler.store.bodies.registry import sync_registry
from crawler.store.database import close_pair, open_pair
from crawler.store.raw.blobs import digest, keep_blobs, load_blob
from crawler.store.walks.crawls import begin_crawl
from tests.road.command_line import PROJECT, closing_lines, fingerprint_of, nianbao
from tests.road.conftest import Demo
from tests.road.night import Night

SOURCE = "kunming-zwfw"
PDF = "https://zwfw.km.gov.cn/files/202301/012218.pdf"
"""The report of 2022 is a short page with this file; it is the source's only attachment."""
TWO_YEARS = timedelta(days=731)


def run(night: Night, *arguments: str) -> list[str]:
    """The source's line in the closing table: list pages, report pages, said, seen, new, changed, same, outcome."""
    return closing_lines(night.run(*arguments))[SOURCE][:8]


def asked(night: Night) -> Counter[tuple[str, object]]:
    """(path, status) of every report page and attachment that the run asked for."""
    paths = [(str(request["path"]), request["status"]) for request in night.requests()]
    return Counter((path, status) for path, status in paths if path.startswith(("/c/", "/files/")))


@pytest.fixture
def night(demo: Demo, tmp_path: Path) -> Night:
    return Night(demo, tmp_path, SOURCE)


def path_of(url: object) -> str:
    return "/" + str(url).split("/", 3)[3]


def test_a_line_that_changed_and_one_that_is_new_are_seen(night: Night, demo_fingerprint: str) -> None:
    """Page 1 as an earlier night knew it: another title on one line, and one line not there yet."""
    (changed,), (new,) = night.ask(
        "SELECT url FROM entries WHERE source = ? AND decision = 'report' ORDER BY position LIMIT 2", SOURCE
    )
    night.write("UPDATE entries SET title = '旧标题' WHERE url = ?", changed)
    night.write("DELETE FROM entries WHERE url = ?", new)
    assert run(night) == ["2", "2", "2p", "15", "1", "1", "13", "complete"]
    assert asked(night) == {(path_of(changed), 200): 1, (path_of(new), 200): 1}
    assert fingerprint_of(night.database) == demo_fingerprint


def test_full_walks_to_the_end_and_a_due_page_answers_304(night: Night, demo_fingerprint: str) -> None:
    """Both a page and its PDF are asked only whether they are still as they are held."""
    ((page,),) = night.ask("SELECT candidates.url FROM candidates JOIN candidate_attachments AS attachment "
                           "ON attachment.candidate = candidates.id WHERE attachment.url = ?", PDF)  # fmt: skip
    (plain,) = night.ask(
        "SELECT url FROM entries WHERE source = ? AND decision = 'report' AND url <> ? LIMIT 1", SOURCE, page
    )[0]
    before = night.ask("SELECT count(*) FROM captures")
    long_ago = (datetime.now(UTC) - TWO_YEARS).isoformat()
    assert night.write("UPDATE captures SET last_checked = ? WHERE url IN (?, ?, ?)", long_ago, page, plain, PDF) == 3
    assert run(night, "--full") == ["2", "2", "2p", "15", "0", "0", "15", "complete"]
    assert asked(night) == {(path_of(url), 304): 1 for url in (page, plain, PDF)}
    assert night.ask("SELECT count(*) FROM captures") == before
    assert not night.ask("SELECT url FROM captures WHERE last_checked = ?", long_ago), "all three count as checked"
    assert fingerprint_of(night.database) == demo_fingerprint


def test_a_pdf_replaced_under_a_page_that_stands_is_seen(night: Night) -> None:
    """The store holds another file than the site now shows; the page that links to it answers 304."""
    ((page, now),) = night.ask(
        "SELECT candidates.url, captures.sha256 FROM candidates JOIN candidate_attachments AS attachment "
        "ON attachment.candidate = candidates.id JOIN captures ON captures.id = attachment.capture "
        "WHERE attachment.url = ?",
        PDF,
    )
    pair = open_pair(night.database, origin="replica")
    old_file = load_blob(pair, str(now)) + b"% as it was first published\n"
    keep_blobs(pair, [old_file])
    close_pair(pair)
    old = digest(old_file)
    night.write(
        "UPDATE captures SET sha256 = ?, etag = '\"old\"', last_modified = NULL, fetched_at = '2023-02-01T00:00:00Z' "
        "WHERE url = ?",
        old,
        PDF,
    )
    long_ago = (datetime.now(UTC) - TWO_YEARS).isoformat()
    night.write("UPDATE captures SET last_checked = ? WHERE url = ?", long_ago, page)
    assert nianbao("reparse", "--database", night.database).code == 0  # the version of the file that is now old
    run(night)
    assert asked(night) == {(path_of(page), 304): 1, (path_of(PDF), 200): 1}
    assert [row[0] for row in night.ask("SELECT sha256 FROM captures WHERE url = ? ORDER BY fetched_at", PDF)] == [
        old,
        now,
    ]
    ((versions, current),) = night.ask("SELECT version_count, current_version FROM reports WHERE url = ?", page)
    assert versions == 2
    held = night.ask(
        "SELECT captures.sha256 FROM identity_decisions AS decision JOIN candidate_attachments AS attachment "
        "ON attachment.candidate = decision.candidate JOIN captures ON captures.id = attachment.capture "
        "WHERE decision.version = ?",
        current,
    )
    assert held == [(now,)], "the newest is the current one"


def test_a_page_with_other_content_than_before_is_a_second_version(night: Night, tmp_path: Path) -> None:
    """An older night archived one of the source's pages with another figure in its text."""
    (url, sha256) = night.ask(
        "SELECT reports.url, captures.sha256 FROM reports JOIN captures ON captures.url = reports.url "
        "JOIN entries ON entries.url = reports.url AND entries.source = ? WHERE reports.url NOT IN "
        "(SELECT candidates.url FROM candidates JOIN candidate_attachments ON candidate = candidates.id) LIMIT 1",
        SOURCE,
    )[0]
    pair = open_pair(night.database, origin="replica")
    body = load_blob(pair, str(sha256))
    close_pair(pair)
    old = body.replace("政府信息公开".encode(), "政务信息公开".encode())
    assert digest(old) != sha256
    database = tmp_path / "older.db"
    pair = open_pair(database, origin="replica")
    sync_registry(pair, load_sources(PROJECT / "data" / "sources.csv"))
    then = datetime(2024, 6, 1, tzinfo=UTC)
    crawl = begin_crawl(pair, started_at=then, arguments={}, versions={})
    headers = {"Content-Type": "text/html;charset=utf-8"}
    archive(
        pair,
        crawl,
        [FetchedResponse(SOURCE, "page", str(url), str(url), str(url), (), then, 200, headers, None, old)],
        [],
    )
    settle_attachments(pair, crawl)
    close_pair(pair)
    night.database = database
    run(night)
    rows = night.ask("SELECT version_count, current_version FROM reports WHERE url = ?", url)
    assert [row[0] for row in rows] == [2]
    held = night.ask(
        "SELECT captures.sha256 FROM identity_decisions JOIN captures ON captures.id = identity_decisions.candidate "
        "WHERE version = ?",
        rows[0][1],
    )
    assert held == [(sha256,)], "the newest is the current one"
