"""Lines that a program prints on every page: running headers and footers. They are no text of a report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from crawler.documents.pdf.lines import Line, is_page_number

_MARGIN = 0.12
"""Share of a page's height, above and below, in which such lines stand."""
_SHARE = 0.6
"""Of the pages: on so many the line must stand (the first page often has none)."""
_SAME_HEIGHT = 4.0
"""Points."""
_OUTERMOST = 3
_WIDE_GAP = 1.5
_DIGITS = re.compile(r"\d+")


def running_lines(pages: Sequence[Sequence[Line]], heights: Sequence[float]) -> set[Line]:
    """The lines of each page (top to bottom; its height in points) that stand at one height on most pages."""
    if len(pages) < 2:
        return set()
    candidates = [
        (line, (_DIGITS.sub("0", line.text), round(line.top / _SAME_HEIGHT)))
        for lines, height in zip(pages, heights, strict=True)
        for line in {*lines[:_OUTERMOST], *lines[-_OUTERMOST:]}
        if _is_in_margin(line, height) and not _is_table_row(line)
    ]
    counted = Counter((key, line.page) for line, key in candidates)
    on_pages = Counter(key for key, _ in counted)
    least = max(2, _SHARE * len(pages))
    return {
        line
        for line, (text, place) in candidates
        if sum(on_pages[text, near] for near in (place - 1, place, place + 1)) >= least
    }


def _is_in_margin(line: Line, height: float) -> bool:
    return line.bottom <= _MARGIN * height or line.top >= (1 - _MARGIN) * height


def _is_table_row(line: Line) -> bool:
    """Three pieces far apart, or a bare figure: a row of a table may well be repeated at one height."""
    gaps = sum(right.x0 - left.x1 > _WIDE_GAP * line.size for left, right in pairwise(line.words))
    return gaps >= 2 or is_page_number(line.text)
