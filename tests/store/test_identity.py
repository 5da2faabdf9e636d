"""DESIGN.md, "Identity": five rules, and no order of arrival."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.store.identity import CandidateFacts, Decision, bigrams, identify, normalise_index_number

NUMBERS = frozenset((f"applications.granted.{place}", 3 + place) for place in range(5))
PROSE = "".join(chr(0x4E00 + number) for number in range(200))


def facts(candidate: str, **changes: object) -> CandidateFacts:
    plain = CandidateFacts(
        candidate=candidate,
        ordinal=0,
        body="530100-局",
        report_year=2023,
        kind="report",
        index_number=None,
        url=f"https://a.cn/{candidate}",
        own_site=True,
        published=None,
        fetched_at=f"2024-01-01T00:00:0{len(candidate)}",
        byte_identity=f"bytes of {candidate}",
        content=f"content of {candidate}",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def reports(decisions: tuple[Decision, ...]) -> dict[str, str]:
    return {decision.candidate: decision.report.removeprefix("530100-局/") for decision in decisions}


ONE = {"a": "2023", "b": "2023"}
TWO = {"a": "2023", "b": "2023/2"}


@pytest.mark.parametrize(
    ("first", "second", "expected", "rule"),
    [
        ({"index_number": "X/2024-1"}, {"index_number": "X/2024-1"}, ONE, "index_number"),
        ({"url": "https://a.cn/1"}, {"url": "https://a.cn/1"}, ONE, "address"),
        ({"content": "same"}, {"content": "same"}, ONE, "content"),
        ({"byte_identity": "same"}, {"byte_identity": "same"}, ONE, "content"),
        ({"numbers": NUMBERS}, {"numbers": NUMBERS | {("review.review.total", 1)}}, ONE, "numbers"),
        ({"numbers": frozenset([*NUMBERS][:4])}, {"numbers": NUMBERS}, TWO, "alone"),
        # Two addresses with two numbers are still one report (泰州 2017), when the tables confirm it.
        ({"index_number": "X/1", "numbers": NUMBERS}, {"index_number": "X/2", "numbers": NUMBERS}, ONE, "numbers"),
        ({"prose": PROSE}, {"prose": PROSE + "一份副本"}, ONE, "prose"),
        ({"prose": PROSE}, {"prose": PROSE[:150]}, TWO, "alone"),
        ({"prose": ""}, {"prose": ""}, TWO, "alone"),
        ({"prose": PROSE}, {"prose": PROSE, "kind": "statistics"}, TWO, "alone"),
        ({"url": None}, {"url": None}, TWO, "alone"),
    ],
)
def test_one_report_or_two(
    first: dict[str, object], second: dict[str, object], expected: dict[str, str], rule: str
) -> None:
    decisions = identify([facts("a", **first), facts("b", **second)])
    assert reports(decisions) == expected
    assert {decision.rule for decision in decisions} == {rule}
    assert {decision.flags for decision in decisions} == {() if expected is ONE else ("same_body_year",)}


def test_likeness_is_confirmed_from_one_to_the_next() -> None:
    chain = [
        facts("a", index_number="X"),
        facts("b", index_number="X", url="https://a.cn/1"),
        facts("c", url="https://a.cn/1"),
    ]
    assert set(reports(identify(chain)).values()) == {"2023"}


def test_a_collision_joins_nothing_and_is_flagged_everywhere() -> None:
    template = {"index_number": "000014348/2024-00001"}
    decisions = identify(
        [facts("a", **template), facts("b", body="530100-厅", **template), facts("c", report_year=2022)]
    )
    assert [decision.report for decision in decisions] == ["530100-局/2023", "530100-厅/2023", "530100-局/2022"]
    assert [decision.flags for decision in decisions] == [("collision",), ("collision",), ()]


def test_the_panel_takes_the_bodys_own_site_then_the_latest_published() -> None:
    early = facts("a", published="2024-01-10")
    late = facts("b", published="2024-02-20")
    elsewhere = facts("c", published="2024-03-01", own_site=False)
    decisions = identify([elsewhere, late, early])
    assert reports(decisions) == {"a": "2023", "b": "2023/2", "c": "2023/3"}
    assert [decision.candidate for decision in decisions if decision.in_panel] == ["b"]


def test_new_content_at_one_address_is_a_later_version_and_going_back_makes_the_first_current() -> None:
    page = {"url": "https://a.cn/1"}
    first = facts("a", **page, published="2024-01-31", fetched_at="2024-02-01")
    without_date = facts("b", **page, fetched_at="2024-03-01")
    back = facts("c", **page, fetched_at="2024-04-01", byte_identity=first.byte_identity, content=first.content)
    current = [one.candidate for one in identify([first, without_date]) if one.current]
    assert current == ["b"]
    assert [one.candidate for one in identify([first, without_date, back]) if one.current] == ["a", "c"]


def test_a_copy_elsewhere_is_no_later_version_because_it_was_fetched_later() -> None:
    own = facts("a", index_number="X", fetched_at="2024-02-01")
    copy = facts("b", index_number="X", own_site=False, fetched_at="2024-03-01")
    swapped = (replace(own, fetched_at="2024-05-01"), copy)
    for pair in ((own, copy), swapped):
        assert [one.candidate for one in identify(pair) if one.current] == ["a"]


def test_a_versions_id_is_that_of_its_smallest_bytes() -> None:
    alone, copy = facts("a", content="same"), facts("b", content="same")
    assert identify([alone])[0].version == identify([alone, copy])[1].version
    assert identify([copy])[0].version != identify([alone, copy])[1].version


letters = st.sampled_from("abc")
candidates = st.lists(
    st.builds(
        CandidateFacts,
        candidate=st.text("abcdefgh", min_size=1, max_size=2),
        ordinal=st.just(0),
        body=letters,
        report_year=st.sampled_from([2022, 2023]),
        kind=st.sampled_from(["report", "report", "statistics"]),
        index_number=st.none() | letters,
        url=st.none() | letters,
        own_site=st.booleans(),
        published=st.none() | st.sampled_from(["2024-01-01", "2024-02-02"]),
        fetched_at=letters,
        byte_identity=st.text("abc", min_size=1, max_size=2),
        content=st.text("abc", min_size=1, max_size=2),
        numbers=st.sampled_from([frozenset(), NUMBERS]),
        prose=st.sampled_from(["", PROSE, PROSE + "副", "另一份年度报告"]),
    ),
    unique_by=lambda one: one.key,
    max_size=7,
)


@given(candidates.flatmap(lambda ones: st.tuples(st.just(ones), st.permutations(ones))))
def test_no_order_of_arrival_changes_anything(orders: tuple[list[CandidateFacts], list[CandidateFacts]]) -> None:
    assert identify(orders[0]) == identify(orders[1])


@given(candidates)
def test_every_candidate_is_decided_once_and_every_report_has_one_current_version(ones: list[CandidateFacts]) -> None:
    decisions = identify(ones)
    assert [(one.candidate, one.ordinal) for one in decisions] == sorted(one.key for one in ones)
    for report in {one.report for one in decisions}:
        of_report = [one for one in decisions if one.report == report]
        assert len({one.version for one in of_report if one.current}) == 1
        positions = {one.version: one.position for one in of_report}
        assert sorted(positions.values()) == list(range(1, len(positions) + 1))
    for group in {one.group for one in ones}:
        assert len({d.report for d in decisions if d.in_panel and d.report.startswith(f"{group[0]}/{group[1]}")}) == 1


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("３０７０/２０２４ 0001", "3070/20240001"),
        (" 014416330/2018-04736\n", "014416330/2018-04736"),
        ("无", None),
        ("—", None),
        ("", None),
        (None, None),
    ],
)
def test_index_numbers_are_normalised(printed: str | None, expected: str | None) -> None:
    assert normalise_index_number(printed) == expected


def test_bigrams_pass_over_blanks() -> None:
    assert bigrams("公 开\n年") == frozenset({"公开", "开年"})
    assert bigrams("年") == frozenset()
