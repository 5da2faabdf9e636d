"""Any bytes at all: a document, or one line that says why not; never another exception, never a page of words."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from crawler.documents.limits import MAX_BYTES
from crawler.documents.model import DocumentError
from crawler.reports.candidate import Part, read_candidate

LONGEST_LINE = 300
NAMES = ("", "page.html", "report.txt", "report.md", "report.pdf", "https://example.cn/a.html?x=1.txt#y")
MEDIA_TYPES = (None, "text/html", "text/html; charset=utf-16", "text/html; charset=gb2312", "application/pdf", "x")


def outcome(data: bytes, name: str = "", media_type: str | None = None) -> str | None:
    """The line of the refusal, None where there is a reading."""
    try:
        read_candidate([Part(data, name, media_type)])
    except DocumentError as error:
        line = str(error)
        assert line.strip(), "a refusal says why"
        assert "\n" not in line
        assert len(line) <= LONGEST_LINE
        return line
    return None


@settings(deadline=None, max_examples=150)
@given(st.binary(max_size=3000), st.sampled_from(NAMES), st.sampled_from(MEDIA_TYPES))
def test_any_bytes(data: bytes, name: str, media_type: str | None) -> None:
    outcome(data, name, media_type)


MAGIC = (b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\xef\xbb\xbf", b"<", b"BM")


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(MAGIC), st.binary(max_size=500), st.sampled_from(NAMES))
def test_any_bytes_behind_a_known_mark(mark: bytes, data: bytes, name: str) -> None:
    outcome(mark + data, name)


PIECES = st.one_of(
    st.sampled_from(
        [
            *("<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<td rowspan=0>", "<td colspan=9e15>", "<th>"),
            *("<td rowspan=65534 colspan=1000>", "<tbody>", "<tfoot>", "<caption>", "<col span=99999>", "<colgroup>"),
            *("<div class=TRS_Editor>", "</div>", "<p>", "<b>", "<font>", "</b>", "<select>", "<svg>", "<math>", "<a>"),
            *("<template>", "<iframe>", "<script>", "</script>", "<style>", "<!--", "-->", "<![CDATA[", "<?xml ?>"),
            *("<meta charset=utf-16>", "<title>", "<h1>", "<plaintext>", "<frameset>", "<form>", "<o:p>", "<st1:x>"),
            *(
                "<script>window._CONFIG = {DETAIL: {",
                "'content': '",
                '"content": "',
                "\\u003Cp",
                "\\'",
                "'},",
                "}}</script>",
            ),
            *("<!-- ZJEG_RSS.content.begin -->", "<!-- ZJEG_RSS.content.end -->", "⟦table 1⟧", "&nbsp;", "&#0;", "&"),
            *(
                "一、总体情况",
                "二、主动公开政府信息情况",
                "信息内容",
                "本年制发件数",
                "规章",
                "行政许可",
                "总计",
                "自然人",
            ),
            *("一、本年新收政府信息公开申请数量", "（七）总计", "四、结转下年度继续办理", "结果维持", "复议后起诉"),
            *(
                "2023年政府信息公开工作年度报告",
                "统计期限自2023年2月30日至",
                "索 引 号：",
                "0",
                "1,234",
                "9" * 400,
                "/",
                "-",
            ),
        ]
    ),
    st.text(max_size=12),
)


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_markup_of_the_pieces_that_pages_are_made_of(markup: str) -> None:
    outcome(markup.encode("utf-8", "surrogatepass"), "page.html")


LINES = st.one_of(
    st.sampled_from(
        [
            *(
                "一、总体情况",
                "## 二、主动公开政府信息情况",
                "| 规章 | 0 | 0 | 0 |",
                "|---|---|",
                "| | |",
                "|||",
                "0",
                "规章",
            ),
            *(
                "第二十条第（一）项 | |||",
                "信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |",
                "- 4 -",
                "— 5 —",
                "（七）总 计",
            ),
            *(
                "一、本年新收政府信息公开申请数量 | 0 | |||||||||",
                "行政复议 | 行政诉讼 |",
                "自然人",
                "商业 企业",
                "总计",
            ),
            *(
                "政府信息公开情况统计表（2018年度）",
                "统计指标",
                "（一）收到申请数",
                "件",
                "9" * 300,
                "1.5.3",
                "−1",
                "１２",
            ),
        ]
    ),
    st.text(alphabet="|-—#0１9.,， 一二（）()年月日规章\t", max_size=20),
)


@settings(deadline=None, max_examples=150)
@given(st.lists(LINES, max_size=60).map("\n".join))
def test_any_text_of_the_lines_that_extractors_print(text: str) -> None:
    outcome(text.encode(), "report.txt")


@pytest.fixture(scope="module")
def pdf() -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pageCompression=0, invariant=1)
    for page in range(2):
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(72, 780, f"示范局202{page}年政府信息公开工作年度报告")
        for row in range(4):
            canvas.line(72, 700 - 20 * row, 400, 700 - 20 * row)
            canvas.drawString(80, 705 - 20 * row, f"规章 {row}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


@pytest.mark.parametrize("step", [151, pytest.param(7, marks=pytest.mark.soak)])
def test_a_pdf_that_breaks_off_anywhere(pdf: bytes, step: int) -> None:
    assert outcome(pdf, "report.pdf") is None
    refused = [end for end in range(0, len(pdf), step) if outcome(pdf[:end], "report.pdf") is not None]
    assert refused, "no truncated PDF was refused: the test reads something else"


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_a_pdf_with_other_bytes_in_it(pdf: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(9, len(pdf) - 1))
    length = data.draw(st.integers(0, 40))
    outcome(pdf[:start] + data.draw(st.binary(max_size=40)) + pdf[start + length :], "report.pdf")


def test_a_byte_too_many_is_refused_before_it_is_looked_at() -> None:
    line = outcome(b"0" * (MAX_BYTES + 1), "large.txt")
    assert line == "large.txt: 50,000,001 bytes are more than the 50,000,000 that are read"


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"\n" * 50_000_000, "50,000,000 bytes are more than the 30,000,000 of a page or text that are read"),
        (b"|" * 10_000_001, "10,000,001 characters are more than the 10,000,000 that are read"),
        (b"\0" * 10_000_001, "the bytes are no text in UTF-8, GB18030 or Big5 and of no known format"),
    ],
    ids=["blank lines", "pipes", "zeros"],
)
def test_more_than_any_text_is_refused_before_it_is_split(data: bytes, line: str) -> None:
    assert outcome(data, "large.txt") == f"large.txt: {line}"
