"""The index is level with the texts after every change, in the transaction that makes it."""

from __future__ import annotations

import gzip
import random
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.reports.model import Reading, Report, Section
from crawler.store.archive.queue import Candidate
from crawler.store.database import Pair, close_pair, open_pair, raw_path, read_pair
from crawler.store.errors import StoreError
from crawler.store.grouping.groups import recompute
from crawler.store.grouping.reports import apply_readings
from crawler.store.search.index import index_differences, rebuild_index, search_follows
from crawler.store.search.matching import reports_holding
from crawler.store.transactions import transaction
from tests.store.conftest import mark_failed

Make = Callable[..., Report]
Read = Callable[..., Reading]
Fetch = Callable[..., Candidate]
FIXTURES = Path(__file__).parents[1] / "fixtures"
ADDRESS = "https://zwfw.km.gov.cn/c/2024-01-31/{}.shtml"


def dump(pair: Pair) -> list[str]:
    """Every row of the browsing file, the index's own tables included."""
    pair.browse.execute("PRAGMA wal_checkpoint")
    with sqlite3.connect(pair.path) as connection:
        return list(connection.iterdump())


def test_a_new_version_takes_the_old_words_out_and_puts_its_own_in(
    pair: Pair, report: Make, reading: Read, fetched_candidate: Fetch
) -> None:
    first = fetched_candidate(ADDRESS.format(1), b"1")
    apply_readings(pair, [(first, reading(report("本年新开通热线。")))])
    (found,) = reports_holding(pair.browse, "热线")
    second = fetched_candidate(ADDRESS.format(1), b"2", minute=5)
    apply_readings(pair, [(second, reading(report("本年新开通专栏。")))])
    assert reports_holding(pair.browse, "热线") == []
    assert reports_holding(pair.browse, "专栏") == [found]
    assert index_differences(pair.browse) == []


def test_a_report_that_goes_leaves_the_index(pair: Pair, report: Make, reading: Read, fetched_candidate: Fetch) -> None:
    candidate = fetched_candidate(ADDRESS.format(1), b"1")
    apply_readings(pair, [(candidate, reading(report("本年新开通热线。")))])
    mark_failed(pair, candidate.id, "cannot be read any more")
    assert reports_holding(pair.browse, "热线") == []
    assert pair.browse.execute("SELECT count(*) FROM search_documents").fetchone() == (0,)
    assert index_differences(pair.browse) == []


def test_a_change_that_is_taken_back_leaves_the_index_as_it_was(
    pair: Pair, report: Make, reading: Read, fetched_candidate: Fetch
) -> None:
    candidate = fetched_candidate(ADDRESS.format(1), b"1")
    apply_readings(pair, [(candidate, reading(report("本年新开通热线。")))])
    with pytest.raises(RuntimeError, match="killed"), transaction(pair.browse):
        apply_readings(pair, [(candidate, reading(report("本年新开通专栏。")))])
        raise RuntimeError("killed")
    assert len(reports_holding(pair.browse, "热线")) == 1
    assert index_differences(pair.browse) == []


def test_random_changes_leave_the_index_that_a_fresh_one_would_be(
    pair: Pair, report: Make, reading: Read, fetched_candidate: Fetch
) -> None:
    chance = random.Random(5)
    words = ("公开", "条例", "热线", "GDP", "２０２３年", "公\n开", "，", "😀")
    candidates = [fetched_candidate(ADDRESS.format(number), b"%d" % number, minute=number) for number in range(6)]
    for _ in range(12):
        for candidate in chance.sample(candidates, chance.randint(1, 3)):
            if chance.random() < 0.15:
                mark_failed(pair, candidate.id, "by chance")
                continue
            text = "".join(chance.choices(words, k=chance.randint(0, 5)))
            said = replace(
                report(text),
                report_year=chance.choice((2022, 2023)),
                title=chance.choice((None, "年度报告", "2023年政府信息公开工作年度报告")),
                index_number=chance.choice((None, "KM-1", "KM-2")),
            )
            if chance.random() < 0.3:
                said = replace(said, sections={**said.sections, "5": Section("五、", text[::-1])})
            apply_readings(pair, [(candidate, reading(said))])
        assert index_differences(pair.browse) == []
    held = pair.browse.execute("SELECT count(*) FROM search_documents").fetchone()
    assert held == pair.browse.execute("SELECT count(*) FROM reports").fetchone() != (0,)


