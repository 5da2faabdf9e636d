"""The value of a row of the 2014–2018 statistics, in its indicator's unit."""

from __future__ import annotations

from crawler.reports.model import Number
from crawler.reports.statistics.labels import MONEY_UNITS, Indicator, bare_unit
from crawler.reports.statistics.rows import Record
from crawler.reports.tables.findings import Findings
from crawler.reports.words.numbers import ReadNumber, looks_like_value, read_number


def read_value(
    record: Record, where: str, label: str, indicator: Indicator | None, findings: Findings
) -> Number | None:
    """The number of a row; None where it is blank or cannot be known. Its place and its flags go to the findings.

    `indicator` None: one that is not on the form; its number is kept as printed.
    """
    if record.problem is not None:
        findings.flag(where, *record.problem)
    if not record.values:
        return None
    if len(record.values) > 1:
        findings.flag(where, "unknown_column", record.raw(), "several values stand in the row")
        return None
    [cell] = record.values
    number = _number(cell.text, bare_unit(record.unit), label, indicator)
    findings.places.append((where, record.view.table, cell))
    if number.flag is not None:
        findings.flag(where, number.flag, cell.text, number.note)
    return number.value


def _number(text: str, unit: str, label: str, indicator: Indicator | None) -> ReadNumber:
    """The number of a cell in its indicator's unit: money is converted to 万元, things counted need no unit."""
    if indicator is not None and indicator.is_money:
        header_unit = unit if unit in MONEY_UNITS else _unit_in(label)
        return read_number(text, "wanyuan", "万元" if header_unit == "万" else header_unit)
    if unit.startswith("万") and unit not in MONEY_UNITS:
        return read_number(f"{text}{unit}") if looks_like_value(text) else read_number(text)
    own_units = {unit, indicator.unit} if indicator is not None else {unit}
    number = read_number(text)
    stripped = "".join(text.split())
    if number.flag == "not_a_number":
        for own in sorted(own_units - {""}, key=len, reverse=True):
            plain = read_number(stripped.removesuffix(own))
            if stripped.endswith(own) and plain.flag is None and plain.value is not None:
                return ReadNumber(plain.value, "note_in_cell", f"the number is printed with its counter {own}")
    if number.flag is None and number.value and indicator is not None and unit in MONEY_UNITS:
        return ReadNumber(number.value, "unit_unknown", f"printed in {unit}, but the indicator counts {indicator.unit}")
    return number


def _unit_in(label: str) -> str | None:
    """元 or 万元 where the label itself names its unit of money."""
    if "万元" in label:
        return "万元"
    return "元" if "元" in label else None
