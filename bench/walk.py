"""One crawl of the replica's sites that need no browser; what is fetched stays unread.

python -m bench.walk PROXY CERTIFICATE_AUTHORITY DATABASE WORDS_AS_JSON
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from crawler.commands.crawl import crawl_sources
from crawler.configuration import load_configuration
from crawler.replica.truth import registry_csv
from crawler.settings import ReplicaMode
from crawler.sources import parse_sources
from crawler.store.bodies.registry import sync_registry
from crawler.store.database import close_pair, open_pair


def main() -> None:
    proxy, authority, database, words = sys.argv[1:]
    rows = parse_sources(registry_csv(0, 0, tuple(json.loads(words))))
    sources = [source for source in rows if source.rendering == "plain"]
    pair = open_pair(Path(database), origin="replica")
    try:
        sync_registry(pair, sources)
        mode = ReplicaMode(proxy, authority)
        crawl_sources(pair, sources, mode, load_configuration(), full=False, read=False, arguments={})
    finally:
        close_pair(pair)


if __name__ == "__main__":
    main()
