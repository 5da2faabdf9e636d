"""How often a text says a word, counted as printed or in comparison form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.store.search.query import parse_query
from crawler.store.search.rates import rate
from crawler.store.search.tokens import written_otherwise

TEXT = st.text(st.sampled_from("公开2023年GDPg \n\u3000①，,"), min_size=1, max_size=40).filter(str.strip)


@pytest.mark.parametrize(
    ("texts", "words", "found"),
    [
        (["公开公\n开"], "公开", 500),
        (["公开", "条例"], "公开", 250),
        (["公开条例"], "公开 条例", 500),
        (["20 23年", "2023 年2023年"], "2023年", 2000 / 15),
        (["GDP增长"], "gdp", 200),
    ],
)
def test_occurrences_a_thousand_characters_without_blanks(texts: list[str], words: str, found: float) -> None:
    assert rate(texts, parse_query(words), written_otherwise(texts)) == pytest.approx(found)


@given(st.lists(TEXT, min_size=1, max_size=3), st.sampled_from(["公开", "2023年", "年", "g", "gd", "1", "，", "公，"]))
def test_counting_in_the_printed_texts_is_counting_in_their_forms(texts: list[str], word: str) -> None:
    every_character = word + "\u3000"
    query = parse_query(word)
    assert rate(texts, query, written_otherwise(texts)) == rate(texts, query, every_character)
