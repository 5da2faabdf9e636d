"""Search at 20,000 reports, against a plain scan of the same texts in the same run."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.large_store import LONG_PHRASE, RARE_WORD, archived, generated_corpus, make_large_store
from crawler.store.archive.queue import all_candidates, load_parts
from crawler.store.database import close_pair, read_pair
from crawler.store.grouping.reports import apply_readings
from crawler.store.search.run import search
from pipelines.workers import read_parts

SITES, REPORTS = 12, 7
"""84 generated reports: enough rows to copy, and read in seconds."""
LARGE = 20_000
SEARCHES = 15


@dataclass(frozen=True, slots=True)
class _Question:
    label: str
    words: str
    budget: str = "-"
    rank: bool = False


_QUESTIONS = (
    _Question("a rare word", RARE_WORD, "5 ms"),
    _Question("a rare two-character word", RARE_WORD[:2], "5 ms"),
    _Question("a long phrase", LONG_PHRASE, "5 ms"),
    _Question("a two-character word in every report", "公开", "50 ms"),
    _Question("one character in every report", "公"),
    _Question("a long word in every report", "政府信息公开工作年度报告"),
    _Question("a long word whose pairs are in every report", "2023年"),
    _Question("a two-character word in every report, ranked", "公开", rank=True),
    _Question("a word of no report", "犇羴鱻", "5 ms"),
)


def measure_search() -> None:
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder) / "small.db"
        pair = archived(small, generated_corpus(SITES, REPORTS))
        try:
            apply_readings(pair, [(one, read_parts(load_parts(pair, one))) for one in all_candidates(pair)])
        finally:
            close_pair(pair)
        measure_search_in(small, Path(folder) / "large.db")


def measure_search_in(small: Path, large: Path) -> None:
    """`large` is made of copies of `small`'s rows. The plain scan is `instr` on every section, in one statement."""
    made = make_large_store(small, large, LARGE)
    pair = read_pair(large)
    browse = pair.browse
    [size] = browse.execute("SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'search_index%'").fetchone()
    [text] = browse.execute("SELECT sum(length(CAST(heading || text AS BLOB))) FROM sections").fetchone()
    print(
        f"search: {made.reports} reports, {text / 1e6:.0f} MB of text, index {size / 1e6:.1f} MB ({size / text:.2f}), "
        f"made anew in {1000 * made.indexing / made.reports:.2f} ms a report"
    )
    print(f"  processor time, best of {SEARCHES}, the first 20 hits with their passages and the exact number of all")
    scan = "SELECT count(DISTINCT version) FROM sections WHERE instr(text, ?)"
    for question in _QUESTIONS:
        found = search(browse, question.words, rank=question.rank)
        own = _milliseconds(lambda asked=question: search(browse, asked.words, rank=asked.rank), SEARCHES)  # type: ignore[misc]
        plain = _milliseconds(lambda asked=question: browse.execute(scan, [asked.words]).fetchone(), 3)  # type: ignore[misc]
        print(
            f"  {question.label:46}{own:8.2f} ms {found.total:6} hits, {own / plain:7.4f} of a plain scan "
            f"(budget {question.budget})"
        )
    close_pair(pair)


def _milliseconds(work: Callable[[], object], rounds: int) -> float:
    """The best processor time: SQLite works in this process, and what else the machine does is left out."""
    found = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        found.append((time.process_time() - started) * 1000)
    return min(found)
