"""`nianbao import`: files that somebody already has go the same road as a crawl's, from the archive on."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import click

from crawler.commands.compact import train_at_the_end
from crawler.commands.console import fail, notices, one_line_errors, output
from crawler.commands.databases import REAL
from crawler.commands.interruption import interruptible
from crawler.commands.stated_rows import apply_stated_rows, load_stated_rows
from crawler.commands.status import unread_lines
from crawler.commands.withheld_file import apply_withheld
from crawler.configuration import load_configuration
from crawler.documents.limits import MAX_BYTES
from crawler.sources import load_sources
from crawler.store.archive.captures import ImportedFile, archive_files
from crawler.store.bodies.registry import sync_registry
from crawler.store.database import Pair, check_target, close_pair, open_pair
from crawler.store.grouping.reports import Applied
from crawler.store.run_lock import run_lock
from crawler.store.status import status as status_of
from pipelines.read import ReadingQueue, pending
from pipelines.workers import ReadingLimits, ReadingPool

SUPPORTED = (".html", ".htm", ".shtml", ".txt", ".pdf")
GROUP = 50
GROUP_BYTES = 32 * 1024 * 1024
"""Fifty files of the largest size would not fit in memory."""
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
    missed: list[str] = field(default_factory=list)
    """Files that could not be opened, or are too large: a line each."""

    def add(self, applied: Applied) -> None:
        self.read += applied.read
        self.not_reports += applied.not_a_report
        self.failed += applied.failed
        self.new_reports += applied.new_reports
        self.new_versions += applied.new_versions


@dataclass(frozen=True, slots=True)
class Found:
    """What lies below the paths that were named, folders walked in name order."""

    files: list[Path]
    passed_over: list[str]
    """Files of other kinds, and what is no file: a line each."""
    unreadable: list[str]
    """Folders that cannot be looked into: a line each."""


def files_below(paths: Sequence[Path]) -> Found:
    found = Found([], [], [])
    for path in paths:
        for file in _below(path, found.unreadable) if path.is_dir() else [path]:
            if file.suffix.lower() not in SUPPORTED:
                found.passed_over.append(f"{_shown(file)}: only {', '.join(SUPPORTED)} files are read")
            elif file.is_file():
                found.files.append(file)
            else:
                found.passed_over.append(f"{_shown(file)}: not a file, or a link that leads to none")
    return found


def _below(folder: Path, unreadable: list[str]) -> Iterator[Path]:
    """Links to folders are not followed: they may lead round in a circle."""

    def refused(error: OSError) -> None:
        unreadable.append(f"{_shown(Path(error.filename))}: {error.strerror}")

    for here, folders, names in os.walk(folder, onerror=refused):
        folders.sort()
        yield from (Path(here, name) for name in sorted(names))


def _shown(file: Path) -> str:
    """A path on one line, whatever its name holds (a line break, bytes that are no UTF-8)."""
    text = str(file)
    return text if text.isprintable() else ascii(text)


def _read_file(file: Path) -> ImportedFile | str:
    """The file, or one line that says why it could not be had."""
    try:
        size = file.stat().st_size
        if size > MAX_BYTES:
            return f"{_shown(file)}: {size:,} bytes, more than the {MAX_BYTES:,} that are read"
        data = file.read_bytes()
    except OSError as error:
        return f"{_shown(file)}: {error.strerror}"
    # A name's undecodable bytes have no place in a database's text; they are kept visible.
    name = os.fsencode(file.name).decode("utf-8", errors="backslashreplace")
    return ImportedFile(name=name, data=data, imported_at=datetime.now(UTC))


def import_files(pair: Pair, files: Sequence[Path], limits: ReadingLimits) -> Tally:
    tally = Tally(files=len(files))
    pool = ReadingPool(limits)
    finished = False
    try:
        queue = ReadingQueue(pair, pool, pending(pair), tally.add)
        group: list[ImportedFile] = []
        for path in files:
            file = _read_file(path)
            if isinstance(file, str):
                tally.missed.append(file)
                continue
            group.append(file)
            if len(group) == GROUP or sum(len(one.data) for one in group) >= GROUP_BYTES:
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
    3 some file could not be read (its bytes are kept) or not be opened (it is named).
    """
    configuration = load_configuration()
    found = files_below(paths)
    for line in found.passed_over:
        notices.print(f"not imported: {line}", markup=False)
    for line in found.unreadable:
        notices.print(f"not looked into: {line}", markup=False)
    if not found.files:
        fail(f"nothing to import: no {', '.join(SUPPORTED)} file below {', '.join(map(_shown, paths))}")
    path = database or configuration.data / REAL
    registry = registry or configuration.data / "sources.csv"
    sources = load_sources(registry)
    stated = load_stated_rows(registry.parent)
    limits = ReadingLimits(configuration.workers, configuration.read_seconds, configuration.read_megabytes)
    check_target(path, "live")
    with interruptible(), run_lock(path, " ".join(["nianbao", *sys.argv[1:]])):
        pair = open_pair(path, origin="live")
        try:
            sync_registry(pair, sources)
            apply_stated_rows(pair, stated)
            apply_withheld(pair, configuration)
            tally = import_files(pair, found.files, limits)
            train_at_the_end(pair)
            unread = unread_lines(status_of(pair)) if tally.failed or tally.not_reports else []
        finally:
            close_pair(pair)
    output.print(
        f"{tally.files} files: {tally.new} new, {tally.unchanged} held already, {len(tally.missed)} not opened. "
        f"Read {tally.read}: {tally.new_reports} new reports, {tally.new_versions} new versions, "
        f"{tally.not_reports} not reports, {tally.failed} not read."
    )
    output.print(f"kept in {path} and {path.with_name(path.stem + '-raw.db')}")
    for line in tally.missed:
        notices.print(f"not imported: {line}", markup=False)
    for line in unread:
        notices.print(line, markup=False)
    if tally.failed or tally.missed or found.unreadable:
        sys.exit(SOME_NOT_READ)
