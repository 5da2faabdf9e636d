"""What a report says beside its numbers, held against the answer: class, head, period, contact, sections, forms,
flags and checks."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal, get_args

from accuracy.cells import cells_of_answer, covers
from accuracy.model import Case
from accuracy.sums import SUM_RULES, broken_sums
from crawler.reports.contract import report_to_json
from crawler.reports.model import Check, Flag, Reading

Aspect = Literal[
    "class",
    "title",
    "agency",
    "year",
    "index",
    "metadata",
    "period",
    "contact",
    "sections",
    "forms",
    "flags",
    "checks",
]
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)
WordOutcome = Literal["right", "wrong", "missing", "invented"]
_HEAD: tuple[tuple[Aspect, str], ...] = (
    ("title", "title"),
    ("agency", "agency"),
    ("year", "report_year"),
    ("index", "index_number"),
)
CLEAN = "none"
"""The damage facet of a document to which none was done."""


@dataclass(frozen=True, slots=True)
class WordScore:
    aspect: Aspect
    where: str
    outcome: WordOutcome
    expected: Any
    read: Any


def score_words(case: Case, reading: Reading | None, refusal: str | None) -> tuple[WordScore, ...]:
    """Every word of the answer, and what the reading has beyond it. `refusal` is the line of a DocumentError."""
    found = reading.document_class if reading is not None else f"refused: {refusal}"
    scores = [_compare("class", "class", case.document_class, found)]
    report = reading.reports[0] if reading is not None and reading.reports else None
    if not case.answer:
        count = 0 if reading is None else len(reading.reports)
        return (*scores, _compare("class", "number of reports", 0, count))
    read: Mapping[str, Any] = {} if report is None else report_to_json(report)
    scores += _head(case.answer, read)
    scores += _named("metadata", "metadata", case.answer, read)
    scores += _period(case.answer, read)
    scores += _named("contact", "contact", case.answer, read)
    scores += _sections(case.answer, read)
    scores += _named("forms", "forms", case.answer, read)
    scores += _flags(case, () if report is None else report.flags)
    scores += _checks(case, () if report is None else report.checks)
    return tuple(scores)


def _compare(aspect: Aspect, where: str, expected: Any, read: Any) -> WordScore:
    outcome: WordOutcome = "right"
    if expected != read:
        outcome = "missing" if read is None else "invented" if expected is None else "wrong"
    return WordScore(aspect, where, outcome, expected, read)


def _head(answer: Mapping[str, Any], read: Mapping[str, Any]) -> Iterator[WordScore]:
    for aspect, key in _HEAD:
        if key in answer:
            yield _compare(aspect, key, answer[key], read.get(key))


def _named(aspect: Aspect, key: str, answer: Mapping[str, Any], read: Mapping[str, Any]) -> Iterator[WordScore]:
    """A table of names: each that either side has. A name left out of the answer's contact or forms is null there."""
    if key not in answer:
        return
    expected, found = answer[key], read.get(key) or {}
    for name in sorted({*expected, *found}):
        yield _compare(aspect, f"{key}.{name}", expected.get(name), found.get(name))


def _period(answer: Mapping[str, Any], read: Mapping[str, Any]) -> Iterator[WordScore]:
    if "period" not in answer:
        return
    expected, found = answer["period"], read.get("period")
    if expected is None or found is None:
        yield _compare("period", "period", expected, found)
        return
    for name in ("start", "end", "raw"):
        if name in expected:
            yield _compare("period", f"period.{name}", expected[name], found[name])


def _sections(answer: Mapping[str, Any], read: Mapping[str, Any]) -> Iterator[WordScore]:
    """Headings to the letter; texts without their blanks, for no two sources agree on those."""
    if "sections" not in answer:
        return
    found = read.get("sections") or {}
    for number in sorted({*answer["sections"], *found}):
        expected, section = answer["sections"].get(number), found.get(number)
        where = f"section.{number}"
        heading = None if expected is None else expected["heading"]
        yield _compare("sections", where, heading, None if section is None else section["heading"])
        text = None if section is None else _squeezed(section["text"])
        if expected is not None and "text" in expected:
            yield _compare("sections", f"{where}.text", _squeezed(expected["text"]), text)
        if expected is not None and "text_facts" in expected:
            facts = None if text is None else _text_facts(text)
            yield _compare("sections", f"{where}.text", expected["text_facts"], facts)


def _text_facts(squeezed: str) -> dict[str, Any]:
    """What an answer keeps of a text that is not to be copied: its length, its ends, and its digest."""
    digest = sha256(squeezed.encode()).hexdigest()
    return {"characters": len(squeezed), "begins": squeezed[:12], "ends": squeezed[-12:], "sha256": digest}


def _squeezed(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())


def _flags(case: Case, flags: Sequence[Flag]) -> Iterator[WordScore]:
    """Expected flags must be there. Where the answer lists its flags, and on a document that nothing was done to,
    there must be no other."""
    for flag in case.expected_flags:
        kinds = [read.kind for read in flags if covers(read.where, flag.where)]
        yield _compare("flags", flag.where, flag.kind, flag.kind if flag.kind in kinds else _joined(kinds))
    if not _is_exact(case):
        return
    for where, kind in sorted({(read.where, read.kind) for read in flags}):
        if not any(flag.kind == kind and covers(where, flag.where) for flag in case.expected_flags):
            yield _compare("flags", where, None, kind)


def _is_exact(case: Case) -> bool:
    if "flags" in case.answer:
        return True
    damaged = case.facets.get("damage", CLEAN) != CLEAN
    return not (case.expected_flags or case.unknowable or damaged)


def _joined(kinds: Iterable[str]) -> str | None:
    return ", ".join(kinds) or None


def _checks(case: Case, checks: Sequence[Check]) -> Iterator[WordScore]:
    """The sums that fail must be those that the answer's own numbers break. Informational rules (T1, S, P1) may fail
    on a damaged document only."""
    broken = broken_sums(cells_of_answer(case.answer))
    failed = {(check.rule, check.where) for check in checks if check.outcome == "fail"}
    tried = {(check.rule, check.where) for check in checks if check.rule in SUM_RULES}
    for rule, where in sorted(tried | broken):
        expected = "fail" if (rule, where) in broken else "no fail"
        yield _compare("checks", f"{rule} {where}", expected, "fail" if (rule, where) in failed else "no fail")
    if _is_exact(case):
        listed = {(check["rule"], check["where"]) for check in case.answer.get("failed_checks", ())}
        for rule, where in sorted(failed - tried):
            if (rule, where) not in listed:
                yield _compare("checks", f"{rule} {where}", "no fail", "fail")
