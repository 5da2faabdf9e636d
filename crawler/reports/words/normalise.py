"""One way to compare printed labels: the same words give the same key, however they were laid out.

Everything that carries no meaning in a label is dropped: blanks and line breaks inside a word (总 计, 商业 企业),
half-width and full-width forms, traditional characters, brackets, quotes and commas in every style, and the numbering
before it (1. 1、 一、).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from crawler.reports.words.traditional import simplified

_CHINESE_DIGITS = "一二三四五六七八九十"
_NUMBERING = re.compile(
    rf"""^(?:
        \((?P<bracketed>[{_CHINESE_DIGITS}]{{1,3}}|[0-9]{{1,2}})\)[.、:]?   # （一）, ㈠, (1)
      | (?P<plain>[{_CHINESE_DIGITS}]{{1,3}})[.、:]                        # 一、
      | (?P<digits>[0-9]{{1,2}})[.、:)]?(?=\D)                             # 1. 1、 1) ①
    )""",
    re.VERBOSE,
)
_BESIDE = re.compile(r"(?<=[\u3400-\u9fff)])(?:\[注?[0-9]{1,2}\]|\((?:单位:)?[件项条个]\)|[A-Za-z][A-Za-z.,'/&-]{3,})$")
"""What may stand behind a label and is no part of it: the number of a footnote, the counter of what is counted, and its
words in English."""
_BRACKETS = str.maketrans("【〔［｛〖「『】〕］｝〗」』", "(((((((" + ")))))))")


class NumberedLabel(NamedTuple):
    """A label without its numbering; `numbering` as the form prints it: "三、", "(六)", "2.", or "" where none is."""

    numbering: str
    key: str


def fold_blanks(text: str) -> str:
    """NFKC, simplified characters, one kind of bracket, and no blanks at all (zero-width characters and line breaks are
    blanks)."""
    folded = "".join(simplified(unicodedata.normalize("NFKC", text)).translate(_BRACKETS).split())
    if folded.isprintable():
        return folded
    return "".join(character for character in folded if unicodedata.category(character) != "Cf")


@lru_cache(maxsize=4096)
def read_label(text: str) -> NumberedLabel:
    """Split the numbering off a label and reduce the rest to its letters and digits."""
    folded = _BESIDE.sub("", fold_blanks(text))
    numbering = ""
    found = _NUMBERING.match(folded)
    if found is not None and found.end() < len(folded):
        folded = folded[found.end() :]
        if found["bracketed"]:
            numbering = f"({found['bracketed']})"
        elif found["plain"]:
            numbering = f"{found['plain']}、"
        else:
            numbering = f"{found['digits']}."
    return NumberedLabel(numbering, folded if folded.isalnum() else "".join(filter(str.isalnum, folded)))


@lru_cache(maxsize=4096)
def label_key(text: str) -> str:
    """The key under which two prints of one label are equal."""
    return read_label(text).key
