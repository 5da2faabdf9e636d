"""The raw file: bytes under their SHA-256, compressed plainly or under a dictionary, proved whenever they are given."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.store.database import Pair, close_pair, open_pair
from crawler.store.errors import StoreError
from crawler.store.raw.blobs import copy_blobs, digest, keep_blobs, load_blob
from crawler.store.raw.dictionaries import IMPORTED, NO_FAMILY, family_of, is_text
from crawler.store.raw.training import PAGES_NEEDED, train


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Pair]:
    opened = open_pair(tmp_path / "other.db", origin="live")
    yield opened
    close_pair(opened)


@pytest.fixture(scope="module")
def one_pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """One store for all examples: what one has kept is nothing to the others."""
    opened = open_pair(tmp_path_factory.mktemp("blobs") / "many.db", origin="live")
    yield opened
    close_pair(opened)


@settings(deadline=None, max_examples=30)
@given(bodies=st.lists(st.binary(max_size=300), max_size=6))
def test_what_is_kept_is_given_back(bodies: list[bytes], one_pair: Pair) -> None:
    keep_blobs(one_pair, bodies, ["trs/page"] * len(bodies))
    assert [load_blob(one_pair, digest(body)) for body in bodies] == bodies
    assert keep_blobs(one_pair, bodies) == 0, "equal bytes are one blob"


def test_equal_bytes_are_one_blob_in_one_call(pair: Pair) -> None:
    assert keep_blobs(pair, [b"same", b"same", b"other"]) == 2


@pytest.mark.parametrize(
    ("column_family", "kind", "family"),
    [("trs", "page", "trs/page"), ("jpaas", "list", "jpaas/list"), (None, "file", IMPORTED)],
)
def test_pages_and_lists_of_a_system_are_families_of_their_own(
    column_family: str | None, kind: str, family: str
) -> None:
    assert family_of(column_family, kind) == family


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"<html>", True),
        (b'{"rows": []}', True),
        ("年报".encode("gb18030"), True),
        (b"%PDF-1.7", False),
        (b"PK\x03\x04 a DOCX", False),
        (b"\xd0\xcf\x11\xe0 a DOC", False),
        (b"\x89PNG", False),
        (b"any\0thing", False),
    ],
)
def test_only_text_is_given_a_dictionary(body: bytes, text: bool, pair: Pair) -> None:
    assert is_text(body) is text
    keep_blobs(pair, [body], ["trs/page"])
    [family] = pair.raw.execute("SELECT family FROM blobs").fetchone()
    assert family == ("trs/page" if text else NO_FAMILY)


def test_a_frame_that_states_another_size_is_refused_before_it_is_unpacked(pair: Pair) -> None:
    """A damaged head may ask for as much memory as it likes."""
    keep_blobs(pair, [b"kept"])
    bomb = zstandard.ZstdCompressor().compress(bytes(50_000_000))
    with pair.raw.conn:
        pair.raw.conn.execute("UPDATE blobs SET bytes = ?", [bomb])
    with pytest.raises(StoreError, match="another size is stated"):
        load_blob(pair, digest(b"kept"))


def test_blobs_are_copied_with_their_dictionaries(
    pair: Pair, other: Pair, family_pages: Callable[[int], list[bytes]]
) -> None:
    pages = family_pages(PAGES_NEEDED)
    keep_blobs(pair, [*pages, b"%PDF"], ["trs/page"] * (len(pages) + 1))
    assert train(pair).dictionaries == 1
    keys = [digest(page) for page in pages] + [digest(b"%PDF")]
    assert copy_blobs(pair, other, keys) == len(keys)
    assert [load_blob(other, key) for key in keys] == [*pages, b"%PDF"]
    assert copy_blobs(pair, other, keys) == 0
    rows = "SELECT sha256, size, dictionary, family, bytes FROM blobs ORDER BY sha256"
    assert other.raw.execute(rows).fetchall() == pair.raw.execute(rows).fetchall()
    [under] = other.raw.execute("SELECT count(*) FROM blobs WHERE dictionary IS NOT NULL").fetchone()
    assert under == len(pages)


def test_damaged_bytes_are_not_copied(pair: Pair, other: Pair) -> None:
    keep_blobs(pair, [b"right", b"wrong"])
    with pair.raw.conn:
        pair.raw.conn.execute("UPDATE blobs SET bytes = x'00' WHERE sha256 = ?", [digest(b"wrong")])
    with pytest.raises(StoreError, match=digest(b"wrong")):
        copy_blobs(pair, other, [digest(b"right"), digest(b"wrong")])
    assert other.raw.execute("SELECT count(*) FROM blobs").fetchone() == (0,), "the batch is taken back as a whole"
    with pytest.raises(StoreError, match="no bytes under"):
        copy_blobs(pair, other, [digest(b"never kept")])


def test_a_dictionary_is_never_deleted_or_changed(pair: Pair) -> None:
    pair.raw.execute("INSERT INTO dictionaries VALUES ('a', 'trs/page', '2024-01-01', 1, x'00')")
    for change in ("DELETE FROM dictionaries", "UPDATE dictionaries SET bytes = x'01'"):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            pair.raw.execute(change)


def test_a_damaged_dictionary_is_named(pair: Pair) -> None:
    keep_blobs(pair, [b"kept"])
    pair.raw.execute("INSERT INTO dictionaries VALUES ('a', 'trs/page', '2024-01-01', 1, x'00')")
    pair.raw.execute("UPDATE blobs SET dictionary = 'a'")
    with pytest.raises(StoreError, match="dictionary a in the raw file is damaged"):
        load_blob(pair, digest(b"kept"))
