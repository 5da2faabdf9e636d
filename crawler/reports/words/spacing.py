"""Blanks that typesetting puts between Chinese characters and figures."""

from __future__ import annotations

import re

_CHINESE = "\u3000-\u303f\u3400-\u9fff\uff00-\uffef〇"
_BESIDE_CHINESE = re.compile(rf"(?<=[{_CHINESE}])\s+|\s+(?=[{_CHINESE}])")


def close_up(text: str) -> str:
    """Without the blanks beside Chinese characters: `2024 年` → `2024年`; blanks between Latin words stay."""
    pieces = text.split(None, 1)
    if len(pieces) < 2:
        return pieces[0] if pieces else ""
    return _BESIDE_CHINESE.sub("", text).strip()
