"""A reading as a page for a terminal: the head, the sections, the three tables, and what is uncertain or fails."""

from __future__ import annotations

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler.commands.console import USAGE, fail, output
from crawler.reports.explain import NAMES
from crawler.reports.model import APPLICANTS, REVIEW_OUTCOMES, Number, Reading, Report, ValuePlace

SECTION_START = 120
"""Characters of a section's text that the page shows."""

PLACE_COLUMNS = ("head", "block", "table", "row", "column", "page", "line")

COLUMN_LABELS = {
    "natural_person": "自然人",
    "commercial": "商业\n企业",
    "research": "科研\n机构",
    "social_welfare": "公益\n组织",
    "legal_service": "法律\n服务",
    "other_org": "其他",
    "total": "总计",
    "upheld": "维持",
    "corrected": "纠正",
    "other": "其他",
    "pending": "尚未\n审结",
    "issued": "制发",
    "abolished": "废止",
    "in_force": "有效",
    "produced": "制作",
    "newly_published": "新公开",
    "total_published": "对外\n公开",
    "decisions": "处理\n决定",
    "prev_year_items": "上年\n项目",
    "change": "增/减",
    "amount_wanyuan": "万元",
    "items": "采购\n项目",
    "amount_yuan": "元",
}
"""Columns by the form's words, cut short so that seven of them fit a terminal of 80 columns."""


def number_text(value: Number | None) -> str:
    return "·" if value is None else str(value)


def print_reading(console: Console, reading: Reading) -> None:
    if not reading.reports:
        console.print(f"no report here: {reading.document_class} ({'; '.join(reading.class_reasons)})")
    for report in reading.reports:
        _print_report(console, report)


def _print_report(console: Console, report: Report) -> None:
    head = Table(box=None, show_header=False, pad_edge=False)
    head.add_column(style="bold")
    head.add_column(overflow="fold")
    for name, value in _head_lines(report):
        head.add_row(name, Text(value))
    console.print(head)
    for number, section in report.sections.items():
        text = section.text.replace("\n", " ")
        more = "…" if len(text) > SECTION_START else ""
        console.print(Text(f"[{number}] {section.heading}  {text[:SECTION_START]}{more}"))
    for table in _number_tables(report):
        console.print(table)
    _print_doubts(console, report)


def _head_lines(report: Report) -> list[tuple[str, str]]:
    period = report.period
    lines = [
        ("title", report.title or "–"),
        ("agency", report.agency or "–"),
        ("year", str(report.report_year or "–")),
        ("索引号", report.index_number or "–"),
        ("period", f"{period.start} … {period.end}" if period else "–"),
    ]
    contact = report.contact
    for name in ("unit", "address", "postcode", "phone", "fax", "email"):
        value = getattr(contact, name)
        if value:
            lines.append((name, value))
    lines += [(label, value or "–") for label, value in report.metadata.items()]
    return lines


def _number_tables(report: Report) -> list[Table]:
    tables = []
    if report.proactive is not None:
        tables.append(_numbers(f"主动公开 (form {report.forms.proactive})", report.proactive))
    if report.applications is not None:
        rows = {row: dict(zip(APPLICANTS, values, strict=True)) for row, values in report.applications.items()}
        tables.append(_numbers(f"申请 (form {report.forms.applications})", rows, APPLICANTS))
    if report.review is not None:
        tables.append(_numbers("复议诉讼", report.review, REVIEW_OUTCOMES))
    return tables


def _numbers(title: str, rows: dict[str, dict[str, Number | None]], columns: Sequence[str] | None = None) -> Table:
    names = columns or tuple(dict.fromkeys(name for values in rows.values() for name in values))
    table = Table(
        title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1)
    )
    table.add_column("", no_wrap=True)
    for name in names:
        table.add_column(COLUMN_LABELS[name], justify="right", no_wrap=True)
    for row, values in rows.items():
        # A cell that is not on the form stays empty; a blank that is on it is shown as ·.
        table.add_row(row, *(number_text(values[name]) if name in values else "" for name in names))
    return table


def _print_doubts(console: Console, report: Report) -> None:
    failed = [check for check in report.checks if check.outcome == "fail"]
    passed = sum(check.outcome == "pass" for check in report.checks)
    open_checks = sum(check.outcome == "not_assessable" for check in report.checks)
    console.print(f"checks: {passed} pass, {len(failed)} fail, {open_checks} not assessable")
    for check in failed:
        console.print(
            Text(f"  ✗ {check.rule} {check.where}: the parts give {check.expected}, printed is {check.found}")
        )
    for flag in report.flags:
        console.print(Text(f"  ! {flag.kind} {flag.where}: {flag.raw!r} {flag.note}"))


def print_places(places: Sequence[ValuePlace], where: str, names: Sequence[str]) -> None:
    """Where values stood. A word that the contract does not know ends the command; an unprinted value does not."""
    if where.partition(".")[0] not in (NAMES | {"*"}):
        fail(f"--explain {where}: a place begins with one of {', '.join(sorted(NAMES))}", USAGE)
    if not places:
        output.print(f"{where}: not printed in this document", markup=False)
        return
    columns = {
        "file": [names[value.document] for value in places] if len(names) > 1 else [],
        **{name: [_shown(getattr(value.place, name)) for value in places] for name in PLACE_COLUMNS},
    }
    # Columns that say nothing of any of these values are left out.
    shown = {name: cells for name, cells in columns.items() if any(cell != "–" for cell in cells)}
    table = Table(box=None, pad_edge=False)
    table.add_column("value", no_wrap=True)
    table.add_column("raw", overflow="fold", min_width=6)
    for name in shown:
        table.add_column(name, no_wrap=True)
    for number, value in enumerate(places):
        table.add_row(value.where, Text(repr(value.raw)), *(cells[number] for cells in shown.values()))
    output.print(table)


def _shown(part: int | str | None) -> str:
    return "–" if part is None else str(part)
