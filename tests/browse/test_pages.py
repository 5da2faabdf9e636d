"""Every page that a reader can reach, by Datasette itself."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from crawler.browse.metadata import read_pages
from crawler.codebook import read_codebook
from crawler.sources import load_sources
from tests.browse.conftest import Browser
from tests.browse.corpus import LONG_PROSE, PAGES, PROJECT

TABLES = [entry.table for entry in read_codebook() if entry.is_stored and not entry.column]
HIDDEN = [table for table, settings in read_pages()["tables"].items() if settings.get("hidden")]
EMPTY_AT_REST = ("reparse_progress", "reparse_changes")
"""They have rows only while a re-parse is under way, or after one that was killed (rereading.reparse_progress)."""
QUERIES = list(read_pages()["queries"])
KUNMING = "昆明市政务服务管理局"
REPORT_2022 = f"530100-{KUNMING}/2022"
ADDRESS_2022 = PAGES["2022"]


def rows_of(browser: Browser, query: str, **words: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = browser.json(f"/mine/{query}.json?{urlencode({**words, '_shape': 'array'})}")
    return rows


def test_the_front_page_begins_with_the_current_reports(browser: Browser) -> None:
    page = browser.get("/")
    assert page.status == 200
    assert "年报 Nianbao" in page.words
    assert "年度报告（现行版本） · current_reports – 5 rows" in page.words
    first = page.html.index("/mine/current_reports")
    assert all(
        first < page.html.index(f"/mine/{table}", first + 1) for table in ("current_applications", "failed_checks")
    )


@pytest.mark.parametrize("query", QUERIES)
def test_the_front_page_and_the_databases_page_lead_to_each_question(browser: Browser, query: str) -> None:
    title = read_pages()["queries"][query]["title"].replace("'", "&#39;")
    for path in ("/", "/mine"):
        assert f'<a href="/mine/{query}">{title}</a>' in browser.get(path).html


def test_plumbing_is_hidden_from_the_databases_page(browser: Browser) -> None:
    page = browser.get("/mine").html
    assert "candidate_facts" in HIDDEN
    assert [table for table in HIDDEN if f'<a href="/mine/{table}">' in page] == []
    assert '<a href="/mine/versions">' in page


@pytest.mark.parametrize("table", TABLES)
def test_a_tables_page_has_rows_its_title_and_a_description_of_each_column(browser: Browser, table: str) -> None:
    page = browser.get(f"/mine/{table}")
    assert page.status == 200
    if table in EMPTY_AT_REST:
        assert f"mine: {table}: 0 rows" in page.words
    else:
        assert 'class="rows-and-columns"' in page.html, "no rows"
    assert "timed out" not in page.words
    for entry in read_codebook():
        if entry.table == table and entry.column:
            assert f"{entry.column}{entry.description}" in page.words.replace("\n", ""), entry.column
        elif entry.table == table:
            assert (f"{entry.label} · {table}" if entry.label else table) in page.words
            assert entry.meaning in page.words


@pytest.mark.parametrize("query", QUERIES)
def test_a_question_is_answered_with_rows_when_nothing_is_given(browser: Browser, query: str) -> None:
    page = browser.get(f"/mine/{query}")
    assert page.status == 200
    assert "message-error" not in page.html
    assert '<table class="rows-and-columns">' in page.html
    assert rows_of(browser, query) != []


def test_a_row_has_a_page_with_links_to_what_belongs_to_it(browser: Browser, corpus: Path) -> None:
    with sqlite3.connect(f"{corpus.as_uri()}?mode=ro", uri=True) as connection:
        version = connection.execute("SELECT version FROM current_reports WHERE report = ?", [REPORT_2022]).fetchone()[
            0
        ]
    page = browser.get(f"/mine/versions/{version}")
    assert page.status == 200
    assert f"{KUNMING}2022年政府信息公开工作年度报告" in page.words
    assert f"/mine/flags?version={version}" in page.html


def test_chinese_text_and_a_figure_with_decimals_are_shown_as_stored(browser: Browser) -> None:
    page = browser.get("/mine/current_proactive?body_name=" + quote(KUNMING)).words
    assert KUNMING in page
    assert "7730.28" in page
    assert "Unit: 万元." in page


def test_what_a_document_prints_is_never_taken_for_markup(browser: Browser) -> None:
    for path in ("/mine/current_sections", "/mine/one_report?" + urlencode({"report": REPORT_2022})):
        page = browser.get(path).html
        assert "本局&lt;认真&gt;落实条例" in page
        assert "<认真>" not in page


def test_reports_of_a_body_are_found_by_a_part_of_a_name_or_of_an_alias(browser: Browser) -> None:
    assert [row["report_year"] for row in rows_of(browser, "reports_of_body", name=" 昆明 ")] == [2023, 2022, 2017]
    assert [row["body_name"] for row in rows_of(browser, "reports_of_body", name="迪庆藏族自治州")] == [
        "迪庆州工业和信息化局"
    ]
    assert rows_of(browser, "reports_of_body", name="没有的局") == []


def test_totals_are_of_printed_figures_and_say_of_how_many_reports(browser: Browser) -> None:
    totals = {row["report_year"]: row for row in rows_of(browser, "totals_by_year")}
    assert list(totals) == [2024, 2023, 2022, 2017]
    wanted = (
        "reports",
        "reports_with_new_received",
        "new_received",
        "result_total",
        "carried_out",
        "reports_with_reviews",
        "reviews",
    )
    # 2023: the newest version alone. 2022: two bodies, one with 4 (misprinted) and one with 0 carried out.
    assert [totals[2023][name] for name in wanted] == [1, 1, 11, 12, 1, 1, 1]
    assert [totals[2022][name] for name in wanted] == [2, 2, 13, 14, 4, 2, 2]
    assert [totals[2017][name] for name in wanted] == [1, 0, None, None, None, 0, None]


def test_a_failed_check_leads_to_the_reports_own_address(browser: Browser) -> None:
    (row,) = (row for row in rows_of(browser, "failed_checks") if not row["rule"].startswith("Y"))
    assert (row["rule"], row["expected"], row["found"], row["url"]) == ("A1", 12, 15, ADDRESS_2022)
    page = browser.get("/mine/failed_checks").html
    assert f'<a href="{ADDRESS_2022}">' in page
    assert f'href="/mine/one_report?{urlencode({"report": REPORT_2022})}"' in page


def test_what_last_year_carried_over_is_checked_too(browser: Browser) -> None:
    """2022 misprints 4 carried out, and 2023 carries 2 in: newest first, so it stands above the older report's A1."""
    rows = rows_of(browser, "failed_checks")
    found = [(row["rule"], row["report_year"], row["location"], row["expected"], row["found"]) for row in rows]
    assert ("Y1", 2023, "applications.carried_in.total", 4, 2) in found
    assert [rule for rule, *_ in found] == ["Y1"] * (len(found) - 1) + ["A1"]


