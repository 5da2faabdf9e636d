"""Which reports a selection holds, by a table of selections."""

from __future__ import annotations

import pytest

from crawler.store.database import Pair
from crawler.store.errors import StoreError
from crawler.store.export.selection import CHOSEN, Selection, chosen_reports

KM = "530100-昆明市政务服务管理局"


def reports_of(pair: Pair, selection: Selection) -> list[str]:
    with chosen_reports(pair, selection) as count:
        found = [row[0] for row in pair.browse.conn.execute(f"SELECT report FROM {CHOSEN} ORDER BY position")]
        assert len(found) == count
    assert not pair.browse.conn.in_transaction
    return found


@pytest.mark.parametrize(
    ("selection", "years"),
    [
        (Selection(bodies=("昆明市政务服务管理局",)), {KM: [2017, 2018, 2018, 2022, 2023]}),
        (Selection(bodies=(KM,), years=((2018, 2022),)), {KM: [2018, 2018, 2022]}),
        (Selection(years=((2017, 2017), (2023, 2023))), {KM: [2017, 2023]}),
        (Selection(years=((2023, 2023),), all_versions=True), {KM: [2023, 2023]}),
        (Selection(divisions=("530100",)), {KM: [2017, 2018, 2018, 2022, 2023]}),
        (Selection(divisions=("533400",)), {"533400": [2022]}),
        (Selection(divisions=("530000",), years=((2022, 2022),)), {KM: [2022], "533400": [2022]}),
        (Selection(divisions=("110000",)), {}),
        (Selection(sources=("kunming-zwfw",)), {KM: [2017, 2022, 2023]}),
        (Selection(sources=("kunming-zwfw",), years=((1990, 2018),)), {KM: [2017]}),
        (Selection(reports=(f"{KM}/2022", f"{KM}/2017")), {KM: [2017, 2022]}),
        (Selection(reports=(f"{KM}/2022",), bodies=("迪庆州工业和信息化局",)), {}),
    ],
)
def test_a_selection_holds_what_every_word_of_it_allows(
    pair_of_store: Pair, selection: Selection, years: dict[str, list[int]]
) -> None:
    found: dict[str, list[int]] = {}
    for report in reports_of(pair_of_store, selection):
        body, year, *_ = report.split("/")
        found.setdefault(body if body == KM else body[:6], []).append(int(year))
    assert found == years


def test_without_words_it_is_every_report_by_body_and_year(pair_of_store: Pair) -> None:
    everything = reports_of(pair_of_store, Selection())
    assert everything == [
        row[0]
        for row in pair_of_store.browse.execute("SELECT id FROM reports ORDER BY body, report_year, number").fetchall()
    ]


@pytest.mark.parametrize(
    ("selection", "complaint"),
    [
        (Selection(bodies=("某某局",)), "--body 某某局: no such body"),
        (Selection(sources=("kunming",)), "--source kunming: no such source"),
    ],
)
def test_a_name_that_stands_for_nothing_is_said_and_not_exported_as_nothing(
    pair_of_store: Pair, selection: Selection, complaint: str
) -> None:
    with pytest.raises(StoreError, match=complaint):
        reports_of(pair_of_store, selection)
