"""What speaks for one report, and what against: tables, prose and printed names (DESIGN.md, "Identity", rule 3)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.store.identity.prose_evidence import NEAR_BITS, compare_prose, prepared
from crawler.store.identity.simhash import bits_apart, near_pairs, simhash
from crawler.store.identity.table_evidence import compare_tables

ONE_FACT = {
    "applications.new_received.natural_person": 3,
    "applications.new_received.total": 3,
    "applications.granted.natural_person": 3,
    "applications.granted.total": 3,
    "applications.result_total.natural_person": 3,
    "applications.result_total.total": 3,
    "applications.partial.natural_person": 0,
}
FIVE = {f"proactive.row{place}.decisions": 40 + place for place in range(5)}


@pytest.mark.parametrize(
    ("left", "right", "equal", "differing"),
    [
        # "3 applications, all granted" stands in six cells and is one fact.
        (ONE_FACT, ONE_FACT, 1, 0),
        (ONE_FACT, {where: value and 4 for where, value in ONE_FACT.items()}, 0, 1),
        # A sum whose parts are not printed stands for itself.
        ({"applications.granted.total": 3}, {"applications.granted.total": 3}, 1, 0),
        ({"applications.granted.total": 3}, ONE_FACT, 1, 0),
        # Received is results + carried out − carried in.
        (
            {"applications.new_received.commercial": 2, "applications.carried_out.commercial": 2},
            {"applications.new_received.commercial": 2, "applications.carried_out.commercial": 2},
            1,
            0,
        ),
        (
            {"review.review.upheld": 2, "review.review.total": 2},
            {"review.review.upheld": 2, "review.review.total": 2},
            1,
            0,
        ),
        (
            {"statistics.reviews_total": 2, "statistics.reviews_upheld": 2},
            {"statistics.reviews_total": 2, "statistics.reviews_upheld": 2},
            1,
            0,
        ),
        (
            {"proactive.regulations.produced": 2, "proactive.regulations.newly_published": 2},
            {"proactive.regulations.produced": 2, "proactive.regulations.newly_published": 2},
            1,
            0,
        ),
        # A blank says nothing, a zero does; two zeros say nothing.
        (FIVE, {where: FIVE[where] for where in list(FIVE)[:3]}, 3, 0),
        ({"review.review.upheld": 0}, {"review.review.upheld": 2}, 0, 1),
        ({"review.review.upheld": 0}, {"review.review.upheld": 0}, 0, 0),
    ],
)
def test_equal_numbers_are_counted_once(
    left: dict[str, int], right: dict[str, int], equal: int, differing: int
) -> None:
    found = compare_tables(left, right)
    assert (found.equal, found.differing) == (equal, differing)
    assert found == compare_tables(right, left)


@pytest.mark.parametrize(
    ("values", "surprising"), [((1, 1, 1, 1, 1), False), ((1, 2, 1, 2, 2), False), ((95, 12, 3, 2, 1), True)]
)
def test_small_numbers_are_equal_by_chance(values: tuple[int, ...], surprising: bool) -> None:
    table = {f"proactive.row{place}.decisions": value for place, value in enumerate(values)}
    assert compare_tables(table, table).surprising == surprising


@pytest.mark.parametrize(
    ("equal", "differing", "contradicts"), [(0, 0, False), (0, 1, True), (6, 2, False), (6, 3, True)]
)
def test_numbers_that_differ_are_weighed_against_the_equal_ones(equal: int, differing: int, contradicts: bool) -> None:
    left = {f"proactive.row{place}.decisions": place + 1 for place in range(equal + differing)}
    right = {where: value + (place >= equal) for place, (where, value) in enumerate(left.items())}
    assert compare_tables(left, right).contradicts == contradicts


TEXT = (
    "2023年，本局把公开嵌进每一项业务的流程，文件起草时就写明公不公开、何时公开、由谁来发。全年在门户网站发布1,293条，其中动态类118条、"
    "公告类95条，单条最高阅读20341次。渠道有三条：当面、信函、网上；收到申请13件，连同上年结转2件，办结15件。每件公文都标注公开属性，发布前"
    "两级核对，发布后按月回看。统计自2023年1月1日起至2023年12月31日止。问题集中在两点：个别栏目更新不及时，答复文书的说理不够。"
)
NAVIGATION = "首页 > 政务公开 > 年度报告 打印 关闭\n"


@pytest.mark.parametrize(
    "copy",
    [
        NAVIGATION + TEXT,
        TEXT.replace("2023年1月1日", "2023-01-01").replace("2023年12月31日", "2023-12-31"),
        TEXT.replace("，", ",").replace("（", "("),
        TEXT.replace("，", "，\n"),
        TEXT.replace("1,293", "１２９３") + "\n- 1 -",
    ],
)
def test_copies_are_near_duplicates(copy: str) -> None:
    found = compare_prose(prepared(TEXT), prepared(copy))
    assert found.near_duplicate
    assert found == compare_prose(prepared(copy), prepared(TEXT))


@pytest.mark.parametrize(
    ("other", "same_words"),
    [
        # A sister fills in the boilerplate: figures are other, words are not, and the simhash sees nothing at all.
        (TEXT.replace("118", "64").replace("95条", "31条"), True),
        (TEXT.replace("本局", "白水镇"), False),
        # A summary is contained in its report, and is no copy of it.
        (TEXT + "".join(map(chr, range(0x5E00, 0x5EFF))), False),
        (TEXT.replace("每件公文都标注公开属性，发布前两级核对，发布后按月回看。", "每季度培训一次。"), False),
    ],
)
def test_near_misses_are_not(other: str, same_words: bool) -> None:
    found = compare_prose(prepared(TEXT), prepared(other))
    assert found.long_enough
    assert not found.near_duplicate
    assert found.same_words == same_words


def test_one_corrected_figure_is_believed_beside_figures_of_its_own() -> None:
    assert compare_prose(prepared(TEXT), prepared(TEXT.replace("118", "119"))).corrected
    without = TEXT.replace("1,293", "9").replace("118", "8").replace("95", "5").replace("20341", "4")
    assert not compare_prose(prepared(without), prepared(without.replace("13件", "14件"))).corrected


@pytest.mark.parametrize("text", ["", "年", "2023年本局没有收到政府信息公开申请。", "2023-12-31 " * 50])
def test_short_prose_says_nothing(text: str) -> None:
    found = compare_prose(prepared(text), prepared(text))
    assert not found.long_enough
    assert not found.near_duplicate


def test_the_simhash_is_the_same_on_every_machine() -> None:
    assert (simhash(""), simhash("年")) == (0, 0)
    assert simhash("政府信息公开工作年度报告") == 2747449883419843432
    assert bits_apart(0b1011, 0b0010) == 2


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_has_a_simhash_of_64_bits(left: str, right: str) -> None:
    assert 0 <= simhash(left) < 2**64
    assert simhash(left) == simhash(left)
    assert bits_apart(simhash(left), simhash(right)) == bits_apart(simhash(right), simhash(left))


def test_the_sieve_keeps_what_is_near() -> None:
    assert near_pairs([0, 2**NEAR_BITS - 1, 2**64 - 1], NEAR_BITS) == [(0, 1)]
