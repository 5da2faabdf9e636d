"""Text as a reader sees it: blanks folded, invisible characters gone, NFC."""

from __future__ import annotations

import re
import unicodedata

LINE_BREAK = "\x1e"
"""Stands for a break that the markup asks for (br, the edge of a paragraph) while blanks of the source are still
blanks."""

# Zero-width characters, the byte order mark and the soft hyphen stand inside pasted numbers and words; XML knows none
# of the control characters.
_INVISIBLE = re.compile(
    "[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad\x00-\x08\x0e-\x1d\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]"
)


def visible(text: str) -> str:
    """The text without zero-width and control characters, its blanks as they are."""
    return _INVISIBLE.sub("", text)


def folded(text: str) -> str:
    """One line of text: NFC, every run of blanks (also U+00A0 and U+3000) one space, none at the ends."""
    if not text.isprintable():
        text = _INVISIBLE.sub("", text)
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.split())


def folded_lines(text: str) -> str:
    """As `folded`, with "\\n" where the text has LINE_BREAK; blank lines go, so a blank cell is ""."""
    text = text.strip()
    if text.isalnum() and text.isascii():
        return text
    if LINE_BREAK not in text:
        return folded(text)
    return "\n".join(line for line in map(folded, text.split(LINE_BREAK)) if line)


def squeezed(text: str) -> str:
    """The text without any blank: what two readings of one passage are compared by."""
    return "".join(text.split())
