"""Generated reports with known truth: every copy that is missed is counted, and no two reports are ever made one."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import get_args

import pytest

from accuracy.duplicates.feeding import reading_of
from accuracy.duplicates.generator import Page, generated_pages
from accuracy.duplicates.generator.page import CopyKind, NearMiss
from accuracy.duplicates.generator.tables import form_of
from accuracy.duplicates.scoring import Scores, decisions_of, score
from crawler.reports.checks import check_report, is_failure
from crawler.store.identity import Decision

CERTAIN = ("same bytes", "corrected, same number", "replaced at its address")
"""Copies that the store knows by their bytes, number or address, whatever they say."""
LEAST_RECALL_OF_LARGE = {
    "tables lost": 0.3,
    "prose rewritten": 0.65,
    "PDF twin": 0.9,
    "prose lost": 0.95,
    "corrected re-publication": 0.9,
    "other date format": 0.9,
}
"""By kind, for reports with large tables; all other kinds 0.97. The least of seeds 1 to 4: 0.37, 0.77, 0.94, 0.99, 0.95
and 0.95. The copies of another date format that are missed stand beside the office's own report under the government's
name, where a page is like both and is joined with neither."""


@pytest.fixture(scope="module")
def pages() -> tuple[Page, ...]:
    return generated_pages(300, seed=20240131)


@pytest.fixture(scope="module")
def decisions(pages: tuple[Page, ...]) -> dict[str, Decision]:
    return decisions_of(pages)


def test_no_two_reports_are_made_one_and_certain_copies_are_joined(
    pages: tuple[Page, ...], decisions: dict[str, Decision]
) -> None:
    _is_sound(score(pages, decisions))


def test_every_kind_of_copy_and_near_miss_is_there(pages: tuple[Page, ...]) -> None:
    made = Counter(page.made for page in pages)
    assert set(get_args(CopyKind)) <= set(made)
    assert set(get_args(NearMiss)) <= set(made)
    assert len({page.name for page in pages}) == len(pages)
    assert {page.report for page in pages} == {page.name for page in pages if page.made in get_args(NearMiss)}


def test_the_generated_tables_are_true_to_their_form(pages: tuple[Page, ...]) -> None:
    for page in pages:
        [report] = reading_of(page).reports
        if page.made == "PDF twin" or page.figures is None:
            continue
        failed = check_report(report.proactive, report.applications, form_of(page.year), report.review)  # type: ignore[arg-type]
        assert not [one for one in failed if is_failure(one)], page.name


def test_the_score_counts_what_was_missed_and_what_was_made_one(
    pages: tuple[Page, ...], decisions: dict[str, Decision]
) -> None:
    copy = next(page for page in pages if page.made == "same bytes")
    apart = {**decisions, copy.name: replace(decisions[copy.name], report="elsewhere")}
    before, after = score(pages, decisions), score(pages, apart)
    assert (copy.name, copy.report) in set(after.missed) - set(before.missed)
    assert after.recall < before.recall
    sister = next(page for page in pages if page.made == "sister office, named" and page.column == page.body)
    other = next(page for page in pages if page.column == sister.column and page.report != sister.report)
    merged = {**decisions, other.name: replace(decisions[other.name], report=decisions[sister.name].report)}
    assert (sister.name, other.name) in score(pages, merged).false_merges or (
        (other.name, sister.name) in score(pages, merged).false_merges
    )
    assert score(pages, merged).precision < 1


def test_the_same_seed_makes_the_same_pages() -> None:
    assert generated_pages(20, seed=7) == generated_pages(20, seed=7)
    assert generated_pages(20, seed=7) != generated_pages(20, seed=8)


@pytest.mark.soak
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_five_thousand_reports(seed: int) -> None:
    pages = generated_pages(5_000, seed)
    scores = score(pages, decisions_of(pages))
    _is_sound(scores)
    assert scores.reports >= 5_000
    for one in scores.copies:
        if one.size == "large":
            assert one.joined >= LEAST_RECALL_OF_LARGE.get(one.kind, 0.97) * one.pairs, one


def _is_sound(scores: Scores) -> None:
    assert scores.false_merges == ()
    assert scores.precision == 1.0
    assert 0 < scores.rule_one_pairs == scores.rule_one_flagged
    for one in scores.copies:
        if one.kind in CERTAIN:
            assert one.joined == one.pairs, one
    assert scores.recall > 0.6
