"""How often a text says a query's words, for `--rank`. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.store.search.query import Query
from crawler.store.search.tokens import BLANK, comparison_form, parts_words_with_blanks, with_blanks_folded


def rate(texts: Sequence[str], query: Query, otherwise: str) -> float:
    """Occurrences of the words a 1,000 characters of these texts, blanks not counted.

    `otherwise` is `written_otherwise` of the texts, or of more: if no word holds any of its characters, the words are
    counted in the texts as they are printed, which costs a fraction of folding them.
    """
    words = [writing for term in query.terms for writing in term.writings]
    squeezed = ["".join(text.split()) for text in texts]
    if {*"".join(words), BLANK} & set(otherwise):
        searched = [comparison_form(text) for text in texts]
    elif any(map(parts_words_with_blanks, words)):
        searched = [with_blanks_folded(text) for text in texts]
    else:
        searched = squeezed
    characters = sum(map(len, squeezed))
    return 1000 * sum(text.count(word) for word in words for text in searched) / characters
