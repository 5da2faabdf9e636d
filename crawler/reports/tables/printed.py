"""What a printed text can be on the three forms, before anything is known of where it stands.

A report prints the same few hundred texts as every other report, so each is looked up once and kept by its text; the
readers of the three tables share what was found.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from crawler.reports.forms import OTHER_ROWS, Form
from crawler.reports.words.labels import (
    APPLICATION_COLUMNS,
    APPLICATION_GROUPS,
    APPLICATION_HEADS,
    APPLICATION_ROWS,
    PROACTIVE_COLUMNS,
    PROACTIVE_CORNER,
    PROACTIVE_ROWS,
    REVIEW_CHANNEL_LABELS,
    REVIEW_HEADS,
    REVIEW_OUTCOME_LABELS,
    REVIEW_TRUNCATED,
)
from crawler.reports.words.matching import Match
from crawler.reports.words.normalise import read_label
from crawler.reports.words.numbers import looks_like_value

Axis = Literal[
    "proactive_row",
    "proactive_column",
    "application_row",
    "application_row_2021",
    "review_channel",
    "review_outcome",
]
"""What tells that a table can be a form's: short words (其他, 总计) stand in other tables too, and tell not."""

SHORT_ROWS = frozenset({"other_other", "result_total", "other_handling"})
"""Rows of the applications table whose words are printed elsewhere too."""
TOTAL_NUMBERING = "(七)"
_NOTHING: frozenset[Axis] = frozenset()


@dataclass(frozen=True, slots=True)
class Printed:
    """A text as each axis of the forms knows it: exact labels only, None = it is none of that axis."""

    is_value: bool
    numbering: str = ""
    key: str = ""
    proactive_row: Match | None = None
    proactive_columns: frozenset[Form] = frozenset()
    """The forms that have a column of this label."""
    is_corner: bool = False
    application_row: Match | None = None
    application_group: Match | None = None
    application_column: Match | None = None
    application_head: str | None = None
    review_channel: str | None = None
    is_litigation: bool = False
    is_outcome: bool = False
    """An outcome's label of the review table, or what is left of a cut one."""
    axes: frozenset[Axis] = _NOTHING


_VALUE = Printed(is_value=True)
_BLANK = Printed(is_value=False)


@lru_cache(maxsize=16384)
def read_printed(text: str) -> Printed:
    """What `text` can be on the forms."""
    if not text:
        return _BLANK
    if looks_like_value(text):
        return _VALUE
    numbered = read_label(text)
    row = APPLICATION_ROWS.exact(text)
    channel = REVIEW_CHANNEL_LABELS.exact(text)
    head = APPLICATION_HEADS.exact(text)
    columns: frozenset[Form] = frozenset(
        form for form, words in PROACTIVE_COLUMNS.items() if words.exact(text) is not None
    )
    outcome = REVIEW_OUTCOME_LABELS.exact(text) is not None or numbered.key in REVIEW_TRUNCATED
    litigation = REVIEW_HEADS.exact(text) is not None
    proactive_row = PROACTIVE_ROWS.exact(text)
    axes: set[Axis] = set()
    if proactive_row is not None:
        axes.add("proactive_row")
    if columns:
        axes.add("proactive_column")
    if row is not None and (row.key not in SHORT_ROWS or numbered.numbering == TOTAL_NUMBERING):
        axes.add("application_row")
        if row.key in OTHER_ROWS["2021"]:
            axes.add("application_row_2021")
    if channel is not None or litigation:
        axes.add("review_channel")
    if outcome:
        axes.add("review_outcome")
    return Printed(
        is_value=False,
        numbering=numbered.numbering,
        key=numbered.key,
        proactive_row=proactive_row,
        proactive_columns=columns,
        is_corner=PROACTIVE_CORNER.exact(text) is not None,
        application_row=row,
        application_group=APPLICATION_GROUPS.exact(text),
        application_column=APPLICATION_COLUMNS.exact(text),
        application_head=head.key if head is not None else None,
        review_channel=channel.key if channel is not None else None,
        is_litigation=litigation,
        is_outcome=outcome,
        axes=frozenset(axes),
    )
