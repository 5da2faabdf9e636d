"""When a page family is given a dictionary, and its pages are kept under it.

At the end of a run, never in an event loop. A dictionary is committed before any blob names it, and each blob is
proved by its SHA-256 before its row is replaced, so a kill in the middle loses nothing and the next run goes on.
Nothing is random: the same blobs give the same dictionary.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product

import zstandard

from crawler.store.database import Pair
from crawler.store.errors import StoreError
from crawler.store.moments import stored_moment
from crawler.store.raw.blobs import digest, load_blob
from crawler.store.raw.dictionaries import LEVEL, NO_FAMILY, WORTH, dictionaries_of, is_text, stored_families
from crawler.store.transactions import transaction

PAGES_NEEDED = 100
"""Plain pages of a family before it is given a dictionary: four of five are trained on, the fifth says what it saves.
A smaller family costs the store less plain (0.7 MB at 6.8 KB a page) than it is worth to look at."""
SAMPLES = 250
"""Of which every fifth is held out, to measure what a dictionary saves on pages that it was not trained on."""
HELD_OUT = 5
SAMPLE_BYTES = 512 * 1024
"""A longer page is no sample: a few of them would be the whole dictionary."""
SIZES = (112 * 1024, 32 * 1024)
"""Measured on the replica's trs pages (53 KB, 6.8 KB plain), held out: 32 KB → 1.4 KB a page, 64 KB → 0.7, 112 KB →
0.5. The smaller is for lists of a few KB, and for families whose pages have little in common."""
SEGMENTS = (2048, 256)
"""Bytes that are taken over in one piece. Measured on the same pages: 2,048 → 523 bytes a page, 1,024 → 643, 256 →
1,205. Left to choose for itself, zstd takes four times as long and, with 80 samples, finds 7 KB for a dictionary of
112 (5,091 bytes a page). The shorter is for pages that share lines rather than whole frames."""
_SHORTEST_MATCH = 8
RETURN = 2
"""A dictionary is kept when the pages at hand save this many times its own size."""
BATCH = 50
_PLAIN = "dictionary IS NULL AND family IS NOT ''"
"""Word for word the condition of the index `blobs_plain`."""


@dataclass(frozen=True, slots=True)
class Trained:
    """What a training did: dictionaries made, blobs kept anew, and bytes that this saved, dictionaries included."""

    dictionaries: int = 0
    blobs: int = 0
    bytes_saved: int = 0
    damaged: frozenset[str] = frozenset()
    """A line for each blob that could not be read: it stays as it is, and `nianbao verify` says more."""

    def __add__(self, other: Trained) -> Trained:
        return Trained(
            self.dictionaries + other.dictionaries,
            self.blobs + other.blobs,
            self.bytes_saved + other.bytes_saved,
            self.damaged | other.damaged,
        )


def train(pair: Pair, on_progress: Callable[[int], None] = lambda blobs: None) -> Trained:
    """Give every family that has enough plain pages a dictionary, and keep its plain pages under it.

    `on_progress` is told of every batch of blobs that was looked at.
    """
    done = _find_families(pair)
    for family, plain in _families_of_plain_pages(pair):
        if dictionaries_of(pair.raw).has_any(pair.raw, family):
            done += _keep_anew(pair, family, on_progress)  # what a killed run has left
        elif plain < PAGES_NEEDED:
            continue
        if len(_plain_pages(pair, family)) >= PAGES_NEEDED:
            given = _give_dictionary(pair, family)
            done += given
            if given.dictionaries:
                done += _keep_anew(pair, family, on_progress)
    return done


def train_dictionary(pages: Sequence[bytes], plain_pages: int) -> bytes | None:
    """The dictionary that saves most on `plain_pages` pages like these; None where none saves enough. Pure."""
    held_out = pages[::HELD_OUT]
    samples: list[bytes | bytearray | memoryview[int]] = [page for place, page in enumerate(pages) if place % HELD_OUT]
    plain = zstandard.ZstdCompressor(level=LEVEL)
    costs = [len(plain.compress(page)) for page in held_out]
    best, most = None, 0.0
    for size, segment in product(SIZES, SEGMENTS):
        try:
            made = zstandard.train_dictionary(size, samples, k=segment, d=_SHORTEST_MATCH)
        except zstandard.ZstdError:
            continue  # zstd's word for samples that have too little in common, or are too short
        packer = zstandard.ZstdCompressor(level=LEVEL, dict_data=made)
        packed = (len(packer.compress(page)) for page in held_out)
        # As pages are kept: one that is hardly smaller stays plain, and saves nothing.
        gains = (before - now for before, now in zip(costs, packed, strict=True) if now < before * WORTH)
        saved = sum(gains) * plain_pages / len(held_out)
        data = made.as_bytes()
        if saved >= RETURN * len(data) and saved - len(data) > most:
            best, most = data, saved - len(data)
    return best


def _find_families(pair: Pair) -> Trained:
    """Blobs from before there were families: that of the capture which holds them; what nothing holds waits."""
    unknown = [
        sha256
        for (sha256,) in pair.raw.execute(f"SELECT sha256 FROM blobs WHERE {_PLAIN} AND family IS NULL").fetchall()
    ]
    damaged: set[str] = set()
    for batch in _batches(unknown):
        families = {sha256: next(stored_families(pair.browse, sha256), None) for sha256 in batch}
        held = {sha256: family for sha256, family in families.items() if family is not None}
        rows = [(held[sha256] if is_text(body) else NO_FAMILY, sha256) for sha256, body in _bodies(pair, held, damaged)]
        with transaction(pair.raw):
            pair.raw.conn.executemany("UPDATE blobs SET family = ? WHERE sha256 = ?", rows)
    return Trained(damaged=frozenset(damaged))


def _bodies(pair: Pair, sha256s: Iterable[str], damaged: set[str]) -> Iterator[tuple[str, bytes]]:
    """Those that can be read; of the others a line is added to `damaged`."""
    for sha256 in sha256s:
        try:
            body = load_blob(pair, sha256)
        except StoreError as error:
            damaged.add(str(error))
        else:
            yield sha256, body


def _batches(sha256s: Sequence[str]) -> Iterator[Sequence[str]]:
    return (sha256s[start : start + BATCH] for start in range(0, len(sha256s), BATCH))


def _families_of_plain_pages(pair: Pair) -> list[tuple[str, int]]:
    """(family, its plain pages), in the order of their names."""
    return pair.raw.execute(
        f"SELECT family, count(*) FROM blobs WHERE {_PLAIN} AND family IS NOT NULL GROUP BY family ORDER BY family"
    ).fetchall()


def _plain_pages(pair: Pair, family: str) -> list[str]:
    """In the order of their SHA-256, which has nothing to do with their content."""
    rows = pair.raw.execute(f"SELECT sha256 FROM blobs WHERE {_PLAIN} AND family = ? ORDER BY sha256", [family])
    return [sha256 for (sha256,) in rows.fetchall()]


def _give_dictionary(pair: Pair, family: str) -> Trained:
    plain = _plain_pages(pair, family)
    damaged: set[str] = set()
    chosen = plain[:: max(1, len(plain) // SAMPLES)][:SAMPLES]
    pages = [body for _, body in _bodies(pair, chosen, damaged) if 0 < len(body) <= SAMPLE_BYTES]
    made = train_dictionary(pages, len(plain)) if len(pages) >= PAGES_NEEDED // 2 else None
    if made is None:
        return Trained(damaged=frozenset(damaged))
    with transaction(pair.raw):
        pair.raw.execute(
            "INSERT INTO dictionaries (id, family, trained_at, samples, bytes) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            [hashlib.sha256(made).hexdigest(), family, stored_moment(datetime.now(UTC)), len(pages), made],
        )
    dictionaries_of(pair.raw).forget_families()
    return Trained(dictionaries=1, bytes_saved=-len(made), damaged=frozenset(damaged))


def _keep_anew(pair: Pair, family: str, on_progress: Callable[[int], None]) -> Trained:
    """Plain pages of a family under its dictionaries, where that is worth it, a transaction a batch."""
    dictionaries = dictionaries_of(pair.raw)
    done = Trained()
    damaged: set[str] = set()
    for batch in _batches(_plain_pages(pair, family)):
        rows = []
        for sha256, body in _bodies(pair, batch, damaged):
            packed = dictionaries.compress(pair.raw, body, family)
            if packed.dictionary is None:
                continue
            again = dictionaries.decompressor(pair.raw, packed.dictionary).decompress(
                packed.data, max_output_size=len(body)
            )
            if digest(again) != sha256:
                raise StoreError(f"{sha256}: zstd did not give its bytes back under {packed.dictionary}; kept plain")
            rows.append((packed.data, packed.dictionary, sha256))
        done += Trained(blobs=len(rows), bytes_saved=_replace(pair, rows))
        on_progress(len(batch))
    return done + Trained(damaged=frozenset(damaged))


def _replace(pair: Pair, rows: Sequence[tuple[bytes, str, str]]) -> int:
    """Put (bytes, dictionary, SHA-256) in place of the plain rows, in one transaction. Returns the bytes saved."""
    if not rows:
        return 0
    saved = 0
    with transaction(pair.raw):
        for data, name, sha256 in rows:
            [before] = pair.raw.execute("SELECT length(bytes) FROM blobs WHERE sha256 = ?", [sha256]).fetchone()
            pair.raw.execute("UPDATE blobs SET bytes = ?, dictionary = ? WHERE sha256 = ?", [data, name, sha256])
            saved += before - len(data)
    return saved
