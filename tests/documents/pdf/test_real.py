"""read_pdf on a real report (淮安市 2024)."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from crawler.documents.model import Paragraph, TableBlock
from crawler.documents.pdf.read import read_pdf

SHARED = Path(__file__).resolve().parents[4] / "shared"


@pytest.fixture(scope="module")
def huaian() -> tuple[object, dict[str, dict[str, object]]]:
    report, answers = SHARED / "real/pdf/huaian-2024.pdf", SHARED / "answers/huaian2024.json"
    if not report.exists() or not answers.exists():
        pytest.skip(f"the real report is not at hand: {report}")
    return read_pdf(report.read_bytes()), json.loads(answers.read_text(encoding="utf-8"))


def texts(table: object, row: int, columns: Sequence[int]) -> list[str]:
    return [table.rows[row][column].text for column in columns]  # type: ignore[attr-defined]


def test_huaian_2024_all_200_cells_stand_in_their_grid_places(
    huaian: tuple[object, dict[str, dict[str, object]]],
) -> None:
    document, answers = huaian
    proactive, applications, review = document.tables()  # type: ignore[attr-defined]
    said = answers["proactive"]
    counted = 0
    for row, key, columns in (
        (2, "regulations", (1, 2, 3)), (3, "normative_documents", (1, 2, 3)), (6, "licensing", (1,)),
        (9, "penalty", (1,)), (10, "compulsion", (1,)), (13, "fees", (1,)),
    ):  # fmt: skip
        expected = [str(value) for value in said[key].values()]  # type: ignore[attr-defined]
        assert texts(proactive, row, columns) == expected, key
        counted += len(expected)
    assert len(applications.rows) == 28
    assert all(len(row) == 10 for row in applications.rows)
    for row, (key, values) in enumerate(answers["applications"].items(), start=3):
        assert texts(applications, row, range(3, 10)) == [str(value) for value in values], key  # type: ignore[attr-defined]
        counted += 7
    outcomes = [str(value) for channel in answers["review"].values() for value in channel.values()]  # type: ignore[attr-defined]
    assert texts(review, 3, range(15)) == outcomes
    assert counted + len(outcomes) == 200


def test_huaian_2024_the_torn_label_is_one_cell(huaian: tuple[object, dict[str, dict[str, object]]]) -> None:
    document, _ = huaian
    table = document.tables()[1]  # type: ignore[attr-defined]
    label = table.rows[16][1]
    assert label is table.rows[15][1] is table.rows[17][1]
    assert (label.text, label.row, label.row_span, label.page) == ("（四）无\n法提供", 15, 3, 4)
    assert table.rows[5][0].row_span == 22


def test_huaian_2024_prose(huaian: tuple[object, dict[str, dict[str, object]]]) -> None:
    document, answers = huaian
    prose = [block.text for block in document.blocks if isinstance(block, Paragraph)]  # type: ignore[attr-defined]
    assert prose[0].replace(" ", "") == answers["title"]
    assert [text for text in prose if re.match("[一二三四五六]、", text)] == list(answers["sections"].values())
    assert len(prose) == 17
    assert not any(re.search(r"[-—]\s*\d\s*[-—]", text) for text in prose)
    assert sum(isinstance(block, TableBlock) for block in document.blocks) == 3  # type: ignore[attr-defined]
