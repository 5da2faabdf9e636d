"""The golden folder: a saved document counts when somebody has held its answer against it, and is met exactly then."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from accuracy.golden import answer_of, documents, golden_cases, problem, unreviewed
from accuracy.print_scores import short_lines
from accuracy.scoring import score

REVIEWED = {case.name: case for case in golden_cases()}


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_a_golden_document_has_a_reviewed_answer_and_meets_it(document: Path) -> None:
    unreviewed = problem(document)
    assert unreviewed is None, unreviewed
    assert short_lines(score(REVIEWED[document.name])) == []


def test_an_answer_belongs_to_a_document() -> None:
    [folder] = {document.parent for document in documents()}
    assert {path.name for path in folder.glob("*.json")} == {answer_of(document).name for document in documents()}


@pytest.fixture
def new_document(tmp_path: Path) -> Path:
    source = next(document for document in documents() if document.suffix == ".md")
    copy = tmp_path / source.name
    copy.write_bytes(source.read_bytes())
    return copy


def test_a_new_document_gets_its_answer_written_and_fails_until_it_is_reviewed(new_document: Path) -> None:
    folder, answer = new_document.parent, answer_of(new_document)
    first = problem(new_document)
    assert first is not None
    assert "was written from what the reader makes of it" in first
    draft = json.loads(answer.read_text("utf-8"))
    assert draft["reviewed"] is None
    again = problem(new_document)
    assert again is not None
    assert "is not reviewed" in again
    assert golden_cases(folder) == []

    assert unreviewed(folder) == [new_document.name]

    for no_signature in ("", "  ", True):
        answer.write_text(json.dumps({**draft, "reviewed": no_signature}), "utf-8")
        assert problem(new_document) is not None
        assert golden_cases(folder) == []

    answer.write_text(json.dumps({**draft, "reviewed": "somebody, 2026-11-22"}), "utf-8")
    assert problem(new_document) is None
    assert unreviewed(folder) == []
    [case] = golden_cases(folder)
    assert score(case).is_right


def test_an_answer_that_differs_in_one_number_is_not_met(new_document: Path) -> None:
    problem(new_document)
    answer = answer_of(new_document)
    draft = json.loads(answer.read_text("utf-8"))
    draft["reviewed"] = "somebody, 2026-11-22"
    draft["report"]["applications"]["granted"][0] += 1
    answer.write_text(json.dumps(draft), "utf-8")
    [case] = golden_cases(new_document.parent)
    assert short_lines(score(case))


def test_a_document_that_cannot_be_read_is_refused_with_a_line(tmp_path: Path) -> None:
    document = tmp_path / "broken.pdf"
    document.write_bytes(b"%PDF-1.4\n")
    line = problem(document)
    assert line is not None
    assert "the reader refuses it" in line
    assert not answer_of(document).exists()
