"""Pairs that are one report in truth against pairs that identity takes for one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import get_args

from accuracy.duplicates.feeding import facts_of
from accuracy.duplicates.generator import Page
from accuracy.duplicates.generator.page import NearMiss
from crawler.store.identity import Decision, identify

RULE_ONE = "template's number, same body and year"
"""Two reports of one body and year that share a number: DESIGN.md's rule 1 says they are one, so they are counted
apart; each must be flagged."""


@dataclass(frozen=True, slots=True)
class KindScore:
    """A kind of copy, over the pairs of a copy and what it was made of; or a kind of near-miss, over the pairs of one
    column that are two reports."""

    kind: str
    size: str
    """Of the tables; "" for near-misses."""
    pairs: int
    compared: int
    """Those of one body and year: the others are never compared."""
    joined: int


@dataclass(frozen=True, slots=True)
class Scores:
    pages: int
    reports: int
    true_pairs: int
    """Pairs of pages that are one report in truth."""
    joined_pairs: int
    """Pairs that identity takes for one report, those of RULE_ONE left out."""
    false_merges: tuple[tuple[str, str], ...]
    """Names of pages that are two reports and were taken for one."""
    copies: tuple[KindScore, ...]
    near_misses: tuple[KindScore, ...]
    missed: tuple[tuple[str, str], ...]
    """Names of a copy and its original that were not taken for one."""
    rule_one_pairs: int
    rule_one_flagged: int

    @property
    def recall(self) -> float:
        return (self.joined_pairs - len(self.false_merges)) / self.true_pairs if self.true_pairs else 1.0

    @property
    def precision(self) -> float:
        return 1 - len(self.false_merges) / self.joined_pairs if self.joined_pairs else 1.0


def decisions_of(pages: Sequence[Page]) -> dict[str, Decision]:
    """Page name → decision."""
    return {one.candidate: one for one in identify(facts_of(pages))}


def score(pages: Sequence[Page], decisions: Mapping[str, Decision]) -> Scores:
    columns: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        columns[page.column].append(page)
    by_name = {page.name: page for page in pages}
    true_pairs = joined_pairs = rule_one = flagged = 0
    false: list[tuple[str, str]] = []
    near: list[_Pair] = []
    for left, right in (pair for members in columns.values() for pair in combinations(members, 2)):
        joined = decisions[left.name].report == decisions[right.name].report
        if left.report == right.report:
            true_pairs += 1
            joined_pairs += joined
        elif left.made == RULE_ONE == right.made:
            rule_one += 1
            flagged += all("same_number_contradicted" in decisions[one.name].flags for one in (left, right))
        else:
            joined_pairs += joined
            compared = (left.body, left.year) == (right.body, right.year)
            near.append(_Pair(_near_miss(by_name[left.report], by_name[right.report]), "", compared, joined))
            if joined:
                false.append((left.name, right.name))
    copies = [page for page in pages if page.name != page.report]
    joined_to = {page.name: decisions[page.name].report == decisions[page.report].report for page in copies}
    return Scores(
        pages=len(pages),
        reports=len({page.report for page in pages}),
        true_pairs=true_pairs,
        joined_pairs=joined_pairs,
        false_merges=tuple(false),
        copies=_kinds(_Pair(page.made, page.size, True, joined_to[page.name]) for page in copies),
        near_misses=_kinds(near),
        missed=tuple((page.name, page.report) for page in copies if not joined_to[page.name]),
        rule_one_pairs=rule_one,
        rule_one_flagged=flagged,
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    kind: str
    size: str
    compared: bool
    joined: bool


def _near_miss(left: Page, right: Page) -> str:
    """What two reports are to each other: the later one's kind says it (next year's report with last year's title)."""
    return max((str(left.made), str(right.made)), key=get_args(NearMiss).index)


def _kinds(pairs: Iterable[_Pair]) -> tuple[KindScore, ...]:
    by_kind: dict[tuple[str, str], list[_Pair]] = defaultdict(list)
    for pair in pairs:
        by_kind[pair.kind, pair.size].append(pair)
    return tuple(
        KindScore(kind, size, len(ones), sum(one.compared for one in ones), sum(one.joined for one in ones))
        for (kind, size), ones in sorted(by_kind.items())
    )
