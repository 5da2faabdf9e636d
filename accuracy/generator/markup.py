"""Grids as HTML, in the ways in which pages are typed, pasted and patched."""

from __future__ import annotations

import random
from dataclasses import dataclass
from html import escape

from accuracy.generator.values import Cell, Grid

_WORD_CELL = ' style="border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt 0cm 5.4pt"'
_TABLE = '<table border="1" cellspacing="0" cellpadding="0" width="100%" style="border-collapse:collapse">'


@dataclass(frozen=True, slots=True)
class MarkupStyle:
    """What a layout does to the markup of a table."""

    word: bool = False
    """Word's own HTML: o:p, a span per run, the label cut into runs."""
    breaks: bool = False
    """br within labels, &nbsp; and blank paragraphs beside values."""
    header_cells: bool = False
    """th instead of td for heads and labels, in a thead."""
    bare: bool = False
    """No tbody, and no end tags of td and tr."""
    odd_spans: bool = False
    """colspan="0" or too large where it changes nothing that a browser shows."""
    hidden_cells: bool = False
    """Cells that the page hides, with numbers in them."""
    nested: bool = False


STYLES = {
    "word_html": MarkupStyle(word=True),
    "breaks_in_cells": MarkupStyle(breaks=True),
    "th_cells": MarkupStyle(header_cells=True),
    "no_tbody": MarkupStyle(bare=True),
    "odd_spans": MarkupStyle(odd_spans=True),
    "hidden_cells": MarkupStyle(hidden_cells=True),
    "nested": MarkupStyle(nested=True),
}
PLAIN = MarkupStyle()


def table_markup(grid: Grid, style: MarkupStyle, source: random.Random) -> str:
    rows = [_row(grid, number, style, source) for number in range(len(grid))]
    if style.bare:
        return f"{_TABLE}\n{''.join(rows)}</table>\n"
    if style.header_cells:
        heads = next((number for number, row in enumerate(grid) if any(cell.kind == "value" for cell in row)), 0)
        if any(cell.row + cell.row_span > heads for row in grid[:heads] for cell in row):
            heads = 0
        head = f"<thead>\n{''.join(rows[:heads])}</thead>\n" if heads else ""
        return f"{_TABLE}\n{head}<tbody>\n{''.join(rows[heads:])}</tbody></table>\n"
    inner = f"{_TABLE}\n<tbody>\n{''.join(rows)}</tbody></table>\n"
    if style.nested:
        frame = '<table width="98%" border="0" cellspacing="0"><tbody><tr><td align="center">'
        return f"{frame}\n{inner}</td></tr></tbody></table>\n"
    return inner


def _row(grid: Grid, number: int, style: MarkupStyle, source: random.Random) -> str:
    cells = [_cell(grid, cell, style, source) for cell in grid[number]]
    if style.hidden_cells:
        hidden = f'<td style="display:none">{source.randint(1, 99)}</td>'
        cells.insert(source.randrange(len(cells) + 1), hidden)
        if source.random() < 0.4:
            cells.append("<td hidden>0</td>")
    return f"<tr>{''.join(cells)}{'' if style.bare else '</tr>'}\n"


def _cell(grid: Grid, cell: Cell, style: MarkupStyle, source: random.Random) -> str:
    tag = "th" if style.header_cells and cell.kind != "value" else "td"
    attributes = _spans(grid, cell, style, source) + (_WORD_CELL if style.word else ' align="center"')
    end = "" if style.bare else f"</{tag}>"
    return f"<{tag}{attributes}>{_content(cell, style, source)}{end}"


def _spans(grid: Grid, cell: Cell, style: MarkupStyle, source: random.Random) -> str:
    columns = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    rows = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
    if not style.odd_spans:
        return columns + rows
    if not columns and source.random() < 0.2:
        columns = ' colspan="0"'
    if len(grid[cell.row]) == 1 and cell.row_span == 1:
        columns = ' colspan="40"'
    if not rows and cell.row == len(grid) - 1 and source.random() < 0.5:
        rows = source.choice((' rowspan="0"', ' rowspan="200"'))
    return columns + rows


def _content(cell: Cell, style: MarkupStyle, source: random.Random) -> str:
    text = escape(cell.text, quote=False)
    if style.word:
        return _word(cell.text, source)
    if style.breaks:
        return _broken(cell, source)
    return f"<p>{text}</p>" if text and source.random() < 0.3 else text or "&nbsp;"


def _word(text: str, source: random.Random) -> str:
    runs = [text] if text else []
    if len(text) > 3:
        place = source.randrange(1, len(text))
        runs = [text[:place], text[place:]]
    content = "".join(_word_run(run) for run in runs) or '<span lang="EN-US"><o:p>&nbsp;</o:p></span>'
    end = '<span lang="EN-US"><o:p></o:p></span>'
    return f'<p class="MsoNormal" align="center" style="text-align:center">{content}{end}</p>'


def _word_run(run: str) -> str:
    language = "lang=EN-US " if run.isascii() else ""
    return f'<span {language}style="font-family:宋体;font-size:10.5pt">{escape(run, quote=False)}</span>'


def _broken(cell: Cell, source: random.Random) -> str:
    text = escape(cell.text, quote=False)
    if not text:
        return source.choice(("&nbsp;", "<p>&nbsp;</p>", "<br>", "<p><br/></p>"))
    if cell.kind == "value":
        return source.choice((f"&nbsp;{text}&nbsp;", f"<p>{text}</p><p>&nbsp;</p>", f"{text}<br>", f"<p> {text} </p>"))
    if len(cell.text) > 3 and "&" not in text:
        place = source.randrange(2, len(text) - 1)
        return source.choice((f"{text[:place]}<br>{text[place:]}", f"<p>{text[:place]}</p><p>{text[place:]}</p>"))
    return f"<p>{text}</p>"
