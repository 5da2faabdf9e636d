"""Every table of every format is loaded back by a tool that is not ours, and compared with the store cell by cell."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pandas
import pytest
from pyarrow import parquet

from crawler.codebook import read_codebook
from crawler.items import FetchedResponse
from crawler.reports.model import Forms, Reading
from crawler.store.archive.captures import ImportedFile, archive, archive_files
from crawler.store.archive.queue import ready_candidates
from crawler.store.database import close_pair, open_pair, read_pair
from crawler.store.export.export import Order, export
from crawler.store.export.selection import Selection
from crawler.store.grouping.reports import apply_readings
from crawler.store.raw.blobs import digest
from crawler.store.walks.crawls import begin_crawl
from tests.browse.corpus import NOW, PAGES, readings, report_of
from tests.store.export.corpus import LONG_NUMBER, ODD
from tests.store.export.expected import Rows, assert_is_the_stores

TABLES = ("panel", "long", "texts", "codebook")
FEES = "proactive_2021_fees_amount_wanyuan"
DUCKDB_TYPES = {"integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "datetime": "TIMESTAMPTZ"}


def package_of(folder: Path) -> dict[str, Any]:
    package: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return package


def duckdb_rows(sql: str) -> Rows:
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'")
        answer = connection.execute(sql)
        names = [column[0] for column in answer.description]
        return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def parquet_by_duckdb(folder: Path, table: str) -> Rows:
    return duckdb_rows(f"SELECT * FROM read_parquet('{folder / table}.parquet')")


def parquet_by_pandas(folder: Path, table: str) -> Rows:
    frame = pandas.read_parquet(folder / f"{table}.parquet", dtype_backend="pyarrow")
    return frame_rows(frame)


def csv_by_duckdb(folder: Path, table: str) -> Rows:
    """With the types that the package's schema states: nothing is guessed."""
    [resource] = [one for one in package_of(folder)["resources"] if one["name"] == table]
    types = {field["name"]: DUCKDB_TYPES.get(field["type"], "VARCHAR") for field in resource["schema"]["fields"]}
    return duckdb_rows(
        f"SELECT * FROM read_csv('{folder / table}.csv', header = true, columns = {types}, auto_detect = false, "
        "delim = ',', quote = '\"', escape = '\"', nullstr = '', allow_quoted_nulls = false, new_line = '\\n')"
    )


def jsonl_by_pandas(folder: Path, table: str) -> Rows:
    """Without precise_float, pandas reads 0.35 as 0.35000000000000003 (docs/exports.md says so)."""
    frame = pandas.read_json(folder / f"{table}.jsonl", lines=True, dtype=False, precise_float=True)
    return [{name: missing(value) for name, value in row.items()} for row in frame.to_dict("records")]


def sqlite_by_pandas(folder: Path, table: str) -> Rows:
    with sqlite3.connect(folder / "nianbao.sqlite") as connection:
        frame = pandas.read_sql_query(f"SELECT * FROM {table}", connection, dtype_backend="pyarrow")
    connection.close()
    return frame_rows(frame)


def frame_rows(frame: pandas.DataFrame) -> Rows:
    return [{name: missing(value) for name, value in row.items()} for row in frame.to_dict("records")]


def missing(value: Any) -> Any:
    if isinstance(value, list) or hasattr(value, "tolist"):
        return value
    return None if pandas.isna(value) else value


LOADERS: dict[str, Callable[[Path, str], Rows]] = {
    "parquet by duckdb": parquet_by_duckdb,
    "parquet by pandas": parquet_by_pandas,
    "csv by duckdb": csv_by_duckdb,
    "jsonl by pandas": jsonl_by_pandas,
    "sqlite by pandas": sqlite_by_pandas,
}


@pytest.mark.parametrize("loader", LOADERS)
def test_every_cell_is_the_stores(loader: str, exported: Callable[..., Path], store: Path) -> None:
    folder = exported(loader.split(maxsplit=1)[0])
    loaded = {table: LOADERS[loader](folder, table) for table in TABLES}
    counts = assert_is_the_stores(store, loaded)
    assert counts["panel"] == 7 and counts["long"] > 1000 and counts["texts"] == 8


# What is no plain comparison: the kinds of NULL, and what a typed column cannot hold.

