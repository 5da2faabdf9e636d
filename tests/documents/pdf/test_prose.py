"""read_pdf: lines of prose → paragraphs."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from crawler.documents.model import Paragraph
from crawler.documents.pdf.read import read_pdf
from tests.documents.pdf.drawn_pdf import FULL, drawn, write


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([(96, "首" + "甲" * 33), (72, FULL), (72, "乙丙。")], ["首" + "甲" * 33 + FULL + "乙丙。"]),
        ([(96, "甲" * 34), (72, "乙。"), (96, "丙" * 34), (72, "丁。")], ["甲" * 34 + "乙。", "丙" * 34 + "丁。"]),
        ([(72, FULL), (72, "短。"), (72, FULL), (72, "丁。")], [FULL + "短。", FULL + "丁。"]),
        ([(72, FULL), (72, "一、总体情况"), (72, FULL)], [FULL, "一、总体情况", FULL]),
        ([(72, FULL), (72, "（一）主动公开" + "甲" * 29), (72, FULL)], [FULL, "（一）主动公开" + "甲" * 29 + FULL]),
        ([(72, FULL), (72, "1.主动公开" + "甲" * 30), (72, FULL)], [FULL, "1.主动公开" + "甲" * 30 + FULL]),
        ([(72, FULL), (72, "（二）项规定" + "甲" * 30)], [FULL + "（二）项规定" + "甲" * 30]),
        ([(72, FULL), (72, "1.5万件" + "甲" * 30)], [FULL + "1.5万件" + "甲" * 30]),
        ([(96, "甲" * 33 + "。"), (380, "某市经济局"), (390, "2022年1月26日")],
         ["甲" * 33 + "。", "某市经济局", "2022年1月26日"]),
        ([(72, "甲" * 32 + " http://a"), (72, "b.gov.cn/c")], ["甲" * 32 + " http://ab.gov.cn/c"]),
        ([(72, "甲" * 33 + " Open"), (72, "Data")], ["甲" * 33 + " Open Data"]),
    ],
    ids=["indent", "two indents", "early end", "heading", "sub-heading", "item", "a clause", "a decimal", "signature",
         "address", "words"],
)  # fmt: skip
def test_lines_become_paragraphs(lines: list[tuple[float, str]], expected: list[str]) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 72, 60, FULL)  # gives the page its margins
        write(canvas, 72, 84, "。")
        for number, (x, text) in enumerate(lines):
            write(canvas, x, 140 + 21 * number, text)

    blocks = read_pdf(drawn(draw)).blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == [FULL + "。", *expected]


@pytest.mark.parametrize("number", ["- {} -", "— {} —", "－{}－", "{}", "第{}页", "第 {} 页 共 2 页", "{}/2"])
def test_page_numbers_are_dropped_and_a_paragraph_goes_on_over_the_page(number: str) -> None:
    def draw(canvas: Canvas) -> None:
        for page in (1, 2):
            write(canvas, 72, 60, ("甲" if page == 1 else "乙") * 36)
            write(canvas, 72, 84, ("丙" if page == 1 else "丁") * 36)
            write(canvas, 280, 810, number.format(page), 9)
            canvas.showPage()

    document = read_pdf(drawn(draw))
    assert document.blocks == (Paragraph("甲" * 36 + "丙" * 36 + "乙" * 36 + "丁" * 36, page=1),)


def test_a_title_of_two_centred_lines_is_one_paragraph() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 288 - 22 * 3.5, 60, "淮安市人民政府", 22)
        write(canvas, 288 - 22 * 5, 100, "政府信息公开年度报告", 22)
        for number in range(6):
            write(canvas, 72, 160 + 21 * number, FULL)

    texts = [block.text for block in read_pdf(drawn(draw)).blocks if isinstance(block, Paragraph)]
    assert texts == ["淮安市人民政府政府信息公开年度报告", FULL * 6]
