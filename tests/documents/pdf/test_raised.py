"""A footnote's raised mark beside a figure is no digit of it."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from crawler.documents.pdf.read import read_pdf
from tests.documents.pdf.drawn_pdf import FONT, HEIGHT, drawn


def cell_with(size: float, rise: float) -> str:
    """The text of a cell that prints 8213 in 12 points and then a 1, so large and so far above its foot."""

    def draw(canvas: Canvas) -> None:
        for x in (100, 250, 400):
            canvas.line(x, HEIGHT - 100, x, HEIGHT - 160)
        for y in (100, 130, 160):
            canvas.line(100, HEIGHT - y, 400, HEIGHT - y)
        for row, label in enumerate(("行政许可", "行政处罚")):
            canvas.setFont(FONT, 12)
            canvas.drawString(110, HEIGHT - 120 - 30 * row, label)
        canvas.drawString(260, HEIGHT - 120, "8213")
        after = 260 + canvas.stringWidth("8213", FONT, 12)
        canvas.setFont(FONT, size)
        canvas.drawString(after, HEIGHT - 120 + rise, "1")
        canvas.setFont(FONT, 12)
        canvas.drawString(260, HEIGHT - 150, "502")
        canvas.drawString(72, HEIGHT - 60, "本表所列为本年度处理决定数量，以件为单位，注见表后。")

    (table,) = read_pdf(drawn(draw)).tables()
    cell = table.rows[0][1]
    assert cell is not None
    return cell.text


@pytest.mark.parametrize(
    ("size", "rise", "text"),
    [
        (7, 5, "8213[1]"),
        (6, 6, "8213[1]"),
        (12, 0, "82131"),
        (11, 1, "82131"),
    ],
)
def test_raised_digits_stand_in_brackets(size: float, rise: float, text: str) -> None:
    assert cell_with(size, rise) == text
