"""Mutated tables in real pages, read and judged cell by cell: `python -m accuracy.mutation_run [NUMBER] [--seed SEED]`.

A cell is sound when it equals the original, is null, is flagged, or stands in a row, column or table that fails a
check. Anything else is *silent wrong*: nothing tells a researcher to look.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

from accuracy.cells import Cells, cells_of_answer, cells_of_report, is_covered
from accuracy.generator import html_tables
from accuracy.mutations import Mutation, mutate
from accuracy.shells import Shell, real_shells, replica_shells
from crawler.documents.model import DocumentError
from crawler.reports.candidate import Part, read_candidate
from crawler.reports.model import Number, Report

SHARED = Path(__file__).resolve().parents[2] / "shared"
TITLE = "示范市政务服务管理局2014年政府信息公开工作年度报告"
"""A year before that of any shell's own date of publication: a report published before its year is flagged."""
OPENING = "<p>一、总体情况</p>\n<p>本机关按照条例规定推进政府信息公开工作。</p>\n"
"""Stands above the tables: trafilatura is to find an article, and the tables a place in it."""
FORMS = ("2021", "2019", "mixed")
_NUMBER = re.compile(r"([+-]?\d[\d,.]*)(?:元|万元)?")
TABLE_SETS = 20
"""Sets of tables of each form that the mutations are drawn from."""


@dataclass(frozen=True, slots=True)
class TableSet:
    name: str
    body: str
    cells: Cells


@dataclass(frozen=True, slots=True)
class SilentWrong:
    where: str
    original: Number | None
    read: Number | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of one mutation."""

    seed: int
    shell: str
    tables: str
    mutation: Mutation
    cells: int
    equal: int
    null: int
    covered: int
    """Differs from the original, and a flag or failed check says so."""
    silent: tuple[SilentWrong, ...]
    has_report: bool
    flags: tuple[str, ...] = ()
    """All flags and failed checks of the reading."""

    @property
    def is_undetectable(self) -> bool:
        """Two printed numbers changed places, and the form prints no sum over where they are now: the 第二十条 table
        has none at all, and within one review channel any order of the four outcomes has the same total."""
        swapped = [_stated(words) for words in self.mutation.words]
        if self.mutation.operation != "swap" or None in swapped or len(self.silent) > 2:
            return False
        if any(cell.read not in swapped for cell in self.silent):
            return False
        outcomes = [cell.where.split(".") for cell in self.silent if not cell.where.startswith("proactive.")]
        channels = {channel for _, channel, _ in outcomes}
        return all(path[0] == "review" and path[2] != "total" for path in outcomes) and len(channels) <= 1


def _stated(words: str) -> Decimal | None:
    """The number that a cell prints, its unit aside; None = it prints words."""
    found = _NUMBER.fullmatch(words)
    return Decimal(found.group(1).replace(",", "")) if found else None


@cache
def shells() -> tuple[Shell, ...]:
    """The real pages of `../shared`, or the replica's where it is not there."""
    return real_shells(SHARED, TITLE) or replica_shells()


@cache
def table_set(form: str, number: int) -> TableSet:
    """The tables of one form as a body, with their numbers."""
    markup, answer = html_tables(form, number)
    return TableSet(f"{form}/{number}", OPENING + markup, cells_of_answer(answer))


def chosen_for(seed: int) -> tuple[Shell, TableSet, Mutation]:
    """What one seed stands for: the same mutation of the same tables in the same page, for ever."""
    random = Random(seed)
    tables = table_set(random.choice(FORMS), random.randrange(TABLE_SETS))
    return random.choice(shells()), tables, mutate(tables.body, random)


def run(seeds: Iterable[int]) -> Iterator[Verdict]:
    """A verdict for each seed."""
    for seed in seeds:
        shell, tables, mutation = chosen_for(seed)
        yield _judged(seed, shell, tables, mutation)


