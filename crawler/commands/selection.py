"""Which sources a crawl walks: by id, family and division, and by their state in the registry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.commands.closing_table import SkippedSource
from crawler.commands.console import USAGE, fail
from crawler.divisions import lies_in
from crawler.net.browser import browser_problem
from crawler.sources import Source


@dataclass(frozen=True, slots=True)
class Selection:
    source_ids: tuple[str, ...]
    families: tuple[str, ...]
    divisions: tuple[str, ...]
    """GB/T 2260 codes; trailing zeros stand for all below (530000 = all of Yunnan)."""

    def holds(self, source: Source) -> bool:
        return (
            (not self.source_ids or source.id in self.source_ids)
            and (not self.families or source.family in self.families)
            and (not self.divisions or any(lies_in(source.division, division) for division in self.divisions))
        )


def select(sources: Sequence[Source], selection: Selection) -> tuple[Source, ...]:
    """The selected rows. Ends the command where a name stands for no source, since a typo must not crawl nothing."""
    for source_id in selection.source_ids:
        if all(source.id != source_id for source in sources):
            fail(f"--source {source_id}: no such source; `nianbao sources list` shows them", USAGE)
    chosen = tuple(source for source in sources if selection.holds(source))
    if not chosen:
        fail("no source matches the selection; `nianbao sources list` shows them", USAGE)
    return chosen


def split_by_state(
    sources: Sequence[Source], families: frozenset[str], *, replica: bool
) -> tuple[list[Source], list[SkippedSource]]:
    """Which sources are walked, and why the others are not."""
    walked: list[Source] = []
    skipped: list[SkippedSource] = []
    for source in sources:
        if source.state == "disabled":
            skipped.append(SkippedSource(source.id, "disabled in the registry"))
        elif source.state == "unlisted":
            skipped.append(SkippedSource(source.id, "the registry knows no list address"))
        elif source.state == "assumed" and not replica:
            skipped.append(
                SkippedSource(source.id, "its list address is assumed, not observed: only the replica serves it")
            )
        elif source.family not in families:
            skipped.append(SkippedSource(source.id, f"no spider walks the family {source.family} yet"))
        elif source.rendering == "browser" and (problem := browser_problem()) is not None:
            skipped.append(SkippedSource(source.id, problem))
        else:
            walked.append(source)
    return walked, skipped
