"""Fetches one page for a command: robots.txt obeyed, one host, nothing stored."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy.crawler import AsyncCrawlerProcess

from crawler.settings import LiveMode, ReplicaMode, crawl_settings
from spiders.completeness import Trouble
from spiders.single_page import SeenPage, SinglePageSpider

_ISOLATION = "spiders.isolation.SourceIsolation"


def fetch_page(url: str, mode: LiveMode | ReplicaMode, *, contact: str) -> SeenPage | Trouble:
    """The page at an address, or why it did not come. Blocks until then; once a process (Twisted's reactor)."""
    heard: list[SeenPage | Trouble] = []
    settings = crawl_settings(mode, contact=contact, item_pipelines={})
    middlewares = settings["SPIDER_MIDDLEWARES"]
    assert isinstance(middlewares, dict)  # crawler.settings makes it one
    # There is no source here whose visit an exception could be written to, and nobody reads a log of one request.
    settings |= {"SPIDER_MIDDLEWARES": middlewares | {_ISOLATION: None}, "LOG_ENABLED": False}
    process = AsyncCrawlerProcess(settings)
    process.crawl(SinglePageSpider, url=url, host=urlsplit(url).hostname or "", heard=heard.append)
    process.start()
    return heard[0] if heard else Trouble("down", "the request ended without an answer")
