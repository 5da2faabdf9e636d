"""`python -m bench [crawl] [reading] [walking] [store] [search]`: without a name, all of them."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from bench.crawl import measure_crawl
from bench.reading import measure_reading
from bench.search import measure_search
from bench.store import measure_store
from bench.walking import measure_walking

BENCHES: dict[str, Callable[[], None]] = {
    "crawl": measure_crawl,
    "reading": measure_reading,
    "walking": measure_walking,
    "store": measure_store,
    "search": measure_search,
}
ALL = ("crawl", "reading", "walking", "store")
"""`store` ends with `search`, over a store of its own."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure speeds, as ratios within one run.")
    parser.add_argument("names", nargs="*", choices=[[], *BENCHES], help="which to run (default: all)")
    for name in parser.parse_args().names or ALL:
        BENCHES[name]()


if __name__ == "__main__":
    main()
