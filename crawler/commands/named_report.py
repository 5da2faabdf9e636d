"""REPORT on the command line: the one report that is meant, or the choices."""

from __future__ import annotations

from collections.abc import Sequence

from crawler.commands.console import fail, notices
from crawler.store.database import Pair
from crawler.store.reported.found_reports import FoundReport, find_reports, reports_of_bodies_like

CHOICES_SHOWN = 20
WAYS = 'give a report id, an address, the SHA-256 of a page or file, an 索引号, or "body year"'


def the_report(pair: Pair, text: str) -> FoundReport:
    """The one report that `text` names. Ends the command where there is none, or several: with the choices, or what may
    have been meant (part of a body's name is never enough, also where only one report has it)."""
    found = find_reports(pair, text)
    if not found:
        near = reports_of_bodies_like(pair, text, CHOICES_SHOWN)
        _print_choices(near)
        meant = "; one of these may be meant" if near else ""
        fail(f"{text}: no such report in {pair.path.name}{meant}; {WAYS}")
    if len(found) > 1:
        _print_choices(found[:CHOICES_SHOWN])
        if len(found) > CHOICES_SHOWN:
            notices.print(f"  … and {len(found) - CHOICES_SHOWN} more")
        fail(f"{text}: {len(found)} reports are meant by this; name one of them by its id")
    return found[0]


def _print_choices(reports: Sequence[FoundReport]) -> None:
    for report in reports:
        words = (report.report_id, report.title or "", report.url or "", report.published or "")
        notices.print("  " + "  ".join(word for word in words if word), markup=False)
