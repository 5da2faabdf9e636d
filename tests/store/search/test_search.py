"""What is found, in which order, and what is shown of it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from crawler.reports.model import Reading, Report, Section
from crawler.store.archive.queue import Candidate
from crawler.store.database import Pair, close_pair, open_pair, raw_path, read_pair
from crawler.store.errors import StoreError
from crawler.store.grouping.reports import apply_readings
from crawler.store.schema import version_5_search
from crawler.store.search import run
from crawler.store.search.index import rebuild_index
from crawler.store.search.matching import reports_holding
from crawler.store.search.passages import Passage
from crawler.store.search.run import count_hits, search
from crawler.store.search.selection import SearchSelection
from crawler.store.search.tokens import comparison_form

TEXTS = {
    2019: "本局依法公开政府信息，开通12345热线。",
    2020: "制定《云南省政务公开条例》，印发云政办〔2021〕12号文件，GDP增长。末",
    2021: "主动公\n开政府信息，ＧＤＰ稳定。100%_完成；路径a\"b、c'd、(e)、f*。",
    2022: "依申請公開政府資訊，辦理答覆。",
    2023: "办理行政复议。😀线索",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("search") / "filled.db"


@pytest.fixture
def filled(store: Path, request: pytest.FixtureRequest) -> Iterator[Pair]:
    """A store that is filled once for all tests, and only read."""
    if not store.exists():
        made = request.getfixturevalue("pair")
        fill(made, *map(request.getfixturevalue, ("report", "reading", "fetched_candidate")))
        for half in (made.browse, made.raw):
            half.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copy(raw_path(made.path), raw_path(store))
        shutil.copy(made.path, store)
    opened = read_pair(store)
    yield opened
    close_pair(opened)


def fill(
    pair: Pair,
    report: Callable[..., Report],
    reading: Callable[..., Reading],
    fetched_candidate: Callable[..., Candidate],
) -> None:
    for year, text in TEXTS.items():
        candidate = fetched_candidate(f"https://zwfw.km.gov.cn/c/{year}-01-31/1.shtml", str(year).encode())
        said = replace(
            report(text),
            title=f"{year}年度年报",
            report_year=year,
            published=date(year + 1, 1, 31),
            index_number=f"530000-{year}-01",
        )
        said = replace(said, sections={**said.sections, "5": Section("五、问题", "无。")})
        apply_readings(pair, [(candidate, reading(said))])


def years(pair: Pair, words: str, **filters: str | int) -> list[int]:
    return [hit.match.year for hit in search(pair.browse, words, selection=SearchSelection(**filters)).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("公", [2022, 2021, 2020, 2019]),
        ("末", [2020]),
        ("索", [2023]),
        ("公开", [2022, 2021, 2020, 2019]),
        ("公開", [2022, 2021, 2020, 2019]),
        ("公开政府信息", [2021, 2019]),
        ("公開政府信息", [2021, 2019]),
        ("公开政府资讯", [2022]),
        ("行政複議", [2023]),
        ("12345热线", [2019]),
        ("12345 热线", [2019]),
        ("gdp", [2021, 2020]),
        ("ＧＤＰ增长", [2020]),
        ("530000-2020-01", [2020]),
        ("〔2021〕12号", [2020]),
        ("《云南省政务公开条例》", [2020]),
        ("20 20〕", []),
        ('"20 21〕12号"', []),
        ("100%_", [2021]),
        ('a"b', [2021]),
        ("c'd", [2021]),
        ("(e)", [2021]),
        ("（e）", [2021]),
        ("f*", [2021]),
        ("😀", [2023]),
        ("公开 热线", [2019]),
        ("热线 公开 增长", []),
        ('"主动 公开"', [2021]),
        ('"公开 条例"', [2020]),
        ('"政府 公开"', []),
        ("2021年度年报", [2021]),
        ("昆明市政务服务管理局", [2023, 2022, 2021, 2020, 2019]),
        ("公信", []),
        ("热线制定", []),
        ("zxqv", []),
        ("NEAR(", []),
        ("公* OR 热", []),
        ("'; DROP TABLE reports; --", []),
        ("-", [2023, 2022, 2021, 2020, 2019]),
        ("^公", []),
        ("\ud800", []),
    ],
)
def test_words_are_found_newest_first(filled: Pair, words: str, found: list[int]) -> None:
    assert years(filled, words) == found
    assert count_hits(filled.browse, words) == len(found)
    assert len(reports_holding(filled.browse, words)) == len(found)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"year": 2020}, [2020]),
        ({"body": "昆明市政务服务管理局"}, [2022, 2021, 2020, 2019]),
        ({"body": "迪庆州工信局"}, []),
        ({"division": "530000"}, [2022, 2021, 2020, 2019]),
        ({"division": "533400"}, []),
        ({"section": "1"}, [2022, 2021, 2020, 2019]),
        ({"section": "5"}, []),
        ({"section": "1", "year": 2019}, [2019]),
    ],
)
def test_filters_keep_reports_out(filled: Pair, filters: dict[str, str | int], found: list[int]) -> None:
    assert years(filled, "公开", **filters) == found
    assert count_hits(filled.browse, "公开", selection=SearchSelection(**filters)) == len(found)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("words", "selection", "complaint"),
    [
        ("", SearchSelection(), "nothing to search for"),
        (' "" \u200b ', SearchSelection(), "nothing to search for"),
        ("公开", SearchSelection(body="没有的局"), "没有的局: no body of this store has this name"),
        ("公开", SearchSelection(division="990000"), "990000: no body of this store lies there"),
    ],
)
def test_what_could_only_find_nothing_is_an_error(
    filled: Pair, words: str, selection: SearchSelection, complaint: str
) -> None:
    with pytest.raises(StoreError, match=complaint):
        search(filled.browse, words, selection=selection)


def test_more_hits_than_are_shown_are_counted(filled: Pair) -> None:
    for words in ("公", "政务服务"):
        found = search(filled.browse, words, limit=2)
        assert len(found.hits) == 2 < found.total == len(years(filled, words))


@pytest.mark.parametrize("few", [0, 500])
def test_few_and_many_candidates_come_in_the_same_order(
    filled: Pair, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr("crawler.store.search.matching._FEW", few)
    assert years(filled, "年报") == [2023, 2022, 2021, 2020, 2019]
    assert years(filled, "年报", year=2020) == [2020]


def test_rank_is_by_occurrences_a_thousand_characters_of_the_newest(
    filled: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = search(filled.browse, "GDP 公开", rank=True)
    text = "2020年度年报昆明市政务服务管理局530000-2020-01一、总体情况" + TEXTS[2020] + "五、问题无。"
    assert (found.hits[0].match.year, found.hits[0].rate) == (2020, pytest.approx(2000 / len(text)))
    rates = [hit.rate for hit in search(filled.browse, "政府", rank=True).hits]
    assert rates == sorted(rates, reverse=True)
    monkeypatch.setattr(run, "RANKED", 2)
    few = search(filled.browse, "年报", rank=True)
    assert ({hit.match.year for hit in few.hits}, few.ranked, few.total) == ({2023, 2022}, 2, 5)


def test_an_answer_is_of_one_state_of_the_store_while_a_crawl_writes(filled: Pair, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    shutil.copy(filled.path, other)
    shutil.copy(raw_path(filled.path), raw_path(other))
    reader, writer = read_pair(other), sqlite3.connect(other)

    def taken_away_in_between(statement: str) -> None:
        if "JOIN bodies" in statement:
            with writer:
                writer.execute("DELETE FROM reports")

    reader.browse.conn.set_trace_callback(taken_away_in_between)
    found = search(reader.browse, "年报")
    assert ([hit.match.year for hit in found.hits], found.total) == ([2023, 2022, 2021, 2020, 2019], 5)
    assert all(hit.passages for hit in found.hits)
    assert search(reader.browse, "年报").total == 0, "the next answer is of the next state"
    writer.close()
    close_pair(reader)


def marked(passages: Sequence[Passage]) -> list[tuple[str, list[str]]]:
    return [(one.text, [one.text[start:end] for start, end in one.marks]) for one in passages]


@pytest.mark.parametrize(
    ("words", "passages"),
    [
        ("热线", [("本局依法公开政府信息，开通12345热线。", ["热线"])]),
        ("公开 热线", [("本局依法公开政府信息，开通12345热线。", ["公开", "热线"])]),
        ("公開政府資訊", [("依申請公開政府資訊，辦理答覆。", ["公開政府資訊"])]),
        ("主动公开", [("主动公 开政府信息，ＧＤＰ稳定。100%_完成；路径a\"b、c'd、(e)、f*。", ["主动公 开"])]),
        ("gdp稳", [("主动公 开政府信息，ＧＤＰ稳定。100%_完成；路径a\"b、c'd、(e)、f*。", ["ＧＤＰ稳"])]),
        ("2022年度", [("2022年度年报", ["2022年度"])]),
        ("热线 12345", [("本局依法公开政府信息，开通12345热线。", ["12345热线"])]),
    ],
)
def test_passages_show_the_words_as_they_are_printed(
    filled: Pair, words: str, passages: list[tuple[str, list[str]]]
) -> None:
    assert marked(search(filled.browse, words).hits[0].passages) == passages


def test_a_passage_of_a_long_text_is_cut_on_both_sides(filled: Pair, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    shutil.copy(filled.path, other)
    shutil.copy(raw_path(filled.path), raw_path(other))
    changed = open_pair(other, origin="live")
    changed.browse.execute("UPDATE sections SET text = ? WHERE number = '1'", ["前" * 100 + "热线" + "后" * 100])
    rebuild_index(changed.browse)
    ((text, marks),) = marked(search(changed.browse, "热线").hits[0].passages)
    close_pair(changed)
    assert (text, marks) == ("…" + "前" * 36 + "热线" + "后" * 36 + "…", ["热线"])


@pytest.fixture(scope="module")
def bare() -> Database:
    """The index's own tables over the least that it reads of a store, for many small texts."""
    database = Database(memory=True)
    database.executescript(
        "CREATE TABLE reports (id TEXT PRIMARY KEY, body TEXT, report_year INTEGER, title TEXT, url TEXT, "
        "published TEXT, current_version TEXT); CREATE TABLE bodies (id TEXT, name TEXT);"
        "CREATE TABLE versions (id TEXT PRIMARY KEY, title TEXT, agency TEXT, index_number TEXT);"
        "CREATE TABLE sections (version TEXT, number TEXT, heading TEXT, text TEXT);"
        + version_5_search.BROWSE.replace("REFERENCES reports(id) DEFERRABLE INITIALLY DEFERRED", "")
    )
    database.execute("INSERT INTO bodies VALUES ('b', '局')")
    return database


