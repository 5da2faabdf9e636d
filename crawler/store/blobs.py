"""The bytes themselves: written once under their SHA-256, compressed, never rewritten."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import zstandard

from crawler.store.database import Pair, raw_path
from crawler.store.errors import StoreError
from crawler.store.transactions import transaction

_LEVEL = 6
"""Measured on four real pages of 47 KB: 6 % smaller than level 3 for 0.4 ms more a page; level 9 saves no more."""


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def keep_blobs(pair: Pair, bodies: Iterable[bytes]) -> int:
    """Commit the bytes that are not yet held, all in one transaction of the raw file (one fsync). Returns how many."""
    wanted = {digest(body): body for body in bodies}
    rows = []
    compressor = zstandard.ZstdCompressor(level=_LEVEL)
    for sha256, body in wanted.items():
        if pair.raw.execute("SELECT 1 FROM blobs WHERE sha256 = ?", [sha256]).fetchone() is None:
            rows.append((sha256, len(body), compressor.compress(body)))
    if rows:
        with transaction(pair.raw):
            pair.raw.conn.executemany(
                "INSERT INTO blobs (sha256, size, codec, bytes) VALUES (?, ?, 'zstd', ?) ON CONFLICT DO NOTHING", rows
            )
    return len(rows)


def load_blob(pair: Pair, sha256: str) -> bytes:
    """The bytes under this key. Raises StoreError when they are missing or no longer have their SHA-256."""
    row = pair.raw.execute("SELECT size, bytes FROM blobs WHERE sha256 = ?", [sha256]).fetchone()
    if row is None:
        raise StoreError(f"{raw_path(pair.path)}: no bytes under {sha256}; restore the file from a backup")
    try:
        data = zstandard.ZstdDecompressor().decompress(row[1], max_output_size=row[0])
    except zstandard.ZstdError as error:
        raise StoreError(f"{raw_path(pair.path)}: {sha256} cannot be unpacked ({error}); restore a backup") from error
    if digest(data) != sha256:
        raise StoreError(f"{raw_path(pair.path)}: the bytes under {sha256} are damaged; restore the file from a backup")
    return data
