"""Datasette's own search box finds what a plain scan of the stored texts finds: page, counts, facets and exports."""

from __future__ import annotations

import asyncio
import csv
import io
import sqlite3
from pathlib import Path
from urllib.parse import urlencode

import pytest

from crawler.net.browser import browser_problem, chromium
from tests.browse.conftest import Browser, Server
from tests.browse.corpus import build_corpus

TABLES = {"current_reports": "report", "reports": "id"}
WORDS = {
    "one character": "局",
    "a text's last character": "末",
    "two characters": "迪庆",
    "five characters": "工业信息化",
    "a long word": "迪庆州工业和信息化局2022年",
    "mixed": "KM-2022",
    "digits": "2022年",
    "lower case": "km-2022-1",
    "brackets": "<认真>",
    "in every report": "公开",
    "nonsense": "犇羴鱻",
    "nonsense Latin": "zxqv",
    "an operator": "OR",
    "a star": "*",
    "a quote": '"',
    "a bracket": "NEAR(",
    "SQL": "'; DROP TABLE reports; --",
    "a percent sign": "%",
    "an emoji": "😀",
}


@pytest.fixture(scope="module")
def texts(corpus: Path) -> dict[str, list[str]]:
    """Report → its current texts, read without any code of the search."""
    with sqlite3.connect(f"{corpus.as_uri()}?mode=ro", uri=True) as connection:
        rows = connection.execute(
            "SELECT report, title, agency, index_number FROM current_reports UNION ALL "
            "SELECT report, heading, text, NULL FROM current_sections"
        ).fetchall()
    found: dict[str, list[str]] = {}
    for report, *fields in rows:
        found.setdefault(report, []).extend(field for field in fields if field)
    return found


def scan(texts: dict[str, list[str]], *words: str) -> set[str]:
    """A plain scan; upper and lower case are one to it, and nothing else."""
    return {
        report
        for report, fields in texts.items()
        if all(any(word.lower() in field.lower() for field in fields) for word in words)
    }


def asked(table: str, words: str, ending: str = "", **more: str) -> str:
    return f"/mine/{table}{ending}?" + urlencode({"_search": words, **more})


def rows(browser: Browser, table: str, words: str, **more: str) -> list[dict[str, object]]:
    answer: list[dict[str, object]] = browser.json(asked(table, words, ".json", _shape="array", **more))
    return answer


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS.keys())
def test_the_box_finds_what_a_plain_scan_finds(
    browser: Browser, texts: dict[str, list[str]], table: str, words: str
) -> None:
    found = scan(texts, words)
    assert {row[TABLES[table]] for row in rows(browser, table, words)} == found


@pytest.mark.parametrize("words", WORDS.values(), ids=WORDS.keys())
def test_the_page_says_how_many_there_are(browser: Browser, texts: dict[str, list[str]], words: str) -> None:
    found = scan(texts, words)
    page = browser.get(asked("current_reports", words))
    assert page.status == 200
    assert f"{len(found)} row{'' if len(found) == 1 else 's'} where the report holds" in " ".join(page.words.split())


def test_the_scan_is_no_empty_one(texts: dict[str, list[str]]) -> None:
    assert [len(scan(texts, word)) for word in ("局", "迪庆", "公开", "犇羴鱻")] == [5, 1, 5, 0]


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("政府信息公開", ["政府信息公开"]),
        ("昆明 2022", ["昆明", "2022"]),
        ('"第二 段"', ["第二段"]),
        ("２０２２", ["2022"]),
    ],
)
def test_several_words_phrases_and_other_writings(
    browser: Browser, texts: dict[str, list[str]], words: str, parts: list[str]
) -> None:
    found = {row["report"] for row in rows(browser, "current_reports", words)}
    assert found == scan(texts, *parts) != set()


def test_counts_facets_and_exports_are_of_the_hits(browser: Browser, texts: dict[str, list[str]]) -> None:
    found = scan(texts, "昆明")
    answer = browser.json(asked("current_reports", "昆明", ".json"))
    assert answer["filtered_table_rows_count"] == len(found) == 3
    facets = answer["facet_results"]["report_year"]["results"]
    assert {(one["value"], one["count"]) for one in facets} == {(2023, 1), (2022, 1), (2017, 1)}
    exported = csv.DictReader(io.StringIO(browser.get(asked("current_reports", "昆明", ".csv", _stream="on")).html))
    assert {row["report"] for row in exported} == found


def test_the_newest_come_first_and_other_filters_stay(browser: Browser) -> None:
    years = [row["report_year"] for row in rows(browser, "current_reports", "公开")]
    assert years == sorted(years, reverse=True)
    assert [row["report_year"] for row in rows(browser, "current_reports", "公开", report_year__lt="2020")] == [2017]
    assert len(rows(browser, "current_reports", "", report_year__lt="2020")) == 1


