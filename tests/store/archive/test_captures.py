"""The archive: bytes first, rows after, nothing twice; and the queue that it fills."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from crawler.items import FetchedResponse, MissedAttachment, NotModified
from crawler.store.archive import captures
from crawler.store.archive.captures import ImportedFile, archive, archive_files, note_not_modified, settle_attachments
from crawler.store.archive.queue import Selection, all_candidates, load_parts, ready_candidates
from crawler.store.database import Pair, close_pair, open_pair
from crawler.store.errors import StoreError
from crawler.store.raw.blobs import digest, keep_blobs, load_blob
from tests.store.conftest import mark_failed

URL = "https://zwfw.km.gov.cn/c/2024-01-31/1.shtml"
PDF = "https://zwfw.km.gov.cn/files/a.pdf"
DOC = "https://zwfw.km.gov.cn/files/b.doc"
Page = Callable[..., FetchedResponse]


def states(pair: Pair) -> dict[str, str]:
    return dict(pair.browse.execute("SELECT url, state FROM candidate_attachments ORDER BY position").fetchall())


def test_a_page_is_ready_when_each_of_its_attachments_came_or_will_not_come(pair: Pair, crawl: str, page: Page) -> None:
    archive(pair, crawl, [page(attachments=(PDF, DOC))], [])
    assert ready_candidates(pair, 10) == []
    assert [one.url for one in ready_candidates(pair, 10, include_waiting=True)] == [URL]
    archive(pair, crawl, [page(PDF, b"%PDF", kind="attachment", of=URL)], [])
    assert ready_candidates(pair, 10) == []
    archive(pair, crawl, [], [MissedAttachment("kunming-zwfw", URL, DOC, "too_large", "60 MB")])
    (candidate,) = ready_candidates(pair, 10)
    assert load_parts(pair, candidate) == (
        (b"<html>1</html>", "1.shtml", "text/html"),
        (b"%PDF", "a.pdf", "text/html"),
    )
    assert states(pair) == {PDF: "fetched", DOC: "too_large"}


def test_attachments_may_stand_before_their_page_in_a_group(pair: Pair, crawl: str, page: Page) -> None:
    archive(pair, crawl, [page(PDF, b"%PDF", kind="attachment", of=URL), page(attachments=(PDF,))], [])
    (candidate,) = ready_candidates(pair, 10)
    assert [part.name for part in candidate.parts] == ["1.shtml", "a.pdf"]


def test_equal_bytes_of_the_same_address_and_kind_make_no_row(pair: Pair, crawl: str, page: Page) -> None:
    assert archive(pair, crawl, [page(), page(kind="list")], []) == captures.ArchiveResult(2, 0)
    assert archive(pair, crawl, [page(minute=1), page(body=b"2", minute=2)], []) == captures.ArchiveResult(1, 1)
    # Back to the first bytes: that is a change again, and the bytes are held but once.
    assert archive(pair, crawl, [page(minute=3)], []) == captures.ArchiveResult(1, 0)
    assert pair.raw.execute("SELECT count(*) FROM blobs").fetchone() == (2,)
    assert [one.parts[0].sha256 for one in ready_candidates(pair, 10)] == [
        digest(body) for body in (b"<html>1</html>", b"2", b"<html>1</html>")
    ]


def test_a_replaced_attachment_under_an_unchanged_page_is_a_new_candidate(pair: Pair, crawl: str, page: Page) -> None:
    first = [page(attachments=(PDF, DOC)), page(PDF, b"old", kind="attachment", of=URL)]
    archive(pair, crawl, [*first, page(DOC, b"doc", kind="attachment", of=URL)], [])
    (before,) = ready_candidates(pair, 10)
    mark_failed(pair, before.id, "as if it had been read")
    archive(pair, crawl, [page(minute=9), page(PDF, b"new", kind="attachment", of=URL, minute=9)], [])
    (after,) = ready_candidates(pair, 10)
    assert after.id != before.id
    assert [part.sha256 for part in after.parts] == [digest(body) for body in (b"<html>1</html>", b"new", b"doc")]
    assert [part.sha256 for part in all_candidates(pair)[0].parts][1] == digest(b"old")


def test_what_a_run_gave_up_is_expected_anew_and_read_again_when_it_comes(pair: Pair, crawl: str, page: Page) -> None:
    archive(pair, crawl, [page(attachments=(PDF,))], [])
    assert settle_attachments(pair, crawl) == 1
    (candidate,) = ready_candidates(pair, 10)
    assert len(candidate.parts) == 1
    mark_failed(pair, candidate.id, "as if it had been read")
    archive(pair, crawl, [page(attachments=(PDF,), minute=5)], [])
    assert states(pair) == {PDF: "expected"}
    archive(pair, crawl, [page(PDF, b"%PDF", kind="attachment", of=URL, minute=5)], [])
    (again,) = ready_candidates(pair, 10)
    assert (again.id, len(again.parts)) == (candidate.id, 2)


def test_a_304_for_an_attachment_gives_the_held_bytes_to_a_new_page(pair: Pair, crawl: str, page: Page) -> None:
    archive(pair, crawl, [page(attachments=(PDF,)), page(PDF, b"%PDF", kind="attachment", of=URL)], [])
    mark_failed(pair, ready_candidates(pair, 1)[0].id, "as if it had been read")
    later = page(body=b"2", attachments=(PDF,), minute=5)
    archive(pair, crawl, [later], [])
    note_not_modified(pair, [NotModified("kunming-zwfw", PDF, later.fetched_at)])
    (candidate,) = ready_candidates(pair, 10)
    assert [part.sha256 for part in candidate.parts] == [digest(b"2"), digest(b"%PDF")]
    pending = pair.browse.execute("SELECT kind FROM captures WHERE read_state = 'pending'").fetchall()
    assert pending == [("page",)]


def test_a_file_is_its_bytes_whatever_its_name(pair: Pair, start: datetime) -> None:
    files = [ImportedFile("a.txt", b"one", start), ImportedFile("b.txt", b"two", start)]
    assert archive_files(pair, [*files, ImportedFile("copy.txt", b"one", start)]) == captures.ArchiveResult(2, 1)
    assert archive_files(pair, [replace(files[0], imported_at=start + timedelta(days=1))]) == captures.ArchiveResult(
        0, 1
    )
    assert [(one.name, one.url, one.source_id) for one in ready_candidates(pair, 10)] == [
        ("a.txt", None, None),
        ("b.txt", None, None),
    ]


def test_a_kill_between_the_bytes_and_the_rows_loses_nothing(
    pair: Pair, crawl: str, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def killed(*_: object) -> bool:
        raise Killed

    responses = [page(f"https://zwfw.km.gov.cn/c/{number}.shtml", b"%d" % number) for number in range(3)]
    with monkeypatch.context() as patched:
        patched.setattr(captures, "_keep_response", killed)
        with pytest.raises(Killed):
            archive(pair, crawl, responses, [])
    # A second connection sees what is on the disk.
    second = open_pair(pair.path, origin="live")
    assert second.raw.execute("SELECT count(*) FROM blobs").fetchone() == (3,)
    assert second.browse.execute("SELECT count(*) FROM captures").fetchone() == (0,)
    assert archive(second, crawl, responses, []) == captures.ArchiveResult(3, 0)
    assert all(load_blob(second, key) for (key,) in second.browse.execute("SELECT sha256 FROM captures").fetchall())
    close_pair(second)


def test_no_row_is_written_when_the_bytes_cannot_be(pair: Pair, crawl: str, page: Page) -> None:
    pair.raw.execute("CREATE TRIGGER full BEFORE INSERT ON blobs BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    with pytest.raises(sqlite3.IntegrityError, match="disk is full"):
        archive(pair, crawl, [page()], [])
    assert pair.browse.execute("SELECT count(*) FROM captures").fetchone() == (0,)


def test_damaged_and_missing_bytes_are_never_given_out(pair: Pair) -> None:
    keep_blobs(pair, [b"right"])
    other = keep_blobs(pair, [b"other"]) and digest(b"other")
    pair.raw.execute("UPDATE blobs SET bytes = (SELECT bytes FROM blobs WHERE sha256 = ?)", [other])
    with pytest.raises(StoreError, match="are damaged"):
        load_blob(pair, digest(b"right"))
    with pytest.raises(StoreError, match="no bytes under"):
        load_blob(pair, digest(b"never kept"))


@pytest.mark.parametrize(
    ("selection", "urls"),
    [
        (Selection(), ["1", "2"]),
        (Selection(sources=("diqing-gxj",)), ["2"]),
        (Selection(families=("kunming",)), ["1"]),
        (Selection(divisions=("533400",)), ["2"]),
        (Selection(divisions=("530000",)), ["1", "2"]),
        (Selection(states=("failed",)), ["1"]),
        (Selection(sources=("diqing-gxj",), states=("failed",)), []),
        (Selection(not_parsed_by="1"), ["1", "2"]),
    ],
)
def test_a_selection_of_candidates(pair: Pair, crawl: str, page: Page, selection: Selection, urls: list[str]) -> None:
    archive(pair, crawl, [page("https://a.cn/1", b"1"), page("https://a.cn/2", b"2", source="diqing-gxj")], [])
    mark_failed(pair, ready_candidates(pair, 1)[0].id, "bad")
    assert [one.name for one in all_candidates(pair, selection)] == urls


def test_the_queue_keeps_the_order_of_the_archive(pair: Pair, crawl: str, page: Page) -> None:
    addresses = [f"https://a.cn/{number}" for number in (3, 1, 2)]
    archive(pair, crawl, [page(url, url.encode()) for url in addresses], [])
    assert [one.url for one in ready_candidates(pair, 2)] == addresses[:2]
