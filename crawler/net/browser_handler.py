"""The download handler of the `[js]` extra: imported only where a run has lists that need a browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy_playwright.handler import ScrapyPlaywrightDownloadHandler

from crawler.net.certificates import policy_for

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class BrowserDownloadHandler(ScrapyPlaywrightDownloadHandler):  # type: ignore[misc]  # the package has no types
    """Requests with `playwright` in their meta go through Chromium, all others as in every crawl, with our policy."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._contextFactory = policy_for(crawler.settings["NIANBAO_CERTIFICATE_AUTHORITY"])