def test_pages_follow_each_other_without_a_gap(browser: Browser) -> None:
    first = browser.json(asked("current_reports", "公开", ".json", _size="3"))
    second = browser.json(asked("current_reports", "公开", ".json", _size="3", _next=first["next"]))
    reports = [row[0] for row in [*first["rows"], *second["rows"]]]
    assert len(reports) == len(set(reports)) == 5


@pytest.mark.parametrize("words", [" ", '""', "\u3000", "\x00"])
def test_a_box_without_a_word_says_so(browser: Browser, words: str) -> None:
    assert "nothing is searched for: the box holds no word" in browser.get(asked("current_reports", words)).words


def test_what_was_found_is_shown_and_marked(browser: Browser) -> None:
    page = browser.get(asked("current_reports", "认真 km-2022")).html
    assert "2022年本局&lt;<mark>认真</mark>&gt;落实条例" in page
    assert "<mark>KM-2022</mark>-1" in page
    assert "<mark>" not in browser.get(asked("current_reports", "")).html
    sections = browser.get(asked("current_sections", "文末")).html
    assert "本年度主动公开工作有序推进。<mark>文末</mark>。" in sections


def test_of_sections_those_are_found_that_hold_the_words_themselves(browser: Browser) -> None:
    assert {row["number"] for row in rows(browser, "current_sections", "认真")} == {"1"}
    assert {row["number"] for row in rows(browser, "current_sections", "文末")} == {"2"}
    assert rows(browser, "current_sections", "认真 文末") == []


def test_tables_without_an_index_have_no_box(browser: Browser) -> None:
    assert 'name="_search"' in browser.get("/mine/reports").html
    assert 'name="_search"' not in browser.get("/mine/versions").html
    assert browser.get("/mine/reports?_where=report_year=2017").status == 200


def test_sql_can_use_the_search_too(browser: Browser, texts: dict[str, list[str]]) -> None:
    sql = "select value from json_each(search_reports(:words))"
    answer = browser.json("/mine.json?" + urlencode({"sql": sql, "words": "工业信息化", "_shape": "arrayfirst"}))
    assert set(answer) == scan(texts, "工业信息化")
    sql = "select count(*) from search_index where search_index match escape_fts(:words)"
    for words, number in (("迪庆", 1), ("", 0), ('NEAR("', 0)):
        answer = browser.json("/mine.json?" + urlencode({"sql": sql, "words": words, "_shape": "arrayfirst"}))
        assert answer == [number], words


def test_a_change_of_the_store_is_found_at_once_and_a_stale_index_is_no_empty_answer(tmp_path: Path) -> None:
    database = tmp_path / "mine.db"
    build_corpus(database, "live")
    browser = Browser(database)
    try:
        before = rows(browser, "reports", "昆明")
        with sqlite3.connect(database) as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("DELETE FROM search_documents WHERE report = ?", [before[0]["id"]])
        assert rows(browser, "reports", "昆明") == before[1:]
        with sqlite3.connect(database) as connection:
            connection.execute("UPDATE search_state SET tokens_version = '0'")
        page = browser.get(asked("reports", "昆明"))
        assert page.status == 503
        assert "run `nianbao reindex`" in page.words
        assert browser.get("/mine/reports").status == 200
    finally:
        browser.close()


async def typed(address: str, words: list[str]) -> dict[str, set[str]]:
    """What a real browser shows for each of the words, typed into the box and sent with Enter: the report ids."""
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium(), chromium_sandbox=False)
        page = await browser.new_page()
        found = {}
        for word in words:
            await page.goto(address)
            await page.fill("input[name=_search]", word)
            await page.press("input[name=_search]", "Enter")
            await page.wait_for_url("**_search=*")
            found[word] = set(await page.locator("td.col-report a").all_inner_texts())
        await browser.close()
    return found


@pytest.mark.chromium
@pytest.mark.skipif(browser_problem() is not None, reason=str(browser_problem()))
def test_what_is_typed_into_the_box_of_a_real_browser_is_found(server: Server, texts: dict[str, list[str]]) -> None:
    """The demonstration store holds the reports of the other one: the same scan holds for both."""
    words = ["局", "迪庆", "工业信息化", "KM-2022", "犇羴鱻"]
    address = f"http://127.0.0.1:{server.port}/demo/current_reports"
    found = asyncio.run(asyncio.wait_for(typed(address, words), 120))
    assert found == {word: scan(texts, word) for word in words}
