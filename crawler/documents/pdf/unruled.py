"""A table without drawn rules: lines of words and their columns → rows of cells.

Figures stand on one line of a row; its label may be wrapped over lines above and below them. So a line with figures is
a row, and the pieces of label around it are joined to it. A label whose row has no figures is a blank row.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from crawler.documents.model import Cell
from crawler.documents.pdf.columns import Columns, figures, find_columns, header_starts, is_chapter, table_runs
from crawler.documents.pdf.header import HeaderWord, header_cells
from crawler.documents.pdf.labels import LabelBlock, LabelColumns, is_numbered, label_chunks, read_labels
from crawler.documents.pdf.lines import Line, Word, is_figure
from crawler.documents.pdf.tables import TablePiece

TIGHT = 1.75
"""Lines of one cell stand at most so far apart, from top to top, in characters; rows stand farther apart."""
_MOST_LINES = 600
"""Of one table: the longest form has 90 rows, and joining labels to rows grows with the square of their number."""
_HALF_LINE = 1.1
"""Characters: a value that is wrapped over two lines stands half a line above and half a line below its row's line."""
_PART_REACH = 1.6
"""One over three lines stands a line above, on, and a line below it."""
_CENTRED = 1.5
"""Characters by which a line may be off the middle of a table and still be centred over it."""


def unruled_tables(lines: Sequence[Line]) -> list[Line | TablePiece]:
    """The lines of a run without ruled tables, those that are a table without rules taken together."""
    found: list[Line | TablePiece] = []
    end = 0
    for first, stop in table_runs(lines):
        found.extend(lines[end:first])
        found.extend(_run(lines[first:stop]))
        end = stop
    found.extend(lines[end:])
    return found


def _run(lines: Sequence[Line]) -> list[Line | TablePiece]:
    whole = _table(lines)
    if whole is not None:
        return whole
    # Two tables may stand with only a heading in the table's own type between them.
    found: list[Line | TablePiece] = []
    start = 0
    for index, line in enumerate([*lines, None]):
        if line is not None and not (is_chapter(line.text) and not figures(line)):
            continue
        part = lines[start:index]
        found += (_table(part) if 0 < len(part) < len(lines) else None) or part
        if line is not None:
            found.append(line)
        start = index + 1
    return found


def _table(lines: Sequence[Line]) -> list[Line | TablePiece] | None:
    """The lines with the table that they hold taken together, or None where they hold none."""
    if len(lines) > _MOST_LINES:
        return None
    kept = _without_repeated_header(lines)
    columns = find_columns(kept)
    extent = _extent(kept, columns) if columns is not None else None
    if columns is None or not columns.fits_header:
        blocks = _blocks(kept)
        if blocks is not None:
            return blocks
    if columns is None or extent is None:
        return None
    first, stop = extent
    return [*kept[:first], _piece(kept[first:stop], columns), *kept[stop:]]


def _blocks(lines: Sequence[Line]) -> list[Line | TablePiece] | None:
    """A table whose blocks have columns at places of their own, each under a header of its own, as one table for each
    block; None where the lines are no such table."""
    starts = [0, *header_starts(lines)]
    found: list[Line | TablePiece] = []
    is_table = False
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        block = lines[start:end]
        clear = find_columns(block)
        columns = clear if clear is not None and clear.fits_header else find_columns(block, is_part=True)
        extent = _extent(block, columns) if columns is not None else None
        if columns is None or extent is None:
            return None
        is_table = is_table or clear is not None
        first, stop = extent
        found += [*block[:first], _piece(block[first:stop], columns), *block[stop:]]
    return found if is_table and len(starts) > 1 else None


def _without_repeated_header(lines: Sequence[Line]) -> list[Line]:
    """Without the lines at the head of a further page that repeat, word by word, lines of an earlier page."""
    kept: list[Line] = []
    index = 0
    while index < len(lines):
        if kept and lines[index].page != kept[-1].page:
            index += _repeated(kept, lines, index)
        if index < len(lines):
            kept.append(lines[index])
        index += 1
    return kept


def _repeated(above: Sequence[Line], lines: Sequence[Line], index: int) -> int:
    for first, line in enumerate(above):
        count = 0
        while (
            first + count < len(above)
            and index + count < len(lines)
            and _same_words(above[first + count], lines[index + count])
            and not figures(above[first + count])
        ):
            count += 1
        if count and len(line.words) > 1:
            return count
    return 0


