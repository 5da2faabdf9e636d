"""`nianbao crawl`: one run, from the registry to the closing table."""

from __future__ import annotations

import platform
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import click

from crawler.commands.closing_table import (
    LEGEND,
    SOME_INCOMPLETE,
    SkippedSource,
    closing_table,
    exit_code,
    reason_lines,
)
from crawler.commands.compact import train_at_the_end
from crawler.commands.console import fail, notices, one_line_errors, output, print_table
from crawler.commands.databases import DEMONSTRATION, REAL, choose_database
from crawler.commands.division_code import division_codes
from crawler.commands.interruption import Interrupted, Interruption, interruptible
from crawler.commands.progress import CrawlProgress
from crawler.commands.replica_web import NO_CONTACT, replica_options, replica_sources, web_mode
from crawler.commands.selection import Selection, select, split_by_state
from crawler.commands.stated_rows import apply_stated_rows, load_stated_rows
from crawler.commands.withheld_file import apply_withheld
from crawler.configuration import Configuration, load_configuration
from crawler.replica.faults import parse_fault
from crawler.replica.values import ReplicaError
from crawler.reports.model import PARSER_VERSION
from crawler.settings import LiveMode, ReplicaMode
from crawler.sources import Source, load_sources
from crawler.store.archive.captures import settle_attachments
from crawler.store.bodies.registry import sync_registry
from crawler.store.database import Origin, Pair, check_target, close_pair, open_pair
from crawler.store.run_lock import run_lock
from crawler.store.status import report_count
from crawler.store.walks.crawls import begin_crawl, end_crawl
from pipelines.read import ReadingQueue, pending
from pipelines.run import CrawlRun, VisitResult
from pipelines.workers import ReadingLimits, ReadingPool

REPLICA_REPORTS = 20


def crawl_sources(
    pair: Pair,
    sources: Sequence[Source],
    mode: LiveMode | ReplicaMode,
    configuration: Configuration,
    *,
    full: bool,
    read: bool,
    arguments: dict[str, object],
    interruption: Interruption | None = None,
) -> CrawlRun:
    """One run: what an earlier one left pending is read first, without a request; then the lists are walked.

    `interruption`: how the caller hears of signals; None where it leaves them alone (benchmarks).
    """
    from crawler.commands.walk import walk  # installs Twisted's reactor, so only where a crawl begins

    limits = ReadingLimits(configuration.workers, configuration.read_seconds, configuration.read_megabytes)
    pool = ReadingPool(limits)
    finished = False
    crawl_id = begin_crawl(pair, started_at=datetime.now(UTC), arguments=arguments, versions=versions())
    progress = CrawlProgress(len(sources))
    queue = ReadingQueue(pair, pool, pending(pair), progress.applied)
    run = CrawlRun(pair, crawl_id, queue if read else None, progress.response, progress.visit, lambda: None)
    try:
        with progress:
            with run.stopping_on_failure("read"):
                if read:
                    queue.drain()
            if run.failure is None:
                log_file = pair.path.with_suffix(".log")
                walk(
                    run,
                    sources,
                    mode,
                    contact=configuration.contact,
                    full=full,
                    log_file=log_file,
                    interruption=interruption or Interruption(),
                )
            with run.stopping_on_failure("read"):
                if run.failure is None:
                    settle_attachments(pair, crawl_id)
                    if read and run.interrupted is None:
                        queue.drain()
        finished = run.failure is None and run.interrupted is None
    except Interrupted as stopped:
        run.interrupted = str(stopped)
    finally:
        pool.close() if finished else pool.stop()
    outcome = "failed" if run.failure else "stopped" if run.interrupted else "finished"
    end_crawl(pair, crawl_id, ended_at=datetime.now(UTC), totals=_totals(run), outcome=outcome)
    return run


def versions() -> dict[str, str]:
    """What made a run's rows: kept with the crawl."""
    names = ("nianbao", "scrapy", "trafilatura", "selectolax", "lxml", "pdfplumber")
    return {"python": platform.python_version(), "parser": PARSER_VERSION} | {name: version(name) for name in names}


def _totals(run: CrawlRun) -> dict[str, int]:
    return {
        "sources": len(run.visits),
        "list_pages": sum(result.visit.list_pages for result in run.visits),
        "report_pages": sum(result.visit.report_pages for result in run.visits),
        "entries": sum(result.visit.seen for result in run.visits),
        "new": sum(result.changes.new for result in run.visits),
        "changed": sum(result.changes.changed for result in run.visits),
        "withdrawn": sum(result.changes.withdrawn for result in run.visits),
        "unchanged": sum(result.changes.unchanged for result in run.visits),
    }


def _check_faults(faults: Sequence[str], sources: Sequence[Source]) -> None:
    hosts = {source.host for source in sources}
    for fault in faults:
        try:
            parse_fault(fault, hosts)
        except ReplicaError as error:
            raise click.BadParameter(str(error)) from error


