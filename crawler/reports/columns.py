"""Columns of a table: which grid columns stand under a header, and what a row holds there.

In a grid a value belongs to the header that it stands under, whatever its index in the row: on a real 2019 page the
block with three columns sits in a grid of five, and its middle column is two grid columns wide. Text that lost its
blank cells has no grid; there a row counts only when it has exactly as many values as the form has columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from crawler.documents.model import Cell, Table
from crawler.reports.matching import Match
from crawler.reports.model import Flag, FlagKind, Number, ValuePlace
from crawler.reports.numbers import Unit, looks_like_value, read_number

JOINED = " | "
"""Between the cells of a row where a flag quotes a whole row."""


MOST_HEADER_ROWS = 12
"""The forms' headers have three rows; above them stand at most a caption, a unit and a blank line or two. Trying every
stack of a longer one would grow with the square of its rows."""


@dataclass(frozen=True, slots=True)
class Span:
    """Grid columns [start, stop) that one header covers, and the unit of money that the header prints."""

    start: int
    stop: int
    header_unit: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """The room that a header gives the rows below it: `stop` grid columns, of which it leaves `untitled` blank."""

    stop: int
    untitled: frozenset[int] = frozenset()
    is_even: bool = True
    """False: its rows end at different columns, so that at least one of them has lost or won a cell."""


@dataclass(slots=True)
class Findings:
    """What the readers of one table note beside the values."""

    flags: list[Flag] = field(default_factory=list)
    places: list[ValuePlace] = field(default_factory=list)

    def flag(self, where: str, kind: FlagKind, raw: str, note: str) -> None:
        self.flags.append(Flag(where, kind, raw, note))

    def add(self, other: Findings) -> None:
        self.flags.extend(other.flags)
        self.places.extend(other.places)


def distinct_cells(table: Table, row: int, span: Span | None = None) -> list[Cell]:
    """The cells that cover a row (or the part of it in `span`), each once, left to right, continuations included."""
    cells = table.rows[row] if span is None else table.rows[row][span.start : span.stop]
    found: list[Cell] = []
    for cell in cells:
        if cell is not None and not (found and found[-1] is cell):
            found.append(cell)
    return found


def row_text(cells: Iterable[Cell]) -> str:
    return JOINED.join(cell.text for cell in cells if cell.text)


def header_stacks(table: Table, rows: Sequence[int]) -> list[tuple[Cell, ...]]:
    """For every grid column the distinct, non-blank header cells that stand above each other in it, top to bottom."""
    stacks: list[tuple[Cell, ...]] = []
    for column in range(table.width):
        stack: list[Cell] = []
        for row in rows:
            cell = table.rows[row][column] if column < len(table.rows[row]) else None
            if cell is not None and cell.text and (not stack or stack[-1] is not cell):
                stack.append(cell)
        stacks.append(tuple(stack))
    return stacks


def frame_of(table: Table, rows: Sequence[int]) -> Frame:
    """The frame of a header; a line above it that fills its row as one cell (a caption) is no part of it."""
    header = [row for row in rows if len([cell for cell in distinct_cells(table, row) if cell.text]) > 1] or rows
    covered = [[column for column, cell in enumerate(table.rows[row]) if cell is not None] for row in header]
    ends = [columns[-1] + 1 if columns else 0 for columns in covered]
    stop = max(ends, default=table.width)
    stacks = header_stacks(table, header)
    untitled = frozenset(column for column in range(stop) if not stacks[column])
    return Frame(stop, untitled, all(columns == list(range(stop)) for columns in covered))


def misfit(table: Table, row: int, spans: Iterable[Span | None], frame: Frame) -> str | None:
    """Why the cells of a row may stand under headers that are not theirs; None where they fit.

    One cell lost, or one too many, moves every value right of it: the sums of the form do not notice where cells are
    blank, and the 第二十条 table has no sums at all.
    """
    cells = table.rows[row]
    known = [span for span in spans if span is not None]
    first = min((span.start for span in known), default=table.width)
    if any(all(cell is None for cell in cells[span.start : span.stop]) for span in known):
        return "the row has fewer cells than its header"
    if any(cell is not None for cell in cells[frame.stop :]):
        return "the row has more cells than its header"
    for cell in distinct_cells(table, row):
        stop = cell.column + cell.column_span
        if cell.column_span > 1 and sum(cell.column < span.stop and span.start < stop for span in known) > 1:
            return "a cell of the row spans several columns"
        if cell.column in frame.untitled and cell.column >= first and looks_like_value(cell.text):
            return "a value of the row stands under a blank header"
    return None


def follows_order(found: Iterable[str], order: Sequence[str]) -> bool:
    """Whether keys stand in the form's order; a key that is found again right away (two lines of one row) is in it."""
    places = [order.index(key) for key in found]
    return places == sorted(places)