def test_a_body_year_by_year_shows_what_was_carried_over(browser: Browser) -> None:
    series = rows_of(browser, "series_of_body", name="昆明")
    assert [(row["report_year"], row["carried_in"], row["last_year_carried_out"]) for row in series] == [
        (2017, None, None),
        (2022, 2, None),
        (2023, 2, 4),
    ]


def test_a_report_is_shown_whole_and_without_what_it_leaves_blank(browser: Browser) -> None:
    rows = [(row["part"], row["item"], row["value"]) for row in rows_of(browser, "one_report", report=REPORT_2022)]
    assert ("head", "address", ADDRESS_2022) in rows
    assert ("section", "二、主动公开政府信息情况", LONG_PROSE) in rows
    assert ("proactive", "行政事业性收费 / 本年收费金额（单位：万元）", 7730.28) in rows
    assert ("applications", "四、结转下年度继续办理", 4) in rows
    assert ("reviews", "复议后起诉 / 结果维持", 1) in rows
    assert ("failed check", "A1 at applications.*.total", "the parts give 12, printed is 15") in rows
    assert [row for row in rows if row[2] is None] == []
    assert LONG_PROSE in browser.get("/mine/one_report?" + urlencode({"report": REPORT_2022})).words


def test_the_2014_appendix_of_a_report_is_shown(browser: Browser) -> None:
    """In the order of the page, under the words of the form; a local indicator under its own."""
    rows = rows_of(browser, "one_report", report=f"530100-{KUNMING}/2017")
    assert [(row["item"], row["value"]) for row in rows if row["part"] == "statistics"] == [
        ("村务公开数", 12),
        ("三、依申请公开情况 / （一）收到申请数", 3),
        ("九、政府信息公开会议和培训情况 / （一）召开政府信息公开工作会议或专题会议数", 2),
    ]
    assert [(row["item"], row["value"]) for row in rows if row["part"] == "differs"] == [
        ("S at statistics.applications_received", "expected 4, printed is 3"),
        ("T1 at statistics.meetings", "expected 1, printed is 2 (the prose says 会议1次; scope 全市)"),
    ]


