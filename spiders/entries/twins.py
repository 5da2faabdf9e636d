"""Twins: the PDF, the DOC and the 图解 of a report that the lists show as well are one candidate with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlsplit

from crawler.sources import Source
from spiders.entries.lines import Decided, Line
from spiders.entries.titles import Title, plain, read_title, reading_of
from spiders.entries.whose import named_by, whose, whose_branch

_FILES = ("pdf", "ofd", "docx", "doc", "wps", "rtf", "xlsx", "xls", "et", "zip", "rar", "7z")
"""In the order in which one of several files stands for the report when the lists show no page of it."""
_PAGE = -1
_SUFFIX = re.compile(rf"\.({'|'.join(_FILES)})$", re.IGNORECASE)
_FORMAT_WORDS = re.compile(
    r"(?P<pdf>pdf)(?:版|格式|文档|文件|下载|[)\]】]|$)|(?P<doc>word|docx?|wps)(?:版|格式|文档|文件|下载|[)\]】]|$)"
    r"|(?P<zip>^附件|[(\[【]附件\d*[)\]】]|附件\d*$)",
    re.IGNORECASE,
)
"""(PDF版), （word版）, 附件: what says so carries a file. 附件 alone does not say which: the last rank."""
_AMENDED = re.compile(
    r"[(\[【][^)\]】]*(?:补充|更正|修订|修正|更新|勘误)|(?:补充|更正|修订|修正|更新|勘误)(?:版|稿|说明|公告)"
)
_FARTHEST = timedelta(days=92)
"""A file that is put beside its page follows it within weeks; a quarter apart, they are two publications."""


@dataclass(frozen=True, slots=True)
class _Form:
    """What a line is a form of, and which."""

    what: tuple[str, ...]
    """Whose, of which year, of which kind: equal for the forms of one report."""
    rank: int
    """-1 = a page, else the place of its file in `_FILES`."""
    day: date | None


def with_twins(lines: Sequence[Line], decided: Sequence[Decided], source: Source) -> tuple[Decided, ...]:
    """The decisions with the twins named. A file whose page no list shows stands for itself, PDF before DOC."""
    forms = [_form_of(line, one, source) for line, one in zip(lines, decided, strict=True)]
    families: dict[tuple[str, ...], dict[str, _Form]] = {}
    for line, one, form in zip(lines, decided, forms, strict=True):
        if form is not None and one.decision != "interpretation":
            family = families.setdefault(form.what, {})
            held = family.get(line.row.url, form)
            # An address that two lists show is what the plainer of its titles says.
            family[line.row.url] = form if form.rank < held.rank else held
    return tuple(
        one if form is None else _joined(line.row.url, one, form, families.get(form.what, {}))
        for line, one, form in zip(lines, decided, forms, strict=True)
    )


def _joined(url: str, one: Decided, form: _Form, family: Mapping[str, _Form]) -> Decided:
    """The decision on a line with the other forms of its report before it."""
    pictured = one.decision == "interpretation"
    first = _better(family.get(url, form), family, at_most=None if pictured else family.get(url, form).rank)
    if first is None or (pictured and first == url):
        return one
    return replace(one, twin_of=first) if pictured else Decided("twin", f"a file of the report at {first}", first)


def _better(form: _Form, family: Mapping[str, _Form], *, at_most: int | None) -> str | None:
    """The address of the first form of the report, found step by step: a DOC that belongs to a PDF that belongs to a
    page belongs to the page. Ranks fall with each step, so this ends.
    """
    found = [
        (other.rank, address)
        for address, other in family.items()
        if (at_most is None or other.rank < at_most) and _may_be_together(form.day, other.day)
    ]
    if not found:
        return None
    address = min(found, key=lambda pair: pair[0])[1]
    return _better(family[address], family, at_most=family[address].rank) or address


def _may_be_together(one: date | None, other: date | None) -> bool:
    return one is None or other is None or abs(one - other) <= _FARTHEST


def _form_of(line: Line, one: Decided, source: Source) -> _Form | None:
    """None: not a form of any report that is known well enough to be told from others."""
    if one.decision not in ("report", "follow", "statistics", "interpretation"):
        return None
    title = read_title(line.row.title)
    body, year = _body(title, line, source), _year(title, line)
    if body is None or year is None:
        return None
    kind = "statistics" if reading_of(title).says == "statistics" else "report"
    amended = "amended" if _AMENDED.search(title.plain) else ""
    day = date.fromisoformat(line.row.date) if line.row.date is not None else None
    return _Form((body, year, kind, amended), _rank(line), day)


def _body(title: Title, line: Line, source: Source) -> str | None:
    """The body that a form is of; None where several bodies share the list and neither title nor branch names one."""
    named = named_by(title.plain)
    found = whose(named, source)
    if found == "unnamed":
        found, named = whose_branch(line.branch, source)
    if found == "own" or source.scope == "own":
        return source.body
    return named or None


def _year(title: Title, line: Line) -> str | None:
    """The year that the title names, or its branch, innermost first; without one, two of the same day are together."""
    years = [title.year, *(read_title(name).year for name in reversed(line.branch))]
    named = next((year for year in years if year is not None), None)
    return str(named) if named is not None else line.row.date


def _rank(line: Line) -> int:
    address = urlsplit(line.row.url)
    suffix = _SUFFIX.search(address.path) or _SUFFIX.search(address.query)
    if suffix:
        return _FILES.index(suffix[1].lower())
    words = _FORMAT_WORDS.search(plain(line.row.title))
    return _PAGE if words is None else _FILES.index(str(words.lastgroup))
