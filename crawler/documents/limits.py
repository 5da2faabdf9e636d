"""Bounds on what one document may cost. A page beyond one is refused with a line; nothing is cut off in silence.

The numbers are far above any report at hand: the largest real page is under 1 MB and its widest table has 11 columns.
"""

from __future__ import annotations

MAX_BYTES = 50_000_000
"""Bytes of any document (a scanned PDF report is 5 to 20 MB)."""
MAX_MARKUP_CHARACTERS = 10_000_000
"""Characters of an HTML page."""
MAX_TEXT_CHARACTERS = 10_000_000
"""Characters of a plain text; the longest report takes less than one million."""
MAX_TEXT_BYTES = 3 * MAX_TEXT_CHARACTERS
"""Bytes of a page or text: a Chinese character takes three in UTF-8. Bytes of no encoding are tried in several."""
MAX_COLUMN_SPAN = 1_000
"""HTML standard, "The table model": a larger colspan is read as 1000."""
MAX_ROW_SPAN = 65_534
"""HTML standard, "The table model": a larger rowspan is read as 65534."""
MAX_TABLES = 2_000
"""Table elements of a page, layout tables among them."""
MAX_TABLE_SLOTS = 200_000
"""Places of one expanded grid: width times height."""
MAX_DOCUMENT_SLOTS = 500_000
"""Places of all grids of a document together."""
MAX_DEPTH = 20_000
"""Elements open at once. The tree builder looks through all of them at each new one, so its time grows with the
square."""
MAX_OPEN_FORMATTING = 200
"""Formatting elements (b, font, …) open at once. The HTML standard opens each of them again in every later block, so
a few
thousand that are never closed make a tree of millions; beyond this bound they are taken out, for they hold no words."""
MAX_CONTAINER_CANDIDATES = 64
MAX_PROSE_CHARACTERS = 1_000_000
"""Beyond this (20 times the longest report at hand) trafilatura is not asked: it compares texts pair by pair."""
MAX_PROSE_LINES = 10_000
MAX_PAGE_DEPTH = 150
"""Deeper pages are handed to trafilatura flat, as paragraphs: it walks its trees by recursion."""
MAX_TEXT_LINES = 20_000
"""Lines of plain text that are not blank; a report printed with a cell a line has some 500."""
MAX_PRINTED_LINES = 500_000
"""Lines of plain text, the blank ones among them."""
