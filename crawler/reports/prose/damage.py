"""Text in which an extractor has swallowed characters beside the borders of markup (seed 002)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from crawler.documents.model import Document
from crawler.reports.model import Flag
from crawler.reports.sections.split import SectionSplit, paragraph_texts
from crawler.reports.words.dates import valid_date

_NUMBER_OF_PAPER = re.compile(r"[〔［\[]((?:19|20)\d{2})\d{1,4}[号號]")
"""〔2021〕12号 → 〔202112号."""
_DAY = re.compile(r"(?<![\d.,，．])(\d{3,8})日")
_DATE_BEFORE = re.compile(r"(?:^|[年自从至到于在截（(\-－—–―~～，。；])\s*$")
_DATE_BEHIND = re.compile(r"\s*[止起至到\-－—–―~～）)]")
_DURATION_BEHIND = re.compile(r"\s*(?:以?内|之内|以上|以下|后|的)")
"""180日内, 120日以上: terms of the law."""
_A_LEAP_YEAR = 2000


def find_damage(split: SectionSplit, document: Document, reported: Sequence[Flag] = ()) -> tuple[Flag, ...]:
    """One swallowed_characters flag for each hit, at "section.N"; "section.0" is what stands before section 1.

    A hit is a date whose 年 or 月 is gone (2022126日, 1231日) or a paper's number without its bracket (〔202112号):
    DESIGN.md, the guard. Digits that no month and day can be cut from (180日, 365日) are a term, and so are three
    digits that nothing around them makes a date (120日). The document's title is looked at too, where it does not
    stand among the blocks. What lies in the words of a flag that is `reported` already (the
    period's) is not said again.
    """
    texts = paragraph_texts(split.preamble)
    flags = list(_hits("section.0", texts, " (in the text before section 1)"))
    flags.extend(_hits("title", [title.text for title in document.titles[:1] if title.text not in texts], ""))
    for key, section in sorted(split.every_section().items()):
        flags.extend(_hits(f"section.{key}", [section.heading, section.text], ""))
    return tuple(flag for flag in flags if not any(flag.raw in one.raw for one in reported))


def _hits(where: str, texts: Iterable[str], suffix: str) -> Iterator[Flag]:
    note = f"characters beside these digits were swallowed{suffix}"
    for text in texts:
        for _, raw in sorted({*_papers(text), *_days(text)}):
            yield Flag(where, "swallowed_characters", raw, note)


def _papers(text: str) -> Iterator[tuple[int, str]]:
    if "〔" in text or "［" in text or "[" in text:
        yield from ((match.start(), match[0]) for match in _NUMBER_OF_PAPER.finditer(text))


def _days(text: str) -> Iterator[tuple[int, str]]:
    """Every 日 with a run of digits before it is looked at; searching for the 日 first is many times faster than for
    the digits."""
    place = text.find("日")
    while place >= 0:
        if place >= 3 and text[place - 1].isdigit() and text[place - 3 : place].isdigit():
            start = max(place - 10, 0)
            for match in _DAY.finditer(text, start, place + 1):
                if match.end() == place + 1 and _is_date(text, match):
                    yield match.start(), match[0]
        place = text.find("日", place + 1)


def _is_date(text: str, match: re.Match[str]) -> bool:
    digits = match[1]
    if len(digits) >= 6:
        return digits[:2] in ("19", "20") and _can_be_day(digits[4:])
    if len(digits) > 4 or not _can_be_day(digits):
        return False
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
    behind = text[match.end() : match.end() + 4].partition("\n")[0]
    if _DURATION_BEHIND.match(behind):
        return False
    return len(digits) == 4 or _DATE_BEFORE.search(line[-2:]) is not None or _DATE_BEHIND.match(behind) is not None


def _can_be_day(digits: str) -> bool:
    """Whether a month and a day can be cut from the digits: 126 is 1月26日 or 12月6日."""
    cuts = ((digits[:place], digits[place:]) for place in (1, 2) if place < len(digits))
    return any(len(day) <= 2 and valid_date(_A_LEAP_YEAR, int(month), int(day)) is not None for month, day in cuts)
