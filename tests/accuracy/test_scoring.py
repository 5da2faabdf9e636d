"""How a reading is held against an answer: each way to be wrong has its name."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from accuracy.generator import html_tables
from accuracy.model import Case, ExpectedFlag
from accuracy.scoring import CaseScore, score
from accuracy.sums import broken_sums
from accuracy.tally import tally
from accuracy.thresholds import missed

TITLE = "示范市水务局2023年政府信息公开工作年度报告"
MARKUP, ANSWER = html_tables("2021", 1)
OPENING = "<p>一、总体情况</p><p>本机关按照条例规定推进政府信息公开工作。</p>"
LICENSING = f'<td>行政许可</td><td colspan="3">{ANSWER["proactive"]["licensing"]["decisions"]}</td>'
Change = Callable[[dict[str, Any]], None]


def case(change: Change | None = None, markup: str = MARKUP, **fields: Any) -> Case:
    """A page with the tables, and their answer with one change."""
    answer = copy.deepcopy(dict(ANSWER))
    if change is not None:
        change(answer)
    page = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>{OPENING}{markup}</body></html>"
    return Case("page", "generated", page.encode(), "page.html", "text/html", answer, **fields)


def cells(scored: CaseScore) -> Mapping[str, str]:
    return {cell.where: cell.outcome for cell in scored.cells if cell.outcome != "right"}


def words(scored: CaseScore) -> Mapping[str, str]:
    return {word.where: word.outcome for word in scored.words if word.outcome != "right"}


def put(table: str, row: str, column: Any, value: object) -> Change:
    def change(answer: dict[str, Any]) -> None:
        answer[table][row][column] = value

    return change


def test_a_good_reading_is_all_right() -> None:
    scored = score(case())
    assert scored.is_right, (cells(scored), words(scored))
    assert len(scored.cells) == 200
    assert not any(cell.is_silent for cell in scored.cells)


@pytest.mark.parametrize(
    ("change", "where", "outcome", "silent"),
    [
        (put("proactive", "licensing", "decisions", 987654), "proactive.licensing.decisions", "wrong", True),
        (put("proactive", "licensing", "decisions", None), "proactive.licensing.decisions", "invented", True),
        (put("applications", "granted", 6, 987654), "applications.granted.total", "wrong", True),
        (put("review", "review", "total", None), "review.review.total", "invented", True),
        (lambda answer: answer["proactive"].pop("fees"), "proactive.fees.amount_wanyuan", "invented", True),
        (lambda answer: answer.update(statistics={"某指标": 3}), "statistics.某指标", "missing", False),
    ],
)
def test_a_number_that_is_not_the_answers(change: Change, where: str, outcome: str, silent: bool) -> None:
    scored = score(case(change))
    assert cells(scored) == {where: outcome}
    assert [cell.is_silent for cell in scored.cells if cell.where == where] == [silent]


def test_a_number_that_is_not_read_is_missing_and_never_silent() -> None:
    blank = MARKUP.replace(LICENSING, '<td>行政许可</td><td colspan="3">&nbsp;</td>')
    assert blank != MARKUP
    scored = score(case(markup=blank))
    assert cells(scored) == {"proactive.licensing.decisions": "missing"}
    assert not any(cell.is_silent for cell in scored.cells)


def test_a_table_that_the_answer_does_not_speak_of_is_not_scored() -> None:
    scored = score(case(lambda answer: answer.pop("review")))
    assert len(scored.cells) == 185


def test_a_table_that_the_answer_says_is_not_there_is_invented() -> None:
    scored = score(case(lambda answer: answer.update(review=None)))
    assert set(cells(scored).values()) == {"invented"}
    assert len(cells(scored)) == 15


def test_an_unknowable_cell_is_right_only_as_null_and_covered() -> None:
    where = "proactive.licensing.decisions"
    assert cells(score(case(unknowable=frozenset({where})))) == {where: "invented"}
    blank = MARKUP.replace(LICENSING, '<td>行政许可</td><td colspan="3">&nbsp;</td>')
    nothing = put("proactive", "licensing", "decisions", None)
    assert cells(score(case(nothing, blank, unknowable=frozenset({where})))) == {where: "missing"}
    noted = MARKUP.replace(LICENSING, '<td>行政许可</td><td colspan="3">详见附件</td>')
    assert cells(score(case(nothing, noted, unknowable=frozenset({where})))) == {}


def test_a_flag_or_failed_check_on_a_number_is_not_silence() -> None:
    number = ANSWER["applications"]["new_received"][6]
    changed = MARKUP.replace(f"<td>{number}</td>", f"<td>{number + 1}</td>", 1)
    assert changed != MARKUP
    scored = score(case(markup=changed))
    wrong = [cell for cell in scored.cells if cell.outcome == "wrong"]
    assert len(wrong) == 1
    assert not wrong[0].is_silent
    assert wrong[0].covers


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda answer: answer.update(title="另一标题"), {"title": "wrong"}),
        (lambda answer: answer.update(title=None), {"title": "invented"}),
        (lambda answer: answer.update(report_year=1999), {"report_year": "wrong"}),
        (lambda answer: answer.update(index_number="X/1"), {"index_number": "missing"}),
        (lambda answer: answer.update(metadata={"索引号": "X/1"}), {"metadata.索引号": "missing"}),
        (lambda answer: answer.update(contact={"phone": "1"}), {"contact.phone": "missing"}),
        (lambda answer: answer.update(period={"start": "2023-01-01"}), {"period": "missing"}),
        (lambda answer: answer["forms"].update(proactive="2019"), {"forms.proactive": "wrong"}),
        (
            lambda answer: answer.update(sections={"1": {"heading": "一、总体情况"}}),
            {"section.2": "invented", "section.3": "invented", "section.4": "invented"},
        ),
    ],
)
def test_words_that_are_not_the_answers(change: Change, expected: dict[str, str]) -> None:
    assert words(score(case(change))) == expected


def test_another_class_and_a_report_where_there_is_none() -> None:
    assert words(score(case(document_class="other"))) == {"class": "wrong"}
    scored = score(replace(case(), answer={}, document_class="other"))
    assert words(scored) == {"class": "wrong", "number of reports": "wrong"}


def test_a_refused_document_says_nothing() -> None:
    scored = score(replace(case(), data=b""))
    assert {cell.outcome for cell in scored.cells} == {"missing"}
    assert words(scored)["class"] == "wrong"


def test_an_expected_flag_must_be_there_and_an_unexpected_one_not() -> None:
    flag = ExpectedFlag("not_a_number", "proactive.licensing.decisions")
    assert words(score(case(expected_flags=(flag,)))) == {flag.where: "missing"}
    noted = MARKUP.replace(LICENSING, f"{LICENSING.removesuffix('</td>')}（其中变更2件）</td>")
    assert noted != MARKUP
    assert words(score(case(markup=noted))) == {flag.where: "invented"}
    assert words(score(case(markup=noted, expected_flags=(ExpectedFlag("note_in_cell", "proactive.licensing"),)))) == {}
    assert words(score(case(markup=noted, facets={"damage": "notes"}))) == {}


def test_a_failed_check_is_right_where_the_answers_numbers_do_not_balance() -> None:
    number = ANSWER["applications"]["new_received"][6]
    changed = MARKUP.replace(f"<td>{number}</td>", f"<td>{number + 1}</td>", 1)
    assert words(score(case(markup=changed))) == {
        "A1 applications.*.total": "wrong",
        "A3 applications.new_received.*": "wrong",
    }
    assert score(case(put("applications", "new_received", 6, number + 1), changed)).is_right


def test_sums_are_tried_on_stated_numbers_only() -> None:
    row = {f"applications.granted.{kind}": 1 for kind in ("natural_person", "commercial", "research")}
    row |= {f"applications.granted.{kind}": 0 for kind in ("social_welfare", "legal_service", "other_org")}
    assert broken_sums({**row, "applications.granted.total": 4}) == {("A3", "applications.granted.*")}
    assert broken_sums({**row, "applications.granted.total": 3}) == frozenset()
    assert broken_sums({**row, "applications.granted.total": None}) == frozenset()


def test_thresholds_say_what_is_missed() -> None:
    good, wrong = score(case()), score(case(put("proactive", "licensing", "decisions", 987654)))
    assert missed({"shared": tally([good]), "golden": tally([good]), "generated": tally([good])}) == []
    assert missed({}) == []
    lines = missed({"shared": tally([wrong]), "generated": tally([wrong])})
    assert [line.split(":")[0] for line in lines] == ["shared", "generated", "generated"]
    assert "1 numbers wrong without a flag or failed check" in lines[2]


def test_one_lost_flag_is_missed_however_many_words_are_right() -> None:
    flagged = score(case(expected_flags=(ExpectedFlag("ocr", "proactive.licensing"),)))
    many = [score(case()) for _ in range(60)]
    total = tally([flagged, *many])
    assert total.word_share > 0.999
    assert missed({"generated": total}) == ["generated: 1 of 1 flags not right, and all are to be"]
