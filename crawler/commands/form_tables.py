"""The standard tables of a report, drawn for a terminal as the form prints them, with marks beside what is in doubt.

`·` is a blank of the form. A terminal has no merged cells: the groups of the applications table are lines of their own
with their rows indented below them, and the three channels of reviews stand side by side, or below each other where the
terminal is too narrow.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from crawler.commands.marks import FAILED, Marks
from crawler.reports.forms import APPLICATION_FORMS, APPLICATION_ROW_ORDER, OTHER_ROWS, PROACTIVE_FORMS
from crawler.reports.model import APPLICANTS, REVIEW_CHANNELS, REVIEW_OUTCOMES, Number, Report
from crawler.reports.statistics.labels import GROUP_LABELS, INDICATOR_OF
from crawler.reports.words.labels import (
    APPLICATION_COLUMNS,
    APPLICATION_GROUPS,
    APPLICATION_ROWS,
    PROACTIVE_BLOCKS,
    PROACTIVE_COLUMNS,
    PROACTIVE_CORNER,
    PROACTIVE_ROWS,
    REVIEW_CHANNEL_LABELS,
    REVIEW_HEADS,
    REVIEW_OUTCOME_LABELS,
)

BLANK = "·"
_ITEMS = {
    "regulations": "一",
    "normative_documents": "一",
    "licensing": "五",
    "other_services": "五",
    "penalty": "六",
    "compulsion": "六",
    "fees": "八",
    "procurement": "九",
}
"""Which item of article 20 of the regulation (政府信息公开条例) a row stands under."""
_GROUPS = APPLICATION_GROUPS.keys()
_INDENT = 2
_UNBOUNDED = 1000
"""Columns of a terminal in which nothing has to be cut: what a table is measured against."""
_HEADER_CHARACTERS = 2
_NARROW = 3
"""A header of so many characters stands in one line, a longer one in lines of two, as in the form's narrow columns:
seven columns beside their labels then fit a terminal of 80."""


def tables_of(report: Report) -> tuple[str, ...]:
    """The names of the tables that the report has, in the order in which they are drawn."""
    tables = {
        "proactive": report.proactive,
        "applications": report.applications,
        "review": report.review,
        "statistics": report.statistics,
    }
    return tuple(name for name, table in tables.items() if table is not None)


def draw(name: str, report: Report, marks: Marks, console: Console) -> Iterator[RenderableType]:
    """One table of `tables_of`, as what rich prints."""
    if name == "proactive":
        yield from _proactive(report, marks)
    elif name == "applications":
        yield from _applications(report, marks)
    elif name == "review":
        yield from _review(report, marks, console)
    else:
        yield from _statistics(report, marks)


def _title(text: str, where: str, marks: Marks) -> Text:
    return Text.assemble((text, "bold"), _marked(marks.of(where)))


def _marked(marks: str) -> tuple[str, str]:
    return marks, "bold red" if FAILED in marks else "yellow"


def _cell(value: Number | None, where: str, marks: Marks) -> Text:
    return Text.assemble(BLANK if value is None else f"{value}", _marked(marks.of(where)))


def _label(text: str, where: str, marks: Marks) -> Text:
    return Text.assemble(text, _marked(marks.of(where)))


def _header(text: str) -> str:
    """A header over several lines, as the form's narrow columns print it."""
    if len(text) <= _NARROW:
        return text
    return "\n".join(text[start : start + _HEADER_CHARACTERS] for start in range(0, len(text), _HEADER_CHARACTERS))


def _grid(label_header: str, columns: Sequence[Text]) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1), header_style="")
    table.add_column(label_header, overflow="fold")
    for column in columns:
        table.add_column(column, justify="right", no_wrap=True)
    return table


# 第二十条 ------------------------------------------------------------------------------------------------------------


def _proactive(report: Report, marks: Marks) -> Iterator[RenderableType]:
    rows = report.proactive or {}
    yield _title(f"主动公开 (form {report.forms.proactive})", "proactive", marks)
    form = report.forms.proactive
    if form is None:
        return
    words = PROACTIVE_COLUMNS[form]
    blocks: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for row in rows:
        blocks.setdefault((_ITEMS[row], PROACTIVE_FORMS[form].get(row, tuple(rows[row]))), []).append(row)
    for (item, columns), names in blocks.items():
        yield Text(PROACTIVE_BLOCKS.official(f"item_{item}"))
        headers = [_label(words.official(column), f"proactive.*.{column}", marks) for column in columns]
        table = _grid(PROACTIVE_CORNER.official("corner"), headers)
        for row in names:
            values = [_cell(rows[row].get(column), f"proactive.{row}.{column}", marks) for column in columns]
            table.add_row(_label(PROACTIVE_ROWS.official(row), f"proactive.{row}", marks), *values)
        yield table


