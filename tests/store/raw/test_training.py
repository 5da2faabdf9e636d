"""When a family is given a dictionary, what that does to its pages, and that a kill in between loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crawler.store.archive.captures import archive
from crawler.store.database import Pair, close_pair, open_pair
from crawler.store.raw import training
from crawler.store.raw.blobs import digest, keep_blobs, load_blob
from crawler.store.raw.training import PAGES_NEEDED, Trained, train, train_dictionary
from tests.registry_rows import KUNMING


def _stored_bytes(pair: Pair) -> int:
    [blobs, dictionaries] = pair.raw.execute(
        "SELECT (SELECT coalesce(sum(length(bytes)), 0) FROM blobs), "
        "(SELECT coalesce(sum(length(bytes)), 0) FROM dictionaries)"
    ).fetchone()
    return int(blobs + dictionaries)


def _under_dictionaries(pair: Pair) -> int:
    return int(pair.raw.execute("SELECT count(*) FROM blobs WHERE dictionary IS NOT NULL").fetchone()[0])


def test_a_family_with_enough_pages_is_kept_under_a_dictionary(
    pair: Pair, family_pages: Callable[[int], list[bytes]]
) -> None:
    pages = family_pages(PAGES_NEEDED)
    keep_blobs(pair, pages, ["trs/page"] * len(pages))
    before = _stored_bytes(pair)
    trained = train(pair)
    assert (trained.dictionaries, trained.blobs) == (1, len(pages))
    assert before - _stored_bytes(pair) == trained.bytes_saved > before // 2
    assert [load_blob(pair, digest(page)) for page in pages] == pages
    assert train(pair) == Trained(), "a second time there is nothing to do"


def test_what_comes_later_is_kept_under_it_at_once(pair: Pair, family_pages: Callable[[int], list[bytes]]) -> None:
    pages = family_pages(PAGES_NEEDED + 3)
    keep_blobs(pair, pages[:PAGES_NEEDED], ["trs/page"] * PAGES_NEEDED)
    train(pair)
    keep_blobs(pair, pages[PAGES_NEEDED:], ["trs/page", "trs/page", "vsb/page"])
    assert _under_dictionaries(pair) == PAGES_NEEDED + 2, "another family's page is none of its own"
    assert all(load_blob(pair, digest(page)) == page for page in pages)


@pytest.mark.parametrize(
    ("count", "family"), [(PAGES_NEEDED - 1, "trs/page"), (PAGES_NEEDED, "")], ids=["too few", "no family"]
)
def test_a_small_store_has_none(
    count: int, family: str, pair: Pair, family_pages: Callable[[int], list[bytes]]
) -> None:
    keep_blobs(pair, family_pages(count), [family] * count)
    assert train(pair) == Trained()


def test_pages_that_share_nothing_are_given_none(pair: Pair) -> None:
    """A dictionary that costs more than it saves is not kept."""
    pages = [digest(str(number).encode()).encode() * 3 for number in range(PAGES_NEEDED)]
    keep_blobs(pair, pages, ["trs/page"] * len(pages))
    assert train(pair) == Trained()
    assert pair.raw.execute("SELECT count(*) FROM dictionaries").fetchone() == (0,)


def test_a_dictionary_under_which_no_page_would_be_kept_is_not_made() -> None:
    """A tenth of each page saved, of however many pages: they stay plain, and a run would make another every night."""
    common = "".join(digest(f"common {number}".encode()) for number in range(6)).encode()
    pages = [
        common + "".join(digest(f"{page} {number}".encode()) for number in range(60)).encode()
        for page in range(PAGES_NEEDED)
    ]
    assert train_dictionary(pages, 100_000) is None


def test_the_same_pages_give_the_same_dictionary(family_pages: Callable[[int], list[bytes]]) -> None:
    pages = family_pages(PAGES_NEEDED)
    first = train_dictionary(pages, len(pages))
    assert first is not None
    assert first == train_dictionary(pages, len(pages))


def test_a_new_design_is_given_a_dictionary_of_its_own(pair: Pair, family_pages: Callable[..., list[bytes]]) -> None:
    """The sites of one system are not all alike: pages that no dictionary knows gather until there are enough."""
    for design in ("first", "second"):
        pages = family_pages(PAGES_NEEDED, design)
        keep_blobs(pair, pages, ["trs/page"] * len(pages))
        trained = train(pair)
        assert (trained.dictionaries, trained.blobs) == (1, PAGES_NEEDED), design
    old, new = family_pages(PAGES_NEEDED + 1, "first")[-1], family_pages(PAGES_NEEDED + 1, "second")[-1]
    keep_blobs(pair, [old, new], ["trs/page"] * 2)
    used = pair.raw.execute("SELECT dictionary FROM blobs WHERE sha256 IN (?, ?)", [digest(old), digest(new)])
    assert len({name for (name,) in used.fetchall()} - {None}) == 2, "each page under the one that knows it"


class _Killed(BaseException):
    pass


def test_a_kill_in_the_middle_loses_nothing(tmp_path: Path, family_pages: Callable[[int], list[bytes]]) -> None:
    pages = family_pages(2 * training.BATCH)
    pair = open_pair(tmp_path / "killed.db", origin="live")
    keep_blobs(pair, pages, ["trs/page"] * len(pages))

    def kill(blobs: int) -> None:
        raise _Killed

    with pytest.raises(_Killed):
        train(pair, kill)
    close_pair(pair)
    pair = open_pair(tmp_path / "killed.db", origin="live")
    assert 0 < _under_dictionaries(pair) < len(pages)
    assert all(load_blob(pair, digest(page)) == page for page in pages)
    train(pair)
    assert _under_dictionaries(pair) == len(pages)
    assert pair.raw.execute("SELECT count(*) FROM dictionaries").fetchone() == (1,), "it goes on with the one it has"
    close_pair(pair)


def test_a_damaged_page_is_left_as_it_is_and_said(pair: Pair, family_pages: Callable[[int], list[bytes]]) -> None:
    pages = family_pages(PAGES_NEEDED + 1)
    keep_blobs(pair, pages, ["trs/page"] * len(pages))
    damaged = digest(pages[0])
    with pair.raw.conn:
        pair.raw.conn.execute("UPDATE blobs SET bytes = x'00' WHERE sha256 = ?", [damaged])
    trained = train(pair)
    assert trained.blobs == PAGES_NEEDED
    assert [line for line in trained.damaged if damaged in line]
    assert pair.raw.execute("SELECT bytes FROM blobs WHERE sha256 = ?", [damaged]).fetchone() == (b"\0",)


def test_blobs_of_an_older_store_are_asked_whose_they_are(
    pair: Pair, crawl: str, page: Callable[..., object], family_pages: Callable[[int], list[bytes]]
) -> None:
    """Schema 4 kept no family: the captures say it."""
    pages = family_pages(PAGES_NEEDED)
    address = "https://zwfw.km.gov.cn/c/2024-01-31/{}.shtml"
    archive(pair, crawl, [page(address.format(number), body) for number, body in enumerate(pages)], [])  # type: ignore[misc]
    with pair.raw.conn:
        pair.raw.conn.execute("UPDATE blobs SET family = NULL")
    assert train(pair).blobs == len(pages)
    assert pair.raw.execute("SELECT DISTINCT family FROM blobs").fetchall() == [(f"{KUNMING.family}/page",)]
