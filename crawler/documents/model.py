"""What every format becomes: a Document of ordered blocks, head metadata and links.

HTML, plain text and PDF all end as these values, so that the report reader is written once. Nothing here knows what a
report is, and nothing here touches a network, a database or a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from typing import Literal

BodyOrigin = Literal["trafilatura", "container", "page"]
"""Where the prose came from: trafilatura's text, the body container's own text (trafilatura had lost more than one
character in a hundred of it), or the page as a whole, where there was no container to hold trafilatura against. A body
that stands in the page's script alone (gkmlpt) is a container."""

Format = Literal["html", "text", "pdf"]


class DocumentError(ValueError):
    """Bytes that cannot be read as a document: one line that says what is wrong and, where there is one, the remedy."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in its document. Every number counts from 1, as a person would; None = does not apply."""

    table: int | None = None
    """Which table of the document (nested tables count in document order)."""
    row: int | None = None
    column: int | None = None
    page: int | None = None
    """The page of a PDF."""
    line: int | None = None
    """The line of a text file."""
    block: int | None = None
    """Which block of the document, for prose."""
    head: str | None = None
    """Where in the page's head: `label 3` (the third printed label), or a title's origin (`meta`, `script` …)."""


@dataclass(frozen=True, slots=True, init=False)
class Cell:
    """One cell as the author wrote it, at its origin in the grid (row and column count from 0)."""

    text: str
    """NFC text with inner blanks folded to one space and line breaks kept as "\\n"; "" = a blank cell."""
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    page: int | None = None
    line: int | None = None
    hidden: bool = False
    """The markup hides this cell from readers (display:none, the hidden attribute)."""

    def __init__(
        self,
        text: str,
        row: int,
        column: int,
        row_span: int = 1,
        column_span: int = 1,
        page: int | None = None,
        line: int | None = None,
        hidden: bool = False,
    ) -> None:
        # What dataclass would write goes through object.__setattr__ and takes twice as long; a page has 300 cells.
        _set_text(self, text)
        _set_row(self, row)
        _set_column(self, column)
        _set_row_span(self, row_span)
        _set_column_span(self, column_span)
        _set_page(self, page)
        _set_line(self, line)
        _set_hidden(self, hidden)


_set_text, _set_row, _set_column, _set_row_span, _set_column_span, _set_page, _set_line, _set_hidden = (
    vars(Cell)[each.name].__set__ for each in fields(Cell)
)


@dataclass(frozen=True, slots=True)
class Table:
    """A table as a grid, rowspan and colspan expanded.

    `rows[r][c]` is the cell that covers this place; the same Cell object stands at every place it spans, and it is an
    origin only where `cell.row == r and cell.column == c`. None = no cell covers the place (the row ended early).
    """

    rows: tuple[tuple[Cell | None, ...], ...]
    aligned: bool = True
    """False for text in which an extractor dropped the blank cells: a cell's column is then only its order in the row,
    never a position under a header."""
    number: int = 1
    """Its ordinal in the document, from 1."""
    page: int | None = None
    """The page of a PDF on which it begins."""
    printed_lines: bool = False
    """True for a text in a fixed pitch (`pdftotext -layout`): a row is one printed line, not one row of the author's
    table, and a column is one place of the pitch. Whoever knows the labels puts the author's rows together."""

    @property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    def is_origin(self, row: int, column: int) -> bool:
        cell = self.rows[row][column] if column < len(self.rows[row]) else None
        return cell is not None and cell.row == row and cell.column == column

    def origins(self, row: int) -> Iterator[Cell]:
        """The cells that begin in this row, left to right."""
        for column in range(len(self.rows[row])):
            cell = self.rows[row][column]
            if cell is not None and cell.row == row and cell.column == column:
                yield cell

    def place(self, cell: Cell) -> Place:
        return Place(table=self.number, row=cell.row + 1, column=cell.column + 1, page=cell.page, line=cell.line)


@dataclass(frozen=True, slots=True)
class Heading:
    """A block that the markup itself calls a heading (h1 … h6, or `#` in text)."""

    text: str
    level: int
    page: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    page: int | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class TableBlock:
    """The place of a table among the blocks."""

    table: Table


@dataclass(frozen=True, slots=True)
class Image:
    address: str
    alternative: str = ""


Block = Heading | Paragraph | TableBlock | Image


@dataclass(frozen=True, slots=True)
class Label:
    """One line of the page's head (索引号, 发布机构 …), the label without blanks and colon; "" = no value.

    A label whose name is "" is a day that is printed without a label on a line with others (2024-01-31 10:00 来源：…).
    """

    name: str
    value: str
    line: int | None = field(default=None, compare=False)
    """The line of a text."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to a file beside the page (PDF, DOC, DOCX, XLS, WPS, ZIP, RAR, OFD), its address as written."""

    address: str
    text: str


@dataclass(frozen=True, slots=True)
class Title:
    """A title that the document gives for itself, with where it was found."""

    text: str
    origin: Literal["meta", "heading", "script", "page_title", "first_line"]


@dataclass(frozen=True, slots=True)
class Document:
    format: Format
    encoding: str
    """The codec that the bytes were read with (`utf-8`, `gb18030`, `big5`; `pdf` for a text layer)."""
    blocks: tuple[Block, ...]
    titles: tuple[Title, ...] = ()
    """In order of trust: ArticleTitle meta tag, h1 or title class, the page's script, <title>; text and PDF: none, the
    reader looks."""
    labels: tuple[Label, ...] = ()
    """The head table and the line under the title, in page order; behind them what the page's script says (gkmlpt)
    where no value is printed."""
    meta: tuple[Label, ...] = ()
    """The national meta tags (ArticleTitle, PubDate, ContentSource, ColumnName, SiteIDCode …), in page order."""
    attachments: tuple[Link, ...] = ()
    body_origin: BodyOrigin = "page"
    pages: int | None = None
    unread_pages: tuple[int, ...] = ()
    """Pages of a PDF, from 1, that are pictures without a text layer among pages with one: nothing of them was read."""

    def tables(self) -> tuple[Table, ...]:
        return tuple(block.table for block in self.blocks if isinstance(block, TableBlock))
