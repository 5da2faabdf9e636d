"""The golden folder: saved documents, each with an answer beside it that somebody held against the document.

`golden/NAME` is the document, `golden/NAME.json` its answer. A new document gets its answer written from what the
reader makes of it, with `"reviewed": null`, and fails until a person has compared it field by field and signed it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from accuracy.answers import case_of, read_answer
from accuracy.model import Case
from crawler.documents.model import DocumentError
from crawler.reports.candidate import Part, read_candidate
from crawler.reports.contract import reading_to_json

GOLDEN = Path(__file__).resolve().parent / "golden"
_NUMBERS = re.compile(r"\[\s+((?:(?:-?[\d.]+|null),?\s+)+)\]")
_ANSWERED = (
    "title",
    "agency",
    "report_year",
    "index_number",
    "metadata",
    "period",
    "contact",
    "sections",
    "forms",
    "proactive",
    "applications",
    "review",
    "statistics",
)
"""The facts of the document; what the reader says about its own work (body_origin, notes) is no answer."""


def documents(folder: Path = GOLDEN) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file() and path.suffix != ".json")


def answer_of(document: Path) -> Path:
    return document.with_name(f"{document.name}.json")


def draft(document: Path) -> dict[str, Any]:
    """What the reader makes of the document, as an answer that nobody has reviewed. DocumentError: it refuses it."""
    reading = reading_to_json(read_candidate([Part(document.read_bytes(), document.name)]))
    report = reading["reports"][0] if reading["reports"] else None
    flags = [] if report is None else report["flags"]
    checks = [] if report is None else report["checks"]
    return {
        "document": document.name,
        "reviewed": None,
        "class": reading["class"],
        "report": None if report is None else {key: report[key] for key in _ANSWERED},
        "flags": [{"where": flag["where"], "kind": flag["kind"]} for flag in flags],
        "failed_checks": [
            {"rule": check["rule"], "where": check["where"]} for check in checks if check["outcome"] == "fail"
        ],
        "facets": {"format": document.suffix.lstrip(".")},
    }


def _as_text(answer: dict[str, Any]) -> str:
    """Indented for a person, with each row of numbers on one line."""
    text = json.dumps(answer, ensure_ascii=False, indent=1)
    return _NUMBERS.sub(lambda row: f"[{', '.join(row.group(1).replace(',', ' ').split())}]", text) + "\n"


def problem(document: Path) -> str | None:
    """Why this document does not count yet, as one line that says what to do; None = its answer is reviewed.

    Writes the draft of an answer where there is none, and says so.
    """
    path = answer_of(document)
    if not path.exists():
        try:
            text = _as_text(draft(document))
        except DocumentError as error:
            return f"{document.name}: the reader refuses it ({error}); take it out of the folder or mend the reader"
        path.write_text(text, "utf-8")
        return (
            f"{document.name}: new; {path.name} was written from what the reader makes of it. "
            'Compare it with the document field by field, mend it, and put who and when into "reviewed"'
        )
    if not is_reviewed(read_answer(path)):
        return (
            f"{document.name}: {path.name} is not reviewed. "
            'Compare it with the document field by field, mend it, and put who and when into "reviewed"'
        )
    return None


def is_reviewed(answer: Mapping[str, Any]) -> bool:
    """Whether somebody signed: "reviewed" says who and when, in words."""
    signed = answer["reviewed"]
    return isinstance(signed, str) and bool(signed.strip())


def unreviewed(folder: Path = GOLDEN) -> list[str]:
    """The documents that count for nothing yet, since nobody has signed their answers. Writes nothing."""
    return [
        document.name
        for document in documents(folder)
        if not answer_of(document).exists() or not is_reviewed(read_answer(answer_of(document)))
    ]


def golden_cases(folder: Path = GOLDEN) -> list[Case]:
    """The documents whose answer somebody has reviewed."""
    cases = []
    for document in documents(folder):
        path = answer_of(document)
        if path.exists() and is_reviewed(answer := read_answer(path)):
            cases.append(case_of(answer, document, "golden"))
    return cases
