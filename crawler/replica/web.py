"""What every address of the replica answers, faults applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from types import MappingProxyType
from urllib.parse import parse_qsl

from crawler.replica.addresses import list_pages
from crawler.replica.faults import BURST_AFTER, SLOW_SECONDS, TLS_FAULTS, Faults
from crawler.replica.hosts import Host, Page, hosts_of
from crawler.replica.layouts import layout_of
from crawler.replica.layouts.home import not_found
from crawler.replica.past_end import PAST_END, page_number, past_end_page
from crawler.replica.reply import HTML, Reply
from crawler.replica.shells import RUISHU, SHELLS, shell
from crawler.replica.values import Call, Site

_ROBOTS = {
    "robots-404": Reply(404, b"not found\n"),
    "robots-500": Reply(500, b"internal server error\n"),
    "robots-all": Reply(200, b"User-agent: *\nDisallow: /\n"),
}
NO_FIELDS: Mapping[str, str] = MappingProxyType({})


class Web:
    """The replica's hosts and their answers. Raises KeyError for a host that is not registered (see `knows`)."""

    def __init__(self, sites: tuple[Site, ...], faults: Faults) -> None:
        self._faults = faults.with_those_of(sites)
        self._asked_before: set[tuple[str, str]] = set()
        self._asked: Counter[str] = Counter()
        self.hosts: dict[str, Host] = hosts_of(sites, self._faults)

    def prepare(self) -> None:
        """Makes every page now, so that a benchmark does not wait for it."""
        for host in self.hosts.values():
            for path in host.pages:
                self._made(host, path)

    def refusal(self, scheme: str, name: str) -> str | None:
        """Why the proxy does not connect to this host; None = it does."""
        if name not in self.hosts:
            return f"{name} is not a host of the replica; it answers for registered hosts only"
        if self._faults.active("gone", name):
            return f"{name} is gone (fault of the replica)"
        if self.hosts[name].scheme != scheme:
            return f"{name} answers {self.hosts[name].scheme} only, not {scheme}"
        return None

    def tls_fault(self, name: str) -> str | None:
        """What is wrong with the host's TLS: one of TLS_FAULTS, None = nothing."""
        return self._faults.first_active(TLS_FAULTS, name)

    def delay(self, name: str) -> float:
        """Seconds that an answer of this host is held back."""
        return SLOW_SECONDS if self._faults.active("slow", name) else 0.0

    def reply(
        self,
        name: str,
        path: str,
        form: Mapping[str, str] | None = None,
        fields: Mapping[str, str] = NO_FIELDS,
    ) -> Reply:
        """The answer of a registered host to `path` (query included), faults applied.

        `form`: of a POST; None = GET. `fields`: the request's header fields, names in lower case.
        """
        host = self.hosts[name]
        standing_between = self._before_any_page(name, host, path, fields)
        if standing_between is not None:
            return standing_between
        asked = self._from_endpoint(host, path, form)
        if asked is not None:
            return asked
        if form is not None:
            return Reply(405, b"nothing here takes a POST\n")
        bare = path.partition("?")[0]
        # A static server does not read the query of a page: it gives the page.
        found = path if path in host.pages else bare
        page = host.pages.get(found)
        if page is None:
            return self._missing(name, host, path)
        faulty = self._faulty(name, host, found, page)
        return faulty if faulty is not None else self._made(host, found)

    def _made(self, host: Host, path: str) -> Reply:
        if host.pages[path].is_counted:
            return host.pages[path].reply()
        if path not in host.made:
            host.made[path] = host.pages[path].reply()
        return host.made[path]

    def _before_any_page(self, name: str, host: Host, path: str, fields: Mapping[str, str]) -> Reply | None:
        """The answer of a host whatever is asked of it; None where it looks at what is asked."""
        if self._faults.active("unavailable", name):
            return Reply(503, b"service unavailable\n")
        if path == "/robots.txt":
            robots = self._faults.first_active(_ROBOTS, name)
            return _ROBOTS[robots] if robots is not None else None
        if self._faults.active("burst", name):
            self._asked[name] += 1
            return self._made(host, "/") if self._asked[name] > BURST_AFTER else None
        protection = self._faults.first_active(SHELLS, name)
        return shell(protection, path, fields) if protection is not None else None

    def _from_endpoint(self, host: Host, path: str, form: Mapping[str, str] | None) -> Reply | None:
        bare, _, query = path.partition("?")
        endpoint = host.endpoints.get(bare)
        if endpoint is None:
            return None
        asked = dict(parse_qsl(query, keep_blank_values=True))
        said = endpoint(Call("GET" if form is None else "POST", bare, asked, form or {}))
        return Reply(said.status, said.body.encode(said.encoding), said.content_type)

    def _missing(self, name: str, host: Host, path: str) -> Reply:
        """An address that the host does not have; some hosts answer all the same where a list has ended."""
        fault = self._faults.first_active(PAST_END, name)
        for column in host.columns if fault is not None else ():
            number = page_number(column, path, len(list_pages(column)))
            if number is not None and fault is not None:
                layout = layout_of(column)
                return Reply(200, past_end_page(fault, column, number).encode(layout.encoding), layout.content_type)
        return Reply(404, not_found(path).encode(), HTML)

    def _faulty(self, name: str, host: Host, path: str, page: Page) -> Reply | None:
        """The answer that a fault puts in place of the page; None where no fault touches it."""
        asked = self._faults.active
        if page.kind == "article" and asked("challenge", name):
            return Reply(412, RUISHU, HTML)
        if page.kind in ("list", "article", "attachment") and asked("rate-limit", name):
            first = (name, path) not in self._asked_before
            self._asked_before.add((name, path))
            if first:
                return Reply(429, b"too many requests\n", fields=(("Retry-After", "0"),))
        if path != host.newest_report:
            return None
        if asked("front-page", name):
            return self._made(host, "/")
        if asked("broken", name):
            whole = self._made(host, path)
            return Reply(200, whole.body, whole.content_type, breaks=True)
        return None


def not_modified(reply: Reply, if_none_match: str | None, if_modified_since: str | None) -> bool:
    """Whether a conditional request is answered with 304 (RFC 9110: If-None-Match goes before If-Modified-Since)."""
    if reply.status != 200 or reply.etag is None or reply.last_modified is None:
        return False
    if if_none_match is not None:
        tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
        return "*" in tags or reply.etag in tags
    if if_modified_since is None:
        return False
    try:
        since = parsedate_to_datetime(if_modified_since)
    except ValueError:
        return False  # RFC 9110, 13.1.3: a date that cannot be read is no condition
    if since.tzinfo is None:
        since = since.replace(tzinfo=UTC)
    return parsedate_to_datetime(reply.last_modified) <= since
