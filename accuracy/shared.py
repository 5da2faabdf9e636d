"""The real documents beside the repository, with answers that were read by eye. The documents are never copied.

The blank official form (DOCX) has no answer yet: no reader of DOCX is there to be scored."""

from __future__ import annotations

from pathlib import Path

from accuracy.answers import AnswerError, case_of, read_answer
from accuracy.model import Case

SHARED = Path(__file__).resolve().parents[2] / "shared"
ANSWERS = Path(__file__).resolve().parent / "answers"


def shared_cases(shared: Path = SHARED) -> list[Case]:
    """The cases of `../shared`, [] where the folder is not there. AnswerError: a document of an answer is missing."""
    if not shared.is_dir():
        return []
    return [shared_case(path, shared) for path in sorted(ANSWERS.glob("*.json"))]


def shared_case(answer_path: Path, shared: Path = SHARED) -> Case:
    """The case of one answer's file. AnswerError: its document is missing."""
    answer = read_answer(answer_path)
    document = shared / answer["document"]
    if not document.is_file():
        raise AnswerError(f"{answer_path.name}: {answer['document']} is not in {shared.name}")
    return case_of(answer, document, "shared")