SOME_TEXT = st.text(
    st.one_of(
        st.sampled_from("公開开信息申请2023年GDPgdp(（〔 \n\u3000\u200b，。*\"'%😀㍿①⼯工"),
        st.characters(codec="utf-8"),
    ),
    max_size=25,
)


SOME_TEXTS = st.lists(SOME_TEXT, min_size=1, max_size=4)


@given(texts=SOME_TEXTS, other=SOME_TEXT, data=st.data())
@settings(deadline=None, max_examples=25)
def test_a_search_finds_exactly_the_texts_that_a_plain_scan_finds(
    bare: Database, texts: list[str], other: str, data: st.DataObject
) -> None:
    finds_what_a_plain_scan_finds(bare, texts, other, data)


@pytest.mark.soak
@given(texts=SOME_TEXTS, other=SOME_TEXT, data=st.data())
@settings(deadline=None, max_examples=4000)
def test_a_search_finds_exactly_the_texts_that_a_plain_scan_finds_for_long(
    bare: Database, texts: list[str], other: str, data: st.DataObject
) -> None:
    finds_what_a_plain_scan_finds(bare, texts, other, data)


def finds_what_a_plain_scan_finds(bare: Database, texts: list[str], other: str, data: st.DataObject) -> None:
    for table in ("reports", "versions", "sections"):
        bare.execute(f"DELETE FROM {table}")
    for number, text in enumerate(texts):
        version = [str(number), None, None, None]
        bare.execute("INSERT INTO reports VALUES (?, 'b', 2023, NULL, NULL, NULL, ?)", [str(number)] * 2)
        bare.execute("INSERT INTO versions VALUES (?, ?, ?, ?)", version)
        bare.execute("INSERT INTO sections VALUES (?, '1', '', ?)", [str(number), text])
    rebuild_index(bare)
    text = data.draw(st.sampled_from(texts))
    start = data.draw(st.integers(0, len(text)))
    part = "".join(text[start : start + data.draw(st.integers(1, 8))].split()[:1])
    for word in (part, *other.split()[:2]):
        form = comparison_form(word)
        if not form or (word.startswith('"') and word.endswith('"')):
            continue
        plain = {str(number) for number, one in enumerate(texts) if form in comparison_form(one)}
        found = set(reports_holding(bare, word))
        assert plain <= found, word
        # More only where a text prints the word in the other characters, Simplified or Traditional.
        assert all(any(ord(one) >= 0x3400 for one in word) for _ in found - plain), word
    if form := comparison_form(part):
        assert form not in comparison_form(text) or reports_holding(bare, f'"{part}"' if '"' not in part else part)