def match_stack(stack: tuple[Cell, ...], match: Callable[[str], Match | None]) -> Match | None:
    """The column label of a header stack: its lowest cell, or that cell with those above it where a word was broken
    over cells (法律服 / 务机构), or the lowest cell above it that is a label (自然人 over an empty row)."""
    for first in range(len(stack) - 1, -1, -1):
        found = match("".join(cell.text for cell in stack[first:]))
        if found is not None:
            return found
    for cell in reversed(stack[:-1]):
        found = match(cell.text)
        if found is not None:
            return found
    return None


def find_spans(
    stacks: Sequence[tuple[Cell, ...]], match: Callable[[str], Match | None]
) -> dict[str, tuple[Span, Match, str]]:
    """Column key → its grid columns, the match and the printed label; of two runs with one label the first is kept."""
    found: dict[str, tuple[Span, Match, str]] = {}
    for column, stack in enumerate(stacks):
        label = match_stack(stack, match) if stack else None
        if label is None:
            continue
        known = found.get(label.key)
        if known is None:
            found[label.key] = (Span(column, column + 1), label, stack[-1].text)
        elif known[0].stop == column:
            found[label.key] = (Span(known[0].start, column + 1), known[1], known[2])
    return found


def fill_gaps(spans: Mapping[str, Span], order: Sequence[str], width: int) -> dict[str, Span]:
    """Give unnamed columns between, or after, named ones to the keys that are missing there, where exactly as many
    grid columns are left as keys are missing, and the named ones stand in the form's order. Else nothing is added."""
    filled = dict(spans)
    positions = [spans[key].start for key in order if key in spans]
    if not positions or positions != sorted(positions):
        return filled
    missing: list[str] = []
    left = None
    for key in [*order, None]:
        if key is not None and key not in spans:
            missing.append(key)
            continue
        right = spans[key].start if key is not None else width
        if missing and left is not None and right - left == len(missing):
            filled.update({name: Span(left + place, left + place + 1) for place, name in enumerate(missing)})
        missing = []
        left = spans[key].stop if key is not None else None
    return filled


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands in a row under a header. `cell` None: blank, or `flag` says why there is no value."""

    cell: Cell | None
    flag: FlagKind | None = None
    raw: str = ""
    note: str = ""


def slot_at(table: Table, row: int, span: Span, data_rows: frozenset[int]) -> Slot:
    """The one cell that states a value under `span` in `row`, or why there is none."""
    if span.start >= len(table.rows[row]) or all(cell is None for cell in table.rows[row][span.start : span.stop]):
        return Slot(None, "short_row", row_text(distinct_cells(table, row)), "the row ends before this column")
    filled = [cell for cell in distinct_cells(table, row, span) if cell.text.strip()]
    if not filled:
        return Slot(None)
    raw = row_text(filled)
    if len(filled) > 1:
        return Slot(None, "unknown_column", raw, "several values stand under one header")
    cell = filled[0]
    if cell.column < span.start or cell.column + cell.column_span > span.stop:
        return Slot(None, "unknown_column", raw, "the cell spans several columns")
    if cell.row_span > 1 and any(
        covered in data_rows for covered in range(cell.row, cell.row + cell.row_span) if covered != row
    ):
        return Slot(None, "unknown_column", raw, "the cell spans several rows")
    return Slot(cell)


def read_cell(
    table: Table, cell: Cell, where: str, findings: Findings, unit: Unit = "count", header_unit: str | None = None
) -> Number | None:
    """The number of a cell; its place and, where it is no plain number, a flag go to the findings."""
    number = read_number(cell.text, unit, header_unit)
    findings.places.append(ValuePlace(where, cell.text, table.place(cell)))
    if number.flag is not None:
        findings.flag(where, number.flag, cell.text, number.note)
    return number.value


def read_aligned_row(
    table: Table,
    row: int,
    columns: Mapping[str, Span | None],
    where: str,
    findings: Findings,
    data_rows: frozenset[int],
    frame: Frame,
    units: Mapping[str, Unit] | None = None,
) -> dict[str, Number | None]:
    """The values of a row of a grid, by column. A column whose span is None has no header in this table: its value
    cannot be known and is None (the caller flags the header, once). A row that does not fit its header is flagged as a
    whole, its values are those that a browser shows under the headers."""
    values: dict[str, Number | None] = {}
    if (reason := misfit(table, row, columns.values(), frame)) is not None:
        findings.flag(
            where,
            "unknown_column",
            row_text(distinct_cells(table, row)),
            f"{reason}: its values may belong to other columns",
        )
    for key, span in columns.items():
        values[key] = None
        if span is None:
            continue
        slot = slot_at(table, row, span, data_rows)
        if slot.flag is not None:
            findings.flag(f"{where}.{key}", slot.flag, slot.raw, slot.note)
        elif slot.cell is not None:
            unit = (units or {}).get(key, "count")
            values[key] = read_cell(table, slot.cell, f"{where}.{key}", findings, unit, span.header_unit)
    return values


def read_ordered_row(
    table: Table,
    cells: Sequence[Cell],
    columns: Mapping[str, Span | None],
    where: str,
    findings: Findings,
    units: Mapping[str, Unit] | None = None,
) -> dict[str, Number | None]:
    """The values of a row that lost its blank cells: all of its columns or none of them."""
    values: dict[str, Number | None] = dict.fromkeys(columns)
    if not cells:
        return values
    if len(cells) != len(columns):
        findings.flag(
            where,
            "unknown_column",
            row_text(cells),
            f"{len(cells)} of {len(columns)} values, the text does not keep blank cells",
        )
        for cell in cells:
            findings.places.append(ValuePlace(where, cell.text, table.place(cell)))
        return values
    for (key, span), cell in zip(columns.items(), cells, strict=True):
        unit = (units or {}).get(key, "count")
        values[key] = read_cell(table, cell, f"{where}.{key}", findings, unit, span.header_unit if span else None)
    return values


def split_ordered_row(table: Table, row: int) -> tuple[list[Cell], list[Cell]]:
    """Labels and values of a row of text without blank cells: the labels are all that stands before the first value."""
    cells = [cell for cell in distinct_cells(table, row) if cell.text.strip()]
    labels = 0
    for cell in cells:
        if looks_like_value(cell.text):
            break
        labels += 1
    return cells[:labels], cells[labels:]


def printed_unit(header: str) -> str | None:
    """元 or 万元 where a header names its unit of money."""
    if "万元" in header:
        return "万元"
    return "元" if "元" in header else None


def visible_first(tables: Iterable[Table]) -> Iterator[Table]:
    """Tables in document order, those that the markup hides from readers last."""
    ordered = list(tables)
    yield from (table for table in ordered if not _is_hidden(table))
    yield from (table for table in ordered if _is_hidden(table))


def _is_hidden(table: Table) -> bool:
    cells = [cell for row in table.rows for cell in row if cell is not None]
    return bool(cells) and all(cell.hidden for cell in cells)
