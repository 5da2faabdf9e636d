"""A report as a page for the terminal: its head, its sections, its tables as the form draws them, and every doubt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler.commands.form_tables import draw, tables_of
from crawler.commands.marks import FAILED, Marks, marks_of
from crawler.reports.model import Check, Reading, Report

SECTION_START = 120
"""Characters of a section's text that the page shows."""


def print_reading(console: Console, reading: Reading, more_checks: Sequence[Check] = ()) -> None:
    """Every report of a reading; `more_checks` are the first one's that were made elsewhere (Y1, Y2 in the store)."""
    if not reading.reports:
        console.print(f"no report here: {reading.document_class} ({'; '.join(reading.class_reasons)})", markup=False)
    for number, report in enumerate(reading.reports):
        _print_report(console, report, (*report.checks, *(more_checks if number == 0 else ())))


def _print_report(console: Console, report: Report, checks: Sequence[Check]) -> None:
    tables = tables_of(report)
    marks = marks_of(report.flags, checks, tables)
    head = Table(box=None, show_header=False, pad_edge=False)
    head.add_column(style="bold", no_wrap=True)
    head.add_column(overflow="fold")
    for name, where, value in _head_lines(report):
        head.add_row(name, Text.assemble(value, (marks.of(where), "yellow")))
    console.print(head)
    for number, section in report.sections.items():
        text = section.text.replace("\n", " ")
        more = "…" if len(text) > SECTION_START else ""
        mark = marks.of(f"section.{number}")
        console.print(Text(f"[{number}] {section.heading}{mark}  {text[:SECTION_START]}{more}"))
    _print_notes(console, marks, "head")
    for name in tables:
        console.print()
        for part in draw(name, report, marks, console):
            console.print(part)
        _print_notes(console, marks, name)
    console.print(Text(f"\n{_check_summary(checks)}"))


def _head_lines(report: Report) -> list[tuple[str, str, str]]:
    """What the page calls it, its `where`, its words."""
    period = report.period
    lines = [
        ("title", "title", report.title or "–"),
        ("agency", "agency", report.agency or "–"),
        ("year", "report_year", str(report.report_year or "–")),
        ("索引号", "index_number", report.index_number or "–"),
        ("period", "period", f"{period.start} … {period.end}" if period else "–"),
    ]
    contact = report.contact
    for name in ("unit", "address", "postcode", "phone", "fax", "email"):
        value = getattr(contact, name)
        if value:
            lines.append((name, f"contact.{name}", value))
    lines += [(label, f"metadata.{label}", value or "–") for label, value in report.metadata.items()]
    return lines


def _print_notes(console: Console, marks: Marks, table: str) -> None:
    for note in marks.notes.get(table, ()):
        style = "red" if note.mark.startswith(FAILED) else "yellow"
        console.print(Text.assemble("  ", (note.mark, style), f" {note.text}"))


def _check_summary(checks: Sequence[Check]) -> str:
    counts = Counter(check.outcome for check in checks)
    return f"checks: {counts['pass']} pass, {counts['fail']} fail, {counts['not_assessable']} not assessable"
