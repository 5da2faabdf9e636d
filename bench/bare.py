"""The yardstick: bare Scrapy, with its own defaults, over the same pages; nothing is kept.

    python -m bench.bare PROXY CERTIFICATE_AUTHORITY FILE_OF_ADDRESSES

Prints one JSON line: {"pages", "seconds"}, from the first request to the last response.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Response


class BareSpider(scrapy.Spider):
    name = "bare"
    pages = 0
    started = 0.0
    ended = 0.0

    async def start(self) -> AsyncIterator[Any]:
        BareSpider.started = time.monotonic()
        for address in Path(sys.argv[3]).read_text().split():
            yield scrapy.Request(address, meta={"proxy": sys.argv[1]}, callback=self.count)

    def count(self, response: Response) -> None:
        BareSpider.pages += 1
        BareSpider.ended = time.monotonic()


def main() -> None:
    # Scrapy checks no certificate by default, so the replica's authority is not needed here.
    process = AsyncCrawlerProcess({"LOG_LEVEL": "ERROR", "TELNETCONSOLE_ENABLED": False})
    process.crawl(BareSpider)
    process.start()
    print(json.dumps({"pages": BareSpider.pages, "seconds": BareSpider.ended - BareSpider.started}))


if __name__ == "__main__":
    main()
