"""The sums of the forms: tolerance 0, blanks are never taken for 0."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crawler.reports.checks import add, check_applications, check_report, check_signs

APPLICANTS = ("natural_person", "commercial", "research", "social_welfare", "legal_service", "other_org", "total")


def sound_rows(forms, form):
    """Two new requests and one carried in, from natural persons: one granted, one under 其他处理, one carried out."""
    rows = dict.fromkeys(forms.application_keys(form), (0,) * 7)
    other = "other_other" if form == "2021" else "other_handling"
    amounts = {"new_received": 2, "carried_in": 1, "granted": 1, other: 1, "result_total": 2, "carried_out": 1}
    return rows | {row: (amount, 0, 0, 0, 0, 0, amount) for row, amount in amounts.items()}


def outcomes(checks, rule, outcome):
    return [check.where for check in checks if check.rule == rule and check.outcome == outcome]


@pytest.mark.parametrize("form", ["2021", "2019"])
def test_a_sound_table_passes_everywhere(forms, form):
    checks = check_applications(sound_rows(forms, form), form)
    assert {check.outcome for check in checks} == {"pass"}
    assert outcomes(checks, "A1", "pass") == [f"applications.*.{name}" for name in APPLICANTS]
    assert outcomes(checks, "A2", "pass") == [f"applications.*.{name}" for name in APPLICANTS]
    assert outcomes(checks, "A3", "pass") == [f"applications.{row}.*" for row in forms.application_keys(form)]


def test_a_sum_that_fails_says_what_was_expected_and_what_is_printed(forms):
    rows = sound_rows(forms, "2021") | {"granted": (5, 0, 0, 0, 0, 0, 1)}
    failed = [check for check in check_applications(rows, "2021") if check.outcome == "fail"]
    assert [(check.rule, check.where, check.expected, check.found) for check in failed] == [
        ("A2", "applications.*.natural_person", 6, 2),
        ("A3", "applications.granted.*", 5, 1),
    ]


def test_a1_compares_what_came_in_with_what_went_out(forms):
    rows = sound_rows(forms, "2021") | {"carried_out": (7, 0, 0, 0, 0, 0, 7)}
    failed = [check for check in check_applications(rows, "2021") if check.rule == "A1" and check.outcome == "fail"]
    assert [(check.where, check.expected, check.found) for check in failed] == [
        ("applications.*.natural_person", 3, 9),
        ("applications.*.total", 3, 9),
    ]


def test_a_blank_operand_makes_a_rule_not_assessable(forms):
    """上海市政府办公厅 2019 leaves the totals of the result rows blank: no sum may pass on an invented 0."""
    rows = sound_rows(forms, "2021") | {"granted": (1, 0, 0, 0, 0, 0, None)}
    checks = check_applications(rows, "2021")
    assert outcomes(checks, "A2", "not_assessable") == ["applications.*.total"]
    assert outcomes(checks, "A3", "not_assessable") == ["applications.granted.*"]
    assert outcomes(checks, "A1", "not_assessable") == []
    [granted] = [check for check in checks if check.where == "applications.granted.*"]
    assert (granted.expected, granted.found) == (1, None)


def test_without_a_known_form_the_results_have_no_sum(forms):
    rows = {row: values for row, values in sound_rows(forms, "2021").items() if not row.startswith("other_")}
    assert set(outcomes(check_applications(rows, None), "A2", "not_assessable")) == {
        f"applications.*.{name}" for name in APPLICANTS
    }


@pytest.mark.parametrize(("total", "outcome"), [(10, "pass"), (9, "fail"), (None, "not_assessable")])
def test_r1(total, outcome):
    review = {"review": {"upheld": 1, "corrected": 2, "other": 3, "pending": 4, "total": total}}
    [check] = check_report(None, None, None, review)
    assert (check.rule, check.where, check.outcome, check.expected, check.found) == (
        "R1", "review.review.*", outcome, 10, total,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "outcome", "found"),
    [
        ({"issued": 0, "abolished": 1, "in_force": 2}, "pass", None),
        ({"issued": -1, "abolished": 1, "in_force": 2}, "fail", -1),
        ({"issued": Decimal("1.5"), "abolished": None, "in_force": 2}, "fail", Decimal("1.5")),
        ({"issued": None, "abolished": 1, "in_force": 2}, "not_assessable", None),
        ({"prev_year_items": 3, "change": -3, "decisions": 0}, "pass", None),
        ({"prev_year_items": 3, "change": Decimal("-0.5"), "decisions": 0}, "fail", Decimal("-0.5")),
        ({"amount_wanyuan": Decimal("96171.6")}, "pass", None),
        ({"amount_wanyuan": Decimal("-0.1")}, "fail", Decimal("-0.1")),
        ({"items": 0, "amount_yuan": -5}, "fail", -5),
    ],
)
def test_p1(values, outcome, found):
    check = check_signs("row", values)
    assert (check.rule, check.where, check.outcome, check.found) == ("P1", "proactive.row.*", outcome, found)


def test_a_table_that_is_missing_has_no_checks():
    assert check_report(None, None, None, None) == ()


def test_sums_of_decimals_are_exact_and_whole_ones_are_integers():
    assert add((Decimal("0.1"), Decimal("0.2"))) == Decimal("0.3")
    assert add((Decimal("0.5"), Decimal("0.5"), 1)) == 2
    assert isinstance(add((Decimal("0.5"), Decimal("0.5"))), int)
    assert add((1, None, 2)) is None
