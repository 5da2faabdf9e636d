"""Bytes → text, whatever anybody claims about the bytes."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.documents.encoding import decode
from crawler.documents.read import read_document

SIMPLIFIED = "<p>某市发展和改革局2023年政府信息公开工作年度报告，根据《中华人民共和国政府信息公开条例》编制。</p>"
TRADITIONAL = "<p>政府資訊公開工作年度報告，依據條例編製，本機關收到申請十三件，均已辦結並答覆。</p>"
RARE = "喆镕㛃䶮"
"""In GBK and GB 18030, not in GB 2312."""


@pytest.mark.parametrize(
    ("data", "media_type", "text", "codec"),
    [
        (SIMPLIFIED.encode(), None, SIMPLIFIED, "utf-8"),
        (SIMPLIFIED.encode("utf-8-sig"), "text/html; charset=gbk", SIMPLIFIED, "utf-8"),
        (SIMPLIFIED.encode("utf-16"), None, SIMPLIFIED, "utf-16-le"),
        (b"\xfe\xff" + SIMPLIFIED.encode("utf-16-be"), None, SIMPLIFIED, "utf-16-be"),
        (SIMPLIFIED.encode("utf-16-le"), "text/html; charset=utf-8", SIMPLIFIED, "utf-16-le"),
        (SIMPLIFIED.encode("utf-16-be"), None, SIMPLIFIED, "utf-16-be"),
        (codecs.BOM_UTF32_LE + SIMPLIFIED.encode("utf-32-le"), None, SIMPLIFIED, "utf-32-le"),
        (b"\x84\x31\x95\x33" + SIMPLIFIED.encode("gb18030"), "charset=utf-8", SIMPLIFIED, "gb18030"),
        (b"<p>plain</p>", "text/html; charset=gb2312", "<p>plain</p>", "utf-8"),
        (SIMPLIFIED.encode("gb18030"), None, SIMPLIFIED, "gb18030"),
        ((SIMPLIFIED + RARE).encode("gb18030"), "text/html; charset=gb2312", SIMPLIFIED + RARE, "gb18030"),
        (TRADITIONAL.encode("big5"), None, TRADITIONAL, "big5"),
        (TRADITIONAL.encode("big5"), "text/html; charset=Big5", TRADITIONAL, "big5"),
        ((TRADITIONAL + "啲嘢").encode("big5hkscs"), "text/html; charset=big5-hkscs", TRADITIONAL + "啲嘢", "big5"),
        # Claims that are wrong:
        (SIMPLIFIED.encode(), "text/html; charset=gb2312", SIMPLIFIED, "utf-8"),
        (SIMPLIFIED.encode("gb18030"), "text/html; charset=utf-8", SIMPLIFIED, "gb18030"),
        (SIMPLIFIED.encode("gb18030"), "text/html; charset=ISO-8859-1", SIMPLIFIED, "gb18030"),
        (SIMPLIFIED.encode("gb18030"), "text/html; charset=windows-1252", SIMPLIFIED, "gb18030"),
        (SIMPLIFIED.encode("gb18030"), "text/html; charset=big5", SIMPLIFIED, "gb18030"),
        (TRADITIONAL.encode("big5"), "text/html; charset=gbk", TRADITIONAL, "big5"),
        (SIMPLIFIED.encode("gb18030"), "text/html; charset=no-such-codec", SIMPLIFIED, "gb18030"),
        (SIMPLIFIED.encode("gb18030"), "text/html; charset=rot13", SIMPLIFIED, "gb18030"),
        (SIMPLIFIED.encode("gb18030"), "text/html; charset=utf-16", SIMPLIFIED, "gb18030"),
    ],
)
def test_the_bytes_decide(data: bytes, media_type: str | None, text: str, codec: str) -> None:
    assert decode(data, media_type) == (text, codec)


def test_a_meta_tag_is_a_claim_like_any_other() -> None:
    page = f'<meta http-equiv="Content-Type" content="text/html; charset=utf-8">{SIMPLIFIED}'
    assert decode(page.encode("gb18030")) == (page, "gb18030")


TRADITIONAL_PAGE = (
    "<html><head><meta charset={claim}><title>示範市財政局2023年政府信息公開工作年度報告</title></head><body>"
    "<div id=zoom><p>一、總體情況</p><p>依據《中華人民共和國政府信息公開條例》編製本報告。</p>"
    "<table><tr><td>信息內容<td>本年製發件數<tr><td>規章<td>12<tr><td>行政規範性文件<td>１３</table></div></body></html>"
)


@pytest.mark.parametrize("claim", ["big5", "utf-8", "gb2312", "iso-8859-1", "x"])
@pytest.mark.parametrize("codec", ["big5", "big5hkscs", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_a_traditional_page_is_read_to_its_cells(codec: str, claim: str) -> None:
    page = TRADITIONAL_PAGE.format(claim=claim)
    document = read_document(page.encode(codec), name="t.html", media_type=f"text/html; charset={claim}")
    assert "replaced" not in document.encoding
    assert [title.text for title in document.titles] == ["示範市財政局2023年政府信息公開工作年度報告"]
    assert [[cell.text if cell else None for cell in row] for row in document.tables()[0].rows] == [
        ["信息內容", "本年製發件數"],
        ["規章", "12"],
        ["行政規範性文件", "１３"],
    ]


def test_a_western_page_is_not_called_chinese_in_silence() -> None:
    western = '<meta charset="windows-1252"><p>résumé déjà vu</p>'.encode("cp1252")
    decoded = decode(western)
    assert decoded.codec in ("windows-1252", "cp1252") or "replaced" in decoded.codec


@pytest.mark.parametrize(
    ("data", "codec"),
    [
        (SIMPLIFIED.encode()[:40] + b"\xff" + (SIMPLIFIED * 20).encode(), "utf-8"),
        ((SIMPLIFIED * 20).encode()[:-6], "utf-8"),
        ((SIMPLIFIED * 20).encode("gb18030") + b"\xff\xff", "gb18030"),
    ],
)
def test_damage_is_replaced_and_said(data: bytes, codec: str) -> None:
    decoded = decode(data, "text/html; charset=iso-8859-1")
    lost = decoded.text.count("\ufffd")
    assert lost > 0
    assert decoded.codec == f"{codec}, {lost} characters replaced"
    assert "政府信息公开工作年度报告" in decoded.text


@given(st.text(alphabet=st.sampled_from(SIMPLIFIED), min_size=12))
def test_gb18030_is_seen_through_a_false_header(text: str) -> None:
    text = "政府信息公开" * 3 + text
    for header in (None, "text/html; charset=utf-8", "text/html; charset=iso-8859-1", "text/html; charset=gb2312"):
        assert decode(text.encode("gb18030"), header) == (text, "gb18030")


@given(
    st.binary(max_size=300),
    st.sampled_from([None, "text/html; charset=utf-8", "text/html; charset=hz", "charset=idna", "x"]),
)
def test_any_bytes_have_a_text(data: bytes, media_type: str | None) -> None:
    decoded = decode(data, media_type)
    assert (
        decoded.text.count("\ufffd") == 0
        or "replaced" in decoded.codec
        or "\ufffd".encode() in data
        or data[:2]
        in (
            b"\xff\xfe",
            b"\xfe\xff",
        )
    )
