"""`nianbao search` and `nianbao reindex`, as a user has them."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.cli import main
from crawler.store.database import close_pair, open_pair
from crawler.store.withheld.withholding import apply_withholdings
from crawler.withholdings import Withholding
from tests.browse.corpus import NOW, PAGES, build_corpus

KUNMING = "昆明市政务服务管理局"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("search") / "mine.db"
    build_corpus(database, "live")
    return database


def run(store: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments, "--database", str(store)])


def test_hits_are_printed_newest_first_with_their_passages(store: Path) -> None:
    done = run(store, "search", "认真", KUNMING, "--limit", "2")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[:4] == [
        f"530100-{KUNMING}/2023  {KUNMING}  2023",
        f"  {KUNMING}2023年政府信息公开工作年度报告",
        "  https://zwfw.km.gov.cn/c/2024-01-31/1.shtml",
        "  一、总体情况: 2023年本局<【认真】>落实条例。 第二段。",
    ]
    assert f"530100-{KUNMING}/2022  {KUNMING}  2022" in lines
    assert done.stderr == f"3 reports hold 认真 {KUNMING}; the 2 newest are shown (--limit)\n"


def test_json_says_where_the_words_stand(store: Path) -> None:
    answer = json.loads(run(store, "search", "認真", "--json", "--year", "2022", "--section", "1").stdout)
    assert (answer["words"], answer["total"], answer["demonstration"]) == ("認真", 2, False)
    (passage,) = answer["hits"][0]["passages"]
    assert [passage["text"][start:end] for start, end in passage["marks"]] == ["认真"]
    assert (passage["where"], passage["heading"]) == ("section.1", "一、总体情况")


def test_rank_says_how_often(store: Path) -> None:
    done = run(store, "search", "有序", "--rank", "--limit", "1")
    assert "a 1,000 characters" in done.stdout.splitlines()[0]
    assert "5 reports hold 有序; the first one is shown" in done.stderr


def test_a_hit_that_is_withheld_says_so_in_place_of_its_title(tmp_path: Path) -> None:
    store = tmp_path / "mine.db"
    build_corpus(store, "live")
    pair = open_pair(store, origin="live")
    apply_withholdings(pair, [Withholding(PAGES["2023"], "report", "2024-05-01", "", "on request")], NOW)
    close_pair(pair)
    asked = ("search", KUNMING, "--limit", "1")
    assert run(store, *asked).stdout.splitlines()[1] == "  〔应请求不公开〕"
    (hit,) = json.loads(run(store, *asked, "--json").stdout)["hits"]
    assert (hit["title"], hit["withheld"]) == (None, "report")
    assert run(store, "search", "认真", "--count").stdout.strip() == "4"


@pytest.mark.parametrize(("words", "count", "code"), [("认真", "5", 0), ("犇羴", "0", 3)])
def test_count_prints_a_number(store: Path, words: str, count: str, code: int) -> None:
    done = run(store, "search", words, "--count")
    assert (done.stdout.strip(), done.exit_code) == (count, code)


@pytest.mark.parametrize(
    ("arguments", "code", "complaint"),
    [
        (["犇羴"], 3, "no report holds 犇羴"),
        ([" "], 1, "nothing to search for: give at least one word"),
        (["认真", "--body", "没有的局"], 1, "no body of this store has this name"),
        (["认真", "--division", "53"], 2, "expected six digits"),
        ([], 2, "Missing argument"),
    ],
)
def test_no_hits_and_no_search_are_told_apart(store: Path, arguments: list[str], code: int, complaint: str) -> None:
    done = run(store, "search", *arguments)
    assert (done.exit_code, done.stdout) == (code, "")
    assert complaint in done.stderr


def test_an_index_that_lost_its_words_is_made_anew(tmp_path: Path) -> None:
    store = tmp_path / "mine.db"
    build_corpus(store, "live")
    with sqlite3.connect(store) as connection:
        connection.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")
    assert run(store, "search", "认真").exit_code == 3
    done = run(store, "reindex")
    assert (done.exit_code, done.stdout) == (0, f"{store}: 5 reports indexed\n")
    assert run(store, "search", "认真", "--count").stdout.strip() == "5"
    with sqlite3.connect(store) as connection:
        connection.execute("UPDATE search_state SET tokens_version = '0'")
        connection.execute("CREATE TABLE indexed (report)")
        connection.execute(
            "CREATE TRIGGER indexing AFTER INSERT ON search_documents "
            "BEGIN INSERT INTO indexed VALUES (new.report); END"
        )
    stale = run(store, "search", "认真")
    assert (stale.exit_code, "run `nianbao reindex`" in stale.stderr) == (1, True)
    assert run(store, "reindex").exit_code == 0
    with sqlite3.connect(store) as connection:
        assert connection.execute("SELECT count(*) FROM indexed").fetchone() == (5,), "each report once"
    assert run(store, "search", "认真").exit_code == 0