def _judged(seed: int, shell: Shell, tables: TableSet, mutation: Mutation) -> Verdict:
    original = tables.cells
    reports = _reports(shell.page(mutation.markup, mutation.cut))
    read: Cells = {}
    for report in reports:
        read.update(cells_of_report(report))
    outcomes: Counter[str] = Counter()
    silent: list[SilentWrong] = []
    for where in sorted({*original, *read}):
        value = read.get(where)
        if value is None:
            outcomes["null"] += 1
        elif where in original and value == original[where]:
            outcomes["equal"] += 1
        elif is_covered(reports, where):
            outcomes["covered"] += 1
        else:
            silent.append(SilentWrong(where, original.get(where), value))
    return Verdict(
        seed=seed,
        shell=shell.name,
        tables=tables.name,
        mutation=mutation,
        cells=len({*original, *read}),
        equal=outcomes["equal"],
        null=outcomes["null"],
        covered=outcomes["covered"],
        silent=tuple(silent),
        has_report=bool(reports),
        flags=tuple(_marks(reports)),
    )


def _marks(reports: Iterable[Report]) -> Iterator[str]:
    for report in reports:
        yield from (f"{flag.kind} {flag.where}" for flag in report.flags)
        yield from (f"{check.rule} {check.where}" for check in report.checks if check.outcome == "fail")


def _reports(page: bytes) -> tuple[Report, ...]:
    try:
        return read_candidate([Part(page, "page.html", "text/html; charset=utf-8")]).reports
    except DocumentError:  # one clear line instead of a value: nothing is invented
        return ()


def unmutated(form: str, number: int, shell: Shell) -> Verdict:
    """The same road without a mutation: every cell is to be equal, and none covered."""
    tables = table_set(form, number)
    return _judged(-1, shell, tables, Mutation("none", "page", "", tables.body))


def summary(verdicts: Sequence[Verdict]) -> list[str]:
    """The run in lines: rates by mutation and by cell, then each silent wrong cell with the seed that gives it."""
    cells = sum(verdict.cells for verdict in verdicts)
    bad = [verdict for verdict in verdicts if verdict.silent]
    hidden = [verdict for verdict in bad if verdict.is_undetectable]
    wrong = sum(len(verdict.silent) for verdict in verdicts)
    counts = {name: sum(getattr(verdict, name) for verdict in verdicts) for name in ("equal", "null", "covered")}
    lines = [
        f"{len(verdicts):,} mutations, {cells:,} cells: {counts['equal']:,} equal, {counts['null']:,} null, "
        f"{counts['covered']:,} flagged or failing a check, {wrong:,} silent wrong",
        f"silent wrong: {len(bad) / len(verdicts):.3%} of mutations ({len(bad)}), {wrong / cells:.4%} of cells; "
        f"{len(hidden)} of these mutations no sum of the form could notice",
        f"no report at all was read from {sum(not verdict.has_report for verdict in verdicts)} pages",
    ]
    by_kind = Counter((verdict.mutation.operation, verdict.mutation.kind) for verdict in verdicts)
    bad_kinds = Counter((verdict.mutation.operation, verdict.mutation.kind) for verdict in bad)
    lines += [
        f"  {operation} {kind}: {bad_kinds[operation, kind]} of {count}"
        for (operation, kind), count in sorted(by_kind.items())
    ]
    for title, group in (
        ("silent wrong:", [verdict for verdict in bad if not verdict.is_undetectable]),
        ("silent wrong, and undetectable by any reader:", hidden),
    ):
        lines += [title, *(_line(verdict) for verdict in group)] if group else []
    return lines


def _line(verdict: Verdict) -> str:
    shown = ", ".join(f"{cell.where} {cell.original} → {cell.read}" for cell in verdict.silent[:4])
    more = f" and {len(verdict.silent) - 4} more" if len(verdict.silent) > 4 else ""
    mutation = verdict.mutation
    return (
        f"  seed {verdict.seed}: {mutation.operation} {mutation.kind} in {verdict.tables} on {verdict.shell}, "
        f"{mutation.detail}: {shown}{more}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m accuracy.mutation_run", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("number", nargs="?", type=int, default=1000, help="how many mutations (default: 1000)")
    parser.add_argument("--seed", type=int, default=0, help="the first seed; the others follow it (default: 0)")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the page of the first seed there")
    chosen = parser.parse_args()
    if chosen.write:
        chosen.write.write_bytes(page_of(chosen.seed))
    print("\n".join(summary(list(run(range(chosen.seed, chosen.seed + chosen.number))))))


def page_of(seed: int) -> bytes:
    """The bytes of one seed's mutated page, to look at."""
    shell, _, mutation = chosen_for(seed)
    return shell.page(mutation.markup, mutation.cut)


if __name__ == "__main__":
    main()
