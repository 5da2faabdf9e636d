"""Where table elements stand in their source."""

from __future__ import annotations

import pytest

from accuracy.elements import table_elements


def outer(markup: str, kind: str) -> list[str]:
    return [markup[element.start : element.end] for element in table_elements(markup) if element.kind == kind]


@pytest.mark.parametrize(
    ("markup", "cells", "rows"),
    [
        (
            "<table><tr><td>1</td><th>2</th></tr></table>",
            ["<td>1</td>", "<th>2</th>"],
            ["<tr><td>1</td><th>2</th></tr>"],
        ),
        (
            "<table><tr><td>1<td>2<tr><td>3</table>",
            ["<td>1", "<td>2", "<td>3"],
            ["<tr><td>1<td>2", "<tr><td>3"],
        ),
        (
            '<TABLE><TR><TD ROWSPAN="2">1</TD></TR></TABLE>',
            ['<TD ROWSPAN="2">1</TD>'],
            ['<TR><TD ROWSPAN="2">1</TD></TR>'],
        ),
        ("<table><tr><td>1</td></td></tr></tr></table></table>", ["<td>1</td>"], ["<tr><td>1</td></td></tr>"]),
        ("<table><!-- <td>0</td> --><tr><td>1</td></tr></table>", ["<td>1</td>"], ["<tr><td>1</td></tr>"]),
        ("<table><tr><tdx>0</tdx><td>1</td></tr></table>", ["<td>1</td>"], ["<tr><tdx>0</tdx><td>1</td></tr>"]),
    ],
)
def test_elements_of_a_table(markup: str, cells: list[str], rows: list[str]) -> None:
    assert outer(markup, "td") == cells
    assert outer(markup, "tr") == rows
    assert len(outer(markup, "table")) == 1


def test_a_cell_of_a_nested_table_does_not_close_the_one_around_it() -> None:
    markup = "<table><tr><td>a<table><tr><td>1</td></tr></table>b</td><td>2</td></tr></table>"
    assert outer(markup, "td") == ["<td>a<table><tr><td>1</td></tr></table>b</td>", "<td>1</td>", "<td>2</td>"]
    parents = [element.parent for element in table_elements(markup)]
    assert parents == [None, 0, 1, 2, 3, 4, 1]


def test_what_is_never_closed_ends_with_the_page() -> None:
    assert outer("<table><tr><td>1", "table") == ["<table><tr><td>1"]
