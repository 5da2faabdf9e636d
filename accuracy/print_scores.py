"""The scores as a page for the terminal, at most 100 columns wide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from accuracy.scoring import CaseScore
from accuracy.tally import FACETS, Tally, by_facet, by_origin, by_trap, counted, tallies_by, unverified
from accuracy.words import ASPECTS

WIDTH = 100
LONGEST_VALUE = 60
_KINDS = {"flags": "flag at ", "checks": "check "}
_COUNTS = ("right", "wrong", "missing", "invented", "flagged", "silent")


def print_scores(scores: Sequence[CaseScore], console: Console, name_all: bool) -> None:
    """All tables, then whatever falls short, number by number and word by word. `name_all`: a line a document."""
    real = counted(scores)
    _print_groups(console, "origin", by_origin(real))
    _print_aspects(console, by_origin(real))
    for facet in FACETS:
        _print_groups(console, facet, by_facet(real, facet))
    _print_groups(console, "trap", by_trap(real))
    if name_all:
        _print_groups(console, "document", tallies_by(real, lambda score: (score.case.name,)))
    apart = unverified(scores)
    if apart:
        console.print("Of shapes that FORMATS.md marks as not verified: counted in nothing above.")
        _print_groups(console, "document", tallies_by(apart, lambda score: (score.case.name,)))
    _print_short(console, scores)


def _print_groups(console: Console, title: str, groups: Mapping[str, Tally]) -> None:
    if not groups:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column(f"by {title}", overflow="fold", max_width=31)
    for name in ("docs", "numbers", *_COUNTS, "words", "right"):
        table.add_column(name, justify="right", no_wrap=True)
    for name, total in groups.items():
        counts = [f"{total.cells[kind]:,}" if total.cells[kind] else "·" for kind in _COUNTS[1:]]
        table.add_row(
            escape(name),
            f"{total.documents:,}",
            f"{total.cells['all']:,}",
            percent(total.cell_share),
            *counts,
            f"{total.words['all']:,}",
            percent(total.word_share),
        )
    console.print(table)
    console.print()


def _print_aspects(console: Console, groups: Mapping[str, Tally]) -> None:
    """The words by what they are about: how many there are, and how many of them right."""
    if not groups:
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("words by subject", no_wrap=True)
    for name in groups:
        table.add_column(name, justify="right", no_wrap=True)
        table.add_column("right", justify="right", no_wrap=True)
    for aspect in ASPECTS:
        shares: list[str] = []
        for total in groups.values():
            counts = total.aspects[aspect]
            shares += [f"{counts['all']:,}", percent(counts["right"] / counts["all"])] if counts["all"] else ["·", "·"]
        table.add_row(aspect, *shares)
    console.print(table)
    console.print()


def percent(share: float) -> str:
    """Never rounded up to 100: 99.99 % right is not all right."""
    if share == 1:
        return "100%"
    return f"{min(share * 100, 99.99):.2f}%"


def _print_short(console: Console, scores: Sequence[CaseScore]) -> None:
    if not scores:
        console.print("No document was scored.")
        return
    short = [score for score in scores if not score.is_right]
    if not short:
        console.print("Nothing falls short.")
        return
    console.print("[bold]What falls short[/]")
    for score in short:
        console.print(f"{escape(score.case.name)}", style="bold", highlight=False)
        for line in short_lines(score):
            console.print(f"  {escape(line)}", highlight=False)


def short_lines(score: CaseScore) -> list[str]:
    """What is not right of one document."""
    lines = [
        f"{cell.outcome} {cell.where}: expected {shown(cell.expected)}, read {shown(cell.read)}"
        + (f" ({', '.join(cell.covers)})" if cell.covers else " (no flag)")
        for cell in score.cells
        if cell.outcome != "right"
    ]
    lines += [
        f"{word.outcome} {_KINDS.get(word.aspect, '')}{word.where}: "
        f"expected {shown(word.expected)}, read {shown(word.read)}"
        for word in score.words
        if word.outcome != "right"
    ]
    return lines


def shown(value: Any) -> str:
    """A value on one line: null for None, long texts cut in the middle."""
    text = "null" if value is None else str(value).replace("\n", "⏎")
    if len(text) <= LONGEST_VALUE:
        return text
    half = LONGEST_VALUE // 2
    return f"{text[:half]} … {text[-half:]}"
