"""`nianbao verify`: every row's bytes, every number's cell, every reference and the search index, held to proof."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import cast

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from crawler.commands.console import notices, one_line_errors, output
from crawler.commands.databases import open_for_reading
from crawler.commands.interruption import interruptible
from crawler.configuration import Configuration, load_configuration
from crawler.store.database import Pair, close_pair
from crawler.store.verify.identity_rows import verify_identity
from crawler.store.verify.model import PARTS, Findings, PartName, one_line
from crawler.store.verify.readings import candidates_to_verify, verify_readings
from crawler.store.verify.rows import verify_rows
from crawler.store.verify.search_index import verify_index
from crawler.store.verify.stored_bytes import bytes_to_verify, verify_bytes
from pipelines.verify import read_each
from pipelines.workers import ReadingLimits, ReadingPool, read_parts_with_places

DOES_NOT_HOLD = 3


@click.command("verify")
@click.option("--only", type=click.Choice(PARTS), multiple=True, help="Verify this part alone (repeatable).")
@click.option(
    "--sample",
    type=click.IntRange(min=1),
    help="Unpack only so many bytes and read only so many pages again, spread evenly over the store.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
@click.option("--database", type=click.Path(path_type=Path), help="The database to read [reports.db, else demo.db].")
@one_line_errors
def verify(only: tuple[str, ...], sample: int | None, as_json: bool, database: Path | None) -> None:
    """Prove that what is stored is what the kept bytes say, and name what is not.

    rows: sound files, no missing row, every decision as identity decides it. bytes: they are there, unpack, have their
    SHA-256. readings: today's parser reads from them what is stored, and every number is printed in its cell. index:
    the search index is a fresh one's. What was only seen (times, headers, lines of lists, runs) stands in one place and
    cannot be proved. Nothing is written. Exit code: 0 all holds; 1 could not run; 2 bad usage;
    3 something does not hold, each on a line of its own.
    """
    configuration = load_configuration()
    parts = cast(tuple[PartName, ...], tuple(part for part in PARTS if not only or part in only))
    pair = open_for_reading(configuration.data, database)
    try:
        with interruptible():
            findings = verified(pair, configuration, parts, sample)
    finally:
        close_pair(pair)
    if as_json:
        click.echo(_as_json(pair, parts, findings))
    else:
        _print(pair, findings)
    if findings.faults:
        sys.exit(DOES_NOT_HOLD)


def verified(pair: Pair, configuration: Configuration, parts: tuple[PartName, ...], sample: int | None) -> Findings:
    """The parts in their fixed order, each to its end, whatever the one before has found."""
    findings = Findings()
    _stand_still(pair)
    if "rows" in parts:
        verify_rows(pair, findings)
        verify_identity(pair, findings)
    if "bytes" in parts:
        with _bar("bytes", bytes_to_verify(pair, sample)) as advance:
            verify_bytes(pair, findings, sample, advance)
    if "readings" in parts:
        _verify_readings(pair, configuration, findings, sample)
    if "index" in parts:
        verify_index(pair, findings)
    return findings


def _stand_still(pair: Pair) -> None:
    """What a crawl writes meanwhile is not looked at. Bytes are committed before their rows, so the rows' file is held
    first: every row that is seen has its bytes in what is seen of the other file."""
    for half in (pair.browse, pair.raw):
        half.execute("BEGIN")
        half.execute("SELECT count(*) FROM store_info").fetchone()


def _verify_readings(pair: Pair, configuration: Configuration, findings: Findings, sample: int | None) -> None:
    candidates = candidates_to_verify(pair, findings, sample)
    limits = ReadingLimits(configuration.workers, configuration.read_seconds, configuration.read_megabytes)
    pool = ReadingPool(limits, read_parts_with_places)
    finished = False
    try:
        with _bar("readings", len(candidates)) as advance:
            verify_readings(pair, findings, candidates, partial(read_each, pair, pool), advance)
        finished = True
    finally:
        pool.close() if finished else pool.stop()


@contextmanager
def _bar(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal; in a log nothing."""
    if not notices.is_terminal:
        yield lambda done: None
        return
    columns = (TextColumn(f"verifying {what}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=notices, transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda done: bar.advance(task, done)


def _print(pair: Pair, findings: Findings) -> None:
    for fault in findings.faults:
        output.print(fault.line, markup=False)
    for notice in findings.notices:
        notices.print(one_line(notice), markup=False)
    looked = ", ".join(f"{count:,} {what}" for what, count in findings.checked.items())
    verdict = f"{len(findings.faults):,} faults" if findings.faults else "all of it holds"
    output.print(f"{pair.path}: {looked}: {verdict}", markup=False)


def _as_json(pair: Pair, parts: tuple[PartName, ...], findings: Findings) -> str:
    return json.dumps(
        {
            "database": str(pair.path),
            "parts": parts,
            "holds": not findings.faults,
            "checked": dict(findings.checked),
            "faults": [asdict(fault) for fault in findings.faults],
            "notices": findings.notices,
        },
        ensure_ascii=False,
        indent=1,
    )
