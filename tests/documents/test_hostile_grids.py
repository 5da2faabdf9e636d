"""Any grid of spans comes back from its markup, however the markup is spelt."""

from __future__ import annotations

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.documents.html.read import read_html
from crawler.documents.model import Table

WORDS = ("", "0", "13", "+5", "行政许可", "a<b&c", "1,234", '“"', "（一）予以公开")


@dataclass(frozen=True)
class Written:
    """A cell to be written: where it begins, what it spans."""

    text: str
    row: int
    column: int
    down: int
    across: int


def tiled(draw: st.DrawFn, height: int, width: int, first: int) -> list[list[Written]]:
    """A rectangle without gaps, as rows of the cells that begin in them; `first` is its first row."""
    taken = [[False] * width for _ in range(height)]
    rows: list[list[Written]] = []
    for r in range(height):
        rows.append([])
        for c in range(width):
            if taken[r][c]:
                continue
            room = next((x for x in range(c, width) if taken[r][x]), width) - c
            across, down = draw(st.integers(1, room)), draw(st.integers(1, height - r))
            for y in range(r, r + down):
                taken[y][c : c + across] = [True] * across
            rows[-1].append(Written(draw(st.sampled_from(WORDS)), first + r, c, down, across))
    return rows


@st.composite
def grids(draw: st.DrawFn) -> list[list[list[Written]]]:
    """Row groups of one width: spans end with their group, as the HTML standard has it."""
    width = draw(st.integers(2, 11))
    groups: list[list[list[Written]]] = []
    first = 0
    for _ in range(draw(st.integers(1, 3))):
        height = draw(st.integers(1, 6))
        groups.append(tiled(draw, height, width, first))
        first += height
    return groups


@st.composite
def spelt(draw: st.DrawFn, groups: list[list[list[Written]]]) -> str:
    """The markup of the groups in one of the spellings that pages use."""
    closed = draw(st.booleans())
    space = draw(st.sampled_from(["", "\n  ", "<!-- <td>9</td> -->", "\t\r\n"]))
    quote = draw(st.sampled_from(['"', "'", ""]))
    upper = draw(st.booleans())
    pasted = draw(st.booleans())
    names = ["tbody"] * len(groups)
    if len(groups) > 1:
        names[0] = draw(st.sampled_from(["thead", "tbody"]))
    if len(groups) > 2:
        names[-1] = draw(st.sampled_from(["tfoot", "tbody"]))

    def tag(name: str, attributes: str = "") -> str:
        return f"<{name.upper() if upper else name}{attributes}>"

    def end(name: str) -> str:
        return f"</{name.upper() if upper else name}>" if closed else ""

    def cell(one: Written, last_row: int) -> str:
        # 0 = to the end of the row group
        down = 0 if one.down > 1 and one.row + one.down == last_row and draw(st.booleans()) else one.down
        spans = f" rowspan={quote}{down}{quote}" if down != 1 else ""
        spans += f" colspan={quote}{one.across}{quote}" if one.across > 1 else ""
        text = one.text.replace("&", "&amp;").replace("<", "&lt;") or draw(st.sampled_from(["", "&nbsp;", "<br>"]))
        inner = f"<p class=MsoNormal><span>{text}<o:p></o:p></span></p>" if pasted else text
        name = draw(st.sampled_from(["td", "td", "th"]))
        return tag(name, spans) + inner + end(name)

    body = []
    for name, group in zip(names, groups, strict=True):
        last_row = group[0][0].row + len(group) if group[0] else 0
        rows = [tag("tr") + space + space.join(cell(one, last_row) for one in row) + end("tr") for row in group]
        body.append(tag(name) + space + space.join(rows) + end(name))
    return tag("table", " border=1") + space + space.join(body) + "</table>"


def read_table(markup: str) -> Table:
    [table] = read_html(f"<div class='TRS_Editor'><p>前文</p>{markup}<p>后文</p></div>", "utf-8").tables()
    return table


@settings(deadline=None)
@given(st.data())
def test_any_grid_round_trips_in_any_spelling(data: st.DataObject) -> None:
    groups = data.draw(grids())
    cells = [one for group in groups for row in group for one in row]
    # A table of one cell is no table of data (it arranges the page): its words stay prose.
    if len(cells) == 1:
        return
    table = read_table(data.draw(spelt(groups)))
    expected = [
        [
            next(
                (one.text, one.row, one.column, one.down, one.across)
                for one in cells
                if one.row <= r < one.row + one.down and one.column <= c < one.column + one.across
            )
            for c in range(table.width)
        ]
        for r in range(sum(map(len, groups)))
    ]
    read = [
        [cell and (cell.text, cell.row, cell.column, cell.row_span, cell.column_span) for cell in row]
        for row in table.rows
    ]
    assert read == expected
    assert [(one.row, one.column) for r in range(len(table.rows)) for one in table.origins(r)] == [
        (one.row, one.column) for one in cells
    ]
