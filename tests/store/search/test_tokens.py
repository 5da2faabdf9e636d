"""The comparison form of a text, and what the index holds of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.store.search.tokens import (
    BLANK,
    comparison_form,
    comparison_form_with_places,
    may_hold,
    tokens_of_fields,
    tokens_of_word,
    with_blanks_folded,
    written_otherwise,
)

TEXT = st.text(
    st.one_of(
        st.sampled_from("公开信息申请2023年GDPgdp()（）〔〕 \n\u3000\u200b，。*\"'%_é㍿①ＡＢ公開😀ﬁß⼯"),
        st.characters(codec="utf-8"),
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("printed", "form"),
    [
        ("公开", "公开"),
        ("公 开\n工\u3000作", "公开工作"),
        ("2023 年 1 月", "2023年1月"),
        ("12345热线", "12345热线"),
        ("ＧＤＰ", "gdp"),
        ("Open  Data\nPortal", f"open{BLANK}data{BLANK}portal"),
        ("530000 - 2023-01", "530000－2023－01"),
        ("（一）", "（一）"),
        ("(一)", "（一）"),
        ("\"*NEAR:^%_'", "＂＊near：＾％＿＇"),
        ("公\u200b开\x00\ufeff", "公开"),
        ("⼯作", "工作"),
        ("①㍿", "1株式会社"),
        ("straße", "strasse"),
        ("\ud800", "\ufffd"),
        (" \n ", ""),
    ],
)
def test_what_is_written_alike_is_compared_alike(printed: str, form: str) -> None:
    assert comparison_form(printed) == form


@pytest.mark.parametrize(
    ("fields", "tokens"),
    [
        (["公开"], ["公开", "开"]),
        (["公"], ["公"]),
        (["公开公开"], ["公开", "开公", "开"]),
        (["公开", "条例"], ["公开", "开", "条例", "例"]),
        (["公\n开"], ["公开", "开"]),
        (["", " "], []),
    ],
)
def test_pairs_and_each_fields_last_character(fields: list[str], tokens: list[str]) -> None:
    assert tokens_of_fields(fields) == tokens


def test_a_words_pairs_are_each_asked_once() -> None:
    assert tokens_of_word("公开公开公") == ["公开", "开公"]


@given(TEXT)
def test_the_form_holds_nothing_that_breaks_a_token_and_is_its_own_form(text: str) -> None:
    form = comparison_form(text)
    assert all(not character.isascii() or character.isalnum() for character in form)
    assert comparison_form(form) == form


@given(TEXT, st.integers(0, 30), st.integers(1, 10))
def test_a_part_of_a_text_is_a_part_of_its_form(text: str, start: int, length: int) -> None:
    assert comparison_form(text[start : start + length].strip()) in comparison_form(text)


@given(TEXT)
def test_every_character_of_the_form_comes_from_its_place_in_the_text(text: str) -> None:
    form, places = comparison_form_with_places(text)
    assert form == comparison_form(text)
    assert len(places) == len(form)
    assert places == sorted(places)
    assert all(one == BLANK or one in comparison_form(text[at]) for one, at in zip(form, places, strict=True))


@pytest.mark.parametrize(
    ("text", "otherwise"),
    [
        ("公 开\n政府信息，2023年", ""),
        ("①㍿", "1会式株社"),
        ("GDP", "dgp"),
        ("(1,234)", "（），"),
        ("公\u3000开", BLANK),
        ("公\u200b开", BLANK),
        ("é", "e\u0301"),
    ],
)
def test_the_characters_that_are_written_otherwise(text: str, otherwise: str) -> None:
    assert written_otherwise([text]) == otherwise


@given(TEXT, st.integers(0, 30), st.integers(1, 6))
def test_a_word_of_other_characters_stands_in_the_text_as_in_its_form(text: str, start: int, length: int) -> None:
    form = comparison_form(text)
    word = form[start : start + length]
    if word and not {*word, BLANK} & set(written_otherwise([text])) and BLANK not in word:
        assert word in text.replace("\n", "").replace(" ", "")
        assert with_blanks_folded(text).count(word) == form.count(word)


@given(TEXT, TEXT)
def test_what_may_not_hold_a_word_does_not(text: str, word: str) -> None:
    form = comparison_form(word)
    if not may_hold(text, [form]):
        assert form not in comparison_form(text)


@pytest.mark.parametrize(
    ("text", "word", "possible"),
    [("公\n开工作", "公开", True), ("GDP增长", "gdp", True), ("⼯作", "工作", True), ("开公", "公开", False)],
)
def test_a_word_that_is_printed_otherwise_may_be_held(text: str, word: str, possible: bool) -> None:
    assert may_hold(text, [word]) is possible
