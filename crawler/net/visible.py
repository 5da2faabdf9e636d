"""How much of an answer a reader would see."""

from __future__ import annotations

import html
import re

_UNSEEN = re.compile(rb"<!--.*?-->|<(script|style|noscript|title|head)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(rb"<[^>]*>")


def visible_bytes(body: bytes) -> int:
    """Bytes of text that a reader would see, blanks not counted. Works on any ASCII-compatible encoding."""
    text = html.unescape(_TAG.sub(b"", _UNSEEN.sub(b"", body)).decode("latin-1"))
    return len("".join(text.split()))
