"""The scores as tables, with why what was missed was missed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from accuracy.duplicates.scoring import KindScore, Scores

SIZES = ("large", "small", "zero")
WHY_MISSED = (
    "The mix is made hard on purpose: half of the reports have a few small numbers, a quarter none, two of five hardly "
    "a sentence. Why some are missed: two pages of one body and year are kept apart, and flagged, where neither tables "
    "nor prose can say that they are one. A table of zeros and a prose of a sentence or two are those of every small "
    "office; prose that prints no office's name confirms nothing; a correction of a small office's table changes half "
    "of its numbers and is believed only beside figures of its own in the prose; a PDF may break a line within a "
    "figure; what is like two reports that are not alike is joined with neither."
)


def print_scores(scores: Scores, console: Console) -> None:
    console.print(
        f"{scores.pages} pages of {scores.reports} reports; {scores.true_pairs} pairs of pages are one report.\n"
        f"Joined: {scores.joined_pairs} pairs. Precision {percent(scores.precision)}, recall {percent(scores.recall)}; "
        f"false merges: {len(scores.false_merges)}."
    )
    console.print(_copies_table(scores.copies))
    console.print(_near_misses_table(scores.near_misses))
    console.print(
        f"A template's number on two reports of one body and year: {scores.rule_one_pairs} pairs, taken for one report "
        f"by rule 1, as DESIGN.md says; flagged same_number_contradicted: {scores.rule_one_flagged}."
    )
    console.print(WHY_MISSED)
    for left, right in scores.false_merges:
        console.print(f"FALSE MERGE: {left} and {right}")


def percent(share: float) -> str:
    """Rounded down: 99.97 % is not all."""
    return f"{int(share * 1000) / 10:.1f} %"


def _copies_table(scores: Sequence[KindScore]) -> Table:
    table = Table(title="Recall: copies that were joined with what they are copies of, by the size of the tables")
    table.add_column("copy")
    for name in (*SIZES, "all"):
        table.add_column(name, justify="right")
    by_kind: dict[str, dict[str, KindScore]] = defaultdict(dict)
    for one in scores:
        by_kind[one.kind][one.size] = one
    for kind, sizes in by_kind.items():
        cells = [_of(sizes[size].joined, sizes[size].pairs) if size in sizes else "" for size in SIZES]
        ones = sizes.values()
        table.add_row(kind, *cells, _of(sum(one.joined for one in ones), sum(one.pairs for one in ones)))
    return table


def _near_misses_table(scores: Sequence[KindScore]) -> Table:
    table = Table(title="Near-misses: pairs of one column that are two reports")
    table.add_column("near-miss")
    for name in ("pairs", "of one body and year", "joined"):
        table.add_column(name, justify="right")
    for one in scores:
        table.add_row(one.kind, str(one.pairs), str(one.compared), str(one.joined))
    return table


def _of(joined: int, pairs: int) -> str:
    return f"{joined}/{pairs} {percent(joined / pairs)}"
