"""Drawn rules of a PDF page → the boxes that they enclose.

A rule is a line, an edge of a stroked box, or a filled box too thin to hold text; programs draw dashes and dots as
thousands of such boxes in a row. The page is cut along all of them into small places, and places that no rule parts
are one box. So a box needs no rule of its own on all four sides: the side that a page break has torn open, or a
table without its outer rules, is closed by what stands next to it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from crawler.documents.model import DocumentError

MAX_STROKES = 25_000
"""Drawn objects of one page. A page of the forms has about 60; one with dotted borders, drawn dot by dot, 15,000."""
MAX_RULES = 4_000
"""Rules of one page after dashes and neighbours were joined."""
MAX_PLACES = 250_000
"""Places that the rules of one table may cut the page into."""
TOLERANCE = 3.0
"""Points within which two rules are one: a cell's border is often drawn from both sides."""

_RULE_WIDTH = 3.6
"""A filled box as thin as this, in points, is a rule: no text fits into it."""
_SHORTEST = 6.0
"""Points. A shorter stroke, after its neighbours were joined to it, is a bullet or a letter."""
_IN_LINE = 0.3
"""Points."""
_COVERED = 0.6
"""Share of a place's side that must be drawn to part it from the next."""
_WHITE = 0.98

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in points, `top` counted from the page's upper edge."""
PdfObject = dict[str, Any]


class Rule(NamedTuple):
    """A straight rule: `place` is its y (a rule across) or x (an upright rule), `start` < `stop` its extent."""

    place: float
    start: float
    stop: float


@dataclass(frozen=True, slots=True)
class Rules:
    across: tuple[Rule, ...]
    upright: tuple[Rule, ...]


def drawn_rules(objects: Sequence[PdfObject], page: int, *, white: bool = False) -> Rules:
    """The rules among the lines, boxes and curves of a page, joined; `white`: the white ones, else all others.

    Raises DocumentError, one line, where a page holds more than any report's page does.
    """
    if len(objects) > MAX_STROKES:
        raise DocumentError(f"PDF page {page} has {len(objects)} drawn objects, more than {MAX_STROKES}")
    across: list[Rule] = []
    upright: list[Rule] = []
    for item in objects:
        _collect(item, white, across, upright)
    rules = Rules(tuple(joined_rules(across)), tuple(joined_rules(upright)))
    count = len(rules.across) + len(rules.upright)
    if count > MAX_RULES:
        raise DocumentError(f"PDF page {page} has {count} rules, more than {MAX_RULES}: it is no report page")
    return rules


def _collect(item: PdfObject, white: bool, across: list[Rule], upright: list[Rule]) -> None:
    x0, top, x1, bottom = (float(item[key]) for key in ("x0", "top", "x1", "bottom"))
    width, height = x1 - x0, bottom - top
    stroked = item["object_type"] == "line" or bool(item.get("stroke"))
    color = item.get("stroking_color") if stroked else item.get("non_stroking_color")
    if is_white(color) is not white or not (stroked or item.get("fill")):
        return
    if min(width, height) <= _RULE_WIDTH:
        # A dot of a dotted rule does not say which way its rule runs.
        if width >= height or width <= _RULE_WIDTH:
            across.append(Rule((top + bottom) / 2, x0, x1))
        if height >= width or height <= _RULE_WIDTH:
            upright.append(Rule((x0 + x1) / 2, top, bottom))
    elif stroked and item["object_type"] != "line" and _is_box(item):
        across += (Rule(top, x0, x1), Rule(bottom, x0, x1))
        upright += (Rule(x0, top, bottom), Rule(x1, top, bottom))


def filled_sides(objects: Sequence[PdfObject]) -> Rules:
    """The sides of coloured boxes as rules: the cells of a table that is coloured instead of ruled."""
    across: list[Rule] = []
    upright: list[Rule] = []
    for item in objects[:MAX_STROKES]:
        x0, top, x1, bottom = (float(item[key]) for key in ("x0", "top", "x1", "bottom"))
        if item["object_type"] != "rect" or not item.get("fill") or is_white(item.get("non_stroking_color")):
            continue
        if min(x1 - x0, bottom - top) > _RULE_WIDTH:
            across += (Rule(top, x0, x1), Rule(bottom, x0, x1))
            upright += (Rule(x0, top, bottom), Rule(x1, top, bottom))
    rules = Rules(tuple(joined_rules(across)), tuple(joined_rules(upright)))
    return rules if len(rules.across) + len(rules.upright) <= MAX_RULES else Rules((), ())


