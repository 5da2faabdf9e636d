"""The bytes of the files that articles link: PDF, RTF under the name of a DOC, pictures."""

from __future__ import annotations

import struct
import zlib
from functools import cache

from crawler.replica.values import Article, Attachment

FILE_TYPES = {"pdf": "application/pdf", "doc": "application/msword"}
_PICTURE_WIDTH, _PICTURE_HEIGHT = 640, 400
_LINE_EVERY = 40


def attachment_bytes(article: Article, file: Attachment) -> bytes:
    """The bytes of a report's file: PDF, or RTF under the name of a DOC (Word opens both alike)."""
    if file.format == "pdf":
        from crawler.replica.pdf import report_pdf

        return report_pdf(article)
    lines = [article.title, *article.intro]
    for section in article.sections:
        lines += [section.heading, *section.paragraphs]
    text = "\\par\n".join("".join(f"\\u{ord(c)}?" if ord(c) > 127 else c for c in line) for line in lines)
    return ("{\\rtf1\\ansi\\ansicpg936\\deff0\n" + text + "\\par}\n").encode("ascii")


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@cache
def table_picture() -> bytes:
    """A PNG that looks like a scanned table from afar: grey lines on white, and no figure in it to read."""
    ruled = b"\x00" + b"\x90" * _PICTURE_WIDTH
    plain = b"\x00" + (b"\x90" + b"\xff" * (_LINE_EVERY * 2 - 1)) * (_PICTURE_WIDTH // (_LINE_EVERY * 2))
    rows = b"".join(ruled if row % _LINE_EVERY == 0 else plain for row in range(_PICTURE_HEIGHT))
    size = struct.pack(">IIBBBBB", _PICTURE_WIDTH, _PICTURE_HEIGHT, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", size) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