def _same_words(line: Line, other: Line) -> bool:
    return line.text == other.text and abs(line.x0 - other.x0) < line.size


def _extent(lines: Sequence[Line], columns: Columns) -> tuple[int, int] | None:
    """Which lines of a run are the table: from its header's first line to the last line of its last label."""
    anchors = [n for n, line in enumerate(lines) if _is_anchor(line, columns)]
    if not anchors:
        return None
    first = next(n for n, line in enumerate(lines) if n == anchors[0] or _heads(line, columns))
    while first and _is_label_only(lines[first - 1], columns) and not is_chapter(lines[first - 1].text):
        if not _is_tight(lines[first - 1], lines[first]):
            break
        first -= 1
    pitches = [lines[b].top - lines[a].top for a, b in pairwise(anchors)]
    pitch = sorted(pitches)[len(pitches) // 2] if pitches else 0.0
    stop = anchors[-1] + 1
    while stop < len(lines) and _is_tight(lines[stop - 1], lines[stop]):
        if not all(_is_part(word.text) for word in lines[stop].words):
            break
        stop += 1
    while stop < len(lines) and _is_label_only(lines[stop], columns) and not is_chapter(lines[stop].text):
        above, line = lines[stop - 1], lines[stop]
        is_near = _is_tight(above, line) or (
            is_numbered(line.text) and above.page == line.page and line.top - above.top <= 1.3 * pitch
        )
        if not is_near:
            break
        stop += 1
    return first, stop


def _is_tight(above: Line, below: Line) -> bool:
    return above.page != below.page or below.top - above.top <= TIGHT * max(above.size, below.size)


def _heads(line: Line, columns: Columns) -> bool:
    """Whether a line can be the first of a table's header: it names columns, or is centred over the whole table."""
    if is_chapter(line.text):
        return False
    if len(line.words) > 1 or line.x0 >= columns.edges[1]:
        return line.x0 >= columns.edges[1] or any(word.x0 >= columns.edges[1] for word in line.words)
    return line.x1 > columns.edges[1] and _is_centred(line, columns, 0)


def _is_centred(line: Line | Word, columns: Columns, first: int) -> bool:
    size = line.size if isinstance(line, Line) else (line.x1 - line.x0) / max(len(line.text), 1)
    middle = (columns.spans[first][0] + columns.spans[-1][1]) / 2
    return abs((line.x0 + line.x1) / 2 - middle) <= _CENTRED * size + 0.1 * (columns.edges[-1] - columns.edges[first])


def _is_anchor(line: Line, columns: Columns) -> bool:
    return any(word.x0 >= columns.edges[1] for word in figures(line))


def _is_label_only(line: Line, columns: Columns) -> bool:
    return line.x1 <= columns.edges[1]


def _heights(lines: Sequence[Line]) -> list[float]:
    """The tops of lines as on one tall page: the first line of a page stands tight under the last one before it."""
    found: list[float] = []
    for index, line in enumerate(lines):
        if not index:
            found.append(line.top)
        elif lines[index - 1].page == line.page:
            found.append(found[-1] + line.top - lines[index - 1].top)
        else:
            found.append(found[-1] + 0.9 * TIGHT * line.size)
    return found


def _piece(lines: Sequence[Line], columns: Columns) -> TablePiece:
    tops = _heights(lines)
    values = {n: _value_words(lines[n], columns) for n in range(len(lines))}
    _attach_parts(values, lines, tops, columns.edges[1])
    anchors = [n for n, line in enumerate(lines) if values[n] and _is_anchor(line, columns)]
    chunks = label_chunks(lines, tops, columns.edges[1])
    named = [n for n in range(len(lines)) if values[n] and n not in anchors]
    labels = read_labels(chunks, anchors, named, tops)
    builder = _Builder(lines, tops, columns, labels.columns)
    header: list[int] = []
    items: list[tuple[float, int | LabelBlock]] = [(tops[n], n) for n in (*anchors, *named)]
    items += [(block.middle, block) for block in labels.blank]
    for _, item in sorted(items, key=lambda pair: pair[0]):
        if isinstance(item, int) and item not in anchors:
            header.append(item)
            continue
        builder.header([(n, values[n]) for n in header], labels.header)
        header = []
        if isinstance(item, LabelBlock):
            builder.row(item, ())
        else:
            builder.row(labels.of_anchor.get(item), values[item])
    builder.header([(n, values[n]) for n in header], labels.header)
    builder.groups(labels.groups)
    cells = builder.cells()
    return TablePiece(
        lines[0].page,
        builder.edges,
        tuple(cells),
        builder.row_count,
        lines[0].top,
        lines[-1].bottom,
        tuple(lines),
        False,
    )


def _value_words(line: Line, columns: Columns) -> tuple[tuple[int, int, Word, int], ...]:
    """(first column, stop, word, page) of the words of a line that stand right of the labels, or over the table."""
    if len(line.words) == 1 and not figures(line) and line.x1 > columns.edges[1] and _is_centred(line, columns, 0):
        return ((0, len(columns.spans), line.words[0], line.page),)
    found: list[tuple[int, int, Word, int]] = []
    for word in line.words:
        first, stop = columns.covered(word.x0, word.x1)
        if stop <= 1 or word.x0 < columns.edges[1] - (word.x1 - word.x0) / 2:
            continue
        first = max(first, 1)
        if found and found[-1][:2] == (first, stop):
            above = found[-1][2]
            found[-1] = (first, stop, Word(f"{above.text} {word.text}", above.x0, word.x1), line.page)
        else:
            found.append((first, stop, word, line.page))
    return tuple(found)


def _attach_parts(
    values: dict[int, tuple[tuple[int, int, Word, int], ...]],
    lines: Sequence[Line],
    tops: Sequence[float],
    right: float,
) -> None:
    """Put the lines of values that were wrapped in their cells into the row that they belong to.

    Such lines stand half a line above and below one another, which no two rows do, or hold what is visibly a part: a
    number that ends in a comma, a note whose bracket is closed on another line.
    """
    filled = [n for n, words in values.items() if words and all(first > 0 for first, _, _, _ in words)]
    rows: list[list[int]] = []
    for n in filled:
        gap = tops[n] - tops[rows[-1][-1]] if rows else 0.0
        pair = (*values[n], *values[rows[-1][-1]]) if rows else ()
        size = lines[n].size
        if rows and (
            (gap <= _HALF_LINE * size and any(is_figure(word.text) for _, _, word, _ in pair))
            or (gap <= _PART_REACH * size and _holds_part(values, rows[-1][-1], n))
        ):
            rows[-1].append(n)
        else:
            rows.append([n])
    for row in rows:
        labelled = [n for n in row if lines[n].words[0].x0 < right]
        # A group's label, further to the left, may stand beside any of them.
        own = max(labelled, key=lambda n: _label_end(lines[n], right)) if labelled else row[len(row) // 2]
        merged = [entry for n in row for entry in values[n]]
        for n in row:
            values[n] = ()
        values[own] = tuple(sorted(merged, key=lambda entry: entry[0]))


def _label_end(line: Line, right: float) -> float:
    return max((word.x1 for word in line.words if word.x0 < right), default=0.0)


def _holds_part(values: dict[int, tuple[tuple[int, int, Word, int], ...]], above: int, below: int) -> bool:
    """Whether one of two lines holds nothing but parts of values that the other goes on with."""
    parts = [all(_is_part(word.text) for _, _, word, _ in values[n]) for n in (above, below)]
    columns = [{first for first, _, _, _ in values[n]} for n in (above, below)]
    return (parts[0] and columns[0] <= columns[1]) or (parts[1] and columns[1] <= columns[0])


def _is_part(text: str) -> bool:
    opened, closed = (sum(text.count(mark) for mark in marks) for marks in ("（(", "）)"))
    return opened != closed or text[-1] in ",，.．"


class _Builder:
    """Grows the grid row by row."""

    def __init__(self, lines: Sequence[Line], tops: Sequence[float], columns: Columns, labels: LabelColumns) -> None:
        self._lines, self._tops, self._columns, self._labels = lines, tops, columns, labels
        self._shift = labels.count - 1
        self._cells: list[Cell] = []
        self._rows: list[LabelBlock | None] = []
        self._is_header: list[bool] = []
        self._pages: list[int] = []
        inner = labels.edges(columns.edges[0], columns.edges[1])
        self.edges = (*inner, *columns.edges[1:])

    @property
    def row_count(self) -> int:
        return len(self._rows)

    def row(self, label: LabelBlock | None, words: Sequence[tuple[int, int, Word, int]]) -> None:
        number = len(self._rows)
        by_place: dict[tuple[int, int], list[tuple[str, int]]] = {}
        for first, stop, word, page in words:
            by_place.setdefault((first, stop), []).append((word.text, page))
        for (first, stop), texts in by_place.items():
            text = "\n".join(text for text, _ in texts)
            self._cells.append(Cell(text, number, first + self._shift, 1, stop - first, page=texts[0][1]))
        self._rows.append(label)
        self._is_header.append(False)
        page = words[0][3] if words else label.page if label is not None else self._lines[0].page
        self._pages.append(page)

    def header(
        self, rows: Sequence[tuple[int, Sequence[tuple[int, int, Word, int]]]], labels: Sequence[LabelBlock]
    ) -> None:
        """A stack of lines that name columns; `labels` are the blocks of label that stand beside such lines."""
        if not rows:
            return
        top, bottom = self._tops[rows[0][0]], self._tops[rows[-1][0]]
        words = [
            HeaderWord(word.text, first, stop, self._tops[n], self._lines[n].size, page, word.x0, word.x1)
            for n, entries in rows
            for first, stop, word, page in entries
        ]
        beside = [block for block in labels if top - block.size <= block.middle <= bottom + block.size]
        words += [
            HeaderWord(block.text, 0, 1, block.top, block.size, block.page, block.x0, block.x1) for block in beside
        ]
        cells, depth = header_cells(words, self._columns)
        number = len(self._rows)
        for cell in cells:
            first = cell.column + (self._shift if cell.column else 0)
            span = cell.column_span + (0 if cell.column else self._shift)
            self._cells.append(
                Cell(cell.text, number + cell.row, first, cell.row_span, span, page=cell.page or self._lines[0].page)
            )
        self._rows.extend([None] * depth)
        self._is_header.extend([True] * depth)
        self._pages.extend([self._lines[rows[0][0]].page] * depth)

    def groups(self, groups: Sequence[tuple[int, LabelBlock]]) -> None:
        """The labels of groups of rows, (label column, block), each over the rows that belong to it."""
        taken: set[tuple[int, int]] = set()
        for column, block in groups:
            rows = [n for n in self._group_rows(block) if (n, column) not in taken]
            if not rows:
                continue
            first, stop = rows[0], rows[0]
            while stop in rows:
                stop += 1
            taken.update((n, column) for n in range(first, stop))
            self._cells.append(Cell(block.text, first, column, stop - first, 1, page=self._pages[first]))

    def _group_rows(self, block: LabelBlock) -> list[int]:
        open_rows = [n for n, label in enumerate(self._rows) if not self._is_header[n] and label is not None]
        below = {n for n in open_rows if self._level(n) > block.level}
        if not below:
            return []
        nearest = min(below, key=lambda n: abs(self._middle(n) - block.middle))
        first = last = nearest
        while first - 1 in below and not (block.level == 2 and self._starts_group(first)):
            first -= 1
        while last + 1 in below and not (block.level == 2 and self._starts_group(last + 1)):
            last += 1
        return list(range(first, last + 1))

    def _middle(self, row: int) -> float:
        label = self._rows[row]
        return label.middle if label is not None else 0.0

    def _level(self, row: int) -> int:
        label = self._rows[row]
        return label.level if label is not None else 0

    def _starts_group(self, row: int) -> bool:
        label = self._rows[row]
        return label is not None and label.number == 1

    def cells(self) -> list[Cell]:
        """All cells: labels over the label columns that no group covers, and blank ones where nothing is printed."""
        width = self._shift + len(self._columns.spans)
        covered = {
            (row, column)
            for cell in self._cells
            for row in range(cell.row, cell.row + cell.row_span)
            for column in range(cell.column, cell.column + cell.column_span)
        }
        found = list(self._cells)
        for row, label in enumerate(self._rows):
            if not self._is_header[row] and self._labels.count:
                first = self._labels.count - 1
                while first and (row, first - 1) not in covered:
                    first -= 1
                text = label.text if label is not None else ""
                found.append(Cell(text, row, first, 1, self._labels.count - first, page=self._pages[row]))
                covered.update((row, column) for column in range(first, self._labels.count))
            found.extend(
                Cell("", row, column, page=self._pages[row]) for column in range(width) if (row, column) not in covered
            )
        return sorted(found, key=lambda cell: (cell.row, cell.column))
