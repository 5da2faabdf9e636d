"""A registry row as far as one page tells it. What the page does not say stays empty: a person fills it in."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawler.sources import COLUMNS
from spiders.fingerprints import Fingerprint, suggested_article_pattern
from spiders.fingerprints.marks import ARTICLES
from spiders.fingerprints.page import read_page

_META = re.compile(r"""<meta\s[^<>]{0,300}?\bname=["'](\w+)["'][^<>]{0,50}?\bcontent=["']([^"'<>]{1,200})["']""", re.I)
_NOT_NAMING = frozenset({"www", "gov", "cn", "com", "net", "org"})


@dataclass(frozen=True, slots=True)
class Draft:
    csv: str
    """The header and the row."""
    hints: tuple[str, ...]
    """What to fill in and what to look at, one line each."""


def draft_row(fingerprint: Fingerprint, html: str, url: str | None) -> Draft:
    """The row of the column that a page is, or lies in."""
    article = fingerprint.kind == "article"
    meta = dict(_META.findall(html))
    pattern = suggested_article_pattern(html, url, fingerprint.family)
    known = {
        "id": _id(url),
        "division": _division(meta),
        "scope": "own",
        "family": fingerprint.family,
        "list_url": "" if article else url or "",
        "article_pattern": pattern or "",
        "rendering": "plain",
        "state": "unlisted" if article or url is None else "active",
        "evidence": "article-only" if article else "observed",
    }
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerow([known.get(column, "") for column in COLUMNS])
    return Draft(file.getvalue(), tuple(_hints(known, fingerprint.family, meta, html, url)))


def _id(url: str | None) -> str:
    host = (urlsplit(url).hostname or "") if url else ""
    words = [word for word in re.split(r"[^a-z0-9]+", host.lower()) if word and word not in _NOT_NAMING]
    return "-".join(reversed(words))


def _division(meta: dict[str, str]) -> str:
    """The first six digits of SiteIDCode were the body's GB/T 2260 code on every page at hand (SITES.md)."""
    found = re.match(r"\d{6}", meta.get("SiteIDCode", ""))
    return found[0] if found else ""


def _hints(known: dict[str, str], family: str, meta: dict[str, str], html: str, url: str | None) -> list[str]:
    fill = [column for column in ("id", "body", "division", "level", "list_url") if not known.get(column)]
    said = ", ".join(f"{name} {meta[name]}" for name in ("SiteName", "SiteIDCode", "ContentSource") if name in meta)
    hints = [f"to fill in: {', '.join(fill)}"]
    if said:
        hints.append(f"the page names: {said}")
    if not known["article_pattern"]:
        shapes = " or ".join(shape.words for shape in ARTICLES[family])
        hints.append(f"article_pattern: this page links no article; the family's addresses end in {shapes}")
        return hints
    pattern = re.compile(known["article_pattern"])
    matching = sum(pattern.match(link) is not None for link in read_page(html, url).links)
    hints.append(f"article_pattern: {matching} links of this page match it; see that they are the column's own")
    hints.append("scope: shared, if the column shows several bodies' reports")
    return hints
