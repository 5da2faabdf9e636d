"""Text for comparison, and the tokens that the index holds of it. Pure.

Both writings of the same words end alike: full-width and half-width, upper and lower case, with line breaks inside or
without. Every rule works on one character by itself, or on a blank between two, so that a part of a text is always
found in the text's comparison form.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from operator import add

TOKENS_VERSION = "1"
"""Changed with every change of this module that can alter a token. Unicode's own stability policy keeps the folding of
an assigned character the same for ever, so Python's Unicode version is no part of it."""

BLANK = "\u3000"
"""The blank in comparison form: the index's tokenizer breaks a token at an ASCII one."""

_TO_FULL_WIDTH = 0xFEE0
_VARIATION_SELECTORS = (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
_NO_CHARACTER = "\ufffd"


class _Folding(dict[int, str]):
    """Code point → what it is in comparison form, worked out when a character is first met."""

    def __init__(self) -> None:
        super().__init__()
        self.uneven: set[str] = set()
        """The characters met so far that are folded to none, or to more than one."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFKD", chr(code)).casefold()
        folded = "".join(_plain(one) for one in unicodedata.normalize("NFKD", decomposed))
        self[code] = folded
        if len(folded) != 1:
            self.uneven.add(chr(code))
        return folded


def _plain(character: str) -> str:
    if character.isspace():
        return " "
    category = unicodedata.category(character)
    if category in ("Cc", "Cf") or ord(character) in _VARIATION_SELECTORS:
        return ""  # zero-width blanks, soft hyphens, NUL: nobody sees them, and nobody types them
    if category == "Cs":
        return _NO_CHARACTER  # half of a pair: in no stored text, and SQLite takes none
    if character.isascii() and not character.isalnum():
        return chr(ord(character) + _TO_FULL_WIDTH)
    return character


_FOLDED = _Folding()
_SPACED = "0-9a-zß-ɏͰ-ӿ"
"""Writings that part their words with blanks (Latin, Greek, Cyrillic, digits), after folding."""
_BLANKS = re.compile(" +")
_IDLE_BLANK = re.compile(f" (?:(?![{_SPACED}])|(?<![{_SPACED}] ))")
_TWO_SPACED = re.compile(f"[{_SPACED}]{{2}}|{BLANK}")
_STANDS_APART = re.compile(f"[{_SPACED}]")


def comparison_form(text: str) -> str:
    """NFKD and case-folded character by character; blanks only where they part two words of Latin letters or digits.

    What is ASCII and neither letter nor digit stands full-width, and a blank as `BLANK`: every character is then a
    letter to SQLite's `ascii` tokenizer.
    """
    single = _BLANKS.sub(" ", text.translate(_FOLDED))
    return _IDLE_BLANK.sub("", single).replace(" ", BLANK)


def with_blanks_folded(text: str) -> str:
    """The comparison form as far as blanks go: enough for words that `written_otherwise` says nothing against."""
    return _IDLE_BLANK.sub("", " ".join(text.split())).replace(" ", BLANK)


def comparison_form_with_places(text: str) -> tuple[str, list[int]]:
    """The comparison form, and for each of its characters the index in `text` of the one that it came from."""
    folded = text.translate(_FOLDED)
    if _FOLDED.uneven.isdisjoint(text):
        places = list(range(len(text)))
    else:
        places = [place for place, character in enumerate(text) for _ in _FOLDED[ord(character)]]
    characters = list(folded)
    for run in reversed(list(_BLANKS.finditer(folded))):
        start, end = run.span()
        before, after = folded[start - 1 : start], folded[end : end + 1]
        keeps = bool(_STANDS_APART.fullmatch(before) and _STANDS_APART.fullmatch(after))
        del characters[start + keeps : end]
        del places[start + keeps : end]
    return "".join(characters).replace(" ", BLANK), places


BLANKS_LEFT_OUT = ("\n", " ")
"""What `written_otherwise` passes over: nearly every text holds them, and they are easily left out of one."""


def written_otherwise(texts: Iterable[str]) -> str:
    """The characters of the texts' comparison forms that stand for others: 1 for ①, g for G, ， for an ASCII comma.

    A word without any of these characters stands in a comparison form only where the text itself, without
    `BLANKS_LEFT_OUT`, holds it: SQLite can then look for it. `BLANK` among them means that a character is left out of
    the form, or is another blank, so that nothing can be said of any word.
    """
    found: set[str] = set()
    for character in set().union(*texts).difference(BLANKS_LEFT_OUT):
        folded = _FOLDED[ord(character)]
        if folded != character:
            found.update(folded.replace(" ", BLANK) or BLANK)
    return "".join(sorted(found))


def parts_words_with_blanks(form: str) -> bool:
    """Whether blanks inside this word could part two words of a text: then a text without its blanks says too much."""
    return _TWO_SPACED.search(form) is not None


def may_hold(text: str, writings: Iterable[str]) -> bool:
    """False only if no comparison form of these can stand in the text's: known at a fifth of the price of folding it.

    In a text without unusual characters, folding changes blanks, upper case and ASCII punctuation, and nothing else.
    """
    writings = tuple(writings)
    if not all(map(str.isalnum, writings)) or _unusual().search(text):
        return True
    squeezed = "".join(text.lower().split())
    return any(writing in squeezed for writing in writings)


_ORDINARY = ((0x00, 0xFF), (0x2000, 0x206F), (0x3000, 0x303F), (0xFF00, 0xFFEF))
"""The blocks that Chinese texts are printed with, beside their ideographs: those fold to themselves."""


@cache
def _unusual() -> re.Pattern[str]:
    """The characters that folding changes in another way than `may_hold` does, or that are rare."""
    usual = [
        character
        for first, last in _ORDINARY
        for code in range(first, last + 1)
        if (character := chr(code)).isspace()
        or _FOLDED[code] == character.lower()
        or (character.isascii() and character.isprintable())
    ]
    return re.compile(f"[^\u4e00-\u9fff{''.join(map(re.escape, usual))}]")


def tokens_of_word(form: str) -> list[str]:
    """The overlapping bigrams of a comparison form, each once, in the order of the text."""
    return list(dict.fromkeys(map(add, form, form[1:])))


def tokens_of_fields(fields: Iterable[str]) -> list[str]:
    """What the index holds of a report: each field's bigrams, and its last character by itself; each token once.

    A token is one or two characters long. With the last character, every character of a text begins a token, so that
    a one-character word is a prefix of what it is found by.
    """
    tokens: dict[str, None] = {}
    for field in fields:
        form = comparison_form(field)
        tokens.update(dict.fromkeys(map(add, form, form[1:])))
        if form:
            tokens[form[-1]] = None
    return list(tokens)
