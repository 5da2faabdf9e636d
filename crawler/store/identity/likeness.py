"""Whether two candidates of one body, year and kind are one report by what they say (DESIGN.md, "Identity", rule 3).

Tables confirm by five equal numbers, prose by near-duplicate words; each is asked whether it contradicts the other, and
the printed names of both are asked too: an office that copies its sister's report changes the name first. What is not
confirmed stays a report of its own: a false join would hide one of two, a missed one is flagged and can be stated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from crawler.reports.model import Number
from crawler.store.bodies.name_forms import is_form_of
from crawler.store.identity.facts import CandidateFacts
from crawler.store.identity.prose_evidence import (
    NEAR_BITS,
    Prose,
    ProseEvidence,
    compare_prose,
    prepared,
    says_anything,
)
from crawler.store.identity.simhash import near_pairs
from crawler.store.identity.table_evidence import EQUAL_NUMBERS, TableEvidence, compare_tables

CASES_WITHOUT_PROSE = 5
"""Equal numbers of applications, reviews and suits that make one report of two whose proses differ."""
CASES_FOR_EACH_DIFFERING = 10
"""Such equal numbers for each number that differs, where there is no prose to ask."""
MOST_CORRECTED = 3
"""Numbers that may differ where the prose has the same words and the same figures of its own."""
WORDS_OF_A_CORRECTION = 0.98
"""Share of the smaller prose's pairs that a corrected re-publication keeps."""
FIGURES_FOR_EACH_DIFFERING = 3
"""Figures of the prose that outweigh one that differs."""
MOST_CONTRADICTING_NUMBERS = 5
"""Independent numbers that must differ before one 索引号 on both is doubted: a correction changes fewer."""


@dataclass(frozen=True, slots=True)
class Content:
    """What is compared of a candidate. Made once for each version of a group."""

    kind: str
    numbers: Mapping[str, Number]
    non_zero: frozenset[tuple[str, Number]]
    prose: Prose
    office: str | None


@dataclass(frozen=True, slots=True)
class Likeness:
    tables: TableEvidence
    prose: ProseEvidence
    same_office: bool | None
    """None: one of them does not say whose it is."""

    @property
    def confirms(self) -> Literal["numbers", "prose"] | None:
        """By what both are one report; None = not confirmed."""
        if self.same_office is False:
            return None
        # A small office's correction changes half of its few numbers. Its own figures then say whose report it is.
        if self.same_office and self.prose.corrected and self.tables.differing <= MOST_CORRECTED:
            return "prose"
        if self.tables.contradicts:
            return None
        # A few ones and twos are equal by chance in two offices, but not in one.
        enough = self.tables.equal >= EQUAL_NUMBERS and (self.tables.surprising or self.same_office is True)
        if enough and self._prose_allows:
            return "numbers"
        # Boilerplate without a name on it may be anybody's.
        if self.prose.near_duplicate and self.same_office is True and not self.tables.differing:
            return "prose"
        return None

    @property
    def speaks_against(self) -> bool:
        """Enough to doubt that one 索引号 on both means one report."""
        many = self.tables.differing >= MOST_CONTRADICTING_NUMBERS and self.tables.contradicts
        return self.same_office is False or many

    @property
    def opposes(self) -> bool:
        """They say different things: no third that is like both makes one report of them."""
        different = self.same_office is False or self.tables.contradicts
        return self.confirms is None and (different or (self.prose.long_enough and not self._prose_alike))

    @property
    def _prose_alike(self) -> bool:
        """The same prose but for corrections. It tells a corrected number once; another office has its own figures."""
        prose = self.prose
        return (
            prose.contained >= WORDS_OF_A_CORRECTION
            and prose.figures_differing <= 1 + self.tables.differing
            and prose.figures_equal >= FIGURES_FOR_EACH_DIFFERING * prose.figures_differing
        )

    @property
    def _prose_allows(self) -> bool:
        """Whether equal tables are one report's, and not a table that was copied."""
        tables, prose = self.tables, self.prose
        if not prose.long_enough:
            return not tables.differing or tables.equal_cases >= CASES_FOR_EACH_DIFFERING * tables.differing
        if self._prose_alike:
            return True
        return not tables.differing and tables.surprising and tables.equal_cases >= CASES_WITHOUT_PROSE


class Comparisons:
    """What the versions of a group say, each made ready once, and every two measured once. A version is named by the
    place of the candidate that stands for it."""

    def __init__(self, versions: Mapping[int, CandidateFacts]) -> None:
        self.contents = {place: _content_of(facts) for place, facts in versions.items()}
        # Hundreds of versions of one page mostly print the same tables: those are compared once.
        printed: dict[frozenset[tuple[str, Number]], int] = {}
        self._printed = {place: printed.setdefault(facts.numbers, len(printed)) for place, facts in versions.items()}
        self._tables: dict[tuple[int, int], TableEvidence] = {}
        self._measured: dict[tuple[int, int], Likeness | None] = {}

    def between(self, one: int, other: int) -> Likeness | None:
        """None: they are documents of two kinds, and are not compared. Symmetrical."""
        key = (min(one, other), max(one, other))
        if key not in self._measured:
            left, right = self.contents[one], self.contents[other]
            self._measured[key] = self._likeness(key, left, right) if left.kind == right.kind else None
        return self._measured[key]

    def _likeness(self, places: tuple[int, int], left: Content, right: Content) -> Likeness:
        printed = self._printed[places[0]], self._printed[places[1]]
        if printed not in self._tables:
            self._tables[printed] = compare_tables(left.numbers, right.numbers)
        return Likeness(
            self._tables[printed], compare_prose(left.prose, right.prose), _same_office(left.office, right.office)
        )

    def near(self) -> Iterator[tuple[int, int]]:
        """The pairs that a cheap look does not rule out, the smaller place first: no other pair is confirmed."""
        places = sorted(self.contents)
        telling = [place for place in places if says_anything(self.contents[place].prose)]
        alike = {
            (telling[left], telling[right])
            for left, right in near_pairs([self.contents[place].prose.simhash for place in telling], NEAR_BITS)
        }
        for left, right in combinations(places, 2):
            common = self.contents[left].non_zero & self.contents[right].non_zero
            if (left, right) in alike or len(common) >= EQUAL_NUMBERS:
                yield left, right


def _content_of(facts: CandidateFacts) -> Content:
    return Content(
        facts.kind,
        dict(facts.numbers),
        frozenset(pair for pair in facts.numbers if pair[1]),
        prepared(facts.prose),
        facts.office,
    )


def _same_office(left: str | None, right: str | None) -> bool | None:
    if left is None or right is None:
        return None
    return left == right or is_form_of(left, right) or is_form_of(right, left)
