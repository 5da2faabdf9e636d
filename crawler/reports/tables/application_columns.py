"""The seven columns of the applications table: where its header, or the rows below it, place them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from crawler.reports.model import APPLICANTS
from crawler.reports.tables.columns import (
    Frame,
    Run,
    Span,
    Stack,
    fill_gaps,
    find_runs,
    follows_order,
    frame_of,
    header_stacks,
    match_stack,
    of_the_year,
)
from crawler.reports.tables.findings import Findings
from crawler.reports.tables.printed import read_printed
from crawler.reports.tables.rows import Columns
from crawler.reports.tables.view import TableView, row_text
from crawler.reports.words.labels import APPLICATION_COLUMNS, SUBTOTALS
from crawler.reports.words.matching import Match
from crawler.reports.words.normalise import label_key

LEAST_NAMED = 2
"""Column labels that make a header: one alone (总计, 其他) is a row's label as well."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The columns that the rows of a table, or of a part of it, stand under."""

    spans: Mapping[str, Span]
    columns: Columns
    width: int


def placed(spans: Mapping[str, Span], frame: Frame, width: int) -> Placed:
    return Placed(spans, Columns({key: spans.get(key) for key in APPLICANTS}, frame), width)


NOT_PLACED = placed({}, Frame(0), 0)


def place_columns(
    view: TableView,
    header: Sequence[int],
    labelled: Mapping[int, int],
    above: Placed,
    findings: Findings,
    year: int | None,
) -> Placed:
    """The columns below a header. labelled: data row → how many of its first cells are its label; above: the columns
    of the part before, which hold where this part has no header of its own; year: the report's, if it is known."""
    stacks = header_stacks(view, header)
    regular = _regular(view, labelled)
    runs = _runs(stacks)
    if len(runs) < LEAST_NAMED:
        return _without_header(view, regular, above, findings)
    twice = {key: own for key, own in runs.items() if len(own) > 1}
    if twice:
        return _of_one_year(view, header, runs, year, findings)
    found = {key: own[0] for key, own in runs.items()}
    printed = row_text(cell for row in header for cell in view.cells[row] if cell.row == row)
    _flag_misprints(found, findings)
    for text in _subtotals(stacks, found):
        findings.flag("applications", "unknown_column", text, "a subtotal, no column of the form: not read")
    spans = {key: run.span for key, run in found.items()}
    frame = frame_of(view, header)
    order = sorted(spans, key=lambda key: spans[key].start)
    is_ordered = follows_order(order, APPLICANTS)
    if len(spans) == len(APPLICANTS) and is_ordered and frame.is_even:
        own = placed(spans, frame, view.width)
        if regular is None or own.columns.start == regular["natural_person"].start or not _is_narrow(spans):
            return own
    elif not is_ordered and not _lost_group(order, stacks):
        findings.flag("applications", "disagreement", printed, "the columns are not in the form's order")
    if regular is not None and (is_ordered or _lost_group(order, stacks)) and _can_be_the_forms(stacks, spans):
        note = "the header does not stand over its columns, or not all of it is there: named by the form's order"
        findings.flag("applications", "truncated_header", printed, note)
        return placed(regular, Frame(view.width), view.width)
    return _from_header(view, stacks, spans, frame, printed, findings)


def _runs(stacks: Sequence[Stack]) -> dict[str, list[Run]]:
    """The columns that the header names. A total under 法人或其他组织 is one of that group where another stands
    outside of it."""
    found = find_runs(stacks, _label)
    if any(_is_of_organisations(run.stack) for run in found.get("total", ())):
        outside = find_runs([() if _is_of_organisations(stack) else stack for stack in stacks], _label)
        found["total"] = outside.get("total", found["total"])
    return found


def _flag_misprints(found: Mapping[str, Run], findings: Findings) -> None:
    for key, run in found.items():
        if not run.match.exact:
            note = f"column read as {run.match.label}"
            findings.flag(f"applications.*.{key}", "fuzzy_label", run.printed, note)


def _of_one_year(
    view: TableView, header: Sequence[int], runs: Mapping[str, list[Run]], year: int | None, findings: Findings
) -> Placed:
    """The columns of a header that prints some of them twice, as for two years side by side: those of the report's
    year. What the header does not tell apart is not read: never the first in silence."""
    chosen: dict[str, Run] = {}
    for key, own in runs.items():
        run = own[0] if len(own) == 1 else of_the_year(own, year)
        if run is not None:
            chosen[key] = run
    raw = row_text(cell for row in header for cell in view.cells[row] if cell.row == row)
    unknown = [key for key in APPLICANTS if key in runs and key not in chosen]
    read = "those of the report's year are read" if not unknown else f"not read: {', '.join(unknown)}"
    findings.flag("applications", "unknown_column", raw, f"the header prints columns twice; {read}")
    for key in APPLICANTS:
        if key not in runs:
            findings.flag(f"applications.*.{key}", "unknown_column", raw, "no header for this column")
    _flag_misprints(chosen, findings)
    first = min(run.span.start for own in runs.values() for run in own)
    frame = replace(frame_of(view, header), start=first)
    return placed({key: run.span for key, run in chosen.items()}, frame, view.width)


