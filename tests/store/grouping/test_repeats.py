"""One page captured twice as it stood is one thing to identify."""

from __future__ import annotations

import pytest

from crawler.store.grouping.repeats import with_repeats, without_repeats
from crawler.store.identity import CandidateFacts, identify


def facts(
    candidate: str, minute: int, data: str, url: str | None = "https://a.cn/1", **changes: object
) -> CandidateFacts:
    values: dict[str, object] = {
        "candidate": candidate,
        "ordinal": 0,
        "body": "b",
        "report_year": 2023,
        "kind": "report",
        "index_number": None,
        "url": url,
        "own_site": True,
        "published": None,
        "fetched_at": f"{minute:02d}",
        "byte_identity": data,
        "content": data,
    }
    return CandidateFacts(**{**values, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("members", "repeated"),
    [
        ([facts("1", 1, "x"), facts("2", 2, "x"), facts("3", 3, "x")], {"2": "1", "3": "1"}),
        ([facts("1", 1, "x"), facts("2", 2, "y"), facts("3", 3, "x")], {}),  # put back
        ([facts("1", 1, "x"), facts("2", 2, "x", "https://b.cn/1")], {}),  # a copy elsewhere
        ([facts("1", 1, "x"), facts("2", 2, "x", own_site=False)], {}),  # once from its own column, once not
        ([facts("1", 1, "x"), facts("2", 2, "x", ordinal=1)], {}),  # two reports of one page
        ([facts("1", 1, "x", None), facts("2", 2, "y", None), facts("3", 3, "x", None)], {"3": "1"}),  # files
        ([facts("1", 1, "x", content="old"), facts("2", 2, "x", content="new")], {}),  # one of them is read again
    ],
)
def test_what_repeats_what(members: list[CandidateFacts], repeated: dict[str, str]) -> None:
    for given in (members, members[::-1]):
        kept, repeats = without_repeats(given)
        assert {one[0]: first[0] for one, first in repeats.items()} == repeated
        assert {one.candidate for one in kept} == {one.candidate for one in members} - set(repeated)


def test_a_repeat_is_decided_as_its_first_capture_is() -> None:
    first, again = facts("1", 1, "x"), facts("0", 2, "x")
    kept, repeats = without_repeats([first, again])
    decisions = with_repeats(identify(kept), repeats)
    assert [(one.candidate, one.rule, one.version) for one in decisions] == [
        ("0", "alone", decisions[1].version),
        ("1", "alone", decisions[1].version),
    ]
