"""robots.txt as RFC 9309 has it.

Scrapy's own middleware lets everything through where robots.txt cannot be fetched. The RFC says the opposite: a 4xx
answer means that there are no rules (2.3.1.3), a 5xx answer or no answer means that nothing may be fetched (2.3.1.4).
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from protego import Protego
from scrapy import signals
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http import Request, Response
from scrapy.http.request import NO_CALLBACK

from crawler.net.block_pages import Blocked
from crawler.net.failures import describe

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

SIZE_LIMIT = 500 * 1024
"""Bytes of robots.txt that are read: the least that RFC 9309, 2.5 asks a crawler to parse."""
ROBOTS = "robots_txt"
"""Marks a request in its meta as one for robots.txt itself."""
RECEIVED = "robots_txt_received"


class Disallowed(IgnoreRequest):
    """robots.txt forbids the address."""


class HostUnavailable(IgnoreRequest):
    """robots.txt could not be had, so the whole host waits for another night."""


class RobotsRules:
    """Downloader middleware: each host's robots.txt is fetched once a run, through this same downloader.

    So the proxy, the address guard, the registered hosts, the retries and the host's delay apply to it as well.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._user_agent: str = crawler.settings["ROBOTSTXT_USER_AGENT"]
        self._timeout: float = crawler.settings.getfloat("NIANBAO_ROBOTS_TIMEOUT")
        self._rules: dict[str, asyncio.Task[Protego]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        middleware = cls(crawler)
        crawler.signals.connect(middleware.bound_size, signals.bytes_received)
        return middleware

    async def process_request(self, request: Request) -> None:
        """Raises Disallowed, HostUnavailable, or Blocked where robots.txt itself met a challenge page."""
        if request.meta.get(ROBOTS):
            return
        address = urlsplit(request.url)
        if address.netloc not in self._rules:
            fetching = self._fetch(f"{address.scheme}://{address.netloc}/robots.txt")
            self._rules[address.netloc] = asyncio.ensure_future(fetching)
        # Shielded: a request that is given up must not take the host's rules with it.
        rules = await asyncio.shield(self._rules[address.netloc])
        if not rules.can_fetch(request.url, self._user_agent):
            raise Disallowed(f"robots.txt of {address.netloc} forbids {address.path}")

    async def _fetch(self, url: str) -> Protego:
        request = Request(
            url,
            callback=NO_CALLBACK,
            dont_filter=True,
            meta={ROBOTS: True, "download_timeout": self._timeout},
        )
        try:
            response = await self._crawler.engine.download_async(request)
        except Blocked:
            raise
        # Whatever kept robots.txt from coming, the RFC's answer is the same: the host is unreachable.
        except Exception as error:
            raise HostUnavailable(
                f"robots.txt of {urlsplit(url).netloc} could not be had: {describe(error)}"
            ) from error
        return _rules_of(response)

    def bound_size(self, data: bytes, request: Request) -> None:
        """Stops a robots.txt that does not end; what came before the limit is parsed, as the RFC allows."""
        if request.meta.get(ROBOTS):
            request.meta[RECEIVED] = request.meta.get(RECEIVED, 0) + len(data)
            if request.meta[RECEIVED] > SIZE_LIMIT:
                raise StopDownload(fail=False)


def _rules_of(response: Response) -> Protego:
    if response.status >= 500:
        raise HostUnavailable(f"robots.txt of {urlsplit(response.url).netloc} answered {response.status}")
    if response.status >= 400:
        return Protego.parse("")
    return Protego.parse(response.body[:SIZE_LIMIT].decode("utf-8", errors="replace"))
