"""The table of reviews turned on its side: a row for each channel."""

from __future__ import annotations

import pytest

from crawler.documents.read import read_document
from crawler.reports.tables.read import StandardTables, read_tables


def tables_of(forms, table: str) -> StandardTables:
    return read_tables(read_document(forms.page("", "", table), name="page.html").tables())


def turned(forms, channels=None, corner: str = "<td>类型</td>", lead=("", "", ""), outcomes=None) -> str:
    printed = outcomes or [label for label, _ in forms.labels["review_outcomes"]]
    channels = channels or [label for label, _ in forms.labels["review_channels"]]
    header = f"<tr>{corner}{''.join(f'<td>{label}</td>' for label in printed)}</tr>"
    rows = [
        f"<tr>{lead[place]}<td>{channel}</td>{''.join(f'<td>{5 * place + number}</td>' for number in range(5))}</tr>"
        for place, channel in enumerate(channels)
    ]
    return f"<table>{header}{''.join(rows)}</table>"


EXPECTED = [[0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [10, 11, 12, 13, 14]]


@pytest.mark.parametrize(
    ("corner", "lead"),
    [
        ("<td>类型</td>", ("", "", "")),
        ("<td></td>", ("", "", "")),
        ("<td colspan=2>类型</td>", ("<td>一</td>", "<td rowspan=2>行政诉讼</td>", "")),
    ],
)
def test_a_row_for_each_channel_is_read_by_its_labels(forms, corner, lead):
    read = tables_of(forms, turned(forms, corner=corner, lead=lead))
    assert [list(read.review[channel].values()) for channel in forms.channels] == EXPECTED
    assert read.flags == ()


def test_the_channels_of_lawsuits_may_be_named_as_such(forms):
    channels = ["行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼 （复议后起诉）"]
    read = tables_of(forms, turned(forms, channels=channels))
    assert [list(read.review[channel].values()) for channel in forms.channels] == EXPECTED


def test_the_order_of_columns_and_rows_is_the_printed_one(forms):
    outcomes = [label for label, _ in forms.labels["review_outcomes"]]
    channels = [label for label, _ in forms.labels["review_channels"]]
    read = tables_of(forms, turned(forms, channels=channels[::-1], outcomes=outcomes[::-1]))
    assert list(read.review[forms.channels[0]].values()) == [14, 13, 12, 11, 10]


def test_a_channel_that_is_not_there_is_said_and_one_that_is_there_twice(forms):
    channels = [label for label, _ in forms.labels["review_channels"]]
    read = tables_of(forms, turned(forms, channels=[channels[0], channels[0]]))
    assert list(read.review[forms.channels[0]].values()) == EXPECTED[0]
    assert {(flag.where, flag.kind) for flag in read.flags} == {
        (f"review.{forms.channels[0]}", "disagreement"),
        (f"review.{forms.channels[1]}", "short_row"),
        (f"review.{forms.channels[2]}", "short_row"),
    }


def test_the_form_itself_is_no_such_table(forms):
    values = {(channel, outcome): "1" for channel in forms.channels for outcome in forms.outcomes}
    assert tables_of(forms, forms.review(values)).flags == ()
