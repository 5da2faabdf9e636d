"""Trained dictionaries of the raw file: what the pages of one family have in common, kept once.

A page family is the family of the column that a response came from and its kind (`trs/page`, `jpaas/list`): lists and
pages of one system share little, and two systems nothing. A dictionary is never deleted and never changed (triggers of
the raw file hold that), since a blob that names one cannot be read without it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakKeyDictionary

import zstandard
from sqlite_utils import Database

from crawler.store.errors import StoreError

LEVEL = 6
"""Measured on four real pages of 47 KB: 6 % smaller than level 3 for 0.4 ms more a page; level 9 saves no more. With a
dictionary level 12 is a further 20 % smaller on the replica's pages, and takes seven times as long."""
WORTH = 0.85
"""A page is kept under a dictionary that makes it smaller than this share of its plain size; the others stay plain, so
that they count as pages that the family's dictionaries do not know."""
TRIED = 4
"""The newest dictionaries of a family that are tried for a page, 0.3 ms each: a system's sites are not all alike."""
IMPORTED = "imported"
"""The family of files that a user brought."""
NO_FAMILY = ""
"""Of what no dictionary helps: a PDF or a DOCX is compressed already."""

_PACKED = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_LOOKED_AT = 1024


@dataclass(frozen=True, slots=True)
class Compressed:
    """Bytes as they stand in a row of `blobs`."""

    data: bytes
    dictionary: str | None
    """None: plain zstd."""


def family_of(column_family: str | None, kind: str) -> str:
    """The page family of a capture: of its column's family (None: a file, or a column that is gone) and its kind."""
    return IMPORTED if column_family is None else f"{column_family}/{kind}"


def is_text(body: bytes) -> bool:
    """Whether these bytes are markup, JSON or plain text, as far as their beginning says."""
    return not body.startswith(_PACKED) and b"\0" not in body[:_LOOKED_AT]


class Dictionaries:
    """The dictionaries of one open raw file, each loaded once."""

    def __init__(self) -> None:
        self._loaded: dict[str, zstandard.ZstdCompressionDict] = {}
        self._compressors: dict[str, zstandard.ZstdCompressor] = {}
        self._decompressors: dict[str, zstandard.ZstdDecompressor] = {}
        self._families: dict[str, tuple[str, ...]] = {}
        self._plain = zstandard.ZstdCompressor(level=LEVEL)

    def compress(self, raw: Database, body: bytes, family: str) -> Compressed:
        """Under that dictionary of the family which makes it smallest, or plain where none helps."""
        best = Compressed(self._plain.compress(body), None)
        if family == NO_FAMILY:
            return best
        least = len(best.data) * WORTH
        for name in self._of_family(raw, family):
            data = self._compressor(raw, name).compress(body)
            if len(data) < least:
                best, least = Compressed(data, name), len(data)
        return best

    def decompressor(self, raw: Database, name: str | None) -> zstandard.ZstdDecompressor:
        """Raises StoreError when the dictionary is missing or damaged."""
        if name is None:
            return _plain_decompressor()
        if name not in self._decompressors:
            self._decompressors[name] = zstandard.ZstdDecompressor(dict_data=self._load(raw, name))
        return self._decompressors[name]

    def has_any(self, raw: Database, family: str) -> bool:
        return bool(self._of_family(raw, family))

    def forget_families(self) -> None:
        """Another dictionary has come: what the newest of each family are is asked again."""
        self._families.clear()

    def _of_family(self, raw: Database, family: str) -> tuple[str, ...]:
        if family not in self._families:
            rows = raw.execute(
                "SELECT id FROM dictionaries WHERE family = ? ORDER BY rowid DESC LIMIT ?", [family, TRIED]
            )
            self._families[family] = tuple(name for (name,) in rows.fetchall())
        return self._families[family]

    def _compressor(self, raw: Database, name: str) -> zstandard.ZstdCompressor:
        if name not in self._compressors:
            dictionary = self._load(raw, name)
            dictionary.precompute_compress(level=LEVEL)
            self._compressors[name] = zstandard.ZstdCompressor(level=LEVEL, dict_data=dictionary)
        return self._compressors[name]

    def _load(self, raw: Database, name: str) -> zstandard.ZstdCompressionDict:
        if name not in self._loaded:
            row = raw.execute("SELECT bytes FROM dictionaries WHERE id = ?", [name]).fetchone()
            if row is None:
                raise StoreError(f"no dictionary {name} in the raw file; restore the file from a backup")
            if hashlib.sha256(row[0]).hexdigest() != name:
                raise StoreError(f"the dictionary {name} in the raw file is damaged; restore the file from a backup")
            self._loaded[name] = zstandard.ZstdCompressionDict(row[0])
        return self._loaded[name]


_OF_RAW: WeakKeyDictionary[Database, Dictionaries] = WeakKeyDictionary()


def dictionaries_of(raw: Database) -> Dictionaries:
    """Those of this connection: they go when it goes."""
    return _OF_RAW.setdefault(raw, Dictionaries())


def families_of_columns(browse: Database, columns: Iterable[str]) -> dict[str, str]:
    """Column id → its family, of those among `columns` that the store knows."""
    return dict(
        browse.execute(
            "SELECT id, family FROM sources WHERE id IN (SELECT value FROM json_each(?))", [json.dumps(list(columns))]
        ).fetchall()
    )


def stored_families(browse: Database, sha256: str) -> Iterator[str]:
    """The page families of the captures that hold these bytes, in the order of their names."""
    rows = browse.execute(
        "SELECT DISTINCT sources.family, captures.kind FROM captures LEFT JOIN sources "
        "ON sources.id = captures.source WHERE sha256 = ? ORDER BY 1, 2",
        [sha256],
    )
    return (family_of(family, kind) for family, kind in rows.fetchall())


@lru_cache(maxsize=1)
def _plain_decompressor() -> zstandard.ZstdDecompressor:
    return zstandard.ZstdDecompressor()
