"""When a walk was complete: only on what the list states or what its pager counts (DESIGN.md, "Completeness")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.items import Evidence, VisitOutcome

_GRAVITY: tuple[VisitOutcome, ...] = ("blocked", "disallowed", "moved", "down", "incomplete")
"""Of several troubles the gravest is the outcome; each one's reason is kept."""
_REASONS_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Trouble:
    outcome: VisitOutcome
    reason: str


@dataclass(frozen=True, slots=True)
class Walked:
    """What a full walk saw of a list."""

    rows_by_page: tuple[int, ...]
    """New entries of each list page, in order."""
    seen: int
    said: int | None
    said_pages: int | None
    most_seen: int
    """The most entries that a walk of this list ever saw."""


def list_evidence(walked: Walked) -> Evidence:
    """What a judgement on the walk can rest on."""
    if walked.said is not None:
        return "stated"
    return "pager" if walked.said_pages is not None else "unstated"


def list_troubles(walked: Walked) -> tuple[Trouble, ...]:
    """What speaks against the walk being complete; () = the evidence bears it out."""
    found: list[str] = []
    pages = len(walked.rows_by_page)
    if walked.said is not None and walked.seen != walked.said:
        found.append(f"the list says that it holds {walked.said} entries, {walked.seen} were seen")
    if walked.said_pages is not None and pages != max(walked.said_pages, 1):
        found.append(f"the pager says {walked.said_pages} pages, {pages} were walked")
    if walked.said is None and walked.said_pages is not None:
        first = walked.rows_by_page[0]
        found += [
            f"page {number} of {pages} shows {rows} entries, page 1 shows {first}"
            for number, rows in enumerate(walked.rows_by_page[:-1], 1)
            if rows < first
        ]
    if list_evidence(walked) == "unstated" and walked.seen < walked.most_seen:
        found.append(f"{walked.seen} entries seen, {walked.most_seen} were seen before, and the list states no total")
    return tuple(Trouble("incomplete", reason) for reason in found)


def judge(troubles: Sequence[Trouble], notes: Sequence[str], seen: int) -> tuple[VisitOutcome, str]:
    """The outcome of a visit and its one line. Notes are named and change nothing."""
    reasons = list(dict.fromkeys([trouble.reason for trouble in troubles] + list(notes)))
    shown = "; ".join(reasons[:_REASONS_SHOWN])
    if len(reasons) > _REASONS_SHOWN:
        shown += f"; and {len(reasons) - _REASONS_SHOWN} more"
    line = " ".join(shown.split())
    if troubles:
        gravest = min((trouble.outcome for trouble in troubles), key=_GRAVITY.index)
        return gravest, line
    if seen == 0:
        return "empty", line or "the list holds no entry"
    return "complete", line
