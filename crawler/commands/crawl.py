"""`nianbao crawl`: one run, from the registry to the closing table."""

from __future__ import annotations

import platform
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import click

from crawler.commands.closing_table import SOME_INCOMPLETE, SkippedSource, closing_table, exit_code, reason_lines
from crawler.commands.console import fail, notices, one_line_errors, output
from crawler.commands.databases import DEMONSTRATION, REAL
from crawler.commands.interruption import Interrupted, Interruption, interruptible
from crawler.commands.progress import CrawlProgress
from crawler.configuration import Configuration, load_configuration
from crawler.replica.process import ReplicaProcess
from crawler.replica.truth import registry_csv
from crawler.reports.model import PARSER_VERSION
from crawler.settings import LiveMode, ReplicaMode
from crawler.sources import Source, load_sources, parse_sources
from crawler.store.captures import settle_attachments
from crawler.store.crawls import begin_crawl, end_crawl
from crawler.store.database import Pair, close_pair, open_pair
from crawler.store.registry import sync_registry
from crawler.store.run_lock import run_lock
from pipelines.read import ReadingQueue, pending
from pipelines.run import CrawlRun, VisitResult
from pipelines.workers import ReadingLimits, ReadingPool

NO_CONTACT = (
    "NIANBAO_CONTACT is not set: give an e-mail or web address at which the crawled sites can reach you, "
    "for example `export NIANBAO_CONTACT=you@example.org`"
)
USAGE = 2


@dataclass(frozen=True, slots=True)
class Selection:
    source_ids: tuple[str, ...]
    families: tuple[str, ...]
    divisions: tuple[str, ...]
    """GB/T 2260 codes; trailing zeros stand for all below (530000 = all of Yunnan)."""

    def holds(self, source: Source) -> bool:
        return (
            (not self.source_ids or source.id in self.source_ids)
            and (not self.families or source.family in self.families)
            and (not self.divisions or any(_lies_in(source.division, division) for division in self.divisions))
        )


def _lies_in(division: str, whole: str) -> bool:
    pairs = [whole[index : index + 2] for index in (0, 2, 4)]
    while pairs and pairs[-1] == "00":
        pairs.pop()
    return division.startswith("".join(pairs))


def select(sources: Sequence[Source], selection: Selection) -> tuple[Source, ...]:
    """The selected rows. Ends the command where a name stands for no source, since a typo must not crawl nothing."""
    for source_id in selection.source_ids:
        if all(source.id != source_id for source in sources):
            fail(f"--source {source_id}: no such source; `nianbao sources list` shows them", USAGE)
    chosen = tuple(source for source in sources if selection.holds(source))
    if not chosen:
        fail("no source matches the selection; `nianbao sources list` shows them", USAGE)
    return chosen


def split_by_state(
    sources: Sequence[Source], families: frozenset[str], *, replica: bool
) -> tuple[list[Source], list[SkippedSource]]:
    """Which sources are walked, and why the others are not."""
    walked: list[Source] = []
    skipped: list[SkippedSource] = []
    for source in sources:
        if source.state == "disabled":
            skipped.append(SkippedSource(source.id, "disabled in the registry"))
        elif source.state == "unlisted":
            skipped.append(SkippedSource(source.id, "the registry knows no list address"))
        elif source.state == "assumed" and not replica:
            skipped.append(
                SkippedSource(source.id, "its list address is assumed, not observed: only the replica serves it")
            )
        elif source.family not in families:
            skipped.append(SkippedSource(source.id, f"no spider walks the family {source.family} yet"))
        else:
            walked.append(source)
    return walked, skipped


@contextmanager
def _mode(
    replica: bool, configuration: Configuration, sites: int, reports: int, log: Path | None, faults: Sequence[str]
) -> Iterator[LiveMode | ReplicaMode]:
    if not replica:
        yield LiveMode(proxy=configuration.proxy or None)
        return
    with ReplicaProcess(sites=sites, reports=reports, log=log, faults=faults) as process:
        notices.print("replica: a small government web on loopback; no pauses, still one request at a time per host")
        yield ReplicaMode(proxy=process.proxy, certificate_authority=str(process.certificate_authority))


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
    queue = ReadingQueue(pair, pool, pending(pair), lambda applied: None)
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
        "unchanged": sum(result.changes.unchanged for result in run.visits),
    }