def _label(stack: Stack) -> Match | None:
    # A row 1, 2, 3 … that numbers the columns is no part of their labels.
    words = tuple([cell for cell in stack if not read_printed(cell.text).is_value])
    return match_stack(words, APPLICATION_COLUMNS.match)


def _is_of_organisations(stack: Stack) -> bool:
    return any(read_printed(cell.text).application_head == "organisations" for cell in stack[:-1])


def _lost_group(order: Sequence[str], stacks: Sequence[Stack]) -> bool:
    """The header has lost its cell 法人或其他组织, so that 总计 has moved beside 自然人; the rest is in order."""
    heads = {read_printed(cell.text).application_head for stack in stacks for cell in stack}
    return "organisations" not in heads and follows_order([key for key in order if key != "total"], APPLICANTS)


def _is_subtotal(stack: Stack) -> bool:
    return bool(stack) and SUBTOTALS.exact(stack[-1].text) is not None


def _subtotals(stacks: Sequence[Stack], found: Mapping[str, Run]) -> list[str]:
    """What the header prints over columns of subtotals, which some bodies add."""
    total = found["total"].span.start if "total" in found else None
    texts: list[str] = []
    for column, stack in enumerate(stacks):
        label = _label(stack) if stack else None
        is_total = label is not None and label.key == "total" and _is_of_organisations(stack) and column != total
        if _is_subtotal(stack) or is_total:
            texts.append(stack[-1].text)
    return texts


def _is_narrow(spans: Mapping[str, Span]) -> bool:
    return all(span.stop - span.start == 1 for span in spans.values())


def _can_be_the_forms(stacks: Sequence[Stack], spans: Mapping[str, Span]) -> bool:
    """No header right of the first named one is foreign to the form: each is blank, cut, or names its column."""
    first = min(span.start for span in spans.values())
    return all(
        not stack
        or _label(stack) is not None
        or read_printed(stack[-1].text).application_head is not None
        or any(_can_be(stack, key) for key in APPLICANTS)
        for stack in stacks[first:]
    )


def _can_be(stack: Stack, key: str) -> bool:
    """Whether a header is blank or a piece of a column's label."""
    printed = label_key(stack[-1].text) if stack else ""
    is_head = bool(stack) and read_printed(stack[-1].text).application_head is not None
    return is_head or printed in label_key(APPLICATION_COLUMNS.official(key))


def _regular(view: TableView, labelled: Mapping[int, int]) -> dict[str, Span] | None:
    """The columns that the rows themselves show: most of them have just seven cells right of their labels, one grid
    column each, up to the grid's right edge."""
    starts: Counter[int] = Counter()
    for row, labels in labelled.items():
        cells = view.cells[row][labels:]
        if len(cells) == len(APPLICANTS) and cells[-1].column + 1 == view.width:
            starts[cells[0].column] += cells[-1].column - cells[0].column == len(cells) - 1
    start = view.width - len(APPLICANTS)
    if starts[start] * 2 <= len(labelled):
        return None
    return {key: Span(start + place, start + place + 1) for place, key in enumerate(APPLICANTS)}


def _without_header(view: TableView, regular: Mapping[str, Span] | None, above: Placed, findings: Findings) -> Placed:
    """A part that a page break cut off has the columns of the part above it; seven cells a row are they in any grid."""
    if above.spans and above.width == view.width and (regular is None or not above.columns.is_complete):
        return above
    if regular is None:
        return NOT_PLACED
    if not above.spans:
        note = "no header names the columns: named by the form's order"
        findings.flag("applications", "truncated_header", view.row_text(0), note)
    elif above.width == view.width and above.columns.start == regular["natural_person"].start:
        return above
    return placed(regular, Frame(view.width), view.width)


def _from_header(
    view: TableView,
    stacks: Sequence[Stack],
    spans: Mapping[str, Span],
    frame: Frame,
    printed: str,
    findings: Findings,
) -> Placed:
    """The columns that the header names, and those between them that it leaves blank or cut."""
    filled = fill_gaps(spans, APPLICANTS, view.width, lambda column, key: _can_be(stacks[column], key))
    if not frame.is_even:
        note = "the header's rows are not equally long: its columns may stand over others"
        findings.flag("applications", "unknown_column", printed, note)
    added = [key for key in APPLICANTS if key in filled and key not in spans]
    if added:
        note = f"columns {', '.join(added)} known by position only"
        findings.flag("applications", "truncated_header", printed, note)
    for key in APPLICANTS:
        if key not in filled:
            findings.flag(f"applications.*.{key}", "unknown_column", printed, "no header for this column")
    return placed(filled, frame, view.width)
