"""When a visit is complete, on which evidence, and how its outcome is worded."""

from __future__ import annotations

import pytest

from crawler.items import Evidence, VisitOutcome
from spiders.completeness import Trouble, Walked, judge, list_evidence, list_troubles

CASES: list[tuple[str, Walked, Evidence, list[str]]] = [
    ("said and seen agree", Walked((10, 10, 4), 24, 24, 3, 24), "stated", []),
    ("20 of 37", Walked((10, 10), 20, 37, None, 0), "stated", ["the list says that it holds 37 entries, 20 were seen"]),
    (
        "more than said",
        Walked((10,), 10, 9, None, 0),
        "stated",
        ["the list says that it holds 9 entries, 10 were seen"],
    ),
    ("pages full", Walked((10, 10, 4), 24, None, 3, 0), "pager", []),
    ("one page short", Walked((10, 10), 20, None, 3, 0), "pager", ["the pager says 3 pages, 2 were walked"]),
    (
        "a page in the middle is short",
        Walked((10, 7, 10), 27, None, 3, 0),
        "pager",
        ["page 2 of 3 shows 7 entries, page 1 shows 10"],
    ),
    ("a total outweighs a short page", Walked((10, 7, 10), 27, 27, 3, 0), "stated", []),
    ("nothing stated", Walked((10,), 10, None, None, 10), "unstated", []),
    (
        "nothing stated and fewer than ever",
        Walked((9,), 9, None, None, 10),
        "unstated",
        ["9 entries seen, 10 were seen before, and the list states no total"],
    ),
    ("a stated list may shrink", Walked((9,), 9, 9, None, 10), "stated", []),
    ("an empty list of no pages", Walked((0,), 0, None, 0, 0), "pager", []),
]


@pytest.mark.parametrize(
    ("walked", "evidence", "troubles"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_the_evidence_of_a_walk(walked: Walked, evidence: Evidence, troubles: list[str]) -> None:
    assert list_evidence(walked) == evidence
    assert list_troubles(walked) == tuple(Trouble("incomplete", reason) for reason in troubles)


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
    assert judge([Trouble(outcome, outcome) for outcome in outcomes], [], seen)[0] == expected


def test_notes_are_named_and_leave_a_visit_complete() -> None:
    assert judge([], ["attachment disallowed: x"], 3) == ("complete", "attachment disallowed: x")


def test_the_reason_is_one_line_and_names_how_many_more_there_are() -> None:
    outcome, reason = judge([Trouble("incomplete", f"line {number}\nbroken") for number in range(9)], [], 3)
    assert outcome == "incomplete"
    assert "\n" not in reason
    assert reason.endswith("and 5 more")
