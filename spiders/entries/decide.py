"""The decision on a line of a list: by its address, its title, the column's rule and the branch it stands in.

Columns are mixed (SITES.md, 6): other bodies' reports, website reports, infographics, statistics sheets and news stand
between the reports. A line that may be a report is fetched; its page decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from crawler.items import Decision
from crawler.net.hosts import is_registered
from crawler.sources import Source
from spiders.entries.lines import Decided, Line
from spiders.entries.titles import (
    YEAR,
    Reading,
    Title,
    may_begin_report,
    plain,
    read_title,
    reading_of,
    without_opening,
    without_picture,
)
from spiders.entries.twins import with_twins
from spiders.entries.whose import (
    Whose,
    ends_with_beginning_of_name,
    is_name_of_a_body,
    named_by,
    own_name_removed,
    says_what_is_done,
    whose,
    whose_branch,
)

_REPORTS = frozenset({"report", "yearly", "unfinished", "nothing"})
"""What may be an annual report on open government by its title."""


def decide_all(lines: Sequence[Line], source: Source, hosts: frozenset[str]) -> tuple[Decided, ...]:
    """The decisions on all lines of a source's lists together, in their order.

    `hosts`: the registered host names; a line that leads elsewhere is never asked. Together, because a file is only a
    twin where the lists show the page as well.
    """
    return with_twins(lines, tuple(_decide_line(line, source, hosts) for line in lines), source)


def decide(title: str, source: Source, branch: Sequence[str] = ()) -> tuple[Decision, str]:
    """The decision on a line by its title, the column's rule and its branch's title, and the reason, one line."""
    known = read_title(title)
    reading = reading_of(known)
    by_rule = _follows_rule(title, known, source)
    if reading.says in ("interpretation", "pictured"):
        return _of_picture(known, reading, source)
    if reading.says == "statistics":
        return _of_sheet(known, source, branch)
    if reading.says in _REPORTS:
        return _of_report(known, reading, source, branch, by_rule=by_rule)
    if reading.says == "silent":
        return _of_silent(known, reading, source, branch, by_rule=by_rule)
    return "website_report" if reading.says == "website" else "other", f"the title {reading.reason}"


def _decide_line(line: Line, source: Source, hosts: frozenset[str]) -> Decided:
    decision, reason = decide(line.row.title, source, line.branch)
    if _is_asked(line.row.url, hosts):
        return Decided(decision, reason)
    return Decided("off_registry", f"{_host(line.row.url)} is no registered host (by its title: {decision})")


def _is_asked(url: str, hosts: frozenset[str]) -> bool:
    try:
        return is_registered(url, hosts)
    except ValueError:  # no address at all, such as "http://[年报"
        return False


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or "an address without a host"
    except ValueError:
        return "an address that is none"


def _follows_rule(title: str, known: Title, source: Source) -> bool:
    """Whether the registry row's `report_titles` is the whole title: `\\d{4}年` must not take 2023年工作会议."""
    if not source.report_titles:
        return False
    return any(re.fullmatch(source.report_titles, text) for text in (title.strip(), plain(title), known.plain))


def _whose_line(named: str, source: Source, branch: Sequence[str]) -> tuple[Whose, str]:
    """Whose a line is, and by which words: its own title's before its branch's."""
    found = whose(named, source)
    if found != "unnamed":
        return found, f"the title names {named}"
    found, name = whose_branch(branch, source)
    return found, f"the branch names {name}" if name else "neither the title nor a branch names a body"


def _of_picture(known: Title, reading: Reading, source: Source) -> tuple[Decision, str]:
    """A picture or an explanation; of one that is cut, what is left must be able to begin a report's title."""
    if reading.says == "pictured" and _of_cut(without_picture(known), reading, source)[0] != "follow":
        return "other", f"the title {reading.reason}"
    return "interpretation", f"the title {reading.reason}"


def _of_sheet(known: Title, source: Source, branch: Sequence[str]) -> tuple[Decision, str]:
    found, by = _whose_line(named_by(known.plain), source, branch)
    if found == "other":
        return "other_body", f"a statistics sheet of another body: {by}"
    if found == "own" or (found == "unnamed" and source.scope == "own"):
        return "statistics", f"the title names a statistics sheet; {by}"
    return "follow", f"a statistics sheet, not certain whose: {by}"


def _of_report(
    known: Title, reading: Reading, source: Source, branch: Sequence[str], *, by_rule: bool
) -> tuple[Decision, str]:
    named = "" if reading.says == "nothing" else named_by(known.plain)
    found, by = _whose_line(named, source, branch)
    if found == "other" and reading.says == "unfinished" and says_what_is_done(named):
        return "other", f"the title is cut, and says what is done: {named}"
    if found == "other":
        return "other_body", f"an annual report of another body: {by}"
    own = source.scope == "own"
    unsaid = reading.says in ("unfinished", "nothing")
    rules: tuple[tuple[bool, Decision, str], ...] = (
        (
            by_rule and (own or found in ("own", "maybe")),
            "report",
            f"the column gives such titles to the body's reports (report_titles); {by}",
        ),
        (unsaid or (reading.says == "yearly" and not own), "follow", f"the title {reading.reason}; {by}"),
        (found == "maybe", "follow", f"{by}, which may mean the body"),
        (found == "own", "report", f"an annual report of the body: {by}"),
        (own, "report", f"an annual report in the body's own column; {by}"),
    )
    shared: tuple[Decision, str] = ("follow", f"an annual report in a shared column; {by}")
    return next(((decision, reason) for applies, decision, reason in rules if applies), shared)


def _of_silent(
    known: Title, reading: Reading, source: Source, branch: Sequence[str], *, by_rule: bool
) -> tuple[Decision, str]:
    """A title that names no kind of document: the column's rule, a bare name, or one that was cut too early to tell."""
    if by_rule:
        branch_says, by = whose_branch(branch, source)
        if branch_says == "other":
            return "other_body", f"the branch names another body: {by}"
        rule = "the column gives such titles to the body's reports (report_titles)"
        return ("report", rule) if source.scope == "own" else ("follow", f"{rule}, but is shared")
    named = YEAR.sub("", known.plain)
    if is_name_of_a_body(named) and not known.cut:
        found = whose(named, source)
        if found == "other":
            return "other_body", f"the title is the name of another body: {named}"
        return "follow", f"the title is only a name: {named}"
    if known.cut:
        return _of_cut(known, reading, source)
    return "other", f"the title {reading.reason}"


def _of_cut(known: Title, reading: Reading, source: Source) -> tuple[Decision, str]:
    """What was cut away must not turn a report into news: what is left decides whether the page is asked."""
    rest = own_name_removed(known.plain, source)
    if rest is not None:
        if may_begin_report(rest):
            return "follow", "the title is cut behind the body's name; it may be a report's"
        return "other", f"the title {reading.reason}"
    if may_begin_report(known.plain):
        return "follow", "the title is cut before it says what it is; it may be a report's"
    name = without_opening(known.plain)
    if ends_with_beginning_of_name(name, source):
        return "follow", "the title is cut within the body's name"
    if is_name_of_a_body(name) and name != known.plain:
        return "other_body", f"the title is cut, and names another body: {name}"
    return "other", f"the title {reading.reason}"