@click.command("crawl")
@click.option("--source", "source_ids", multiple=True, metavar="ID", help="Walk only this source (repeatable).")
@click.option(
    "--family", "families", multiple=True, metavar="SLUG", help="Walk only sources of this family (repeatable)."
)
@click.option(
    "--division",
    "divisions",
    multiple=True,
    callback=division_codes,
    metavar="CODE",
    help="Walk only sources in this GB/T 2260 division (repeatable).",
)
@replica_options
@click.option("--full", is_flag=True, help="Walk every list to its end, also where page 1 is unchanged.")
@click.option(
    "--database",
    type=click.Path(path_type=Path),
    help="The database to write [data/reports.db; with --replica data/demo.db].",
)
@click.option("--registry", type=click.Path(path_type=Path), help="The registry to read [data/sources.csv].")
@click.option("--no-read", is_flag=True, help="Only archive: what is fetched stays pending for the next run.")
@click.option(
    "--replica-sites",
    "sites",
    type=click.IntRange(0, 500),
    default=0,
    metavar="N",
    help="With --replica: N generated sites beside the five.",
)
@click.option(
    "--replica-reports", type=click.IntRange(1, 500), metavar="M", help="With --replica-sites: M reports on each [20]."
)
@click.option(
    "--replica-fault",
    multiple=True,
    metavar="NAME[@HOST]",
    help="With --replica: a misbehaviour to switch on.",
)
@click.option(
    "--replica-log", type=click.Path(path_type=Path), help="With --replica: write every request to this file."
)
@one_line_errors
def crawl(
    source_ids: tuple[str, ...],
    families: tuple[str, ...],
    divisions: tuple[str, ...],
    replica: bool,
    replica_with: tuple[str, ...],
    full: bool,
    database: Path | None,
    registry: Path | None,
    no_read: bool,
    sites: int,
    replica_reports: int | None,
    replica_fault: tuple[str, ...],
    replica_log: Path | None,
) -> None:
    """Walk the registered columns, archive what is new and read it.

    Exit code: 0 all sources complete or unstated; 1 could not run; 2 bad usage; 3 some incomplete, blocked or
    disallowed; 4 some down or moved.
    """
    if not replica and (replica_with or sites or replica_fault or replica_log):
        raise click.UsageError("--replica-with, --replica-sites, --replica-fault and --replica-log go with --replica")
    if replica_reports is not None and not sites:
        raise click.UsageError("--replica-reports goes with --replica-sites")
    reports = replica_reports or REPLICA_REPORTS
    configuration = load_configuration()
    if not replica and not configuration.contact:
        fail(NO_CONTACT)
    registry = registry or configuration.data / "sources.csv"
    sources = load_sources(registry)
    stated = load_stated_rows(registry.parent)
    if replica:
        sources = replica_sources(sources, replica_with, sites, reports)
    _check_faults(replica_fault, sources)
    path = database or configuration.data / (DEMONSTRATION if replica else REAL)
    from crawler.commands.walk import walked_families

    chosen = select(sources, Selection(source_ids, families, divisions))
    walked, skipped = split_by_state(chosen, walked_families(), replica=replica)
    if not walked:
        _print_closing([], skipped)
        fail("none of the selected sources can be walked (see the reasons above)")
    origin: Origin = "replica" if replica else "live"
    check_target(path, origin)
    notices.print(f"crawling {len(walked)} sources into {path}")
    with interruptible() as interruption, run_lock(path, " ".join(["nianbao", *sys.argv[1:]])):
        pair = open_pair(path, origin=origin)
        try:
            sync_registry(pair, sources)
            apply_stated_rows(pair, stated)
            apply_withheld(pair, configuration)
            before = report_count(pair)
            with web_mode(
                replica,
                configuration,
                replica_with,
                sites=sites,
                reports=reports,
                log=replica_log,
                faults=replica_fault,
            ) as mode:
                run = crawl_sources(
                    pair,
                    walked,
                    mode,
                    configuration,
                    full=full,
                    read=not no_read,
                    arguments={"arguments": sys.argv[1:], "sources": [source.id for source in walked]},
                    interruption=interruption,
                )
            if run.failure is None and run.interrupted is None:
                train_at_the_end(pair)
            held = report_count(pair)
        finally:
            close_pair(pair)
    _print_closing(run.visits, skipped)
    if run.failure is not None:
        fail(f"{run.failure}; the run stopped, what was archived before is kept")
    output.print(f"{held} reports held, {held - before:+} by this run")
    _say_what_next(path, replica, configuration.data)
    code = exit_code(result.visit.outcome for result in run.visits)
    if run.interrupted is not None:
        fail(f"stopped by {run.interrupted}; what was fetched is kept, run it again to go on", code or SOME_INCOMPLETE)
    sys.exit(code)


def _print_closing(visits: Sequence[VisitResult], skipped: Sequence[SkippedSource]) -> None:
    print_table(closing_table(visits, skipped))
    output.print(LEGEND)
    for line in reason_lines(visits, skipped):
        output.print(line, markup=False)


def _say_what_next(path: Path, replica: bool, data: Path) -> None:
    output.print(
        f"kept in {path} and {path.with_name(path.stem + '-raw.db')}; Scrapy's log: {path.with_suffix('.log')}"
    )
    if replica:
        # `make browse` serves the real corpus as soon as that holds a report.
        served = choose_database(data, None) if path == data / DEMONSTRATION else None
        command = "make browse" if served == path else f"nianbao browse --database {path}"
        output.print(f"This is demonstration data (演示数据). Look at it with: {command}")
