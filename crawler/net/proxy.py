"""The one proxy of a run, for every request of it, robots.txt included.

Scrapy's own middleware reads http_proxy and its like from the environment. A proxy hides the target's address from the
address guard, so none is used unless the operator names it; the replica is one by construction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self
from urllib.parse import unquote, urlsplit

from w3lib.http import basic_auth_header

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class RunProxy:
    """Downloader middleware: sets or clears the proxy of each request, whatever it brings along."""

    def __init__(self, proxy: str | None) -> None:
        self._address: str | None = None
        self._authorization: bytes | None = None
        if proxy:
            parts = urlsplit(proxy)
            if parts.scheme != "http" or not parts.hostname:
                raise ValueError(f"the proxy {proxy!r} cannot be used: expected http://HOST:PORT")
            host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
            self._address = f"http://{host}:{parts.port or 80}"
            if parts.username:
                self._authorization = basic_auth_header(unquote(parts.username), unquote(parts.password or ""))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings["NIANBAO_PROXY"])

    def process_request(self, request: Request) -> None:
        request.meta["proxy"] = self._address
        request.headers.pop(b"Proxy-Authorization", None)
        if self._authorization is not None:
            request.headers[b"Proxy-Authorization"] = self._authorization
