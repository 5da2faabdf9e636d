"""Where a version's rows come from when its candidates are read again one by one."""

from __future__ import annotations

import pytest

from crawler.store.grouping.version_plan import StoredVersion, plan_versions
from crawler.store.identity import CandidateFacts, version_id

GROUP = ("530100-局", 2023)


def facts(name: str, content: str, data: str | None = None) -> CandidateFacts:
    return CandidateFacts(
        candidate=name,
        ordinal=0,
        body=GROUP[0],
        report_year=GROUP[1],
        kind="report",
        index_number=None,
        url=None,
        own_site=False,
        published=None,
        fetched_at="2024",
        byte_identity=data or name,
        content=content,
    )


def stored(data: str, content: str) -> StoredVersion:
    return StoredVersion(version_id(GROUP, 0, data), data, content, 0)


A, B = version_id(GROUP, 0, "a"), version_id(GROUP, 0, "b")


@pytest.mark.parametrize(
    ("members", "rows", "fresh", "expected"),
    [
        # version → (whose reading is written, whose rows are kept or moved, whether its holder is read again)
        ([facts("a", "F")], [], "a", {A: ("a", None, False)}),
        ([facts("a", "F"), facts("b", "F")], [stored("a", "F")], "b", {A: (None, A, False)}),
        ([facts("a", "F"), facts("b", "F")], [stored("b", "F")], "a", {A: ("a", None, False)}),
        # The holder is read otherwise: its old rows are the other's now, until that one is read for itself.
        (
            [facts("a", "new"), facts("b", "F")],
            [stored("a", "F")],
            "a",
            {A: ("a", None, False), B: (None, A, True)},
        ),
        # The holder has left the group altogether.
        ([facts("b", "F")], [stored("a", "F")], "", {B: (None, A, True)}),
        # Copies by bytes stay one version while only one of them has been read by the new parser.
        ([facts("a", "new", "a"), facts("b", "F", "a")], [stored("a", "F")], "a", {A: ("a", None, False)}),
        # The same bytes twice: the first one's reading stands, whichever was read last, until it has left.
        ([facts("a", "F", "a"), facts("b", "F", "a")], [stored("a", "F")], "b", {A: (None, A, False)}),
        ([facts("a", "old", "a"), facts("b", "F", "a")], [stored("a", "old")], "b", {A: (None, A, False)}),
        ([facts("a", "F", "a"), facts("b", "F", "a")], [stored("a", "F")], "ab", {A: ("a", None, False)}),
        ([facts("b", "F", "a")], [stored("a", "old")], "", {A: (None, A, True)}),
        ([facts("b", "F", "a")], [stored("a", "old")], "b", {A: ("b", None, False)}),
        # Nothing is at hand: it must be read again.
        ([facts("a", "F"), facts("b", "old")], [stored("a", "F")], "", {A: (None, A, False), B: (None, None, True)}),
    ],
)
def test_plans(
    members: list[CandidateFacts],
    rows: list[StoredVersion],
    fresh: str,
    expected: dict[str, tuple[str | None, str | None, bool]],
) -> None:
    plans = plan_versions(members, rows, {(name, 0) for name in fresh})
    assert {
        plan.id: (plan.fresh.candidate if plan.fresh else None, plan.row, plan.read_again) for plan in plans
    } == expected
    assert [plan.lacking for plan in plans] == [plan.fresh is None and plan.row is None for plan in plans]
