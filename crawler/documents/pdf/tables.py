"""A PDF page → the tables that its rules draw, and the lines of text outside of them.

Only drawn rules count. Word processors also paint white or coloured boxes behind paragraphs and cells (each line of a
shaded paragraph is one): they are no rules, and taken for rules they would make a table of the prose. White rules and
the sides of coloured boxes count only where they make a grid of several rows and columns.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pdfplumber.page import Page
from pdfplumber.utils.text import chars_to_textmap, extract_text

from crawler.documents.model import Cell, DocumentError
from crawler.documents.pdf.characters import PageObjects, page_objects, raised_marked, turned_upright
from crawler.documents.pdf.lines import Line, Word, clean_text, is_dashed_page_number, is_figure
from crawler.documents.pdf.rules import Box, Rules, drawn_rules, edge_index, enclosed_boxes, filled_sides, merged_edges

MAX_CHARACTERS = 30_000
"""Characters of one page; a full page of small type has about 3,000."""

_WORD_GAP = 0.35
"""Characters farther apart, in characters, are two words."""
_LEAST_COLUMNS, _LEAST_ROWS = 3, 2
"""Of a grid that white rules or coloured boxes draw."""
_TALL = 0.3
"""Share of a page's height: a box of one cell that is so tall frames text and is no row of a table."""
_PICTURE_SHARE = 0.5
"""Share of a page that pictures cover, from which a page without text is a scanned one."""
_SHEET = 1.2
"""Width to height, from which a sheet can show two pages side by side."""
_GUTTER = 0.015
"""Half of the blank strip between them, as a share of the sheet's width."""
_GROUPED = re.compile(r"\d{1,3}(?: \d{3})+")
"""One figure whose thousands are set apart by blanks (1 686), where it is all that a line of a cell prints."""
_LEAST_LINES = 5
_LEAST_TEXT = 20
"""Characters: fewer on a page are its number or a stamp."""
_MANY_CURVES = 400
"""Curves of a page without text, from which it is text drawn as outlines."""

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
    is_ruled: bool = True


@dataclass(frozen=True, slots=True)
class PageContent:
    """A page's tables and its prose lines, each from top to bottom."""

    pieces: tuple[TablePiece, ...]
    lines: tuple[Line, ...]
    height: float = 0.0
    is_picture: bool = False
    """Nothing of the page is text, but pictures or outlines cover it."""


def read_page(page: Page, number: int) -> list[PageContent]:
    """Split a page into ruled tables and lines; two contents where it shows two pages side by side.

    `number` counts contents, not pages. Raises DocumentError when the page holds more than a page can.
    """
    if len(page.chars) > MAX_CHARACTERS:
        raise DocumentError(f"PDF page {number} has {len(page.chars)} characters, more than {MAX_CHARACTERS}")
    objects = page_objects(page)
    halves = _halves(objects)
    if halves is not None:
        return [_read_objects(half, number + place) for place, half in enumerate(halves)]
    content = _read_objects(objects, number)
    return [replace(content, is_picture=_is_picture(page, content))]


def _read_objects(objects: PageObjects, number: int) -> PageContent:
    pieces: list[TablePiece] = []
    outside, turned = objects.characters, objects.turned
    for rules, is_weak in _rule_sets(objects, number):
        for boxes in sorted(enclosed_boxes(rules, number), key=_area):
            if len(boxes) == 1 and boxes[0][3] - boxes[0][1] > _TALL * objects.height:
                continue
            inside, rest = _divided(outside, boxes)
            inside_turned, rest_turned = _divided(turned, boxes)
            piece = _piece(boxes, inside, inside_turned, number)
            if not _is_resolved(piece) or (is_weak and not (inside and _is_grid(piece))):
                continue
            pieces.append(piece)
            outside, turned = rest, rest_turned
    pieces.sort(key=lambda piece: (piece.top, piece.edges[0]))
    return PageContent(tuple(pieces), tuple(text_lines(outside, number)), objects.height)


def _halves(objects: PageObjects) -> tuple[PageObjects, PageObjects] | None:
    """The two pages that a sheet shows side by side: nothing reaches over its middle, and one half is set as prose."""
    if objects.width < _SHEET * objects.height:
        return None
    middle, gap = objects.width / 2, objects.width * _GUTTER
    if any(item["x0"] < middle + gap and item["x1"] > middle - gap for item in objects.characters):
        return None
    if any(item["x0"] < middle - gap and item["x1"] > middle + gap for item in objects.strokes):
        return None
    sides = [
        PageObjects(
            [c for c in objects.characters if (c["x0"] > middle) is is_right],
            [c for c in objects.turned if (c["x0"] > middle) is is_right],
            [s for s in objects.strokes if (s["x0"] > middle - gap) is is_right],
            middle,
            objects.height,
        )
        for is_right in (False, True)
    ]
    lines = [text_lines(side.characters, 0) for side in sides]
    if min(len(side) for side in lines) < _LEAST_LINES:
        return None
    prose = max(sum(line.x1 - line.x0 > 0.6 * middle and len(line.words) <= 2 for line in side) for side in lines)
    return (sides[0], sides[1]) if prose >= _LEAST_LINES else None


