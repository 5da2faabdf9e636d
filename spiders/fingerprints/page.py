"""What of a page the marks are looked for in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from urllib.parse import urljoin, urlsplit

_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""", re.IGNORECASE)
_BASE = re.compile(r"""<base\s[^<>]{0,200}?\bhref\s*=\s*["']([^"']+)["']""", re.IGNORECASE)
_NOWHERE = ("javascript:", "mailto:", "tel:", "#", "data:")


@dataclass(frozen=True, slots=True)
class Page:
    source: str
    host: str
    """"" where the page's address is not known."""
    address: str
    """Path and query, "" where it is not known."""
    links: tuple[str, ...]
    """Paths and queries that the page links to, each once, in page order. Those in comments and scripts are among them:
    some lists stand there (SITES.md, 2)."""


def read_page(source: str, url: str | None) -> Page:
    here = _split(url or "")
    base = _BASE.search(source)
    origin = _joined(url or "", base[1]) if base else url or ""
    hrefs = (unescape(double or single or bare).strip() for double, single, bare in _HREF.findall(source))
    targets = (_joined(origin, href) for href in hrefs if href and not href.lower().startswith(_NOWHERE))
    links = dict.fromkeys(address for target in targets if (address := _split(target)[1]))
    return Page(source, here[0], here[1], tuple(links))


def _joined(base: str, href: str) -> str:
    try:
        return urljoin(base, href)
    except ValueError:  # no address at all, such as "http://[年报"
        return ""


def _split(url: str) -> tuple[str, str]:
    """Host, and path with query; a relative path gets its slash, so that patterns that begin with one find it."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", ""
    path = parts.path.removeprefix(".")
    if path and not path.startswith("/"):
        path = "/" + path
    return (parts.hostname or "").lower(), path + (f"?{parts.query}" if parts.query else "")
