"""read_document: any bytes are a Document or one clear line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.documents import read as reading
from crawler.documents.model import Document, DocumentError, Paragraph
from crawler.documents.read import read_document

PROSE = "根据《中华人民共和国政府信息公开条例》，我局编制并公布本年度报告，全文由六个部分组成。"
PAGE = f"<html><body><div id=zoom><p>{PROSE}</p><p>另，{PROSE}</p></div></body></html>"


@pytest.mark.parametrize(
    ("data", "name", "media_type", "kind", "encoding"),
    [
        (PAGE.encode(), "", None, "html", "utf-8"),
        (PAGE.encode("gb18030"), "t1.html", "text/html; charset=utf-8", "html", "gb18030"),
        (PAGE.encode("gb18030"), "content_32015", "text/html; charset=iso-8859-1", "html", "gb18030"),
        (b"\n\n  " + PAGE.encode(), "report.pdf", "application/pdf", "html", "utf-8"),
        (f"一、总体情况\n{PROSE}".encode(), "seed.txt", None, "text", "utf-8"),
        (f"一、总体情况\n{PROSE}".encode("gb18030"), "", "text/plain", "text", "gb18030"),
        (f"一、总体情况 <p> {PROSE}".encode(), "a.TXT", None, "text", "utf-8"),
        (f"3 < 5 > 2\n{PROSE}".encode(), "", None, "text", "utf-8"),
    ],
)
def test_the_format_and_the_encoding_are_found(
    data: bytes, name: str, media_type: str | None, kind: str, encoding: str
) -> None:
    document = read_document(data, name=name, media_type=media_type)
    assert (document.format, document.encoding) == (kind, encoding)
    assert any(isinstance(block, Paragraph) and PROSE in block.text for block in document.blocks)


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"", "a.bin: there are no bytes"),
        (b"PK\x03\x04rest", r"a.bin: a ZIP container \(DOCX.*not read yet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, r"a.bin: an OLE file \(DOC.*not read yet"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a.bin: a PNG picture.*not read yet"),
        (b"Rar!\x1a\x07\x00", "a.bin: a RAR archive.*not read yet"),
        (bytes(range(256)) * 4, "a.bin: the bytes are no text"),
        (b"\0" * 100, "a.bin: the bytes are no text"),
    ],
)
def test_what_cannot_be_read_is_named_in_one_line(data: bytes, line: str) -> None:
    with pytest.raises(DocumentError, match=line) as error:
        read_document(data, name="a.bin")
    assert "\n" not in str(error.value)


def test_a_broken_pdf_is_one_line() -> None:
    with pytest.raises(DocumentError) as error:
        read_document(b"%PDF-1.7\n1 0 obj", name="cut.pdf")
    assert str(error.value).startswith("cut.pdf: ")
    assert "\n" not in str(error.value)


def test_too_many_bytes_are_refused_before_anything_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    with pytest.raises(DocumentError, match="11 bytes are more than the 10 that are read"):
        read_document(b"<p>12345678"[:11])


def test_a_page_cut_in_a_character_says_so() -> None:
    document = read_document(PAGE.encode()[: PAGE.encode().index(b"<p>\xe5\x8f\xa6") + 5])
    assert document.encoding == "utf-8, 1 characters replaced"


def cuts(data: bytes) -> Iterator[bytes]:
    yield from (data[:end] for end in range(0, len(data), 7))


def test_a_page_may_be_cut_anywhere() -> None:
    for data in cuts(PAGE.encode("gb18030")):
        try:
            assert isinstance(read_document(data), Document)
        except DocumentError as error:
            assert "\n" not in str(error)


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.binary(max_size=200).map(lambda data: b"<html><div id=zoom>" + data),
        st.binary(max_size=200).map(lambda data: b"%PDF-1.4\n" + data),
        st.text(max_size=200).map(str.encode),
    ),
    st.sampled_from(["", "a.txt", "b.html", "c.pdf", "d?e=f.txt"]),
)
def test_any_bytes_are_a_document_or_one_line(data: bytes, name: str) -> None:
    try:
        document = read_document(data, name=name)
    except DocumentError as error:
        assert str(error)
        assert "\n" not in str(error)
    else:
        assert isinstance(document, Document)
