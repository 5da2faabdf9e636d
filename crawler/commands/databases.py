"""Which database a command means: the real corpus, the demonstration, or the one that was named."""

from __future__ import annotations

from pathlib import Path

from crawler.store.database import Pair, close_pair, open_pair, read_pair
from crawler.store.errors import StoreError
from crawler.store.status import report_count

REAL = "reports.db"
DEMONSTRATION = "demo.db"


def choose_database(data: Path, named: Path | None) -> Path:
    """The named one; else reports.db if it holds reports, else demo.db. Raises StoreError if there is none."""
    if named is not None:
        if not named.exists():
            raise StoreError(f"{named}: no such database; `nianbao crawl` or `make demo` makes one")
        if named.suffix != ".db":
            raise StoreError(f"{named}: not a database of Nianbao's; one is called NAME.db")
        return named
    real, demonstration = data / REAL, data / DEMONSTRATION
    if real.exists():
        pair = read_pair(real)
        try:
            if report_count(pair) or not demonstration.exists():
                return real
        finally:
            close_pair(pair)
    if demonstration.exists():
        return demonstration
    raise StoreError(f"{data}: no database yet; run `make demo` for the demonstration, or `make crawl`")


def open_for_reading(data: Path, named: Path | None) -> Pair:
    return read_pair(choose_database(data, named))


def open_for_writing(path: Path, *, make_index: bool = True) -> Pair:
    """An existing pair, whatever its origin: for commands that ask no network. `make_index` as in open_pair."""
    pair = read_pair(path)
    origin = pair.origin
    close_pair(pair)
    return open_pair(path, origin=origin, make_index=make_index)
