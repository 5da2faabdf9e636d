"""`datapackage.json`: what an export is, file by file and column by column (Frictionless Data Package, version 1)."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from crawler.store.export.csv_tables import GUARD, GUARDED
from crawler.store.export.tables import Column, ExportTable
from crawler.store.export.target import PACKAGE_NAME

Format = Literal["parquet", "csv", "jsonl", "sqlite", "warc"]
_TYPES = {
    "text": "string",
    "integer": "integer",
    "number": "number",
    "date": "date",
    "moment": "datetime",
    "json": "string",
    "records": "array",
}
MEDIA_TYPES: dict[Format, str] = {
    "parquet": "application/vnd.apache.parquet",
    "csv": "text/csv",
    "jsonl": "application/jsonl",
    "sqlite": "application/vnd.sqlite3",
    "warc": "application/warc",
}
BLANKS = (
    "A number that is NULL is, in this order: not on the form that the table was printed on (the column's form, and "
    "the row's proactive_form, applications_form …, say so); not printed, where proactive_cells, applications_rows or "
    "review_cells lists the cells that the document has and leaves it out; unreadable, where unreadable_cells names "
    "the column, with the text that is printed; too long or of another type for the column, where exact_figures names "
    "it; else left blank. A blank is never 0. The long form says the same of each cell in its column state."
)
"""How a researcher tells the kinds of NULL apart, in the words of the panel's columns."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What an export was made from, and when."""

    created: str
    """ISO 8601, UTC. It stands in the package alone: all else of an export follows from the store and the selection."""
    nianbao_version: str
    schema_version: int
    demonstration: bool
    selection: Mapping[str, Any]
    parser_versions: Mapping[str, int]
    """Parser version → versions of reports that it has read."""
    hosts: Sequence[str]
    """`https://host` of the sites that the reports were published on."""


def build_package(
    origin: Origin, resources: Sequence[Mapping[str, Any]], *, tabular: bool, counts: Mapping[str, int]
) -> dict[str, Any]:
    mark = "【演示数据】" if origin.demonstration else ""
    description = "Yearly open-government reports (政府信息公开工作年度报告) of Chinese administrative bodies."
    if origin.demonstration:
        description += " Demonstration data (演示数据) from embedded sites: no number in it is a government's."
    return {
        "name": PACKAGE_NAME,
        "title": f"{mark}年报 Nianbao",
        "description": description,
        "profile": "tabular-data-package" if tabular else "data-package",
        "created": origin.created,
        "licenses": [
            {
                "name": "notspecified",
                "title": "The reports are documents of the bodies that published them, whose sites state the terms; "
                "Nianbao claims no right of its own to them.",
            }
        ],
        "sources": [{"title": host.partition("://")[2], "path": host} for host in origin.hosts],
        "nianbao": {
            "version": origin.nianbao_version,
            "schema_version": origin.schema_version,
            "demonstration": origin.demonstration,
            "selection": dict(origin.selection),
            "parser_versions": dict(origin.parser_versions),
            "counts": dict(counts),
            "blanks": BLANKS,
        },
        "resources": list(resources),
    }


def file_of(path: Path, format: Format) -> dict[str, Any]:
    """What every resource says of its file: name, size and SHA-256."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    described: dict[str, Any] = {"path": path.name, "format": format, "mediatype": MEDIA_TYPES[format]}
    if format in ("csv", "jsonl"):
        described["encoding"] = "utf-8"
    return {**described, "bytes": path.stat().st_size, "hash": f"sha256:{digest.hexdigest()}"}


def table_resource(table: ExportTable, path: Path, format: Format, *, for_spreadsheets: bool) -> dict[str, Any]:
    resource: dict[str, Any] = {
        "name": table.name,
        "title": table.entry.label,
        "description": table.entry.meaning,
        **_kind_of_resource(format),
        **file_of(path, format),
        "schema": schema_of(table),
    }
    if format == "csv":
        resource["dialect"] = {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True}
    if for_spreadsheets:
        resource["nianbao_guard"] = {
            "character": GUARD,
            "before": list(GUARDED),
            "meaning": "Texts that begin with one of these have the guard before them, so that no spreadsheet takes "
            "them for a formula; taking one guard from the start of every text gives them back. Numbers have none.",
        }
    return resource


def _kind_of_resource(format: Format) -> dict[str, str]:
    """A table where Frictionless reads the format itself. Parquet and JSON lines it reads only with extras, and a NULL
    in a column of whole numbers of Parquet, or a list, not at all: it holds those to size and SHA-256, as a file. The
    schema stands there all the same."""
    if format == "csv":
        return {"profile": "tabular-data-resource", "type": "table"}
    return {"profile": "data-resource", "type": "file"}


def schema_of(table: ExportTable) -> dict[str, Any]:
    return {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        **({"primaryKey": list(table.primary_key)} if table.primary_key else {}),
    }


def _field(column: Column) -> dict[str, Any]:
    entry = column.entry
    constraints: dict[str, Any] = {}
    if column.required and column.kind not in ("text", "records"):
        # A text that is there and empty reads as missing in a format without NULL, so it cannot be required.
        constraints["required"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    said = {
        "title": entry.label,
        "unit": entry.unit,
        "form": entry.form,
        "source": column.source,
        "blank": entry.blank,
    }
    return {
        "name": column.name,
        "type": _TYPES[column.kind],
        **{name: value for name, value in said.items() if value},
        "description": entry.description,
        "meaning": entry.meaning,
        **({"constraints": constraints} if constraints else {}),
    }
