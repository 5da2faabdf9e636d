"""Changing cells of a registry file and nothing else: no other byte moves, and the file is never half written.

People keep data/sources.csv by hand and under version control, so a command that wrote it anew (other quotes, other
line ends, another order) would bury its one change in a hundred others.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from crawler.sources import COLUMNS, RegistryError, parse_sources

_BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True, slots=True, order=True)
class _Cell:
    """Where a cell stands in the text, its quotes included."""

    start: int
    end: int


def change_row(path: Path, source_id: str, cells: Mapping[str, str]) -> None:
    """Write `cells` (column → value) into the row of a source. Raises RegistryError, also where the result were none.

    Expects a file that `load_sources` has accepted.
    """
    path = path.resolve()  # a link stays one, what it leads to is replaced
    text = path.read_bytes().decode("utf-8")
    changed = with_cells(text, source_id, cells)
    parse_sources(changed.removeprefix(_BYTE_ORDER_MARK), path.name)
    _replace(path, changed.encode("utf-8"))


def with_cells(text: str, source_id: str, cells: Mapping[str, str]) -> str:
    """A registry's text with these cells of one row changed. Raises RegistryError where no row has the id."""
    for row in _rows(text):
        if len(row) == len(COLUMNS) and _value(text, row[0]) == source_id:
            places = sorted((row[COLUMNS.index(column)], value) for column, value in cells.items())
            return _with_places(text, places)
    raise RegistryError("the registry", [f"{source_id}: no such source"])


def _with_places(text: str, places: list[tuple[_Cell, str]]) -> str:
    parts: list[str] = []
    position = 0
    for cell, value in places:
        parts += [text[position : cell.start], _written(value)]
        position = cell.end
    return "".join([*parts, text[position:]])


def _rows(text: str) -> Iterator[tuple[_Cell, ...]]:
    """The cells of each line of CSV, as the csv module reads them: only a cell that begins with a quote is quoted."""
    cells: list[_Cell] = []
    start = 0
    quoted = False
    for position, character in enumerate(text):
        if character == '"' and text[start] == '"':
            quoted = not quoted  # a doubled one closes and opens again at once
        elif not quoted and character in ",\r\n":
            cells.append(_Cell(start, position))
            start = position + 1
            if character != ",":
                yield tuple(cells)
                cells = []
    yield (*cells, _Cell(start, len(text)))


def _value(text: str, cell: _Cell) -> str:
    written = text[cell.start : cell.end]
    if written.startswith('"'):
        written = written[1:-1].replace('""', '"')
    return written.strip()


def _written(value: str) -> str:
    if any(character in value for character in ',"\r\n'):
        return '"' + value.replace('"', '""') + '"'
    return value


def _replace(path: Path, content: bytes) -> None:
    """Beside the file first, then in its place in one step: whoever reads it meanwhile sees the old one or the new."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(path, temporary)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
