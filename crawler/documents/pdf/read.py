"""PDF with a text layer → Document.

pypdfium2 opens the file first: it is quick to say that a file is encrypted, damaged or too long. pdfplumber then gives
the characters and the rules. A damaged file is refused: both libraries would repair it in silence and leave text out.
"""

from __future__ import annotations

import io
import logging
import struct
import zlib
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import groupby

import pdfplumber
import pypdfium2
from pdfminer.psparser import PSException
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from crawler.documents.model import Block, Cell, Document, DocumentError, Paragraph, TableBlock
from crawler.documents.pdf.joins import continues, join_pieces
from crawler.documents.pdf.lines import Line, body_size, is_figure, is_page_number, page_margins, paragraphs
from crawler.documents.pdf.painting import Budget, paint
from crawler.documents.pdf.running import running_lines
from crawler.documents.pdf.tables import PageContent, TablePiece, read_page
from crawler.documents.pdf.unruled import unruled_tables

# pdfminer warns of every font that leaves something out (Chromium's do, once a page and font): nobody can act on it.
logging.getLogger("pdfminer").setLevel(logging.ERROR)

MAX_PAGES = 200
"""The longest reports seen have some 30 pages."""
MIN_CHARACTERS = 20
"""Fewer in the whole file are a page number or a stamp over scanned pages, not a text layer."""

_TAIL = 8192
"""%%EOF stands in the last bytes; some servers append a few of their own."""
_READING_ERRORS = (
    PdfminerException,
    MalformedPDFException,
    PSException,
    AttributeError,
    IndexError,
    KeyError,
    TypeError,
    ValueError,
    AssertionError,
    RecursionError,
    OverflowError,
    MemoryError,
    struct.error,
    zlib.error,
)
"""What pdfminer raises on structures that are not what they should be: it checks few of them itself."""


def read_pdf(data: bytes) -> Document:
    """Read the text layer and the tables of a PDF, ruled, partly ruled or set in columns alone.

    Blocks are paragraphs (page numbers and running lines left out) and tables, in page order; a table broken over pages
    is one Table. `unread_pages` are the pages that only pictures cover.
    Raises DocumentError, one line, when the bytes are no PDF, encrypted, damaged, truncated, too long, or scanned.
    """
    _check_file(data)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            contents, page_of = _contents(pdf.pages)
    except DocumentError:
        raise
    except _READING_ERRORS as error:
        raise DocumentError(f"the PDF is damaged ({type(error).__name__}): fetch it again") from error
    _check_text(contents)
    unread = tuple(page for content, page in zip(contents, page_of, strict=True) if content.is_picture)
    blocks = tuple(_on_pages(block, page_of) for block in _blocks(contents))
    return Document("pdf", "pdf", blocks, pages=page_of[-1], unread_pages=unread)


def _check_file(data: bytes) -> None:
    if b"%PDF-" not in data[:1024]:
        raise DocumentError("no PDF: its first bytes are not %PDF-")
    if b"%%EOF" not in data[-_TAIL:]:
        raise DocumentError("the PDF is truncated: its end mark %%EOF is missing; fetch it again")
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise DocumentError("the PDF is encrypted: a password is needed to read it") from error
        raise DocumentError("the PDF is damaged: it cannot be opened; fetch it again") from error
    try:
        pages = len(pdf)
    finally:
        pdf.close()
    if pages == 0:
        raise DocumentError("the PDF is damaged: it has no pages; fetch it again")
    if pages > MAX_PAGES:
        raise DocumentError(f"the PDF has {pages} pages, more than {MAX_PAGES}: it is no annual report")


def _contents(pages: Iterable[Page]) -> tuple[list[PageContent], list[int]]:
    """What stands on each page, and the page that each content stands on: a sheet may show two pages."""
    contents: list[PageContent] = []
    page_of: list[int] = []
    budget = Budget()
    for number, page in enumerate(pages, start=1):
        if number > MAX_PAGES:
            raise DocumentError(f"the PDF has more than {MAX_PAGES} pages: it is no annual report")
        paint(page, budget)
        found = read_page(page, len(contents) + 1)
        contents += found
        page_of += [number] * len(found)
        page.close()
    return contents, page_of


