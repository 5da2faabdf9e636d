"""Read the 2014–2018 政府信息公开情况统计表, wherever it stands.

A label is known within its group: 被依法纠错数 stands under 四、行政复议数量 and under 五、行政诉讼数量, so where the
title of a group is lost its rows are not guessed at. An indicator that is not on the form keeps its printed label as
its key.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from crawler.documents.model import Cell
from crawler.reports.model import Number
from crawler.reports.statistics.labels import (
    GROUP_LABELS,
    GROUPS,
    INDICATOR_OF,
    ORDER,
    ROWS_OF,
    SUBHEADINGS,
    is_indicator,
    is_unit,
    is_value,
    place_in_form,
    without_among,
)
from crawler.reports.statistics.rows import LEAST_INDICATORS, Record, is_statistics_table, records_of
from crawler.reports.statistics.values import read_value
from crawler.reports.tables.findings import Findings
from crawler.reports.tables.view import TableView
from crawler.reports.words.matching import Match
from crawler.reports.words.normalise import label_key

Statistics = dict[str, Number | None]

_FOOT = re.compile(r"^(?:注|备注|说明)|电话|日期|负责人|审核|填报|填表|制表|签发|盖章|联系人|邮编")
"""Lines around the figures (填报人：…, 联系电话：…): no indicator."""


@dataclass(slots=True)
class _Reading:
    """What has been read so far of the table, row by row."""

    findings: Findings
    present: frozenset[str]
    """The labels of the form that are printed as they should be somewhere in the table."""
    values: Statistics = field(default_factory=dict)
    group: str | None = None
    in_order: bool = True
    last: int = -1
    ambiguous: bool = False
    repeated: int = 0
    """Rows that were printed before, with the same value."""
    own_groups: dict[str, str | None] = field(default_factory=dict)
    """Label of an indicator that is not on the form → the group that it was first printed in."""

    @property
    def is_again(self) -> bool:
        """The table is being printed for the second time (a twin for small screens)."""
        return self.repeated >= LEAST_INDICATORS


def read_statistics(tables: Sequence[TableView], findings: Findings) -> Statistics | None:
    """Indicator → number in document order; None where the document has no such table.

    The table may be printed in several parts (a page break), and twice (for small screens): the first print counts.
    """
    values: Statistics | None = None
    previous: int | None = None
    group: str | None = None
    for view in tables:
        goes_on = previous is not None and view.table.number == previous + 1
        if not is_statistics_table(view, least=1) or not (is_statistics_table(view) or goes_on):
            continue
        single = Findings()
        read, ended = _read_table(view, group if goes_on else None, single)
        previous, group = view.table.number, ended
        if values is None:
            findings.add(single)
            values = read
        elif view.is_hidden:
            continue
        elif _is_twin(values, read):
            _compare(values, read, view, findings)
        else:
            findings.add(single)
            _join(values, read, findings)
    return values


def _read_table(view: TableView, group: str | None, findings: Findings) -> tuple[Statistics, str | None]:
    records = records_of(view)
    present = frozenset(_key(cell.text) for record in records for cell in record.labels if is_indicator(cell.text))
    reading = _Reading(findings, present, group=group)
    for record in records:
        _read_record(record, reading)
    if reading.is_again:
        note = f"{reading.repeated} of its rows are printed again; the first print is kept"
        findings.flag("statistics", "repeated_table", "", note)
    if not reading.in_order:
        findings.flag("statistics", "disagreement", "", "the rows are not in the form's order")
    return reading.values, reading.group


def _key(text: str) -> str:
    return label_key(without_among(text))


def _read_record(record: Record, reading: _Reading) -> None:
    if not record.labels:
        if record.values and any(map(_states_number, record.values)):
            reading.findings.flag("statistics", "unknown_column", record.raw(), "a number without an indicator")
        return
    label = _settle(record, reading)
    found = _identify(label, reading)
    if found is None and not reading.ambiguous and _is_title(label, reading):
        if any(map(_states_number, record.values)):
            reading.findings.flag("statistics", "unknown_column", record.raw(), "a number beside the title of a group")
        return
    if reading.ambiguous:
        note = "its group is not known, and the label stands in several"
        reading.findings.flag("statistics", "unknown_column", record.raw(), note)
        return
    if found is None:
        _read_local(record, label, reading)
        return
    indicator = INDICATOR_OF[found.key]
    reading.group = indicator.group
    place = ORDER.index(found.key)
    single = Findings()
    value = read_value(record, f"statistics.{found.key}", label, indicator, single)
    if found.key in reading.values:
        if reading.values[found.key] != value:
            note = "the indicator is printed again with another value; the first is kept"
            reading.findings.flag(f"statistics.{found.key}", "disagreement", record.raw(), note)
        else:
            reading.repeated += 1
        return
    reading.in_order = reading.in_order and place > reading.last
    reading.last = max(place, reading.last)
    if not found.exact:
        note = f"row read as {indicator.label}"
        reading.findings.flag(f"statistics.{found.key}", "fuzzy_label", label, note)
    reading.findings.add(single)
    reading.values[found.key] = value


def _settle(record: Record, reading: _Reading) -> str:
    """The indicator's label among the cells of a row; what stands before it may be the title of its group."""
    texts = [cell.text for cell in record.labels]
    start = len(texts) - 1
    for first in range(len(texts)):
        if is_indicator("".join(texts[first:])):
            start = first
            break
    for text in texts[:start]:
        _is_title(text, reading)
    return "".join(texts[start:])