def test_reading_the_same_again_writes_nothing(
    pair: Pair, report: Make, reading: Read, fetched_candidate: Fetch
) -> None:
    candidate = fetched_candidate(ADDRESS.format(1), b"1")
    for _ in range(2):
        apply_readings(pair, [(candidate, reading(report("本年新开通热线。")))])
    before = dump(pair)
    apply_readings(pair, [(candidate, reading(report("本年新开通热线。")))])
    assert dump(pair) == before


def test_entries_keep_their_reports_through_vacuum(
    pair: Pair, report: Make, reading: Read, fetched_candidate: Fetch
) -> None:
    for number, word in enumerate(("热线", "专栏", "条例")):
        candidate = fetched_candidate(ADDRESS.format(number), b"%d" % number)
        apply_readings(pair, [(candidate, reading(replace(report(word), report_year=2021 + number)))])
    mark_failed(pair, candidate.id, "the last one goes")
    found = reports_holding(pair.browse, "专栏")
    pair.browse.vacuum()
    assert reports_holding(pair.browse, "专栏") == found != []
    assert index_differences(pair.browse) == []


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("UPDATE sections SET text = '无'", "the search index holds 41 tokens of it, its text has 34"),
        ("UPDATE sections SET text = replace(text, '热', '冷')", "the search index holds other tokens than its text"),
        ("UPDATE search_documents SET otherwise = '公'", "search_documents.otherwise is not what its text has"),
        ("DELETE FROM search_documents", "not in the search index"),
        ("INSERT INTO search_index (rowid, tokens) VALUES (77, '热线')", "belongs to no report"),
    ],
)
def test_what_differs_from_a_fresh_index_is_named(
    pair: Pair, report: Make, reading: Read, fetched_candidate: Fetch, sql: str, problem: str
) -> None:
    candidate = fetched_candidate(ADDRESS.format(1), b"1")
    apply_readings(pair, [(candidate, reading(report("本年新开通热线。")))])
    pair.browse.execute(sql)
    assert problem in " ".join(one.problem for one in index_differences(pair.browse))
    rebuild_index(pair.browse)
    assert index_differences(pair.browse) == []


def test_a_change_outside_of_readings_is_followed_too(
    pair: Pair, report: Make, reading: Read, fetched_candidate: Fetch
) -> None:
    candidate = fetched_candidate(ADDRESS.format(1), b"1")
    apply_readings(pair, [(candidate, reading(report("本年新开通热线。")))])
    body = pair.browse.execute("SELECT body FROM reports").fetchone()[0]
    with transaction(pair.browse), search_follows(pair.browse, body, 2023):
        pair.browse.execute("UPDATE sections SET text = ''")
    assert reports_holding(pair.browse, "热线") == []
    assert index_differences(pair.browse) == []


def test_an_index_of_other_tokens_is_made_anew_when_the_store_is_opened_for_writing(
    pair: Pair, report: Make, reading: Read, fetched_candidate: Fetch, tmp_path: Path
) -> None:
    candidate = fetched_candidate(ADDRESS.format(1), b"1")
    apply_readings(pair, [(candidate, reading(report("本年新开通热线。")))])
    pair.browse.execute("UPDATE search_state SET tokens_version = '0'")
    # An older program's index is not touched by changes: nobody knows what it holds.
    recompute(pair.browse, [("x", 2023)], {})
    other = tmp_path / "other.db"
    pair.browse.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    pair.raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(pair.path, other)
    shutil.copy(raw_path(pair.path), raw_path(other))
    reader = read_pair(other)
    with pytest.raises(StoreError, match=r"other\.db: its search index is missing .*run `nianbao reindex`"):
        reports_holding(reader.browse, "热线")
    close_pair(reader)
    opened = open_pair(other, origin="live")
    assert len(reports_holding(opened.browse, "热线")) == 1
    close_pair(opened)


@pytest.mark.parametrize("schema", [1, 3, 4])
def test_a_store_of_an_earlier_schema_is_indexed_when_it_is_migrated(tmp_path: Path, schema: int) -> None:
    path = tmp_path / "older.db"
    for file, packed in ((path, f"schema-{schema}.db.gz"), (raw_path(path), f"schema-{schema}-raw.db.gz")):
        file.write_bytes(gzip.decompress((FIXTURES / packed).read_bytes()))
    opened = open_pair(path, origin="live")
    assert index_differences(opened.browse) == []
    assert len(reports_holding(opened.browse, "公开")) == opened.browse["reports"].count > 0
    close_pair(opened)
