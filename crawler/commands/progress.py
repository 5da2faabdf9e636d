"""What a crawl says on its way: a live bar on a terminal, plain lines in a log."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from crawler.commands.console import notices
from crawler.items import FetchedResponse
from crawler.store.grouping.reports import Applied
from pipelines.run import VisitResult

LINE_EVERY = 200
"""Responses between two lines of a log."""


class CrawlProgress:
    def __init__(self, sources: int) -> None:
        self._sources = sources
        self._ended = 0
        self._responses = 0
        self._read = 0
        self._bar: Progress | None = None
        if notices.is_terminal:
            self._bar = Progress(
                TextColumn("crawling"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("sources"),
                TextColumn("{task.fields[responses]} responses, {task.fields[read]} read"),
                TimeElapsedColumn(),
                console=notices,
                transient=True,
            )
            self._task = self._bar.add_task("crawl", total=sources, responses=0, read=0)

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def response(self, _: FetchedResponse) -> None:
        self._responses += 1
        if self._bar is not None:
            self._bar.update(self._task, responses=self._responses)
        elif self._responses % LINE_EVERY == 0:
            notices.print(
                f"{self._responses} responses, {self._read} read, {self._ended} of {self._sources} sources walked"
            )

    def applied(self, applied: Applied) -> None:
        self._read += applied.read + applied.not_a_report + applied.failed
        if self._bar is not None:
            self._bar.update(self._task, read=self._read)

    def visit(self, result: VisitResult) -> None:
        self._ended += 1
        if self._bar is not None:
            self._bar.update(self._task, completed=self._ended)
            return
        visit = result.visit
        reason = f": {visit.reason}" if visit.reason else ""
        notices.print(f"{visit.source_id} {visit.outcome}, {visit.seen} entries seen{reason}")
