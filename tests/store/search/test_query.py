"""A user's words as terms, and as an expression of FTS5's language that is never wrong."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.store.search.query import match_expression, parse_query


@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("公开", ["公开"]),
        ("公开 复议\u3000诉讼", ["公开", "复议", "诉讼"]),
        ('"政务 公开" 条例', ["政务 公开", "条例"]),
        ('"政务 公开', ['"政务', "公开"]),
        ('放"管"服', ['放"管"服']),
        ("公开 公开", ["公开"]),
        ("NEAR(a b) OR c*", ["NEAR(a", "b)", "OR", "c*"]),
        ("", []),
        (' \n "" \u200b', []),
    ],
)
def test_blanks_part_words_and_double_quotes_keep_them_together(words: str, asked: list[str]) -> None:
    assert [term.asked for term in parse_query(words).terms] == asked


@pytest.mark.parametrize(
    ("words", "writings"),
    [
        ("公开", ("公开", "公開")),
        ("信息公開", ("信息公開", "信息公开")),
        ("裡面", ("裡面", "里面", "裏面")),
        ("GDP", ("gdp",)),
        ("2023年", ("2023年",)),
    ],
)
def test_a_word_is_asked_in_simplified_and_traditional_characters(words: str, writings: tuple[str, ...]) -> None:
    assert parse_query(words).terms[0].writings == writings


@pytest.mark.parametrize(
    ("words", "expression"),
    [
        ("一", '("一" *)'),
        ("一二", '(("一二"))'),
        ("一二三", '(("一二" AND "二三"))'),
        ("一 二三", '("一" *) AND (("二三"))'),
        ("公开", '(("公开") OR ("公開"))'),
        ("*", '("＊" *)'),
    ],
)
def test_one_character_is_a_prefix_two_a_token_more_are_pairs(words: str, expression: str) -> None:
    assert match_expression(parse_query(words)) == expression


@pytest.mark.parametrize(("words", "exact"), [("公", True), ("公开", True), ("公开 条例", True), ("公开法", False)])
def test_the_index_alone_decides_words_of_up_to_two_characters(words: str, exact: bool) -> None:
    assert parse_query(words).exact is exact


def test_no_words_are_no_expression() -> None:
    with pytest.raises(ValueError, match="without a term"):
        match_expression(parse_query(" "))


@given(st.text(max_size=40))
def test_whatever_is_typed_fts5_can_read_the_expression(words: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(tokens, content='', detail=none, tokenize='ascii')")
    query = parse_query(words)
    if query.terms:
        assert connection.execute("SELECT rowid FROM t WHERE t MATCH ?", [match_expression(query)]).fetchall() == []
    connection.close()


def test_a_very_long_phrase_is_asked_too() -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5(tokens, content='', detail=none, tokenize='ascii')")
    words = " ".join("".join(chr(0x4E00 + 300 * word + at) for at in range(200)) for word in range(50))
    expression = match_expression(parse_query(words))
    assert connection.execute("SELECT rowid FROM t WHERE t MATCH ?", [expression]).fetchall() == []
    connection.close()
