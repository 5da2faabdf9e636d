"""`--explain WHERE`: a word that no report can have is refused with what was meant, before anything is read."""

from __future__ import annotations

import pytest

from crawler.commands.place_table import check_where


@pytest.mark.parametrize(
    "where",
    [
        "title",
        "*",
        "applications",
        "applications.*.total",
        "applications.new_received.total",
        "proactive.fees.amount_wanyuan",
        "proactive.*.change",
        "review.litigation_direct.pending",
        "metadata.索引号",
        "section.3",
        "section.1+02",
        "statistics.督查数",
        "contact.phone",
    ],
)
def test_words_of_the_contract_are_taken(where: str) -> None:
    check_where(where)


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("nowhere", "a place begins with one of"),
        ("applications.new_recieved.total", "applications has no new_recieved; it has new_received"),
        ("applications.granted.natural", "applications has no natural; it has natural_person"),
        ("proactive.fee", "proactive has no fee; it has fees"),
        ("review.review.upheld.x", "a place in review has 2 words after it at the most"),
        ("contact.zzz", "contact has no zzz; it has address, email, fax, phone, postcode, unit"),
    ],
)
def test_other_words_are_refused_in_one_line(where: str, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        check_where(where)
    assert stopped.value.code == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert words in line