STATES = {
    "proactive.regulations.produced": ("unreadable", None, "／"),
    "proactive.regulations.newly_published": ("value", 13, None),
    "proactive.regulations.abolished": ("not_on_form", None, None),
    "proactive.fees.change": ("blank", None, None),
    "proactive.fees.amount_wanyuan": ("not_on_form", None, None),
    "proactive.licensing.change": ("value", -3, None),
    "proactive.other_services.change": ("not_printed", None, None),
    "proactive.penalty.decisions": ("value", 3.5, None),
    "proactive.procurement.amount_yuan": ("value", 3483700.25, None),
    "applications.denied_query.natural_person": ("unreadable", None, "0 | 1"),
    "applications.denied_query.commercial": ("value", 0, None),
    "applications.rejected_confirm.total": ("not_printed", None, None),
    "applications.other_handling.total": ("value", 0, None),
    "applications.other_other.total": ("not_on_form", None, None),
    "applications.new_received.total": ("value", 7, None),
    "review.review.upheld": ("value", 1, None),
}


def test_a_cell_without_a_figure_says_why(exported: Callable[..., Path]) -> None:
    folder = exported("jsonl")
    rows = [json.loads(line) for line in (folder / "long.jsonl").read_text(encoding="utf-8").splitlines()]
    odd = {row["location"]: row for row in rows if row["body_name"] == ODD and row["report_year"] == 2021}
    assert {where: (odd[where]["state"], odd[where]["value"], odd[where]["raw"]) for where in STATES} == STATES
    sheet = {row["location"]: row for row in rows if row["report_year"] == 2018}
    assert sheet["statistics.trainings"]["state"] == "unreadable" and sheet["statistics.trainings"]["raw"] == "无"
    assert sheet["statistics.trainees"]["state"] == "not_printed"
    assert (sheet["statistics.村务.公开数"]["label"], sheet["statistics.村务.公开数"]["value"]) == ("村务.公开数", 5)
    assert (odd["proactive.regulations.newly_published"]["label"], odd["review.review.upheld"]["label"]) == (
        "规章 / 本年新公开数量",
        "行政复议 / 结果维持",
    )


def test_the_panel_keeps_what_its_columns_cannot_hold_and_takes_a_sheet_of_the_same_year(
    exported: Callable[..., Path],
) -> None:
    folder = exported("parquet", what=("panel",))
    rows = {(row["body_name"], row["report_year"]): row for row in parquet_by_duckdb(folder, "panel")}
    odd = rows[ODD, 2021]
    assert json.loads(odd["exact_figures"]) == {
        "proactive_penalty_decisions": "3.5",
        "proactive_compulsion_decisions": str(LONG_NUMBER),
    }
    assert json.loads(odd["unreadable_cells"]) == {
        "proactive_2019_regulations_produced": "／",
        "applications_denied_query_natural_person": "0 | 1",
        "applications_denied_query_total": "0 | 1",
    }
    assert (odd["proactive_2019_regulations_newly_published"], odd["proactive_2021_regulations_abolished"]) == (
        13,
        None,
    )
    old = rows["昆明市政务服务管理局", 2018]
    assert old["kind"] == "report" and old["statistics_form"] == "2014"
    assert old["statistics_report"] not in (None, old["report"])
    assert (old["statistics_2014_meetings"], old["statistics_2014_fees_wanyuan"]) == (4, 0.35)
    assert json.loads(old["statistics_2014_others"]) == {"村务.公开数": "5"}
    assert json.loads(old["unreadable_cells"]) == {"statistics_2014_trainings": "无"}


def test_columns_are_typed_and_described_in_the_parquet_file_itself(exported: Callable[..., Path]) -> None:
    schema = parquet.read_schema(exported("parquet", what=("panel",)) / "panel.parquet")
    field = schema.field("proactive_2019_regulations_newly_published")
    words = {key.decode(): value.decode() for key, value in field.metadata.items()}
    assert {"label": "规章 / 本年新公开数量", "unit": "件", "form": "2019"}.items() <= words.items()
    assert [str(schema.field(name).type) for name in (field.name, "captured_at", "published", FEES)] == [
        "int64",
        "timestamp[us, tz=UTC]",
        "date32[day]",
        "double",
    ]


