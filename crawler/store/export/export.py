"""An export from beginning to end: the chosen reports, read in runs, into the files of a format, with their package."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from crawler.codebook import Entry
from crawler.store.database import Pair
from crawler.store.errors import StoreError
from crawler.store.export.codebook_table import codebook_rows, codebook_table
from crawler.store.export.csv_tables import CsvTable
from crawler.store.export.data_package import Format, Origin, build_package, file_of, schema_of, table_resource
from crawler.store.export.figures import Figure, figures
from crawler.store.export.jsonl_tables import JsonlTable
from crawler.store.export.long_form import long_rows, long_table
from crawler.store.export.panel import panel_rows, panel_table
from crawler.store.export.selection import CHOSEN, EVERY_REPORT, Selection, chosen_reports
from crawler.store.export.sqlite_tables import SqliteFile
from crawler.store.export.stored_rows import StoredReport, stored_reports
from crawler.store.export.tables import Entries, ExportTable, Row, index_entries
from crawler.store.export.target import PACKAGE, staged, target_of
from crawler.store.export.text_corpus import text_rows, texts_table
from crawler.store.export.writers import TableWriter
from crawler.store.migrations import SCHEMA_VERSION

What = Literal["panel", "long", "texts"]
EVERYTHING: tuple[What, ...] = ("panel", "long", "texts")
_SINGLE_FILES: dict[Format, tuple[str, ...]] = {"sqlite": (".sqlite", ".db"), "warc": (".warc.gz",)}
_IN_A_FOLDER: dict[Format, str] = {"sqlite": "nianbao.sqlite", "warc": "nianbao.warc.gz"}


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for."""

    format: Format
    output: Path
    created: str
    """ISO 8601, UTC."""
    what: tuple[What, ...] = EVERYTHING
    selection: Selection = EVERY_REPORT
    for_spreadsheets: bool = False
    """CSV: texts that a spreadsheet would take for formulas are guarded."""
    force: bool = False
    """An earlier export at `output` is replaced."""


@dataclass(frozen=True, slots=True)
class Exported:
    counts: dict[str, int]
    """Table → rows, or for WARC `captures` and `withheld`."""
    package: Path


def export(pair: Pair, entries: Sequence[Entry], order: Order) -> Exported:
    """Write an export. `entries`: the codebook, which every column of the export is described by.

    Memory: one run of reports (stored_rows.RUN) and one row group of Parquet, or one capture. Raises StoreError where
    nothing matches, where the target cannot be used, and for a column without a row in the codebook; nothing is left
    under the target's name then.
    """
    target = target_of(order.output, _SINGLE_FILES.get(order.format, ()), force=order.force)
    with chosen_reports(pair, order.selection) as count:
        if not count and not (order.format == "warc" and order.selection.is_everything):
            raise StoreError(f"{pair.path}: no report matches the selection, so nothing is exported")
        with staged(target) as folder:
            if order.format == "warc":
                resources, counts = _write_warc(pair, folder, target.file_name, order)
            else:
                resources, counts = _write_tables(pair, entries, folder, target.file_name, order, count)
            tabular = order.format == "csv"
            package = build_package(_origin(pair, order), resources, tabular=tabular, counts=counts)
            text = json.dumps(package, ensure_ascii=False, indent=1)
            (folder / PACKAGE).write_text(text + "\n", encoding="utf-8", newline="\n")
    return Exported(counts, target.package_path)


def all_tables(entries: Entries, cells: Sequence[Figure], *, all_versions: bool) -> dict[What, ExportTable]:
    """The tables that an export can hold, by name; the codebook is written beside them."""
    return {
        "panel": panel_table(entries, cells, all_versions=all_versions),
        "long": long_table(entries),
        "texts": texts_table(entries),
    }


