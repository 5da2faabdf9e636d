"""read_pdf: what a page shows besides its text and tables, and which way up it is."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from PIL import Image
from reportlab.lib.colors import white
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from crawler.documents.model import DocumentError, Paragraph
from crawler.documents.pdf.lines import clean_text
from crawler.documents.pdf.read import read_pdf
from tests.documents.pdf.drawn_pdf import (
    FONT,
    FULL,
    HEIGHT,
    PROACTIVE_EDGES,
    Drawn,
    draw_rows,
    drawn,
    grid,
    official_proactive,
    read_grid,
    write,
)


def prose(data: bytes) -> list[str]:
    return [block.text for block in read_pdf(data).blocks if isinstance(block, Paragraph)]


def picture() -> ImageReader:
    buffer = io.BytesIO()
    Image.new("L", (8, 8), 128).save(buffer, "PNG")
    return ImageReader(buffer)


def test_pages_that_are_pictures_among_pages_of_text_are_named() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(1, 5):
            if number in (2, 4):
                canvas.drawImage(picture(), 20, 20, 555, 800)
                write(canvas, 290, 810, f"- {number} -", 9)
            else:
                write(canvas, 72, 60, FULL)
            canvas.showPage()

    document = read_pdf(drawn(draw))
    assert document.unread_pages == (2, 4)
    assert document.pages == 4


def test_a_picture_beside_text_and_a_blank_page_are_no_unread_pages() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawImage(picture(), 20, 20, 555, 800)
        write(canvas, 72, 60, FULL)
        canvas.showPage()
        canvas.showPage()

    assert read_pdf(drawn(draw)).unread_pages == ()


def test_a_file_of_pictures_alone_is_refused() -> None:
    with pytest.raises(DocumentError, match="needs OCR"):
        read_pdf(drawn(lambda canvas: canvas.drawImage(picture(), 0, 0, 595, 842)))


@pytest.mark.parametrize("running", ["某市政府信息公开年度报告", "第 {} 版 内部资料"])
def test_a_line_at_one_height_on_most_pages_is_no_text(running: str) -> None:
    cells = [Drawn(row, column, 1, 1, f"{row}{column}号") for row in range(6) for column in range(3)]

    def draw(canvas: Canvas) -> None:
        for page, (first, last) in enumerate(((0, 2), (2, 4), (4, 6))):
            write(canvas, 200, 30, running.format(page), 9)
            if page == 0:
                write(canvas, 72, 60, FULL)
            draw_rows(canvas, cells, [72, 200, 300, 400], first, last, 90)
            write(canvas, 290, 815, f"- {page} -", 9)
            canvas.showPage()

    document = read_pdf(drawn(draw))
    (table,) = document.tables()
    assert read_grid(table) == grid(cells)
    assert [block.text for block in document.blocks if isinstance(block, Paragraph)] == [FULL]


def test_a_line_of_prose_that_two_pages_share_is_kept() -> None:
    def draw(canvas: Canvas) -> None:
        for _ in range(2):
            write(canvas, 96, 300, "无。")
            write(canvas, 96, 330, "本年度没有其他需要报告的事项，也没有收费。")
            canvas.showPage()

    assert "".join(prose(drawn(draw))).count("无。") == 2


def form(canvas: Canvas) -> None:
    write(canvas, 72, 60, FULL)
    draw_rows(canvas, official_proactive(), PROACTIVE_EDGES, 0, 14, 90)


def by_the_page(canvas: Canvas) -> None:
    canvas.setPageRotation(90)
    form(canvas)


def upwards(canvas: Canvas) -> None:
    canvas.translate(HEIGHT, 0)
    canvas.rotate(90)
    form(canvas)


def downwards(canvas: Canvas) -> None:
    canvas.translate(0, 595)
    canvas.rotate(-90)
    form(canvas)


def sideways_and_turned(canvas: Canvas) -> None:
    canvas.setPageRotation(90)
    canvas.translate(595, 0)
    canvas.rotate(90)
    canvas.translate(0, 595 - HEIGHT)
    form(canvas)


@pytest.mark.parametrize(
    ("turn", "size"),
    [(by_the_page, (595, 842)), (sideways_and_turned, (595, 842)), (upwards, (842, 595)), (downwards, (842, 595))],
)
def test_a_page_on_its_side_is_turned(turn: Callable[[Canvas], None], size: tuple[float, float]) -> None:
    document = read_pdf(drawn(turn, pagesize=size))
    (table,) = document.tables()
    assert read_grid(table) == grid(official_proactive())
    assert document.blocks[0] == Paragraph(FULL, page=1)


@pytest.mark.parametrize("angle", [90, -90])
def test_a_label_turned_in_its_cell_is_read(angle: int) -> None:
    cells = [
        Drawn(0, 0, 3, 1, ""),
        *(Drawn(row, column, 1, 1, f"{row}{column}") for row in range(3) for column in (1, 2)),
    ]

    def draw(canvas: Canvas) -> None:
        write(canvas, 72, 60, FULL)
        draw_rows(canvas, cells, [72, 100, 200, 300], 0, 3, 90)
        canvas.saveState()
        canvas.translate(86, HEIGHT - 126)
        canvas.rotate(angle)
        canvas.setFont(FONT, 8)
        canvas.drawCentredString(0, -3, "办理结果")
        canvas.restoreState()

    (table,) = read_pdf(drawn(draw)).tables()
    assert table.rows[1][0] is not None
    assert table.rows[1][0].text == "办理结果"


def test_a_label_set_one_character_a_line_is_one_cell() -> None:
    cells = [Drawn(0, 0, 2, 1, "办\n理\n结\n果"), *(Drawn(row, 1, 1, 1, str(row)) for row in range(2))]

    def draw(canvas: Canvas) -> None:
        write(canvas, 72, 60, FULL)
        draw_rows(canvas, cells, [72, 84, 200], 0, 2, 90)

    (table,) = read_pdf(drawn(draw)).tables()
    assert read_grid(table) == grid(cells)


def test_two_pages_on_one_sheet_are_read_one_after_the_other() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(0, 595 - HEIGHT)
        for line in range(8):
            write(canvas, 40, 60 + 18 * line, "左" * 28)
            write(canvas, 461, 60 + 18 * line, "右" * 28)
        canvas.showPage()
        write(canvas, 72, HEIGHT - 500, "第二张只有一页，占满整个页面，没有分成左右两半。" * 2)

    document = read_pdf(drawn(draw, pagesize=(842, 595)))
    first = document.blocks[0]
    assert isinstance(first, Paragraph)
    assert (first.text, first.page) == ("左" * 28 * 8 + "右" * 28 * 8, 1)
    assert document.pages == 2
    assert [block.page for block in document.blocks if isinstance(block, Paragraph)][-1] == 2


def test_text_that_nobody_sees_is_left_out() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 72, 60, FULL)
        write(canvas, 700, 60, "页面以外")
        canvas.setFillColor(white)
        write(canvas, 72, 100, "白纸上的白字")
        canvas.setFillColorRGB(0, 0, 0)
        canvas.saveState()
        canvas.translate(150, 400)
        canvas.rotate(45)
        write(canvas, 0, HEIGHT, "斜放的水印", 40)
        canvas.restoreState()

    assert prose(drawn(draw)) == [FULL]


def test_white_text_on_a_coloured_box_is_read() -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 72, 60, FULL)
        canvas.rect(60, HEIGHT - 130, 300, 40, stroke=0, fill=1)
        canvas.setFillColor(white)
        write(canvas, 72, 100, "深色底上的白字")

    assert prose(drawn(draw)) == [FULL, "深色底上的白字"]


def test_bold_feigned_by_drawing_twice_counts_once() -> None:
    def draw(canvas: Canvas) -> None:
        for shift in (0, 0.4):
            write(canvas, 72 + shift, 60, "本年收到申请11件，上年结转22件，共计33件。")

    assert prose(drawn(draw)) == ["本年收到申请11件，上年结转22件，共计33件。"]


def test_radicals_become_the_characters_that_they_look_like() -> None:
    """Chromium names the first code of a glyph that a font has for two characters: ⼈⺠ for 人民."""
    assert clean_text("⼈⺠政府⼯作，⾏政机关⻓") == "人民政府工作，行政机关长"
