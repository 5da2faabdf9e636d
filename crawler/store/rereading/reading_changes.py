"""What differs between two readings of one report, value by value. Pure.

A value is absent (the form or the page has no such place), blank (the place is there and holds nothing) or something,
and one never stands for another: a cell that had no row and is now blank has `appeared`, a blank that is now 0 is
`filled`. Places are the contract's words (docs/contract.md, "Where").
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Literal

from crawler.reports.model import APPLICANTS, Check, Flag, Reading, Report
from crawler.store.readings.number_columns import ColumnNumber, to_column

Kind = Literal["appeared", "disappeared", "filled", "emptied", "changed"]
KINDS: tuple[Kind, ...] = ("appeared", "disappeared", "filled", "emptied", "changed")

SHOWN = 80
"""Characters of a value in a change; of a longer one a piece around the first difference stands there."""
_LEAD = 15
"""Characters before the first difference."""


@dataclass(frozen=True, slots=True)
class Absent:
    """No such place. Not a blank, which is None."""


ABSENT = Absent()
Value = ColumnNumber | Absent


@dataclass(frozen=True, slots=True)
class Change:
    """One place at which two readings differ. `before` and `after` are shortened; `digest` is of the whole values."""

    field: str
    """What is counted together: the place itself, `metadata`, `flags.KIND` or `checks.RULE`."""
    where: str
    kind: str
    """One of KINDS; of a check how its outcome went: `fail to pass`, `absent to fail`; `other figures`."""
    before: Value
    after: Value
    digest: str


def changes_between(before: Reading, after: Reading) -> tuple[Change, ...]:
    """What the first report of `after` says otherwise than that of `before`: values, then flags, then checks.

    The parser version is no value: it is what a re-parse is about.
    """
    old, new = before.reports[0], after.reports[0]
    return (
        *_value_changes(dict(_values(before, old)), dict(_values(after, new))),
        *_flag_changes(old.flags, new.flags),
        *_check_changes(old.checks, new.checks),
    )


def _values(reading: Reading, report: Report) -> Iterator[tuple[str, ColumnNumber]]:
    """(where, value) of everything that a report says; an absent place is not among them."""
    yield "class", reading.document_class
    yield "class_reasons", "; ".join(reading.class_reasons)
    yield "body_origin", report.body_origin
    printed: dict[str, str | int | None] = {
        "title": report.title,
        "agency": report.agency,
        "report_year": report.report_year,
        "index_number": report.index_number,
        "published": report.published.isoformat() if report.published else None,
        "period": f"{report.period.start} to {report.period.end}: {report.period.raw}" if report.period else None,
        **{f"contact.{one.name}": getattr(report.contact, one.name) for one in fields(report.contact)},
        **{f"forms.{one.name}": getattr(report.forms, one.name) for one in fields(report.forms)},
    }
    yield from ((where, value) for where, value in printed.items() if value is not None)
    for label, text in report.metadata.items():
        yield f"metadata.{label}", text or None
    for number, section in report.sections.items():
        yield f"section.{number}", "\n".join(filter(None, (section.heading, section.text))) or None
    for table, rows in (("proactive", report.proactive), ("review", report.review)):
        for row, cells in (rows or {}).items():
            for column, value in cells.items():
                yield f"{table}.{row}.{column}", to_column(value)
    for row, values in (report.applications or {}).items():
        for applicant, value in zip(APPLICANTS, values, strict=True):
            yield f"applications.{row}.{applicant}", to_column(value)
    for indicator, value in (report.statistics or {}).items():
        yield f"statistics.{indicator}", to_column(value)


def _value_changes(before: Mapping[str, ColumnNumber], after: Mapping[str, ColumnNumber]) -> Iterator[Change]:
    for where in dict.fromkeys((*before, *after)):
        old, new = before.get(where, ABSENT), after.get(where, ABSENT)
        if repr(old) != repr(new):  # 1 and 1.0 are equal in Python, and two values in a column
            yield _change("metadata" if where.startswith("metadata.") else where, where, _kind(old, new), old, new)


def _kind(before: Value, after: Value) -> Kind:
    if isinstance(before, Absent):
        return "appeared"
    if isinstance(after, Absent):
        return "disappeared"
    if before is None:
        return "filled"
    return "emptied" if after is None else "changed"


def _flag_changes(before: Iterable[Flag], after: Iterable[Flag]) -> Iterator[Change]:
    """A flag of the same kind at the same place with other words is a changed one."""
    old, new = Counter(before), Counter(after)
    gone, come = _by_place((old - new).elements()), _by_place((new - old).elements())
    for kind, where in sorted(gone.keys() | come.keys()):
        left, right = gone.get((kind, where), []), come.get((kind, where), [])
        for at in range(max(len(left), len(right))):
            was: Value = left[at] if at < len(left) else ABSENT
            now: Value = right[at] if at < len(right) else ABSENT
            yield _change(f"flags.{kind}", where, _kind(was, now), was, now)


def _by_place(flags: Iterable[Flag]) -> dict[tuple[str, str], list[str]]:
    places: dict[tuple[str, str], list[str]] = {}
    for flag in flags:
        places.setdefault((flag.kind, flag.where), []).append(f"{flag.raw}: {flag.note}" if flag.note else flag.raw)
    return places


def _check_changes(before: Iterable[Check], after: Iterable[Check]) -> Iterator[Change]:
    old, new = _numbered(before), _numbered(after)
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key), new.get(key)
        if was == now:
            continue
        outcomes = [one.outcome if one else "absent" for one in (was, now)]
        kind = "other figures" if outcomes[0] == outcomes[1] else " to ".join(outcomes)
        rule, where, _ = key
        yield _change(f"checks.{rule}", where, kind, _judged(was), _judged(now))


def _numbered(checks: Iterable[Check]) -> dict[tuple[str, str, int], Check]:
    """A rule may be tried twice at one place (T1: two sentences on one figure)."""
    seen: Counter[tuple[str, str]] = Counter()
    numbered = {}
    for check in checks:
        numbered[check.rule, check.where, seen[check.rule, check.where]] = check
        seen[check.rule, check.where] += 1
    return numbered


def _judged(check: Check | None) -> Value:
    if check is None:
        return ABSENT
    expected, found = (_figure(number) for number in (check.expected, check.found))
    return f"{check.outcome}: expected {expected}, found {found}" + (f" ({check.note})" if check.note else "")


def _figure(number: object) -> str:
    return "blank" if number is None else str(number)


def _change(field: str, where: str, kind: str, before: Value, after: Value) -> Change:
    digest = hashlib.sha256(f"{before!r}\0{after!r}".encode()).hexdigest()[:16]
    return Change(field, where, kind, *_shortened(before, after), digest)


def _shortened(before: Value, after: Value) -> tuple[Value, Value]:
    texts = [one if isinstance(one, str) else "" for one in (before, after)]
    if max(map(len, texts)) <= SHOWN:
        return before, after
    same = next(
        (at for at, (left, right) in enumerate(zip(*texts, strict=False)) if left != right), min(map(len, texts))
    )
    start = max(0, same - _LEAD)
    return _piece(before, start), _piece(after, start)


def _piece(value: Value, start: int) -> Value:
    if not isinstance(value, str):
        return value
    end = start + SHOWN
    return ("…" if start else "") + value[start:end] + ("…" if end < len(value) else "")