def _is_title(text: str, reading: _Reading) -> bool:
    """Whether a print is the title of a group (which is then the current one) or of a list within it."""
    found = GROUPS.match(text)
    if found is not None:
        reading.group = found.key
        return True
    return SUBHEADINGS.match(text) is not None


def _identify(label: str, reading: _Reading) -> Match | None:
    """The indicator that a label is: in its own group, else in the one group that has it, else, guarded, a misprint."""
    reading.ambiguous = False
    plain = without_among(label)
    if reading.group is not None and (found := ROWS_OF[reading.group].exact(plain)) is not None:
        return found
    everywhere = [found for rows in ROWS_OF.values() if (found := rows.exact(plain)) is not None]
    if len(everywhere) == 1:
        return everywhere[0]
    if everywhere:
        reading.ambiguous = True
        return None
    if GROUPS.exact(label) is not None:
        return None
    if reading.group is not None:
        found = ROWS_OF[reading.group].match(plain)
        if found is not None and _is_free(found, reading):
            return found
    near = [found for rows in ROWS_OF.values() if (found := rows.match(plain)) is not None and _is_free(found, reading)]
    return near[0] if len(near) == 1 and place_in_form(near[0].label) is not None else None


def _is_free(found: Match, reading: _Reading) -> bool:
    """A print is no misprint of a label that is printed as it should be in another row."""
    return found.exact or _key(found.label) not in reading.present or place_in_form(found.label) is None


def _read_local(record: Record, label: str, reading: _Reading) -> None:
    """An indicator that is not on the form: it keeps its label, and where that stands twice, with its group's."""
    if _FOOT.search(label) or record.is_title:
        return
    if is_unit(label) or is_value(label):
        reading.findings.flag("statistics", "unknown_column", record.raw(), "a row without an indicator")
        return
    if not any(map(_states_number, record.values)) and not is_unit(record.unit):
        return
    key = "".join(label.split())
    first_group = reading.own_groups.setdefault(key, reading.group)
    is_same = key not in reading.values or (reading.is_again and first_group == reading.group)
    if not is_same and reading.group is not None:
        key = f"{GROUP_LABELS[reading.group][0]}/{key}"
    single = Findings()
    value = read_value(record, f"statistics.{key}", label, None, single)
    if key in reading.values:
        if reading.values[key] != value:
            note = "the indicator is printed again with another value; the first is kept"
            reading.findings.flag(f"statistics.{key}", "disagreement", record.raw(), note)
        else:
            reading.repeated += 1
        return
    reading.findings.add(single)
    reading.values[key] = value


def _states_number(cell: Cell) -> bool:
    return any(character.isdigit() for character in cell.text)


def _is_twin(values: Statistics, read: Statistics) -> bool:
    return 2 * sum(key in values for key in read) > len(read)


def _compare(values: Statistics, read: Statistics, view: TableView, findings: Findings) -> None:
    """A second print of the table: it adds nothing, and is flagged where it says something else."""
    findings.flag("statistics", "repeated_table", f"table {view.table.number}", "the first print of the table is kept")
    for key, value in read.items():
        if key in values and values[key] != value:
            note = f"the table's second print says {value}; the first is kept"
            findings.flag(f"statistics.{key}", "disagreement", str(value), note)


def _join(values: Statistics, read: Statistics, findings: Findings) -> None:
    """A further part of the table."""
    for key, value in read.items():
        if key not in values:
            values[key] = value
        elif values[key] != value:
            note = "the indicator is printed again with another value; the first is kept"
            findings.flag(f"statistics.{key}", "disagreement", str(value), note)
