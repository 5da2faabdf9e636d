"""Prose in traditional characters (pages of `/gate/big5/`), turned for recognition only: what is kept is as printed."""

from __future__ import annotations

from functools import lru_cache

from crawler.reports.words.traditional import simplified

_FREQUENT = "開報務國會為與對關數請統機總"
"""One of these stands in every longer passage that is printed in traditional characters."""
_SHORT = 60


def simplified_prose(text: str) -> str:
    """`text` in simplified characters, character for character; text without a traditional one comes back as it is.

    Looking for the frequent ones first spares the simplified reports, nearly all, the cost of turning every character.
    """
    if len(text) <= _SHORT:
        return _simplified_line(text)
    return simplified(text) if any(character in text for character in _FREQUENT) else text


@lru_cache(maxsize=4096)
def _simplified_line(text: str) -> str:
    """Kept, because titles and headings are asked for many times, and most reports have the same headings."""
    return simplified(text)
