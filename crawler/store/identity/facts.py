"""The values that identity works with: what it must know of a candidate, what is stated about it, what is decided."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from crawler.reports.model import Number

Rule = Literal["override", "index_number", "address", "content", "numbers", "prose", "alone"]
DoubtFlag = Literal["same_body_year", "collision", "same_number_contradicted", "apart_but_equal"]
Group = tuple[str, int]
"""(body id, report year)."""


@dataclass(frozen=True, slots=True)
class CandidateFacts:
    """What identity needs to know of one report in one candidate."""

    candidate: str
    ordinal: int
    """The report's place in its reading, from 0."""
    body: str
    report_year: int
    kind: str
    """The document's class: a report and a page of statistics are not joined by likeness."""
    index_number: str | None
    """Normalised (normalise_index_number)."""
    url: str | None
    own_site: bool
    published: str | None
    """ISO date."""
    fetched_at: str
    byte_identity: str
    content: str
    numbers: frozenset[tuple[str, Number]] = frozenset()
    """(where, value) of every number that its tables print, zeros too: a 0 against a 3 speaks against a join."""
    prose: str = ""
    office: str | None = None
    """Whose report it says it is: the body's id for a name or alias of the body, else the printed name; None = unknown.
    A body's own column holds its offices' reports too, and they are not the body's."""

    @property
    def group(self) -> Group:
        return (self.body, self.report_year)

    @property
    def key(self) -> tuple[str, int]:
        return (self.candidate, self.ordinal)

    @property
    def place(self) -> tuple[bool, str, str, int, str, str]:
        """For sorting: by address and bytes, files last. A candidate's id holds the time of its fetch, so it only
        tells apart what is the same page with the same bytes: else two crawls of one web would be two databases."""
        return (self.url is None, self.url or "", self.byte_identity, self.ordinal, self.fetched_at, self.candidate)


@dataclass(frozen=True, slots=True)
class StatedPairs:
    """What people have stated of pairs of candidates (data/overrides.csv). A pair's order says nothing."""

    same: frozenset[tuple[str, str]] = frozenset()
    """Both are one report, whatever the rules say."""
    apart: frozenset[tuple[str, str]] = frozenset()
    """They are two reports, also where a third candidate is like both. Stronger than `same`."""


NOTHING_STATED = StatedPairs()


@dataclass(frozen=True, slots=True)
class Decision:
    """Where one report of one candidate belongs, and why."""

    candidate: str
    ordinal: int
    report: str
    number: int
    """1 for `body/year`, 2 for `body/year/2` …"""
    version: str
    position: int
    """The version's place among its report's versions, from 1; the last is the current one."""
    current: bool
    in_panel: bool
    """Of several reports of one body and year, the one that a panel takes."""
    rule: Rule
    flags: tuple[DoubtFlag, ...]
    reason: str
    """In words, with what was measured. Nothing in it depends on when or in which order something was fetched."""


def normalise_index_number(printed: str | None) -> str | None:
    """NFKC, no blanks; None for what holds no Latin letter or digit (a dash, 无, a label without a number)."""
    if printed is None:
        return None
    text = "".join(unicodedata.normalize("NFKC", printed).split())
    return text if any(character.isascii() and character.isalnum() for character in text) else None


def version_id(group: Group, ordinal: int, byte_identity: str) -> str:
    """16 hex digits, from the smallest byte identity of a version's candidates: a re-parse never changes it.

    The body and year are in it because one page can be two bodies' report (a column registered twice).
    """
    return hashlib.sha256(f"{group[0]}/{group[1]}\n{ordinal}\n{byte_identity}".encode()).hexdigest()[:16]


def index_number_holders(candidates: Iterable[CandidateFacts]) -> dict[str, frozenset[Group]]:
    """索引号 → the bodies and years that it stands in."""
    holders: dict[str, set[Group]] = {}
    for one in candidates:
        if one.index_number is not None:
            holders.setdefault(one.index_number, set()).add(one.group)
    return {number: frozenset(groups) for number, groups in holders.items()}