def _write_tables(
    pair: Pair, entries: Sequence[Entry], folder: Path, file_name: str | None, order: Order, count: int
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    indexed = index_entries(entries)
    cells = figures(indexed)
    possible = all_tables(indexed, cells, all_versions=order.selection.all_versions)
    tables = [possible[name] for name in EVERYTHING if name in order.what]
    book = codebook_table(indexed)
    rows_of: dict[str, Callable[[list[StoredReport]], Iterator[Row]]] = {
        "panel": lambda reports: panel_rows(reports, cells),
        "long": lambda reports: long_rows(reports, cells),
        "texts": text_rows,
    }
    counts = dict.fromkeys((table.name for table in tables), 0)
    written = (*tables, book)
    with ExitStack() as closing:
        paths, writers = _open_writers(folder, file_name, order, written, closing)
        for reports in stored_reports(pair, count):
            for table in tables:
                rows = list(rows_of[table.name](reports))
                writers[table.name].write(rows)
                counts[table.name] += len(rows)
        writers[book.name].write(list(codebook_rows(written)))
    if order.format == "sqlite":
        return [_sqlite_resource(paths[book.name], written)], counts
    resources = [
        table_resource(table, paths[table.name], order.format, for_spreadsheets=order.for_spreadsheets)
        for table in written
    ]
    return resources, counts


def _open_writers(
    folder: Path, file_name: str | None, order: Order, tables: Sequence[ExportTable], closing: ExitStack
) -> tuple[dict[str, Path], dict[str, TableWriter]]:
    """By table, the file that it goes to and what writes it; `closing` finishes them."""
    writers: dict[str, TableWriter] = {}
    if order.format == "sqlite":
        path = folder / (file_name or _IN_A_FOLDER["sqlite"])
        file = SqliteFile(path)
        closing.callback(file.close)
        for table in tables:
            writers[table.name] = file.table(table)
        return dict.fromkeys(writers, path), writers
    paths = {table.name: folder / f"{table.name}.{order.format}" for table in tables}
    for table in tables:
        writers[table.name] = _writer(paths[table.name], table, order)
        closing.callback(writers[table.name].close)
    return paths, writers


def _writer(path: Path, table: ExportTable, order: Order) -> TableWriter:
    if order.format == "parquet":
        # Arrow takes a quarter of a second to load: only who asks for Parquet waits for it.
        from crawler.store.export.parquet_tables import ParquetTable

        return ParquetTable(path, table)
    if order.format == "csv":
        return CsvTable(path, table, for_spreadsheets=order.for_spreadsheets)
    return JsonlTable(path, table)


def _sqlite_resource(path: Path, tables: Sequence[ExportTable]) -> dict[str, Any]:
    return {
        "name": "nianbao",
        "title": "SQLite",
        "description": "One SQLite file; its tables are described under `tables`, and in its own table codebook.",
        **file_of(path, "sqlite"),
        "tables": [
            {
                "name": table.name,
                "title": table.entry.label,
                "description": table.entry.meaning,
                "schema": schema_of(table),
            }
            for table in tables
        ],
    }


def _write_warc(
    pair: Pair, folder: Path, file_name: str | None, order: Order
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    from crawler.store.export.warc import write_warc

    path = folder / (file_name or _IN_A_FOLDER["warc"])
    written = write_warc(pair, path, order.selection, f"nianbao/{version('nianbao')}")
    resource = {
        "name": "captures",
        "title": "WARC",
        "description": "Kept responses and imported files, one record each (WARC 1.1, a gzip member a record).",
        **file_of(path, "warc"),
    }
    return [resource], {"captures": written.captures, "withheld": written.withheld}


def _origin(pair: Pair, order: Order) -> Origin:
    versions = pair.browse.execute(
        f"SELECT parser_version, count(*) FROM {CHOSEN} AS chosen JOIN versions ON versions.id = chosen.version "
        "GROUP BY parser_version ORDER BY parser_version"
    ).fetchall()
    hosts = set()
    for (url,) in pair.browse.conn.execute(
        f"SELECT reports.url FROM {CHOSEN} AS chosen JOIN reports ON reports.id = chosen.report WHERE url IS NOT NULL"
    ):
        parts = urlsplit(url)
        hosts.add(f"{parts.scheme}://{parts.netloc}")
    return Origin(
        created=order.created,
        nianbao_version=version("nianbao"),
        schema_version=SCHEMA_VERSION,
        demonstration=pair.origin == "replica",
        selection=order.selection.described(),
        parser_versions=dict(versions),
        hosts=sorted(hosts),
    )
