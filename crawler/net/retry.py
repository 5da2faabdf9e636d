"""Retries: exponential back-off with jitter, Retry-After up to a cap, and the whole host waits, not one request.

Scrapy's own middleware asks again at once, after whatever else is queued. A host that says 429 or 503 is left alone:
every request to it waits, without blocking the event loop, until its time has come.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Self
from urllib.parse import urlsplit

from scrapy.core.downloader.handlers.http11 import TunnelError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
)
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost

from crawler.net.failures import describe, tls_failure

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

logger = logging.getLogger(__name__)

STATUSES = frozenset({429, 500, 502, 503, 504})
CONNECTION_ERRORS = (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    ConnectError,
    ConnectionDone,
    ConnectionLost,
    TunnelError,
    OSError,
)
SELDOM = (CannotResolveHostError, DownloadTimeoutError)
"""Asked at most once more: a name that is not known, or a host that swallows packets, costs its whole time limit."""
ATTEMPTS = "nianbao_attempts"


@dataclass(frozen=True, slots=True)
class BackOff:
    """How long to wait before a request is made again. Seconds."""

    base: float
    longest: float
    """Cap of the exponential wait."""
    retry_after_cap: float
    """Cap of what a Retry-After header may ask for."""

    def seconds(self, attempt: int, retry_after: float | None, jitter: float) -> float:
        """The wait after the `attempt`-th failure (from 1). `jitter` in 0 … 1 spreads it over 50 to 150 per cent.

        Retry-After is the site's word: it is never shortened by the jitter, only by its cap.
        """
        wait = min(self.base * 2.0 ** (attempt - 1), self.longest) * (0.5 + jitter)
        return wait if retry_after is None else max(wait, min(retry_after, self.retry_after_cap))


def retry_after_seconds(value: str | None, now: datetime) -> float | None:
    """A Retry-After header, seconds or an HTTP date, in seconds from now (at least 0); None if absent or unreadable."""
    if value is None:
        return None
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


class PatientRetry:
    """Downloader middleware."""

    def __init__(self, times: int, back_off: BackOff, jitter: Callable[[], float]) -> None:
        self._times = times
        self._back_off = back_off
        self._jitter = jitter
        self._not_before: dict[str, float] = {}
        """Host → event loop time before which it is not asked."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        settings = crawler.settings
        back_off = BackOff(
            base=settings.getfloat("NIANBAO_RETRY_BASE"),
            longest=settings.getfloat("NIANBAO_RETRY_LONGEST"),
            retry_after_cap=settings.getfloat("NIANBAO_RETRY_AFTER_CAP"),
        )
        return cls(settings.getint("RETRY_TIMES"), back_off, random.random)

    async def process_request(self, request: Request) -> None:
        """Waits until the host may be asked again."""
        clock = asyncio.get_running_loop()
        host = _host(request)
        while (wait := self._not_before.get(host, 0.0) - clock.time()) > 0:
            await asyncio.sleep(wait)

    def process_response(self, request: Request, response: Response) -> Request | Response:
        if response.status not in STATUSES:
            return response
        header = response.headers.get(b"Retry-After")
        asked = retry_after_seconds(header.decode("latin-1") if header else None, datetime.now(UTC))
        return self._again(request, f"HTTP {response.status}", self._times, asked) or response

    def process_exception(self, request: Request, exception: Exception) -> Request | None:
        if not isinstance(exception, CONNECTION_ERRORS) or tls_failure(exception) is not None:
            return None
        times = min(1, self._times) if isinstance(exception, SELDOM) else self._times
        return self._again(request, describe(exception), times, None)

    def _again(self, request: Request, reason: str, times: int, retry_after: float | None) -> Request | None:
        attempt = request.meta.get(ATTEMPTS, 0) + 1
        if attempt > times:
            return None
        wait = self._back_off.seconds(attempt, retry_after, self._jitter())
        host = _host(request)
        moment = asyncio.get_running_loop().time() + wait
        self._not_before[host] = max(moment, self._not_before.get(host, 0.0))
        logger.info("%s: %s; asked again in %.1f s (%d of %d)", request.url, reason, wait, attempt, times)
        return request.replace(dont_filter=True, meta={**request.meta, ATTEMPTS: attempt})


def _host(request: Request) -> str:
    return urlsplit(request.url).hostname or ""
