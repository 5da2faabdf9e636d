"""A user's words become terms, and terms an expression of the index's language. Pure, but for OpenCC's own tables.

Nothing that a user types is syntax, but a blank (which parts words) and a pair of double quotes around words (which
keeps them together): `*`, `NEAR`, `OR`, `(`, `%` and `'` are characters like any other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from crawler.store.search.tokens import comparison_form, tokens_of_word

if TYPE_CHECKING:
    from opencc import OpenCC

_WORDS = re.compile(r'(?<!\S)"(?P<phrase>[^"]*)"(?!\S)|\S+')
_IDEOGRAPH = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_TRADITIONAL = ("s2t", "s2tw", "s2hk")
"""OpenCC's: its own standard, Taiwan's and Hong Kong's characters (裏 or 裡, 爲 or 為)."""
_TOKENS_ASKED = 64
"""Of a very long phrase, so many of its bigrams are asked of the index; the text itself decides in any case."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word or phrase. A text holds the term if it holds one of its writings."""

    asked: str
    """As typed."""
    printed: tuple[str, ...]
    """As typed, and in Simplified and Traditional characters: how most texts would print it."""
    writings: tuple[str, ...]
    """The comparison forms of `printed`. Never empty."""

    @property
    def exact(self) -> bool:
        """Whether the index alone can say that a text holds it."""
        return all(len(writing) <= 2 for writing in self.writings)


@dataclass(frozen=True, slots=True)
class Query:
    terms: tuple[Term, ...]
    """All of them must be found; none = nothing was asked."""

    @property
    def exact(self) -> bool:
        return all(term.exact for term in self.terms)

    @property
    def said(self) -> str:
        return " ".join(term.asked for term in self.terms)


@lru_cache(maxsize=64)
def parse_query(words: str) -> Query:
    """Words parted by blanks; "words in double quotes" are one phrase. A double quote elsewhere is a character."""
    terms: dict[tuple[str, ...], Term] = {}
    for found in _WORDS.finditer(words):
        asked = found.group() if found["phrase"] is None else found["phrase"].strip()
        printed = _printed(asked)
        writings = tuple(dict.fromkeys(form for form in map(comparison_form, printed) if form))
        if writings:
            terms.setdefault(writings, Term(asked, printed, writings))
    return Query(tuple(terms.values()))


def match_expression(query: Query) -> str:
    """What FTS5 is asked: true of every text that holds the query's terms, and, if the query is not `exact`, of some
    that do not. Raises ValueError for a query without terms: FTS5 has no expression that means nothing, or all."""
    if not query.terms:
        raise ValueError("a query without a term")
    return " AND ".join(f"({' OR '.join(_expression(one) for one in term.writings)})" for term in query.terms)


def _expression(writing: str) -> str:
    """A comparison form holds no ASCII but letters and digits, so that nothing in the quotes needs escaping."""
    if len(writing) == 1:
        return f'"{writing}" *'
    return "(" + " AND ".join(f'"{token}"' for token in tokens_of_word(writing)[:_TOKENS_ASKED]) + ")"


def _printed(asked: str) -> tuple[str, ...]:
    """Texts are indexed as they are printed, Simplified or Traditional; so the word is asked in every writing."""
    if not _IDEOGRAPH.search(asked):
        return (asked,)
    simplified = _converter("t2s").convert(asked)
    return tuple(dict.fromkeys([asked, simplified, *(_converter(name).convert(simplified) for name in _TRADITIONAL)]))


@cache
def _converter(name: str) -> OpenCC:
    from opencc import OpenCC  # only a search needs its tables

    return OpenCC(name)
