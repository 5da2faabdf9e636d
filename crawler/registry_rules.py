"""What a registry row must hold beyond the form of its cells: a division that exists, patterns that can be right.

Each function gives (column, what was expected there) for what is wrong; the caller adds the line and what was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import SplitResult, urlsplit

from crawler.divisions import Division, DivisionLevel, find_division, has_no_prefectures

_DIVISION_OF: dict[str, DivisionLevel] = {
    "province": "province",
    "province-dept": "province",
    "prefecture": "prefecture",
    "prefecture-dept": "prefecture",
    "county": "county",
    "county-dept": "county",
    "township": "county",  # GB/T 2260 ends at counties: a township stands under its county's code
}
"""Level of a body → the level of its division. `other` (development zones, scenic areas) may stand under any."""
_UNNAMED_COUNTY = "某"
"""长春市某区…: the row itself says that the county is not known, so its prefecture's code is the nearest."""


def division_problems(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Whether the division is one, and of the body's level. Expects a division of six digits or none, and a level."""
    code, level = row["division"], row["level"]
    if level == "central":
        if code:
            yield "division", "nothing, since the body is central"
    elif not code:
        yield "division", "six digits of GB/T 2260 (only a central body has none)"
    elif not _is_invented(code, row["list_url"]):
        division = find_division(code)
        if division is None:
            yield "division", "a code of GB/T 2260 (neither today's list nor the table of abolished codes has it)"
        elif not _fits(division, level, row["body"]):
            kind = _DIVISION_OF[level]
            yield "division", f"the code of a {kind}, since the level is {level} ({code} is {division.name})"


def _fits(division: Division, level: str, body: str) -> bool:
    """Whether a body of this level can stand under this division.

    Two exceptions: a municipality (北京 …) has no prefectures, so what is on a prefecture's level there has the
    municipality's code; and a county that a row cannot name has its prefecture's.
    """
    expected = _DIVISION_OF.get(level)
    return (
        expected in (None, division.level)
        or (expected == "prefecture" and has_no_prefectures(division.code))
        or (expected == "county" and division.level == "prefecture" and _UNNAMED_COUNTY in body)
    )


def _is_invented(code: str, list_url: str) -> bool:
    """The replica's invented places: GB/T 2260 has no province 99, and `.test` is nobody's (RFC 6761)."""
    try:
        host = urlsplit(list_url).hostname or ""
    except ValueError:  # no address at all, which is a problem of its own cell
        return False
    return code.startswith("99") and host.endswith(".test")


def pattern_problems(row: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Whether each pattern is one, begins where paths begin, and leaves the list's own address alone."""
    for column in ("article_pattern", "branch_pattern", "report_titles"):
        try:
            pattern = re.compile(row[column])
        except re.error as error:
            yield column, f"a regular expression ({error})"
            continue
        if column == "report_titles":
            continue
        if row[column] and not row[column].startswith("/"):
            # A pattern is matched from a path's beginning, so one that begins otherwise matches nothing or everything.
            yield column, "a regular expression that begins with /, as each path does"
        elif not row[column] and column == "article_pattern":
            yield column, "a regular expression that begins with /: without one every link is an article"
        elif row[column] and _matches_own_list(pattern, row["list_url"]):
            yield column, "a regular expression that does not match the list's own address"


def _matches_own_list(pattern: re.Pattern[str], list_url: str) -> bool:
    try:
        address: SplitResult = urlsplit(list_url)
    except ValueError:  # as above
        return False
    return pattern.match(path_and_query(address)) is not None


def path_and_query(address: SplitResult) -> str:
    """What the patterns are matched against."""
    return address.path + (f"?{address.query}" if address.query else "")
