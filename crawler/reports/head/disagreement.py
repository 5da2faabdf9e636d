"""Where a document contradicts itself about its year or its body.

Only what cannot both be true is flagged. That a report stands on its government's portal under the government's or
its office's name (发布机构: 区政府办) is usual and no contradiction, and neither is a department that prints the report
of an institution below it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from crawler.reports.head.agency import is_agency_name
from crawler.reports.head.titles import is_report_title, year_of_title
from crawler.reports.model import Flag, Period
from crawler.reports.words.simplify import simplified_prose
from crawler.reports.words.spacing import close_up

PUBLISHER_LABELS = ("发布机构", "发布单位", "公开机构", "制发机构", "发文机关")
"""Labels that name the body itself; 来源 may name any site."""

_DEPARTMENT = re.compile(r"(?P<name>.+?)(?:局|厅|委员会|委)")
_PORTAL = re.compile(r"人民政府|政府办|管委会|管理委员会|政务服务|大数据|数据管理|信息中心|融媒体|网")
"""Who runs a portal signs for all of its bodies."""


def find_disagreements(
    title: str | None,
    own_titles: Sequence[str],
    period: Period | None,
    said_years: Sequence[int],
    opening_years: Counter[int],
    opening_text: str,
    metadata: Mapping[str, str],
    agency_in_title: str | None,
) -> tuple[Flag, ...]:
    """One flag for each contradiction: at "period" or "title" for the year, at "metadata.LABEL" for the body.

    `said_years`: what 现公布X局2022年… names; `opening_years`: the years that paragraphs before and in section 1 begin
    with; `opening_text`: those paragraphs. The title's year is kept in every case.
    """
    year = year_of_title(title) if title is not None else None
    flags: list[Flag] = []
    if title is not None and year is not None:
        flags += _of_year(title, year, own_titles, period, said_years, opening_years, opening_text)
    if agency_in_title is not None:
        flags += _of_publisher(agency_in_title, metadata)
    return tuple(flags)


def _of_year(
    title: str,
    year: int,
    own_titles: Sequence[str],
    period: Period | None,
    said_years: Sequence[int],
    opening_years: Counter[int],
    opening_text: str,
) -> Iterable[Flag]:
    for other in own_titles:
        other_year = year_of_title(other) if is_report_title(other) else None
        if other_year not in (None, year):
            yield _flag("title", title, f"another title of the page ({other}) says {other_year}; {year} is kept")
            break
    if period is not None and not period.start.year <= year <= period.end.year:
        note = f"the title ({title}) says {year}, the period {period.start} to {period.end}; the title's year is kept"
        yield _flag("period", period.raw, note)
        return
    if said_years and year not in said_years:
        yield _flag("title", title, f"the introduction says that it is the report of {said_years[0]}; {year} is kept")
        return
    if not opening_years or f"{year}年" in opening_text or f"{year} 年" in opening_text:
        return
    other_year, times = opening_years.most_common(1)[0]
    if other_year != year and (times > 1 or period is None):
        yield _flag("title", title, f"the text speaks of {other_year} and nowhere of {year}, which is kept")


def _of_publisher(agency: str, metadata: Mapping[str, str]) -> Iterable[Flag]:
    agency = simplified_prose(agency)
    own = _core(agency)
    for label in PUBLISHER_LABELS:
        printed = simplified_prose(close_up(metadata.get(label, "")))
        other = _core(printed)
        if own is None or other is None or _PORTAL.search(printed) or _PORTAL.search(agency):
            continue
        common = _common_beginning(own, other)
        left, right = own[common:], other[common:]
        if left and right and set(left).isdisjoint(right):
            yield _flag(f"metadata.{label}", printed, f"the title names another body, {agency}, which is kept")
            return


def _core(name: str) -> str | None:
    """What a department's name says before 局, 厅 or 委; None for what is no department's full name."""
    match = _DEPARTMENT.fullmatch(name) if is_agency_name(name) else None
    return match["name"] if match is not None else None


def _common_beginning(one: str, other: str) -> int:
    """How many characters the two share at the beginning: the place."""
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return place
    return min(len(one), len(other))


def _flag(where: str, raw: str, note: str) -> Flag:
    return Flag(where, "disagreement", raw, note)
