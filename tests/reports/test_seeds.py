"""The real documents beside the repository, word for word and number by number (accuracy/answers), and how their
values lead back to where they stood."""

from __future__ import annotations

import pytest

from accuracy.print_scores import short_lines
from accuracy.scoring import score
from accuracy.shared import ANSWERS, shared_case
from crawler.reports.candidate import Part, read_candidate

SECTIONS = ("1", "2", "3", "4", "5", "6")
NUMBERS_OF = {
    **dict.fromkeys(("seed-000", "seed-001", "seed-002", "seed-004", "huaian-2024"), 200),
    "seed-003": 198,
    "hebei-jyt-2018-statistics": 58,
}
"""A page that is no report has none."""
TABLES = ("proactive", "applications", "review")


def seed(shared, number):
    path = next((shared / "seeds").glob(f"{number}_*.txt"))
    return path, read_candidate([Part(path.read_bytes(), path.name)]).reports[0]


@pytest.mark.parametrize("answer", sorted(ANSWERS.glob("*.json")), ids=lambda path: path.stem)
def test_a_real_document_is_read_as_a_person_reads_it(shared, answer):
    scored = score(shared_case(answer, shared))
    assert short_lines(scored) == []
    assert len(scored.cells) == NUMBERS_OF.get(answer.stem, 0)


def test_seed_003_keeps_its_blanks_and_invents_no_zero(shared):
    """The extractor dropped the blank cells: what is left of a row has no column, and stays in the flag's words."""
    _, report = seed(shared, "003")
    assert {value for row in report.applications.values() for value in row} == {None}
    assert {value for row in report.review.values() for value in row.values()} == {None}
    assert {(flag.where, flag.kind, flag.raw) for flag in report.flags} >= {
        ("proactive.procurement.amount_yuan", "unit_converted", "0万"),
        ("applications.new_received", "unknown_column", "0"),
        ("review", "unknown_column", "0 | 0"),
    }
    assert {check.outcome for check in report.checks if check.rule in ("A1", "A2", "A3", "R1")} == {"not_assessable"}


@pytest.mark.parametrize("number", ["000", "001", "002", "004"])
def test_every_sum_of_a_whole_table_is_tried_and_holds(shared, number):
    _, report = seed(shared, number)
    outcomes = [check.outcome for check in report.checks if check.rule in ("A1", "A2", "A3", "R1", "P1")]
    assert len(outcomes) == 7 + 7 + 25 + 3 + 6
    assert set(outcomes) == {"pass"}


def test_every_value_of_a_pdf_has_its_page(shared):
    path = shared / "real/pdf/huaian-2024.pdf"
    [report] = read_candidate([Part(path.read_bytes(), path.name)]).reports
    assert len([place for place in report.places if place.where.split(".")[0] in TABLES]) >= 200
    assert all(place.place.page for place in report.places)


def test_every_number_of_a_seed_leads_back_to_its_line(shared):
    path, report = seed(shared, "000")
    lines = path.read_text("utf-8").splitlines()
    places = report.places
    assert len({place.where for place in places if place.where.split(".")[0] in TABLES}) == 200
    words = {place.where for place in places if place.where.split(".")[0] not in TABLES}
    assert words == {
        *("title", "agency", "report_year", "index_number", "period"),
        *("contact.unit", "contact.address", "contact.postcode", "contact.phone"),
        *(f"metadata.{label}" for label in ("索引号", "发布机构", "生效日期", "废止日期", "文号", "主题分类")),
        *(f"section.{number}" for number in SECTIONS),
    }
    for place in places:
        if place.where.startswith("metadata.") or place.where == "index_number":
            assert place.place.head.startswith("label ")
        else:
            assert place.raw in lines[place.place.line - 1]
