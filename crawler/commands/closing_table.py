"""What a crawl says at its end: a line a source, and the exit code that follows from the outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.table import Table

from crawler.items import EndedVisit, VisitOutcome
from pipelines.run import VisitResult

ALL_COMPLETE = 0
SOME_INCOMPLETE = 3
SOME_DOWN = 4

_SEVERITY: dict[VisitOutcome, int] = {
    "complete": ALL_COMPLETE,
    "incomplete": SOME_INCOMPLETE,
    "blocked": SOME_INCOMPLETE,
    "disallowed": SOME_INCOMPLETE,
    "empty": SOME_INCOMPLETE,
    "down": SOME_DOWN,
    "moved": SOME_DOWN,
}
"""Down and moved win: they want somebody to act. An empty list proves nothing, so it counts as incomplete."""


@dataclass(frozen=True, slots=True)
class SkippedSource:
    source_id: str
    reason: str


def exit_code(outcomes: Iterable[VisitOutcome]) -> int:
    return max((_SEVERITY[outcome] for outcome in outcomes), default=ALL_COMPLETE)


NUMBER_COLUMNS = ("list\npages", "report\npages", "said", "seen", "new", "changed", "same")
LEGEND = "said … same count the lists' entries; 3p = the list states no total, its pager counts 3 pages"


def _said(visit: EndedVisit) -> str:
    if visit.said is not None:
        return str(visit.said)
    return "–" if visit.said_pages is None else f"{visit.said_pages}p"


def closing_table(visits: Sequence[VisitResult], skipped: Sequence[SkippedSource]) -> Table:
    """A line a source. Reasons are sentences: they follow the table, see `reason_lines`."""
    table = Table(box=None, pad_edge=False, header_style="bold", collapse_padding=True)
    for name in ("source", *NUMBER_COLUMNS, "outcome", "evidence"):
        table.add_column(name, justify="right" if name in NUMBER_COLUMNS else "left", no_wrap=True)
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
            visit.outcome,
            visit.evidence,
        )
    for source in skipped:
        table.add_row(source.source_id, *["–"] * len(NUMBER_COLUMNS), "skipped", "–")
    return table


def reason_lines(visits: Sequence[VisitResult], skipped: Sequence[SkippedSource]) -> list[str]:
    """Why a source was not complete, was skipped, or what is worth knowing of it: one line each."""
    lines = [f"{result.visit.source_id}: {result.visit.reason}" for result in _in_order(visits) if result.visit.reason]
    return lines + [f"{source.source_id}: {source.reason}" for source in skipped]


def _in_order(visits: Sequence[VisitResult]) -> list[VisitResult]:
    return sorted(visits, key=lambda result: result.visit.source_id)
