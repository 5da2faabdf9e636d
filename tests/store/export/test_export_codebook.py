"""data/codebook.csv is the one source of names and descriptions. Exports are held to it here; the schema
and Datasette's metadata in tests/browse (test_codebook.py, test_metadata.py)."""

from __future__ import annotations

import re

import pytest

from crawler.codebook import read_codebook
from crawler.store.errors import StoreError
from crawler.store.export.codebook_table import codebook_rows, codebook_table
from crawler.store.export.export import EVERYTHING, all_tables
from crawler.store.export.figures import figures
from crawler.store.export.tables import index_entries
from crawler.store.readings.columns import PROACTIVE_CELLS

ENTRIES = index_entries(read_codebook())
FIGURES = figures(ENTRIES)
TABLES = all_tables(ENTRIES, FIGURES, all_versions=False)
OF_EXPORTS = {"panel": "export_panel", "long": "export_long", "texts": "export_texts", "codebook": "export_codebook"}


@pytest.mark.parametrize("name", [*EVERYTHING, "codebook"])
def test_the_codebook_has_exactly_the_columns_that_are_no_figures_in_their_order(name: str) -> None:
    table = codebook_table(ENTRIES) if name == "codebook" else TABLES[name]  # type: ignore[index]
    cells = {figure.name for figure in FIGURES}
    written = [column for owner, column in ENTRIES if owner == OF_EXPORTS[name] and column]
    assert written == [column.name for column in table.columns if column.name not in cells]
    assert len({column.name for column in table.columns}) == len(table.columns)


def test_the_panel_has_every_number_of_every_form_once() -> None:
    assert len(PROACTIVE_CELLS) == 29
    assert len(FIGURES) == 29 + 26 * 7 + 3 * 5 + 58
    assert {figure.name for figure in FIGURES} < {column.name for column in TABLES["panel"].columns}
    assert len({figure.where for figure in FIGURES}) == len(FIGURES)


@pytest.mark.parametrize(
    ("where", "name", "label", "unit", "form"),
    [
        (
            "proactive.regulations.newly_published",
            "proactive_2019_regulations_newly_published",
            "规章 / 本年新公开数量",
            "件",
            "2019",
        ),
        (
            "proactive.regulations.abolished",
            "proactive_2021_regulations_abolished",
            "规章 / 本年废止件数",
            "件",
            "2021",
        ),
        (
            "proactive.penalty.decisions",
            "proactive_penalty_decisions",
            "行政处罚 / 本年处理决定数量（2019: 处理决定数量）",
            "件",
            "both",
        ),
        (
            "applications.granted.total",
            "applications_granted_total",
            "三、本年度办理结果 / （一）予以公开 / 总计",
            "件",
            "both",
        ),
        (
            "applications.other_other.other_org",
            "applications_2021_other_other_other_org",
            "（六）其他处理 / 3.其他 / 法人或其他组织 / 其他",
            "件",
            "2021",
        ),
        (
            "applications.other_handling.total",
            "applications_2019_other_handling_total",
            "三、本年度办理结果 / （六）其他处理 / 总计",
            "件",
            "2019",
        ),
        (
            "review.litigation_after_review.pending",
            "review_litigation_after_review_pending",
            "行政诉讼 / 复议后起诉 / 尚未审结",
            "件",
            "both",
        ),
        ("statistics.fees_wanyuan", "statistics_2014_fees_wanyuan", "七、依申请公开信息收取的费用", "万元", "2014"),
    ],
)
def test_a_figure_is_called_as_its_stored_column_and_its_axes_are(
    where: str, name: str, label: str, unit: str, form: str
) -> None:
    [entry] = [figure.entry for figure in FIGURES if figure.where == where]
    assert (entry.column, entry.label, entry.unit, entry.form) == (name, label, unit, form)


def test_the_meaning_of_a_figure_is_its_rows_and_its_axes_meaning() -> None:
    meanings = {figure.name: figure.entry.meaning for figure in FIGURES}
    assert meanings["applications_granted_research"] == "Answered: granted. Applicants: research institutions."
    assert meanings["review_litigation_direct_upheld"] == "Lawsuits without a review before them: Upheld."


def test_every_figure_says_its_form_where_it_has_one_only_how_a_blank_reads_and_what_it_counts() -> None:
    for figure in FIGURES:
        entry = figure.entry
        said = re.match(r"[a-z]+_(20\d\d)_", entry.column)
        assert (said[1] if said else "both") == entry.form, entry
        assert entry.form == "both" or figure.forms == {entry.form}
        assert entry.blank and entry.unit and entry.label, entry
        assert figure.is_money == entry.column.endswith(("_yuan", "_wanyuan"))


def test_the_exported_codebook_has_a_row_for_every_table_and_column() -> None:
    tables = (*TABLES.values(), codebook_table(ENTRIES))
    rows = list(codebook_rows(tables))
    assert [(row[0], row[1]) for row in rows] == [
        (table.name, name) for table in tables for name in (None, *(column.name for column in table.columns))
    ]
    assert all(row[3] for row in rows)


@pytest.mark.parametrize(
    ("table", "column"),
    [("proactive", "fees_change"), ("export_applicants", "total"), ("export_long", "state"), ("export_panel", "")],
)
def test_a_column_without_a_row_is_named(table: str, column: str) -> None:
    lacking = index_entries(entry for entry in read_codebook() if (entry.table, entry.column) != (table, column))
    with pytest.raises(StoreError, match=rf"no row for {table}\.{column}"):
        all_tables(lacking, figures(lacking), all_versions=False)
