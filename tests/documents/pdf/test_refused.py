"""read_pdf: what cannot be read is refused in one line, and what a file may cost is bounded."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab import rl_config
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from crawler.documents.model import DocumentError, Paragraph
from crawler.documents.pdf.read import MAX_PAGES, read_pdf
from tests.documents.pdf.drawn_pdf import FULL, PROACTIVE_EDGES, broken_table, drawn, official_proactive, write


def sample(**options: object) -> bytes:
    return drawn(lambda canvas: write(canvas, 72, 60, FULL), **options)


def blank_pages(count: int) -> bytes:
    return drawn(lambda canvas: [canvas.showPage() for _ in range(count)])  # type: ignore[arg-type,return-value]


def drawing_only() -> bytes:
    return drawn(lambda canvas: (canvas.rect(50, 50, 400, 600, fill=1), write(canvas, 280, 810, "1", 9)))  # type: ignore[arg-type,return-value]


def without_unicode() -> bytes:
    """A font of a character collection that nobody knows: codes without characters."""
    return (
        sample().replace(b"(Adobe)", b"(Xdobe)").replace(b"(GB1)", b"(XX1)").replace(b"/UniGB-UCS2-H", b"/Identity-H  ")
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "no PDF"),
        (b"<html>404</html>", "no PDF"),
        (sample(encrypt="secret"), "encrypted"),
        (sample()[:-200], "truncated"),
        (sample().replace(b"/Type /Pages", b"/Tpye /Segap").replace(b"/Root", b"/Toor"), "damaged"),
        (without_unicode(), "no Unicode mapping"),
        (drawing_only(), "scanned: needs OCR"),
        (blank_pages(MAX_PAGES + 1), f"has {MAX_PAGES + 1} pages"),
    ],
    ids=["empty", "html", "encrypted", "truncated", "no root", "no Unicode", "scanned", "too long"],
)
def test_what_cannot_be_read_is_said_in_one_line(data: bytes, message: str) -> None:
    with pytest.raises(DocumentError, match=re.escape(message)) as caught:
        read_pdf(data)
    assert "\n" not in str(caught.value)


def test_a_file_that_only_its_owner_may_change_is_read() -> None:
    text = "This report was locked against changes, not against readers."
    encryption = StandardEncryption("", ownerPassword="secret", canCopy=0)
    data = drawn(lambda canvas: canvas.drawString(72, 700, text), encrypt=encryption)
    assert read_pdf(data).blocks == (Paragraph(text, page=1),)


@pytest.mark.parametrize("change", ["inverted", "cut"])
@pytest.mark.parametrize("armoured", [0, 1])
def test_a_page_whose_contents_do_not_unpack_whole_is_damaged(
    change: str, armoured: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pdfminer alone would show the lines before the damage, and say nothing of the rest."""
    monkeypatch.setattr(rl_config, "useA85", armoured)
    lines = [f"第{number}行：{chr(0x4E00 + 37 * number) * 30}" for number in range(50)]
    data = drawn(
        lambda canvas: [write(canvas, 72, 20 + 16 * n, text) for n, text in enumerate(lines)], pageCompression=1
    )
    begin = data.index(b"stream", data.index(b"/FlateDecode"))
    place = begin + (data.index(b"endstream", begin) - begin) * 7 // 10
    spoiled = bytes((byte - 33 + 40) % 80 + 33 for byte in data[place : place + 40])
    if change == "cut":
        spoiled = (b"~>" if armoured else b"") + b"\n" * (38 if armoured else 40)
    with pytest.raises(DocumentError, match="damaged"):
        read_pdf(data[:place] + spoiled + data[place + 40 :])


def test_the_limit_of_a_page_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.documents.pdf.rules.MAX_RULES", 10)
    with pytest.raises(DocumentError, match="more than 10"):
        read_pdf(broken_table(official_proactive(), PROACTIVE_EDGES, 5))


def test_the_limit_of_unpacked_contents_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.documents.pdf.painting.MAX_PAGE_STREAM", 100)
    with pytest.raises(DocumentError, match="unpacks to more than 100 bytes"):
        read_pdf(drawn(lambda canvas: [write(canvas, 72, 60 + n, FULL) for n in range(20)], pageCompression=1))  # type: ignore[arg-type,return-value]


@pytest.mark.parametrize(("limit", "count"), [("MAX_PAINTED_ON_PAGE", 100), ("MAX_PAINTED", 150)])
def test_the_limit_of_painted_objects_is_kept(limit: str, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"crawler.documents.pdf.painting.{limit}", count)

    def draw(canvas: Canvas) -> None:
        for _ in range(2):
            for line in range(4):
                write(canvas, 72, 60 + 20 * line, FULL)
            canvas.showPage()

    with pytest.raises(DocumentError, match=f"paints more than {count}"):
        read_pdf(drawn(draw))


def test_a_form_that_is_painted_again_and_again_is_counted_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.documents.pdf.painting.MAX_PAINTED_ON_PAGE", 100)

    def draw(canvas: Canvas) -> None:
        canvas.beginForm("stamp")
        canvas.line(0, 0, 10, 10)
        canvas.endForm()
        for _ in range(200):
            canvas.doForm("stamp")

    with pytest.raises(DocumentError, match="page 1 of the PDF paints more than 100"):
        read_pdf(drawn(draw))


@pytest.mark.parametrize("encrypt", [None, StandardEncryption("", ownerPassword="secret")])
def test_a_form_that_unpacks_beyond_the_limit_is_refused(
    encrypt: StandardEncryption | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.documents.pdf.painting.MAX_PAGE_STREAM", 2_000)

    def draw(canvas: Canvas) -> None:
        canvas.beginForm("bomb")
        for _ in range(500):
            canvas.line(0, 0, 10, 10)
        canvas.endForm()
        canvas.doForm("bomb")
        write(canvas, 72, 60, FULL)

    with pytest.raises(DocumentError, match="unpacks to more than 2000 bytes"):
        read_pdf(drawn(draw, pageCompression=1, encrypt=encrypt))


WHOLE = broken_table(official_proactive(), PROACTIVE_EDGES, 5)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(WHOLE) - 10))
def test_every_truncation_is_refused(length: int) -> None:
    with pytest.raises(DocumentError):
        read_pdf(WHOLE[:length])


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=30))
def test_changed_bytes_raise_nothing_but_a_document_error(changes: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for place, value in changes:
        data[place] = value
    try:
        document = read_pdf(bytes(data))
    except DocumentError as error:
        assert "\n" not in str(error)
    else:
        assert document.pages is not None and document.pages >= 1


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(DocumentError):
        read_pdf(b"%PDF-1.7\n" + data + b"\n%%EOF")


def test_reading_is_a_function_of_the_bytes() -> None:
    assert read_pdf(WHOLE) == read_pdf(WHOLE)