def test_the_2014_appendix_is_a_row_a_report_too(browser: Browser) -> None:
    (row,) = rows_of(browser, "current_statistics_2014")
    assert (row["report_year"], row["applications_received"], row["meetings"]) == (2017, 3, 2)
    assert (row["budget_wanyuan"], row["received_fax"]) == (None, None)


def test_what_the_prose_says_otherwise_is_no_failed_check(browser: Browser) -> None:
    rows = rows_of(browser, "prose_against_tables")
    assert [(row["rule"], row["expected"], row["found"], row["note"]) for row in rows] == [
        ("S", 4, 3, ""),
        ("T1", 1, 2, "the prose says 会议1次; scope 全市"),
    ]
    assert {"S", "T1"}.isdisjoint(row["rule"] for row in rows_of(browser, "failed_checks"))
    older = [row for row in rows_of(browser, "current_reports") if row["report_year"] == 2017]
    assert [row["failed_checks"] for row in older] == [0]


def test_doubts_are_found_by_body_or_year(browser: Browser) -> None:
    (row,) = rows_of(browser, "flags_of_report", report=f"{KUNMING}/2022")
    assert (row["kind"], row["raw"]) == ("note_in_cell", "4（含1件<误>）")
    assert rows_of(browser, "flags_of_report", report="2023") == []


def test_words_are_found_in_the_text_with_what_stands_around_them(browser: Browser) -> None:
    rows = rows_of(browser, "text_containing", words="文末")
    assert {row["report_year"] for row in rows} == {2024, 2023, 2022, 2017}
    assert all("工作有序推进。文末。" in str(row["passage"]) for row in rows)
    assert rows_of(browser, "text_containing", words="公积金") == []


def test_each_source_is_shown_with_its_last_visit_or_none(browser: Browser) -> None:
    rows = {row["source"]: row for row in rows_of(browser, "sources_last_visit")}
    assert set(rows) == {source.id for source in load_sources(PROJECT / "data" / "sources.csv")}
    assert (rows["kunming-zwfw"]["outcome"], rows["kunming-zwfw"]["said"]) == ("complete", 5)
    assert (rows["liangshan-jxj"]["outcome"], rows["liangshan-jxj"]["reason"]) == ("down", "no answer in 30 s")
    assert rows["kunming-zwfw"]["last_visit_utc"] == "2024-03-05 02:00"
    assert rows["yunnan-gxt"]["last_visit_utc"] is None


def test_the_origins_of_the_prose_add_up_to_all_reports(browser: Browser) -> None:
    rows = {row["body_origin"]: (row["reports"], row["percent"]) for row in rows_of(browser, "text_origins")}
    assert rows == {"trafilatura": (3, 60.0), "container": (1, 20.0), "page": (1, 20.0)}


def test_what_could_not_be_read_is_told_with_its_reason(browser: Browser) -> None:
    rows = {(row["read_state"], row["read_reason"]) for row in rows_of(browser, "reading_states")}
    assert ("failed", "the page is cut off in the middle of a table") in rows
    assert any(state == "not_a_report" and "政府网站工作年度报表" in str(reason) for state, reason in rows)


def test_a_demonstration_says_so_on_every_kind_of_page_and_a_real_corpus_never(
    browser: Browser, replica_browser: Browser
) -> None:
    for path in ("/", "/{}", "/{}/current_reports", "/{}/failed_checks", "/{}?sql=select+1", "/{}/no_such_table"):
        assert "演示数据" in replica_browser.get(path.format("demo")).words, path
        assert "演示数据" not in browser.get(path.format("mine")).words, path


def test_a_page_that_is_not_there_is_one_line_and_no_traceback(
    browser: Browser, capfd: pytest.CaptureFixture[str]
) -> None:
    assert browser.get("/mine/no_such_table").status == 404
    assert browser.get("/mine/no_such_table.json").status == 404
    assert "Cannot sort table by no_such_column" in browser.get("/mine/reports?_sort=no_such_column").words
    assert browser.get("/mine?sql=drop+table+reports").status == 400
    printed = capfd.readouterr()
    assert printed.out + printed.err == ""
