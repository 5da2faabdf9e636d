"""The store: rows a second against plain SQLite, bytes a report, re-parse on one core and two, search at 20,000."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from bench.large_store import archived, generated_corpus, replica_corpus
from bench.search import measure_search_in
from crawler.configuration import PROJECT, load_configuration
from crawler.reports.model import Reading
from crawler.store.archive.queue import Candidate, all_candidates, load_parts
from crawler.store.database import Pair, close_pair, open_pair, raw_path, read_pair
from crawler.store.grouping.reports import apply_readings
from crawler.store.raw.training import train
from crawler.store.readings.reading_rows import insert_reading
from crawler.store.transactions import transaction
from pipelines.read import BATCH, ReadingQueue, Supply, pending
from pipelines.workers import ReadingLimits, ReadingPool, read_parts

SITES, REPORTS = 12, 84
"""1,008 generated reports of distinct pages: 12 sites of four families, seven departments each."""
REREAD = 300
"""Reports of the re-parse's rounds."""
BUDGETS = {"with raw": 30.0, "without raw": 18.0}
"""KB a report (DESIGN.md, "Budgets")."""


def measure_store() -> None:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        demonstration = archived(place / "replica.db", replica_corpus(PROJECT / "data" / "sources.csv"))
        corpus = generated_corpus(SITES, REPORTS)
        generated = archived(place / "generated.db", corpus)
        try:
            readings = _read(generated)
            _measure_rows(generated, place / "plain.db", readings)
            _measure_reparse(generated)
            apply_readings(demonstration, _read(demonstration))
        finally:
            close_pair(generated)
            close_pair(demonstration)
        _measure_size("the replica's five sites", place / "replica.db")
        _measure_size(f"generated, {SITES} sites", place / "generated.db")
        measure_search_in(place / "generated.db", place / "large.db")


def _limits(workers: int) -> ReadingLimits:
    configuration = load_configuration()
    return ReadingLimits(workers, configuration.read_seconds, configuration.read_megabytes)


def _read(pair: Pair) -> list[tuple[Candidate, Reading | str]]:
    """Every candidate's reading, made here: what is measured of it is what the store does with it."""
    return [(one, read_parts(load_parts(pair, one))) for one in all_candidates(pair)]


def _measure_rows(pair: Pair, plain: Path, readings: Sequence[tuple[Candidate, Reading | str]]) -> None:
    """The store's own road for rows (identity, versions, the index of every text) against executemany of the same rows
    into the same tables with the same indexes, in as many transactions; the index's own tables are left out of both
    counts."""
    tables = _tables(pair.browse.conn)
    before = _counts(pair.browse.conn, tables)
    started = time.process_time()
    for start in range(0, len(readings), BATCH):
        apply_readings(pair, readings[start : start + BATCH])
    ours = time.process_time() - started
    after = _counts(pair.browse.conn, tables)
    rows = sum(after.values()) - sum(before.values())
    held = {
        table: pair.browse.execute(f"SELECT * FROM {table}").fetchall()
        for table in tables
        if after[table] > before[table]
    }
    other = open_pair(plain, origin="replica")
    other.browse.execute("PRAGMA foreign_keys = OFF")
    inserted = sum(map(len, held.values()))
    started = time.process_time()
    for table, lines in held.items():
        marks = ", ".join("?" * len(lines[0]))
        step = max(1, len(lines) * BATCH // len(readings))
        for start in range(0, len(lines), step):
            with other.browse.conn:
                other.browse.conn.execute("BEGIN")
                other.browse.conn.executemany(f"INSERT INTO {table} VALUES ({marks})", lines[start : start + step])
    theirs = time.process_time() - started
    close_pair(other)
    own, bare, writing = rows / ours, inserted / theirs, _rows_of_readings(plain.with_name("rows.db"), readings)
    print(f"store: {len(readings)} readings of {rows / len(readings):.0f} rows each, rows a second of processor time")
    print(f"  plain sqlite3 executemany, the same tables and indexes {bare:10,.0f}")
    print(f"  insert_reading: the rows of readings alone             {writing:10,.0f}  {writing / bare:6.2f} of it")
    print(f"  apply_readings: identity, versions, search index       {own:10,.0f}  {own / bare:6.2f} of it")


def _rows_of_readings(path: Path, readings: Sequence[tuple[Candidate, Reading | str]]) -> float:
    """Rows a second of the writing alone: nothing is decided, compared or indexed."""
    pair = open_pair(path, origin="replica")
    pair.browse.execute("PRAGMA foreign_keys = OFF")
    tables = _tables(pair.browse.conn)
    started = time.process_time()
    for start in range(0, len(readings), BATCH):
        with transaction(pair.browse):
            for candidate, reading in readings[start : start + BATCH]:
                if not isinstance(reading, str):
                    for ordinal in range(len(reading.reports)):
                        insert_reading(pair.browse, f"{candidate.id}{ordinal}", reading, ordinal)
    seconds = time.process_time() - started
    rows = sum(_counts(pair.browse.conn, tables).values())
    close_pair(pair)
    return rows / seconds


def _tables(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND name NOT LIKE '_sqlite_%' AND name NOT LIKE 'search_%' ORDER BY name"
    )
    return [name for (name,) in rows if name != "store_info"]


def _counts(connection: sqlite3.Connection, tables: Sequence[str]) -> dict[str, int]:
    return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}


