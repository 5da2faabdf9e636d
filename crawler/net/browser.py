"""Lists that only a script draws: their pages go through Chromium (the `[js]` extra), with the manners of a crawl.

scrapy-playwright opens the page inside a download slot of its host, so no other request to that host runs beside it.
What the page itself asks for is held to the same rules here: registered hosts, public addresses, one request at a time,
the crawl's delay in between, and nothing that a list does not need (pictures, fonts, styles).
"""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import Mapping
from importlib.util import find_spec
from typing import Any, cast
from urllib.parse import urlsplit

from crawler.net.hosts import is_registered

NEEDED = frozenset({"document", "script", "xhr", "fetch"})
"""Playwright's resource types that a list is made of."""
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
NOWHERE = "http://127.0.0.1:9"
"""The discard port (RFC 863), which nobody serves."""
HANDLER = "crawler.net.browser_handler.BrowserDownloadHandler"


def chromium() -> str | None:
    """The system's Chromium; None without one."""
    return next((path for name in CHROMIUM_NAMES if (path := shutil.which(name))), None)


def browser_problem() -> str | None:
    """Why no page can be asked through a browser, with the remedy; None where one can."""
    if find_spec("scrapy_playwright") is None:
        return "its list is drawn by scripts: add what drives a browser with `make js`"
    if chromium() is None:
        return "its list is drawn by scripts: install Chromium (on Debian: apt-get install chromium)"
    return None


class BrowserManners:
    """Decides on every request of a page: scrapy-playwright awaits it with each, True aborts the request.

    One that is let through holds its host until it is answered or has failed.
    """

    def __init__(self, hosts: frozenset[str], delay: float, lookups: bool) -> None:
        self._hosts = hosts
        self._delay = delay
        self._lookups = lookups
        self._locks: dict[str, asyncio.Lock] = {}
        self._ended: dict[str, float] = {}
        self._watched: set[Any] = set()
        self._holding: dict[Any, str] = {}

    async def __call__(self, request: Any) -> bool:
        if request.resource_type not in NEEDED or not is_registered(request.url, self._hosts):
            return True
        host = urlsplit(request.url).hostname or ""
        if self._lookups and not await _is_public_host(host):
            return True
        page = request.frame.page
        if page not in self._watched:
            self._watched.add(page)
            page.on("requestfinished", self._release)
            page.on("requestfailed", self._release)
            page.on("close", self._release_all)
        lock = self._locks.setdefault(host, asyncio.Lock())
        await lock.acquire()
        if page.is_closed():  # while this one waited: nobody would give the host back
            lock.release()
            return True
        self._holding[request] = host
        await asyncio.sleep(max(0.0, self._ended.get(host, 0.0) + self._delay - time.monotonic()))
        return False

    def _release(self, request: Any) -> None:
        host = self._holding.pop(request, None)
        if host is not None:
            self._ended[host] = time.monotonic()
            self._locks[host].release()

    def _release_all(self, page: Any) -> None:
        """A page that is closed asks for nothing more; what it held is free."""
        self._watched.discard(page)
        for request in [held for held in self._holding if held.frame.page == page]:
            self._release(request)


async def _is_public_host(host: str) -> bool:
    """Whether the guarded resolver hands out an address of this host. Chromium looks it up once more by itself."""
    from scrapy.utils.defer import maybe_deferred_to_future
    from twisted.internet import reactor
    from twisted.internet.error import DNSLookupError

    resolver: Any = cast("Any", reactor).resolver
    try:
        await maybe_deferred_to_future(resolver.getHostByName(host, (15,)))
    except DNSLookupError:
        return False
    return True


def browser_settings(
    settings: Mapping[str, object],
    hosts: frozenset[str],
    schemes: frozenset[str],
    proxy: str | None,
    user_agent: str,
) -> dict[str, object]:
    """The settings of the Crawler whose hosts have such lists: those of the others, and the browser's.

    `schemes`: of the lists that need it (each gets a browser of its own). `proxy`: the run's own, or the replica's.
    Chromium is not told about the replica's authority: verification stays on, and a site of the replica that needs a
    browser speaks plain HTTP. Behind a proxy no name is looked up here: the proxy does that, as for every request.
    """
    # Left to itself the browser speaks to its maker (updates, accounts) before it opens a page: its own requests are
    # sent to a port where nothing listens, and only the context of the lists is given a way out.
    options: dict[str, object] = {
        "executable_path": chromium(),
        "args": ["--disable-quic"],
        "proxy": {"server": NOWHERE},
    }
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        # Chromium refuses to start its sandbox for root, which is who runs in most containers.
        options["chromium_sandbox"] = False
    context: dict[str, object] = {
        "user_agent": user_agent,
        "locale": "zh-CN",
        "accept_downloads": False,
        "service_workers": "block",
        "proxy": {"server": proxy} if proxy else {"server": NOWHERE, "bypass": "*"},
    }
    delay = float(cast("float", settings["DOWNLOAD_DELAY"]))
    handlers = dict(cast("Mapping[str, object]", settings["DOWNLOAD_HANDLERS"]))
    return {
        **settings,
        "DOWNLOAD_HANDLERS": handlers | dict.fromkeys(schemes, HANDLER),
        "PLAYWRIGHT_BROWSER_TYPE": "chromium",
        "PLAYWRIGHT_LAUNCH_OPTIONS": options,
        "PLAYWRIGHT_CONTEXTS": {"default": context},
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 2,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": float(cast("float", settings["DOWNLOAD_TIMEOUT"])) * 1000,
        "PLAYWRIGHT_ABORT_REQUEST": BrowserManners(
            hosts, delay, lookups=bool(settings["NIANBAO_LOOKUPS"]) and not proxy
        ),
    }
