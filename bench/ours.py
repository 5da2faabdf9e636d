"""One crawl of generated sites into a new database, timed from the crawl's start to its end.

    python -m bench.ours PROXY CERTIFICATE_AUTHORITY DATABASE SITES REPORTS read|archive

`archive`: what is fetched is committed and stays pending. `read`: the run ends when everything is read and stored.
Prints one JSON line: {"pages", "seconds"}.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from crawler.commands.crawl import crawl_sources
from crawler.configuration import load_configuration
from crawler.replica.truth import registry_csv
from crawler.settings import ReplicaMode
from crawler.sources import parse_sources
from crawler.store.bodies.registry import sync_registry
from crawler.store.database import close_pair, open_pair


def main() -> None:
    proxy, authority, database, sites, reports, reading = sys.argv[1:]
    sources = parse_sources(registry_csv(int(sites), int(reports)))
    pair = open_pair(Path(database), origin="replica")
    sync_registry(pair, sources)
    mode = ReplicaMode(proxy=proxy, certificate_authority=authority)
    started = time.monotonic()
    run = crawl_sources(pair, sources, mode, load_configuration(), full=False, read=reading == "read", arguments={})
    seconds = time.monotonic() - started
    close_pair(pair)
    pages = sum(result.visit.list_pages + result.visit.report_pages for result in run.visits)
    print(json.dumps({"pages": pages, "seconds": seconds}))


if __name__ == "__main__":
    main()
