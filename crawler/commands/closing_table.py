"""What a crawl says at its end: a line a source, and the exit code that follows from the outcomes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from rich.table import Table

from crawler.items import EndedVisit, VisitOutcome
from pipelines.run import VisitResult

ALL_COMPLETE = 0
SOME_INCOMPLETE = 3
SOME_DOWN = 4

_SEVERITY: dict[VisitOutcome, int] = {
    "complete": ALL_COMPLETE,
    "unstated": ALL_COMPLETE,
    "incomplete": SOME_INCOMPLETE,
    "blocked": SOME_INCOMPLETE,
    "disallowed": SOME_INCOMPLETE,
    "empty": SOME_INCOMPLETE,
    "down": SOME_DOWN,
    "moved": SOME_DOWN,
}
"""Down and moved win: they want somebody to act. An empty list proves nothing, so it counts as incomplete. An unstated
one was walked to its end, and there is nothing that anybody could do about what it does not say."""
NAMED_SKIPPED = 10
"""So many skipped sources have a line each; more (the registry has dozens of unlisted ones) are summed up by reason."""


@dataclass(frozen=True, slots=True)
class SkippedSource:
    source_id: str
    reason: str


def exit_code(outcomes: Iterable[VisitOutcome]) -> int:
    return max((_SEVERITY[outcome] for outcome in outcomes), default=ALL_COMPLETE)


SHORTEST_NAME = 12
NUMBER_COLUMNS = ("list\npages", "report\npages", "said", "seen", "new", "changed", "same")
WITHDRAWN = "gone"
"""A column of its own only when a line was withdrawn: it is rare, and should be seen."""
LEGEND = (
    "said … same count the lists' entries; 3p = the list states no total, its pager counts 3 pages; "
    "gone = listed before and no longer shown; "
    "unstated = walked to its end, but the list says neither a total nor its pages, so absence is not proven"
)


def _said(visit: EndedVisit) -> str:
    if visit.said is not None:
        return str(visit.said)
    return "–" if visit.said_pages is None else f"{visit.said_pages}p"


def closing_table(visits: Sequence[VisitResult], skipped: Sequence[SkippedSource]) -> Table:
    """A line a source. Reasons are sentences, and follow the table with what is summed up: see `reason_lines`."""
    withdrawn = any(result.changes.withdrawn for result in visits)
    numbers = (*NUMBER_COLUMNS, WITHDRAWN) if withdrawn else NUMBER_COLUMNS
    table = Table(box=None, pad_edge=False, header_style="bold", collapse_padding=True)
    for name in ("source", *numbers, "outcome", "evidence"):
        # In a narrow window the names break over lines: a figure that is cut would be another figure.
        justify: Literal["left", "right"] = "right" if name in numbers else "left"
        width = SHORTEST_NAME if name == "source" else None
        table.add_column(name, justify=justify, no_wrap=name != "source", overflow="fold", min_width=width)
    for result in _in_order(visits):
        visit, changes = result.visit, result.changes
        table.add_row(
            visit.source_id,
            str(visit.list_pages),
            str(visit.report_pages),
            _said(visit),
            str(visit.seen),
            str(changes.new),
            str(changes.changed),
            str(changes.unchanged),
            *([str(changes.withdrawn)] if withdrawn else []),
            visit.outcome,
            visit.evidence,
        )
    for source in _named(skipped):
        table.add_row(source.source_id, *["–"] * len(numbers), "skipped", "–")
    return table


def reason_lines(visits: Sequence[VisitResult], skipped: Sequence[SkippedSource]) -> list[str]:
    """Why a source was not complete, was skipped, or what is worth knowing of it: one line each.

    Many skipped sources are one line a reason, the most frequent first.
    """
    lines = [f"{result.visit.source_id}: {result.visit.reason}" for result in _in_order(visits) if result.visit.reason]
    if _named(skipped):
        return lines + [f"{source.source_id}: {source.reason}" for source in skipped]
    reasons = Counter(source.reason for source in skipped).most_common()
    return lines + [f"{count} skipped: {reason}" for reason, count in reasons]


def _named(skipped: Sequence[SkippedSource]) -> Sequence[SkippedSource]:
    return skipped if len(skipped) <= NAMED_SKIPPED else ()


def _in_order(visits: Sequence[VisitResult]) -> list[VisitResult]:
    return sorted(visits, key=lambda result: result.visit.source_id)