def _is_box(item: PdfObject) -> bool:
    """A rectangle, or a curve whose points all lie on two heights and two places across."""
    if item["object_type"] == "rect":
        return True
    points = item.get("pts") or ()
    return all(len({round(point[axis]) for point in points}) <= 2 for axis in (0, 1))


def is_white(color: object) -> bool:
    if isinstance(color, int | float):
        return color >= _WHITE
    if not isinstance(color, tuple | list) or not all(isinstance(part, int | float) for part in color):
        return False
    if len(color) == 4:  # cyan, magenta, yellow, black
        return all(part <= 1 - _WHITE for part in color)
    return len(color) > 0 and all(part >= _WHITE for part in color)


def joined_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Rules at one place that touch, or nearly, become one; what is then still short is no rule.

    Dots and dashes are joined first, where they lie exactly in line: else the dots of a rule across, seen as very short
    upright ones, would draw the upright rules that it crosses together.
    """
    in_line = [rule for rule in _joined(rules, _IN_LINE) if rule.stop - rule.start >= _SHORTEST]
    return _joined(in_line, TOLERANCE)


def _joined(rules: Iterable[Rule], tolerance: float) -> list[Rule]:
    found: list[Rule] = []
    for group in _clusters(rules, tolerance):
        place = sum(rule.place for rule in group) / len(group)
        start, stop = group[0].start, group[0].stop
        for rule in group[1:]:
            if rule.start <= stop + TOLERANCE:
                stop = max(stop, rule.stop)
            else:
                found.append(Rule(place, start, stop))
                start, stop = rule.start, rule.stop
        found.append(Rule(place, start, stop))
    return found


def _clusters(rules: Iterable[Rule], tolerance: float) -> list[list[Rule]]:
    """Rules whose places lie within the tolerance of the one before, each cluster ordered by where a rule begins."""
    clusters: list[list[Rule]] = []
    for rule in sorted(rules):
        if clusters and rule.place - clusters[-1][-1].place <= tolerance:
            clusters[-1].append(rule)
        else:
            clusters.append([rule])
    return [sorted(cluster, key=lambda rule: (rule.start, rule.stop)) for cluster in clusters]


def enclosed_boxes(rules: Rules, page: int) -> list[list[Box]]:
    """The boxes of each drawn table: groups of rules that touch one another."""
    return [boxes for group in _touching(rules) if (boxes := _boxes(group, page))]


def _touching(rules: Rules) -> list[Rules]:
    owner = list(range(len(rules.across) + len(rules.upright)))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    heights = [rule.place for rule in rules.across]
    for number, upright in enumerate(rules.upright, start=len(rules.across)):
        first = bisect_left(heights, upright.start - TOLERANCE)
        for index in range(first, len(heights)):
            across = rules.across[index]
            if across.place > upright.stop + TOLERANCE:
                break
            if across.start - TOLERANCE <= upright.place <= across.stop + TOLERANCE:
                owner[root(number)] = root(index)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index in range(len(owner)):
        group = groups.setdefault(root(index), ([], []))
        if index < len(rules.across):
            group[0].append(rules.across[index])
        else:
            group[1].append(rules.upright[index - len(rules.across)])
    return [Rules(tuple(across), tuple(upright)) for across, upright in groups.values() if across and upright]


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


def _boxes(rules: Rules, page: int) -> list[Box]:
    """Cut the table along all of its rules, join the places that no rule parts, keep what is enclosed."""
    rules = _closed(rules)
    xs = merged_edges(rule.place for rule in rules.upright)
    ys = merged_edges(rule.place for rule in rules.across)
    if len(xs) < 2 or len(ys) < 2:
        return []
    columns, rows = len(xs) - 1, len(ys) - 1
    if columns * rows > MAX_PLACES:
        raise DocumentError(f"PDF page {page} has rules for {columns * rows} cells, more than {MAX_PLACES}")
    below = _walls(rules.across, ys, xs)
    beside = _walls(rules.upright, xs, ys)
    seen: set[tuple[int, int]] = set()
    regions: list[list[tuple[int, int]]] = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in seen:
                continue
            region, is_open = _region(row, column, below, beside, rows, columns)
            seen |= region
            if not is_open:
                regions.append(sorted(region))
    return [
        (xs[left], ys[top], xs[right], ys[bottom])
        for region in regions
        for top, left, bottom, right in _rectangles(region)
    ]


def _closed(rules: Rules) -> Rules:
    """Rules with the outer sides added at which at least two others end."""
    left, right = min(rule.place for rule in rules.upright), max(rule.place for rule in rules.upright)
    left = min(left, *(rule.start for rule in rules.across))
    right = max(right, *(rule.stop for rule in rules.across))
    top = min(rule.place for rule in rules.across)
    bottom = max(rule.place for rule in rules.across)
    top = min(top, *(rule.start for rule in rules.upright))
    bottom = max(bottom, *(rule.stop for rule in rules.upright))
    across, upright = list(rules.across), list(rules.upright)
    for place in (top, bottom):
        if _ending(rules.upright, place) >= 2:
            across.append(Rule(place, left, right))
    for place in (left, right):
        if _ending(rules.across, place) >= 2:
            upright.append(Rule(place, top, bottom))
    return Rules(tuple(joined_rules(across)), tuple(joined_rules(upright)))


def _ending(rules: Sequence[Rule], place: float) -> int:
    """At how many different places rules end (or begin) at a side."""
    return len(
        merged_edges(rule.place for rule in rules if min(abs(rule.start - place), abs(rule.stop - place)) <= TOLERANCE)
    )


def _walls(rules: Sequence[Rule], places: Sequence[float], steps: Sequence[float]) -> set[tuple[int, int]]:
    """(place, step): between which neighbouring steps a rule is drawn at a place."""
    drawn: dict[tuple[int, int], float] = {}
    for rule in rules:
        place = edge_index(places, rule.place)
        for step, (start, stop) in enumerate(pairwise(steps)):
            length = min(rule.stop, stop) - max(rule.start, start)
            if length > 0:
                drawn[place, step] = drawn.get((place, step), 0.0) + length
    return {
        (place, step) for (place, step), length in drawn.items() if length >= _COVERED * (steps[step + 1] - steps[step])
    }


def _region(
    row: int, column: int, below: set[tuple[int, int]], beside: set[tuple[int, int]], rows: int, columns: int
) -> tuple[set[tuple[int, int]], bool]:
    """The places that no rule parts from this one, and whether they lie open to the page."""
    found = {(row, column)}
    waiting = [(row, column)]
    is_open = False
    while waiting:
        y, x = waiting.pop()
        neighbours = (
            ((y - 1, x), (y, x) in below),
            ((y + 1, x), (y + 1, x) in below),
            ((y, x - 1), (x, y) in beside),
            ((y, x + 1), (x + 1, y) in beside),
        )
        for place, is_walled in neighbours:
            if is_walled:
                continue
            if not (0 <= place[0] < rows and 0 <= place[1] < columns):
                is_open = True
            elif place not in found:
                found.add(place)
                waiting.append(place)
    return found, is_open


def _rectangles(region: Sequence[tuple[int, int]]) -> list[tuple[int, int, int, int]]:
    """A region as top, left, bottom, right: one rectangle where it is one, else its rows that are equally wide."""
    runs: list[tuple[int, int, int, int]] = []
    for row, column in region:
        if runs and runs[-1][0] == row and runs[-1][3] == column:
            runs[-1] = (row, runs[-1][1], row + 1, column + 1)
        else:
            runs.append((row, column, row + 1, column + 1))
    found: list[tuple[int, int, int, int]] = []
    ending: dict[tuple[int, int, int], int] = {}
    for top, left, bottom, right in runs:
        above = ending.get((left, top, right))
        if above is None:
            above = len(found)
            found.append((top, left, bottom, right))
        else:
            found[above] = (found[above][0], left, bottom, right)
        ending[left, bottom, right] = above
    return found
