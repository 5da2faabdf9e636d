"""A draft as Markdown: converted cleanly, converted by character recognition, or with HTML tables inside."""

from __future__ import annotations

import random
from collections.abc import Iterator

from accuracy.generator.layouts import laid_out
from accuracy.generator.markup import PLAIN, STYLES, table_markup
from accuracy.generator.values import Draft, Grid, PrintedTable, width

MARKDOWN_FORMATS = ("markdown", "markdown_ocr", "markdown_html")


def markdown_page(draft: Draft, markdown_format: str, layout: str, source: random.Random) -> str:
    """`markdown`: ## headings, pipes and a rule. `markdown_ocr`: ragged blanks, br in cells. `markdown_html`: all
    headings #, tables as one line of HTML, as converters of scanned PDFs print them."""
    return "\n\n".join(_blocks(draft, markdown_format, layout, source)) + "\n"


def _blocks(draft: Draft, markdown_format: str, layout: str, source: random.Random) -> Iterator[str]:
    yield f"# {draft.title}"
    if draft.head.shape == "one_line":
        yield "  ".join(f"{label}：{value}" for label, value in draft.head.pairs)
    elif draft.head.pairs:
        yield "\n".join(_head_rows(draft.head.pairs))
    yield from draft.introduction
    level = "#" if markdown_format == "markdown_html" else "##"
    for section in draft.sections:
        if section.heading:
            yield f"{level} {section.heading}"
        yield from section.paragraphs
        for table in section.tables:
            yield from _tables(table, markdown_format, layout, source)
        yield from section.after
    yield from draft.signature


def _head_rows(pairs: tuple[tuple[str, str], ...]) -> Iterator[str]:
    """Two pairs a row, as the head table of the page was converted."""
    for first in range(0, len(pairs), 2):
        cells = [text for label, value in pairs[first : first + 2] for text in (f"{label}：", value)]
        yield "|" + "|".join(f" {text} " for text in [*cells, *[""] * (4 - len(cells))]) + "|"
        if first == 0:
            yield "|---|---|---|---|"


def _tables(table: PrintedTable, markdown_format: str, layout: str, source: random.Random) -> Iterator[str]:
    for grid in laid_out(table, layout, source):
        for _ in range(2 if layout == "mobile_twin" else 1):
            if markdown_format == "markdown_html":
                markup = table_markup(grid, STYLES.get(layout, PLAIN), source).replace("\n", "")
                yield f"<html><body>{markup}</body></html>" if source.random() < 0.5 else markup
            else:
                yield "\n".join(_piped(grid, markdown_format == "markdown_ocr" or layout == "breaks_in_cells", source))


def _piped(grid: Grid, ragged: bool, source: random.Random) -> Iterator[str]:
    columns = width(grid)
    for number, row in enumerate(grid):
        texts = [""] * columns
        for cell in row:
            text = " ".join(cell.text.split())
            if ragged and cell.kind != "value" and len(text) > 4 and source.random() < 0.5:
                place = source.randrange(2, len(text) - 1)
                text = f"{text[:place]}<br>{text[place:]}"
            texts[cell.column] = text
        blanks = [" " * (source.randint(1, 4) if ragged else 1) for _ in texts]
        line = "|" + "|".join(f" {text}{blank}" for text, blank in zip(texts, blanks, strict=True)) + "|"
        yield line
        if number == 0:
            yield "|" + "|".join(source.choice((":---:", "---", "------")) if ragged else "---" for _ in texts) + "|"
