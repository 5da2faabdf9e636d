"""Milliseconds a page of reading, against the lxml floor, over the replica's article pages in this process."""

from __future__ import annotations

import gc
import io
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from urllib.parse import urlsplit

import lxml.html
import trafilatura

from crawler.documents.encoding import decode
from crawler.documents.html.page import parse_page
from crawler.documents.html.prose import own_prose
from crawler.documents.html.read import read_html
from crawler.documents.model import Document
from crawler.replica.corpus import all_sites
from crawler.replica.faults import Faults
from crawler.replica.truth import published_reports
from crawler.replica.web import Web
from crawler.reports.candidate import Part, read_candidate
from crawler.reports.read import read_report

try:
    import pandas
except ImportError:
    pandas = None

ROUNDS = 7
FLOOR = "lxml.html parse (the floor)"


@dataclass(frozen=True, slots=True)
class Step:
    label: str
    work: Callable[[bytes], object]
    budget: str = ""
    """What DESIGN.md says of it, printed beside the measure."""


def _without_trafilatura(page: bytes) -> Document:
    """The tables, head, titles, links and blocks of a page, its prose the container's own lines."""
    decoded = decode(page, "text/html")
    return read_html(decoded.text, decoded.codec, prose=own_prose)


def _pandas_tables(page: bytes) -> object:
    return pandas.read_html(io.BytesIO(page), flavor="lxml", keep_default_na=False)


STEPS = (
    Step(FLOOR, lxml.html.fromstring),
    Step("our parse: decoded, tree, containers", lambda page: parse_page(decode(page, "text/html").text)),
    Step("bytes → Document, without trafilatura", _without_trafilatura),
    Step(
        "tables, head, sections, checks, without it",
        lambda page: read_report(_without_trafilatura(page)),
        "≤ 2",
    ),
    Step(
        "the same, and the place of every value",
        lambda page: [tuple(report.places) for report in read_report(_without_trafilatura(page)).reports],
    ),
    Step(
        "bytes → Report, with prose, as shipped",
        lambda page: read_candidate([Part(page, "page.html", "text/html")]),
        "≤ 8",
    ),
    Step("plain trafilatura, favor_recall", lambda page: trafilatura.extract(page, favor_recall=True)),
)


def _milliseconds(steps: tuple[Step, ...], pages: list[bytes]) -> dict[str, float]:
    """Median milliseconds of processor time a page and step. The steps take turns, round by round, so that a drift of
    the machine's speed meets all of them alike."""
    rounds: dict[str, list[float]] = {step.label: [] for step in steps}
    for _ in range(ROUNDS):
        for step in steps:
            gc.collect()
            started = time.process_time()
            for page in pages:
                step.work(page)
            rounds[step.label].append((time.process_time() - started) * 1000 / len(pages))
    return {label: median(found) for label, found in rounds.items()}


def _pages() -> list[bytes]:
    """The replica's own bytes, taken from its sites without a server."""
    web = Web(all_sites(), Faults())
    articles = (urlsplit(report.url) for report in published_reports() if report.media == "html")
    return [web.reply(address.hostname or "", address.path).body for address in articles]


def _with_tables(pages: list[bytes]) -> list[bytes]:
    """pandas raises on a page without a table: it is measured, beside the floor, on those that have one."""
    return [page for page in pages if b"<table" in page]


def measure_reading() -> None:
    """Prints a line for each step: milliseconds a page, the ratio to the floor in the same run, the budget."""
    pages = _pages()
    size = sum(map(len, pages)) / len(pages) / 1000
    print(f"reading: {len(pages)} replica pages of {size:.0f} KB, median of {ROUNDS} rounds, processor time")
    _print(_milliseconds(STEPS, pages), {step.label: step.budget for step in STEPS})
    tabular = _with_tables(pages)
    if pandas is None:
        print("  pandas.read_html: not measured, pandas is not installed (it is in the dev extra)")
    else:
        label = f"pandas.read_html, the {len(tabular)} pages with tables"
        found = _milliseconds((Step(FLOOR, lxml.html.fromstring), Step(label, _pandas_tables)), tabular)
        print(f"  {label:44} {found[label]:7.2f} ms {found[label] / found[FLOOR]:6.1f} × their floor")
    origins = Counter(
        report.body_origin
        for page in pages
        for report in read_candidate([Part(page, "page.html", "text/html")]).reports
    )
    shares = ", ".join(f"{origin} {count / sum(origins.values()):.0%}" for origin, count in origins.most_common())
    print(f"  body_origin: {shares}   (budget: trafilatura ≥ 95 %)")


def _print(found: dict[str, float], budgets: dict[str, str]) -> None:
    for label, cost in found.items():
        budget = f"   (budget {budgets[label]} ×)" if budgets[label] else ""
        print(f"  {label:44} {cost:7.2f} ms {cost / found[FLOOR]:6.1f} × floor{budget}")
