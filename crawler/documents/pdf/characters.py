"""The characters of a PDF page that a reader of the page sees, the right way up.

Left out: what is drawn beside the page, slanted over it (a watermark), or in white on nothing. Bold type that a program
feigns by drawing each character twice counts once. A page whose text runs up or down it, as tables printed sideways do,
is turned.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pdfplumber.page import Page

from crawler.documents.pdf.rules import Box, is_white

PdfObject = dict[str, Any]

_SLANT = 0.1
_RAISED_SIZE = 0.8
_RAISED_BY = 0.15
"""A raised digit is at most 0.8 as large as the one before it, and its foot at least 0.15 of that one's size higher."""
_MOST_RAISED_AMONG = 400
"""Characters of a cell that are looked through for raised ones: a cell with more is prose."""
_BESIDE_PAGE = 1.0
"""Points that the middle of a character may lie beyond the page's edge."""


@dataclass(frozen=True, slots=True)
class PageObjects:
    """What is drawn on a page, in the direction in which most of it is read; lengths in points."""

    characters: list[PdfObject]
    turned: list[PdfObject]
    """Characters that run up or down the page, as in the narrow cells of groups."""
    strokes: list[PdfObject]
    """Lines, boxes and curves."""
    width: float
    height: float


def page_objects(page: Page) -> PageObjects:
    boxes = [box for box in page.rects if box.get("fill") and not is_white(box.get("non_stroking_color"))]
    edges = _shown(page)
    seen = [c for c in page.dedupe_chars().chars if _is_on_page(c, edges) and not _is_slanted(c)]
    seen = [c for c in seen if not is_white(c.get("non_stroking_color")) or _is_on_ground(c, boxes, page.images)]
    upright = [c for c in seen if c.get("upright", True)]
    turned = [c for c in seen if not c.get("upright", True)]
    strokes: list[PdfObject] = [*page.lines, *page.rects, *page.curves]
    width, height = edges[2] - edges[0], edges[3] - edges[1]
    if len(turned) <= len(upright):
        return PageObjects(upright, turned, strokes, width, height)
    turn = _turn(turned, width, height)
    return PageObjects([turn(c) for c in turned], [turn(c) for c in upright], [turn(s) for s in strokes], height, width)


def turned_upright(characters: Sequence[PdfObject]) -> list[PdfObject]:
    """Characters that run up or down a cell, as if the cell were turned so that they can be read."""
    turn = _turn(characters, 0.0, 0.0)
    return [turn(character) for character in characters]


def _turn(characters: Sequence[PdfObject], width: float, height: float) -> Callable[[PdfObject], PdfObject]:
    upwards = sum(float(c["matrix"][1]) > 0 for c in characters) * 2 > len(characters)

    def turn(item: PdfObject) -> PdfObject:
        x0, top, x1, bottom = (float(item[key]) for key in ("x0", "top", "x1", "bottom"))
        box: Box = (height - bottom, x0, height - top, x1) if upwards else (top, width - x1, bottom, width - x0)
        turned = {**item, "x0": box[0], "top": box[1], "x1": box[2], "bottom": box[3], "doctop": box[1]}
        turned |= {"width": box[2] - box[0], "height": box[3] - box[1]}
        if item["object_type"] == "char":
            turned |= {"upright": not item.get("upright", True), "size": max(box[3] - box[1], 0.0)}
        elif "pts" in item:
            turned["pts"] = [(y, x) for x, y in item["pts"]]
        return turned

    return turn


def _shown(page: Page) -> Box:
    """The page's edges as it is shown: pdfplumber gives those of the page before it is turned (/Rotate), but the
    characters' places after it."""
    x0, top, x1, bottom = (float(edge) for edge in page.bbox)
    return (top, x0, bottom, x1) if page.rotation in {90, 270} else (x0, top, x1, bottom)


def _is_on_page(character: PdfObject, edges: Box) -> bool:
    x0, top, x1, bottom = edges
    across, down = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
    return bool(
        x0 - _BESIDE_PAGE <= across <= x1 + _BESIDE_PAGE and top - _BESIDE_PAGE <= down <= bottom + _BESIDE_PAGE
    )


def _is_slanted(character: PdfObject) -> bool:
    a, b, *_ = (abs(float(part)) for part in character["matrix"])
    return min(a, b) > _SLANT * max(a, b)


def _is_on_ground(character: PdfObject, boxes: Sequence[PdfObject], images: Sequence[PdfObject]) -> bool:
    """Whether something other than white paper lies behind a white character."""
    across, down = (character["x0"] + character["x1"]) / 2, (character["top"] + character["bottom"]) / 2
    return any(
        box["x0"] <= across <= box["x1"] and box["top"] <= down <= box["bottom"]
        for ground in (boxes, images)
        for box in ground
    )


def raised_marked(characters: Sequence[PdfObject]) -> list[PdfObject]:
    """The characters of a cell, with raised digits (8213¹, a footnote's mark) in brackets: no part of their number.

    Raised is what is clearly smaller than the character right before it and stands clearly above its foot.
    """
    sizes = {round(float(character["size"]), 1) for character in characters}
    if len(sizes) < 2 or len(characters) > _MOST_RAISED_AMONG:
        return list(characters)
    found: list[PdfObject] = []
    for character in characters:
        base = _right_before(character, characters)
        raised = (
            base is not None
            and character["text"].isdigit()
            and character["size"] < _RAISED_SIZE * base["size"]
            and base["bottom"] - character["bottom"] > _RAISED_BY * base["size"]
        )
        found.append({**character, "text": f"[{character['text']}]"} if raised else character)
    return found


def _right_before(character: PdfObject, others: Sequence[PdfObject]) -> PdfObject | None:
    """The full-sized digit that ends where a character begins, at about its height."""
    touching = [
        other
        for other in others
        if other["text"].isdigit()
        and other["size"] > character["size"]
        and abs(other["x1"] - character["x0"]) <= other["size"] / 2
        and other["top"] <= character["bottom"]
        and character["top"] <= other["bottom"]
    ]
    return max(touching, key=lambda other: float(other["x1"]), default=None)
