"""Plain text, as an extractor, a tool for character recognition or a PDF's dump prints a page → Document.

How tables are told from prose, the surest sign first: `<table>` (text_islands), drawn borders (text_boxes), pipes
(text_pipes), tabs (text_tabs), columns kept by blanks (text_columns). A text whose cells are lines of their own,
without any mark, keeps them as paragraphs: whoever knows the forms' labels lifts them (crawler.reports.lifting.lift).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from crawler.documents.limits import MAX_DOCUMENT_SLOTS
from crawler.documents.model import Block, Document, DocumentError, Label, TableBlock
from crawler.documents.text.boxes import box_end, read_box
from crawler.documents.text.columns import columns_end, printed_table
from crawler.documents.text.head import is_head_row, labels_of_row, take_head_lines
from crawler.documents.text.islands import find_islands, read_island
from crawler.documents.text.lines import TextLine, lines_of
from crawler.documents.text.paragraphs import Width, page_width, prose_blocks
from crawler.documents.text.pipes import is_rule, pieces_of, read_run, run_end
from crawler.documents.text.tabs import read_tabs, tabs_end

_CELL_ENDS = "|｜│\t"
_Add = Callable[[Sequence[TextLine]], None]


def read_text(text: str, encoding: str) -> Document:
    """Read the text of a report. `encoding` is the codec it was decoded with, for the Document to name.

    Text without any structure is a Document of paragraphs, one a line. Raises DocumentError for more than
    MAX_TEXT_LINES lines that are not blank, and for tables larger than any report's.
    """
    if (places := sum(map(text.count, _CELL_ENDS))) > MAX_DOCUMENT_SLOTS:
        raise DocumentError(
            f"the text has {places:,} pipes and tabs, more than the {MAX_DOCUMENT_SLOTS:,} that are read"
        )
    reader = _Reader(page_width(lines_of(text)) if "\f" in text else None)
    islands = find_islands(text)
    place = 0
    newlines = 1
    for start, stop in islands:
        reader.read(lines_of(text[place:start], newlines))
        newlines += text.count("\n", place, start)
        reader.read_island(text[start:stop], newlines)
        newlines += text.count("\n", start, stop)
        place = stop
    reader.read(lines_of(text[place:], newlines))
    below_title = take_head_lines(reader.blocks)
    return Document(
        format="text",
        encoding=encoding,
        blocks=tuple(reader.blocks),
        labels=(*reader.labels, *below_title),
        body_origin="page",
    )


class _Reader:
    """Blocks and labels of a text, in order."""

    def __init__(self, width: Width | None) -> None:
        self._width = width
        self.blocks: list[Block] = []
        self.labels: list[Label] = []
        self._tables = 0

    def read_island(self, markup: str, line: int) -> None:
        blocks = read_island(markup, line, self._tables + 1)
        self._tables += sum(isinstance(block, TableBlock) for block in blocks)
        self.blocks.extend(blocks)

    def read(self, lines: Sequence[TextLine]) -> None:
        first = 0
        place = 0
        while place < len(lines):
            stop, add = self._table_at(lines, place)
            if add is None:
                place = max(stop, place + 1)
                continue
            self._add_prose(lines[first:place])
            add(lines[place:stop])
            first = place = stop
        self._add_prose(lines[first:])

    def _table_at(self, lines: Sequence[TextLine], place: int) -> tuple[int, _Add | None]:
        """Where the table that begins at a line ends, and how it is read; no way to read it: all before is prose."""
        if not lines[place].text:
            return place, None
        if (stop := box_end(lines, place)) > place:
            return stop, lambda run: self._add(TableBlock(read_box(run, self._tables + 1)))
        if (stop := run_end(lines, place)) > place:
            return stop, self._add_run
        if (stop := tabs_end(lines, place)) > place:
            return stop, lambda run: self._add(TableBlock(read_tabs(run, self._tables + 1)))
        stop, is_table = columns_end(lines, place)
        if is_table:
            return stop, lambda run: self._add(TableBlock(printed_table(run, self._tables + 1)))
        return stop, None

    def _add_prose(self, lines: Sequence[TextLine]) -> None:
        self.blocks.extend(prose_blocks(lines, self._width))

    def _add(self, block: Block) -> None:
        self._tables += isinstance(block, TableBlock)
        self.blocks.append(block)

    def _add_run(self, run: Sequence[TextLine]) -> None:
        run = [line for line in run if line.text]
        head = 0
        while head < len(run) and (is_rule(run[head].text) or is_head_row(pieces_of(run[head].text))):
            head += 1
        for line in run[:head]:
            if not is_rule(line.text):
                self.labels.extend(replace(label, line=line.number) for label in labels_of_row(pieces_of(line.text)))
        for block in read_run(run[head:], self._tables + 1):
            self._add(block)
