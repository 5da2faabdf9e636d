"""Only registered hosts: a request to any other host is refused, redirects and attachments included.

Expired government domains proxy these very pages with gambling words inserted (SITES.md), so a link or a redirect that
leaves the registry is never followed, and a parent domain never stands for its children.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self, cast
from urllib.parse import urlsplit

from scrapy.exceptions import IgnoreRequest

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler


class OffRegistry(IgnoreRequest):
    """The address lies outside the hosts of the run's sources."""


class HostBound(Protocol):
    """A spider that says which hosts it may ask."""

    @property
    def hosts(self) -> frozenset[str]: ...


def is_registered(url: str, hosts: frozenset[str]) -> bool:
    """Whether an address is http or https on one of these exact host names (lower case, without a port)."""
    address = urlsplit(url)
    return address.scheme in ("http", "https") and (address.hostname or "") in hosts


class RegisteredHosts:
    """Downloader middleware. Stands first, so that nothing else is asked about a stranger, not even its robots.txt."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Raises OffRegistry."""
        hosts = cast("HostBound", self._crawler.spider).hosts
        if not is_registered(request.url, hosts):
            raise OffRegistry(f"{request.url} lies outside the registered hosts")
