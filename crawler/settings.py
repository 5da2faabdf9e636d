"""How the crawl behaves: every deviation from Scrapy's defaults, with the default and the reason.

`scrapy.cfg` points here, so the constants alone make a well-mannered live crawl; `crawl_settings` adds what a run
knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

BOT_NAME = "nianbao"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"

# Default: "Scrapy/2.19 (+https://scrapy.org)". The site is told who asks; crawl_settings adds the operator's contact.
USER_AGENT = "Nianbao/0.1"
# Default: the whole User-Agent. The product token is what robots.txt groups name (RFC 9309, 2.2.1).
ROBOTSTXT_USER_AGENT = "Nianbao"
# Default: "Accept-Language: en", which makes some portals answer with their English front page.
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "zh-CN,zh;q=0.9",
}

# Default: 8. One request at a time per host, in the replica too.
CONCURRENT_REQUESTS_PER_DOMAIN = 1
# Default: 16. Waiting for one host must not hold up the others; a host still has one connection.
CONCURRENT_REQUESTS = 64
# Default: 0. With Scrapy's jitter of one half: 1 to 3 seconds between the requests to one host.
DOWNLOAD_DELAY = 2.0
DOWNLOAD_DELAY_JITTER = 0.5
# Default: off. A slow host is asked less often; never more often than DOWNLOAD_DELAY says.
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 2.0
AUTOTHROTTLE_MAX_DELAY = 30.0
# Default: 180 s, and 1 GiB (decompressed size included). Old government hosts are slow; no report is larger.
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 30 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
# Default: 60 s. Without a network a look-up may hang its whole limit, and it is tried twice.
DNS_TIMEOUT = 15
# Default: 20. RFC 9309, 2.3.1.2 asks for five; a site that needs more is going in circles.
REDIRECT_MAX_TIMES = 5
# Default: on. A list page past its end refreshes to "./" (SITES.md, 3): following it would read page 1 as page 9.
METAREFRESH_ENABLED = False
# Default: on. No session is wanted, and a site that wants its cookie back is reported as blocking.
COOKIES_ENABLED = False
# Default: sent. No page needs to know which page led to it. (Switching the middleware off makes redirects warn.)
REFERRER_POLICY = "scrapy.spidermiddlewares.referer.NoReferrerPolicy"
# Default: off! Verified against the system's roots; the replica's authority alone in replica mode.
DOWNLOAD_VERIFY_CERTIFICATES = True
DOWNLOAD_HANDLERS = {
    "http": "crawler.net.certificates.VerifyingDownloadHandler",
    "https": "crawler.net.certificates.VerifyingDownloadHandler",
    "data": None,
    "file": None,
    "ftp": None,
    "s3": None,
}
# Default: a resolver that hands out any address.
TWISTED_DNS_RESOLVER = "crawler.net.address_guard.GuardedResolver"
# Default: 2, which here means two more requests, after growing waits.
RETRY_TIMES = 2
# Default: drops a request for an address that was asked before, without a word to whoever waits for it (a redirect to
# a page that is known would leave its visit without an end). Each walk keeps its own list of what it has asked.
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"
# Default: 100 tasks for each response. The pipelines are quick and must see a response's items in order.
CONCURRENT_ITEMS = 1
# Default: on; both would open a socket of their own.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
# Default: DEBUG, which logs every item with its bytes. The log goes to stderr.
LOG_LEVEL = "INFO"

# Nianbao's own settings; the middlewares of crawler/net read them.
NIANBAO_PROXY: str | None = None
NIANBAO_CERTIFICATE_AUTHORITY: str | None = None
NIANBAO_LOOKUPS = True
NIANBAO_ROBOTS_TIMEOUT = 20.0
NIANBAO_RETRY_BASE = 2.0
NIANBAO_RETRY_LONGEST = 60.0
NIANBAO_RETRY_AFTER_CAP = 120.0

DOWNLOADER_MIDDLEWARES: dict[str, int | None] = {
    # Engine side: who may be asked at all comes before robots.txt is asked for.
    "crawler.net.hosts.RegisteredHosts": 50,
    "crawler.net.robots.RobotsRules": 100,
    "crawler.net.retry.PatientRetry": 550,
    # Default: 600, outside decompression. A block page is recognised before it is followed and after it is unpacked.
    "scrapy.downloadermiddlewares.redirect.RedirectMiddleware": 560,
    "crawler.net.block_pages.BlockPages": 585,
    "crawler.net.proxy.RunProxy": 750,
    # Downloader side: the last word before a socket is opened, the first when it fails.
    "crawler.net.address_guard.AddressGuard": 800,
    # Replaced by the above, or not wanted.
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.retry.RetryMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.cookies.CookiesMiddleware": None,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": None,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
}
SPIDER_MIDDLEWARES: dict[str, int | None] = {
    # Default: on; it drops a request for a long address without a word to whoever waits for it.
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,
    "spiders.isolation.SourceIsolation": 100,
}


@dataclass(frozen=True, slots=True)
class LiveMode:
    """The real sites."""

    proxy: str | None = None
    """The operator's own, by name; the environment's proxy variables are ignored."""


@dataclass(frozen=True, slots=True)
class ReplicaMode:
    """The loopback replica: a proxy for all requests, with certificates of its own authority."""

    proxy: str
    certificate_authority: str | Path
    """Path of the authority's certificate (PEM): trusted in this mode only, and nothing else with it."""


REPLICA: dict[str, object] = {
    # Not 0: without a delay Scrapy 2.19 empties a host's whole queue at once, whatever its limit (it counts a request
    # only when its task starts, and starts no task before the loop is over; measured: five at once with a limit of 1).
    "DOWNLOAD_DELAY": 0.001,
    "DOWNLOAD_DELAY_JITTER": 0,
    "AUTOTHROTTLE_ENABLED": False,
    "NIANBAO_RETRY_BASE": 0.0,
    "NIANBAO_RETRY_AFTER_CAP": 0.0,
    "NIANBAO_LOOKUPS": False,
}
"""Loopback needs no politeness (a millisecond is none); still one request at a time per host, and no look-ups."""


def crawl_settings(
    mode: LiveMode | ReplicaMode, *, contact: str, item_pipelines: Mapping[object, int]
) -> dict[str, object]:
    """Scrapy's settings for one run. `contact` is an address of the operator's and must not be blank (ValueError)."""
    if not contact.strip() and isinstance(mode, LiveMode):
        raise ValueError("a live crawl needs the operator's contact for its User-Agent")
    settings: dict[str, object] = {name: value for name, value in globals().items() if name.isupper()}
    del settings["REPLICA"]
    settings["ITEM_PIPELINES"] = dict(item_pipelines)
    settings["NIANBAO_PROXY"] = mode.proxy
    settings["USER_AGENT"] = f"{USER_AGENT} (+{' '.join(contact.split()) or 'replica'})"
    if isinstance(mode, ReplicaMode):
        settings |= REPLICA
        settings["NIANBAO_CERTIFICATE_AUTHORITY"] = str(mode.certificate_authority)
    return settings
