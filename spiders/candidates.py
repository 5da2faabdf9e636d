"""What belongs to a report page: the attachments that its candidate waits for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

from crawler.documents.html.attachments import attachment_links
from crawler.net.hosts import is_registered

_WEB_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|script|meta|div|table)\b",
    re.IGNORECASE | re.DOTALL,
)
_NO_WORD = re.compile(r"\W+")
_TAG = re.compile(r"<[^>]*>")
_TITLE_CHARACTERS = 16
_BASE = re.compile(r"<base[^>]+href\s*=\s*[\"']([^\"'>]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Attachments:
    """Absolute addresses in page order, each once."""

    registered: tuple[str, ...]
    strange: tuple[str, ...]
    """On hosts that are not registered, or no web address at all: never asked."""


def is_web_page(body: bytes) -> bool:
    """Whether bytes are HTML, whatever the content type says (an error page with 200 in place of a PDF)."""
    return _WEB_PAGE.match(body[:4096]) is not None


def holds(page: str, title: str) -> bool:
    """Whether a page holds the title of the line that led to it, anywhere in its source: some print it in their meta
    tags alone. Blanks, punctuation and what a cut left over do not count.
    """
    words = _NO_WORD.sub("", title)[:_TITLE_CHARACTERS]
    # Nearly every page prints the words as they are: to fold the whole of it takes longer than to read it.
    return words in page or any(words in _NO_WORD.sub("", unescape(text)) for text in (page, _TAG.sub("", page)))


def attachments_of(html: str, page_url: str, hosts: frozenset[str]) -> Attachments:
    """The attachments that a page links to."""
    declared = _BASE.search(html)
    base = urljoin(page_url, declared[1]) if declared else page_url
    registered: dict[str, None] = {}
    strange: dict[str, None] = {}
    for link in attachment_links(html):
        try:
            url = urldefrag(urljoin(base, link.address.strip()))[0]
            urlsplit(url)
        except ValueError:
            strange[link.address] = None
            continue
        (registered if is_registered(url, hosts) else strange)[url] = None
    return Attachments(tuple(registered), tuple(strange))