def _rule_sets(objects: PageObjects, number: int) -> Iterable[tuple[Rules, bool]]:
    yield drawn_rules(objects.strokes, number), False
    white = drawn_rules(objects.strokes, number, white=True)
    if white.across and white.upright:
        yield white, True
    filled = filled_sides(objects.strokes)
    if filled.across:
        yield filled, True


def _area(boxes: Sequence[Box]) -> float:
    x0, top, x1, bottom = _extent(boxes)
    return (x1 - x0) * (bottom - top)


def _is_grid(piece: TablePiece) -> bool:
    """Whether what only white rules or colours draw is a table, and drawn whole: no box holds three cells' words."""
    holds_words = any(len(line.split(" ")) >= 3 for cell in piece.cells for line in cell.text.split("\n"))
    return piece.row_count >= _LEAST_ROWS and len(piece.edges) > _LEAST_COLUMNS and not holds_words


def _is_resolved(piece: TablePiece) -> bool:
    """Whether the rules part the figures: not where most of them share a box, in rows or below one another."""
    alone = shared = 0
    for cell in piece.cells:
        lines = [[line] if _GROUPED.fullmatch(line) else line.split(" ") for line in cell.text.split("\n")]
        figures = [line for line in lines if all(is_figure(token.replace(" ", "")) for token in line)]
        count = sum(len(line) for line in figures)
        mixed = sum(sum(is_figure(token) for token in line) for line in lines if line not in figures and len(line) > 2)
        if len(figures) >= 3 or any(len(line) > 1 for line in figures) or mixed > 2:
            shared += count + mixed
        else:
            alone += count
    return shared <= alone


def _is_picture(page: Page, content: PageContent) -> bool:
    if content.pieces or sum(len(line.text) for line in content.lines) >= _LEAST_TEXT:
        return False
    covered = sum(float(image["width"]) * float(image["height"]) for image in page.images)
    return covered >= _PICTURE_SHARE * float(page.width * page.height) or len(page.curves) >= _MANY_CURVES


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
        size = sizes[len(sizes) // 2]
        x0, x1, top, bottom = (float(raw[key]) for key in ("x0", "x1", "top", "bottom"))
        found.append(Line(text, page, x0, x1, top, bottom, size, _words(raw["chars"], size)))
    return sorted(found, key=lambda line: (line.top, line.x0))


def _words(characters: Sequence[PdfObject], size: float) -> tuple[Word, ...]:
    words: list[list[PdfObject]] = []
    ordered = sorted((c for c in characters if c["text"].strip()), key=lambda c: float(c["x0"]))
    for character in ordered:
        if words and character["x0"] - words[-1][-1]["x1"] <= _WORD_GAP * size:
            words[-1].append(character)
        else:
            words.append([character])
    return tuple(
        Word(clean_text("".join(c["text"] for c in word)), float(word[0]["x0"]), float(word[-1]["x1"]))
        for word in words
    )


def _extent(boxes: Sequence[Box]) -> Box:
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def _divided(characters: Iterable[PdfObject], boxes: Sequence[Box]) -> tuple[list[PdfObject], list[PdfObject]]:
    x0, top, x1, bottom = _extent(boxes)
    inside: list[PdfObject] = []
    outside: list[PdfObject] = []
    for character in characters:
        across, down = _middle(character)
        (inside if x0 <= across <= x1 and top <= down <= bottom else outside).append(character)
    return inside, outside


def _middle(character: PdfObject) -> tuple[float, float]:
    return (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2


def _piece(boxes: Sequence[Box], characters: Sequence[PdfObject], turned: Sequence[PdfObject], page: int) -> TablePiece:
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
    for character in (*characters, *turned):
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
    if not any(character.get("upright", True) for character in characters):
        characters = turned_upright(characters)
    upright = [character for character in characters if character.get("upright", True)]
    lines = (clean_text(line) for line in extract_text(raised_marked(upright)).split("\n"))
    return "\n".join(line for line in lines if line and not is_dashed_page_number(line))
