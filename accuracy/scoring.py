"""A case read by the reader and held against its answer: every number, every word, every flag and check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from accuracy.cells import (
    TABLES,
    Cells,
    cells_of_answer,
    cells_of_report,
    covering_failures,
    covering_flags,
)
from accuracy.model import Case
from accuracy.words import WordScore, score_words
from crawler.documents.model import DocumentError
from crawler.reports.candidate import Part, read_candidate
from crawler.reports.explain import matches
from crawler.reports.model import Number, Report

CellOutcome = Literal["right", "wrong", "missing", "invented"]


@dataclass(frozen=True, slots=True)
class CellScore:
    """One number. wrong: another number than stated; missing: null, or no such row, though something is stated;
    invented: a number where the document states none, or one that nobody could place."""

    where: str
    outcome: CellOutcome
    expected: Number | None
    read: Number | None
    covers: tuple[str, ...]
    """The flags' kinds and the failed checks' rules that speak of it."""

    @property
    def is_silent(self) -> bool:
        """A number that is not the document's, and nothing says so."""
        return self.outcome in ("wrong", "invented") and self.read is not None and not self.covers


@dataclass(frozen=True, slots=True)
class CaseScore:
    case: Case
    cells: tuple[CellScore, ...]
    words: tuple[WordScore, ...]

    @property
    def is_right(self) -> bool:
        return all(cell.outcome == "right" for cell in self.cells) and all(
            word.outcome == "right" for word in self.words
        )


_NOTHING: Cells = {}


def score(case: Case) -> CaseScore:
    """The case's score. A document that the reader refuses is scored as one that says nothing."""
    try:
        reading = read_candidate([Part(case.data, case.file_name, case.media_type)])
    except DocumentError as error:
        return CaseScore(case, _score_cells(case, None), score_words(case, None, str(error)))
    report = reading.reports[0] if reading.reports else None
    return CaseScore(case, _score_cells(case, report), score_words(case, reading, None))


def _score_cells(case: Case, report: Report | None) -> tuple[CellScore, ...]:
    """Of the tables that the answer speaks of; one that it calls null must not be read at all."""
    scored = tuple(table for table in TABLES if table in case.answer)
    expected = cells_of_answer({table: case.answer[table] for table in scored})
    read = _NOTHING if report is None else cells_of_report(report)
    read = {where: value for where, value in read.items() if where.split(".")[0] in scored}
    return tuple(
        _score_cell(where, expected, read, report, _is_unknowable(case, where)) for where in sorted({*expected, *read})
    )


def _score_cell(where: str, expected: Cells, read: Cells, report: Report | None, unknowable: bool) -> CellScore:
    stated, value = expected.get(where), read.get(where)
    covers = () if report is None else (*covering_flags(report, where), *covering_failures(report, where))
    outcome: CellOutcome = "right"
    if unknowable:
        if value is not None:
            outcome = "invented"
        elif not covers:
            outcome = "missing"
    elif where not in expected:
        # A row that is not on the form is to be absent, and not null.
        outcome = "wrong" if value is None else "invented"
    elif where not in read or (value is None and stated is not None):
        outcome = "missing"
    elif stated is None and value is not None:
        outcome = "invented"
    elif value != stated:
        outcome = "wrong"
    return CellScore(where, outcome, stated, value, covers)


def _is_unknowable(case: Case, where: str) -> bool:
    return any(matches(name.split("."), where.split(".")) for name in case.unknowable)
