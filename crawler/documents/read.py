"""Bytes of any kind → Document, or one clear line why not."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from crawler.documents.encoding import decode
from crawler.documents.html.read import read_html
from crawler.documents.limits import MAX_BYTES, MAX_TEXT_BYTES, MAX_TEXT_CHARACTERS
from crawler.documents.model import Document, DocumentError
from crawler.documents.pdf.read import read_pdf
from crawler.documents.text.read import read_text

_NOT_READ_YET = (
    (b"PK\x03\x04", "a ZIP container (DOCX, XLSX, WPS, OFD or an archive)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an OLE file (DOC, XLS or WPS)"),
    (b"{\\rtf", "an RTF document"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x1f\x8b", "gzip data"),
    (b"\x28\xb5\x2f\xfd", "Zstandard data"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
)
_TEXT_SUFFIXES = (".txt", ".text", ".md", ".markdown")
_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|meta|title|table|tbody|tr|td|div|p|span|br|h[1-6]|ul|ol|li|dl|font|a|center|script|style|"
    r"ucapcontent)(?=[\s/>])",
    re.IGNORECASE,
)
_PAGE_MARKUP = re.compile(
    r"<(?:!doctype|html|head|body|meta|title|div|ul|dl|a|script|style|h[1-6]|ucapcontent)(?=[\s/>])", re.IGNORECASE
)
_MARKDOWN = re.compile(
    r"^#{1,6} +\S|^\|?[ \t]*:?-{3,}:?[ \t]*\|[ \t:|-]*$|\*\*\S[^*\n]*\*\*|^!\[[^\]\n]*\]\(", re.MULTILINE
)
"""A heading, the rule of a table, bold words, a picture."""
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
_BINARY_SHARE = 0.05
_PDF_HEAD_WINDOW = 1024


def read_document(data: bytes, *, name: str = "", media_type: str | None = None) -> Document:
    """The document that the bytes are.

    `name` is a file name or address ("" = none), `media_type` a Content-Type header as received. The bytes decide first
    (PDF, ZIP, OLE, pictures), then the name (.txt), then whether there are tags. Raises DocumentError, one line, for
    all that cannot be read: empty, too large, of a kind that is not read (yet), unknown, damaged.
    """
    what = f"{name}: " if name else ""
    if not data:
        raise DocumentError(f"{what}there are no bytes: the file is empty")
    if len(data) > MAX_BYTES:
        raise DocumentError(f"{what}{len(data):,} bytes are more than the {MAX_BYTES:,} that are read")
    try:
        return _read(data, name, media_type)
    except DocumentError as error:
        raise DocumentError(f"{what}{error}") from error


def _read(data: bytes, name: str, media_type: str | None) -> Document:
    # A PDF may have a few bytes before its mark (ISO 32000 allows readers to look through the first 1024).
    if b"%PDF-" in data[:_PDF_HEAD_WINDOW] and data.lstrip()[:1] != b"<":
        return read_pdf(data)
    for magic, kind in _NOT_READ_YET:
        if data.startswith(magic) and not (magic == b"BM" and data[6:10] != b"\0\0\0\0"):
            raise DocumentError(f"{kind}: this format is not read yet")
    if len(data) > MAX_TEXT_BYTES:
        raise DocumentError(f"{len(data):,} bytes are more than the {MAX_TEXT_BYTES:,} of a page or text that are read")
    text, codec = decode(data, media_type)
    _refuse_binary(text[:MAX_TEXT_CHARACTERS])
    if len(text) > MAX_TEXT_CHARACTERS:
        raise DocumentError(f"{len(text):,} characters are more than the {MAX_TEXT_CHARACTERS:,} that are read")
    suffix = PurePosixPath(name.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]).suffix.lower()
    if suffix in _TEXT_SUFFIXES:
        return read_text(text, codec)
    if _MARKUP.search(text) and not _is_markdown(text):
        return read_html(text, codec)
    return read_text(text, codec)


def _is_markdown(text: str) -> bool:
    """Whether a text with tags is Markdown with tables in it, as tools for character recognition print it: its first
    word is no tag, it has a heading, a rule or bold words of Markdown, and none of the tags that make a page."""
    return (
        not text.lstrip("\ufeff \t\r\n").startswith("<")
        and _MARKDOWN.search(text) is not None
        and _PAGE_MARKUP.search(text) is None
    )


def _refuse_binary(text: str) -> None:
    odd = len(_UNPRINTABLE.findall(text))
    if odd > _BINARY_SHARE * len(text):
        raise DocumentError("the bytes are no text in UTF-8, GB18030 or Big5 and of no known format")
