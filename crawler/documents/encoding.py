"""Bytes of a page → text. What the bytes can be is worth more than what anybody claims about them.

A gov.cn page's Content-Type header is often the server's default, and the meta tag the template's: pages in GB18030
under
`charset=utf-8` and `charset=iso-8859-1` are common. Chinese in UTF-8 is practically never valid by accident, so valid
UTF-8 wins over every claim. GB18030 and Big5 overlap: there the share of everyday characters decides.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
# A page of tags in UTF-16 that lost its byte order mark begins so (XML 1.0, appendix F).
_WITHOUT_MARK = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))
# GB 2312 ⊂ GBK ⊂ GB 18030: pages that claim a smaller set hold characters of the larger ones.
_READ_AS = {
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "ms936": "gb18030",
    "hz-gb-2312": "hz",
    "big5-hkscs": "big5",
    "big5hkscs": "big5",
    "cp950": "big5",
    "x-x-big5": "big5",
    "utf8": "utf-8",
}
# Big5 as pages use it has the Hong Kong additions.
_DECODER = {"big5": "big5hkscs"}
# The encodings that browsers know. Python's codecs also list transforms (rot13, punycode), and UTF-16 or UTF-32
# without a byte order mark cannot hold a readable claim.
_OF_THE_WEB = re.compile(
    r"utf-8|gb18030|big5|hz|us-ascii|ascii|latin-1|iso-8859-(?:[1-9]|1[013-6])|windows-125[0-8]|koi8-[ru]|shift_jis|euc-jp|euc-kr"
)
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_META_WINDOW = 4096
_SAMPLE = 20_000
_CONVINCING = 0.7


class Decoded(NamedTuple):
    text: str
    codec: str
    """`utf-8`, `gb18030`, `big5` …; where bytes fit no reading, it ends in `, N characters replaced`."""


_ASCII = re.compile("[\x00-\x7f]+")


@cache
def _everyday() -> re.Pattern[str]:
    """Level 1 of GB 2312 (rows 16–55) and of Big5 (A4–C6), with both standards' punctuation: some 8,000 characters."""

    def rows(codec: str, leads: range, trails: range) -> set[str]:
        return {
            character
            for lead in leads
            for trail in trails
            for character in bytes((lead, trail)).decode(codec, "ignore")
            if not character.isascii()
        }

    simplified = rows("gb2312", range(0xA1, 0xA4), range(0xA1, 0xFF)) | rows(
        "gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF)
    )
    traditional = rows("big5", range(0xA1, 0xA4), range(0x40, 0xFF)) | rows(
        "big5", range(0xA4, 0xC7), range(0x40, 0xFF)
    )
    characters = simplified | traditional | {"\u00a0", "〔", "〕", "“", "”", "‘", "’", "—", "…", "·"}
    # One set of characters in an expression is looked up in C, character by character.
    return re.compile(f"[{re.escape(''.join(sorted(characters)))}]+")


def _everyday_share(text: str) -> float:
    """Share of everyday Chinese among the characters that are not ASCII, over the first 20,000 of them; 1 if all is
    ASCII."""
    foreign = _ASCII.sub("", text)[:_SAMPLE]
    if not foreign:
        return 1.0
    return (len(foreign) - len(_everyday().sub("", foreign))) / len(foreign)


def _known_codec(claim: str) -> str | None:
    name = claim.strip().lower()
    name = _READ_AS.get(name, name)
    return name if _OF_THE_WEB.fullmatch(name) else None


def _claims(data: bytes, media_type: str | None) -> list[str]:
    found = [match.group(1).decode("ascii") for match in _CHARSET.finditer(data[:_META_WINDOW])]
    found += [
        match.group(1).decode("ascii") for match in _CHARSET.finditer((media_type or "").encode("ascii", "ignore"))
    ]
    known = [codec for claim in found if (codec := _known_codec(claim)) is not None]
    return list(dict.fromkeys([*known, "gb18030", "big5"]))


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(_DECODER.get(codec, codec))
    except UnicodeError:
        return None


def decode(data: bytes, media_type: str | None = None) -> Decoded:
    """The text of the bytes and the codec that it was read with.

    `media_type` is a Content-Type header as received. Order: byte order mark; `<` in UTF-16; valid UTF-8; among the
    meta tag's claims, the header's, GB18030 and Big5 the strict reading with the most everyday Chinese. Where none
    reads strictly as Chinese, the reading with the fewest characters replaced is taken and the codec's name says how
    many: never in silence.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark) and (text := _strictly(data[len(mark) :], codec)) is not None:
            return Decoded(text, codec)
    for beginning, codec in _WITHOUT_MARK:
        if data.startswith(beginning) and (text := _strictly(data, codec)) is not None:
            return Decoded(text, codec)
    if (text := _strictly(data, "utf-8")) is not None:
        return Decoded(text, "utf-8")
    claims = _claims(data, media_type)
    readings = [Decoded(text, codec) for codec in claims if (text := _strictly(data, codec)) is not None]
    share, best = _most_everyday(readings) if readings else (-1.0, None)
    if best is not None and share >= _CONVINCING:
        return best
    damaged = [_with_replacements(data, codec) for codec in dict.fromkeys(["utf-8", *claims])]
    damaged_share, least = _most_everyday(damaged)
    return best if best is not None and share >= damaged_share else least


def _most_everyday(readings: Sequence[Decoded]) -> tuple[float, Decoded]:
    """The first of the readings with the most everyday Chinese, and its share of it."""
    shares = [_everyday_share(reading.text) for reading in readings]
    return max(zip(shares, readings, strict=True), key=lambda pair: pair[0])


def _with_replacements(data: bytes, codec: str) -> Decoded:
    text = data.decode(_DECODER.get(codec, codec), "replace")
    lost = text.count("\ufffd")
    return Decoded(text, f"{codec}, {lost} characters replaced" if lost else codec)
