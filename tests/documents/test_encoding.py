"""Bytes → text, whatever anybody claims about the bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.documents.encoding import decode

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
        (b"<p>plain</p>", "text/html; charset=gb2312", "<p>plain</p>", "utf-8"),
        (SIMPLIFIED.encode("gb18030"), None, SIMPLIFIED, "gb18030"),
        ((SIMPLIFIED + RARE).encode("gb18030"), "text/html; charset=gb2312", SIMPLIFIED + RARE, "gb18030"),
        (TRADITIONAL.encode("big5"), None, TRADITIONAL, "big5"),
        (TRADITIONAL.encode("big5"), "text/html; charset=Big5", TRADITIONAL, "big5"),
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
