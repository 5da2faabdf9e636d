"""Milliseconds a page of reading, against the lxml floor, over the replica's article pages in this process."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from statistics import median

import lxml.html
import trafilatura

from crawler.documents.read import read_document
from crawler.replica.truth import published_reports
from crawler.reports.candidate import Part, read_candidate

ROUNDS = 3
PAGES = 40


def _milliseconds(work: Callable[[bytes], object], pages: list[bytes]) -> float:
    rounds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        for page in pages:
            work(page)
        rounds.append((time.perf_counter() - started) * 1000 / len(pages))
    return median(rounds)


def _pages() -> list[bytes]:
    from crawler.replica.process import fetch_pages

    addresses = [report.url for report in published_reports() if report.media == "html"]
    return fetch_pages(addresses)[:PAGES]


def measure_reading() -> None:
    pages = _pages()
    print(f"reading: {len(pages)} replica pages of {sum(map(len, pages)) / len(pages) / 1000:.0f} KB")
    floor = _milliseconds(lxml.html.fromstring, pages)
    for label, work in (
        ("lxml.html parse (the floor)", lxml.html.fromstring),
        ("plain trafilatura, favor_recall", lambda page: trafilatura.extract(page, favor_recall=True)),
        ("bytes → Document", lambda page: read_document(page, name="page.html")),
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