def _measure_reparse(pair: Pair) -> None:
    """Bytes out of the raw file, read, applied: the road of `nianbao reparse`, which finds nothing changed."""
    candidates = all_candidates(pair)[:REREAD]
    rates = {}
    for workers in (1, 2):
        pool = ReadingPool(_limits(workers))
        ReadingQueue(pair, pool, _each(candidates[:4]), lambda applied: None).drain()  # the processes are up
        started = time.perf_counter()
        ReadingQueue(pair, pool, _each(candidates), lambda applied: None).drain()
        rates[workers] = len(candidates) / (time.perf_counter() - started)
        pool.close()
    print(f"re-parse: {len(candidates)} reports, reports a second by the clock, ratio to one reading process")
    for workers, rate in rates.items():
        print(f"  {workers} reading process{'es' if workers > 1 else '  '} {rate:8.1f}  {rate / rates[1]:6.2f}")
    assert not pending(pair)(1, frozenset()), "a re-parse leaves nothing to read"


def _each(candidates: Sequence[Candidate]) -> Supply:
    waiting = iter(candidates)

    def take(room: int, in_flight: frozenset[str]) -> Sequence[Candidate]:
        return list(islice(waiting, room))

    return take


def _measure_size(name: str, path: Path) -> None:
    """Before and after the dictionaries, vacuumed, so that no free page is counted."""
    plain = _vacuumed(path)
    pair = open_pair(path, origin="replica")
    trained = train(pair)
    close_pair(pair)
    raw = _vacuumed(path)
    pair = read_pair(path)
    [reports] = pair.browse.execute("SELECT count(*) FROM reports").fetchone()
    [pages, page_bytes] = pair.raw.execute("SELECT count(*), sum(size) FROM blobs").fetchone()
    own = path.stat().st_size
    print(f"bytes a report: {name}, {reports} reports, {pages} pages of {page_bytes / pages / 1000:.0f} KB, in KB")
    for label, size in (("with raw", own + raw), ("without raw", own)):
        kilobytes = size / reports / 1000
        print(f"  {label:12} {kilobytes:6.1f}  {kilobytes / BUDGETS[label]:5.2f} of the budget of {BUDGETS[label]:.0f}")
    print(
        f"  raw alone    {raw / reports / 1000:6.1f}  plain zstd {plain / reports / 1000:.1f}; "
        f"{trained.dictionaries} dictionaries, {trained.blobs} pages under them"
    )
    found = pair.browse.execute(
        "SELECT tables.tbl_name, sum(pgsize) FROM dbstat JOIN sqlite_master AS tables ON tables.name = dbstat.name "
        "GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 10"
    ).fetchall()
    parts = ", ".join(f"{table} {size / reports / 1000:.2f}" for table, size in found)
    print(f"  tables with their indexes: {parts}")
    close_pair(pair)


def _vacuumed(path: Path) -> int:
    """Bytes of the raw file, when both files hold no free page."""
    for file in (path, raw_path(path)):
        connection = sqlite3.connect(file)
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
    return raw_path(path).stat().st_size
