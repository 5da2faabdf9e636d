"""Grids as HTML, in the two styles that pages are typed in: Word's own HTML, and a CMS's editor."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from crawler.replica.grids import Grid, GridCell


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How a page writes a cell: `attributes` go into every td, `label` and `value` hold one {text}."""

    attributes: str
    label: str
    value: str


WORD = CellStyle(
    ' style="border:solid windowtext 1.0pt;mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt 0cm 5.4pt"',
    '<p class="MsoNormal" align="center" style="text-align:center;line-height:18.0pt">'
    '<span style="font-family:宋体;mso-ascii-font-family:Calibri;font-size:10.5pt">{text}</span></p>',
    '<p class="MsoNormal" align="center" style="text-align:center;line-height:18.0pt">'
    '<span lang="EN-US" style="font-family:宋体;font-size:10.5pt">{text}<o:p></o:p></span></p>',
)
EDITOR = CellStyle(
    ' align="center" valign="middle" style="border:1px solid #000000;padding:1px 4px;word-break:break-all"',
    "<p><label>{text}</label></p>",
    "<p><ins>{text}</ins></p>",
)
"""The words stand in label and ins tags, as some editors leave them."""


def _cell(cell: GridCell, style: CellStyle) -> str:
    spans = f' colspan="{cell.column_span}"' if cell.column_span > 1 else ""
    if cell.row_span > 1:
        spans += f' rowspan="{cell.row_span}"'
    template = style.label if cell.is_label else style.value
    texts = cell.pieces or (cell.text,)
    inner = "".join(template.format(text=escape(text, quote=False) or "&nbsp;") for text in texts)
    return f"<td{spans}{style.attributes}>{inner}</td>"


def table(grid: Grid, style: CellStyle) -> str:
    """The HTML of a grid; a blank cell holds &nbsp; as Word writes it."""
    rows = "".join(f"<tr>{''.join(_cell(cell, style) for cell in row)}</tr>\n" for row in grid)
    return (
        '<table border="1" cellspacing="0" cellpadding="0" width="100%" style="border-collapse:collapse;border:none">\n'
        f"<tbody>\n{rows}</tbody></table>\n"
    )