# 申请 ----------------------------------------------------------------------------------------------------------------


def _applications(report: Report, marks: Marks) -> Iterator[RenderableType]:
    rows = report.applications or {}
    form = report.forms.applications
    yield _title(f"申请 (form {form or 'not known'})", "applications", marks)
    headers = [
        _label(_header(APPLICATION_COLUMNS.official(applicant)), f"applications.*.{applicant}", marks)
        for applicant in APPLICANTS
    ]
    table = _grid("", headers)
    order = APPLICATION_ROW_ORDER if form is None else APPLICATION_FORMS[form]
    above: tuple[str, ...] = ()
    for row in [*order, *(row for row in rows if row not in order)]:
        if row not in rows:
            continue
        groups = _groups_of(row)
        for depth, group in enumerate(groups):
            if group not in above:
                group_label = Text(APPLICATION_GROUPS.official(group))
                table.add_row(_indented(group_label, depth), *[""] * len(APPLICANTS))
        above = groups
        values = zip(APPLICANTS, rows[row], strict=True)
        table.add_row(
            _indented(_label(APPLICATION_ROWS.official(row), f"applications.{row}", marks), len(groups)),
            *(_cell(value, f"applications.{row}.{applicant}", marks) for applicant, value in values),
        )
    yield table


def _indented(label: Text, depth: int) -> RenderableType:
    return Padding(label, (0, 0, 0, _INDENT * depth))


def _groups_of(row: str) -> tuple[str, ...]:
    """The labels that the form prints to the left of a row's own, outermost first."""
    if row in ("new_received", "carried_in", "carried_out"):
        return ()
    group = row.partition("_")[0]
    inner = (group,) if group in _GROUPS and row not in OTHER_ROWS["2019"] else ()
    return ("results", *inner)


# 行政复议、行政诉讼 --------------------------------------------------------------------------------------------------


def _review(report: Report, marks: Marks, console: Console) -> Iterator[RenderableType]:
    review = report.review or {}
    yield _title("行政复议、行政诉讼", "review", marks)
    channels = [_channel(channel, review.get(channel, {}), marks) for channel in REVIEW_CHANNELS]
    beside = Table.grid(padding=(0, 1, 0, 0))
    for _ in channels:
        beside.add_column()
    beside.add_row(*channels)
    if console.measure(beside, options=console.options.update(max_width=_UNBOUNDED)).maximum <= console.width:
        yield beside
    else:
        yield from channels


def _channel(channel: str, cells: Mapping[str, Number | None], marks: Marks) -> Table:
    words = REVIEW_CHANNEL_LABELS.official(channel)
    over = "" if channel == "review" else REVIEW_HEADS.official("litigation")
    table = Table(
        title=Text.assemble(f"{over}\n{words}", _marked(marks.of(f"review.{channel}"))),
        title_justify="left",
        title_style="",
        box=None,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        header_style="dim",
    )
    for outcome in REVIEW_OUTCOMES:
        printed = REVIEW_OUTCOME_LABELS.official(outcome)
        table.add_column(f"{printed[:2]}\n{printed[2:]}", justify="right", no_wrap=True)
    table.add_row(*(_cell(cells.get(outcome), f"review.{channel}.{outcome}", marks) for outcome in REVIEW_OUTCOMES))
    return table


# 2014–2018 -----------------------------------------------------------------------------------------------------------


def _statistics(report: Report, marks: Marks) -> Iterator[RenderableType]:
    yield _title(f"政府信息公开情况统计表 (form {report.forms.statistics})", "statistics", marks)
    table = _grid("统计指标", [Text("统计数"), Text("单位")])
    group = ""
    for key, value in (report.statistics or {}).items():
        indicator = INDICATOR_OF.get(key)
        if indicator is not None and indicator.group != group:
            group = indicator.group
            # 四 to 七 are groups of which the title is an indicator itself.
            if indicator.label not in GROUP_LABELS[group]:
                table.add_row(GROUP_LABELS[group][0], "", "")
        printed = indicator.label if indicator is not None else key
        where = f"statistics.{key}"
        table.add_row(
            _indented(_label(printed, "", marks), _depth(printed)),
            _cell(value, where, marks),
            indicator.unit if indicator is not None else "",
        )
    yield table


def _depth(label: str) -> int:
    """How far the form indents an indicator, by its numbering."""
    if label.startswith("（"):
        return 1
    return 0 if label[1:2] == "、" else 2
