"""Damaged structure is noticed: no mutation of a table gives a number that nothing says a word about."""

from __future__ import annotations

import re
from collections import Counter
from random import Random

import pytest

from accuracy.mutation_run import FORMS, SHARED, TITLE, SilentWrong, Verdict, run, shells, summary, table_set, unmutated
from accuracy.mutations import WEIGHTS, Mutation, mutate
from accuracy.shells import real_shells, replica_shells

ALLOWED_SHARE = 0.001
PRINTED_UNITS = {"unit_converted proactive.procurement.amount_yuan"}
"""What the tables' own words call for: 采购总金额 is printed with its unit."""
SUITE_CHUNKS = 6
SUITE_MUTATIONS = 300
SOAK_MUTATIONS = 10_000
PROGRESS = 1_000
"""The soak says so often how far it is."""


def hold(verdicts: list[Verdict]) -> None:
    """At most one cell in a thousand is silent wrong; and of the mutations that a sum or an order of the form could
    tell, at most one in a thousand has such a cell."""
    silent = sum(len(verdict.silent) for verdict in verdicts)
    noticeable = [verdict for verdict in verdicts if verdict.silent and not verdict.is_undetectable]
    report = "\n".join(summary(verdicts))
    assert silent <= ALLOWED_SHARE * sum(verdict.cells for verdict in verdicts), report
    assert len(noticeable) <= ALLOWED_SHARE * len(verdicts), report


@pytest.mark.parametrize("chunk", range(SUITE_CHUNKS))
def test_300_mutations(chunk: int) -> None:
    hold(list(run(range(chunk, SUITE_MUTATIONS, SUITE_CHUNKS))))


@pytest.mark.soak
def test_10_000_mutations(capsys: pytest.CaptureFixture[str]) -> None:
    verdicts: list[Verdict] = []
    with capsys.disabled():
        for start in range(0, SOAK_MUTATIONS, PROGRESS):
            verdicts += run(range(start, start + PROGRESS))
            print(f"\n{len(verdicts):,} of {SOAK_MUTATIONS:,} mutations", end="", flush=True)
        print("", *summary(verdicts), sep="\n")
    hold(verdicts)


@pytest.mark.parametrize("form", FORMS)
def test_without_a_mutation_every_cell_is_equal_and_none_is_flagged(form: str) -> None:
    for shell in (*shells(), *replica_shells()):
        verdict = unmutated(form, 0, shell)
        assert (verdict.equal, verdict.silent) == (verdict.cells, ()), (shell.name, verdict)
        assert set(verdict.flags) <= PRINTED_UNITS, shell.name


def test_the_real_pages_are_all_used_where_they_are() -> None:
    if not SHARED.is_dir():
        pytest.skip("../shared is not there: the replica's pages stand in for the real ones")
    names = [shell.name for shell in real_shells(SHARED, TITLE)]
    assert names == ["gansu-fgw-notice", "handan-edu-notice-details.jsp", "shanxi-gov", "ordos-egb-xxgknb"]
    assert len(replica_shells()) == 5


def digits(markup: str) -> Counter[str]:
    """The numbers that stand in the words, not in the tags."""
    return Counter(re.findall(r"[\d.,]+", re.sub(r"<[^>]*>", " ", markup)))


def test_a_mutation_is_drawn_by_its_seed_and_touches_no_digit() -> None:
    tables = table_set("2021", 0)
    seen = set()
    for seed in range(400):
        mutation = mutate(tables.body, Random(seed))
        assert mutation == mutate(tables.body, Random(seed))
        seen.add((mutation.operation, mutation.kind))
        before, after = digits(tables.body), digits(mutation.markup)
        assert set(after) <= set(before) or mutation.operation == "unwrap", mutation.detail
        if mutation.operation in ("swap", "unwrap", "drop span"):
            assert "".join(sorted(before.elements())) == "".join(sorted(after.elements()))
    assert seen == set(WEIGHTS)


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        ("drop", {"<table><tr><td>8</td></tr></table>", "<table><tr><td>7</td></tr></table>"}),
        (
            "duplicate",
            {
                "<table><tr><td>7</td><td>7</td><td>8</td></tr></table>",
                "<table><tr><td>7</td><td>8</td><td>8</td></tr></table>",
            },
        ),
        ("swap", {"<table><tr><td>8</td><td>7</td></tr></table>"}),
        ("unwrap", {"<table><tr>7<td>8</td></tr></table>", "<table><tr><td>7</td>8</tr></table>"}),
    ],
)
def test_what_an_operation_does_to_a_cell(operation: str, expected: set[str]) -> None:
    markup = "<table><tr><td>7</td><td>8</td></tr></table>"
    drawn = [mutate(markup, Random(seed)) for seed in range(300)]
    assert {one.markup for one in drawn if (one.operation, one.kind) == (operation, "td")} == expected


def test_the_page_is_never_cut_inside_a_number() -> None:
    markup = "<table><tr><td>1,234.5</td></tr></table>"
    drawn = [mutate(markup, Random(seed)) for seed in range(600)]
    ends = {one.markup for one in drawn if one.operation == "truncate"}
    assert len(ends) > 20
    assert not [end for end in ends if re.search(r"(?<!\d)1[,\d.]*$", end) and not end.endswith("1,234.5")]


@pytest.mark.parametrize(
    ("words", "silent", "undetectable"),
    [
        (("147", "7"), (("proactive.penalty.change", 147, 7),), True),
        (("3", "5"), (("review.review.upheld", 3, 5), ("review.review.pending", 5, 3)), True),
        (("3", "5"), (("review.review.upheld", 3, 5), ("review.review.total", 5, 3)), False),
        (("3", "5"), (("review.review.upheld", 3, 5), ("review.litigation_direct.upheld", 5, 3)), False),
        (("3", "5"), (("applications.granted.total", 3, 5),), False),
        (("147", "7"), (("proactive.penalty.change", 147, 8),), False),
        (("规章", "行政规范性文件"), (("proactive.regulations.issued", 1, 2),), False),
    ],
)
def test_which_silence_no_reader_could_break(
    words: tuple[str, str], silent: tuple[tuple[str, int, int], ...], undetectable: bool
) -> None:
    mutation = Mutation("swap", "td", "", "", words)
    cells = tuple(SilentWrong(*one) for one in silent)
    assert Verdict(0, "", "", mutation, 200, 0, 0, 0, cells, True).is_undetectable is undetectable