def _on_pages(block: Block, page_of: Sequence[int]) -> Block:
    """The block with the pages of the file in place of the contents that it was read from."""
    if page_of[-1] == len(page_of):
        return block
    if isinstance(block, Paragraph):
        return replace(block, page=page_of[(block.page or 1) - 1])
    if not isinstance(block, TableBlock):
        return block
    moved: dict[int, Cell] = {}
    for row in block.table.rows:
        for cell in row:
            if cell is not None and id(cell) not in moved:
                moved[id(cell)] = replace(cell, page=page_of[(cell.page or 1) - 1])
    rows = tuple(tuple(None if cell is None else moved[id(cell)] for cell in row) for row in block.table.rows)
    return TableBlock(replace(block.table, rows=rows, page=page_of[(block.table.page or 1) - 1]))


def _check_text(contents: Sequence[PageContent]) -> None:
    texts = [line.text for content in contents for line in _all_lines(content)]
    characters = sum(len(text) for text in texts if not is_page_number(text))
    if characters < MIN_CHARACTERS:
        raise DocumentError(f"the PDF has no text layer on its {len(contents)} pages (scanned: needs OCR)")
    unmapped = sum(text.count("(cid:") for text in texts)
    if unmapped * len("(cid:123)") > characters / 2:
        raise DocumentError("the PDF's text layer has no Unicode mapping (as good as scanned: needs OCR)")


def _all_lines(content: PageContent) -> Iterator[Line]:
    yield from content.lines
    for piece in content.pieces:
        yield from piece.lines


def _blocks(contents: Sequence[PageContent]) -> Iterator[Block]:
    running = running_lines([content.lines for content in contents], [content.height for content in contents])
    items = [item for content in contents for item in _page_flow(content, running)]
    flow = list(_with_unruled(_joined_flow(items)))
    prose = [item for item in flow if isinstance(item, Line)]
    margins, body = page_margins(prose), body_size(prose)
    run: list[Line] = []
    number = 0
    for item in flow:
        if isinstance(item, Line):
            run.append(item)
            continue
        yield from paragraphs(run, margins, body)
        run = []
        number += 1
        yield TableBlock(join_pieces(item, number))
    yield from paragraphs(run, margins, body)


def _page_flow(content: PageContent, running: Set[Line]) -> list[Line | TablePiece]:
    """A page from top to bottom, without its running lines and its number (only ever the first or the last line)."""
    lines = [line for line in content.lines if line not in running]
    if lines and is_page_number(lines[-1].text) and all(piece.top < lines[-1].top for piece in content.pieces):
        lines.pop()
    if lines and is_page_number(lines[0].text) and all(lines[0].top < piece.bottom for piece in content.pieces):
        lines.pop(0)
    items: list[Line | TablePiece] = [*lines, *content.pieces]
    return sorted(items, key=lambda item: item.top)


def _joined_flow(items: Sequence[Line | TablePiece]) -> list[Line | list[TablePiece]]:
    """Pieces that continue one another become one list; a lone box of one cell is prose in a frame, and a lone row
    without figures the beginning or end of a table that its rules do not draw whole."""
    grouped: list[Line | list[TablePiece]] = []
    for item in items:
        previous = grouped[-1] if grouped else None
        if isinstance(item, TablePiece):
            if isinstance(previous, list) and continues(previous, item):
                previous.append(item)
            else:
                grouped.append([item])
        else:
            grouped.append(item)
    flow: list[Line | list[TablePiece]] = []
    for entry in grouped:
        if isinstance(entry, list) and len(entry) == 1 and _is_no_table(entry[0]):
            flow.extend(entry[0].lines)
        else:
            flow.append(entry)
    return flow


def _is_no_table(piece: TablePiece) -> bool:
    if len(piece.cells) == 1:
        return True
    return piece.row_count == 1 and not any(is_figure(cell.text) for cell in piece.cells)


def _with_unruled(flow: Sequence[Line | list[TablePiece]]) -> Iterator[Line | list[TablePiece]]:
    """The flow with the tables found that no rules draw."""
    for is_line, run in groupby(flow, key=lambda item: isinstance(item, Line)):
        if not is_line:
            yield from run
            continue
        for item in unruled_tables([line for line in run if isinstance(line, Line)]):
            yield item if isinstance(item, Line) else [item]
