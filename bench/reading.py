"""Milliseconds a page of reading, against the lxml floor, over the replica's article pages in this process."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from statistics import median
from urllib.parse import urlsplit

import lxml.html
import trafilatura

from crawler.documents.encoding import decode
from crawler.documents.html import read_tables_and_head
from crawler.documents.read import read_document
from crawler.replica.corpus import all_sites
from crawler.replica.faults import Faults
from crawler.replica.truth import published_reports
from crawler.replica.web import Web
from crawler.reports.candidate import Part, read_candidate

ROUNDS = 3


def _milliseconds(work: Callable[[bytes], object], pages: list[bytes]) -> float:
    rounds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for page in pages:
            work(page)
        rounds.append((time.perf_counter() - started) * 1000 / len(pages))
    return median(rounds)


def _pages() -> list[bytes]:
    """The replica's own bytes, taken from its sites without a server."""
    web = Web(all_sites(), Faults())
    articles = (urlsplit(report.url) for report in published_reports() if report.media == "html")
    return [web.reply(address.hostname or "", address.path).body for address in articles]


def measure_reading() -> None:
    pages = _pages()
    print(f"reading: {len(pages)} replica pages of {sum(map(len, pages)) / len(pages) / 1000:.0f} KB")
    floor = _milliseconds(lxml.html.fromstring, pages)
    for label, work in (
        ("lxml.html parse (the floor)", lxml.html.fromstring),
        ("plain trafilatura, favor_recall", lambda page: trafilatura.extract(page, favor_recall=True)),
        ("tables, head and links, no prose", lambda page: read_tables_and_head(decode(page).text)),
        ("bytes → Document, with prose", lambda page: read_document(page, name="page.html")),
        ("bytes → Report, as shipped", lambda page: read_candidate([Part(page, "page.html", "text/html")])),
    ):
        cost = _milliseconds(work, pages)
        print(f"  {label:40} {cost:8.2f} ms  {cost / floor:6.1f} × floor")
    origins = Counter(
        report.body_origin
        for page in pages
        for report in read_candidate([Part(page, "page.html", "text/html")]).reports
    )
    shares = ", ".join(f"{origin} {count / sum(origins.values()):.0%}" for origin, count in origins.most_common())
    print(f"  body_origin: {shares}")
