"""How far the proses of two reports speak for one report: their words and their figures, which say different things.

Words are letters alone (NFKC; without blanks, digits, punctuation and the 年月日 of dates): so another date format,
other blanks and full-width punctuation change nothing. Figures are the numbers, as a multiset: an office that fills in
its sister's boilerplate changes figures and its name, and hardly a word.

Measured on the five seeds and 60 reports of the replica, each cut to 200 and more characters, against edited copies (a
line of navigation more, another date format, a corrected figure, full-width punctuation, a PDF's line breaks and page
numbers) and near-misses (own figures drawn anew; the office's name replaced once or everywhere; next year's report;
other bodies). Bits of the simhash of the words; `contained` = share of the smaller text's pairs of characters that the
other has; figures that differ:

| | bits | contained | figures differing |
|---|---|---|---|
| copies | 0 … 15 | 1.000 | 0 … 1 (the corrected one; a PDF's page numbers up to 4) |
| sister, own figures | 0 | 1.000 | 0 … 19, mostly 8 and more |
| sister, other name (once, in 200 … 2,900 characters) | 0 … 7 | 0.978 … 0.998 | 0 |
| next year, other bodies | 0 … 35, median 18 | 0.09 … 1.000, median 0.6 | 4 … 21 |

So the simhash alone cannot tell a copy from a sister or from next year's report: no threshold of bits does. It only
leaves out what is certainly no copy; the exact share of words and the figures decide. At 100 characters a line of
navigation moves it by up to 19 bits and leaves 0.65 … 0.74 of the pairs common (0.72 … 0.80 at 150), and a sentence or
two are the same in every small office: short prose says nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from crawler.store.identity.simhash import bits_apart, simhash

NEAR_BITS = 18
"""Bits that the simhashes of two like proses differ in, at most."""
SHORTEST = 100
"""Distinct pairs of letters that a prose must have to say anything: some 150 characters as printed."""
WORDS_CONTAINED = 0.998
"""Share of the smaller prose's pairs that a copy has: it adds lines, it does not replace words."""
SAME_LENGTH = 0.65
"""Share of the pairs of both that are common, at least: a summary is contained in its report, and is no copy of it."""

OWN_FIGURES = 2
"""So many equal figures of an office's own (95条信息, 118人次) are equal by no chance. Days, months, years, postcodes,
telephone numbers and the numbers of the circulars that every report cites are nobody's own."""

_SMALLEST_OWN, _LARGEST_OWN = 32, 99_999
_YEARS = range(1900, 2101)
_CITED = frozenset({32, 60, 61, 492, 711})
"""国办发〔2014〕32号, 国办公开办函〔2019〕60号 and 61号, 国务院令第492号 and 第711号."""
_NO_WORD = re.compile(r"[\W\d_年月日]+")
_FIGURE = re.compile(r"\d+(?:,\d{3})*")


@dataclass(frozen=True, slots=True)
class Prose:
    """What is compared of a prose."""

    pairs: frozenset[str]
    """Pairs of neighbouring letters."""
    figures: Mapping[str, int]
    """Number as printed, without grouping and leading zeros → how often."""
    simhash: int
    """Of the words; 0 where they are too few to say anything."""


@dataclass(frozen=True, slots=True)
class ProseEvidence:
    long_enough: bool
    """Both are long enough to say anything; else nothing below counts."""
    bits: int
    """Bits in which their simhashes differ, of 64."""
    contained: float
    """Share of the smaller one's pairs that the other has, 0 … 1."""
    common: float
    """Share of the pairs of both that both have (Jaccard), 0 … 1."""
    figures_equal: int
    own_figures: int
    """Different figures of an office's own that both have: see OWN_FIGURES."""
    figures_differing: int
    """Figures of each that the other lacks: the smaller count, since a copy may add a date or page numbers."""

    @property
    def same_words(self) -> bool:
        return (
            self.long_enough
            and self.bits <= NEAR_BITS
            and self.contained >= WORDS_CONTAINED
            and self.common >= SAME_LENGTH
        )

    @property
    def near_duplicate(self) -> bool:
        return self.same_words and self.figures_differing == 0

    @property
    def corrected(self) -> bool:
        """The same words and figures, but for one; and figures that no two offices share."""
        return self.same_words and self.figures_differing <= 1 and self.own_figures >= OWN_FIGURES


_NO_PROSE = ProseEvidence(False, 64, 0.0, 0.0, 0, 0, 0)


@lru_cache(maxsize=256)
def prepared(text: str) -> Prose:
    """Kept for the texts of the last groups: a re-parse comes back to a group with every one of its copies."""
    plain = unicodedata.normalize("NFKC", text)
    words = _NO_WORD.sub("", plain)
    figures = Counter(found.replace(",", "").lstrip("0") or "0" for found in _FIGURE.findall(plain))
    pairs = frozenset(map(str.__add__, words, words[1:]))
    return Prose(pairs, figures, simhash(words) if len(pairs) >= SHORTEST else 0)


def says_anything(prose: Prose) -> bool:
    return len(prose.pairs) >= SHORTEST


def compare_prose(left: Prose, right: Prose) -> ProseEvidence:
    """Symmetrical."""
    if not (says_anything(left) and says_anything(right)):
        return _NO_PROSE
    smaller = min(len(left.pairs), len(right.pairs))
    both = len(left.pairs & right.pairs)
    shared = left.figures.keys() & right.figures.keys()
    equal = sum(min(left.figures[figure], right.figures[figure]) for figure in shared)
    return ProseEvidence(
        long_enough=True,
        bits=bits_apart(left.simhash, right.simhash),
        contained=both / smaller,
        common=both / (len(left.pairs) + len(right.pairs) - both),
        figures_equal=equal,
        own_figures=sum(map(_is_own, shared)),
        figures_differing=min(sum(left.figures.values()), sum(right.figures.values())) - equal,
    )


def _is_own(figure: str) -> bool:
    # A figure of more digits than this is run together; int() of thousands of digits would raise.
    if len(figure) > len(str(_LARGEST_OWN)):
        return False
    value = int(figure)
    return _SMALLEST_OWN <= value <= _LARGEST_OWN and value not in _YEARS and value not in _CITED
