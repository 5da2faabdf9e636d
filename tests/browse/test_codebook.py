"""data/codebook.csv says what every table and column of the browsing file is; the schema is held to it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.codebook import COLUMNS, CodebookError, Entry, read_codebook
from crawler.reports.forms import APPLICATION_FORMS, APPLICATION_ROW_ORDER, PROACTIVE_FORMS
from crawler.reports.words import labels

ENTRIES = {(entry.table, entry.column): entry for entry in read_codebook() if entry.is_stored}
"""The rows of the exports are held to the exports themselves: tests/store/export/test_export_codebook.py."""
HEADER = ",".join(COLUMNS)


@pytest.fixture
def schema(corpus: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"{corpus.as_uri()}?mode=ro", uri=True)
    yield connection
    connection.close()


def names(schema: sqlite3.Connection, *types: str) -> list[str]:
    """Without `shadow` tables: those are how SQLite itself stores a virtual table (the search index)."""
    rows = schema.execute("SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND name <> 'sqlite_schema'")
    return [name for name, kind in rows if kind in (types or ("table", "virtual", "view"))]


def columns(schema: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in schema.execute(f"PRAGMA table_info([{table}])")]


def test_every_table_view_and_column_has_a_row_and_no_row_is_without_one(schema: sqlite3.Connection) -> None:
    stored = {(table, column) for table in names(schema) for column in ("", *columns(schema, table))}
    assert set(ENTRIES) == stored


def test_the_columns_stand_in_the_order_of_the_schema(schema: sqlite3.Connection) -> None:
    for table in names(schema):
        assert [column for owner, column in ENTRIES if owner == table and column] == columns(schema, table), table


def test_how_a_null_reads_is_said_exactly_where_there_can_be_one(schema: sqlite3.Connection) -> None:
    for table in names(schema, "table", "virtual"):
        for _, column, _, not_null, _, key in schema.execute(f"PRAGMA table_info([{table}])"):
            if table != "_sqlite_migrations":
                assert bool(ENTRIES[table, column].blank) != bool(not_null or key), f"{table}.{column}"


def test_a_view_of_the_current_version_says_of_a_column_what_its_table_says(schema: sqlite3.Connection) -> None:
    for (view,) in schema.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
        own = view.removeprefix("current_")
        for column in columns(schema, view):
            owners = [table for table in (own, "reports", "versions") if (table, column) in ENTRIES]
            if owners:
                source = ENTRIES[owners[0], column]
                said = ENTRIES[view, column]
                assert (said.label, said.unit, said.form, said.blank) == (
                    source.label,
                    source.unit,
                    source.form,
                    source.blank,
                ), f"{view}.{column}"


@pytest.mark.parametrize(
    ("table", "column", "label", "unit", "form"),
    [
        ("proactive", "regulations_issued", "规章 / 本年制发件数", "件", "2021"),
        ("proactive", "regulations_newly_published", "规章 / 本年新公开数量", "件", "2019"),
        ("proactive", "normative_documents_in_force", "行政规范性文件 / 现行有效件数", "件", "2021"),
        ("proactive", "normative_documents_total_published", "规范性文件 / 对外公开总数量", "件", "2019"),
        ("proactive", "penalty_prev_year_items", "行政处罚 / 上一年项目数量", "项", "2019"),
        ("proactive", "fees_amount_wanyuan", "行政事业性收费 / 本年收费金额（单位：万元）", "万元", "2021"),
        ("proactive", "procurement_amount_yuan", "政府集中采购 / 采购总金额", "元", "2019"),
        ("applications", "new_received", "一、本年新收政府信息公开申请数量", "件", "both"),
        ("applications", "denied_query", "（三）不予公开 / 8.属于行政查询事项", "件", "both"),
        ("applications", "other_other", "（六）其他处理 / 3.其他", "件", "2021"),
        ("applications", "carried_out", "四、结转下年度继续办理", "件", "both"),
        ("reviews", "upheld", "结果维持", "件", "both"),
        ("reviews", "pending", "尚未审结", "件", "both"),
    ],
)
def test_a_cell_is_called_as_the_official_form_prints_it(
    table: str, column: str, label: str, unit: str, form: str
) -> None:
    entry = ENTRIES[table, column]
    assert (entry.label, entry.unit, entry.form) == (label, unit, form)


def test_the_form_of_a_cell_is_the_one_that_the_reader_finds_it_on() -> None:
    on_form: dict[tuple[str, str], set[str]] = {}
    for form, rows in PROACTIVE_FORMS.items():
        for row, cells in rows.items():
            for cell in cells:
                on_form.setdefault(("proactive", f"{row}_{cell}"), set()).add(form)
    for form, order in APPLICATION_FORMS.items():
        for row in order:
            on_form.setdefault(("applications", row), set()).add(form)
    said = {key: entry.form for key, entry in ENTRIES.items() if key[0] in ("proactive", "applications") and entry.form}
    assert said == {key: "both" if len(forms) == 2 else forms.pop() for key, forms in on_form.items()}


@pytest.mark.parametrize("row", APPLICATION_ROW_ORDER)
def test_the_reader_knows_a_row_of_the_applications_table_by_the_codebooks_label(row: str) -> None:
    printed = ENTRIES["applications", row].label.split(" / ")[-1]
    match = labels.APPLICATION_ROWS.exact(printed)
    assert match is not None and (match.key, match.exact) == (row, True)


def test_every_figure_has_a_unit_and_its_description_names_it() -> None:
    figures = [entry for entry in ENTRIES.values() if entry.form]
    assert len(figures) > 2 * (29 + 26 + 5) - 1
    for entry in figures:
        assert entry.unit in ("件", "项", "条", "次", "篇", "个", "人", "人次", "万元", "元"), entry
        assert f"Unit: {entry.unit}." in entry.description


@pytest.mark.parametrize(
    ("entry", "description"),
    [
        (
            Entry("t", "c", "规章", "Rules.", "件", "2021", "blank"),
            "规章 · Rules. Unit: 件. Form of 2021 only. NULL: blank.",
        ),
        (Entry("t", "c", "", "Start.", "moment", "", ""), "Start. Unit: UTC, ISO 8601."),
        (Entry("t", "", "", "A table.", "", "", ""), "A table."),
    ],
)
def test_a_description_says_all_of_a_row(entry: Entry, description: str) -> None:
    assert entry.description == description


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("table,column\n", "line 1: expected table,column,label"),
        (f"{HEADER}\na,b,,Meaning.,件\n", "line 2: expected 7 cells, found 5"),
        (f"{HEADER}\na,,,Meaning.,,,\na,b,,Meaning.,kg,,\n", "line 3: expected a unit of"),
        (f"{HEADER}\na,b,,Meaning.,,2020,\n", "line 2: expected a form of"),
        (f"{HEADER}\na,b,,,,,\n", "line 2: expected a meaning"),
        (f"{HEADER}\na,b,,One.,,,\na,b,,Two.,,,\n", "line 3: a.b has a row already"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_by_its_line(tmp_path: Path, text: str, complaint: str) -> None:
    file = tmp_path / "codebook.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CodebookError, match=r"codebook\.csv") as error:
        read_codebook(file)
    assert complaint in str(error.value)
