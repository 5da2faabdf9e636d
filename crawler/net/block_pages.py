"""Challenge and block pages: recognised, reported as such, never stored as a report and never worked around.

What the pages look like is in SITES.md, "What breaks a naive walker", 10. A real page may carry a challenge's script or
cookie as well (a Gansu notice carries `$_ts`), so a marker counts only where there is nearly no text to read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Self
from urllib.parse import urldefrag, urljoin, urlsplit

from scrapy.exceptions import IgnoreRequest

from crawler.net.front_pages import PageTraits, front_page_instead, is_front, traits_of
from crawler.net.visible import visible_bytes

if TYPE_CHECKING:
    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

LITTLE_TEXT = 400
"""Bytes of visible text below which a page says nothing (some 130 Chinese characters in UTF-8)."""

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_BODY_MARKERS: tuple[tuple[bytes, str], ...] = (
    (b"$_ts", "瑞数 challenge"),
    (b"EO_Bot_Ssid", "EdgeOne challenge"),
    (b"__tst_status", "EdgeOne challenge"),
    (b"__jsl_clearance", "加速乐 challenge"),
    (b"C3VK", "C3VK cookie shell"),
)
_COOKIE_MARKERS: tuple[tuple[str, str], ...] = (
    ("__jsl", "加速乐 challenge"),
    ("c3vk", "C3VK cookie shell"),
    ("eo_bot", "EdgeOne challenge"),
)


class Blocked(IgnoreRequest):
    """The host answered with a challenge or block page."""


def blocked_by(status: int, headers: Mapping[str, str], body: bytes, *, url: str | None = None) -> str | None:
    """What kind of challenge or block page an answer is; None for all others.

    Header names in any case. `url`, the address that was asked, is needed only for the redirect to itself.
    """
    lowered = {name.lower(): value for name, value in headers.items()}
    if status in _REDIRECTS:
        location = lowered.get("location")
        itself = location is not None and url is not None and urldefrag(urljoin(url, location))[0] == urldefrag(url)[0]
        return "redirect to itself (wants its cookie back)" if itself else None
    if status in (566, 567):
        return "EdgeOne block page"
    if status == 521:
        return "加速乐 challenge"
    if status not in (200, 202, 403, 412, 503) or not _is_page(lowered.get("content-type", ""), body):
        return None
    # The markers are looked for first: counting the text of every real page would cost more than reading it.
    marker = _marker(lowered.get("set-cookie", ""), body)
    if marker is not None and visible_bytes(body) < LITTLE_TEXT:
        return marker
    # No request here carries If-Match, so 412 can only be a challenge (瑞数 answers so).
    return "412 without a condition (瑞数)" if status == 412 else None


def _marker(cookies: str, body: bytes) -> str | None:
    for marker, kind in _BODY_MARKERS:
        if marker in body:
            return kind
    lowered = cookies.lower()
    for name, kind in _COOKIE_MARKERS:
        if name in lowered:
            return kind
    if b"document.cookie" in body and b"location" in body and len(body) < 20_000:
        return "cookie shell"
    return None


def _is_page(content_type: str, body: bytes) -> bool:
    return "html" in content_type.lower() or (not content_type and body.lstrip()[:1] == b"<")


class BlockPages:
    """Downloader middleware. Must see a redirect before it is followed, and a body after it is decompressed."""

    def __init__(self) -> None:
        self._fronts: dict[str, PageTraits] = {}
        """Host → its front page, where the run has asked for it (the spiders do when an answer is suspicious)."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls()

    def process_response(self, request: Request, response: Response) -> Response:
        """Raises Blocked."""
        reason = blocked_by(response.status, text_headers(response), response.body, url=request.url)
        if reason is None and response.status == 200 and urlsplit(request.url).path != "/robots.txt":
            reason = self._front_page(request, response)
        if reason is not None:
            raise Blocked(f"{request.url}: {reason}")
        return response

    def _front_page(self, request: Request, response: Response) -> str | None:
        asked = request.meta.get("redirect_urls", [request.url])[0]
        if urlsplit(asked).path == "/robots.txt":
            return None
        host = urlsplit(request.url).hostname or ""
        if is_front(request.url):
            self._fronts[host] = traits_of(response.body)
        front = self._fronts.get(host)
        page = traits_of(response.body) if front is not None else None
        return front_page_instead(asked, request.url, page, front)


def text_headers(response: Response) -> dict[str, str]:
    """The response's headers, names in lower case, repeated ones joined by a comma."""
    return {
        name.decode("latin-1").lower(): ", ".join(value.decode("latin-1") for value in values)
        for name, values in response.headers.items()
    }
