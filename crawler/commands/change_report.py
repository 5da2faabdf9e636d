"""What a re-parse changed, on the screen and as a file; and a reviewed file, read back."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.commands.console import fail, output
from crawler.store.errors import StoreError
from crawler.store.rereading.reparse_report import GAINED, LOST, Counted, ReparseReport

FIELDS_SHOWN = 40
"""Fields with a line of their own, those with the most changes first; the JSON has all of them."""

_BECAME = {
    "new": "newly a report",
    "ceased": "no report any more",
    "moved": "moved to another body or year",
    "renumbered": "another number of the same body and year",
    "newly_failed": "had been read, and can no longer be",
    "no_longer_failed": "could not be read before",
    "newly_a_report": "were no report, and are one",
    "no_longer_a_report": "were a report, and are none",
}


def print_report(report: ReparseReport, closing: str) -> None:
    for line in report_lines(report):
        output.print(line, markup=False)
    output.print(closing, markup=False)


def report_lines(report: ReparseReport) -> Iterator[str]:
    """Counts first, then what changed, each with its samples indented below it."""
    yield (
        f"Read {report.applied} again with parser version {report.parser_version}: {report.read} reports, "
        f"{report.not_a_report} not reports, {report.failed} not read."
    )
    yield (
        f"{report.compared} stored readings compared: {report.changed} changed, "
        f"{report.compared - report.changed} unchanged."
    )
    for counted in (report.reports, report.candidates):
        for name, one in counted.items():
            yield f"{one.total} {_BECAME.get(name, name)}"
            for sample in one.samples:
                before, after = (sample[side] or "–" for side in ("before", "after"))
                reason = f" ({sample['reason']})" if sample.get("reason") else ""
                yield f"    {sample['candidate']}: {before} → {after}{reason}"
    for rule, one in report.checks.items():
        others = ", ".join(f"{count} {kind}" for kind, count in sorted(one.kinds.items()) if kind not in (GAINED, LOST))
        yield f"check {rule}: {one.kinds[GAINED]} gained, {one.kinds[LOST]} lost" + (f"; {others}" if others else "")
        yield from _samples(one)
    yield from _places("", report.fields)
    yield from _places("flag ", report.flags)


def _places(word: str, counted: Mapping[str, Counted]) -> Iterator[str]:
    most = sorted(counted.items(), key=lambda item: (-item[1].total, item[0]))
    for name, one in most[:FIELDS_SHOWN]:
        yield f"{word}{name}: " + ", ".join(f"{count} {kind}" for kind, count in sorted(one.kinds.items()))
        yield from _samples(one)
    if len(most) > FIELDS_SHOWN:
        yield f"… and {len(most) - FIELDS_SHOWN} more; --json FILE has them all"


def _samples(counted: Counted) -> Iterator[str]:
    for sample in counted.samples:
        before, after = (_shown(sample, side) for side in ("before", "after"))
        yield f"    {sample['report']} {sample['where']}: {before} → {after}"


def _shown(sample: Mapping[str, Any], side: str) -> str:
    if side not in sample:
        return "(absent)"
    value = sample[side]
    return "(blank)" if value is None else " ".join(str(value).split())


def check_place(file: Path) -> None:
    """Asked before the reading begins. Raises StoreError where the report could not be written at its end."""
    if not file.parent.is_dir():
        raise StoreError(f"{file.parent}: no such directory; make it, or name another file with --json")
    if not os.access(file.parent, os.W_OK | os.X_OK):
        raise StoreError(f"{file.parent}: this directory cannot be written; name another file with --json")


def write_report(file: Path, report: ReparseReport) -> None:
    """Under a temporary name first: a file of this name is a whole one."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    unfinished.write_text(json.dumps(report.as_json(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    unfinished.replace(file)


@dataclass(frozen=True, slots=True)
class Review:
    """The changes that somebody has looked at and agreed to."""

    file: Path
    parser_version: str
    selection: Mapping[str, Any]
    changes: str
    """SHA-256 over all of them."""

    def check(self, parser_version: str, selection: str) -> None:
        """Ends the command where the review is of something else: asked before hours of reading."""
        if self.parser_version != parser_version:
            fail(f"{self.file}: reviewed with parser version {self.parser_version}, this one is {parser_version}")
        if self.selection != json.loads(selection):
            asked = json.dumps(self.selection, ensure_ascii=False)
            fail(f"{self.file}: the review is of the selection {asked}, this one is {selection}")


def load_review(file: Path) -> Review:
    """Raises StoreError where the file is no report of `nianbao reparse --json`."""
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return Review(file, found["parser_version"], found["selection"], found["changes_sha256"])
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{file}: not a report of `nianbao reparse --dry-run --json FILE`") from error
