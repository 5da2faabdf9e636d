"""The table model: spans of the HTML standard → a grid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.documents.grid import SpannedCell, column_span, expand, row_span
from crawler.documents.html.read import read_html
from crawler.documents.limits import MAX_TABLE_SLOTS
from crawler.documents.model import Cell, DocumentError, Table


def texts(table: Table) -> list[list[str | None]]:
    return [[cell.text if cell is not None else None for cell in row] for row in table.rows]


def read_table(markup: str) -> Table:
    """The first table of a page on which it stands in a body container."""
    return read_html(f"<div class='TRS_Editor'><p>前文</p>{markup}<p>后文</p></div>", "utf-8").tables()[0]


def test_a_cell_stands_at_every_place_that_it_spans_and_is_an_origin_at_one() -> None:
    table = expand([[[SpannedCell("甲", 2, 2), SpannedCell("乙")], [SpannedCell("丙")]]])
    assert texts(table) == [["甲", "甲", "乙"], ["甲", "甲", "丙"]]
    assert [(r, c) for r in range(2) for c in range(3) if table.is_origin(r, c)] == [(0, 0), (0, 2), (1, 2)]
    assert table.rows[1][1] is table.rows[0][0]


@pytest.mark.parametrize(
    ("written", "columns", "rows"),
    [
        (None, 1, 1),
        ("", 1, 1),
        ("3", 3, 3),
        (" 3 ", 3, 3),
        ("+3", 3, 3),
        ("3px", 3, 3),
        ("0", 1, 0),
        ("-2", 1, 1),
        ("abc", 1, 1),
        ("1001", 1000, 1001),
        ("70000", 1000, 65534),
        ("9e15", 9, 9),
        ("9" * 100_000, 1000, 65534),
    ],
)
def test_span_attributes_are_read_by_the_standards_rules(written: str | None, columns: int, rows: int) -> None:
    assert column_span(written) == columns
    assert row_span(written) == rows


def test_a_row_span_ends_with_the_rows_there_are() -> None:
    table = read_table("<table><tr><td rowspan=99>甲<td>1<tr><td>2</table>")
    assert texts(table) == [["甲", "1"], ["甲", "2"]]
    assert table.rows[0][0] == Cell("甲", 0, 0, row_span=2)


def test_a_row_span_of_0_reaches_to_the_end_of_its_row_group() -> None:
    markup = "<table><tbody><tr><td rowspan=0>甲<td>1<tr><td>2</tbody><tbody><tr><td>3<td>4</tbody></table>"
    assert texts(read_table(markup)) == [["甲", "1"], ["甲", "2"], ["3", "4"]]


def test_a_row_span_does_not_leave_its_row_group() -> None:
    markup = "<table><thead><tr><th rowspan=3>甲<th>乙</thead><tbody><tr><td>1<td>2<tr><td>3<td>4</tbody></table>"
    assert texts(read_table(markup)) == [["甲", "乙"], ["1", "2"], ["3", "4"]]


def test_the_footer_comes_last_wherever_it_is_written() -> None:
    markup = "<table><tfoot><tr><td>合计<td>9</tfoot><tbody><tr><td>甲<td>9</tbody></table>"
    assert texts(read_table(markup)) == [["甲", "9"], ["合计", "9"]]


def test_a_row_that_ends_early_has_places_without_a_cell() -> None:
    assert texts(read_table("<table><tr><td>甲<td>1<td>2<tr><td>乙</table>")) == [["甲", "1", "2"], ["乙", None, None]]


def test_an_overlap_leaves_the_place_to_the_cell_above() -> None:
    markup = "<table><tr><td>甲<td rowspan=2>乙<tr><td colspan=2>丙</table>"
    assert texts(read_table(markup)) == [["甲", "乙"], ["丙", "乙"]]


def test_a_grid_beyond_the_bound_is_refused_with_one_line() -> None:
    row = [SpannedCell("", column_span=1000)]
    with pytest.raises(DocumentError, match="table 7 has more than 200,000 places") as error:
        expand([[row] * (MAX_TABLE_SLOTS // 1000 + 1)], number=7)
    assert "\n" not in str(error.value)


def test_a_ragged_grid_is_bounded_by_its_width_times_its_height() -> None:
    wide = [SpannedCell("x", column_span=1000)] * 100
    with pytest.raises(DocumentError, match="table 1 has more than"):
        expand([[wide] + [[SpannedCell("x")]] * 1000])


@st.composite
def tilings(draw: st.DrawFn) -> list[list[tuple[str, int, int, int, int]]]:
    """A rectangle tiled without gaps: per row its origins as (text, row, column, row span, column span)."""
    height, width = draw(st.integers(1, 7)), draw(st.integers(1, 7))
    taken = [[False] * width for _ in range(height)]
    rows: list[list[tuple[str, int, int, int, int]]] = []
    for r in range(height):
        rows.append([])
        for c in range(width):
            if taken[r][c]:
                continue
            room = next((x for x in range(c, width) if taken[r][x]), width) - c
            across, down = draw(st.integers(1, room)), draw(st.integers(1, height - r))
            for y in range(r, r + down):
                for x in range(c, c + across):
                    taken[y][x] = True
            rows[-1].append(
                (draw(st.sampled_from(["", "0", "13", "+5", "行政许可", "a<b&c", "1,234", '“"'])), r, c, down, across)
            )
    return rows


@given(tilings(), st.booleans())
def test_every_tiling_comes_back_from_its_markup(
    rows: list[list[tuple[str, int, int, int, int]]], pasted: bool
) -> None:
    def cell(text: str, down: int, across: int) -> str:
        text = text.replace("&", "&amp;").replace("<", "&lt;")
        inner = f"<p class=MsoNormal><span>{text[:1]}<o:p>{text[1:]}</o:p></span></p>" if pasted else text or "&nbsp;"
        return f"<td rowspan={down} colspan={across}>{inner}</td>"

    body = "".join(
        "<tr>" + "".join(cell(text, down, across) for text, _, _, down, across in row) + "</tr>" for row in rows
    )
    origins = [origin for row in rows for origin in row]
    # A table of one cell is no table of data: a second table beside it keeps the property about grids alone.
    if len(origins) == 1:
        return
    table = read_table(f"<table>{body}</table>")
    width = max(column + across for _, _, column, _, across in origins)
    assert len(table.rows) == len(rows)
    assert all(len(row) == width for row in table.rows)
    for text, r, c, down, across in origins:
        expected = Cell(text, r, c, row_span=down, column_span=across)
        assert all(table.rows[y][x] == expected for y in range(r, r + down) for x in range(c, c + across))
    assert [cell for r in range(len(rows)) for cell in table.origins(r)] == [
        Cell(text, r, c, row_span=down, column_span=across) for text, r, c, down, across in origins
    ]
