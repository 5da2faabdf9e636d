"""`nianbao import`: files that somebody already has go the same road as a crawl's, from the archive on."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import click

from crawler.commands.console import fail, notices, one_line_errors, output
from crawler.commands.databases import REAL
from crawler.configuration import load_configuration
from crawler.documents.limits import MAX_BYTES
from crawler.sources import load_sources
from crawler.store.captures import ImportedFile, archive_files
from crawler.store.database import Pair, close_pair, open_pair
from crawler.store.registry import sync_registry
from crawler.store.reports import Applied
from crawler.store.run_lock import run_lock
from pipelines.read import ReadingQueue, pending
from pipelines.workers import ReadingLimits, ReadingPool

SUPPORTED = (".html", ".htm", ".shtml", ".txt", ".pdf")
GROUP = 50
SOME_NOT_READ = 3


@dataclass(slots=True)
class Tally:
    files: int = 0
    new: int = 0
    unchanged: int = 0
    read: int = 0
    not_reports: int = 0
    failed: int = 0
    new_reports: int = 0
    new_versions: int = 0

    def add(self, applied: Applied) -> None:
        self.read += applied.read
        self.not_reports += applied.not_a_report
        self.failed += applied.failed
        self.new_reports += applied.new_reports
        self.new_versions += applied.new_versions


def files_below(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """(files of a supported kind, files of other kinds), folders walked in name order."""
    supported: list[Path] = []
    others: list[Path] = []
    for path in paths:
        found = sorted(child for child in path.rglob("*") if child.is_file()) if path.is_dir() else [path]
        for file in found:
            (supported if file.suffix.lower() in SUPPORTED else others).append(file)
    return supported, others


def _read_files(files: Sequence[Path]) -> Iterator[ImportedFile]:
    for file in files:
        size = file.stat().st_size
        if size > MAX_BYTES:
            fail(f"{file}: {size:,} bytes, more than the {MAX_BYTES:,} that are read; nothing of it was imported")
        yield ImportedFile(name=file.name, data=file.read_bytes(), imported_at=datetime.now(UTC))


def import_files(pair: Pair, files: Sequence[Path], limits: ReadingLimits) -> Tally:
    tally = Tally(files=len(files))
    pool = ReadingPool(limits)
    finished = False
    try:
        queue = ReadingQueue(pair, pool, pending(pair), tally.add)
        group: list[ImportedFile] = []
        for file in _read_files(files):
            group.append(file)
            if len(group) == GROUP:
                _archive(pair, group, tally)
                group = []
                queue.pump()
        _archive(pair, group, tally)
        queue.drain()
        finished = True
    finally:
        pool.close() if finished else pool.stop()
    return tally


def _archive(pair: Pair, group: Sequence[ImportedFile], tally: Tally) -> None:
    if group:
        result = archive_files(pair, group)
        tally.new += result.new_captures
        tally.unchanged += result.unchanged


@click.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--database", type=click.Path(path_type=Path), help="The database to write [data/reports.db].")
@click.option("--registry", type=click.Path(path_type=Path), help="The registry to read [data/sources.csv].")
@one_line_errors
def import_command(paths: tuple[Path, ...], database: Path | None, registry: Path | None) -> None:
    """Archive and read files and folders (HTML, text, PDF) that were not crawled.

    A file whose bytes are held already changes nothing. Exit code: 0 all read; 1 could not run; 2 bad usage;
    3 some file could not be read (its bytes are kept).
    """
    configuration = load_configuration()
    files, others = files_below(paths)
    for other in others:
        notices.print(f"not imported: {other}: only {', '.join(SUPPORTED)} files are read")
    if not files:
        fail(f"nothing to import: no {', '.join(SUPPORTED)} file below {', '.join(map(str, paths))}")
    path = database or configuration.data / REAL
    sources = load_sources(registry or configuration.data / "sources.csv")
    limits = ReadingLimits(configuration.workers, configuration.read_seconds, configuration.read_megabytes)
    with run_lock(path, " ".join(["nianbao", *sys.argv[1:]])):
        pair = open_pair(path, origin="live")
        try:
            sync_registry(pair, sources)
            tally = import_files(pair, files, limits)
        finally:
            close_pair(pair)
    output.print(
        f"{tally.files} files: {tally.new} new, {tally.unchanged} held already. "
        f"Read {tally.read}: {tally.new_reports} new reports, {tally.new_versions} new versions, "
        f"{tally.not_reports} not reports, {tally.failed} not read."
    )
    output.print(f"kept in {path} and {path.with_name(path.stem + '-raw.db')}")
    if tally.failed:
        notices.print("why a file was not read: nianbao status")
        sys.exit(SOME_NOT_READ)
