"""The scores for machines: the same numbers as on the terminal, and every case with what falls short in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from accuracy.scoring import CaseScore
from accuracy.tally import FACETS, Tally, by_facet, by_origin, by_trap, counted, unverified
from crawler.reports.contract import number_to_json
from crawler.reports.model import PARSER_VERSION


def scores_as_json(scores: Sequence[CaseScore], missed: Sequence[str]) -> dict[str, Any]:
    """A value for json.dumps; `missed` are the thresholds' lines."""
    real = counted(scores)
    return {
        "parser_version": PARSER_VERSION,
        "missed": list(missed),
        "by_origin": _groups(by_origin(real)),
        **{f"by_{facet}": _groups(by_facet(real, facet)) for facet in FACETS},
        "by_trap": _groups(by_trap(real)),
        "cases": [_case(score) for score in real],
        "unverified": [_case(score) for score in unverified(scores)],
    }


def _groups(groups: Mapping[str, Tally]) -> dict[str, Any]:
    return {
        name: {
            "documents": total.documents,
            "documents_all_right": total.right_documents,
            "numbers": dict(total.cells),
            "words": dict(total.words),
            "words_by_aspect": {aspect: dict(counts) for aspect, counts in total.aspects.items() if counts},
        }
        for name, total in groups.items()
    }


def _case(score: CaseScore) -> dict[str, Any]:
    case = score.case
    return {
        "name": case.name,
        "origin": case.origin,
        "facets": dict(case.facets),
        "traps": list(case.traps),
        "numbers": len(score.cells),
        "words": len(score.words),
        "short": [
            {
                "where": cell.where,
                "outcome": cell.outcome,
                "expected": number_to_json(cell.expected),
                "read": number_to_json(cell.read),
                "covers": list(cell.covers),
                "silent": cell.is_silent,
            }
            for cell in score.cells
            if cell.outcome != "right"
        ]
        + [
            {"where": word.where, "outcome": word.outcome, "expected": word.expected, "read": word.read}
            for word in score.words
            if word.outcome != "right"
        ],
    }
