"""A PDF page → the tables that its rules draw, and the lines of text outside of them.

Only drawn rules count. Word processors also paint white or coloured boxes behind paragraphs and cells (each line of a
shaded paragraph is one): they are no rules, and taken for rules they would make a table of the prose.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pdfplumber.page import Page
from pdfplumber.table import TableFinder, TableSettings
from pdfplumber.utils.text import chars_to_textmap, extract_text

from crawler.documents.model import Cell, DocumentError
from crawler.documents.pdf_lines import Line, clean_text, is_dashed_page_number

MAX_RULES = 4_000
"""Rules and boxes of one page: finding cells costs their crossings. A page of the forms has about 60."""
MAX_CHARACTERS = 30_000
"""Characters of one page; a full page of small type has about 3,000."""
TOLERANCE = 3.0
"""Points within which two rules are one: a cell's border is often drawn from both sides."""

_RULE_WIDTH = 2.0
"""A filled box as thin as this, in points, is a rule."""
_WHITE = 0.98

Box = tuple[float, float, float, float]
PdfObject = dict[str, Any]


@dataclass(frozen=True, slots=True)
class TablePiece:
    """What stands of a table on one page. Its cells count rows and columns from 0 within the piece."""

    page: int
    edges: tuple[float, ...]
    """The places of its column edges from the left, in points: one more than it has columns."""
    cells: tuple[Cell, ...]
    row_count: int
    top: float
    bottom: float
    lines: tuple[Line, ...]
    """Its text as lines: what a box of a single cell is when it proves to be no part of a table."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page's tables and its prose lines, each from top to bottom."""

    pieces: tuple[TablePiece, ...]
    lines: tuple[Line, ...]


def read_page(page: Page, number: int) -> PageContent:
    """Split a page into ruled tables and lines. Raises DocumentError when it holds more than a page can."""
    rules = len(page.lines) + len(page.rects) + len(page.curves)
    if rules > MAX_RULES:
        raise DocumentError(f"PDF page {number} has {rules} rules, more than {MAX_RULES}: it is no report page")
    if len(page.chars) > MAX_CHARACTERS:
        raise DocumentError(f"PDF page {number} has {len(page.chars)} characters, more than {MAX_CHARACTERS}")
    characters: list[PdfObject] = [c for c in page.dedupe_chars().chars if c.get("upright", True)]
    pieces: list[TablePiece] = []
    outside = characters
    for boxes in _cell_groups(_ruled_cells(page)):
        inside, outside = _divided(outside, boxes)
        pieces.append(_piece(boxes, inside, number))
    pieces.sort(key=lambda piece: (piece.top, piece.edges[0]))
    return PageContent(tuple(pieces), tuple(text_lines(outside, number)))


