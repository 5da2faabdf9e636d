"""Answers as files: facts that a person read from a document, in the contract's shape.

{"document", "reviewed", "class", "report", "flags", "failed_checks"}, and where they apply "facets", "traps" and
"unknowable" (see model.Case):

- `document` is a path below `../shared`, or a name in the golden folder;
- `report` holds the contract's keys, as far as they are known, or is null for a document that holds no report. A
  section may give `text_facts` in place of its text (see `words`);
- `flags` are all that a reading is to carry, as {"where", "kind"};
- `failed_checks` are all that are to fail, as {"rule", "where"};
- `reviewed` says who compared it with the document and when; null = nobody yet.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from accuracy.model import Case, ExpectedFlag, Origin


class AnswerError(ValueError):
    """An answer's file that is not of the shape above: one line with the file and what is wrong."""


def read_answer(path: Path) -> Mapping[str, Any]:
    """AnswerError: no JSON, or a key is missing."""
    try:
        answer = json.loads(path.read_text("utf-8"), parse_float=Decimal)
    except ValueError as error:
        raise AnswerError(f"{path.name}: no JSON ({error})") from error
    missing = {"document", "class", "report", "flags", "failed_checks", "reviewed"} - answer.keys()
    if missing:
        raise AnswerError(f"{path.name}: lacks {', '.join(sorted(missing))}")
    return answer  # type: ignore[no-any-return]  # JSON


def case_of(answer: Mapping[str, Any], document: Path, origin: Origin) -> Case:
    """The case of a reviewed answer and the document that it is about."""
    report = answer["report"]
    return Case(
        name=document.name,
        origin=origin,
        data=document.read_bytes(),
        file_name=document.name,
        media_type=None,
        answer={} if report is None else {**report, "flags": answer["flags"], "failed_checks": answer["failed_checks"]},
        facets=answer.get("facets", {}),
        traps=tuple(answer.get("traps", ())),
        unknowable=frozenset(answer.get("unknowable", ())),
        expected_flags=tuple(ExpectedFlag(flag["kind"], flag["where"]) for flag in answer["flags"]),
        document_class=answer["class"],
    )
