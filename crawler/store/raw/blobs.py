"""The bytes themselves: kept once under their SHA-256, compressed; what stands under a key is never another content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import zstandard

from crawler.store.database import Pair, raw_path
from crawler.store.errors import StoreError
from crawler.store.raw.dictionaries import NO_FAMILY, dictionaries_of, is_text
from crawler.store.transactions import transaction

COPIED_TOGETHER = 50
"""Blobs a transaction (DESIGN.md, "The store": 50 to 500 rows)."""

_INSERT = (
    "INSERT INTO blobs (sha256, size, codec, dictionary, family, bytes) VALUES (?, ?, 'zstd', ?, ?, ?) "
    "ON CONFLICT DO NOTHING"
)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def keep_blobs(pair: Pair, bodies: Sequence[bytes], families: Sequence[str] | None = None) -> int:
    """Commit the bytes that are not yet held, all in one transaction of the raw file (one fsync). Returns how many.

    `families`: the page family of each body (crawler.store.raw.dictionaries.family_of), under whose dictionaries it is
    compressed; None: not known here, they are kept plain until `train` asks the captures.
    """
    dictionaries = dictionaries_of(pair.raw)
    known: Sequence[str | None] = [None] * len(bodies) if families is None else families
    rows = []
    seen: set[str] = set()
    for body, family in zip(bodies, known, strict=True):
        sha256 = digest(body)
        if sha256 in seen or is_held(pair, sha256):
            continue
        seen.add(sha256)
        own = family if is_text(body) else NO_FAMILY
        packed = dictionaries.compress(pair.raw, body, own or NO_FAMILY)
        rows.append((sha256, len(body), packed.dictionary, own, packed.data))
    if rows:
        with transaction(pair.raw):
            pair.raw.conn.executemany(_INSERT, rows)
    return len(rows)


def is_held(pair: Pair, sha256: str) -> bool:
    return pair.raw.execute("SELECT 1 FROM blobs WHERE sha256 = ?", [sha256]).fetchone() is not None


def load_blob(pair: Pair, sha256: str) -> bytes:
    """The bytes under this key. Raises StoreError when they are missing or no longer have their SHA-256."""
    row = pair.raw.execute("SELECT size, dictionary, bytes FROM blobs WHERE sha256 = ?", [sha256]).fetchone()
    if row is None:
        raise StoreError(f"{raw_path(pair.path)}: no bytes under {sha256}; restore the file from a backup")
    return _unpacked(pair, sha256, *row)


def copy_blobs(source: Pair, target: Pair, sha256s: Iterable[str]) -> int:
    """Copy what `target` does not hold, compressed as it is, after its bytes were proved; dictionaries go first.

    Returns how many were copied. A kill in the middle leaves whole blobs only; the same call goes on with the others.
    Raises StoreError for the first that is missing or damaged in `source`.
    """
    wanted = iter(sha256s)
    copied = 0
    while batch := list(islice(wanted, COPIED_TOGETHER)):
        lacking = [sha256 for sha256 in dict.fromkeys(batch) if not is_held(target, sha256)]
        rows = list(_proved_rows(source, lacking))
        with transaction(target.raw):
            for name in dict.fromkeys(row[2] for row in rows if row[2] is not None):
                _copy_dictionary(source, target, name)
            target.raw.conn.executemany(_INSERT, rows)
        copied += len(rows)
    dictionaries_of(target.raw).forget_families()
    return copied


def _proved_rows(source: Pair, sha256s: Iterable[str]) -> Iterator[tuple[str, int, str | None, str | None, bytes]]:
    for sha256 in sha256s:
        row = source.raw.execute(
            "SELECT size, dictionary, bytes, family FROM blobs WHERE sha256 = ?", [sha256]
        ).fetchone()
        if row is None:
            raise StoreError(f"{raw_path(source.path)}: no bytes under {sha256}; restore the file from a backup")
        size, dictionary, packed, family = row
        _unpacked(source, sha256, size, dictionary, packed)
        yield sha256, size, dictionary, family, packed


def _copy_dictionary(source: Pair, target: Pair, name: str) -> None:
    row = source.raw.execute(
        "SELECT id, family, trained_at, samples, bytes FROM dictionaries WHERE id = ?", [name]
    ).fetchone()
    target.raw.execute(
        "INSERT INTO dictionaries (id, family, trained_at, samples, bytes) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        list(row),
    )


def _unpacked(pair: Pair, sha256: str, size: int, dictionary: str | None, packed: bytes) -> bytes:
    where = raw_path(pair.path)
    try:
        # What a frame says of its own size would be believed, and so much memory be asked for: it is compared first.
        if zstandard.frame_content_size(packed) != size:
            raise StoreError(f"{where}: {sha256} cannot be unpacked (another size is stated); restore a backup")
        data = dictionaries_of(pair.raw).decompressor(pair.raw, dictionary).decompress(packed, max_output_size=size)
    except zstandard.ZstdError as error:
        raise StoreError(f"{where}: {sha256} cannot be unpacked ({error}); restore a backup") from error
    if digest(data) != sha256:
        raise StoreError(f"{where}: the bytes under {sha256} are damaged; restore the file from a backup")
    return data
