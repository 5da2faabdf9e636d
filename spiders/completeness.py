"""When a walk was complete: only on what the list states or what its pager counts (DESIGN.md, "Completeness")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.items import Evidence, VisitOutcome

_GRAVITY: tuple[VisitOutcome, ...] = ("blocked", "disallowed", "moved", "down", "incomplete")
"""Of several troubles the gravest is the outcome; each one's reason is kept."""
_STRENGTH: tuple[Evidence, ...] = ("unstated", "pager", "stated")
_REASONS_SHOWN = 4
UNSTATED = "it says neither how many entries nor how many pages it has"


@dataclass(frozen=True, slots=True)
class Trouble:
    outcome: VisitOutcome
    reason: str


@dataclass(frozen=True, slots=True)
class ListWalked:
    """What a full walk saw of one list."""

    rows_by_page: tuple[int, ...]
    """New entries of each list page, in order."""
    seen: int
    said: int | None
    said_pages: int | None
    overlapping: bool = False
    """Its windows share entries by design, so neither their number nor their sizes say anything."""


def list_evidence(walked: ListWalked) -> Evidence:
    """What a judgement on the walk can rest on."""
    if walked.said is not None:
        return "stated"
    return "pager" if walked.said_pages is not None else "unstated"


def weakest(evidence: Sequence[Evidence]) -> Evidence:
    """Several lists prove together what the weakest of them proves."""
    return min(evidence, key=_STRENGTH.index, default="unstated")


def list_troubles(walked: ListWalked) -> tuple[Trouble, ...]:
    """What speaks against the walk being complete; () = the evidence bears it out."""
    found: list[str] = []
    pages = len(walked.rows_by_page)
    if walked.said is not None and walked.seen != walked.said:
        found.append(f"the list says that it holds {walked.said} entries, {walked.seen} were seen")
    if walked.said_pages is not None and not walked.overlapping and pages != max(walked.said_pages, 1):
        found.append(f"the pager says {walked.said_pages} pages, {pages} were walked")
    if walked.said is None and walked.said_pages is not None and not walked.overlapping and pages:
        first = walked.rows_by_page[0]
        found += [
            f"page {number} of {pages} shows {rows} entries, page 1 shows {first}"
            for number, rows in enumerate(walked.rows_by_page[:-1], 1)
            if rows < first
        ]
    return tuple(Trouble("incomplete", reason) for reason in found)


def shrunk(evidence: Evidence, seen: int, most_seen: int) -> tuple[Trouble, ...]:
    """An unstated walk that saw less than one before it: entries may be withdrawn, or the list did not show itself
    whole, and nothing tells which. A list that held entries and now shows none proves nothing by its 0 either.
    """
    if evidence == "unstated" and seen < most_seen:
        words = f"{seen} entries seen, {most_seen} were seen before, and the list states no total"
        return (Trouble("incomplete", words),)
    return ()


def judge(troubles: Sequence[Trouble], notes: Sequence[str], seen: int, evidence: Evidence) -> tuple[VisitOutcome, str]:
    """The outcome of a visit and its one line. Notes are named and change nothing.

    `complete` needs evidence; without any, a walk to where the list ends is `unstated`.
    """
    outcome: VisitOutcome = "complete"
    reasons = [trouble.reason for trouble in troubles]
    if troubles:
        outcome = min((trouble.outcome for trouble in troubles), key=_GRAVITY.index)
    elif seen == 0:
        outcome = "empty"
        reasons.append("the list holds no entry" if evidence != "unstated" else f"the list shows no entry; {UNSTATED}")
    elif evidence == "unstated":
        outcome = "unstated"
        reasons.append(f"the list was walked to where it ends; {UNSTATED}")
    reasons = list(dict.fromkeys([*reasons, *notes]))
    shown = "; ".join(reasons[:_REASONS_SHOWN])
    if len(reasons) > _REASONS_SHOWN:
        shown += f"; and {len(reasons) - _REASONS_SHOWN} more"
    return outcome, " ".join(shown.split())
