"""data/datasette.yaml is what `python -m crawler.browse.metadata` writes from the codebook and pages.yaml."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from crawler.browse.metadata import METADATA, MetadataError, build_metadata, read_pages, render
from crawler.codebook import Entry, read_codebook

SMALL = (
    Entry("rules", "", "规章表", "A table.", "", "", ""),
    Entry("rules", "issued", "规章 / 本年制发件数", "Issued.", "件", "2021", "blank"),
    Entry("rules", "id", "", "Key.", "", "", ""),
)
PAGES: dict[str, Any] = {
    "title": "T",
    "database": {"title": "D"},
    "tables": {"rules": {"sort": "id"}},
    "queries": {"all": {"sql": "SELECT figures(rules) FROM rules"}},
}


def test_the_committed_file_is_what_the_module_writes() -> None:
    written = render(build_metadata(read_codebook(), read_pages()))
    assert METADATA.read_text(encoding="utf-8") == written, "run `python -m crawler.browse.metadata`"


def test_a_table_has_its_names_from_the_codebook_and_its_order_from_the_pages() -> None:
    table = build_metadata(SMALL, PAGES)["databases"]["reports"]["tables"]["rules"]
    assert table == {
        "title": "规章表 · rules",
        "description": "A table.",
        "columns": {"issued": SMALL[1].description, "id": "Key."},
        "sort": "id",
    }


def test_figures_are_the_cells_of_a_form_under_their_printed_labels() -> None:
    sql = build_metadata(SMALL, PAGES)["databases"]["reports"]["queries"]["all"]["sql"]
    assert " ".join(sql.split()) == "SELECT json_object( '规章 / 本年制发件数', issued ) FROM rules"


def test_a_table_that_the_codebook_does_not_have_is_named() -> None:
    with pytest.raises(MetadataError, match="no table laws"):
        build_metadata(SMALL, {**PAGES, "tables": {"laws": {}}})


def test_both_databases_of_the_house_are_described_alike_and_no_units_are_used() -> None:
    metadata = yaml.safe_load(METADATA.read_text(encoding="utf-8"))
    assert metadata["databases"]["reports"] == metadata["databases"]["demo"]
    tables = metadata["databases"]["reports"]["tables"]
    assert [name for name, table in tables.items() if "units" in table] == []


def test_every_facet_sort_and_label_names_a_column_of_its_table() -> None:
    columns: dict[str, set[str]] = {}
    for entry in read_codebook():
        columns.setdefault(entry.table, set()).add(entry.column)
    for name, table in read_pages()["tables"].items():
        settings = [table[key] for key in ("sort", "sort_desc", "label_column") if key in table]
        for column in (*settings, *table.get("facets", ())):
            assert column in columns[name], f"{name}.{column}"
