"""`nianbao why`: why a report is one report, page by page, and what was not joined with it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from crawler.commands.console import LOG_WIDTH, ResultConsole, one_line_errors, output
from crawler.commands.databases import open_for_reading
from crawler.commands.named_report import the_report
from crawler.configuration import load_configuration
from crawler.store.database import close_pair
from crawler.store.reported.provenance import DecidedCapture, OtherReport, Provenance, provenance

_WITHHELD = {
    "report": "withheld on request: what it says is kept out of browsing and exports, its bytes are kept",
    "contact": "its contact data are withheld on request: kept out of browsing and exports, the bytes are kept",
}
_FLAGS = {
    "same_body_year": "another report of this body and year is held",
    "collision": "its 索引号 also stands in a report of another body or year",
    "same_number_contradicted": "its 索引号 also stands on a page of this body and year that says something else",
    "apart_but_equal": "stated to be apart from a page with the same content",
}


@click.command("why")
@click.argument("report")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
@click.option("--database", type=click.Path(path_type=Path), help="The database to read [reports.db, else demo.db].")
@one_line_errors
def why(report: str, as_json: bool, database: Path | None) -> None:
    """Explain why the captures of a stored REPORT (id, address, SHA-256, 索引号, or "body year") are one report.

    Version by version: each page or file, the rule that decided and what was measured; then what was not joined with
    it, and the corrections in force. Exit code: 0 explained; 1 could not run, or no such report; 2 bad usage.
    """
    pair = open_for_reading(load_configuration().data, database)
    try:
        found = provenance(pair, the_report(pair, report))
    finally:
        close_pair(pair)
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
        return
    # As tables are printed: as wide as the window, and in a log each line on one.
    wide = output if output.is_terminal else ResultConsole(file=output.file, width=LOG_WIDTH, highlight=False)
    print_provenance(wide, found)


def print_provenance(console: Console, found: Provenance) -> None:
    """All of it, indented, so that a long reason breaks below itself."""
    _line(console, 0, found.report, style="bold")
    if found.withheld:
        _line(console, 0, f"{_WITHHELD[found.withheld]}; `nianbao withhold list`", style="yellow")
    if found.withheld != "report":
        _line(console, 0, " · ".join(word for word in (found.title or "no title", found.index_number) if word))
    versions = "1 version" if found.versions == 1 else f"{found.versions} versions"
    captures = "1 capture" if len(found.captures) == 1 else f"{len(found.captures)} captures"
    _line(console, 0, f"{captures}, {versions}; {_panel(found)}")
    position = 0
    for one in found.captures:
        if one.position != position:
            position = one.position
            current = ", the current one" if position == found.versions else ""
            console.print()
            _line(console, 0, f"version {position} of {found.versions}{current} ({one.version})", style="bold")
        _print_capture(console, one)
    _print_overrides(console, found)
    _print_collisions(console, found)
    _print_others(console, found.others, found.report)


def _panel(found: Provenance) -> str:
    taken = "the panel takes it" if found.in_panel else f"the panel takes {found.panel_report}"
    return f"{taken}: {found.panel_reason}"


def _print_capture(console: Console, one: DecidedCapture) -> None:
    _line(console, 2, one.address or f"file {one.name}")
    if one.source is None:
        where = "imported, from no column"
    else:
        kind = "the body's own column" if one.own_site else f"a column of {one.source_body}, {one.source_scope}"
        where = f"source {one.source}: {kind}"
    report = f", report {one.ordinal + 1} of its page" if one.ordinal else ""
    _line(console, 4, f"captured {_moment(one.captured_at)}{report}; {where}")
    _line(console, 4, f"sha256 {one.sha256}")
    for attached in one.attachments:
        _line(console, 4, f"attachment {attached.url}: {attached.state}")
        if attached.sha256 is not None:
            _line(console, 6, f"sha256 {attached.sha256}")
    _line(console, 4, f"{one.rule}: {one.reason}")
    for flag in one.flags:
        _line(console, 4, f"! {flag}: {_FLAGS.get(flag, '')}".removesuffix(": "), style="yellow")
    if one.waits:
        _line(console, 4, "! it waits to be read again, which may change this", style="yellow")


def _print_overrides(console: Console, found: Provenance) -> None:
    if not found.overrides:
        return
    console.print()
    _line(console, 0, "stated in overrides.csv", style="bold")
    for row in found.overrides:
        _line(console, 2, " ".join(word for word in (row.what, row.action, row.value) if word))
        _line(console, 4, f"{row.reason} ({row.by}, {row.date})")


def _print_collisions(console: Console, found: Provenance) -> None:
    if not found.collisions:
        return
    console.print()
    _line(console, 0, "reports of other bodies or years with the same 索引号 (never joined by it)", style="bold")
    for one in found.collisions:
        _line(console, 2, f"{one.index_number}: {one.report}")
        if one.address is not None:
            _line(console, 4, one.address)
    if found.collisions_in_all > len(found.collisions):
        _line(console, 2, f"… and {found.collisions_in_all - len(found.collisions)} more")


def _print_others(console: Console, others: Sequence[OtherReport], report: str) -> None:
    if not others:
        return
    console.print()
    _line(console, 0, f"not joined with {report}: other reports of its body and year", style="bold")
    for other in others:
        taken = "taken by the panel" if other.in_panel else "not taken by the panel"
        _line(console, 2, f"{other.report} ({taken})")
        for one in _newest_first(other.captures):
            _line(console, 4, one.address or f"file {one.name}")
            _line(console, 6, f"captured {_moment(one.captured_at)}, sha256 {one.sha256}")
            _line(console, 6, f"{one.rule}: {one.reason}")


def _newest_first(captures: Iterable[DecidedCapture]) -> list[DecidedCapture]:
    return sorted(captures, key=lambda one: one.position, reverse=True)


def _moment(stored: str) -> str:
    """To the second: 2024-03-01 02:00:00 UTC."""
    return f"{stored[:10]} {stored[11:19]} UTC"


def _line(console: Console, indent: int, text: str, style: str = "") -> None:
    # Not wrapped softly: a reason of three lines stays below its page.
    for part in Text(text, style=style).wrap(console, console.width - indent, overflow="fold"):
        part.rstrip()
        console.print(Text(" " * indent) + part, soft_wrap=True)