def test_all_versions_are_rows_of_their_own(exported: Callable[..., Path], store: Path) -> None:
    folder = exported("jsonl", selection=Selection(years=((2023, 2023),), all_versions=True))
    for table in ("panel", "texts"):
        rows = [json.loads(line) for line in (folder / f"{table}.jsonl").read_text(encoding="utf-8").splitlines()]
        assert [row["is_current"] for row in rows] == [0, 1]
    received = [
        row["value"]
        for row in map(json.loads, (folder / "long.jsonl").read_text(encoding="utf-8").splitlines())
        if row["location"] == "applications.new_received.total"
    ]
    assert received == [10, 11]


def test_every_version_without_an_appendix_has_the_sheet_of_its_year(copied_store: Path, tmp_path: Path) -> None:
    pair = open_pair(copied_store, origin="live")
    try:
        bare = replace(report_of(2018), forms=Forms(), proactive=None, applications=None, review=None)
        archive_files(pair, [ImportedFile("corrected-2018.html", b"corrected", NOW + timedelta(days=9))])
        corrected = Reading("report", ("title",), (replace(bare, title="2018年年度报告（更正）"),))
        apply_readings(pair, [(one, corrected) for one in ready_candidates(pair, 10)])
        selection = Selection(years=((2018, 2018),), all_versions=True)
        export(pair, read_codebook(), Order("jsonl", tmp_path / "out", "", what=("panel",), selection=selection))
    finally:
        close_pair(pair)
    rows = [json.loads(line) for line in (tmp_path / "out" / "panel.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(row["version_position"], row["statistics_2014_meetings"]) for row in rows] == [(1, 4), (2, 4)]
    assert len({row["statistics_report"] for row in rows}) == 1


def test_a_report_stands_in_the_series_that_its_body_has_become(copied_store: Path, tmp_path: Path) -> None:
    between, first = "B", "530100-昆明市政务服务管理局"
    with sqlite3.connect(copied_store) as database:
        [(ends,)] = database.execute("SELECT id FROM bodies WHERE id LIKE '533400%工业和信息化局'").fetchall()
        database.execute("INSERT INTO bodies (id, name, aliases, kind, registered) VALUES ('B', 'B', '[]', 'other', 0)")
        database.executemany(
            "INSERT INTO successions VALUES (?, ?, ?, 'stated')", [(first, between, 2019), (between, ends, 2020)]
        )
    database.close()
    pair = read_pair(copied_store)
    try:
        export(pair, read_codebook(), Order("jsonl", tmp_path / "out", "", what=("panel",)))
    finally:
        close_pair(pair)
    lines = (tmp_path / "out" / "panel.jsonl").read_text(encoding="utf-8").splitlines()
    series = {(row["body"], row["report_year"]): row["series"] for row in map(json.loads, lines)}
    assert {year: series[first, year] for year in (2017, 2018, 2022)} == {2017: ends, 2018: ends, 2022: first}
    assert series[ends, 2022] == ends


def test_of_pages_with_equal_bytes_the_one_fetched_first_is_named(copied_store: Path, tmp_path: Path) -> None:
    """The copy has the smaller address, and is the later one to be read."""
    address = "http://a.gov.cn/copy.shtml"
    pair = open_pair(copied_store, origin="live")
    try:
        later = NOW + timedelta(days=9)
        crawl = begin_crawl(pair, started_at=later, arguments={}, versions={})
        body = f"<html>{PAGES['2017']}</html>".encode()
        copy = FetchedResponse(
            "kunming-zwfw", "page", address, address, address, (), later, 200, {}, None, body
        )  # fmt: skip
        archive(pair, crawl, [copy], [])
        apply_readings(pair, [(one, readings()[PAGES["2017"]]) for one in ready_candidates(pair, 10)])
        order = Order("jsonl", tmp_path / "out", "", what=("panel",), selection=Selection(years=((2017, 2017),)))
        export(pair, read_codebook(), order)
        held = pair.browse.execute("SELECT count(*) FROM captures WHERE sha256 = ?", [digest(body)]).fetchone()
    finally:
        close_pair(pair)
    [row] = map(json.loads, (tmp_path / "out" / "panel.jsonl").read_text(encoding="utf-8").splitlines())
    assert held == (2,)
    assert (row["capture_url"], row["page_sha256"]) == (PAGES["2017"], digest(body))
