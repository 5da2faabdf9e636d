"""Numbers as they stand in a column: readable and sortable in Datasette, and exact.

Whole numbers are INTEGER. A decimal is REAL where the shortest decimal that stands for this REAL (Python's `repr`, at
most 17 digits) is the very number that was read, which holds for every amount of money of up to 15 digits. What neither
can hold exactly (a cell of 20 digits run together) is kept as TEXT, digit by digit: it sorts after the numbers and is
never rounded. Trailing zeros of a decimal are not kept: 1.50 comes back as 1.5.
"""

from __future__ import annotations

from decimal import Decimal

from crawler.reports.model import Number

ColumnNumber = int | float | str | None
_LARGEST = 2**63


def to_column(number: Number | None) -> ColumnNumber:
    """Raises ValueError for an infinity or NaN: no document prints one."""
    if number is None:
        return None
    if isinstance(number, int):
        return number if -_LARGEST <= number < _LARGEST else str(number)
    if not number.is_finite():
        raise ValueError(f"{number} is no number of a table")
    real = float(number)
    if Decimal(repr(real)) == number:
        return real
    text = f"{number:f}"
    return text if "." in text else f"{text}."  # the point says that it was a decimal


def from_column(value: ColumnNumber) -> Number | None:
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, float):
        return Decimal(repr(value))
    return Decimal(value) if "." in value else int(value)
