"""What a cell without a figure is, and what a spreadsheet is kept from."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.codebook import read_codebook
from crawler.reports.model import Flag, FlagKind, Number
from crawler.store.export.cell_states import as_double, as_integer, digits, naming_flag, naming_flags, state_of
from crawler.store.export.csv_tables import guarded, unguarded
from crawler.store.export.figures import figures
from crawler.store.export.tables import index_entries
from tests.store.export.corpus import ODD

BY_WHERE = {figure.where: figure for figure in figures(index_entries(read_codebook()))}


@pytest.mark.parametrize(
    ("where", "flag", "kind", "raw", "named"),
    [
        ("proactive.fees.change", "proactive.fees.change", "not_a_number", "／", True),
        ("proactive.fees.change", "proactive.fees.prev_year_items", "not_a_number", "／", False),
        ("proactive.fees.change", "proactive.fees.change", "fuzzy_label", "增减", False),
        ("proactive.fees.change", "proactive.fees", "unknown_column", "3 | 4", True),
        ("proactive.fees.change", "proactive.fees", "disagreement", "3 | 4", False),
        ("proactive.fees.change", "proactive.fees", "short_row", "", False),
        ("proactive.fees.change", "proactive", "unknown_column", "3 | 4", False),
        ("applications.granted.total", "applications.*.total", "unknown_column", "合计", True),
        ("applications.granted.total", "applications.*.research", "unknown_column", "合计", False),
        ("applications.granted.total", "applications.granted.*", "disagreement", "1, , 0", False),
        ("applications.granted.total", "applications", "unknown_column", "法人小计", False),
        ("review.review.upheld", "review", "unknown_column", "1 | 0", True),
        ("review.review.upheld", "review", "repeated_table", "1 | 0", False),
        ("review.review.upheld", "title", "disagreement", "2021", False),
        ("statistics.meetings", "statistics.meetings", "unit_unknown", "3元", True),
    ],
)
def test_a_flag_names_a_cell(where: str, flag: str, kind: FlagKind, raw: str, named: bool) -> None:
    assert (naming_flag(where, naming_flags([Flag(flag, kind, raw, "")])) is not None) is named


def test_of_several_flags_the_closest_speaks() -> None:
    row, cell = Flag("proactive.fees", "short_row", "3 |", ""), Flag("proactive.fees.change", "not_a_number", "无", "")
    assert naming_flag("proactive.fees.change", naming_flags([row, cell])) == cell
    assert naming_flag("proactive.fees.prev_year_items", naming_flags([row, cell])) == row


@pytest.mark.parametrize(
    ("where", "form", "printed", "value", "named", "state"),
    [
        ("proactive.fees.amount_wanyuan", "2021", True, Decimal("0.5"), False, "value"),
        ("proactive.fees.amount_wanyuan", "2021", True, 0, True, "value"),
        ("proactive.fees.amount_wanyuan", "2021", True, None, False, "blank"),
        ("proactive.fees.amount_wanyuan", "2021", True, None, True, "unreadable"),
        ("proactive.fees.amount_wanyuan", "2021", False, None, True, "not_printed"),
        ("proactive.fees.amount_wanyuan", "2019", False, None, False, "not_on_form"),
        ("proactive.fees.amount_wanyuan", None, False, None, False, "not_printed"),
        ("review.review.total", "standard", True, None, False, "blank"),
    ],
)
def test_a_cell_is_a_figure_a_blank_or_not_there(
    where: str, form: str | None, printed: bool, value: Number | None, named: bool, state: str
) -> None:
    assert state_of(BY_WHERE[where], form, printed, value, named) == state


@given(st.one_of(st.integers(), st.decimals(allow_nan=False, allow_infinity=False, places=4)))
def test_a_figure_is_exact_in_its_column_or_not_there(value: Number) -> None:
    whole, real = as_integer(value), as_double(value)
    assert whole is None or (whole == value and abs(whole) <= 2**63)
    assert real is None or Decimal(repr(real)) == value
    assert Decimal(digits(value)) == value
    assert whole is not None or isinstance(value, Decimal) or not -(2**63) <= value < 2**63


@given(st.text())
def test_guarding_is_taken_back_by_taking_one_guard_away(text: str) -> None:
    safe = guarded(text)
    assert not safe.startswith(tuple("=+-@\t\r\n＝＋－＠"))
    assert unguarded(safe) == text


def read_csv(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8-sig"), newline="")))


def of_the_odd_report(rows: list[dict[str, str]]) -> dict[str, str]:
    return next(row for row in rows if (row["body_name"], row["report_year"]) == (ODD, "2021"))


def test_a_csv_for_spreadsheets_guards_texts_and_leaves_numbers(exported: Callable[..., Path]) -> None:
    folder, as_is = exported("csv", "safe", for_spreadsheets=True), exported("csv", "plain")
    assert (folder / "panel.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    odd = of_the_odd_report(read_csv(folder / "panel.csv"))
    assert (odd["title"], odd["index_number"]) == ("'=HYPERLINK(年度报告)", "''@KM-1")
    assert odd["proactive_2019_licensing_change"] == "-3"
    assert odd["proactive_2019_procurement_amount_yuan"] == "3483700.25"
    sections = json.loads(of_the_odd_report(read_csv(folder / "texts.csv"))["sections"])
    assert sections[0]["text"] == "-本年\r\n第二行"
    codebook = read_csv(as_is / "codebook.csv")
    for table in ("panel", "long", "texts", "codebook"):
        kinds = {row["column_name"]: row["type"] for row in codebook if row["table_name"] == table}
        back = [
            {name: value if kinds[name] in ("integer", "number") else unguarded(value) for name, value in row.items()}
            for row in read_csv(folder / f"{table}.csv")
        ]
        assert back == read_csv(as_is / f"{table}.csv")