def text_lines(characters: Sequence[PdfObject], page: int) -> list[Line]:
    """Characters → lines from top to bottom, without blank ones."""
    if not characters:
        return []
    found: list[Line] = []
    for raw in chars_to_textmap(list(characters)).extract_text_lines(strip=True, return_chars=True):
        text = clean_text(raw["text"])
        if not text:
            continue
        sizes = sorted(float(c["size"]) for c in raw["chars"])
        found.append(
            Line(
                text,
                page,
                float(raw["x0"]),
                float(raw["x1"]),
                float(raw["top"]),
                float(raw["bottom"]),
                sizes[len(sizes) // 2],
            )
        )
    return sorted(found, key=lambda line: (line.top, line.x0))


def _ruled_cells(page: Page) -> list[Box]:
    ruled = page.filter(_is_drawn_rule)
    open_ends = _open_ends(ruled.edges)
    settings = TableSettings.resolve(
        {"explicit_horizontal_lines": open_ends, "snap_tolerance": TOLERANCE, "join_tolerance": TOLERANCE}
    )
    return [
        (float(x0), float(top), float(x1), float(bottom)) for x0, top, x1, bottom in TableFinder(ruled, settings).cells
    ]


def _is_drawn_rule(item: PdfObject) -> bool:
    kind = item["object_type"]
    if kind == "line":
        return not _is_white(item.get("stroking_color"))
    if kind not in {"rect", "curve"}:
        return False
    if item.get("stroke"):
        return not _is_white(item.get("stroking_color"))
    thin = min(float(item["width"]), float(item["height"])) <= _RULE_WIDTH
    return thin and bool(item.get("fill")) and not _is_white(item.get("non_stroking_color"))


def _is_white(color: object) -> bool:
    if isinstance(color, int | float):
        return color >= _WHITE
    if not isinstance(color, tuple | list) or not all(isinstance(part, int | float) for part in color):
        return False
    if len(color) == 4:  # cyan, magenta, yellow, black
        return all(part <= 1 - _WHITE for part in color)
    return len(color) > 0 and all(part >= _WHITE for part in color)


def _open_ends(edges: Sequence[PdfObject]) -> list[float]:
    """Where the upright rules of a table end without a rule across: the side torn open by a page break.

    Two or more must end at the same height, else it is a stray stroke.
    """
    across = [float(edge["top"]) for edge in edges if edge["orientation"] == "h"]
    upright = [
        edge for edge in edges if edge["orientation"] == "v" and float(edge["bottom"]) - float(edge["top"]) > TOLERANCE
    ]
    found: list[float] = []
    for side, furthest in (("top", min), ("bottom", max)):
        if not upright:
            break
        end = float(furthest(float(edge[side]) for edge in upright))
        at_end = {round(float(edge["x0"])) for edge in upright if abs(float(edge[side]) - end) <= TOLERANCE}
        if len(at_end) > 1 and all(abs(height - end) > TOLERANCE for height in across):
            found.append(end)
    return found


def _cell_groups(cells: Sequence[Box]) -> list[list[Box]]:
    """Cells that share a corner belong to one table."""
    owner = list(range(len(cells)))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    at_corner: dict[tuple[float, float], int] = {}
    for index, (x0, top, x1, bottom) in enumerate(cells):
        for corner in ((x0, top), (x1, top), (x0, bottom), (x1, bottom)):
            owner[root(index)] = root(at_corner.setdefault(corner, index))
    groups: dict[int, list[Box]] = {}
    for index, cell in enumerate(cells):
        groups.setdefault(root(index), []).append(cell)
    return list(groups.values())


def _divided(characters: Iterable[PdfObject], boxes: Sequence[Box]) -> tuple[list[PdfObject], list[PdfObject]]:
    x0, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
    x1, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
    inside: list[PdfObject] = []
    outside: list[PdfObject] = []
    for character in characters:
        across, down = _middle(character)
        (inside if x0 <= across <= x1 and top <= down <= bottom else outside).append(character)
    return inside, outside


def _middle(character: PdfObject) -> tuple[float, float]:
    return (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2


def merged_edges(places: Iterable[float]) -> tuple[float, ...]:
    """Places closer than the tolerance become one, the first of them."""
    found: list[float] = []
    for place in sorted(places):
        if not found or place - found[-1] > TOLERANCE:
            found.append(place)
    return tuple(found)


def edge_index(edges: Sequence[float], place: float) -> int:
    """Which of the edges this place is on: the nearest."""
    return min(range(len(edges)), key=lambda index: abs(edges[index] - place))


def _piece(boxes: Sequence[Box], characters: Sequence[PdfObject], page: int) -> TablePiece:
    edges = merged_edges(place for box in boxes for place in (box[0], box[2]))
    heights = merged_edges(place for box in boxes for place in (box[1], box[3]))
    covering: dict[tuple[int, int], int] = {}
    spans: list[tuple[int, int, int, int]] = []
    for number, (x0, top, x1, bottom) in enumerate(boxes):
        column, row = edge_index(edges, x0), edge_index(heights, top)
        end_column, end_row = max(edge_index(edges, x1), column + 1), max(edge_index(heights, bottom), row + 1)
        spans.append((row, column, end_row - row, end_column - column))
        covering.update({(r, c): number for r in range(row, end_row) for c in range(column, end_column)})
    held: list[list[PdfObject]] = [[] for _ in boxes]
    for character in characters:
        across, down = _middle(character)
        place = (max(bisect_right(heights, down) - 1, 0), max(bisect_right(edges, across) - 1, 0))
        if place in covering:
            held[covering[place]].append(character)
    cells = [
        Cell(_cell_text(own), row, column, row_span, column_span, page=page)
        for own, (row, column, row_span, column_span) in zip(held, spans, strict=True)
    ]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return TablePiece(
        page,
        edges,
        tuple(cells),
        max(len(heights) - 1, 1),
        heights[0],
        heights[-1],
        tuple(text_lines(characters, page)),
    )


def _cell_text(characters: Sequence[PdfObject]) -> str:
    """The lines of a cell, joined by "\\n"; a page number that was printed over the table is none of them."""
    if not characters:
        return ""
    lines = (clean_text(line) for line in extract_text(list(characters)).split("\n"))
    return "\n".join(line for line in lines if line and not is_dashed_page_number(line))