@click.command("crawl")
@click.option("--source", "source_ids", multiple=True, metavar="ID", help="Walk only this source (repeatable).")
@click.option(
    "--family", "families", multiple=True, metavar="SLUG", help="Walk only sources of this family (repeatable)."
)
@click.option(
    "--division",
    "divisions",
    multiple=True,
    metavar="CODE",
    help="Walk only sources in this GB/T 2260 division (repeatable).",
)
@click.option("--replica", is_flag=True, help="Crawl the embedded replica on loopback instead of the live sites.")
@click.option("--full", is_flag=True, help="Walk every list to its end, also where page 1 is unchanged.")
@click.option(
    "--database",
    type=click.Path(path_type=Path),
    help="The database to write [data/reports.db; with --replica data/demo.db].",
)
@click.option("--registry", type=click.Path(path_type=Path), help="The registry to read [data/sources.csv].")
@click.option("--no-read", is_flag=True, help="Only archive: what is fetched stays pending for the next run.")
@click.option("--replica-sites", default=0, metavar="N", help="With --replica: N generated sites beside the five.")
@click.option("--replica-reports", default=20, metavar="M", help="With --replica-sites: M reports on each.")
@click.option(
    "--replica-fault", multiple=True, metavar="NAME[@HOST]", help="With --replica: a misbehaviour to switch on."
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
    full: bool,
    database: Path | None,
    registry: Path | None,
    no_read: bool,
    replica_sites: int,
    replica_reports: int,
    replica_fault: tuple[str, ...],
    replica_log: Path | None,
) -> None:
    """Walk the registered columns, archive what is new and read it.

    Exit code: 0 all sources complete; 1 could not run; 2 bad usage; 3 some incomplete, blocked or disallowed;
    4 some down or moved.
    """
    if not replica and (replica_sites or replica_fault or replica_log):
        raise click.UsageError("--replica-sites, --replica-fault and --replica-log go with --replica")
    configuration = load_configuration()
    if not replica and not configuration.contact:
        fail(NO_CONTACT)
    sources = load_sources(registry or configuration.data / "sources.csv")
    if replica_sites:
        sources += parse_sources(registry_csv(replica_sites, replica_reports), "the replica's generated sites")
    path = database or configuration.data / (DEMONSTRATION if replica else REAL)
    from crawler.commands.walk import walked_families

    chosen = select(sources, Selection(source_ids, families, divisions))
    walked, skipped = split_by_state(chosen, walked_families(), replica=replica)
    if not walked:
        _print_closing([], skipped)
        fail("none of the selected sources can be walked (see the reasons above)")
    with interruptible() as interruption, run_lock(path, " ".join(["nianbao", *sys.argv[1:]])):
        pair = open_pair(path, origin="replica" if replica else "live")
        try:
            sync_registry(pair, sources)
            with _mode(replica, configuration, replica_sites, replica_reports, replica_log, replica_fault) as mode:
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
        finally:
            close_pair(pair)
    _print_closing(run.visits, skipped)
    if run.failure is not None:
        fail(f"{run.failure}; the run stopped, what was archived before is kept")
    _say_what_next(path, replica)
    code = exit_code(result.visit.outcome for result in run.visits)
    if run.interrupted is not None:
        fail(f"stopped by {run.interrupted}; what was fetched is kept, run it again to go on", code or SOME_INCOMPLETE)
    sys.exit(code)


def _print_closing(visits: Sequence[VisitResult], skipped: Sequence[SkippedSource]) -> None:
    output.print(closing_table(visits, skipped))
    for line in reason_lines(visits, skipped):
        output.print(line, markup=False)


def _say_what_next(path: Path, replica: bool) -> None:
    output.print(
        f"kept in {path} and {path.with_name(path.stem + '-raw.db')}; Scrapy's log: {path.with_suffix('.log')}"
    )
    if replica:
        output.print("This is demonstration data (演示数据). Look at it with: make browse")
