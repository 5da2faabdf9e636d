"""The CSV files that people keep in data/: a header that must be there, rows of as many cells, one line a problem.

sources.csv, overrides.csv and successions.csv are read alike, so that a slip in any of them is told alike.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Value = TypeVar("Value")


class RegistryError(ValueError):
    """The registry cannot be used. `problems` holds one line for each bad cell: line, column, what was expected."""

    def __init__(self, name: str, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{name}: {problem}" for problem in problems))


@dataclass(frozen=True, slots=True)
class RegistryRow:
    line: int
    """Where the row ends in the file, from 1."""
    cells: dict[str, str]
    """Column → what is written there, without the blanks around it."""

    def problem(self, column: str, expected: str) -> str:
        return f"line {self.line}, column {column}: expected {expected}, found {self.cells[column]!r}"


def read_registry_file(path: Path) -> str:
    """The text of a file (UTF-8, with or without a byte order mark). Raises RegistryError."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise RegistryError(path.name or str(path), [f"cannot be read: {error.strerror}"]) from error
    except UnicodeDecodeError as error:
        raise RegistryError(path.name, [f"byte {error.start}: expected UTF-8 (save the file as UTF-8)"]) from error


def stated_rows(
    text: str,
    name: str,
    columns: tuple[str, ...],
    problems_of: Callable[[dict[str, str]], Iterable[tuple[str, str]]],
    value_of: Callable[[RegistryRow], Value],
    problems_between: Callable[[Sequence[Value]], Iterable[str]],
) -> tuple[Value, ...]:
    """A file's rows as values. `problems_of` a row's cells: (column, what was expected); `problems_between` rows that
    are good each for itself: whole lines.

    Raises RegistryError, which names every problem: a file with one bad row is not used at all.
    """
    problems: list[str] = []
    values: list[Value] = []
    for row in registry_rows(text, name, columns):
        if isinstance(row, str):
            problems.append(row)
            continue
        found = [row.problem(column, expected) for column, expected in problems_of(row.cells)]
        problems += found
        if not found:
            values.append(value_of(row))
    if not problems:
        problems += problems_between(values)
    if problems:
        raise RegistryError(name, problems)
    return tuple(values)


def registry_rows(text: str, name: str, columns: tuple[str, ...]) -> list[RegistryRow | str]:
    """The rows below the header in file order; in the place of one that has not as many cells, the line that says so.

    Raises RegistryError for what is no CSV and for another header than `columns`.
    """
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        lines = [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        raise RegistryError(name, [f"line {reader.line_num}: not readable as CSV ({error})"]) from error
    if not lines:
        raise RegistryError(name, ["line 1: expected the header " + ",".join(columns) + ", found nothing"])
    header = lines[0][1]
    if tuple(header) != columns:
        raise RegistryError(name, [f"line 1: expected the header {','.join(columns)}, found {','.join(header)}"])
    rows: list[RegistryRow | str] = []
    for line, values in lines[1:]:
        if len(values) == len(columns):
            cells = {column: value.strip() for column, value in zip(columns, values, strict=True)}
            rows.append(RegistryRow(line, cells))
        else:
            rows.append(f"line {line}: expected {len(columns)} columns, found {len(values)}")
    return rows
