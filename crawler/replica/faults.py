"""Faults that a test switches on by name, or that a trap's site always has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from crawler.replica.values import ListPage, ReplicaError, Site

FAULTS = {
    "gone": "the connection to the host is refused (502 from the proxy), robots.txt included",
    "unavailable": "every address of the host answers 503, robots.txt included",
    "short-list": "the list states more entries than it shows: the last rows of its last page are missing",
    "repeated-page": "page 2 of the list shows the rows of page 1 again",
    "empty-page": "page 2 of the list shows no rows",
    "past-end-first-page": "a page of the list past its end answers 200 with page 1 again",
    "past-end-refresh": "a page of the list past its end answers 200 and refreshes to the list",
    "endless-next": "the last page of the list links a next one, which shows its rows again and links a next one",
    "challenge": "articles answer 412 with a script that asks for a browser",
    "challenge-everywhere": "every page answers 412 with 瑞数's script",
    "challenge-loader": "every page answers 200 with 瑞数's script and nothing to read",
    "edgeone": "every page answers 200 with EdgeOne's script",
    "jsluid": "every page answers 521 with 加速乐's first page and its cookie __jsluid_s",
    "c3vk": "every page answers 200 with a script that sets the cookie C3VK and loads the page again",
    "cookie-redirect": "every page answers 302 to itself until the cookie that it sets comes back",
    "burst": "from the second page on that is asked for, every page answers 200 with the site's front page",
    "front-page": "the newest report answers 200 with the site's front page",
    "robots-500": "robots.txt answers 500",
    "robots-all": "robots.txt forbids everything",
    "robots-404": "there is no robots.txt",
    "broken": "the connection breaks in the middle of the newest report",
    "rate-limit": "the first request for every list page, article and attachment answers 429 with Retry-After: 0",
    "slow": "every answer takes a twentieth of a second, so that requests at the same time overlap in the log",
    "http-only": "the host has no TLS: tunnels to it are refused, plain requests are answered",
    "tls-expired": "the host's certificate has expired",
    "tls-self-signed": "the host has signed its certificate itself",
    "tls-legacy": "the host speaks TLS 1.0 and nothing newer",
}
TLS_FAULTS = ("tls-expired", "tls-self-signed", "tls-legacy")
MISSING_ROWS = 3
SLOW_SECONDS = 0.05
BURST_AFTER = 1
"""So many pages of a host are answered before a burst is answered with the front page."""


@dataclass(frozen=True, slots=True)
class Fault:
    name: str
    host: str | None
    """None = every host."""


def parse_fault(text: str, hosts: Iterable[str]) -> Fault:
    """`NAME` or `NAME@HOST`. Raises ReplicaError for a name or a host that the replica does not have."""
    name, at, host = text.partition("@")
    if name not in FAULTS:
        raise ReplicaError(f"--fault {text}: unknown fault, expected one of {', '.join(FAULTS)}")
    if at and host not in set(hosts):
        raise ReplicaError(f"--fault {text}: the replica has no host {host!r}")
    return Fault(name, host or None)


@dataclass(frozen=True, slots=True)
class Faults:
    switched_on: tuple[Fault, ...] = ()

    def active(self, name: str, host: str) -> bool:
        return any(fault.name == name and fault.host in (None, host) for fault in self.switched_on)

    def first_active(self, names: Iterable[str], host: str) -> str | None:
        """The first of `names` that is switched on at the host."""
        return next((name for name in names if self.active(name, host)), None)

    def with_those_of(self, sites: Iterable[Site]) -> Faults:
        """These, and the faults that the sites always have."""
        always = tuple(Fault(name, site.host) for site in sites for name in site.faults)
        return Faults(self.switched_on + always)


def faulty_list(pages: tuple[ListPage, ...], faults: Faults, host: str) -> tuple[ListPage, ...]:
    """The list as it is shown under the list faults of its host; what it states stays as it was."""
    shown = list(pages)
    if len(shown) > 1 and faults.active("repeated-page", host):
        shown[1] = replace(shown[1], rows=shown[0].rows)
    if len(shown) > 1 and faults.active("empty-page", host):
        shown[1] = replace(shown[1], rows=())
    if faults.active("short-list", host):
        shown[-1] = replace(shown[-1], rows=shown[-1].rows[:-MISSING_ROWS])
    return tuple(shown)
