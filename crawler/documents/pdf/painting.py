"""What painting the pages of a PDF may cost: streams are unpacked, and objects painted, only up to a bound.

A page of some bytes can unpack to gigabytes, or paint one form ten thousand times; pdfminer would go on for hours.
"""

from __future__ import annotations

import zlib
from typing import Any

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import (
    LITERALS_ASCII85_DECODE,
    LITERALS_ASCIIHEX_DECODE,
    LITERALS_FLATE_DECODE,
    PDFStream,
    resolve1,
)
from pdfminer.psparser import literal_name
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent

from crawler.documents.model import DocumentError

MAX_PAGE_STREAM = 8 * 1024 * 1024
"""Bytes of a page's drawing, or of a form that it paints, after decompression: the 15,000 dots of dotted borders are
under 1 MB."""
MAX_PAINTED_ON_PAGE = 60_000
"""Characters, strokes, pictures and forms."""
MAX_PAINTED = 250_000
"""The same of the whole file: a report of 30 dense pages has 50,000."""
_MAX_FORMS = 2_000


class Budget:
    """What has been painted of one file so far."""

    def __init__(self) -> None:
        self.painted = 0


class _BoundedDevice(PDFPageAggregatorWithMarkedContent):
    """Collects a page's objects as pdfplumber's own device does, up to a bound."""

    def __init__(self, page: Page, budget: Budget) -> None:
        super().__init__(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
        self._budget, self._on_page, self._number = budget, 0, page.page_number

    def _count(self) -> None:
        self._on_page += 1
        self._budget.painted += 1
        if self._on_page > MAX_PAINTED_ON_PAGE:
            raise DocumentError(f"page {self._number} of the PDF paints more than {MAX_PAINTED_ON_PAGE} objects")
        if self._budget.painted > MAX_PAINTED:
            raise DocumentError(f"the PDF paints more than {MAX_PAINTED} objects: it is no annual report")

    def render_char(self, *arguments: Any, **named: Any) -> float:
        self._count()
        return float(super().render_char(*arguments, **named))

    def paint_path(self, *arguments: Any, **named: Any) -> None:
        self._count()
        super().paint_path(*arguments, **named)

    def begin_figure(self, *arguments: Any, **named: Any) -> None:
        self._count()
        super().begin_figure(*arguments, **named)


def paint(page: Page, budget: Budget) -> None:
    """Paint a page, so that pdfplumber finds its objects there. Raises DocumentError beyond a bound."""
    number = page.page_number
    for stream in page.page_obj.contents:
        check_stream(resolve1(stream), number)
    _check_forms(page.page_obj.resources, number, set())
    device = _BoundedDevice(page, budget)
    PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    # pdfplumber keeps what its own device collected under this name, and looks there first.
    page._layout = device.get_result()


def _check_forms(resources: object, number: int, seen: set[int]) -> None:
    resources = resolve1(resources)
    objects = resolve1(resources.get("XObject")) if isinstance(resources, dict) else None
    for reference in objects.values() if isinstance(objects, dict) else ():
        stream = resolve1(reference)
        if not isinstance(stream, PDFStream) or id(stream) in seen:
            continue
        seen.add(id(stream))
        if len(seen) > _MAX_FORMS:
            raise DocumentError(f"page {number} of the PDF uses more than {_MAX_FORMS} forms")
        if literal_name(resolve1(stream.get("Subtype"))) == "Form":
            check_stream(stream, number)
            _check_forms(stream.get("Resources"), number, seen)


def check_stream(stream: object, number: int) -> None:
    """A page's drawing must unpack whole: pdfminer shows what it can of a broken one and says nothing."""
    if not isinstance(stream, PDFStream):
        raise DocumentError(f"page {number} of the PDF is damaged: its contents are missing; fetch the file again")
    data = stream.rawdata
    if data is None:
        return
    if stream.decipher is not None and stream.objid is not None and stream.genno is not None:
        data = stream.decipher(stream.objid, stream.genno, data, stream.attrs)
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
