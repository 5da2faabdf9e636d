"""The numbers of the forms, one by one: what each is called in an export, and what the codebook says of it.

A column of the panel says its form in its name where the cell stands on one form only (`proactive_2019_…`), so that
本年新公开 (2019) and 本年废止 (2021) are never taken for one another; a cell that both forms have, with one meaning,
has one column. Names and meanings follow from the codebook's rows of the stored columns and of the two axes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from crawler.codebook import Entry
from crawler.reports.forms import APPLICATION_FORMS, PROACTIVE_FORMS
from crawler.reports.model import APPLICANTS, REVIEW_CHANNELS, REVIEW_OUTCOMES
from crawler.reports.statistics.labels import INDICATORS
from crawler.store.export.tables import Column, Entries, entry_of
from crawler.store.readings.columns import APPLICATION_ROWS, PROACTIVE_CELLS

Table = Literal["proactive", "applications", "review", "statistics"]
MONEY_UNITS = ("万元", "元")
APPLICANT_WORDS, CHANNEL_WORDS = "export_applicants", "export_channels"
"""The codebook's tables for the words of the two axes."""
PANEL = "export_panel"


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell of a form."""

    table: Table
    row: str
    column: str
    """The cell's column, applicant or outcome; "" for an indicator."""
    forms: frozenset[str]
    """The forms that it stands on."""
    source: str
    """`table.column` of the store."""
    entry: Entry
    """Its row of the panel's codebook; `column` is its name there."""

    @property
    def name(self) -> str:
        return self.entry.column

    @property
    def where(self) -> str:
        """Its place in the words of the contract, as flags and `--explain` have it."""
        return f"{self.table}.{self.row}.{self.column}" if self.column else f"{self.table}.{self.row}"

    @property
    def is_money(self) -> bool:
        return self.entry.unit in MONEY_UNITS

    @property
    def panel_column(self) -> Column:
        return Column(self.name, "number" if self.is_money else "integer", self.entry, self.source)


def figures(entries: Entries) -> tuple[Figure, ...]:
    """Every cell of every form, in the order of the forms. Raises StoreError where the codebook lacks one."""
    return (*_proactive(entries), *_applications(entries), *_review(entries), *_statistics(entries))


def _proactive(entries: Entries) -> Iterator[Figure]:
    for row, column in PROACTIVE_CELLS:
        forms = frozenset(form for form, rows in PROACTIVE_FORMS.items() if column in rows.get(row, ()))
        own = entry_of(entries, "proactive", f"{row}_{column}")
        name = "_".join(("proactive", *_only(forms), row, column))
        yield Figure("proactive", row, column, forms, f"proactive.{row}_{column}", _renamed(own, name))


def _applications(entries: Entries) -> Iterator[Figure]:
    for row in APPLICATION_ROWS:
        forms = frozenset(form for form, rows in APPLICATION_FORMS.items() if row in rows)
        own = entry_of(entries, "applications", row)
        for applicant in APPLICANTS:
            who = entry_of(entries, APPLICANT_WORDS, applicant)
            name = "_".join(("applications", *_only(forms), row, applicant))
            entry = replace(_renamed(own, name), label=f"{own.label} / {who.label}", meaning=_joined(own, who))
            yield Figure("applications", row, applicant, forms, f"applications.{row}", entry)


def _review(entries: Entries) -> Iterator[Figure]:
    for channel in REVIEW_CHANNELS:
        which = entry_of(entries, CHANNEL_WORDS, channel)
        for outcome in REVIEW_OUTCOMES:
            own = entry_of(entries, "reviews", outcome)
            renamed = _renamed(own, f"review_{channel}_{outcome}")
            entry = replace(renamed, label=f"{which.label} / {own.label}", meaning=_joined(which, own))
            yield Figure("review", channel, outcome, frozenset({"standard"}), f"reviews.{outcome}", entry)


def _statistics(entries: Entries) -> Iterator[Figure]:
    for indicator in INDICATORS:
        own = entry_of(entries, "current_statistics_2014", indicator.key)
        renamed = _renamed(own, f"statistics_2014_{indicator.key}")
        yield Figure("statistics", indicator.key, "", frozenset({"2014"}), "statistics.value", renamed)


def _only(forms: frozenset[str]) -> tuple[str, ...]:
    return tuple(forms) if len(forms) == 1 else ()


def _renamed(entry: Entry, name: str) -> Entry:
    return replace(entry, table=PANEL, column=name)


def _joined(first: Entry, second: Entry) -> str:
    return f"{first.meaning} {second.meaning}"
