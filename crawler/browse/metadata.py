"""`python -m crawler.browse.metadata` writes data/datasette.yaml, Datasette's metadata, from codebook and pages.yaml.

Every table and view has its title, its description and a description of each column from data/codebook.csv; facets,
sort orders and canned queries are written by hand in pages.yaml.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from crawler.codebook import Entry, read_codebook

METADATA = Path(__file__).resolve().parents[2] / "data" / "datasette.yaml"
PAGES = Path(__file__).with_name("pages.yaml")
DATABASES = ("reports", "demo")
"""The names that Datasette gives reports.db and demo.db. crawler.browse.plugin serves any other name with the same."""
_HEADER = """\
# Written by `python -m crawler.browse.metadata` from data/codebook.csv and crawler/browse/pages.yaml: edit those.
"""


class MetadataError(ValueError):
    """The hand-written part names a table that the codebook does not have: one line."""


_Dumper = type("_Dumper", (yaml.SafeDumper,), {})


def _represent_text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    """SQL as block text, so that the written file can be read and compared line by line."""
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


yaml.add_representer(str, _represent_text, Dumper=_Dumper)


def read_pages(path: Path = PAGES) -> dict[str, Any]:
    pages: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return pages


def build_metadata(entries: Iterable[Entry], pages: dict[str, Any]) -> dict[str, Any]:
    """Datasette's metadata: pages' own words, and for each table of the codebook its names and meanings.

    Raises MetadataError for a table of pages that the codebook does not have.
    """
    entries = tuple(entry for entry in entries if entry.is_stored)
    tables: dict[str, dict[str, Any]] = {}
    for entry in entries:
        if entry.column:
            tables[entry.table]["columns"][entry.column] = entry.description
        else:
            title = f"{entry.label} · {entry.table}" if entry.label else entry.table
            tables[entry.table] = {"title": title, "description": entry.meaning, "columns": {}}
    unknown = [table for table in pages["tables"] if table not in tables]
    if unknown:
        raise MetadataError(f"{PAGES.name}: the codebook has no table {', '.join(unknown)}")
    for table, settings in pages["tables"].items():
        tables[table].update(settings)
    queries = {name: {**query, "sql": _with_figures(query["sql"], entries)} for name, query in pages["queries"].items()}
    corpus = {**pages["database"], "queries": queries, "tables": tables}
    instance = {key: value for key, value in pages.items() if key not in ("database", "tables", "queries")}
    return {**instance, "databases": dict.fromkeys(DATABASES, corpus)}


def _with_figures(sql: str, entries: Iterable[Entry]) -> str:
    """figures(TABLE) → json_object('printed label', column, …) of the table's cells that stand on a form; labels(TABLE)
    → json_object('column', 'printed label', …) of the same."""

    def written(found: re.Match[str]) -> str:
        cells = [entry for entry in entries if entry.table == found["table"] and entry.form]
        if found["what"] == "figures":
            pairs = [f"'{entry.label}', {entry.column}" for entry in cells]
        else:
            pairs = [f"'{entry.column}', '{entry.label}'" for entry in cells]
        return "json_object(\n" + ",\n".join(f"          {pair}" for pair in pairs) + "\n        )"

    return re.sub(r"(?P<what>figures|labels)\((?P<table>\w+)\)", written, sql)


def render(metadata: dict[str, Any]) -> str:
    text: str = yaml.dump(metadata, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
    return _HEADER + text


def main() -> None:
    METADATA.write_text(render(build_metadata(read_codebook(), read_pages())), encoding="utf-8")
    print(f"wrote {METADATA}")


if __name__ == "__main__":
    main()
