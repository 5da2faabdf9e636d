"""Scores added up: for all documents of an origin, and within it for each format, form, layout, damage and trap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from accuracy.scoring import CaseScore
from accuracy.words import ASPECTS

FACETS = ("format", "form", "layout", "damage", "head", "headings")
UNVERIFIED = "unverified"
"""The facet of a document whose shape FORMATS.md marks [M]: it counts towards no percentage."""


@dataclass(slots=True)
class Tally:
    """Numbers of cells and words by what became of them."""

    documents: int = 0
    right_documents: int = 0
    cells: Counter[str] = field(default_factory=Counter)
    """right, wrong, missing, invented; and flagged (any cell that a flag or failed check covers), silent."""
    words: Counter[str] = field(default_factory=Counter)
    aspects: dict[str, Counter[str]] = field(default_factory=lambda: {aspect: Counter() for aspect in ASPECTS})

    def add(self, score: CaseScore) -> None:
        self.documents += 1
        self.right_documents += score.is_right
        for cell in score.cells:
            self.cells[cell.outcome] += 1
            self.cells["all"] += 1
            self.cells["flagged"] += bool(cell.covers)
            self.cells["silent"] += cell.is_silent
        for word in score.words:
            self.words[word.outcome] += 1
            self.words["all"] += 1
            self.aspects[word.aspect][word.outcome] += 1
            self.aspects[word.aspect]["all"] += 1

    @property
    def cell_share(self) -> float:
        return _share(self.cells)

    @property
    def word_share(self) -> float:
        return _share(self.words)


def _share(counts: Counter[str]) -> float:
    """Right of all; 1 where there is nothing to be wrong in."""
    return counts["right"] / counts["all"] if counts["all"] else 1.0


def counted(scores: Iterable[CaseScore]) -> list[CaseScore]:
    """Those that count towards a percentage."""
    return [score for score in scores if UNVERIFIED not in score.case.facets]


def unverified(scores: Iterable[CaseScore]) -> list[CaseScore]:
    return [score for score in scores if UNVERIFIED in score.case.facets]


def tally(scores: Iterable[CaseScore]) -> Tally:
    total = Tally()
    for score in scores:
        total.add(score)
    return total


def tallies_by(scores: Sequence[CaseScore], names_of: Callable[[CaseScore], Iterable[str]]) -> dict[str, Tally]:
    """A tally for each name; a document with several names (its traps) counts under each."""
    groups: dict[str, Tally] = {}
    for score in scores:
        for name in names_of(score):
            groups.setdefault(name, Tally()).add(score)
    return dict(sorted(groups.items()))


def by_origin(scores: Sequence[CaseScore]) -> dict[str, Tally]:
    return tallies_by(scores, lambda score: (score.case.origin,))


def by_facet(scores: Sequence[CaseScore], facet: str) -> dict[str, Tally]:
    """A trap's document names its trap as its damage; it stands among the traps."""
    own = [score for score in scores if not (facet == "damage" and score.case.traps)]
    return tallies_by(own, lambda score: (score.case.facets[facet],) if facet in score.case.facets else ())


def by_trap(scores: Sequence[CaseScore]) -> dict[str, Tally]:
    return tallies_by(scores, lambda score: score.case.traps)
