"""Faults that a test switches on by name, and the answers that they give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from crawler.replica.values import ListPage, ReplicaError

FAULTS = {
    "gone": "the connection to the host is refused (502 from the proxy), robots.txt included",
    "unavailable": "every address of the host answers 503, robots.txt included",
    "short-list": "the list states more entries than it shows: the last rows of its last page are missing",
    "repeated-page": "page 2 of the list shows the rows of page 1 again",
    "empty-page": "page 2 of the list shows no rows",
    "challenge": "articles answer 412 with a script that asks for a browser",
    "front-page": "the newest report answers 200 with the site's front page",
    "robots-500": "robots.txt answers 500",
    "robots-all": "robots.txt forbids everything",
    "broken": "the connection breaks in the middle of the newest report",
    "rate-limit": "the first request for every list page, article and attachment answers 429 with Retry-After: 0",
    "slow": "every answer takes a twentieth of a second, so that requests at the same time overlap in the log",
}
MISSING_ROWS = 3
SLOW_SECONDS = 0.05
CHALLENGE = (
    b'<!DOCTYPE html><html><head><meta charset="utf-8"><meta content="d41d8cd98f00b204" r="m">'
    b"<script r='m'>$_ts=window['$_ts'];if(!$_ts)$_ts={};$_ts.nsd=17011;$_ts.cd=\"qhzqrpAlEpLlDsZmDGqb\";</script>"
    b"<script src=\"/4QbVtADbnLVIc/c.FxJzG50F.js\" r='m'></script></head><body></body></html>"
)


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
