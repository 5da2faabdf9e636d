"""The sums of the forms: tolerance 0, blanks are never taken for 0."""

from __future__ import annotations

from decimal import Decimal

import pytest

from crawler.reports.checks import add, check_applications, check_report, check_signs, check_statistics, is_failure
from crawler.reports.model import Check

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


STATISTICS = {
    "applications_received": 4, "received_in_person": 1, "received_fax": 1, "received_online": 1, "received_letter": 1,
    "applications_completed": 3, "completed_on_time": 2, "completed_extended": 1,
    "applications_answered": 8, "answered_already_public": 1, "answered_granted": 1, "answered_partial": 1,
    "answered_denied": 1, "denied_state_secret": 1, "denied_commercial_secret": 0, "denied_personal_privacy": 0,
    "denied_three_safety": 0, "denied_not_government_information": 0, "denied_other_law": 0,
    "answered_not_this_body": 1, "answered_not_existing": 1, "answered_correction_asked": 1, "answered_other_way": 1,
    "reviews_total": 3, "reviews_upheld": 1, "reviews_corrected": 1, "reviews_other": 1,
    "lawsuits_total": 6, "lawsuits_upheld": 3, "lawsuits_corrected": 2, "lawsuits_other": 1,
    "staff_total": 5, "staff_full_time": 2, "staff_part_time": 3,
}  # fmt: skip
SUMS = ("applications_received", "applications_completed", "applications_answered", "answered_denied",
        "reviews_total", "lawsuits_total", "staff_total")  # fmt: skip


@pytest.mark.parametrize("key", SUMS)
def test_s(key):
    def tried(values):
        return [(check.where, check.outcome) for check in check_statistics(values) if check.outcome != "pass"]

    assert {check.where for check in check_statistics(STATISTICS)} == {f"statistics.{name}" for name in SUMS}
    assert tried(STATISTICS) == []
    part = {"applications_received": "received_fax", "applications_completed": "completed_extended",
            "applications_answered": "answered_other_way", "answered_denied": "denied_other_law",
            "reviews_total": "reviews_other", "lawsuits_total": "lawsuits_other",
            "staff_total": "staff_part_time"}[key]  # fmt: skip
    assert tried(STATISTICS | {part: STATISTICS[part] + 1}) == [(f"statistics.{key}", "fail")]
    assert tried(STATISTICS | {part: None}) == [(f"statistics.{key}", "not_assessable")]
    without = {name: value for name, value in STATISTICS.items() if name != part}
    assert tried(without) == [(f"statistics.{key}", "not_assessable")]


def test_a_sum_that_the_appendix_does_not_print_is_not_tried():
    assert check_statistics({"staff_full_time": 1, "staff_part_time": 1, "村务公开数": 3}) == []


@pytest.mark.parametrize(("rule", "failure"), [("A1", True), ("P1", True), ("S", False), ("T1", False)])
def test_what_is_informational_is_no_failure(rule, failure):
    assert is_failure(Check(rule, "x", "fail", 1, 2)) is failure
    assert not is_failure(Check(rule, "x", "not_assessable", 1, None))


def test_a_table_that_is_missing_has_no_checks():
    assert check_report(None, None, None, None) == ()


def test_sums_of_decimals_are_exact_and_whole_ones_are_integers():
    assert add((Decimal("0.1"), Decimal("0.2"))) == Decimal("0.3")
    assert add((Decimal("0.5"), Decimal("0.5"), 1)) == 2
    assert isinstance(add((Decimal("0.5"), Decimal("0.5"))), int)
    assert add((1, None, 2)) is None
