"""DESIGN.md, "Identity": five rules, what is stated, and no order of arrival."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.store.identity import CandidateFacts, Decision, StatedPairs, identify, normalise_index_number

OFFICE = "昆明市政务服务管理局"
NUMBERS = frozenset((f"proactive.row{place}.decisions", 3 + place) for place in range(5))
OTHER_NUMBERS = frozenset((where, value + 1) for where, value in NUMBERS)
PROSE = "".join(chr(0x4E00 + number) for number in range(200))
OTHER_PROSE = "".join(chr(0x5E00 + number) for number in range(200))
SAID = {"prose": PROSE, "office": OFFICE}


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
        (SAID, {**SAID, "prose": PROSE + "一份副本"}, ONE, "prose"),
        (SAID, {**SAID, "prose": PROSE[:100]}, TWO, "alone"),
        ({**SAID, "prose": ""}, {**SAID, "prose": ""}, TWO, "alone"),
        (SAID, {**SAID, "kind": "statistics"}, TWO, "alone"),
        # Prose alone does not join reports whose tables contradict each other, nor tables those of two offices.
        ({**SAID, "numbers": NUMBERS}, {**SAID, "numbers": OTHER_NUMBERS}, TWO, "alone"),
        (SAID, {**SAID, "office": "昆明市商务局"}, TWO, "alone"),
        (SAID, {"prose": PROSE}, TWO, "alone"),
        ({"numbers": NUMBERS, "office": OFFICE}, {"numbers": NUMBERS, "office": "昆明市商务局"}, TWO, "alone"),
        ({"numbers": NUMBERS, "office": OFFICE}, {"numbers": NUMBERS, "office": f"{OFFICE}办公室"}, ONE, "numbers"),
        # A correction changes few of many numbers: five against one are enough, five against two are not.
        (
            {"prose": PROSE, "numbers": NUMBERS | {("review.review.upheld", 1)}},
            {"prose": PROSE, "numbers": NUMBERS | {("review.review.upheld", 2)}},
            ONE,
            "numbers",
        ),
        (
            {"prose": PROSE, "numbers": NUMBERS | {("review.review.upheld", 1), ("review.review.other", 1)}},
            {"prose": PROSE, "numbers": NUMBERS | {("review.review.upheld", 2), ("review.review.other", 2)}},
            TWO,
            "alone",
        ),
        (
            {**SAID, "numbers": frozenset(sorted(NUMBERS)[:4]) | {("review.review.upheld", 1)}},
            {**SAID, "numbers": frozenset(sorted(NUMBERS)[:4]) | {("review.review.upheld", 2)}},
            TWO,
            "alone",
        ),
        # A table that was copied: the proses have nothing in common.
        ({"numbers": NUMBERS, "prose": PROSE}, {"numbers": NUMBERS, "prose": OTHER_PROSE}, TWO, "alone"),
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


SISTER = facts("b", numbers=NUMBERS, prose=OTHER_PROSE)


def test_what_is_like_two_reports_that_are_not_alike_is_joined_with_neither() -> None:
    table_alone = facts("c", numbers=NUMBERS)
    assert reports(identify([facts("a", numbers=NUMBERS, prose=PROSE), table_alone])) == {"a": "2023", "c": "2023"}
    decisions = identify([facts("a", numbers=NUMBERS, prose=PROSE), SISTER, table_alone])
    assert len(set(reports(decisions).values())) == 3
    assert ["like two reports that are not alike" in one.reason for one in decisions] == [False, False, True]


@pytest.mark.parametrize(
    ("changes", "same", "apart", "expected"),
    [
        # What nothing joins, a statement does; in which order its two are named says nothing.
        ([{}, {}], ["ab"], [], ["ab"]),
        ([{}, {}], ["ba"], [], ["ab"]),
        ([{"index_number": "X"}, {"index_number": "X"}], [], ["ab"], ["a", "b"]),
        ([{"url": "https://a.cn/1"}, {"url": "https://a.cn/1"}], [], ["ba"], ["a", "b"]),
        # Apart also through a third: it goes to the one with the stronger join.
        ([{"url": "u", "index_number": "X"}, {"index_number": "X"}, {"url": "u"}], [], ["ab"], ["ac", "b"]),
        ([{"index_number": "X"}, {"index_number": "X"}, {"index_number": "X"}], [], ["ab"], None),
        ([{}, {}, {}], ["ac", "cb"], ["ab"], None),
        # Stated both ways: apart holds.
        ([{}, {}], ["ab"], ["ba"], ["a", "b"]),
        # One content is one version, and no statement cuts it.
        ([{"content": "same"}, {"content": "same"}], [], ["ab"], ["ab"]),
        # Candidates that are not in the group.
        ([{}, {}], ["ax", "xb"], ["xy"], ["a", "b"]),
    ],
)
def test_what_is_stated_wins(
    changes: list[dict[str, object]], same: list[str], apart: list[str], expected: list[str] | None
) -> None:
    members = [facts(name, **one) for name, one in zip("abc", changes, strict=False)]
    stated = StatedPairs(*(frozenset((pair[0], pair[1]) for pair in pairs) for pairs in (same, apart)))
    decisions = identify(members, stated=stated)
    assert decisions == identify(members[::-1], stated=stated)
    by_report: dict[str, str] = {}
    for one in decisions:
        by_report[one.report] = by_report.get(one.report, "") + one.candidate
    if expected is None:
        assert sorted(map(len, by_report.values())) == [1, 2]
        assert not {"ab", "abc"} & set(by_report.values())
    else:
        assert sorted(by_report.values()) == expected
    named = {name for pair in (*same, *apart) if set(pair) <= set("abc"[: len(members)]) for name in pair}
    assert {one.candidate for one in decisions if one.rule == "override"} == named
    assert any("apart_but_equal" in one.flags for one in decisions) == ("content" in changes[0])


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ({"index_number": "X/1"}, {"index_number": "X/1"}, "the same 索引号 X/1 within its publisher"),
        ({"numbers": NUMBERS}, {"numbers": NUMBERS}, "5 equal numbers in the tables, 0 differ; prose too short"),
        (
            SAID,
            {**SAID, "prose": PROSE + "甲"},
            "confirmed by its prose; as https://a.cn/b: 0 equal numbers in the tables, 0 differ; prose: ",
        ),
        (
            {"numbers": NUMBERS},
            {"numbers": OTHER_NUMBERS},
            "not confirmed to be 530100-局/2023/2: 0 equal numbers in the tables, 5 differ",
        ),
        ({**SAID}, {**SAID, "office": "昆明市商务局"}, "another office's name is printed"),
        ({}, {"kind": "statistics"}, "not confirmed to be 530100-局/2023/2: another kind of document"),
    ],
)
def test_a_reason_says_what_was_measured(first: dict[str, object], second: dict[str, object], words: str) -> None:
    assert words in identify([facts("a", **first), facts("b", **second)])[0].reason


def test_a_collision_names_a_few_of_the_other_bodies_and_years_and_counts_the_rest() -> None:
    years = [facts(f"c{year}", report_year=year, index_number="X") for year in range(2013, 2024)]
    first = identify(years)[0]
    assert first.reason.endswith("its 索引号 also stands in 530100-局 2014, 530100-局 2015, 530100-局 2016 and 7 more")
    forty = [facts(f"c{place:03}", body=f"局{place:03}", index_number="X") for place in range(60)]
    told = {one.reason for one in identify(forty)}
    assert len(told) == 4  # the three that are named, and all the others
    assert identify(forty)[50].reason.endswith("局000 2023, 局001 2023, 局002 2023 and more than 37 others")


@pytest.mark.parametrize(
    ("first", "second", "contradicted"),
    [
        ({"numbers": NUMBERS}, {"numbers": OTHER_NUMBERS}, True),
        ({"office": OFFICE}, {"office": "昆明市商务局"}, True),
        # A correction changes a few, and a page that is replaced at its address may say what it likes.
        ({"numbers": NUMBERS}, {"numbers": frozenset([*NUMBERS][1:]) | {("review.review.upheld", 2)}}, False),
        ({"numbers": NUMBERS, "url": "u"}, {"numbers": OTHER_NUMBERS, "url": "u"}, False),
    ],
)
def test_one_number_on_two_pages_that_say_different_things_is_one_report_and_flagged(
    first: dict[str, object], second: dict[str, object], contradicted: bool
) -> None:
    decisions = identify([facts("a", index_number="X", **first), facts("b", index_number="X", **second)])
    assert reports(decisions) == ONE
    assert {"same_number_contradicted" in one.flags for one in decisions} == {contradicted}


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
        numbers=st.sampled_from([frozenset(), NUMBERS, OTHER_NUMBERS]),
        prose=st.sampled_from(["", PROSE, PROSE + "副", OTHER_PROSE]),
        office=st.none() | st.sampled_from([OFFICE, "昆明市商务局"]),
    ),
    unique_by=lambda one: one.key,
    max_size=7,
)


names = st.text("abcdefgh", min_size=1, max_size=2)
pairs = st.frozensets(st.tuples(names, names).filter(lambda pair: pair[0] != pair[1]), max_size=3)
stated_pairs = st.builds(StatedPairs, pairs, pairs)


@given(candidates.flatmap(lambda ones: st.tuples(st.just(ones), st.permutations(ones))), stated_pairs)
def test_no_order_of_arrival_changes_anything(
    orders: tuple[list[CandidateFacts], list[CandidateFacts]], stated: StatedPairs
) -> None:
    assert identify(orders[0], stated=stated) == identify(orders[1], stated=stated)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(candidates, stated_pairs)
def test_what_is_stated_to_be_apart_is_never_one_report(ones: list[CandidateFacts], stated: StatedPairs) -> None:
    decisions = identify(ones, stated=stated)
    for left in decisions:
        for right in decisions:
            if {(left.candidate, right.candidate), (right.candidate, left.candidate)} & stated.apart:
                assert left.report != right.report or left.version == right.version


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(candidates)
def test_a_join_is_symmetrical(ones: list[CandidateFacts]) -> None:
    for left in ones[:3]:
        for right in ones[:3]:
            if left.key < right.key and left.group == right.group:
                swapped = [replace(left, candidate=right.candidate), replace(right, candidate=left.candidate)]
                there, back = identify([left, right]), identify(swapped)
                assert (there[0].report == there[1].report) == (back[0].report == back[1].report)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(candidates)
def test_an_unrelated_candidate_changes_nothing(ones: list[CandidateFacts]) -> None:
    other = facts("zz", body="别的机关", numbers=NUMBERS, prose=PROSE)
    assert [one for one in identify([*ones, other]) if one.candidate != "zz"] == list(identify(ones))


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(candidates)
def test_a_report_decided_for_itself_stays_one(ones: list[CandidateFacts]) -> None:
    """What was joined is joined again when nothing else is there."""
    decisions = identify(ones)
    for report in {one.report for one in decisions}:
        keys = {(one.candidate, one.ordinal) for one in decisions if one.report == report}
        assert len({one.report for one in identify([one for one in ones if one.key in keys])}) == 1


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
