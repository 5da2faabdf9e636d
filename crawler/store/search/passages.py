"""Passages around what was found, computed from the stored text: a contentless index can give none. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.store.search.fields import Field
from crawler.store.search.query import Query, Term
from crawler.store.search.tokens import comparison_form, comparison_form_with_places

AROUND = 36
"""Characters shown before and after a word."""
_BLANKS = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class Passage:
    where: str
    """As `Field.where`."""
    heading: str
    text: str
    """A part of the field as it is printed, blanks and line breaks as single blanks; "…" where the field goes on."""
    marks: tuple[tuple[int, int], ...]
    """Where the query's words stand in `text`: start and end, in order, never touching each other."""


def passages(fields: Sequence[Field], query: Query) -> list[Passage]:
    """One passage a term, the running text before titles and headings; a term that an earlier one shows has none."""
    ordered = sorted(fields, key=lambda field: not field.heading)
    shown: list[Passage] = []
    forms_shown: list[str] = []
    for term in query.terms:
        if any(writing in form for writing in term.writings for form in forms_shown):
            continue
        found = _first_printed(ordered, term) or _first_otherwise(ordered, term)
        if found is not None:
            shown.append(_passage(*found, query))
            forms_shown.append(comparison_form(shown[-1].text))
    return shown


def whole(field: Field, query: Query) -> Passage:
    """The field uncut, its words marked."""
    return _passage(field, 0, len(field.text), query)


def _first_printed(fields: Sequence[Field], term: Term) -> tuple[Field, int, int] | None:
    """The first field that prints the term as typed, and from where to where: the cheap way, nearly always enough."""
    for field in fields:
        for printed in term.printed:
            at = field.text.find(printed)
            if at >= 0:
                return field, at, at + len(printed)
    return None


def _first_otherwise(fields: Sequence[Field], term: Term) -> tuple[Field, int, int] | None:
    for field in fields:
        form, places = comparison_form_with_places(field.text)
        for writing in term.writings:
            at = form.find(writing)
            if at >= 0:
                return field, places[at], places[at + len(writing) - 1] + 1
    return None


def _found(form: str, query: Query) -> list[tuple[int, int]]:
    """Every occurrence of every writing in a comparison form, those that overlap or touch made one."""
    spans = sorted(
        (at, at + len(one))
        for term in query.terms
        for one in term.writings
        for at in (match.start() for match in re.finditer(re.escape(one), form))
    )
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _passage(field: Field, start: int, end: int, query: Query) -> Passage:
    begin, stop = max(0, start - AROUND), min(len(field.text), end + AROUND)
    before, after = "…" if begin else "", "…" if stop < len(field.text) else ""
    cut = field.text[begin:stop]
    form, places = comparison_form_with_places(cut)
    spans = [(places[first] + len(before), places[last - 1] + 1 + len(before)) for first, last in _found(form, query)]
    # One blank for one: the marks keep their places.
    return Passage(field.where, field.heading, before + _BLANKS.sub(" ", cut) + after, _apart(spans))


def _apart(marks: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Two finds that share a printed character (the 株 and the 式 of ㍿) are one mark."""
    joined: list[tuple[int, int]] = []
    for start, end in marks:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
