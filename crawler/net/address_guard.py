"""Every resolved address must be public: a government's name that points into the operator's own network is refused.

The check stands where Twisted turns a name into an address, so it sees every hop: redirects, robots.txt, attachments.
The address that is checked is the address that is connected to; there is no second look-up in between.
"""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet import defer
from twisted.internet.error import DNSLookupError

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase
    from twisted.internet.defer import Deferred

logger = logging.getLogger(__name__)


class NotPublic(IgnoreRequest):
    """The host's address is private, loopback, link-local or reserved."""


def is_public(address: str) -> bool:
    """Whether an IP address may be asked: global, and one host (IPv4 inside IPv6 counts as the IPv4 that it is)."""
    parsed = ipaddress.ip_address(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour or (parsed.teredo[1] if parsed.teredo else None)
        if inner is not None:
            parsed = inner
    return parsed.is_global and not parsed.is_multicast


def literal_address(host: str) -> str | None:
    """The IP address that a host is written as; None for a name."""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        return None


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver (IPv4, cached, with a time limit) that hands out public addresses only.

    The operator's proxy is the one exception, by its name. With `lookups=False` (the replica) no name is looked up.
    """

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float, proxy: str | None, lookups: bool) -> None:
        super().__init__(reactor, cache_size, timeout)
        self._proxy_host = urlsplit(proxy).hostname if proxy else None
        self._lookups = lookups
        self.refused: dict[str, str] = {}
        """Host → why it was refused. Twisted's resolution has no room for a reason, so AddressGuard asks here."""

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> Self:
        settings = crawler.settings
        return cls(
            reactor,
            settings.getint("DNSCACHE_SIZE"),
            settings.getfloat("DNS_TIMEOUT"),
            settings["NIANBAO_PROXY"],
            settings.getbool("NIANBAO_LOOKUPS"),
        )

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:
        literal = literal_address(name)
        if name == self._proxy_host:
            return defer.succeed(literal) if literal else super().getHostByName(name, timeout)
        if not self._lookups:
            return self._refuse(name, f"{name} is not looked up: this run speaks to its proxy only")
        if literal is not None:
            return defer.succeed(literal) if is_public(literal) else self._refuse(name, _not_public(name, literal))
        return super().getHostByName(name, timeout).addCallback(self._checked, name)

    def _checked(self, address: str, name: str) -> Any:
        return address if is_public(address) else self._refuse(name, _not_public(name, address))

    def _refuse(self, name: str, reason: str) -> Deferred[str]:
        if name not in self.refused:
            logger.warning(reason)
        self.refused[name] = reason
        return defer.fail(DNSLookupError(reason))


def _not_public(name: str, address: str) -> str:
    if name == address:
        return f"{name} is not a public address: it is not asked"
    return f"{name} resolves to {address}, which is not a public address: it is not asked"


class AddressGuard:
    """Downloader middleware: refuses addresses written as IP literals, and says why a name was refused.

    It also stops a run whose reactor lacks the guarded resolver, so that the guard cannot be lost by a wrong start.
    """

    def __init__(self, lookups: bool) -> None:
        self._lookups = lookups

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler.settings.getbool("NIANBAO_LOOKUPS"))

    def process_request(self, request: Request) -> None:
        """Raises NotPublic. In replica mode no address is reached but the proxy's, so literals need no check there."""
        _guarded_resolver()
        host = urlsplit(request.url).hostname or ""
        literal = literal_address(host)
        if self._lookups and literal is not None and not is_public(literal):
            raise NotPublic(_not_public(host, literal))

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Raises NotPublic in place of a bare look-up failure where the resolver refused the host."""
        if isinstance(exception, CannotResolveHostError):
            reason = _guarded_resolver().refused.get(urlsplit(request.url).hostname or "")
            if reason is not None:
                raise NotPublic(reason) from exception


def _guarded_resolver() -> GuardedResolver:
    from twisted.internet import reactor  # installed by Scrapy when the crawl starts, never at import

    resolver = getattr(reactor, "resolver", None)
    if not isinstance(resolver, GuardedResolver):
        raise RuntimeError("the address guard is not installed: start with AsyncCrawlerProcess and crawl_settings()")
    return resolver
