"""Pages a second of the replica crawl against bare Scrapy over the same pages, with and without waiting for reading."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from crawler.replica.process import ReplicaProcess
from crawler.replica.truth import published_reports, registry_csv
from crawler.sources import parse_sources

SITES, REPORTS, ROUNDS = 20, 50, 3


def _run(module: str, *arguments: str) -> float:
    """Pages a second, as the child says."""
    answer = subprocess.run(
        [sys.executable, "-m", module, *arguments], capture_output=True, text=True, check=True, timeout=600
    )
    said = json.loads(answer.stdout.splitlines()[-1])
    if not said["pages"]:
        raise SystemExit(f"{module} fetched nothing: {answer.stderr[-500:]}")
    return said["pages"] / said["seconds"]


def measure_crawl() -> None:
    """Three rounds of bare, archive, read in turn, so that a drift of the machine's speed meets all three alike."""
    hosts = {source.host for source in parse_sources(registry_csv(SITES, REPORTS))}
    addresses = [report.url for report in published_reports(SITES, REPORTS) if report.host in hosts]
    figures: dict[str, list[float]] = {"bare": [], "archive": [], "read": []}
    with tempfile.TemporaryDirectory() as folder, ReplicaProcess(sites=SITES, reports=REPORTS, prepare=True) as replica:
        listing = Path(folder) / "addresses.txt"
        listing.write_text("\n".join(addresses))
        authority = str(replica.certificate_authority)
        for number in range(ROUNDS):
            figures["bare"].append(_run("bench.bare", replica.proxy, authority, str(listing)))
            for reading in ("archive", "read"):
                database = str(Path(folder) / f"{reading}-{number}.db")
                arguments = (replica.proxy, authority, database, str(SITES), str(REPORTS), reading)
                figures[reading].append(_run("bench.ours", *arguments))
    print(f"crawl: {SITES} sites of {REPORTS} reports, pages a second (median of {ROUNDS}), ratio to bare Scrapy")
    bare = median(figures["bare"])
    for name, label in (
        ("bare", "bare Scrapy, its own defaults, nothing kept"),
        ("archive", "crawl and archive, reading not awaited"),
        ("read", "the whole road, until everything is read"),
    ):
        rate = median(figures[name])
        print(f"  {label:48} {rate:8.1f}  {rate / bare:6.2f}")
