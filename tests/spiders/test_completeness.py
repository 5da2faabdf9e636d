"""When a visit is complete, on which evidence, and how its outcome is worded."""

from __future__ import annotations

import pytest

from crawler.items import Evidence, VisitOutcome
from spiders.completeness import UNSTATED, ListWalked, Trouble, judge, list_evidence, list_troubles, shrunk, weakest

CASES: list[tuple[str, ListWalked, Evidence, list[str]]] = [
    ("said and seen agree", ListWalked((10, 10, 4), 24, 24, 3), "stated", []),
    (
        "20 of 37",
        ListWalked((10, 10), 20, 37, None),
        "stated",
        ["the list says that it holds 37 entries, 20 were seen"],
    ),
    (
        "more than said",
        ListWalked((10,), 10, 9, None),
        "stated",
        ["the list says that it holds 9 entries, 10 were seen"],
    ),
    ("pages full", ListWalked((10, 10, 4), 24, None, 3), "pager", []),
    ("one page short", ListWalked((10, 10), 20, None, 3), "pager", ["the pager says 3 pages, 2 were walked"]),
    (
        "a page in the middle is short",
        ListWalked((10, 7, 10), 27, None, 3),
        "pager",
        ["page 2 of 3 shows 7 entries, page 1 shows 10"],
    ),
    ("a total outweighs a short page", ListWalked((10, 7, 10), 27, 27, 3), "stated", []),
    ("windows that overlap differ in new rows", ListWalked((76, 25, 25, 3), 129, None, 9, True), "pager", []),
    (
        "windows that overlap must still hold what was said",
        ListWalked((76, 25), 101, 176, 9, True),
        "stated",
        ["the list says that it holds 176 entries, 101 were seen"],
    ),
    ("nothing stated", ListWalked((10,), 10, None, None), "unstated", []),
    ("a stated list may shrink", ListWalked((9,), 9, 9, None), "stated", []),
    ("an empty list of no pages", ListWalked((0,), 0, None, 0), "pager", []),
]


@pytest.mark.parametrize(
    ("walked", "evidence", "troubles"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_the_evidence_of_a_list(walked: ListWalked, evidence: Evidence, troubles: list[str]) -> None:
    assert list_evidence(walked) == evidence
    assert list_troubles(walked) == tuple(Trouble("incomplete", reason) for reason in troubles)


@pytest.mark.parametrize(
    ("lists", "expected"),
    [
        (["stated", "stated"], "stated"),
        (["stated", "pager"], "pager"),
        (["stated", "unstated", "pager"], "unstated"),
        ([], "unstated"),
    ],
)
def test_several_lists_prove_what_the_weakest_proves(lists: list[Evidence], expected: Evidence) -> None:
    assert weakest(lists) == expected


@pytest.mark.parametrize(
    ("evidence", "seen", "most_seen", "expected"),
    [
        ("unstated", 9, 10, ["9 entries seen, 10 were seen before, and the list states no total"]),
        ("unstated", 0, 10, ["0 entries seen, 10 were seen before, and the list states no total"]),
        ("unstated", 10, 10, []),
        ("pager", 9, 10, []),
        ("stated", 9, 10, []),
    ],
)
def test_an_unstated_list_that_shrank_is_incomplete(
    evidence: Evidence, seen: int, most_seen: int, expected: list[str]
) -> None:
    assert [trouble.reason for trouble in shrunk(evidence, seen, most_seen)] == expected


@pytest.mark.parametrize(
    ("evidence", "seen", "expected"),
    [
        ("stated", 5, ("complete", "")),
        ("pager", 5, ("complete", "")),
        ("unstated", 5, ("unstated", f"the list was walked to where it ends; {UNSTATED}")),
        ("stated", 0, ("empty", "the list holds no entry")),
        ("unstated", 0, ("empty", f"the list shows no entry; {UNSTATED}")),
    ],
)
def test_only_evidence_makes_a_walk_complete(evidence: Evidence, seen: int, expected: tuple[VisitOutcome, str]) -> None:
    assert judge([], [], seen, evidence) == expected


@pytest.mark.parametrize(
    ("outcomes", "seen", "expected"),
    [
        ([], 5, "complete"),
        ([], 0, "empty"),
        (["incomplete"], 0, "incomplete"),
        (["incomplete", "blocked"], 5, "blocked"),
        (["down"], 0, "down"),
        (["incomplete", "moved"], 0, "moved"),
    ],
)
def test_the_gravest_trouble_is_the_outcome(outcomes: list[VisitOutcome], seen: int, expected: VisitOutcome) -> None:
    assert judge([Trouble(outcome, outcome) for outcome in outcomes], [], seen, "stated")[0] == expected


def test_notes_are_named_and_leave_a_visit_complete() -> None:
    assert judge([], ["attachment disallowed: x"], 3, "pager") == ("complete", "attachment disallowed: x")


def test_the_reason_is_one_line_and_names_how_many_more_there_are() -> None:
    outcome, reason = judge([Trouble("incomplete", f"line {number}\nbroken") for number in range(9)], [], 3, "stated")
    assert outcome == "incomplete"
    assert "\n" not in reason
    assert reason.endswith("and 5 more")
