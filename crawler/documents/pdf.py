"""PDF with a text layer → Document.

pypdfium2 opens the file first: it is quick to say that a file is encrypted, damaged or too long. pdfplumber then gives
the characters and the rules. A damaged file is refused: both libraries would repair it in silence and leave text out.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator, Sequence

import pdfplumber
import pypdfium2
from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.pdftypes import (
    LITERALS_ASCII85_DECODE,
    LITERALS_ASCIIHEX_DECODE,
    LITERALS_FLATE_DECODE,
    PDFStream,
    resolve1,
)
from pdfminer.psparser import PSException
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from crawler.documents.model import Block, Document, DocumentError, TableBlock
from crawler.documents.pdf_joins import continues, join_pieces
from crawler.documents.pdf_lines import Line, body_size, is_page_number, page_margins, paragraphs
from crawler.documents.pdf_tables import PageContent, TablePiece, read_page

MAX_PAGES = 200
"""The longest reports seen have some 30 pages."""
MAX_PAGE_STREAM = 64 * 1024 * 1024
"""Bytes of a page's drawing after decompression."""
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
    struct.error,
    zlib.error,
)
"""What pdfminer raises on structures that are not what they should be: it checks few of them itself."""


def read_pdf(data: bytes) -> Document:
    """Read the text layer and the ruled tables of a PDF.

    Blocks are paragraphs (page numbers left out) and tables, in page order; a table broken over pages is one Table.
    Raises DocumentError, one line, when the bytes are no PDF, encrypted, damaged, truncated, too long, or scanned.
    """
    _check_file(data)
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            contents = [_content(page, number) for number, page in enumerate(pdf.pages, start=1)]
    except DocumentError:
        raise
    except _READING_ERRORS as error:
        raise DocumentError(f"the PDF is damaged ({type(error).__name__}): fetch it again") from error
    _check_text(contents)
    return Document("pdf", "pdf", tuple(_blocks(contents)), pages=len(contents))


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


def _content(page: Page, number: int) -> PageContent:
    if number > MAX_PAGES:
        raise DocumentError(f"the PDF has more than {MAX_PAGES} pages: it is no annual report")
    for stream in page.page_obj.contents:
        _check_stream(resolve1(stream), number)
    content = read_page(page, number)
    page.close()
    return content


def _check_stream(stream: object, number: int) -> None:
    """A page's drawing must unpack whole: pdfminer shows what it can of a broken one and says nothing."""
    if not isinstance(stream, PDFStream):
        raise DocumentError(f"page {number} of the PDF is damaged: its contents are missing; fetch the file again")
    if stream.decipher is not None or stream.rawdata is None:
        return
    data = stream.rawdata
    for name, _ in stream.get_filters():
        if name in LITERALS_ASCII85_DECODE:
            data = ascii85decode(data)
        elif name in LITERALS_ASCIIHEX_DECODE:
            data = asciihexdecode(data)
        elif name in LITERALS_FLATE_DECODE:
            data = _unpacked(data, number)
        else:
            return


def _unpacked(data: bytes, number: int) -> bytes:
    unpacker = zlib.decompressobj()
    try:
        unpacked = unpacker.decompress(data, MAX_PAGE_STREAM)
    except zlib.error as error:
        raise DocumentError(f"page {number} of the PDF is damaged ({error}); fetch the file again") from error
    if len(unpacked) >= MAX_PAGE_STREAM:
        raise DocumentError(f"page {number} of the PDF unpacks to more than {MAX_PAGE_STREAM} bytes")
    if not unpacker.eof:
        raise DocumentError(f"page {number} of the PDF is damaged: its contents end early; fetch the file again")
    return unpacked


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
    flow = _joined_flow([item for content in contents for item in _page_flow(content)])
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


def _page_flow(content: PageContent) -> list[Line | TablePiece]:
    """A page from top to bottom, its page number (only ever the first or the last line) left out."""
    lines = list(content.lines)
    if lines and is_page_number(lines[-1].text) and all(piece.top < lines[-1].top for piece in content.pieces):
        lines.pop()
    if lines and is_page_number(lines[0].text) and all(lines[0].top < piece.bottom for piece in content.pieces):
        lines.pop(0)
    items: list[Line | TablePiece] = [*lines, *content.pieces]
    return sorted(items, key=lambda item: item.top)


def _joined_flow(items: Sequence[Line | TablePiece]) -> list[Line | list[TablePiece]]:
    """Pieces that continue one another become one list; a lone box of one cell is prose in a frame."""
    grouped: list[Line | list[TablePiece]] = []
    for item in items:
        previous = grouped[-1] if grouped else None
        if isinstance(item, TablePiece):
            if isinstance(previous, list) and continues(previous[-1], item):
                previous.append(item)
            else:
                grouped.append([item])
        else:
            grouped.append(item)
    flow: list[Line | list[TablePiece]] = []
    for entry in grouped:
        if isinstance(entry, list) and len(entry) == 1 and len(entry[0].cells) == 1:
            flow.extend(entry[0].lines)
        else:
            flow.append(entry)
    return flow
